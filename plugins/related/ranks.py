"""Likeness of many posts as ranks: a likeness and a place in one number, the higher the nearer.

A rank is likeness · PLACES + (PLACES − 1 − place), 0 for none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from . import ranking
from .entries import Ints
from .products import STRETCH, Floats, Index

T, R = TypeVar("T"), TypeVar("R")
# `[function(item) for item in items]`, by whatever means.
Map = Callable[[Callable[[T], R], Sequence[T]], list[R]]
PLACES = 1 << 20  # more posts than any blog has
# Bits of a rank; above them stands the row of a post in its tile or stretch, for which eleven are
# left of a number. Twenty of a rank are the place, and no likeness is above 1100 · UNIT².
RANK = 52
MANY = 4  # where more than one pair in so many may be high enough, all are looked at

# For some posts what ranks were found, as keys of row and rank, and with how many others each has
# anything in common.
Side = tuple[slice, Ints, Ints]


def all_ranks(index: Index, days: Ints, time: int, width: int, mapped: Map[Any, Any] | None
              ) -> tuple[Ints, NDArray[np.bool_]]:
    """The `width` highest ranks of all posts, and whether these are all; `mapped` may spread the
    work over processes.

    Each round starts from the best of those before: what cannot be higher is passed over.
    """
    best = _Best(index, days, time, np.zeros((index.total, width), np.int64),
                 np.zeros(index.total, np.int64))
    for tasks in _rounds(len(index.tiles), len(index.stretches)):
        found: dict[tuple[int, int], list[Ints]] = {}
        for sides in mapped(best.found, tasks) if mapped else map(best.found, tasks):
            for posts, keys, partners in sides:
                # Where `map` goes on meanwhile, it may count more partners: their ranks are still
                # the old ones, and of a post without a lowest rank all pairs are looked at.
                found.setdefault((posts.start, posts.stop), []).append(keys)
                best.partners[posts] += partners
        for (start, stop), parts in found.items():
            best.ranks[start:stop] = _merged(best.ranks[start:stop], parts)
    return best.ranks, best.partners <= width


def _rounds(tiles: int, stretches: int) -> Iterator[list[tuple[int, int]]]:
    """Each tile with its own stretch and with the stretches on one side, as if they stood in a
    circle: from near to far, in each round with about twice as many as in all before it."""
    near, most = 0, stretches // 2
    while near <= most:
        steps = range(near, min(3 * near or 1, most + 1))
        yield [(tile, (tile // STRETCH + step) % stretches) for tile in range(tiles)
               for step in steps
               # Half way round all meet from both sides.
               if not step or 2 * step != stretches or tile // STRETCH < step]
        near = steps.stop


@dataclass(frozen=True)
class _Best:
    """The highest ranks of all posts so far, falling, and with how many others each has anything in
    common: of one that has more than its ranks can be, only some are counted."""

    index: Index
    days: Ints
    time: int
    ranks: Ints
    partners: Ints

    def found(self, task: tuple[int, int]) -> list[Side]:
        """For a tile and a stretch what is higher than the lowest ranks so far; for a tile and its
        own stretch only what the tile sees."""
        tile, stretch = task
        here, there = self.index.tiles[tile], self.index.stretches[stretch]
        rows = self.index.own(here)
        if tile // STRETCH == stretch:
            products = self.index.with_stretch(rows, stretch)
            places = np.arange(here.start, here.stop)
            products[places - here.start, places - there.start] = 0
            return [next(self._all(here, there, products))]
        bounds = self.index.bounds(rows, stretch)
        able = self._able(here, there, bounds)
        if len(able) * MANY > bounds.size:
            return list(self._all(here, there, self.index.with_stretch(rows, stretch)))
        return list(self._few(here, there, bounds, able))

    def _able(self, here: slice, there: slice, bounds: Floats) -> Ints:
        """Which pairs may be higher than the lowest rank of either post, or must be counted."""
        apart = max(0, self.days[here].min() - self.days[there].max(),
                    self.days[there].min() - self.days[here].max())
        nearest = ranking.nearness(int(apart), self.time)
        able = bounds >= self._least(here, nearest)[:, None]
        able |= bounds >= self._least(there, nearest)
        return np.flatnonzero(able)

    def _least(self, posts: slice, nearest: int) -> Floats:
        """The least product that may be high enough, no pair being nearer in time; for a post whose
        partners must be counted the least there is."""
        least = -(-(self.ranks[posts, -1] // PLACES) // nearest)
        least[(least == 0) | (self.partners[posts] <= self.ranks.shape[1])] = 1
        return least.astype(np.float32)  # below 2^24, which they hold exactly

    def _few(self, here: slice, there: slice, bounds: Floats, able: Ints) -> Iterator[Side]:
        """What is higher among some pairs."""
        ones, others = np.divmod(able, bounds.shape[1])
        ones += here.start
        others += there.start
        products = self.index.products_at(ones, others, bounds.reshape(-1)[able])
        common = np.flatnonzero(products)
        ones, others, products = ones[common], others[common], products[common]
        likeness = products.astype(np.int64) * nearness(self.days[ones], self.days[others],
                                                        self.time)
        for posts, each, seen in ((here, ones, others), (there, others, ones)):
            ranks = ranks_of(likeness, seen)
            higher = ranks > self.ranks[each, -1]
            rows = each - posts.start
            yield (posts, (rows[higher] << RANK) + ranks[higher],
                   np.bincount(rows, minlength=posts.stop - posts.start))

    def _all(self, here: slice, there: slice, products: Floats) -> Iterator[Side]:
        """What is higher among all pairs, for the first and then for the other posts."""
        common = (products > 0).astype(np.float32)  # added up sooner than bits, exact below 2^24
        likeness = likeness_of(products, self.days[here], self.days[there], self.time)
        likeness *= PLACES
        for posts, others, found, axis in ((here, there, likeness, 1),
                                           (there, here, likeness.T, 0)):
            # Where there is no likeness, a place alone is left, which is below all ranks.
            ranks = found + (PLACES - 1 - np.arange(others.start, others.stop))
            yield posts, _higher(ranks, self.ranks[posts]), common.sum(axis=axis).astype(np.int64)


def _higher(ranks: Ints, known: Ints) -> Ints:
    """The highest of each row that are higher than the lowest known one, as keys."""
    found = highest(ranks, known.shape[1])
    rows, places = np.nonzero(found > known[:, -1:])
    return (rows << RANK) + found[rows, places]


def _merged(known: Ints, parts: Sequence[Ints]) -> Ints:
    """The highest of the known ranks of each row and others given as keys."""
    rows, width = known.shape
    keys = np.concatenate(((known + (np.arange(rows)[:, None] << RANK)).reshape(-1), *parts))
    keys.sort()
    ends = np.searchsorted(keys, np.arange(1, rows + 1) << RANK)
    return keys[ends[:, None] - 1 - np.arange(width)] & (1 << RANK) - 1


def likeness_of(products: Floats, days: Ints, others: Ints, time: int) -> Ints:
    """Products of posts of some days with others, times nearness in time."""
    found = products.astype(np.int64)
    found *= nearness(days.astype(np.int32)[:, None], others.astype(np.int32)[None, :], time)
    return found


def nearness(days: Ints, others: Ints, time: int) -> Ints:
    """As `ranking.nearness`."""
    apart = np.abs(days - others)
    apart += ranking.CLOSE_IN_TIME
    return 100 + time * ranking.CLOSE_IN_TIME // apart


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
