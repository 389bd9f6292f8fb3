"""Costs of a command: all its processes are counted, and a failure is never a figure."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.measure import Failed, peak_memory, run

BUSY = "import time\nwhile time.process_time() < 0.3: pass"


def test_cpu_of_children_is_counted(tmp_path: Path) -> None:
    script = f"import subprocess, sys; [subprocess.run([sys.executable, '-c', {BUSY!r}]) " \
             "for _ in range(2)]"
    cost = run([sys.executable, "-c", script], tmp_path, {})

    assert cost.cpu >= 0.6
    assert cost.wall >= 0.3


def test_waiting_is_wall_and_not_cpu(tmp_path: Path) -> None:
    cost = run([sys.executable, "-c", "import time; time.sleep(0.5)"], tmp_path, {})

    assert cost.wall >= 0.5
    assert cost.cpu < cost.wall


def test_memory_of_all_processes_is_added_and_shared_memory_counted_once(tmp_path: Path) -> None:
    hold = "import time; held = bytearray(60 << 20); held[::4096] = b'x' * len(held[::4096]); " \
           "time.sleep(0.8)"
    two = f"import subprocess, sys; [each.wait() for each in [subprocess.Popen([sys.executable, " \
          f"'-c', {hold!r}]) for _ in range(2)]]"
    forked = "import os, time; held = bytearray(60 << 20); held[::4096] = b'x' * " \
             "len(held[::4096]); os.fork(); time.sleep(0.8)"

    assert 120 < peak_memory([sys.executable, "-c", two], tmp_path, {}) < 220
    assert 60 < peak_memory([sys.executable, "-c", forked], tmp_path, {}) < 110


@pytest.mark.parametrize("take", [run, peak_memory])
def test_a_command_that_fails_is_told_with_its_words(take: object, tmp_path: Path) -> None:
    with pytest.raises(Failed, match="no such post"):
        take([sys.executable, "-c", "raise SystemExit('no such post')"], tmp_path, {})  # type: ignore[operator]


def test_the_environment_is_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEURL", "https://example.org")

    run([sys.executable, "-c", "import os, sys; sys.exit('SITEURL' in os.environ "
         "or os.environ['MINE'] != '1')"], tmp_path, {"MINE": "1"})
