"""The finished folder: what stands in it, and how a new one takes its place.

A folder that is published is exchanged as a whole: until one instant it is the old one, from then
on the new one, whatever stops the program. Files that did not change are the same files in both
(hard links), with the time of their last change, so that a deployment sends only what is new. The
folder of the preview is changed file by file, each as a whole.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time_ns
from typing import NamedTuple

_AT_FDCWD, _EXCHANGE = -100, 2  # of renameat2(2)


class Stamp(NamedTuple):
    """How a file is known again: bytes, and the time of its last change."""

    size: int
    changed_ns: int


class Lies(NamedTuple):
    """A file as it lies in a folder, and the number by which the disk knows it."""

    stamp: Stamp
    number: int


class Seen(NamedTuple):
    """What lay in a finished folder at a moment (ns), and in the one that is to take its place: of
    its files the numbers alone."""

    at: int
    old: Mapping[str, Lies]
    new: Mapping[str, int]


class Busy(RuntimeError):
    """Another build works on the same folder."""


def of_the_disk(error: OSError) -> str:
    """What a build that could not read or write says, in a line."""
    # What Jinja raises for a template that is not there is one of these, without a file.
    what = f"{error.filename or 'output'}: {error.strerror}" if error.strerror \
        else f"theme/templates: there is no '{error}', or it cannot be read"
    return f"{what} — look at the disk's free space and at the permissions"


@contextmanager
def alone(lock: Path, shown: str) -> Iterator[None]:
    """Hold the lock of a folder. Raises Busy where somebody else holds it."""
    try:
        import fcntl
    except ImportError:  # no such locks on Windows
        yield
        return
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("a+", encoding="utf-8")
    except OSError:  # a place where nothing can be written: the build itself will say so
        yield
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            who = file.read().strip()
            raise Busy(f"{shown}: another build is at work on it"
                       f"{f' (process {who})' if who else ''} — wait until it is done, or stop it"
                       ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def stamps(folder: Path) -> dict[str, Stamp]:
    """All files below a folder by their path in it. What is no plain file is left out, so it is
    never taken over."""
    return {name: lies.stamp for name, lies in look(folder).items()}


def look(folder: Path) -> dict[str, Lies]:
    """The same, with the number of each: two names of one number are one file."""
    found = {}
    for name, entry in _files(folder):
        if entry.is_file(follow_symlinks=False):
            stat = entry.stat(follow_symlinks=False)
            found[name] = Lies(Stamp(stat.st_size, stat.st_mtime_ns), stat.st_ino)
    return found


def _files(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    waiting = [(str(folder), "")]
    while waiting:
        place, inside = waiting.pop()
        try:
            entries = os.scandir(place)
        except OSError:
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{inside}{entry.name}/"))
                else:
                    yield inside + entry.name, entry


def new_staging(output: Path) -> Path:
    """An empty folder beside `output`, on the same file system; those that builds left behind
    when they were killed are taken away. Only for who holds the lock."""
    output.parent.mkdir(parents=True, exist_ok=True)
    for left in output.parent.glob(f".{output.name}-new-*"):
        shutil.rmtree(left, ignore_errors=True)
    staging = output.with_name(f".{output.name}-new-{os.getpid()}")
    staging.mkdir()
    return staging


def kept_staging(place: Path, output: Path) -> Path | None:
    """The folder that stood at `output` until the last exchange, to be made the next one: nearly
    all of its files are those of `output` already. None where `place` lies on another disk."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        output.parent.mkdir(parents=True, exist_ok=True)
        return place if place.stat().st_dev == output.parent.stat().st_dev else None
    except OSError:
        return None


def see(output: Path, staging: Path | None, link: bool) -> Seen:
    """Look at a finished folder, and at the one that is to take its place. Where that is empty and
    most files will stay, `link` gives it all of them: to make ten thousand folders takes as long as
    to plan as many pages. `take_over` then does the rest."""
    at, old = time_ns(), look(output)
    new = _numbers(staging) if staging else {}
    if link and staging and not new:
        _link_all(old, output, staging)
        new = _numbers(staging)
    return Seen(at, old, new)


def _numbers(folder: Path) -> dict[str, int]:
    return {name: entry.inode() for name, entry in _files(folder)}


