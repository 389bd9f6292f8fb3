"""The source of a text as the pieces a reader meets, each with its line: what rules look at.

Python-Markdown gives no lines, so rules would name none; and a rule about a claim must know whether
a citation stands in the same paragraph. Code is left out.
"""

from __future__ import annotations

import re
from typing import Literal

BlockKind = Literal["title", "summary", "key points", "alt", "paragraph", "item", "heading",
                    "quote", "testimonial", "table", "option"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"^\s{0,8}(?:[-*+]|\d{1,3}[.)])\s+")
_OPENED = re.compile(r"^/{3,}\s*([\w-]+)?\s*(?:\|\s*(.*))?$")
_OPTION = re.compile(r"^ {4}([a-z-]+):\s*(.*)$")
_DEFINED = re.compile(r"^ {0,3}(?:\*\[[^\]]+\]:|\[[^\]]+\]:\s)")  # abbreviations, link references
# What a reader does not see: pictures, code, citation marks, addresses.
_UNSEEN = re.compile(r"!\[[^\]]*\]\([^)]*\)|`[^`]*`|\[\^[^\]\s]+\]|<[a-z]+:[^>\s]*>")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|"
                   r"\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
_REFERRED = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
_STRESS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3})(?=\S)|(?<=[^\s\\])(\*{1,3}|_{1,3})(?!\w)")
_ESCAPE = re.compile(r"\\([^\w\s])")
_SENTENCE = re.compile(r"[.!?…](?:(?<!…)['\"’”)]+)?\s+(?=[\"“'‘(]?[A-Z0-9])")
# A full stop after these ends no sentence.
_SHORTENED = ("Dr", "Mr", "Mrs", "Ms", "St", "vs", "etc", "e.g", "i.e", "approx", "No", "Fig", "al")
_SHORT = re.compile(rf"\b(?:{'|'.join(map(re.escape, _SHORTENED))}|[A-Z])\.\s*$")
# A line that starts with another sign goes on with what it stands in, or begins a paragraph.
_SIGNS = frozenset("/#*[-+>|`~0123456789")


class Block:
    """One piece: `text` without the marks of Markdown, its line breaks kept, so that a place in
    it gives a line; `raw` as typed; `line` counts from 1 in the file; `words` as they stand between
    white space."""

    __slots__ = ("_sentences", "kind", "line", "raw", "text", "words")

    def __init__(self, kind: BlockKind, line: int, raw: str) -> None:
        self.kind, self.line, self.raw = kind, line, raw
        self.text = visible(raw)
        self.words = self.text.split()
        self._sentences: tuple[tuple[int, str], ...] | None = None

    @property
    def cited(self) -> bool:
        """Whether a source is named in it."""
        return "[^" in self.raw

    @property
    def links(self) -> tuple[tuple[str, str, int], ...]:
        """Words, address and line of each link."""
        return tuple((visible(m[1]), m[2], self.line + self.raw.count("\n", 0, m.start()))
                     for m in _LINK.finditer(self.raw)) if "](" in self.raw else ()

    def line_of(self, place: int) -> int:
        """The line of a place in `text`."""
        return self.line + self.text.count("\n", 0, place)

    @property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """Its sentences, each with the place in `text` where it starts."""
        if self._sentences is None:
            self._sentences = _sentences(self.text)
        return self._sentences


def _sentences(text: str) -> tuple[tuple[int, str], ...]:
    start, found = 0, []
    for match in _SENTENCE.finditer(text):
        stop, end = match.span()
        # Most full stops are told without the pattern, which would cost more than all the rest.
        if text[stop] != "." or not (text.endswith(_SHORTENED, start, stop)
                                     or text[stop - 1:stop].isupper()) \
                or not _SHORT.search(text, max(start, stop - 6), end):
            found.append((start, text[start:end].strip()))
            start = end
    if rest := text[start:].strip():
        found.append((start, rest))
    return tuple(found)


