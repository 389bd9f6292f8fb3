"""A site in the language that nobody speaks, and what on its pages is not in it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from plugins.words import catalogues, pseudo

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = {"alt", "aria-label", "title", "placeholder", "label"}
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_WORD = re.compile(r"[a-z]{2,}")
_SPOKEN_IN_JSON = {"name", "description", "headline", "jobTitle"}
_DATA = {"data-shards", "data-synonyms", "data-common"}
BREAK = "\x00"
_BETWEEN = re.compile("[\x00,;:|·©()]")
_SHOWN = re.compile(r'content:[^;}]*?"([^"]*)"')  # by a style, beside the text
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")


def write_catalogue(folder: Path) -> None:
    """The catalogue of the pseudo-language, as `make words` would make it."""
    folder.mkdir(parents=True, exist_ok=True)
    words = catalogues.started(pseudo.TAG, catalogues.gather(ROOT))
    (folder / f"{pseudo.TAG}.po").write_text(catalogues.text_of(words), "utf-8")


class Said(HTMLParser):
    """All that a page says: its running text, and each attribute that is read out."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.others = "", list[str]()
        self._json = self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.text += BREAK
        self._json, self._style = values.get("type") == "application/ld+json", tag == "style"
        self.others += [value for name, value in values.items() if name in SPOKEN or (
            name.startswith("data-") and " " in value and name not in _DATA)]
        if tag == "meta" and values.get("name") == "description" \
                or values.get("property") in ("og:title", "og:description", "og:image:alt"):
            self.others.append(values["content"])

    def handle_endtag(self, tag: str) -> None:
        self.text += BREAK
        self._json = self._style = False

    def handle_data(self, data: str) -> None:
        if self._json:
            self.others += spoken_in(json.loads(data))
        elif self._style:
            self.others += _SHOWN.findall(data)
        else:
            self.text += data


def spoken_in(value: object) -> Iterator[str]:
    """What a graph of structured data says in words."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name in _SPOKEN_IN_JSON and isinstance(each, str):
                yield each
            else:
                yield from spoken_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from spoken_in(each)


def left_in_english(page: str, content: str) -> list[str]:
    """What a page says that is neither in the pseudo-language nor among the words of `content`."""
    said = Said()
    said.feed(page)
    said.close()
    pieces = [piece for text in (said.text, *said.others) for piece in _outside(text)]
    known = plain(content + BREAK + _LINK.sub(r"\1", content))
    return sorted({piece.strip() for piece in pieces
                   if _WORD.search(plain(piece)) and plain(piece) not in known})


def _outside(text: str) -> list[str]:
    """What stands outside of brackets."""
    while (shorter := _BRACKETS.sub(BREAK, text)) != text:
        text = shorter
    return _BETWEEN.split(text)


def plain(text: str) -> str:
    """Letters alone, so that typography and capitals do not matter."""
    return re.sub(r"[\W\d_]+", "", html.unescape(text)).lower()
