"""Styles that stand in pages: many pages have the same one, so each is looked at once."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import NamedTuple

from plugins.digest.core import hash_source


class Style(NamedTuple):
    """What a policy calls a style (Content Security Policy Level 3, hash-source), and the bytes
    that it takes compressed."""

    name: str
    weight: int


@lru_cache(64)
def style_of(text: str) -> Style:
    """What a style is called, and what it weighs."""
    data = text.encode("utf-8", "replace")
    return Style(hash_source(text), len(zlib.compress(data, 6)))
