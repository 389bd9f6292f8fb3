"""Malformed content, case by case: refused with file and reason, or built as the case expects."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_bad, check_bad = _module("make_bad"), _module("check_bad")
make_bad.build()
COMMAND = f"{sys.executable} {HERE / 'build_case.py'} {{content}} {{out}}"


@pytest.mark.parametrize("name", sorted(make_bad.CASES))
def test_case(name: str, tmp_path: Path) -> None:
    make_bad.write(tmp_path, name)
    expected = json.loads((tmp_path / name / "expect.json").read_text("utf-8"))
    _, result = check_bad.run(tmp_path / name, COMMAND, "https://clinic.example", set())

    assert result["ok"], f"{result['fails']}\n{result['log']}"
    if result["rc"] and expected["reject"]["line"]:
        assert result["line_named"], result["log"]
