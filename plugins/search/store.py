"""What the index remembers of each page from one build to the next, in a file that may be lost."""

from __future__ import annotations

import marshal
import os
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from plugins.search.core import Pieces

_SIGNED = 32  # bytes


def load(path: Path) -> dict[bytes, Pieces]:
    """The words of pages by the digest of the page; none where the file is missing, damaged or of
    another version of the code."""
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    if data[:_SIGNED] != _signature(data[_SIGNED:]):
        return {}
    found = marshal.loads(data[_SIGNED:])  # ours: the signature has told
    assert isinstance(found, dict)
    return found


def save(path: Path, pages: Mapping[bytes, Pieces]) -> None:
    """Keep them for the next build. A folder that cannot be written is no fault."""
    data = marshal.dumps(dict(pages))
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
    digest.update((Path(__file__).parent / "core.py").read_bytes())
    digest.update(data)
    return digest.digest()
