"""What the index remembers of each page from one build to the next, in a file that may be lost."""

from __future__ import annotations

import marshal
import os
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from plugins.search.core import Pieces
from plugins.search.shards import Joined

_SIGNED = 32  # bytes


class Kept(NamedTuple):
    """The words of pages by the digest of the page, and what is kept of shards by language."""

    pages: Mapping[bytes, Pieces] = {}
    joined: Mapping[str, Joined] = {}


def load(path: Path) -> Kept:
    """What was kept; nothing where the file is missing, damaged or of another version of the
    code."""
    try:
        data = path.read_bytes()
    except OSError:
        return Kept()
    if data[:_SIGNED] != _signature(data[_SIGNED:]):
        return Kept()
    pages, found = marshal.loads(data[_SIGNED:])  # ours: the signature has told
    return Kept(pages, {language: Joined(*each) for language, each in found.items()})


def save(path: Path, kept: Kept) -> None:
    """Keep it for the next build. A folder that cannot be written is no fault."""
    data = marshal.dumps((kept.pages, {language: tuple(each)
                                       for language, each in kept.joined.items()}))
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(_signature(data) + data)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _signature(data: bytes) -> bytes:
    """Tells whole data of this code and these letters from any other."""
    digest = blake2b(unicodedata.unidata_version.encode(), digest_size=_SIGNED)
    for name in ("core.py", "shards.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    digest.update(data)
    return digest.digest()
