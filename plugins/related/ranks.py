"""Likeness of many posts as ranks: a likeness and a place in one number, the higher the nearer.

A rank is likeness · PLACES + (PLACES − 1 − place), 0 for none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .entries import Ints
from .products import Floats, Index
from .ranking import CLOSE_IN_TIME

T, R = TypeVar("T"), TypeVar("R")
# `[function(item) for item in items]`, by whatever means.
Map = Callable[[Callable[[T], R], Sequence[T]], list[R]]
PLACES = 1 << 20  # more posts than any blog has
ROUND = 32  # pairs of tiles after whose ranking the best are picked, so that memory stays small


def all_ranks(index: Index, days: Ints, time: int, width: int, mapped: Map[Any, Any] | None
              ) -> tuple[Ints, NDArray[np.bool_]]:
    """The `width` highest ranks of all posts, from each pair of tiles once, and whether these are
    all; `mapped` may spread the pairs over processes."""
    ranks = np.zeros((index.total, width), np.int64)
    partners = np.zeros(index.total, np.int64)
    tiles = range(len(index.tiles))
    pairs = [(one, other) for one in tiles for other in tiles if one <= other]

    def pair(both: tuple[int, int]) -> list[tuple[slice, Ints, Ints]]:
        return _pair(index, days, time, width, *both)

    for some in range(0, len(pairs), ROUND):
        part = pairs[some:some + ROUND]
        found: dict[int, list[Ints]] = {}
        for sides in mapped(pair, part) if mapped else map(pair, part):
            for posts, best, number in sides:
                found.setdefault(posts.start, [ranks[posts]]).append(best)
                partners[posts] += number
        for start, parts in found.items():
            ranks[start:start + len(parts[0])] = highest(np.concatenate(parts, axis=1), width)
    return ranks, partners <= width


def _pair(index: Index, days: Ints, time: int, width: int, one: int, other: int
          ) -> list[tuple[slice, Ints, Ints]]:
    """For the posts of two tiles the best among those of the other, and how many have anything in
    common; for one tile with itself only once."""
    here, there = (slice(index.tiles[i].begin, index.tiles[i].end) for i in (one, other))
    products = index.with_tile(index.own(here.start, here.stop), other)
    if one == other:
        np.fill_diagonal(products, 0)
    common = (products > 0).astype(np.float32)  # added up sooner than bits, and exact below 2^24
    ranks = likeness_of(products, days[here], days[there], time)
    ranks *= PLACES
    sides = [(here, there, ranks, common.sum(axis=1))]
    if one != other:
        sides.append((there, here, ranks.T, common.sum(axis=0)))
    # Where there is no likeness, a place alone is left, which is below all ranks.
    return [(posts, highest(found + (PLACES - 1 - np.arange(others.start, others.stop)), width),
             number.astype(np.int64)) for posts, others, found, number in sides]


def likeness_of(products: Floats, days: Ints, others: Ints, time: int) -> Ints:
    """Products of posts of some days with others, times nearness in time."""
    found = products.astype(np.int64)
    found *= nearness(days.astype(np.int32)[:, None], others.astype(np.int32)[None, :], time)
    return found


def nearness(days: Ints, others: Ints, time: int) -> Ints:
    """As `ranking.nearness`."""
    apart = np.abs(days - others)
    apart += CLOSE_IN_TIME
    return 100 + time * CLOSE_IN_TIME // apart


def ranks_of(likeness: Ints, places: Ints) -> Ints:
    """Likeness to posts at some places as ranks, 0 for none."""
    return np.where(likeness > 0, likeness * PLACES + (PLACES - 1 - places), 0)


def highest(ranks: Ints, width: int) -> Ints:
    """The highest of each row, falling; filled up with 0, as is what has no likeness."""
    if ranks.shape[1] > width:
        ranks = np.partition(ranks, ranks.shape[1] - width, axis=1)[:, -width:]
    result = np.zeros((len(ranks), width), np.int64)
    result[:, :ranks.shape[1]] = -np.sort(-ranks, axis=1)
    result[result < PLACES] = 0
    return result