def _link_all(names: Iterable[str], output: Path, staging: Path) -> None:
    with suppress(OSError):  # where there are no links there is nothing to be done sooner
        for name in names:
            source, target = f"{output}/{name}", f"{staging}/{name}"
            try:
                os.link(source, target)
            except FileNotFoundError:
                _make_folder(os.path.dirname(target))  # noqa: PTH120
                os.link(source, target)


def write_new(path: str, data: bytes) -> Stamp:
    """Write a file that was not there: one of that name may be the same file as a published one,
    and is left alone."""
    try:
        return _write_exclusively(path, data)
    except FileNotFoundError:
        try:
            _make_folder(os.path.dirname(path))  # noqa: PTH120  (sooner than by pathlib)
        except OSError:
            _make_room(Path(path))
    except (NotADirectoryError, IsADirectoryError, PermissionError):
        _make_room(Path(path))
    return _write_exclusively(path, data)


def _make_folder(place: str) -> None:
    try:
        os.mkdir(place)  # noqa: PTH102  (nearly always that is all there is to do)
    except FileNotFoundError:
        os.makedirs(place)  # noqa: PTH103


def _write_exclusively(path: str, data: bytes) -> Stamp:
    try:
        file = open(path, "xb", buffering=0)  # noqa: SIM115, PTH123
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
        file = open(path, "xb", buffering=0)  # noqa: SIM115, PTH123
    with file:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest):]
    stat = os.stat(path)  # noqa: PTH116  (some file systems date a file when it is closed)
    return Stamp(stat.st_size, stat.st_mtime_ns)


def take_over(output: Path, staging: Path, names: Iterable[str], changed: Iterable[str] = (),
              seen: Seen | None = None) -> None:
    """Give the new folder the unchanged files of the old one, without copying them. It then holds
    them and the `changed` ones, which it has already, and nothing else. `seen` is what lay in both
    before those were written, where that is known."""
    _, old, new = seen or see(output, staging, link=False)
    names = list(names)
    _remove(staging, new.keys() - set(names) - set(changed))
    for name in names:
        if new.get(name) != old[name].number:
            _link(f"{output}/{name}", f"{staging}/{name}")


def _link(source: str, target: str) -> None:
    """Let a file have a second name, whatever stands there."""
    try:
        _link_or_copy(source, target)
    except (FileNotFoundError, FileExistsError, NotADirectoryError, IsADirectoryError):
        try:
            _make_folder(os.path.dirname(target))  # noqa: PTH120  (sooner than by pathlib)
        except OSError:
            _make_room(Path(target))
            Path(target).unlink(missing_ok=True)
        _link_or_copy(source, target)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.EACCES,
                               errno.ENOSYS, errno.EXDEV):
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
        shutil.copy2(source, target)  # a file system without hard links


def swap(staging: Path, output: Path) -> None:
    """Put the new folder in the place of the old one, which stays where that cannot be done; and
    the old one in the place of the new."""
    staging.chmod(0o755)  # a web server must read it, whatever the mask of this process
    if output.is_dir() and not output.is_symlink() and _exchange(staging, output):
        return
    old = output.with_name(f".{output.name}-new-old")
    if output.exists() or output.is_symlink():
        output.replace(old)
    try:
        staging.replace(output)
    except OSError:
        if old.exists() or old.is_symlink():
            old.replace(output)
        raise
    if old.is_dir() and not old.is_symlink():
        old.replace(staging)
    else:
        old.unlink(missing_ok=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one instant (Linux, renameat2(2)); False where that is not to be
    had."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other),
                          _EXCHANGE) == 0)


def put_in_place(staging: Path, output: Path, changed: Iterable[str], unwanted: Iterable[str]
                 ) -> None:
    """Change a folder file by file: each is at any time the old one or the new one."""
    for name in changed:
        target = output / name
        try:
            (staging / name).replace(target)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            _make_room(target)
            (staging / name).replace(target)
    _remove(output, unwanted)


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Take files away, and the folders that are empty then."""
    emptied: set[Path] = set()
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
            emptied.add((folder / name).parent)
    for place in emptied:
        while place != folder:
            try:
                place.rmdir()
            except OSError:
                break
            place = place.parent


def _make_room(target: Path) -> None:
    """What stands in the way of a file, or of a folder above it, goes."""
    for above in reversed(target.parents):
        if above.is_symlink() or above.is_file():
            above.unlink()
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)


def unwanted(present: Mapping[str, object], wanted: Iterable[str]) -> tuple[str, ...]:
    """Files that no page or feed asks for any longer."""
    return tuple(sorted(present.keys() - set(wanted)))
