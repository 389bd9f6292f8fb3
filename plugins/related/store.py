"""What a ranking remembers from one build to the next, in a file that may be lost at any time.

Only large blogs have something to remember: small ones are ranked before the file would be open.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from .matrix import Matrix

# What decides on the numbers that are kept.
_CODE = ("core.py", "posts.py", "words.py", "counts.py", "ranking.py", "entries.py", "products.py",
         "ranks.py", "matrix.py", "after_edit.py", "large.py")
_SIGNED = 32  # bytes


def load(path: Path) -> dict[str, Matrix]:
    """The matrices of the last ranking by language; none where the file is missing, damaged or of
    another version of the code."""
    if not path.is_file():
        return {}
    import numpy as np

    from .matrix import Matrix

    try:
        with path.open("rb") as file:
            signature = file.read(_SIGNED)
            digest = _begun()
            while part := file.read(1 << 20):
                digest.update(part)
            if signature != digest.digest():
                return {}
            file.seek(_SIGNED)
            languages = np.load(file, allow_pickle=False).tolist()
            return {language: Matrix.from_arrays({name: np.load(file, allow_pickle=False)
                                                  for name in (*Matrix.ARRAYS, *Matrix.KNOWN)})
                    for language in languages}
    except (OSError, ValueError, EOFError):
        return {}


def save(path: Path, matrices: Mapping[str, Matrix]) -> None:
    """Keep the matrices for the next build. A folder that cannot be written is no fault."""
    if not matrices:
        return
    import numpy as np

    beside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(bytes(_SIGNED))
            signed = _Signed(file)
            np.save(signed, np.array(sorted(matrices)))
            for _, matrix in sorted(matrices.items()):
                for array in matrix.arrays().values():
                    np.save(signed, array)
            file.seek(0)
            file.write(signed.digest.digest())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()


class _Signed:
    """A file to write to that signs what passes, so that it need not be held in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.digest = file, _begun()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)


def _begun() -> blake2b:
    """Tells whole data of this code and these letters from any other, once data is put in."""
    digest = blake2b(unicodedata.unidata_version.encode(), digest_size=_SIGNED)
    for name in _CODE:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest
