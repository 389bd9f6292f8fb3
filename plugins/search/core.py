"""A full-text index in pieces, which a small script reads in the browser (theme/static/search.js).

The words of a page are found from that page alone (`words_of`), kept in pieces by the letters they
start with, and joined with those of all others to shards (`shards.py`). A query fetches the shards
of its words, then the titles of what it found (`titles`): two small requests, and nobody learns
more of it than two letters.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from plugins.words.core import later

MAX_WORD = 40  # characters; nobody types more
TITLES_A_FILE = 32
# How much a word says of a page, by where it stands. Of the text twice as often says a little more.
WEIGHTS = {"title": 8, "label": 5, "point": 3}
MAX_WEIGHT, MAX_OF_TEXT = 15, 4
_OF_TEXT = tuple(min(MAX_OF_TEXT, n.bit_length()) for n in range(8))  # 2 from 2 times, 3 from 4
# for translators: words that every text of your language has, as many as you like
EVERYDAY = later("a about after all also an and any are as at be been but by can could did do does "
                 "for from had has have how i if in into is it its me my no not of on or our so "
                 "than that the their them then there these they this those to too up was we were "
                 "what when where which who why will with would you your")
_LINE = "\n"
# What parts words; an apostrophe stands within one. Of other letters see _without_marks.
_BETWEEN = {i: " " for i in range(128) if not chr(i).isalnum()} | {ord("'"): None}
_FOREIGN = re.compile(r"[^\x00-\x7f]+")  # few letters of most texts, and often the same

Pieces = str
"""What a page adds to the shards: its words with their weights (`knee=8`), in a line those that
start with the same two letters. One text, as a site remembers it of all its pages at once."""


@dataclass(frozen=True)
class Found:
    """How a page is shown where it is found."""

    href: str
    title: str
    summary: str
    label: str


def normal(text: str) -> list[str]:
    """The words of a text as they are compared: lower case, no accents, no plural -s.

    The script does the same with what is typed; a test holds the two together.
    """
    return [_singular(word) for word in _split(text)]


def _split(text: str) -> list[str]:
    low = text.lower()
    return (low if low.isascii() else _FOREIGN.sub(_folded, low)).translate(_BETWEEN).split()


def _folded(found: re.Match[str]) -> str:
    return _without_marks(found[0])


@lru_cache(maxsize=10_000)
def _without_marks(letters: str) -> str:
    return "".join([c if c.isascii() or c.isalnum() else " "
                    for c in unicodedata.normalize("NFKD", letters)
                    if not (c == "’" or unicodedata.category(c)[0] == "M")])


@lru_cache(maxsize=50_000)
def _singular(word: str) -> str:
    if len(word) < 4:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and word[-2] not in "sui" else word


@lru_cache(maxsize=8)
def common(everyday: str = EVERYDAY) -> frozenset[str]:
    """Words that every text of a language has, as they are compared: no query is about them."""
    return frozenset(normal(everyday))


def words_of(title: str, labels: Iterable[str], points: Iterable[str], text: str,
             everyday: str = EVERYDAY) -> Pieces:
    """The words of one page with how much each says of it: all that the index keeps of a page.

    `labels` are topics, regions and tags; `points` its summary, key points and headings;
    `everyday` are words of its language that say nothing.
    """
    counts: dict[str, int] = Counter(_split(text))
    for word in [word for word in counts if word[-1] == "s"]:
        one = _singular(word)
        if one != word:
            counts[one] = counts.get(one, 0) + counts.pop(word)
    weights = {word: _OF_TEXT[count] if count < len(_OF_TEXT) else MAX_OF_TEXT
               for word, count in counts.items()}
    for kind, texts in (("title", (title,)), ("label", labels), ("point", points)):
        for word in {word for each in texts for word in normal(each)}:
            weights[word] = min(MAX_WEIGHT, weights.get(word, 0) + WEIGHTS[kind])
    pieces, last = [], ""
    for word in sorted(weights.keys() - common(everyday)):
        if len(word) <= MAX_WORD:
            start = word[:2]
            pieces.append(f"{' ' if start == last else _LINE}{word}={weights[word]}")
            last = start
    return "".join(pieces)[1:]


def titles(found: Iterable[Found]) -> str:
    """What is shown of some pages, in order of their numbers, as JSON."""
    return as_json([[each.href, each.title, each.summary, each.label] for each in found])


def file_name(start: str) -> str:
    """The file of a shard, whatever letters it goes by."""
    return "".join(c if c.isascii() else f"-{ord(c):x}" for c in start) + ".json"


def rewritten(synonyms: Iterable[tuple[str, str]]) -> str:
    """What patients say and what the clinic writes for it, as the script compares them, as JSON."""
    pairs = sorted({(" ".join(normal(said)), " ".join(normal(written)))
                    for said, written in synonyms})
    return as_json([list(pair) for pair in pairs])


def as_json(value: object) -> str:
    """A value as a file of the index."""
    # A host that takes the file for a page must find no element in it.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
