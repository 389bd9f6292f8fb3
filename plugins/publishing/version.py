"""What besides a site's own files decides on its pages: our code, and the libraries under it."""

from __future__ import annotations

import os
import sys
import unicodedata
from contextlib import suppress
from functools import cache
from pathlib import Path

from plugins.digest.core import digest, digest_of_bytes

PLUGINS = Path(__file__).resolve().parents[1]


@cache
def version() -> bytes:
    """A digest that changes with any of it. What was kept under another is of no use."""
    code = tuple((path.relative_to(PLUGINS).as_posix(), digest_of_bytes(path.read_bytes()))
                 for path in sorted(PLUGINS.rglob("*.py")))
    return digest(code, sys.version, unicodedata.unidata_version, tuple(_installed()))


def _installed() -> list[str]:
    """All that is installed, each with its version: the names of the folders that tell of it
    (https://packaging.python.org/en/latest/specifications/recording-installed-packages/). To ask
    for each library takes longer than to read the smallest site."""
    found = set()
    for folder in sys.path:
        with suppress(OSError):
            found.update(name for name in os.listdir(folder or ".")  # noqa: PTH208
                         if name.endswith((".dist-info", ".egg-info")))
    return sorted(found)
