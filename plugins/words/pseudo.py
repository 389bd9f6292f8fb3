"""A language that nobody speaks, to see what was forgotten: accented, longer, in brackets.

What stands on a page without brackets was never translated; what does not fit was measured in
English. `en-XA` is its tag, as in other projects (a private-use region of BCP 47).
"""

from __future__ import annotations

import re

TAG = "en-XA"
LONGER = 0.4  # what the longest common languages need beside English
_ACCENTED = str.maketrans("AaCcEeGgIiNnOoSsUuYyZz", "ÅåÇçÉéĞğÎîÑñÖöŠšÜüÝýŽž")
# Kept as they are: places, markup, and entities.
_KEPT = re.compile(r"(\{\w*\}|%\(\w+\)s|%%|</?\w[^<>]*>|&\w+;)")
_FILLER = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor".split()


def pseudo(text: str) -> str:
    """An English text in the pseudo-language."""
    pieces = _KEPT.split(text)
    letters = sum(len(piece) for piece in pieces[::2])
    said = "".join(piece if i % 2 else piece.translate(_ACCENTED)
                   for i, piece in enumerate(pieces))
    # White space at the ends belongs to what stands beside the text.
    start, end = len(said) - len(said.lstrip()), len(said.rstrip())
    return f"{said[:start]}[{said[start:end]}{_filler(letters)}]{said[end:]}"


def _filler(letters: int) -> str:
    """Words that nobody reads, as long as another language would need."""
    wanted, added, i = round(letters * LONGER), "", 0
    while len(added) < wanted:
        added += f" {_FILLER[i % len(_FILLER)]}"
        i += 1
    return added.translate(_ACCENTED)


