"""Posts in any number with the shape of real ones. The same seed gives the same posts.

Post number i is the same in a blog of 100 and in one of 50,000, and links to older posts only:
sizes can be compared.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from benchmarks.corpus import text

CATEGORIES = ("Conditions", "Treatments", "Exercise", "Recovery", "Daily life", "Sport", "Work",
              "Questions")
REGIONS = ("head", "neck", "shoulder", "elbow", "wrist and hand", "upper back", "lower back", "hip",
           "knee", "ankle and foot", "whole body")
PEOPLE = ("Ada Quill", "Bo Larch", "Cleo Marsh", "Dov Heath", "Eli Brook", "Fay Stone")
TAGS = tuple(f"{first} {second}" for first in (
    "morning", "evening", "slow", "steady", "gentle", "daily", "weekly", "seated", "standing",
    "indoor", "outdoor", "early") for second in (
    "walks", "notes", "steps", "habits", "plans", "stretches", "tools", "breaks", "talks", "lists"))
REFERENCES = tuple(f"source-{number}" for number in range(1, 41))
FIRST_DAY, DAYS = date(2012, 1, 2), 5_000
MEDIAN_WORDS, SPREAD, SHORTEST, LONGEST = 620, 0.5, 180, 3_000

Kind = Literal["heading", "subheading", "paragraph", "bullets", "steps", "quote", "note", "do"]


@dataclass(frozen=True)
class Part:
    """A piece of a body. A link to another post stands as `[words](post:slug)`."""

    kind: Kind
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Post:
    """A post as no generator's format has it yet."""

    slug: str
    title: str
    day: date
    author: str
    reviewer: str
    category: str
    tags: tuple[str, ...]
    regions: tuple[str, ...]
    summary: str
    key_points: tuple[str, ...]
    see_us: tuple[str, ...]
    references: tuple[str, ...]
    parts: tuple[Part, ...]


def posts(number: int, seed: int = 1) -> Iterator[Post]:
    """The first `number` posts, oldest first; one at a time, so that they need not be held."""
    return (post(place, seed) for place in range(number))


def slug(place: int) -> str:
    """The address of post number `place`."""
    return f"post-{place}"


def post(place: int, seed: int = 1) -> Post:
    """Post number `place`."""
    chance = random.Random(f"{seed} {place}")
    subject = chance.randrange(text.SUBJECTS)
    word = text.words(chance, subject)
    author, reviewer = chance.sample(PEOPLE, 2)
    # Days are spread by a number that has no common divisor with DAYS: no order, no repeats soon.
    day = FIRST_DAY + timedelta(days=place * 1_877 % DAYS)
    return Post(
        slug(place), f"{text.capital(text.filled(chance.choice(text.TITLES), word))} {place}",
        day, author, reviewer, CATEGORIES[subject % len(CATEGORIES)],
        _tags(chance, subject), _regions(chance, subject),
        " ".join(text.filled(frame, word) for frame in chance.sample(text.FRAMES[:3], 2)),
        tuple(text.sentences(chance, word, chance.randint(2, 4))),
        tuple(text.capital(text.filled("the {} and the {} bother you", word)) for _ in range(2)),
        tuple(chance.sample(REFERENCES, chance.randint(1, 3))),
        tuple(_body(chance, word, place)))


def _tags(chance: random.Random, subject: int) -> tuple[str, ...]:
    """Two to five: one or two of the subject's, the rest by Zipf's law."""
    own = [TAGS[(subject * 2 + step) % len(TAGS)] for step in range(2)]
    others = chance.choices(TAGS, [1 / (rank + 3) for rank in range(len(TAGS))],
                            k=chance.randint(1, 3))
    return tuple(dict.fromkeys([*own[:chance.randint(1, 2)], *others]))


def _regions(chance: random.Random, subject: int) -> tuple[str, ...]:
    first = subject % len(REGIONS)
    return (REGIONS[first],) if chance.random() < 0.6 else (
        REGIONS[first], REGIONS[(first + chance.randint(1, 4)) % len(REGIONS)])


def _body(chance: random.Random, word: text.Words, place: int) -> Iterator[Part]:
    length = int(min(LONGEST, max(SHORTEST, chance.lognormvariate(0, SPREAD) * MEDIAN_WORDS)))
    block = chance.choice(("note", "do", None, None, None))
    written, section = 0, 0
    while written < length:
        for part in _section(chance, word, place, section):
            written += sum(len(line.split()) for line in part.lines)
            yield part
        if section == 1 and block:
            yield _block(block, chance, word)
        section += 1


def _section(chance: random.Random, word: text.Words, place: int, section: int) -> Iterator[Part]:
    if section:
        kind: Kind = "subheading" if section > 1 and chance.random() < 0.25 else "heading"
        # Numbered, as headings of one page need names of their own.
        yield Part(kind, (f"{text.capital(word())} and the {word()}, part {section}",))
    for _ in range(chance.randint(1, 4)):
        lines = text.sentences(chance, word, chance.randint(2, 4))
        if place and chance.random() < 0.2:
            lines.append(f"More on it in [our notes on the {word()}](post:"
                         f"{slug(chance.randrange(place))}).")
        elif chance.random() < 0.05:
            lines.append(f"See also [a page about the {word()}](https://example.org/{word()}).")
        yield Part("paragraph", tuple(lines))
    if chance.random() < 0.4:
        yield Part("bullets" if chance.random() < 0.7 else "steps", _items(chance, word))
    if chance.random() < 0.08:
        yield Part("quote", tuple(text.sentences(chance, word, 2)))


def _items(chance: random.Random, word: text.Words) -> tuple[str, ...]:
    return tuple(text.capital(text.filled(frame, word))
                 for frame in chance.choices(text.ITEMS, k=chance.randint(3, 6)))


def _block(kind: Kind, chance: random.Random, word: text.Words) -> Part:
    if kind == "do":
        return Part("do", _items(chance, word))
    return Part("note", (f"A word on the {word()}", *text.sentences(chance, word, 3)))
