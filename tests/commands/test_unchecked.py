"""What the benchmarks build without checks are the same files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.commands.test_tasks import tree

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "unchecked.py"


def test_without_checks_the_files_are_the_same_and_nothing_is_judged(run, project) -> None:  # type: ignore[no-untyped-def]
    def unchecked(how: str) -> dict[str, bytes]:
        told = subprocess.run([sys.executable, SCRIPT, how], cwd=project, capture_output=True,
                              check=False, encoding="utf-8", timeout=120)
        assert told.returncode == 0, told.stderr
        return tree(project / "output")

    assert run("build").returncode == 0
    checked = tree(project / "output")
    run("clean")

    assert unchecked("build") == checked
    assert unchecked("pelican") == checked

    post = next((project / "content" / "posts").glob("*.md"))
    post.write_text(post.read_text("utf-8") + "\nWe guarantee that you will be cured.\n", "utf-8")
    assert run("build").returncode == 1
    run("clean")
    unchecked("build")
