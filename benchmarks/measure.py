"""What a command costs: time on the wall, seconds of CPU and memory of all its processes."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TIMEOUT = 3_600.0  # seconds
LOOK = 0.05  # seconds between two looks at the memory


class Failed(Exception):
    """A command that did not do what it was measured for; the figure would mean nothing."""


@dataclass(frozen=True)
class Cost:
    """Seconds on the wall, seconds of CPU (user and system, children and theirs)."""

    wall: float
    cpu: float


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end. Raises Failed with its last words if it fails."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = start(command, folder, environment, said)
        # The kernel's own sum over the process and all it has waited for.
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise Failed(f"{' '.join(command)} in {folder}: status {process.returncode}\n"
                         f"{_last_words(said)}")
    return Cost(wall, used.ru_utime + used.ru_stime)


def peak_memory(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """The most memory that all processes of a command held at one time, in MiB.

    What processes share is counted once (PSS). Looking costs time, so a run that is looked at is
    not timed.
    """
    most = 0.0
    with tempfile.TemporaryFile() as said:
        process = start(command, folder, environment, said)
        waiting = threading.Thread(target=process.wait)
        waiting.start()
        while waiting.is_alive():
            most = max(most, sum(_pss(each) for each in _session(process.pid)))
            waiting.join(LOOK)
        if process.returncode:
            raise Failed(f"{' '.join(command)} in {folder}: status {process.returncode}\n"
                         f"{_last_words(said)}")
    return most / 1024


def start(command: Sequence[str], folder: Path, environment: Mapping[str, str],
          said: object) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, in a plain environment."""
    plain = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return subprocess.Popen(
        list(command), cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said,  # type: ignore[call-overload]
        start_new_session=True, env={**plain, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", **environment})


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a command and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 15)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()


def _session(leader: int) -> Iterator[int]:
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                # After the name in brackets: state, parent, group, session.
                if int((path / "stat").read_text().rpartition(")")[2].split()[3]) == leader:
                    yield int(path.name)


def _pss(process: int) -> int:
    """KiB of one process, its share of what is shared; none once it has gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _last_words(said: object) -> str:
    said.seek(0)  # type: ignore[attr-defined]
    return said.read().decode("utf-8", "replace")[-2_000:]  # type: ignore[attr-defined]
