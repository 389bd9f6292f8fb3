"""What a long build is at, on a terminal, and where its time went."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

SHOWN_FROM = 100  # of anything; fewer are done before somebody looks
SLOWEST = 5
EVERY = 0.1  # seconds between two lines
Done = Callable[[int], None]


class Progress:
    """Tells of stages as they go on. Writes nothing where nobody looks."""

    def __init__(self, stream: TextIO | None = None) -> None:
        stream = stream or sys.stderr
        self._stream = stream if stream.isatty() else None
        self.stages: list[tuple[str, int, float, float]] = []
        """Name, how many, seconds, and seconds of CPU of all processes."""
        self._texts: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Done]:
        """One stage of `total` things; the function given is told how many more are done."""
        started, cpu = time.monotonic(), _cpu()
        ready, told = 0, 0.0

        def done(more: int) -> None:
            nonlocal ready, told
            ready += more
            now = time.monotonic()
            if self._stream and total >= SHOWN_FROM and now - told >= EVERY:
                told = now
                self._stream.write(f"\r{name}: {ready} of {total} \x1b[K")
                self._stream.flush()

        try:
            yield done
        finally:
            if self._stream and told:
                self._stream.write("\r\x1b[K")
                self._stream.flush()
            self.stages.append((name, total, time.monotonic() - started, _cpu() - cpu))

    def spent(self, text: str, seconds: float) -> None:
        """Take down what one text has cost, in seconds of CPU."""
        self._texts[text] = seconds

    def say(self, line: str) -> None:
        """A line for whoever started the build."""
        print(line, file=sys.stderr, flush=True)

    def table(self) -> str:
        """Where the time went: a line a stage, and the texts that took longest."""
        lines = [f"{'stage':<24}{'items':>8}{'seconds':>10}{'CPU':>10}"]
        lines += [f"{name:<24}{total or '':>8}{wall:>10.3f}{cpu:>10.3f}"
                  for name, total, wall, cpu in self.stages]
        slowest = sorted(self._texts.items(), key=lambda each: (-each[1], each[0]))[:SLOWEST]
        lines += [f"{'slowest texts':<42}{'CPU':>10}"] if slowest else []
        lines += [f"{text:<42}{seconds:>10.3f}" for text, seconds in slowest]
        return "\n".join(lines)


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
