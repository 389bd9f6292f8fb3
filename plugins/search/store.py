"""What the index remembers of each page from one build to the next, in a file that may be lost."""

from __future__ import annotations

import marshal
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from plugins.digest import signed_file
from plugins.search.core import Pieces
from plugins.search.shards import Joined

_CODE = tuple(Path(__file__).parent / name for name in ("core.py", "shards.py"))
_LETTERS = unicodedata.unidata_version.encode()


class Kept(NamedTuple):
    """The words of pages by the digest of the page, and what is kept of shards by language."""

    pages: Mapping[bytes, Pieces] = {}
    joined: Mapping[str, Joined] = {}


def load(path: Path) -> Kept:
    """What was kept; nothing where the file is missing, damaged or of another version of the
    code or of Unicode's letters."""
    data = signed_file.read(path, _CODE, _LETTERS)
    if data is None:
        return Kept()
    pages, found = marshal.loads(data)
    return Kept(pages, {language: Joined(*each) for language, each in found.items()})


def save(path: Path, kept: Kept) -> None:
    """Keep it for the next build. A folder that cannot be written is no fault."""
    signed_file.write(path, marshal.dumps((kept.pages, {
        language: tuple(each) for language, each in kept.joined.items()})), _CODE, _LETTERS)
