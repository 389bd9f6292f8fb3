"""The Markdown of a text to the parts of a page, its plain words, and its faults by line."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html.parser import HTMLParser

from plugins.article_body import engine
from plugins.article_body.blocks import StuckError
from plugins.article_body.links import BASE, Asked
from plugins.article_body.markers import NESTED, SLOTS, outside_code, without_code
from plugins.digest.core import Digested
from plugins.fast_text import switch as fast_text
from plugins.fast_text import typography
from plugins.fast_text import words as plain_words
from plugins.images.core import Picture
from plugins.site_model.problem import Problem
from plugins.words.core import ENGLISH, Words

MAX_PROBLEMS = 60  # of one text: nobody mends more at once, and each is looked for
MAX_BRACKETS = 400  # of one paragraph: Markdown looks from each to all others
WORDS_A_MINUTE = 200
# Curly quotes, dashes, ampersands and no widows help a reader. Small capitals for abbreviations,
# hanging quotes and raised ordinals only add markup that our styles would undo.
TYPOGRAPHY = {"caps": False, "initial_quotes": False}


@dataclass(frozen=True)
class Marker:
    """A place in the text where a component goes: `related` with a slug or none, `contact-form`."""

    name: str
    argument: str
    line: int


@dataclass(frozen=True)
class Heading:
    """A heading of the text and the fragment that leads to it."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Body(Digested):
    """A converted text. `parts` are HTML, with links.BASE for the site's address, or markers.

    `linked` are addresses on this site; `anchors` name a place on one: address, fragment, line;
    `explains` are the words of the glossary whose meaning stands in the text.
    """

    UNDIGESTED = frozenset({"pictures", "linked", "anchors", "problems"})  # printed nowhere

    parts: tuple[str | Marker, ...] = ()
    text: str = ""
    headings: tuple[Heading, ...] = ()
    pictures: tuple[Picture, ...] = ()
    linked: frozenset[str] = frozenset()
    anchors: tuple[tuple[str, str, int], ...] = ()
    problems: tuple[Problem, ...] = ()
    explains: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words a reader reads."""
        return self.text.count(" ") + bool(self.text)  # as `plain_text` puts one between two

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, rounded up."""
        return max(1, -(-self.words // WORDS_A_MINUTE))

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers in the order of the text."""
        return tuple(part for part in self.parts if isinstance(part, Marker))

    def with_marker(self, marker: Marker, place: tuple[int, int] | None) -> Body:
        """The same text with a marker at a place, a part and an offset in it, that
        `places.after_a_third` found."""
        if place is None:
            return self
        part, offset = place
        whole = self.parts[part]
        assert isinstance(whole, str)
        parts = (*self.parts[:part], whole[:offset], marker, whole[offset:],
                 *self.parts[part + 1:])
        return Body(parts, self.text, self.headings, self.pictures, self.linked, self.anchors,
                    self.problems, self.explains)


def polish(fragment: str) -> str:
    """Typographic polish of an HTML fragment; code and preformatted text are left alone."""
    if fast_text.on("typogrify", "smartypants"):
        return typography.polished(fragment)
    from typogrify.filters import typogrify  # slow to load, and seldom needed

    return str(typogrify(fragment, ignore_tags=["pre", "code", "kbd"], **TYPOGRAPHY))


@lru_cache(maxsize=2_048)  # a title stands on many pages, a key point in many feeds
def polish_text(text: str) -> str:
    """Typographic polish of plain text, as safe HTML."""
    return polish(html.escape(text, quote=False))


def based(fragment: str, base: str) -> str:
    """The fragment with the site's own address filled in."""
    return fragment.replace(BASE, base)


def convert(source: str, path: str, first_line: int, resolver: Asked,
            reference_keys: Sequence[str] = (), draft: bool = False, words: Words = ENGLISH
            ) -> Body:
    """Convert one text. Never raises for what an author wrote: see the body's `problems`.

    `first_line` is the line of the file on which `source` begins. A `draft` may be unfinished.
    `words` are in its language.
    """
    crowded = next((i for i, paragraph in _paragraphs(source)
                    if paragraph.count("[") > MAX_BRACKETS), None) \
        if source.count("[") > MAX_BRACKETS else None
    if crowded is not None:
        return Body(problems=(Problem(path, first_line + crowded, "far too many square brackets in "
                                      "one paragraph", "divide it, or take them out"),))
    try:
        converted = engine.run(source, resolver, reference_keys, words)
    except RecursionError:
        return Body(problems=(Problem(path, first_line, "lists or quotes are nested too deep",
                                      "flatten them"),))
    except StuckError as error:
        row = next((row for row in error.text.split("\n") if "///" in row), "")
        return Body(problems=(Problem(path, _Lines(source, first_line).of(row.strip()),
                                      "a block (///) begins in the middle of a list or a quote",
                                      "put a blank line before it and close it with ///"),))
    lines = _Lines(source, first_line)
    problems = _problems(lines, path, converted, draft)
    shown = SLOTS.sub("", converted.html)
    text = plain_text(shown)
    tree = converted.found
    if not text and not converted.markers and not tree.pictures:
        problems.append(Problem(path, first_line, "the body shows no text", "write it"))
    markers = [Marker(name, argument, first_line + line)
               for name, argument, line in converted.markers]
    problems += [Problem(path, markers[int(nested[1])].line,
                         "a marker stands inside a list or a quote",
                         "put it between paragraphs, alone on a line")
                 for nested in NESTED.finditer(shown)]
    headings = tuple(Heading(level, anchor, plain_text(name))
                     for level, anchor, name in converted.headings)
    return Body(_parts(converted.html, markers), text, headings,
                tuple(dict.fromkeys(tree.pictures)), frozenset(tree.linked),
                tuple((place, fragment, lines.of(href))
                      for place, fragment, href in tree.anchors), tuple(problems))


def _paragraphs(source: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a text, each with the index of its first line."""
    line = 0
    for paragraph in source.split("\n\n"):
        yield line, paragraph
        line += paragraph.count("\n") + 2


def _parts(converted: str, found: list[Marker]) -> tuple[str | Marker, ...]:
    pieces = SLOTS.split(converted)
    parts: list[str | Marker] = []
    for i, piece in enumerate(pieces):
        if i % 2:
            parts.append(found[int(piece)])
        elif piece.strip():
            parts.append(polish(piece.strip()))
    return tuple(parts)


class _Lines:
    """The lines of a text that begins on the line `first` of its file."""

    def __init__(self, source: str, first: int) -> None:
        self.first, self._source = first, source

    @cached_property
    def _all(self) -> list[str]:
        return self._source.split("\n")

    @cached_property
    def _plain(self) -> bool:
        """Whether what a text says is written in it just so, and only indented lines are code."""
        return not any(sign in self._source for sign in ("&", "`", "~~~"))

    @cached_property
    def _prose(self) -> list[tuple[int, str]]:
        return list(outside_code(self._all))

    def of(self, needle: str) -> int:
        """The line of the file on which a text such as a link's address is first written."""
        if self._plain and needle and needle == needle.strip() and not set("&\n") & set(needle):
            found = self._source.find(f"]({needle}")
            while found >= 0:  # most are links in such texts
                begin = self._source.rfind("\n", 0, found) + 1
                if not self._source.startswith(("    ", "\t"), begin):
                    return self.first + self._source.count("\n", 0, begin)
                found = self._source.find(f"]({needle}", found + 1)
        plain, prose = html.unescape(needle).strip(), self._prose
        if plain.startswith(("# ", "| ")) and plain not in self._source:
            sign, plain = plain[0], plain[2:]  # with marks in it, or underlined
            prose = [(i, line) for i, line in prose if sign in line and plain in line] or prose
        for candidate, rows, shown in (
                (f"]({plain}", prose, without_code), (f"<{plain}", prose, without_code),
                (plain, prose, without_code), (plain, enumerate(self._all), str),
                (plain[:20], enumerate(self._all), str)):
            for i, line in rows:
                # A line that has neither the words nor an entity needs no closer look.
                if candidate and (candidate in line or "&" in line or "`" in line) \
                        and (candidate in shown(line) or candidate in html.unescape(shown(line))):
                    return self.first + i
        return self.first


def _problems(lines: _Lines, path: str, converted: engine.Converted, draft: bool) -> list[Problem]:
    line_at, first_line, tree = lines.of, lines.first, converted.found
    problems = [Problem(path, first_line + i, message, cure)
                for i, message, cure in converted.marker_problems]
    problems += [Problem(path, line_at(needle), message, cure)
                 for needle, message, cure in tree.problems[:MAX_PROBLEMS]]
    problems += [problem for needle, message, cure in tree.left_over[:MAX_PROBLEMS]
                 if (problem := Problem(path, line_at(needle), message, cure)).line - first_line
                 not in converted.told]
    problems += [Problem(path, line_at(needle), message, cure, "warning" if draft else "error")
                 for needle, message, cure in tree.unfinished[:MAX_PROBLEMS]]
    problems += [Problem(path, line_at(needle), message, cure, "warning")
                 for needle, message, cure in tree.warnings[:MAX_PROBLEMS]]
    problems += [Problem(path, line_at(f"[^{key}]"), f"the footnote '[^{key}]' has no reference",
                         "add its key to 'references:' in the header")
                 for key in converted.unknown[:MAX_PROBLEMS]]
    return problems


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.skipped += tag == "sup"
        self.pieces.append(" " if tag in _BLOCK_TAGS else "")

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag == "sup"
        self.pieces.append(" " if tag in _BLOCK_TAGS else "")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.pieces.append(data)


_BLOCK_TAGS = frozenset("p li h2 h3 h4 h5 h6 dt dd td th div section figcaption blockquote pre "
                        "br ul ol dl table tr figure".split())


def plain_text(fragment: str) -> str:
    """The words of an HTML fragment, without citation marks, one space between them."""
    text = plain_words.text_of(fragment, "sup", _BLOCK_TAGS) if fast_text.on() else None
    if text is None:
        parser = _Text()
        parser.feed(fragment)
        parser.close()
        text = "".join(parser.pieces)
    return " ".join(text.replace(BASE, "").split())
