"""What the comparison of all texts remembers from one build to the next, in a file that may be
lost."""

from __future__ import annotations

import marshal
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from plugins.rules import near
from plugins.rules.near import NOTHING, Compared

FROM = 200  # texts; fewer are compared before a file would be open
_SIGNED = 32  # bytes


def alike(path: Path, marks: Mapping[str, bytes]) -> Mapping[str, str]:
    """What `near.alike` says, sooner where little changed since what is kept in a file."""
    if len(marks) < FROM:
        return near.alike(marks)
    before = load(path)
    found = near.compared(marks, before)
    if found != before:
        save(path, found)
    return near.likest(found.pairs)


def load(path: Path) -> Compared:
    """What was kept; nothing where the file is missing, damaged or of another version of the
    code."""
    try:
        data = path.read_bytes()
    except OSError:
        return NOTHING
    if data[:_SIGNED] != _signature(data[_SIGNED:]):
        return NOTHING
    return Compared(*marshal.loads(data[_SIGNED:]))  # ours: the signature has told


def save(path: Path, found: Compared) -> None:
    """Keep it for the next build. A folder that cannot be written is no fault."""
    data = marshal.dumps((dict(found.marks), dict(found.pairs)))
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(_signature(data) + data)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _signature(data: bytes) -> bytes:
    """Tells whole data of this code from any other."""
    digest = blake2b(digest_size=_SIGNED)
    for name in ("near.py", "shingles.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    digest.update(data)
    return digest.digest()
