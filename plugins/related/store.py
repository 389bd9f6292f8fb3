"""What a ranking remembers from one build to the next, in a file that may be lost at any time.

Only large blogs have something to remember: small ones are ranked before the file would be open.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from .matrix import Matrix

# What decides on the numbers that are kept.
_CODE = ("core.py", "posts.py", "words.py", "counts.py", "ranking.py", "entries.py", "products.py",
         "ranks.py", "matrix.py", "after_edit.py", "large.py", "store.py")
_SIGNED, _CHECKED = 32, 4  # bytes: of whose code it is, and whether it is whole
_ALIGNED = 64  # bytes: numbers in an array are read sooner where they stand so
FEW = 4  # posts that are sooner ranked again than sixty megabytes are written


def load(path: Path) -> dict[str, Matrix]:
    """The matrices of the last ranking by language; none where the file is missing, damaged or of
    another version of the code."""
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    start = _SIGNED + _CHECKED
    # Megabytes are summed five times sooner than they are hashed, and nobody forges this file.
    if data[:_SIGNED] != _signature() or data[_SIGNED:start] != _sum(memoryview(data)[start:]):
        return {}
    from .matrix import Matrix

    try:
        return {language: Matrix.from_arrays(arrays)
                for language, arrays in _arrays(data, start)}
    except (ValueError, KeyError, TypeError):
        return {}


def keep(path: Path, matrices: Mapping[str, Matrix]) -> None:
    """Keep the matrices for the next build, unless only a few posts were ranked since what is kept
    already: the next build then ranks them again."""
    if sum(matrix.ranked for matrix in matrices.values()) > FEW:
        save(path, matrices)


def save(path: Path, matrices: Mapping[str, Matrix]) -> None:
    """Keep the matrices for the next build. A folder that cannot be written is no fault."""
    if not matrices:
        return
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(bytes(_SIGNED + _CHECKED))
            found = 0
            for part in _parts(matrices):
                found = crc32(part, found)
                file.write(part)
            file.seek(0)
            file.write(_signature() + found.to_bytes(_CHECKED, "big"))
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _parts(matrices: Mapping[str, Matrix]) -> Iterator[Any]:
    """The bytes of matrices: a line that tells of all arrays, then one array after the other."""
    arrays = {language: matrix.arrays() for language, matrix in sorted(matrices.items())}
    line = json.dumps({language: [(name, each.dtype.str, each.shape) for name, each in own.items()]
                       for language, own in arrays.items()}).encode("ascii") + b"\n"
    yield line
    at = _SIGNED + _CHECKED + len(line)
    for own in arrays.values():
        for each in own.values():
            gap = bytes(-at % _ALIGNED)
            yield gap
            yield each.tobytes()
            at += len(gap) + each.nbytes


def _arrays(data: bytes, start: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The way back; the arrays are views of the bytes."""
    import numpy as np

    line = data.index(b"\n", start) + 1
    at = line
    for language, told in json.loads(data[start:line]).items():
        arrays = {}
        for name, kind, shape in told:
            at += -at % _ALIGNED
            dtype, size = np.dtype(kind), int(np.prod(shape))
            arrays[name] = np.frombuffer(data, dtype, size, at).reshape(shape)
            at += dtype.itemsize * size
        yield language, arrays


def _sum(data: memoryview) -> bytes:
    return crc32(data).to_bytes(_CHECKED, "big")


def _signature() -> bytes:
    """Tells data of this code and these letters from any other."""
    digest = blake2b(unicodedata.unidata_version.encode(), digest_size=_SIGNED)
    for name in _CODE:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.digest()
