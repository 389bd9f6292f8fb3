"""A finished page to what a summary of changes needs of it."""

from __future__ import annotations

import zlib
from hashlib import sha256
from html.parser import HTMLParser

from plugins.reports.changes import Shown
from plugins.rules.reading import of_texts

_BLOCKS = frozenset("p li h1 h2 h3 h4 td th dd dt figcaption blockquote".split())
_READ = frozenset(("p", "li"))
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
FEWEST_WORDS = 200  # below it a grade says nothing


class _Words(HTMLParser):
    """Gathers the words of the main part, block by block, and the related links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, str]] = []
        self.related: list[str] = []
        self.leads_to = ""
        self._main = 0
        self._around: list[tuple[str, bool]] = []
        self._kind, self._text = "", [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "meta" and (found.get("http-equiv") or "").lower() == "refresh":
            self.leads_to = (found.get("content") or "").partition("url=")[2]
        if tag in _VOID:
            return
        inside = any(is_list for _, is_list in self._around)
        self._around.append((tag, (found.get("class") or "").startswith("related")))
        self._main += tag == "main"
        if tag == "a" and inside and found.get("href"):
            self.related.append(str(found["href"]))
        if tag in _BLOCKS:
            self._close()
            self._kind = "" if inside else tag

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """HTML has no `<![…` and reads it as a comment; the parser would raise AssertionError."""
        return self.parse_bogus_comment(i)

    def handle_endtag(self, tag: str) -> None:
        while self._around and tag not in _VOID:
            name, _ = self._around.pop()
            self._main -= name == "main"
            if name == tag:
                break
        if tag in _BLOCKS:
            self._close()

    def handle_data(self, data: str) -> None:
        if self._main:
            self._text.append(data)

    def _close(self) -> None:
        text = " ".join("".join(self._text).split())
        if text and self._kind:
            self.blocks.append((self._kind, text))
        self._kind, self._text = "", [""]


def read(html: str) -> Shown:
    """What a summary needs of one page. Words of navigation and related posts are left out."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    words = "\n".join(text for _, text in parser.blocks)
    texts = [text for kind, text in parser.blocks if kind in _READ]
    long = sum(len(text.split()) for text in texts) >= FEWEST_WORDS
    data = html.encode("utf-8")
    return Shown(sha256(data).hexdigest()[:16], len(zlib.compress(data, 6)),
                 sha256(words.encode("utf-8")).hexdigest()[:16],
                 of_texts(texts).grade if long else 0.0, tuple(dict.fromkeys(parser.related)),
                 parser.leads_to)
