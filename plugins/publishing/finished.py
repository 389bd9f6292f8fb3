"""A finished folder, known again as the one that a build left.

Of each file its size and time are asked for. What lies in a folder is told by the folder's own
time, which changes whenever something is put into it or taken out: to list ten thousand folders
takes three times as long as to ask for their times.

Only the standard library, and little of it: see `unchanged`.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import chdir
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple


class Finished(NamedTuple):
    """A folder as it was left: its files and the folders in it by their paths, those among them
    that are `listed` because their time tells nothing yet, and a digest of all that was seen."""

    files: list[str]
    folders: list[str]
    listed: list[str]
    digest: str


def finished(folder: Path, stamps: Mapping[str, tuple[int, int]], since: int) -> Finished:
    """What to remember of a folder that holds files of these stamps (size and time in ns), and
    nothing else. Folders that changed after `since` (ns) are listed when they are looked at: they
    may have changed once more within the same tick of their clock, or since it was seen that they
    hold nothing else. Raises OSError where one is not there."""
    files = sorted(stamps)
    folders = _folders(files)
    times = [_of_folder(f"{folder}/{place}") for place in folders]
    listed = _inside(files, folders, {place for place, (changed, _)
                                      in zip(folders, times, strict=True) if changed > since})
    seen = [(number, listed[place]) if place in listed else (number, changed)
            for place, (changed, number) in zip(folders, times, strict=True)]
    return Finished(files, folders, list(listed),
                    _digest(files, folders, map(stamps.__getitem__, files), seen))


def is_same(folder: Path, left: Finished) -> bool:
    """Whether a folder is as it was left. For a process of one thread: it goes there to look, as
    short names take the system two thirds of the time."""
    listed = frozenset(left.listed)
    try:
        with chdir(folder):
            # Hard links change the ctime of a finished file, so it does not count.
            stamps = [(found.st_size, found.st_mtime_ns) for found in map(os.lstat, left.files)]
            return left.digest == _digest(
                left.files, left.folders, stamps,
                [_seen(place or ".", place in listed) for place in left.folders])
    except OSError:
        return False


def _seen(path: str, listed: bool) -> tuple[int, object]:
    """By what a folder is known: its number, and what it holds or when that changed."""
    changed, number = _of_folder(path)
    return number, sorted(os.listdir(path)) if listed else changed  # noqa: PTH208


def _of_folder(path: str) -> tuple[int, int]:
    found = os.lstat(path)
    return found.st_mtime_ns, found.st_ino


def _folders(files: Iterable[str]) -> list[str]:
    """All folders above some files, the whole one among them by an empty name."""
    found = {""}
    for name in files:
        while (name := name.rpartition("/")[0]) not in found:
            found.add(name)
    return sorted(found)


def _inside(files: Iterable[str], folders: Iterable[str], places: Collection[str]
            ) -> dict[str, list[str]]:
    """The names of all that lies in some folders, in order."""
    found: dict[str, list[str]] = {place: [] for place in sorted(places)}
    for path in (*files, *filter(None, folders)) if found else ():
        above, _, name = path.rpartition("/")
        if above in found:
            found[above].append(name)
    return {place: sorted(names) for place, names in found.items()}


def _digest(files: list[str], folders: list[str], stamps: Iterable[tuple[int, int]],
            seen: Iterable[object]) -> str:
    # Version 2 writes equal values alike, see plugins.digest; it takes plain tuples alone.
    return blake2b(marshal.dumps((files, folders, [(size, changed) for size, changed in stamps],
                                  list(seen)), 2), digest_size=16).hexdigest()
