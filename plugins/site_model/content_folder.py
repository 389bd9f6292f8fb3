"""Reads the content folder. The only module of this feature that touches files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from plugins.images.core import Picture, picture
from plugins.site_model.core import LISTS, TEXT_FOLDERS, is_list
from plugins.site_model.cross_check import file_name_clashes
from plugins.site_model.problem import Problem, did_you_mean
from plugins.site_model.text_input import fits

_NO_NAME = ("the file name is no readable text", "rename it with the letters a-z")
_LINK = ("is a symbolic link to another place", "put the file itself here")


class Listed(NamedTuple):
    """A file as its folder tells of it. Two signatures are equal where nothing was done to it."""

    place: str
    signature: tuple[int, ...]

    def read(self) -> bytes:
        """What stands in it. Raises OSError."""
        with FileIO(self.place) as file:  # read whole, so a buffer would only be in the way
            return file.readall()


def announce(files: Iterable[Listed]) -> None:
    """Let the disk fetch files that will be read soon, where the system can be told so: of
    thousands that are not in memory, each is else waited for by itself."""
    if not hasattr(os, "posix_fadvise"):
        return
    for file in files:
        with suppress(OSError):  # told when it is read
            number = os.open(file.place, os.O_RDONLY)
            try:
                os.posix_fadvise(number, 0, 0, os.POSIX_FADV_WILLNEED)
            finally:
                os.close(number)


def read(folder: Path) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """All texts and lists by their path from the project, and the files that are none."""
    listed, problems = listing(folder)
    files, unreadable = read_all(listed)
    return files, (*problems, *unreadable)


def read_all(listed: Mapping[str, Listed]) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of files, and those that cannot be read."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for shown, file in listed.items():
        try:
            files[shown] = file.read()
        except OSError as error:
            problems.append(Problem(shown, 0, f"cannot be read: {error.strerror}",
                                    "check the file's permissions"))
    return files, problems


def listing(folder: Path) -> tuple[dict[str, Listed], tuple[Problem, ...]]:
    """All texts and lists by their path from the project, unread, and what else lies there that
    must not.

    Hidden files are left out, as editors and version control make them.
    """
    problems: list[Problem] = []
    candidates = [entry for entry in _entries(folder, problems, folder) if is_list(entry.name)]
    for name in (*TEXT_FOLDERS, "images"):
        place = folder / name
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            problems.append(Problem(f"{folder.name}/{name}", 0, "is a link or a file, not a folder",
                                    "put the folder itself here"))
        elif name in TEXT_FOLDERS:
            candidates += _walk(place, problems, folder)
    problems += _misplaced(folder)
    listed: dict[str, Listed] = {}
    for entry in candidates:
        shown = _shown(entry, folder)
        if fault := _unfit(entry, shown):
            problems.append(Problem(ascii(shown)[1:-1], 0, *fault))
        else:
            listed[shown] = Listed(entry.path, signature(entry.stat()))
    problems += _unfit_pictures(folder, problems)
    if not folder.is_dir():
        problems.append(Problem(folder.name, 0, "the content folder is missing", "restore it"))
    return listed, tuple(problems)


def signature(found: os.stat_result) -> tuple[int, ...]:
    """What changes whenever somebody writes, replaces or touches a file."""
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def _unfit(entry: os.DirEntry[str], shown: str) -> tuple[str, str] | None:
    if not _is_text(shown):
        return _NO_NAME
    if entry.is_symlink():
        return _LINK
    if not entry.is_file():
        return "is no ordinary file", "delete it"
    suffix = os.path.splitext(entry.name)[1]  # noqa: PTH122  (ten times sooner than by a Path)
    if suffix.lower() not in (".md", ".yaml") or \
            (suffix == ".yaml") != (is_list(entry.name) and shown.count("/") == 1):
        return f"files of type '{suffix}' are not read here", \
            "write it as a Markdown file that ends in .md"
    return None


def _unfit_pictures(folder: Path, problems: list[Problem]) -> list[Problem]:
    found, names = [], []
    pictures = folder / "images"
    for entry in [] if pictures.is_symlink() else _walk(pictures, problems, folder):
        shown = _shown(entry, folder)
        if not _is_text(shown):
            found.append(Problem(ascii(shown)[1:-1], 0, *_NO_NAME))
        elif entry.is_symlink():
            found.append(Problem(shown, 0, *_LINK))
        else:
            names.append(shown)
    return [*found, *file_name_clashes(names)]


def _is_text(name: str) -> bool:
    """Whether a file name is UTF-8, which one from an old archive may not be, and shows as it is
    written: a line end or a bidi override in it would let a message say something else."""
    try:
        return bool(name.encode("utf-8")) and fits(name) \
            and "\n" not in name and "\r" not in name and "\t" not in name
    except UnicodeEncodeError:
        return False


def _misplaced(folder: Path) -> list[Problem]:
    """Texts and lists that nobody reads where they lie: they would be missed in silence."""
    strangers = _walk(folder, [], folder, without=TEXT_FOLDERS)
    found = [Problem(_shown(entry, folder), 0, "is not read where it lies",
                     "move it into posts/, pages/ or people/")
             for entry in strangers if entry.name.lower().endswith(".md")
             and entry.name.lower() != "readme.md" and _is_text(_shown(entry, folder))]
    found += [Problem(_shown(entry, folder), 0, "is not read under this name",
                      did_you_mean(entry.name, LISTS))
              for entry in _entries(folder, [], folder) if not is_list(entry.name)
              and entry.name.lower().endswith((".yaml", ".yml")) and _is_text(entry.name)]
    return found


def _entries(place: Path, problems: list[Problem], folder: Path) -> list[os.DirEntry[str]]:
    """What lies at a place and is not hidden, by name. One that is not there has nothing; one that
    cannot be listed is a problem, for what it holds would be missed in silence."""
    try:
        with os.scandir(place) as found:
            return sorted((entry for entry in found if not entry.name.startswith(".")),
                          key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        inside = place.relative_to(folder.parent).as_posix()
        problems.append(Problem(ascii(inside)[1:-1], 0, f"cannot be read: {error.strerror}",
                                "check the folder's permissions"))
        return []


def _walk(top: Path, problems: list[Problem], folder: Path, without: Sequence[str] = ()
          ) -> list[os.DirEntry[str]]:
    """All files below a folder, those of each folder before those of the folders in it."""
    found: list[os.DirEntry[str]] = []
    folders = []
    for entry in _entries(top, problems, folder):
        if not _is_folder(entry):
            found.append(entry)
        elif entry.is_symlink():
            problems.append(Problem(_shown(entry, folder), 0,
                                    "is a symbolic link to another folder",
                                    "put the folder itself here"))
        elif entry.name not in without:
            if entry.name.lower().endswith(".md"):
                problems.append(Problem(_shown(entry, folder), 0, "is a folder, and its name is "
                                        "that of a text", "rename it, or put the text here"))
            folders.append(entry)
    for each in folders:
        found += _walk(Path(each.path), problems, folder)
    return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, or a link to one; a link that leads to itself is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def measured(inside: str, file: Listed) -> Picture:
    """The picture in a file. Raises PictureError."""
    return picture(file.read(), inside)


def picture_files(folder: Path) -> dict[str, Listed]:
    """The files below `images/` by their path from the content folder."""
    start = len(folder.name) + 1
    return {_shown(entry, folder)[start:]: Listed(entry.path, signature(entry.stat()))
            for entry in _walk(folder / "images", [], folder)  # of a link the build tells
            if not entry.is_symlink() and entry.is_file() and _is_text(entry.path)}


def picture_reader(files: Mapping[str, Listed],
                   look: Callable[[str, Listed], Picture] = measured) -> Callable[[str], Picture]:
    """A function from a path such as `images/knee.png` to the picture.

    It raises PictureError for a file that may not be published, and KeyError where there is none;
    the error then names the file that differs only in upper and lower case, if there is one.
    """
    # Names are compared with the folder's own, for a Mac takes Knee.PNG for knee.png.
    names = {name.casefold(): name for name in files}

    @cache
    def read_picture(inside: str) -> Picture:
        if inside not in files:
            raise KeyError(names.get(inside.casefold(), ""))
        return look(inside, files[inside])

    return read_picture


def _shown(entry: os.DirEntry[str], folder: Path) -> str:
    """The path from the project."""
    inside = entry.path[len(str(folder)) + 1:]
    return f"{folder.name}/{inside.replace(os.sep, '/')}"
