"""One pass over the HTML of a page, quickly or by a real parser. Plain data comes out, so it can be
kept and sent about."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

from plugins.fast_text import switch
from plugins.fast_text.page_tags import PageTags, Unusual
from plugins.folder_check.page_facts import PageFacts
from plugins.folder_check.placeholders import may_be_in
from plugins.folder_check.reader import TOLD, Reader
from plugins.folder_check.tags import VOID, Tag, tag_of

# Elements whose end tag HTML lets one leave out.
_OPTIONAL = frozenset("p li dt dd td th tr thead tbody tfoot option optgroup colgroup".split())


def _told(name: str, found: Mapping[str, str]) -> Tag | None:
    tag = tag_of(name, found)
    return None if tag.plain else tag


_TAGS = PageTags(_told, VOID, TOLD)


def read_page(text: str) -> PageFacts:
    """The facts of one page."""
    if switch.on():
        try:
            reader = Reader(looks=may_be_in(text))
            _TAGS.read(text, reader)
            return reader.finish(text)
        except Unusual:
            pass
    return read_any_page(text)


def read_any_page(text: str) -> PageFacts:
    """The same by a real parser, whatever is in the page."""
    reader = Reader(looks=True)
    parser = _Parser(reader)
    parser.feed(text)
    parser.close()
    parser.finish()
    return reader.finish(text)


class _Parser(HTMLParser):
    """Tells a reader what is in a page, and what is never closed."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(convert_charrefs=True)
        self._reader = reader
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if tag not in VOID:
            self._open.append((tag, line))
        found = {name: value or "" for name, value in attrs}
        if len(found) < len(attrs):
            self._fault(line, f"<{tag}> has an attribute twice")
        self._reader.start(tag_of(tag, found), line)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        line = self.getpos()[0]
        if tag in VOID:
            return
        if not any(name == tag for name, _ in self._open):
            self._fault(line, f"</{tag}> closes nothing")
            return
        while (closed := self._open.pop())[0] != tag:
            self._unclosed(*closed)
            self._reader.end(closed[0], line)
        self._reader.end(tag, line)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """HTML has no `<![…` and reads it as a comment; the parser would raise AssertionError."""
        return self.parse_bogus_comment(i)

    def handle_data(self, data: str) -> None:
        self._reader.text(data, self.getpos()[0])

    def finish(self) -> None:
        """Tell of what is still open."""
        for name, line in self._open:
            if name not in ("html", "body"):
                self._unclosed(name, line)

    def _unclosed(self, name: str, line: int) -> None:
        if name not in _OPTIONAL:
            self._fault(line, f"<{name}> is never closed")

    def _fault(self, line: int, message: str) -> None:
        self._reader.fault(line, "page-markup", message)
