"""Malformed content, case by case: refused with file and reason, or built as the case expects."""

from __future__ import annotations

import importlib.util
import json
import os
import select
import shlex
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import NoReturn

import pytest

from tests.badinputs import build_case

HERE = Path(__file__).parent


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_bad, check_bad = _module("make_bad"), _module("check_bad")
make_bad.build()


class Forked:
    """What `check_bad` needs of `subprocess.Popen`, by a process that is forked from this one: a
    new Python takes longer to load the program than to refuse a case."""

    def __init__(self, command: str, cwd: Path, env: Mapping[str, str], **_: object) -> None:
        content, output = map(Path, shlex.split(command))
        self._said, writes = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            with suppress(BaseException):
                os.setsid()
                os.chdir(cwd)
                os.environ.update(env)
                os.dup2(writes, 1)
                os.dup2(writes, 2)
                _do(content, output)
            os._exit(70)
        os.close(writes)
        self.returncode = -1

    def communicate(self, timeout: float = 60) -> tuple[bytes, bytes]:
        """All that it says until it ends. Raises TimeoutExpired."""
        end, said = time.monotonic() + timeout, b""
        while select.select([self._said], [], [], max(0.0, end - time.monotonic()))[0]:
            part = os.read(self._said, 1 << 16)
            said += part
            if not part:
                os.close(self._said)
                self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
                return said, b""
        raise subprocess.TimeoutExpired("a case", timeout)


def _do(content: Path, output: Path) -> NoReturn:
    """The life of the process of a case, with output as a command of its own would have it."""
    status = 1
    with open(1, "w", encoding="utf-8", closefd=False) as out, \
            open(2, "w", encoding="utf-8", closefd=False) as err:
        sys.stdout, sys.stderr = out, err
        try:
            status = build_case.main(content, output)
        except BaseException:
            traceback.print_exc()
    os._exit(status)


check_bad.subprocess = SimpleNamespace(
    Popen=Forked, PIPE=subprocess.PIPE, STDOUT=subprocess.STDOUT,
    TimeoutExpired=subprocess.TimeoutExpired)


@pytest.fixture(scope="module", autouse=True)
def loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """All that a build needs is loaded by one that succeeds."""
    place = tmp_path_factory.mktemp("loaded")
    make_bad.write(place, "baseline")
    assert build_case.build_case(place / "baseline" / "content", place / "output")[0] == 0


@pytest.mark.parametrize("name", sorted(make_bad.CASES))
def test_case(name: str, tmp_path: Path) -> None:
    make_bad.write(tmp_path, name)
    expected = json.loads((tmp_path / name / "expect.json").read_text("utf-8"))
    _, result = check_bad.run(tmp_path / name, "{content} {out}", "https://clinic.example", set())

    assert result["ok"], f"{result['fails']}\n{result['log']}"
    if result["rc"] and expected["reject"]["line"]:
        assert result["line_named"], result["log"]
