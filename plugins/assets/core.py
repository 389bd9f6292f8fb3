"""The style sheet: one file beside each component, joined in a set order, whole or for the
components that some templates print."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from plugins.digest.core import hash_source

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SIGN = re.compile("[{};]")
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,>])\s*")
_COLON = re.compile(r":\s+")
_NAMED = re.compile(r"{%[-+]?\s*(?:extends|from|import|include)\b(.*?)%}", re.S)
_TEXT = re.compile(r"""\s*(["'])([^"'\\]+)\1(?:\s+(?:import|as|with|without|ignore)\b[\w\s,]*)?"""
                   r"\s*[-+]?")
_ALSO = re.compile(r"{#\s*styles:(.*?)#}", re.S)


@dataclass(frozen=True)
class Style:
    """A style that stands in the page itself, and the source by which a policy lets it in."""

    text: str
    source: str


def style(text: str) -> Style:
    """A style with its source."""
    return Style(text, hash_source(text))


def styles_of(templates: Mapping[str, str], names: Iterable[str], styles: Iterable[str]
              ) -> frozenset[str]:
    """Which of `styles` the named templates need, with all that they print.

    A component's style lies beside its template. One that has no template is named in a comment of
    the template that prints its classes: `{# styles: advice, note #}`. What no template names, and
    everything where a template chooses another one as it is printed, is needed by all.
    """
    components = {path: _folder(path) for path in styles if path.startswith("components/")}
    printed = _closure(templates, [f"{name}.html" for name in names])
    if None in printed:
        return frozenset(styles)
    reached = {_folder(name or "") for name in printed} | _stated(templates, printed)
    known = {_folder(name) for name in templates} | _stated(templates, templates)
    return frozenset(path for path in styles if components.get(path, "") in reached
                     or path not in components or components[path] not in known)


def _folder(path: str) -> str:
    return path.rpartition("/")[0].removeprefix("components/")


def _stated(templates: Mapping[str, str], names: Iterable[str | None]) -> set[str]:
    return {word.strip() for name in names if name in templates
            for words in _ALSO.findall(templates[name]) for word in words.split(",")}


def _closure(templates: Mapping[str, str], names: Iterable[str]) -> set[str | None]:
    """The templates and all they take from others; None where a name is known only in printing."""
    found: set[str | None] = set()
    waiting: list[str | None] = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            for tag in _NAMED.findall(templates.get(name or "", "")):
                text = _TEXT.fullmatch(tag)
                waiting.append(text[2] if text else None)
    return found


def stylesheet(files: Mapping[str, str], first: tuple[str, ...]) -> str:
    """Join CSS files: those of `first` in that order, then the others by path.

    Each file names its cascade layer, so the order of the rest does not matter. What all files say
    for one layer stands together, then what they say for one medium.
    """
    rest = sorted(path for path in files if path not in first)
    return gathered("".join(compact(files[path]) for path in (*first, *rest)))


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


@lru_cache(256)  # the same files make up several sheets
def compact(css: str) -> str:
    """Without comments and needless white space. Strings with several spaces are not used."""
    close = _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", css)))
    return _COLON.sub(":", close).replace(";}", "}").strip()


def hashed_name(name: str, data: bytes) -> str:
    """`site.css` to `site.1a2b3c4d.css`: a name that changes exactly when the content does."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}{dot}{suffix}"
