"""Reads the content folder. The only module of this feature that touches files."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from plugins.images.core import Picture, picture
from plugins.site_model.core import TEXT_FOLDERS
from plugins.site_model.problem import Problem

LISTS = ("vocabulary.yaml", "references.yaml")


def read(folder: Path) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """All texts and lists by their path from the project, and the files that are none.

    Hidden files are left out, as editors and version control make them.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    candidates = [folder / name for name in LISTS if (folder / name).exists()]
    for name in (*TEXT_FOLDERS, "images"):
        if (folder / name).is_symlink() or ((folder / name).exists()
                                            and not (folder / name).is_dir()):
            problems.append(Problem(f"{folder.name}/{name}", 0, "is a link or a file, not a folder",
                                    "put the folder itself here"))
        elif name in TEXT_FOLDERS:
            candidates += _walk(folder / name, problems, folder)
    problems += _misplaced(folder)
    for path in candidates:
        shown = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        if not _is_text(shown):
            problems.append(Problem(ascii(shown)[1:-1], 0, "the file name is no readable text",
                                    "rename it with the letters a-z"))
        elif path.is_symlink():
            problems.append(Problem(shown, 0, "is a symbolic link to another place",
                                    "put the file itself here"))
        elif not path.is_file():
            problems.append(Problem(shown, 0, "is no ordinary file", "delete it"))
        elif path.suffix.lower() not in (".md", ".yaml") or \
                (path.suffix == ".yaml") != (path.name in LISTS and path.parent == folder):
            problems.append(Problem(shown, 0, f"files of type '{path.suffix}' are not read here",
                                    "write it as a Markdown file that ends in .md"))
        else:
            try:
                files[shown] = path.read_bytes()
            except OSError as error:
                problems.append(Problem(shown, 0, f"cannot be read: {error.strerror}",
                                        "check the file's permissions"))
    problems += [Problem(f"{folder.name}/{_shown(path, folder)}", 0,
                         "is a symbolic link to another place", "put the file itself here")
                 for path in _walk(folder / "images", problems, folder) if path.is_symlink()]
    if not folder.is_dir():
        problems.append(Problem(folder.name, 0, "the content folder is missing", "restore it"))
    return files, tuple(problems)


def _is_text(name: str) -> bool:
    """Whether a file name is UTF-8; one from an old archive may not be."""
    try:
        return bool(name.encode("utf-8"))
    except UnicodeEncodeError:
        return False


def _misplaced(folder: Path) -> list[Problem]:
    """Markdown files in a folder that nobody reads: a post there would be missed in silence."""
    strangers = [path for path in _walk(folder, [], folder)
                 if path.suffix.lower() == ".md" and path.name.lower() != "readme.md"
                 and path.relative_to(folder).parts[0] not in TEXT_FOLDERS]
    return [Problem(f"{folder.name}/{_shown(path, folder)}", 0, "is not read where it lies",
                    "move it into posts/, pages/ or people/")
            for path in strangers if _is_text(_shown(path, folder))]


def _walk(top: Path, problems: list[Problem], folder: Path) -> list[Path]:
    found = []
    for place, folders, names in os.walk(top):
        for name in sorted(folders):
            if (Path(place) / name).is_symlink():
                shown = f"{folder.name}/{(Path(place) / name).relative_to(folder).as_posix()}"
                problems.append(Problem(shown, 0, "is a symbolic link to another folder",
                                        "put the folder itself here"))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(place) / name for name in sorted(names) if not name.startswith(".")]
    return found


def picture_reader(folder: Path) -> Callable[[str], Picture]:
    """A function from a path such as `images/knee.png` to the picture.

    It raises PictureError for a file that may not be published, and KeyError where there is none;
    the error then names the file that differs only in upper and lower case, if there is one.
    """
    names: dict[str, str] = {}

    @cache
    def read_picture(inside: str) -> Picture:
        if not names:
            # Names are compared with the folder's own, for a Mac takes Knee.PNG for knee.png.
            names.update({_shown(path, folder).casefold(): _shown(path, folder)
                          for path in _walk(folder / "images", [], folder)
                          if not path.is_symlink()})
        known = names.get(inside.casefold(), "")
        if known != inside or not (folder / inside).is_file():
            raise KeyError(known)
        return picture((folder / inside).read_bytes(), inside)

    return read_picture


def _shown(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
