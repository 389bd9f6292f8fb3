"""Bytes kept from one build to the next in a file that may be lost, with a signature that tells
those of the same code from any other, and a sum that tells whole ones from damaged ones.

A sum, as megabytes are summed five times sooner than they are hashed, and nobody forges what is
kept here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

_SIGNED, _CHECKED = 32, 4  # bytes


def read(path: Path, code: Iterable[Path], more: bytes = b"") -> bytes | None:
    """What was kept; None where the file is missing, damaged, or of other files of code or another
    `more`, which is what else the bytes depend on."""
    try:
        with path.open("rb") as file:
            head, data = file.read(_SIGNED + _CHECKED), file.read()
    except OSError:
        return None
    return data if head == _head(data, code, more) else None


def write(path: Path, data: bytes, code: Iterable[Path], more: bytes = b"") -> None:
    """Keep bytes for the next build. A folder that cannot be written is no fault."""
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(_head(data, code, more))
            file.write(data)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _head(data: bytes, code: Iterable[Path], more: bytes) -> bytes:
    """What a file starts with."""
    digest = blake2b(more, digest_size=_SIGNED)
    for file in code:
        digest.update(file.read_bytes())
    return digest.digest() + crc32(data).to_bytes(_CHECKED, "big")
