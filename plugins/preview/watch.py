"""Which source files changed, told in groups.

A `Watcher` is open when its constructor returns, so a change made while the first build runs is
not lost: construct it, build, then iterate `changes()`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType

import watchfiles

# A group ends when nothing happened for a step, or after the longest time.
STEP_MS = 10
LONGEST_MS = 250

_DROPPING_FOLDERS = frozenset({"__pycache__", ".git", ".hg", ".svn", ".idea", "node_modules"})
_DROPPING_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "4913"})  # 4913: Vim's trial
_DROPPING_STARTS = (".#", "#", ".goutputstream-", "~$", "___jb_", ".___jb_")
_DROPPING_ENDS = ("~", ".swp", ".swo", ".swx", ".swpx", ".crswap", ".kate-swp", ".pyc", ".pyo")


def is_dropping(path: Path) -> bool:
    """Whether a path (relative to what is watched) is an editor's or a system's own business."""
    name = path.name
    return (
        not _DROPPING_FOLDERS.isdisjoint(path.parts)
        or name in _DROPPING_NAMES
        or name.startswith(_DROPPING_STARTS)
        or name.endswith(_DROPPING_ENDS)
    )


class Watcher:
    """Collects changes below `paths` (folders or files) from its construction on.

    Raises FileNotFoundError for a path that does not exist. A new folder is reported as itself;
    files put into it in the same instant may not be: read the folder again.
    """

    def __init__(self, paths: Sequence[Path], stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()
        self._closed = threading.Event()
        self._queue: SimpleQueue[frozenset[Path] | Exception] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        whole = [path.absolute() for path in paths]
        for path in whole:
            if not path.exists():
                raise FileNotFoundError(f"{path} is not there, so it cannot be watched.")
        folders = frozenset(path for path in whole if path.is_dir())
        files = frozenset(whole) - folders
        if folders:
            self._open(folders, lambda path: not is_dropping(_below(folders, path)), True)
        # Editors save by renaming a new file over the old, which ends the watch on the old one:
        # so the folder of a single file is watched, without what lies below.
        if files:
            self._open(frozenset(file.parent for file in files), files.__contains__, False)

    def changes(self) -> Iterator[frozenset[Path]]:
        """Yield what changed since the last time, as absolute paths; end when stopped.

        Waits without burning time. Ctrl-C raises KeyboardInterrupt here, in the waiting thread.
        """
        while not self._stopped():
            try:
                first = self._queue.get(timeout=0.1)
            except Empty:
                continue
            yield self._all_waiting(first)

    def close(self) -> None:
        """Stop watching; `changes()` ends."""
        self._closed.set()
        for thread in self._threads:
            thread.join(timeout=2)

    def __enter__(self) -> Watcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _stopped(self) -> bool:
        return self._stop.is_set() or self._closed.is_set()

    def _all_waiting(self, found: frozenset[Path] | Exception) -> frozenset[Path]:
        together: frozenset[Path] = frozenset()
        while True:
            if isinstance(found, Exception):
                self._closed.set()
                raise found
            together |= found
            try:
                found = self._queue.get_nowait()
            except Empty:
                return together

    def _open(
        self, paths: frozenset[Path], wanted: Callable[[Path], bool], recursive: bool
    ) -> None:
        ready = _Ready(self._stopped)
        thread = threading.Thread(
            target=self._collect, args=(paths, wanted, recursive, ready), daemon=True
        )
        self._threads.append(thread)
        thread.start()
        while thread.is_alive() and not ready.opened.wait(0.05):
            pass

    def _collect(
        self,
        paths: frozenset[Path],
        wanted: Callable[[Path], bool],
        recursive: bool,
        ready: _Ready,
    ) -> None:
        try:
            # No time-out: at each one watchfiles clears its list, and could clear a fresh change.
            for found in watchfiles.watch(
                *paths,
                watch_filter=lambda _, name: wanted(Path(name)),
                debounce=LONGEST_MS,
                step=STEP_MS,
                stop_event=ready,
                rust_timeout=0,
                recursive=recursive,
            ):
                self._queue.put(frozenset(Path(name) for _, name in found))
        except Exception as problem:  # told in changes(), where somebody listens
            self._queue.put(problem)


class _Ready:
    """A stop event that also tells when it is first asked: by then the watch is open."""

    def __init__(self, stopped: Callable[[], bool]) -> None:
        self.opened = threading.Event()
        self._stopped = stopped

    def is_set(self) -> bool:
        self.opened.set()
        return self._stopped()


def _below(folders: frozenset[Path], path: Path) -> Path:
    for folder in folders:
        if path.is_relative_to(folder):
            return path.relative_to(folder)
    return Path(path.name)


def watch(
    paths: Sequence[Path],
    on_change: Callable[[frozenset[Path]], None],
    stop: threading.Event,
) -> None:
    """Call `on_change` with each group of changed paths until `stop` is set or Ctrl-C is pressed.

    For a first build that must not miss a change, use `Watcher` itself. What `on_change` raises
    is raised here; Ctrl-C sets `stop` and returns.
    """
    try:
        with Watcher(paths, stop) as watcher:
            for changed in watcher.changes():
                on_change(changed)
    except KeyboardInterrupt:
        stop.set()
