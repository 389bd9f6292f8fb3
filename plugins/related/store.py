"""What a ranking remembers from one build to the next, in a file that may be lost at any time.

Only large blogs have something to remember: small ones are ranked before the file would be open.
"""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .matrix import Matrix

# What decides on the numbers that are kept.
_CODE = ("core.py", "words.py", "counts.py", "ranking.py", "entries.py", "products.py",
         "matrix.py")
_SIGNED = 32  # bytes


def load(path: Path) -> dict[str, Matrix]:
    """The matrices of the last ranking by language; none where the file is missing, damaged or of
    another version of the code."""
    if not path.is_file():
        return {}
    import numpy as np

    from .matrix import Matrix

    try:
        data = path.read_bytes()
        if data[:_SIGNED] != _signature(data[_SIGNED:]):
            return {}
        with np.load(io.BytesIO(data[_SIGNED:]), allow_pickle=False) as found:
            return {language: Matrix.from_arrays(
                        {name: found[f"{language}/{name}"] for name in Matrix.ARRAYS})
                    for language in found["languages"].tolist()}
    except (OSError, ValueError, KeyError):
        return {}


def save(path: Path, matrices: Mapping[str, Matrix]) -> None:
    """Keep the matrices for the next build. A folder that cannot be written is no fault."""
    if not matrices:
        return
    import numpy as np

    arrays = {f"{language}/{name}": array for language, matrix in sorted(matrices.items())
              for name, array in matrix.arrays().items()}
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = io.BytesIO()
        np.savez(file, languages=np.array(sorted(matrices)), **arrays)
        beside.write_bytes(_signature(file.getbuffer()) + file.getbuffer())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _signature(data: bytes | memoryview) -> bytes:
    """Tells whole data of this code and these letters from any other."""
    digest = blake2b(unicodedata.unidata_version.encode(), digest_size=_SIGNED)
    for name in _CODE:
        digest.update((Path(__file__).parent / name).read_bytes())
    digest.update(data)
    return digest.digest()
