"""Bytes kept from one build to the next in a file that may be lost, with a signature that tells
whole ones of the same code from any other."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

_SIGNED = 32  # bytes


def read(path: Path, code: Iterable[Path], more: bytes = b"") -> bytes | None:
    """What was kept; None where the file is missing, damaged, or of other files of code or another
    `more`, which is what else the bytes depend on."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data[_SIGNED:] if data[:_SIGNED] == _signature(data[_SIGNED:], code, more) else None


def write(path: Path, data: bytes, code: Iterable[Path], more: bytes = b"") -> None:
    """Keep bytes for the next build. A folder that cannot be written is no fault."""
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(_signature(data, code, more) + data)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _signature(data: bytes, code: Iterable[Path], more: bytes) -> bytes:
    digest = blake2b(more, digest_size=_SIGNED)
    for file in code:
        digest.update(file.read_bytes())
    digest.update(data)
    return digest.digest()