def visible(raw: str) -> str:
    """A piece of Markdown without its marks; line breaks stay."""
    text = raw
    if "`" in raw or "[" in raw or "<" in raw:
        text = _UNSEEN.sub(lambda m: "\n" * m[0].count("\n"), raw)
        if "[" in text:
            text = _REFERRED.sub(r"\1", _LINK.sub(r"\1", text))
    if "*" in text or "_" in text:
        text = _STRESS.sub("", text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


class _Scan:
    """Gathers the blocks of a source, line after line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._kind: BlockKind = "paragraph"
        self._lines: list[str] = []
        self._start = 0
        self._inside: list[tuple[str, str]] = []  # the names and slashes of the blocks open here
        self._options = self._list = False

    def read(self, source: str, first: int) -> tuple[Block, ...]:
        fence = ""
        for number, line in enumerate(source.split("\n"), first):
            stripped = line.strip()
            if self._lines and stripped[:1].isalpha() and not self._options:
                self._lines.append(stripped)  # the most common line by far
                continue
            mark = _FENCE.match(line) if stripped[:3] in ("```", "~~~") else None
            if fence:
                fence = "" if mark and stripped.startswith(fence) else fence
            elif mark:
                self._flush()
                fence = mark[1]
            else:
                self._line(number, line, stripped)
        self._flush()
        return tuple(self.blocks)

    def _line(self, number: int, line: str, stripped: str) -> None:
        if not stripped:
            self._flush()
            self._options = False
        elif not self._options and stripped[0] not in _SIGNS and not stripped[0].isdecimal():
            self._plain(number, line, stripped)
        elif stripped.startswith("///") and (opened := _OPENED.match(stripped)):
            self._flush()
            self._block(number, stripped, opened)
        elif self._options and (option := _OPTION.match(line)):
            self._add("option", number, option[2], alone=True)
        elif stripped.startswith("#"):
            self._list = False
            self._add("heading", number, stripped.lstrip("#").strip(" #"), alone=True)
        elif _DEFINED.match(line):
            self._flush()
        elif item := _ITEM.match(line):
            self._list = True
            self._flush()
            self._add("item", number, line[item.end():])
        elif stripped.startswith(">"):
            self._add("quote", number, stripped.lstrip("> "))
        elif stripped.startswith("|"):
            self._add("table", number, stripped, alone=True)
        else:
            self._plain(number, line, stripped)

    def _plain(self, number: int, line: str, stripped: str) -> None:
        if self._lines or self._list or not line.startswith(("    ", "\t")):
            self._list = self._list and (bool(self._lines) or line.startswith((" ", "\t")))
            self._add(self._kind if self._lines else "paragraph", number, stripped)

    def _block(self, number: int, stripped: str, opened: re.Match[str]) -> None:
        slashes = stripped[:len(stripped) - len(stripped.lstrip("/"))]
        if opened[1]:
            self._inside.append((opened[1], slashes))
            self._options = True
            if opened[2]:
                self._add("heading", number, opened[2], alone=True)
        elif self._inside and self._inside[-1][1] == slashes:
            self._inside.pop()

    def _add(self, kind: BlockKind, number: int, text: str, alone: bool = False) -> None:
        if self._lines and (alone or kind != self._kind):
            self._flush()
        if not self._lines:
            self._kind, self._start = kind, number
        self._lines.append(text)
        if alone:
            self._flush()

    def _flush(self) -> None:
        if self._lines:
            quoted = self._inside and any(name == "testimonial" for name, _ in self._inside)
            self.blocks.append(Block("testimonial" if quoted else self._kind, self._start,
                                     "\n".join(self._lines)))
            self._lines = []


def blocks(source: str, first_line: int = 1) -> tuple[Block, ...]:
    """The blocks of a Markdown source that begins on line `first_line` of its file."""
    return _Scan().read(source, first_line)
