"""A copy of the project to run its commands in."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".cache", "output", "handouts", "tests",
                                  "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after its first command. Else each test would wait for Python to compile it."""
    place = Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("compiled") / "project",
                                 ignore=LEFT_OUT))
    compileall.compile_dir(place / "plugins", quiet=2)
    return place


@pytest.fixture
def project(tmp_path: Path, compiled: Path) -> Path:
    """The project as a clinic has it after cloning."""
    return Path(shutil.copytree(compiled, tmp_path / "project"))


@pytest.fixture
def run(project: Path) -> Run:
    """Runs a task in the copy, with extra environment variables by name."""
    def run_task(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        own = {k: v for k, v in os.environ.items()
               if k not in ("SITEURL", "CONTACT_FORM", "ALLOW_DEMO")}
        return subprocess.run([sys.executable, "-m", "invoke", *words], cwd=project,
                              encoding="utf-8", capture_output=True, check=False, timeout=120,
                              env={**own, **environment})
    return run_task
