"""The style sheet: one file beside each component, joined in a set order, named by content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SIGN = re.compile("[{};]")
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,>])\s*")
_COLON = re.compile(r":\s+")


def stylesheet(files: Mapping[str, str], first: tuple[str, ...]) -> str:
    """Join CSS files: those of `first` in that order, then the others by path.

    Each file names its cascade layer, so the order of the rest does not matter. What all files say
    for one layer stands together, then what they say for one medium.
    """
    rest = sorted(path for path in files if path not in first)
    return gathered(compact("\n".join(files[path] for path in (*first, *rest))))


def gathered(css: str) -> str:
    """Blocks under the same words made one, those of media last: fewer bytes, the same rules."""
    found: dict[str, list[str]] = {}
    statements = []
    for words, inside in _blocks(css):
        if inside is None:
            statements.append(words)
        else:
            found.setdefault(words, []).append(inside)
    media = [words for words in found if words.startswith("@media")]
    plain = [words for words in found if words not in media]
    return "".join([*statements, *(f"{words}{{{''.join(found[words])}}}" for words in plain),
                    *(f"{words}{{{gathered(''.join(found[words]))}}}" for words in media)])


def _blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """The outermost blocks of compact CSS, each with the words before it; None is a statement.
    Strings with braces in them are not used."""
    start = opened = depth = 0
    for place, sign in ((match.start(), match[0]) for match in _SIGN.finditer(css)):
        if sign == "{":
            opened = opened if depth else place
            depth += 1
        elif sign == "}":
            depth -= 1
        if not depth and sign == "}":
            yield css[start:opened], css[opened + 1:place]
        elif not depth and sign == ";":
            yield css[start:place + 1], None
        if not depth and sign != "{":
            start = place + 1


def compact(css: str) -> str:
    """Without comments and needless white space. Strings with several spaces are not used."""
    close = _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", css)))
    return _COLON.sub(":", close).replace(";}", "}").strip()


def hashed_name(name: str, data: bytes) -> str:
    """`site.css` to `site.1a2b3c4d.css`: a name that changes exactly when the content does."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}{dot}{suffix}"
