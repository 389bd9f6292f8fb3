"""The arithmetic of `ranking` with NumPy, for blogs of many posts: the same lists, much sooner.

`Matrix` is plain arrays. `ranked` makes one from posts; given the one before, it counts again only
the posts that changed and ranks again only what that touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import isqrt
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from .ranking import CLOSE_IN_TIME, UNIT, Found, mean_likeness, own_words, rarity
from .words import SLOTS

Ints = NDArray[np.int64]
SPARE = 24  # entries kept beyond the depth asked for, so that a loss seldom means a new ranking
ROWS = 100  # posts ranked at once
FEW = 60  # posts up to which one pass for each is sooner
PLACES = 1 << 20  # a likeness and a place share one number; more posts than any blog has


@dataclass(frozen=True)
class Matrix:
    """The counted terms of posts, newest first, and the ranks they led to.

    `terms`, `counts` and `units` hold the entries of all posts one after the other; those of post i
    start at `starts[i]`. A rank is likeness · PLACES + (PLACES − 1 − place), 0 for none; `whole`
    tells which posts have ranks for every post they have anything in common with.
    """

    ARRAYS: ClassVar = ("names", "days", "terms", "counts", "starts", "units", "ranks", "whole")

    names: tuple[str, ...]
    days: Ints
    terms: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    starts: Ints
    units: NDArray[np.uint16]
    ranks: Ints
    whole: NDArray[np.bool_]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as plain arrays, to be kept in a file."""
        return {**vars(self), "names": np.array(self.names)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Matrix:
        """The way back. Raises ValueError for arrays that do not belong together."""
        found = cls(**{**arrays, "names": tuple(arrays["names"].tolist())})
        posts, entries = len(found.names), len(found.terms)
        shapes = (len(found.days), len(found.starts) - 1, len(found.ranks), len(found.whole))
        if shapes != (posts,) * 4 or {len(found.counts), len(found.units)} != {entries}:
            raise ValueError("the arrays are of different lengths")
        return found


def ranked(names: Sequence[str], days: Sequence[int], count: Callable[[int], Mapping[int, int]],
           time: int, depth: int, before: Matrix | None = None
           ) -> tuple[Matrix, Found]:
    """Rank posts that stand newest first, as `ranking.ranked` does.

    `names` tell posts and their contents apart: what has the same name in `before` is the same
    post, unchanged. `count(i)` counts the terms of post i.
    """
    known = {name: i for i, name in enumerate(before.names)} if before else {}
    old = np.array([known.get(name, -1) for name in names], np.int64)
    terms, counts, starts = _entries(old, count, before)
    present, column = _columns(terms)
    users = np.bincount(column, minlength=len(present))
    units = _units(column, users, counts, starts)
    matrix = Matrix(tuple(names), np.array(days, np.int64), terms, counts, starts, units,
                    np.zeros((len(names), depth + SPARE), np.int64),
                    np.zeros(len(names), np.bool_))
    mean = _mean(column, units, len(names))
    table = _Table(matrix, column, time)
    del column  # it is large, and more is to come
    if before is None or before.ranks.shape[1] != depth + SPARE:
        matrix = _rank_rows(matrix, table, np.arange(len(names)))
    else:
        matrix = _update(matrix, table, before, old, depth)
    return matrix, Found(_Near(matrix, depth), mean, partial(_users, present, users))


def _users(present: Ints, users: Ints, term: int) -> int:
    place = int(np.searchsorted(present, term))
    return int(users[place]) if place < len(present) and present[place] == term else 0


class _Near(Sequence[Sequence[tuple[int, int]]]):
    """The ranks as `ranking.Found` has them, each made when it is asked for."""

    def __init__(self, matrix: Matrix, depth: int) -> None:
        self._ranks = matrix.ranks[:, :depth]

    def __len__(self) -> int:
        return len(self._ranks)

    def __getitem__(self, place: Any) -> Any:
        ranks = self._ranks[place][self._ranks[place] > 0]
        return list(zip((PLACES - 1 - ranks % PLACES).tolist(), (ranks // PLACES).tolist(),
                        strict=True))


# ---------------------------------------------------------------- terms and weights


def _entries(old: Ints, count: Callable[[int], Mapping[int, int]], before: Matrix | None
             ) -> tuple[NDArray[np.uint32], NDArray[np.uint16], Ints]:
    terms: list[NDArray[np.uint32]] = []
    counts: list[NDArray[np.uint16]] = []
    for i, place in enumerate(old.tolist()):
        if before is not None and place >= 0:
            part = slice(before.starts[place], before.starts[place + 1])
            terms.append(before.terms[part])
            counts.append(before.counts[part])
            continue
        found = count(i)
        # In order, so that equal posts have equal arrays.
        keys = np.fromiter(found.keys(), np.uint32, len(found))
        values = np.fromiter(found.values(), np.int64, len(found))
        order = np.argsort(keys)
        terms.append(keys[order])
        counts.append(np.minimum(values[order], 65535).astype(np.uint16))
    starts = np.zeros(len(old) + 1, np.int64)
    np.cumsum([len(part) for part in terms], out=starts[1:])
    return np.concatenate(terms), np.concatenate(counts), starts


def _columns(terms: NDArray[np.uint32]) -> tuple[Ints, NDArray[np.int32]]:
    """The terms that occur, in order, and for each entry which of them it is."""
    there = np.zeros(SLOTS, np.bool_)
    there[terms] = True
    present = np.flatnonzero(there)
    number = np.empty(SLOTS, np.int32)
    number[present] = np.arange(len(present))
    return present, number[terms]


def _units(column: NDArray[np.int32], users: Ints, counts: NDArray[np.uint16], starts: Ints
           ) -> NDArray[np.uint16]:
    """What `ranking.vectors` gives, 0 for a term of one post alone."""
    total = len(starts) - 1
    rarities = np.array([0, 0, *(rarity(posts, total) for posts in range(2, total + 1))], np.int64)
    roots = np.array([isqrt(256 * n) for n in range(int(counts.max(initial=0)) + 1)], np.int32)
    weights = roots[counts]
    weights *= rarities.astype(np.int32)[users][column]
    units, own = np.zeros(len(weights), np.uint16), own_words(total)
    for some in range(0, total, ROWS):
        borders = starts[some:some + ROWS + 1]
        row = weights[borders[0]:borders[-1]].astype(np.int64)
        sums = np.concatenate(([0], np.cumsum(row * row)))[borders - borders[0]]
        lengths = np.array([isqrt(own + square) or 1 for square in np.diff(sums).tolist()])
        length = np.repeat(lengths, np.diff(borders))
        units[borders[0]:borders[-1]] = (2 * UNIT * row + length) // (2 * length)
    return units


def _mean(column: NDArray[np.int32], units: NDArray[np.uint16], posts: int) -> int:
    # Whole numbers below 2^53, which the 64-bit floats of bincount hold exactly.
    total = np.bincount(column, units).astype(np.int64)
    squares = int(np.square(units, dtype=np.uint32).sum(dtype=np.int64))
    return mean_likeness(int(np.dot(total, total)), squares, posts)


# ---------------------------------------------------------------- likeness


class _Table:
    """The weighed terms twice: rare ones by who uses them, common ones as columns of numbers."""

    def __init__(self, matrix: Matrix, column: NDArray[np.int32], time: int) -> None:
        self.total = len(matrix.names)
        self.days, self.time = matrix.days, time
        used = np.flatnonzero(matrix.units)
        owner = np.repeat(np.arange(self.total, dtype=np.int32), np.diff(matrix.starts))
        self.owner, self.column = owner[used], column[used]
        self.value = matrix.units[used].astype(np.float32)
        self.starts = np.searchsorted(used, matrix.starts)
        self.wide = int(column.max(initial=-1)) + 1
        self.ready = False

    def _prepare(self) -> None:
        """For ranking many posts: sort out common and rare terms."""
        users = np.bincount(self.column, minlength=self.wide)
        common = np.flatnonzero(users > max(32, self.total // 30))
        place = np.full(self.wide, -1, np.int32)
        place[common] = np.arange(len(common))
        dense = place[self.column] >= 0
        self.block = np.zeros((self.total, len(common)), np.float32)
        self.block[self.owner[dense], place[self.column[dense]]] = self.value[dense]
        rare = np.flatnonzero(~dense)
        order = rare[np.argsort(self.column[rare], kind="stable")]
        self.by_owner, self.by_value = self.owner[order], self.value[order]
        first = np.searchsorted(self.column[order], np.arange(self.wide + 1))
        self.rare_column, self.rare_value = self.column[rare], self.value[rare]
        self.rare_starts = np.searchsorted(rare, self.starts)
        self.first, self.users = first[:-1], np.diff(first)
        self.ready = True
        del self.owner, self.column, self.value  # large; `many` does without

    def products(self, places: Ints, expected: int) -> NDArray[np.float32]:
        """The products of some posts with all posts, as one of `expected` posts in all."""
        return self.many(places) if self.ready or expected > FEW else self.few(places)

    def few(self, places: Ints) -> NDArray[np.float32]:
        """The products of some posts with all posts, one pass over all entries for each."""
        result = np.empty((len(places), self.total), np.float32)
        weights = np.zeros(self.wide, np.float32)
        for i, place in enumerate(places.tolist()):
            part = slice(self.starts[place], self.starts[place + 1])
            weights[self.column[part]] = self.value[part]
            result[i] = np.bincount(self.owner, weights[self.column] * self.value, self.total)
            weights[self.column[part]] = 0
        return result

    def many(self, places: Ints) -> NDArray[np.float32]:
        """The same, sooner for many posts."""
        if not self.ready:
            self._prepare()
        sizes = np.diff(self.rare_starts)[places]
        entries = _ranges(self.rare_starts[places], sizes)
        row = np.repeat(np.arange(len(places)) * self.total, sizes)
        column = self.rare_column[entries]
        users = self.users[column]
        others = _ranges(self.first[column], users)
        product = np.repeat(self.rare_value[entries], users) * self.by_value[others]
        target = np.repeat(row, users) + self.by_owner[others]
        rare = np.bincount(target, product, len(places) * self.total)
        result = self.block[places] @ self.block.T
        result += rare.reshape(len(places), self.total)
        return result

    def ranks(self, places: Ints, products: NDArray[np.float32]) -> Ints:
        """Products to ranks of all posts, 0 for the post itself and posts with nothing in common.

        Products are whole numbers below 2^24, which the 32-bit floats of the fast matrix product
        hold exactly; so the order of additions, and with it the machine, does not show.
        """
        days = np.abs(self.days[places, None] - self.days[None, :])
        found = products.astype(np.int64)
        found[np.arange(len(places)), places] = 0
        found *= 100 + self.time * CLOSE_IN_TIME // (CLOSE_IN_TIME + days)
        found *= PLACES
        found += np.where(found > 0, PLACES - 1 - np.arange(self.total), 0)
        return found


def _best(ranks: Ints, width: int) -> Ints:
    """The highest of each row, falling; filled up with 0."""
    if ranks.shape[1] > width:
        ranks = np.partition(ranks, ranks.shape[1] - width, axis=1)[:, -width:]
    result = np.zeros((len(ranks), width), np.int64)
    result[:, :ranks.shape[1]] = -np.sort(-ranks, axis=1)
    return result


def _ranges(starts: Ints, sizes: Ints) -> Ints:
    """The numbers of all the ranges, one range after the other."""
    ends = np.cumsum(sizes)
    return np.repeat(starts - (ends - sizes), sizes) + np.arange(ends[-1] if len(ends) else 0)


def _rank_rows(matrix: Matrix, table: _Table, places: Ints) -> Matrix:
    """Rank some posts against all."""
    ranks, whole = matrix.ranks.copy(), matrix.whole.copy()
    width = ranks.shape[1]
    for start in range(0, len(places), ROWS):
        some = places[start:start + ROWS]
        found = table.ranks(some, table.products(some, len(places)))
        ranks[some] = _best(found, width)
        whole[some] = np.count_nonzero(found, axis=1) <= width
    return replace(matrix, ranks=ranks, whole=whole)


def _update(matrix: Matrix, table: _Table, before: Matrix, old: Ints, depth: int) -> Matrix:
    """Take over the ranks that still hold, and rank what the changes touched.

    A post whose vector is the same keeps its ranks with the other unchanged posts. Changed posts
    are put in where they now belong; that is exact above the lowest rank that was kept. A post left
    with fewer ranks than `depth` is ranked anew.
    """
    changed = np.array([_differs(matrix, before, i, place) for i, place in enumerate(old.tolist())],
                       np.bool_)
    if changed.sum() > len(changed) // 8:
        return _rank_rows(matrix, table, np.arange(len(old)))
    moved = np.full(len(before.names) + 1, -1, np.int64)
    moved[old[~changed]] = np.flatnonzero(~changed)
    kept = before.ranks[old]
    whole = before.whole[old]
    # Unchanged posts that a row does not have all stand below its lowest rank. That post may have
    # gone or changed: the first unchanged one from its place on then marks the same border.
    border = np.minimum.accumulate(np.where(moved < 0, PLACES - 1, moved)[::-1])[::-1]
    lowest = np.where(whole, 0, _placed(_lowest(kept), border))
    place = moved[np.where(kept > 0, PLACES - 1 - kept % PLACES, -1)]
    kept = np.where(place >= 0, kept // PLACES * PLACES + PLACES - 1 - place, 0)
    touched = np.flatnonzero(changed)
    fresh = table.ranks(touched, table.products(touched, len(touched)))
    # Seen from the other side: the same likeness, but the place of the changed post.
    added = np.where(fresh > 0, fresh // PLACES * PLACES + (PLACES - 1 - touched)[:, None], 0).T
    both = np.concatenate((kept, np.where(added > lowest[:, None], added, 0)), axis=1)
    width = kept.shape[1]
    whole &= np.count_nonzero(both, axis=1) <= width
    ranks = _best(both, width)
    short = (np.count_nonzero(ranks, axis=1) < depth) & ~whole
    ranks[touched] = _best(fresh, width)
    whole[touched] = np.count_nonzero(fresh, axis=1) <= width
    result = replace(matrix, ranks=ranks, whole=whole)
    return _rank_rows(result, table, np.flatnonzero(short & ~changed))


def _differs(matrix: Matrix, before: Matrix, i: int, place: int) -> bool:
    if place < 0:
        return True
    here = matrix.units[matrix.starts[i]:matrix.starts[i + 1]]
    return not np.array_equal(here, before.units[before.starts[place]:before.starts[place + 1]])


def _lowest(ranks: Ints) -> Ints:
    """The lowest rank of each row; of a row without ranks one that nothing exceeds."""
    return np.where(ranks > 0, ranks, np.iinfo(np.int64).max).min(axis=1)


def _placed(ranks: Ints, border: Ints) -> Ints:
    """Ranks with their places replaced by what `border` has at them."""
    places = np.minimum(PLACES - 1 - ranks % PLACES, len(border) - 1)
    return ranks // PLACES * PLACES + PLACES - 1 - border[places]
