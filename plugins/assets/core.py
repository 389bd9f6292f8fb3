"""The style sheet: one file beside each component, joined in a set order, named by content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,])\s*")


def stylesheet(files: Mapping[str, str], first: tuple[str, ...]) -> str:
    """Join CSS files: those of `first` in that order, then the others by path.

    Each file names its cascade layer, so the order of the rest does not matter.
    """
    rest = sorted(path for path in files if path not in first)
    return compact("\n".join(files[path] for path in (*first, *rest)))


def compact(css: str) -> str:
    """Without comments and needless white space. Strings with several spaces are not used."""
    return _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", css))).replace(";}", "}").strip()


def hashed_name(name: str, data: bytes) -> str:
    """`site.css` to `site.1a2b3c4d.css`: a name that changes exactly when the content does."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}{dot}{suffix}"
