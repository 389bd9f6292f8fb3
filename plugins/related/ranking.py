"""How alike posts are: the vector space model (Salton, Wong, Yang 1975) in whole numbers.

A post is the list of its terms, each weighed by the square root of its count times the square of
its rarity. Two posts are as alike as their lists point the same way (cosine), and a little more
when they were written at about the same time. All arithmetic is on integers, so that every machine,
order of addition and library gives the same lists. `large` does the same for many posts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from operator import mul
from struct import unpack

UNIT = 1 << 10  # the length of a vector
ONE = 100 * UNIT * UNIT  # the likeness of two posts with the same terms, years apart
CLOSE_IN_TIME = 365  # days after which nearness in time counts half
SLOT = 32  # bits for the product of two vectors
TILE = 256  # posts compared at once


@dataclass(frozen=True)
class Weights:
    """How much each part of a post counts, in words of its text; `time` in percent.

    The defaults were chosen by evaluation, see docs/related-posts.md.
    """

    text: int = 1
    title: int = 3
    tags: int = 5
    regions: int = 5
    topic: int = 5
    time: int = 50

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not isinstance(value, int) or not 0 <= value <= 1000:
                raise ValueError(f"Weights: {name}={value!r} must be a whole number, 0 to 1000")


@dataclass(frozen=True)
class Post:
    """A post as the ranking sees it: the day it was published, as an ordinal (`date.toordinal`),
    and its counted terms."""

    day: int
    counts: Mapping[int, int]


def vectors(counts: Sequence[Mapping[int, int]]) -> list[dict[int, int]]:
    """Each post's terms with their weight, all scaled to the length UNIT.

    A term of one post alone says nothing of likeness and is left out.
    """
    own = own_words(len(counts))
    posts: Counter[int] = Counter()
    for count in counts:
        posts.update(count.keys())
    rare = {number: rarity(number, len(counts)) for number in set(posts.values()) if number > 1}
    found = []
    for count in counts:
        weights = {term: isqrt(256 * min(n, 65535)) * rare[posts[term]]
                   for term, n in count.items() if posts[term] > 1}
        length = isqrt(own + sum(weight * weight for weight in weights.values())) or 1
        found.append({term: (2 * UNIT * weight + length) // (2 * length)
                      for term, weight in weights.items()})
    return found


def rarity(posts: int, total: int) -> int:
    """The squared inverse document frequency, in steps of half an octave.

    Steps, so that one edit moves the weights of few other posts.
    """
    return ((total * total).bit_length() - (posts * posts).bit_length() + 3) ** 2


def own_words(total: int) -> int:
    """What every post is taken to have beside the terms it shares, as a square: twenty rare words.

    Otherwise two notes of which only the topic is to be compared would be wholly alike. For posts
    of usual length it hardly counts.
    """
    return 20 * (16 * rarity(2, max(total, 2))) ** 2


def nearness(days: int, weight: int) -> int:
    """What a likeness is multiplied by: 100, and up to `weight` more for the same day."""
    return 100 + weight * CLOSE_IN_TIME // (CLOSE_IN_TIME + days)


@dataclass(frozen=True)
class Found:
    """For each post the places of the posts most like it, best first, with their likeness; the
    likeness of an average pair of posts; and how many posts use a term."""

    near: Sequence[Iterable[tuple[int, int]]]
    mean: int
    users: Callable[[int], int]


def mean_likeness(total: int, squares: int, posts: int) -> int:
    """The likeness of an average pair, time left out. The vectors added up have the square
    `total`, the sum of their own squares is `squares`."""
    return 100 * max(total - squares, 0) // max(posts * (posts - 1), 1)


def ranked(posts: Sequence[Post], time: int, depth: int) -> Found:
    """Rank posts that stand newest first; among equals the earlier one wins. No list is longer
    than `depth`."""
    rows = vectors([post.counts for post in posts])
    total: Counter[int] = Counter()
    for row in rows:
        total.update(row)
    users = Counter(term for post in posts for term in post.counts)
    mean = mean_likeness(sum(weight * weight for weight in total.values()),
                         sum(weight * weight for row in rows for weight in row.values()),
                         len(posts))
    return Found(_neighbours(posts, rows, time, depth), mean, users.__getitem__)


def _neighbours(posts: Sequence[Post], rows: Sequence[Mapping[int, int]], time: int, depth: int
                ) -> list[list[tuple[int, int]]]:
    best: list[list[tuple[int, int]]] = [[] for _ in rows]  # (-likeness, place), best first
    for start in range(0, len(rows), TILE):
        tile = rows[start:start + TILE]
        columns = _columns(tile)
        for place, row in enumerate(rows):
            products = sum(map(mul, row.values(), map(columns.__getitem__, row)))
            scores = unpack(f"<{len(tile)}I", products.to_bytes(SLOT // 8 * len(tile), "little"))
            day = posts[place].day
            best[place] = sorted([*best[place], *(
                (-score * nearness(abs(posts[other].day - day), time), other)
                for other, score in enumerate(scores, start) if score and other != place)])[:depth]
    return [[(other, -score) for score, other in found] for found in best]


def _columns(tile: Sequence[Mapping[int, int]]) -> Mapping[int, int]:
    """For each term one number with its weights in all posts of a tile, SLOT bits for each post.

    Python multiplies and adds such a number in one step, and so the products with all posts at
    once. None runs over into the next: rounded vectors are hardly longer than UNIT, so that no
    product of two is larger than UNIT * UNIT by much (Cauchy and Schwarz).
    """
    columns: defaultdict[int, int] = defaultdict(int)
    for place, row in enumerate(tile):
        for term, weight in row.items():
            columns[term] |= weight << SLOT * place
    return columns
