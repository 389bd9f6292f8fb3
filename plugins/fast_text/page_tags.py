"""The tags and texts of a page that templates and serializers wrote, sooner than HTMLParser.

Pages of a site repeat the same tags again and again: each is taken apart once. A page with anything
that only a parser can be trusted with is left to HTMLParser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from html import unescape
from typing import Generic, NamedTuple, Protocol, TypeVar

M = TypeVar("M")
M_contra = TypeVar("M_contra", contravariant=True)

_START = re.compile(
    r'([A-Za-z][A-Za-z0-9]*)((?:[ \n]+[A-Za-z][\w:.-]*(?:="[^"]*")?)*)[ \n]*(/?)', re.A)
_ATTRIBUTE = re.compile(r'([A-Za-z][\w:.-]*)(?:="([^"]*)")?', re.A)
# An "&" that Python's versions read differently in an attribute.
_LOOSE = re.compile(r"&(?!(?:#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z0-9]+);)")
# Elements whose content versions of Python read differently, or as text up to their end tag: the
# first are left to HTMLParser, the others too unless the end tag is the next (in a frame at once).
_LEFT = frozenset("noembed noframes xmp plaintext".split())
_RAW = frozenset("script style title textarea iframe".split())
_AS_THEY_ARE = ("/script", "/style")  # their texts have no entities
_MOST = 4_000  # tags to remember: those that pages share are few, and soon learnt again


class Unusual(ValueError):
    """Only an HTML parser can be trusted with this page."""


class Listener(Protocol[M_contra]):
    """Hears what matters in a page, in order, each with its line. `listens` says whether a text is
    wanted just now."""

    listens: bool

    def start(self, tag: M_contra, line: int) -> None:
        """A start tag."""

    def end(self, name: str, line: int) -> None:
        """The end of an element."""

    def text(self, text: str, line: int) -> None:
        """Text between two tags."""


class _Start(NamedTuple, Generic[M]):
    """A start tag: what it means, the end tag it waits for, whether only that may follow, and how
    many ends of lines are in the tag."""

    meaning: M | None
    end: str
    raw: bool
    lines: int


class PageTags(Generic[M]):
    """Reads pages in which each element that is opened is closed.

    `meaning` makes of a start tag's name and attributes what listeners hear; None is not told.
    `void` elements have no end tag; the ends of `told` elements are told.
    """

    def __init__(self, meaning: Callable[[str, Mapping[str, str]], M | None],
                 void: Collection[str], told: Collection[str]) -> None:
        self._meaning, self._void = meaning, void
        self._told = frozenset(f"/{name}" for name in told)
        # By what stands between "<" and ">": the end tag of a start that is not told, and all else.
        self._quiet: dict[str, str] = {}
        self._starts: dict[str, _Start[M]] = {}

    def read(self, page: str, listener: Listener[M]) -> None:
        """Let `listener` hear a page. Raises Unusual, perhaps after it has heard the beginning."""
        before, *pieces = page.split("<")
        if before.strip():
            raise Unusual
        quiet, starts, told = self._quiet, self._starts, self._told
        line, raw, still_open = 1 + before.count("\n"), False, [""]
        for piece in pieces:
            source, closed, text = piece.partition(">")
            if not closed:
                raise Unusual
            if source == still_open[-1]:
                still_open.pop()
                raw = False
                if source in told:
                    listener.end(source[1:], line)
            elif raw:
                raise Unusual
            elif source in quiet:
                still_open.append(quiet[source])
            else:
                start = starts.get(source) or self._learn(source)
                if start.meaning is not None:
                    listener.start(start.meaning, line)
                if start.end:
                    still_open.append(start.end)
                raw = start.raw
                if raw and text and start.end == "/iframe":
                    raise Unusual
                line += start.lines
            if text:
                if listener.listens:
                    listener.text(unescape(text) if "&" in text and not (
                        raw and still_open[-1] in _AS_THEY_ARE) else text, line)
                line += text.count("\n")
        if len(still_open) > 1:
            raise Unusual

    def _learn(self, source: str) -> _Start[M]:
        start = self._take_apart(source)
        for kept in (self._quiet, self._starts):
            if len(kept) > _MOST:
                kept.clear()
        if start.meaning is None and start.end and not (start.raw or start.lines):
            self._quiet[source] = start.end
        else:
            self._starts[source] = start
        return start

    def _take_apart(self, source: str) -> _Start[M]:
        if source.lower() == "!doctype html":
            return _Start(None, "", False, 0)
        match = _START.fullmatch(source)
        if not match:
            raise Unusual
        name, attributes, empty = match[1].lower(), match[2], match[3]
        if name in _LEFT or (empty and (name in _RAW or f"/{name}" in self._told)) \
                or ("&" in attributes and _LOOSE.search(attributes)):
            raise Unusual
        pairs = _ATTRIBUTE.findall(attributes)
        found = {each.lower(): unescape(value) for each, value in pairs}
        if len(found) < len(pairs):
            raise Unusual
        end = "" if empty or name in self._void else f"/{match[1]}"
        return _Start(self._meaning(name, found), end, name in _RAW, source.count("\n"))
