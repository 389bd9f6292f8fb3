"""What besides a site's own files decides on its pages: our code, and the libraries under it."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path

from plugins.digest.core import digest, digest_of_bytes

LIBRARIES = ("markdown", "pymdown-extensions", "typogrify", "smartypants", "jinja2", "markupsafe",
             "pillow", "pyyaml", "unidecode", "zxing-cpp")
PLUGINS = Path(__file__).resolve().parents[1]


@cache
def version() -> bytes:
    """A digest that changes with any of it. What was kept under another is of no use."""
    code = tuple((path.relative_to(PLUGINS).as_posix(), digest_of_bytes(path.read_bytes()))
                 for path in sorted(PLUGINS.rglob("*.py")))
    return digest(code, sys.version, unicodedata.unidata_version,
                  tuple(version_of(name) for name in LIBRARIES))
