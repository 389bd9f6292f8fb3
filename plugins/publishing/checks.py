"""The checks of finished pages, as a build asks for them and tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from plugins.folder_check.core import Budget, Identity, check, read_file
from plugins.publishing.folder import stamps
from plugins.site_model.problem import ContentError, Problem, errors


def check_folder(place: Path, shown: str, settings: Mapping[str, Any]
                 ) -> tuple[int, tuple[Problem, ...]]:
    """Check a finished folder; the number of its pages, and warnings. Raises ContentError."""
    names = sorted(stamps(place))
    pages = {name: (place / name).read_text("utf-8") for name in names if name.endswith(".html")}
    others = {name: read_file(name, (place / name).read_bytes()) for name in names
              if name not in pages}
    problems = check(pages, frozenset(names), settings["SITEURL"], shown, files=others,
                     budget=budget(settings), identity=identity(settings),
                     withheld=settings["WITHHELD"])
    problems = with_texts(problems, settings["PLACES"], shown)
    if errors(problems):
        raise ContentError(problems)
    return len(pages), problems


def with_texts(problems: Iterable[Problem], places: Mapping[str, str], shown: str
               ) -> tuple[Problem, ...]:
    """Problems of pages, with the text that each page is made of: an author knows no other."""
    texts = {f"{shown}{place}index.html": source for source, place in places.items()}
    return tuple(
        replace(each, cure=f"{each.cure or 'mend the text'} ({texts[each.path]})")
        if each.path in texts else each for each in problems)


def identity(settings: Mapping[str, Any]) -> Identity:
    clinic = settings["CLINIC"]
    return Identity(clinic.name, clinic.phone, clinic.address.street)


def budget(settings: Mapping[str, Any]) -> Budget:
    """What pages may weigh. A preview links one style sheet with the rules of all pages."""
    return Budget(first_view=16 * 1024, styles=8 * 1024) if settings["PREVIEW"] else Budget()
