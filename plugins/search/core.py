"""A full-text index in pieces, which a small script reads in the browser (theme/static/search.js).

The words of a page are found from that page alone (`words_of`), kept in pieces by the letters they
start with, and joined with those of all others to shards (`shard`). A query fetches the shards of
its words, then the titles of what it found (`titles`): two small requests, and nobody learns more
of it than two letters.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from plugins.words.core import later

MAX_WORD = 40  # characters; nobody types more
MOST = 200  # pages kept for a word: of those that have more, the ones that are about it
TITLES_A_FILE = 32
# Characters of words and weights: the words of one letter lie together up to the first figure, and
# those of two letters up to the second. About 12 and 35 KiB on their way to a reader.
JOINED, UNDIVIDED = 48_000, 300_000
# How much a word says of a page, by where it stands. Of the text twice as often says a little more.
WEIGHTS = {"title": 8, "label": 5, "point": 3}
MAX_WEIGHT, MAX_OF_TEXT = 15, 4
# for translators: words that every text of your language has, as many as you like
EVERYDAY = later("a about after all also an and any are as at be been but by can could did do does "
                 "for from had has have how i if in into is it its me my no not of on or our so "
                 "than that the their them then there these they this those to too up was we were "
                 "what when where which who why will with would you your")
_WORD = re.compile(r"[^\W_]+")

Pieces = str
"""What a page adds to the shards: its words with their weights, in a line those that start with the
same two letters. One text, as a site remembers it of all its pages at once."""


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
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join([c for c in plain if not (c in "'’" or unicodedata.category(c)[0] == "M")]) \
        if not plain.isascii() else plain.replace("'", "")
    return [_singular(word) for word in _WORD.findall(plain)]


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
    weights: Counter[str] = Counter()
    for word, count in Counter(normal(text)).items():
        weights[word] = min(MAX_OF_TEXT, 1 + int(math.log2(count)))
    for kind, texts in (("title", (title,)), ("label", labels), ("point", points)):
        for word in {word for each in texts for word in normal(each)}:
            weights[word] += WEIGHTS[kind]
    pieces: dict[str, list[str]] = {}
    for word in sorted(weights.keys() - common(everyday)):
        if len(word) <= MAX_WORD:
            pieces.setdefault(word[:2], []).append(f"{word} {min(weights[word], MAX_WEIGHT)}")
    return "\n".join(" ".join(words) for words in pieces.values())


def shards(pages: Iterable[Pieces]) -> Mapping[str, str]:
    """What each shard is made of, by the letters it goes by: a line for each page that has its
    words, with the number of the page. Rare letters lie together, frequent ones are divided, so
    that no shard is large and a small site has few."""
    units: dict[str, list[str]] = {}
    for number, pieces in enumerate(pages):
        for words in pieces.split("\n") if pieces else ():
            units.setdefault(words[:2].rstrip(" "), []).append(f"{number} {words}")
    joined = {start: "\n".join(lines) for start, lines in sorted(units.items())}
    of_letter: dict[str, list[str]] = {}
    for start in joined:
        of_letter.setdefault(start[0], []).append(start)
    found: dict[str, str] = {}
    for letter, starts in of_letter.items():
        if sum(len(joined[start]) for start in starts) <= JOINED:
            found[letter] = "\n".join(joined[start] for start in starts)
        else:
            for start in starts:
                found |= _divided(start, joined[start])
    return found


def _divided(start: str, lines: str) -> dict[str, str]:
    """The words of two letters by three, where they are many."""
    if len(lines) <= UNDIVIDED:
        return {start: lines}
    found: dict[str, list[str]] = {}
    for number, pieces in _lines(lines):
        by_third: dict[str, list[str]] = {}
        for word, weight in pieces:
            by_third.setdefault(word[:3], []).append(f"{word} {weight}")
        for third, words in by_third.items():
            found.setdefault(third, []).append(f"{number} {' '.join(words)}")
    return {third: "\n".join(rows) for third, rows in found.items()}


def _lines(lines: str) -> Iterable[tuple[str, Iterable[tuple[str, str]]]]:
    for line in lines.split("\n"):
        number, *pieces = line.split(" ")
        yield number, zip(pieces[::2], pieces[1::2], strict=True)


def shard(lines: str) -> str:
    """A shard as JSON: for each word lists of a weight and the numbers of its pages, best first."""
    pages: dict[str, list[tuple[int, int]]] = {}
    for number, pieces in _lines(lines):
        newest = -int(number)
        for word, weight in pieces:
            pages.setdefault(word, []).append((-int(weight), newest))
    table = {}
    for word in sorted(pages):
        by_weight: dict[int, list[int]] = {}
        for weight, newest in sorted(pages[word])[:MOST]:  # the newest of the equally good
            by_weight.setdefault(-weight, []).append(-newest)
        table[word] = [[weight, *sorted(numbers)] for weight, numbers in by_weight.items()]
    return _json(table)


def titles(found: Iterable[Found]) -> str:
    """What is shown of some pages, in order of their numbers, as JSON."""
    return _json([[each.href, each.title, each.summary, each.label] for each in found])


def file_name(start: str) -> str:
    """The file of a shard, whatever letters it goes by."""
    return "".join(c if c.isascii() else f"-{ord(c):x}" for c in start) + ".json"


def rewritten(synonyms: Iterable[tuple[str, str]]) -> str:
    """What patients say and what the clinic writes for it, as the script compares them, as JSON."""
    pairs = sorted({(" ".join(normal(said)), " ".join(normal(written)))
                    for said, written in synonyms})
    return _json([list(pair) for pair in pairs])


def _json(value: object) -> str:
    # A host that takes the file for a page must find no element in it.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
