"""One build: beside the last, checked, then put in its place. A failed build changes nothing."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.folder_check.core import Budget, Identity, check, read_file
from plugins.site_model.problem import ContentError, Problem, errors
from plugins.site_model.settings import SettingsError

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Report:
    """What a build says when it went well: warnings, and posts held back."""

    lines: tuple[str, ...]
    pages: int
    problems: tuple[Problem, ...] = ()


def build(settings_file: Path, output: Path, overrides: Mapping[str, Any] | None = None,
          keep: bool = True) -> Report:
    """Build the site into `output`, or only check it with `keep=False`.

    Raises ContentError or SettingsError with what is to be mended; `output` is then as it was.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    # Beside the output, so that it is on the same file system and a rename is enough.
    staging = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    try:
        settings, told = _run(settings_file, staging, overrides or {})
        clinic = settings["CLINIC"]
        pages, found = check_folder(
            staging, settings["SITEURL"], output.name, withheld=settings["WITHHELD"],
            identity=Identity(clinic.name, clinic.phone, clinic.address.street))
        told = (*told, *found)
        if keep:
            swap(staging, output)
        return Report(tuple(str(each) for each in told), pages,
                      tuple(each for each in told if isinstance(each, Problem)))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _run(settings_file: Path, staging: Path, overrides: Mapping[str, Any]
         ) -> tuple[Mapping[str, Any], tuple[str | Problem, ...]]:
    from pelican import Pelican
    from pelican.log import console
    from pelican.settings import read_settings

    logging.getLogger("pelican").setLevel(logging.ERROR)
    console.quiet = True  # It would tell of the articles of Pelican's idle generator: none.
    report: list[str | Problem] = []
    try:
        settings = read_settings(str(settings_file), override={
            **overrides, "OUTPUT_PATH": str(staging), "REPORT": report,
            "WITHHELD": []})
    except Exception as error:  # whatever a slip in a settings file may raise
        raise settings_error(error) from None
    Pelican(settings).run()
    return settings, tuple(report)


def settings_error(error: Exception) -> SettingsError:
    """A slip in the settings, with the file and the line, in a volunteer's words."""
    place = "pelicanconf.py"
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).name in ("pelicanconf.py", "publishconf.py"):
            place = f"{Path(frame.filename).name}:{frame.lineno}"
    if isinstance(error, SettingsError):
        return SettingsError("\n".join(f"{place}: {line}" for line in str(error).split("\n")))
    if isinstance(error, SyntaxError):
        place = f"{Path(error.filename or place).name}:{error.lineno}"
        return SettingsError(f"{place}: {error.msg} — look for a missing comma, quote or bracket "
                             "there or just above")
    return SettingsError(f"{place}: {error} — compare with docs/publishing.md")


def check_folder(folder: Path, siteurl: str, shown: str, identity: Identity | None = None,
                 withheld: Iterable[str] = ()) -> tuple[int, tuple[Problem, ...]]:
    """Check a finished folder; the number of its pages, and warnings. Raises ContentError.

    `identity` and `withheld` see plugins/folder_check.
    """
    files = {path.relative_to(folder).as_posix(): path
             for path in sorted(folder.rglob("*")) if path.is_file()}
    pages = {name: path.read_text("utf-8") for name, path in files.items()
             if name.endswith(".html")}
    others = {name: read_file(name, path.read_bytes()) for name, path in files.items()
              if name not in pages}
    problems = check(pages, frozenset(files), siteurl, shown, files=others, budget=Budget(),
                     identity=identity, withheld=withheld)
    if errors(problems):
        raise ContentError(problems)
    return len(pages), problems


def swap(staging: Path, output: Path) -> None:
    """Put the new folder in the place of the old one, which stays where that cannot be done."""
    staging.chmod(0o755)  # mkdtemp makes it private; a web server must read it.
    old = output.with_name(f".{output.name}-old-{os.getpid()}")
    if output.exists():
        output.replace(old)
    try:
        staging.replace(output)
    except OSError:
        if old.exists():
            old.replace(output)
        raise
    shutil.rmtree(old, ignore_errors=True)
