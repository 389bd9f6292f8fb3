"""A finished folder, known again as the one that a build left.

Of each file its size and time are asked for. What lies in a folder is told by the folder's own
time, which changes whenever something is put into it or taken out: to list ten thousand folders
takes three times as long as to ask for their times.

Only the standard library, and little of it: see `unchanged`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
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
    """Whether a folder is as it was left."""
    listed = frozenset(left.listed)
    try:
        return left.digest == _digest(
            left.files, left.folders, (_of_file(f"{folder}/{name}") for name in left.files),
            (_seen(f"{folder}/{place}", place in listed) for place in left.folders))
    except OSError:
        return False


def _of_file(path: str) -> tuple[int, int]:
    # Hard links change the ctime of a finished file, so it does not count.
    found = os.lstat(path)
    return found.st_size, found.st_mtime_ns


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
    return blake2b("".join(_lines(files, folders, stamps, seen))
                   .encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _lines(files: list[str], folders: list[str], stamps: Iterable[tuple[int, int]],
           seen: Iterable[object]) -> Iterator[str]:
    for name, (size, changed) in zip(files, stamps, strict=True):
        yield f"{name}\0{size} {changed}\n"
    for place, each in zip(folders, seen, strict=True):
        yield f"{place}\0{each}\n"
