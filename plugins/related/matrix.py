"""The arithmetic of `ranking` with NumPy, for blogs of many posts: the same lists, much sooner.

`Matrix` is plain arrays. `ranked` makes one from posts; given the one before, it reads only the
posts that changed, and ranks again only what that touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from .entries import PART, Entries, Ints, Terms, rarities, read, starts, units
from .products import Floats, Index
from .ranking import CLOSE_IN_TIME, Found, mean_likeness
from .words import SLOTS

T, R = TypeVar("T"), TypeVar("R")
# `[function(item) for item in items]`, by whatever means.
Map = Callable[[Callable[[T], R], Sequence[T]], list[R]]
SPARE = 24  # entries kept beyond the depth asked for, so that a loss seldom means a new ranking
PLACES = 1 << 20  # a likeness and a place share one number; more posts than any blog has
ROUND = 64  # pairs of tiles after whose ranking the best are picked, so that memory stays small
ROWS = 250  # posts ranked at once against all
MANY = 8  # with more than one changed post in so many, all are ranked anew


@dataclass(frozen=True)
class Matrix:
    """The counted terms of posts, newest first, and the ranks they led to.

    `terms`, `counts` and `units` (weights) hold the entries of all posts one after the other; those
    of post i start at `starts[i]`. A rank is likeness · PLACES + (PLACES − 1 − place), 0 for none;
    `whole` tells which posts have ranks for every post they have anything in common with. `time`
    is the weight of nearness in time.
    """

    ARRAYS: ClassVar = ("names", "days", "terms", "counts", "starts", "units", "ranks", "whole",
                        "time")

    names: tuple[str, ...]
    days: Ints
    terms: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    starts: Ints
    units: NDArray[np.uint16]
    ranks: Ints
    whole: NDArray[np.bool_]
    time: int
    # Not kept in a file: `known` are the terms, `index` the vectors of posts as they were a few
    # edits ago, and `seat` where each post stands in it, -1 for one whose vector is another now.
    known: Terms | None = field(default=None, repr=False, compare=False)
    index: Index | None = field(default=None, repr=False, compare=False)
    seat: Ints | None = field(default=None, repr=False, compare=False)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as plain arrays, to be kept in a file."""
        return {name: np.asarray(getattr(self, name)) for name in self.ARRAYS}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Matrix:
        """The way back. Raises ValueError for arrays that do not belong together."""
        found = cls(**{**arrays, "names": tuple(arrays["names"].tolist()),
                       "time": int(arrays["time"])})
        posts, entries = len(found.names), len(found.terms)
        shapes = (len(found.days), len(found.starts) - 1, len(found.ranks), len(found.whole))
        if shapes != (posts,) * 4 or {len(found.counts), len(found.units)} != {entries}:
            raise ValueError("the arrays are of different lengths")
        return found

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each name stands."""
        return {name: i for i, name in enumerate(self.names)}

    @property
    def entries(self) -> Entries:
        """The counted terms."""
        return Entries(self.terms, self.counts, self.starts)

    def with_terms(self) -> Terms:
        """The terms, counted if they are not yet."""
        if self.known:
            return self.known
        known = Terms.of(self.terms)
        return known.summed(known.numbers(self.terms), self.units)


    def leading(self, size: int, floor: int) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """The places of posts whose `size` likest are all above the floor (see
        `core.Ranking.floor`), with the places and likeness of those."""
        if size > self.ranks.shape[1] - SPARE:
            return
        likeness, places = np.divmod(self.ranks[:, :size], PLACES)
        places = PLACES - 1 - places
        near = _nearness(self.days[:, None], self.days[np.minimum(places, len(self.days) - 1)],
                         self.time)
        sure = ((likeness > 0) & (likeness >= floor * near // 100)).all(axis=1)
        rows = zip(places[sure].tolist(), likeness[sure].tolist(), strict=True)
        for place, row in zip(np.flatnonzero(sure).tolist(), rows, strict=True):
            yield place, list(zip(*row, strict=True))


def ranked(names: Sequence[str], days: Sequence[int], count: Callable[[int], bytes], time: int,
           depth: int, before: Matrix | None = None, mapped: Map[Any, Any] | None = None
           ) -> tuple[Matrix, Found]:
    """Rank posts that stand newest first, as `ranking.ranked` does.

    `names` tell posts and their contents apart: what has the same name in `before` is the same
    post, unchanged. `count(i)` gives the terms of post i (`counts.counts`) and is asked for changed
    ones only. `mapped` may spread the work of a ranking from nothing over processes.
    """
    if before and (before.ranks.shape[1], before.time) == (depth + SPARE, time):
        old = np.array([before.places.get(name, -1) for name in names], np.int64)
        if np.array_equal(old, np.arange(len(before.names))):
            matrix = replace(before, known=before.with_terms())
        else:
            matrix = _after(before, old, names, days, count, depth, mapped)
    else:
        entries = read(len(names), count)
        matrix = _from_nothing(names, days, entries, time, depth, mapped)
    known = matrix.with_terms()
    return matrix, Found(_Near(matrix, depth), _mean(known, matrix.units, len(names)), known.count)


def _mean(known: Terms, weights: NDArray[np.uint16], posts: int) -> int:
    squares = int(np.square(weights, dtype=np.uint32).sum(dtype=np.int64))
    return mean_likeness(int(np.dot(known.sums, known.sums)), squares, posts)


class _Near(Sequence[Iterable[tuple[int, int]]]):
    """The ranks as `ranking.Found` has them, each made when it is asked for."""

    def __init__(self, matrix: Matrix, depth: int) -> None:
        self._ranks = matrix.ranks[:, :depth]

    def __len__(self) -> int:
        return len(self._ranks)

    def __getitem__(self, place: Any) -> Any:
        return _told(self._ranks[place].tolist())


def _told(ranks: Iterable[int]) -> Iterator[tuple[int, int]]:
    for rank in ranks:
        if not rank:
            return
        likeness, place = divmod(rank, PLACES)
        yield PLACES - 1 - place, likeness


# ---------------------------------------------------------------- from nothing


def _from_nothing(names: Sequence[str], days: Sequence[int], entries: Entries, time: int,
                  depth: int, mapped: Map[Any, Any] | None) -> Matrix:
    known, total = Terms.of(entries.terms), len(names)
    number = known.numbers(entries.terms)
    weights = units(rarities(known.users, total), number, entries.counts, entries.starts, total)
    known = known.summed(number, weights)
    del number  # large, and more is to come
    index = Index(entries, weights)
    ordinals = np.array(days, np.int64)
    ranks, whole = _all_ranks(index, ordinals, time, depth + SPARE, mapped)
    return Matrix(tuple(names), ordinals, entries.terms, entries.counts, entries.starts, weights,
                  ranks, whole, time, known, index,
                  np.arange(total))


def _all_ranks(index: Index, days: Ints, time: int, width: int, mapped: Map[Any, Any] | None
               ) -> tuple[Ints, NDArray[np.bool_]]:
    """The ranks of all posts, from each pair of tiles once."""
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
            ranks[start:start + len(parts[0])] = _best(np.concatenate(parts, axis=1), width)
    return ranks, partners <= width


def _pair(index: Index, days: Ints, time: int, width: int, one: int, other: int
          ) -> list[tuple[slice, Ints, Ints]]:
    """For the posts of two tiles the best among those of the other, and how many have anything in
    common; for one tile with itself only once."""
    here, there = (slice(index.tiles[i].begin, index.tiles[i].end) for i in (one, other))
    products = index.with_tile(index.own(here.start, here.stop), other)
    if one == other:
        np.fill_diagonal(products, 0)
    likeness = _likeness(products, days[here], days[there], time)
    sides = [(here, there, likeness)] + [(there, here, likeness.T)] * (one != other)
    return [(posts, _best(_ranks(found, np.arange(others.start, others.stop)), width),
             np.count_nonzero(found, axis=1)) for posts, others, found in sides]


def _likeness(products: Floats, days: Ints, others: Ints, time: int) -> Ints:
    found = products.astype(np.int64)
    found *= _nearness(days[:, None], others[None, :], time)
    return found


def _nearness(days: Ints, others: Ints, time: int) -> Ints:
    """As `ranking.nearness`."""
    apart = np.abs(days - others)
    apart += CLOSE_IN_TIME
    return 100 + time * CLOSE_IN_TIME // apart


def _ranks(likeness: Ints, places: Ints) -> Ints:
    """Likeness to posts at some places as ranks, 0 for none."""
    return np.where(likeness > 0, likeness * PLACES + (PLACES - 1 - places), 0)


def _best(ranks: Ints, width: int) -> Ints:
    """The highest of each row, falling; filled up with 0."""
    if ranks.shape[1] > width:
        ranks = np.partition(ranks, ranks.shape[1] - width, axis=1)[:, -width:]
    result = np.zeros((len(ranks), width), np.int64)
    result[:, :ranks.shape[1]] = -np.sort(-ranks, axis=1)
    return result


# ---------------------------------------------------------------- after an edit


def _after(before: Matrix, old: Ints, names: Sequence[str], days: Sequence[int],
           count: Callable[[int], bytes], depth: int, mapped: Map[Any, Any] | None) -> Matrix:
    """The matrix of posts of which `old` tells the place they had, -1 for a new or edited one."""
    total, fresh = len(names), np.flatnonzero(old < 0)
    gone = np.setdiff1d(np.arange(len(before.names)), old)
    own = read(len(fresh), lambda i: count(int(fresh[i])))
    entries, weights = _put_in(before, old, own)
    # From some numbers of posts on, every rarity is another, and so is every vector.
    scale = (total ** 2).bit_length() != (len(before.names) ** 2).bit_length()
    if scale or MANY * (len(fresh) + len(gone)) > total:
        return _from_nothing(names, days, entries, before.time, depth, mapped)
    lost = before.entries.some(gone)
    known, moved = _count_anew(before.with_terms(), own.terms, lost.terms, total)
    touched = _users_of(entries, moved, fresh)
    some = entries.some(touched)
    at = known.at(some.terms)
    new = units(rarities(known.users[at], total), np.arange(len(at)), some.counts, some.starts,
                total)
    where = entries.of(touched)
    differs = np.add.reduceat(np.append(new != weights[where], False), some.starts[:-1]) > 0
    changed = np.zeros(total, np.bool_)
    changed[touched[differs & (np.diff(some.starts) > 0)]] = True
    changed[fresh] = True
    sums = known.sums.copy()
    np.add.at(sums, at, new.astype(np.int64) - weights[where])
    np.subtract.at(sums, known.at(lost.terms), before.units[before.entries.of(gone)])
    weights[where] = new
    matrix = Matrix(tuple(names), np.array(days, np.int64), entries.terms, entries.counts,
                    entries.starts, weights, np.zeros((total, depth + SPARE), np.int64),
                    np.zeros(total, np.bool_), before.time, replace(known, sums=sums),
                    before.index, _seats(before, old, changed))
    if MANY * int(changed.sum()) > total:
        return _from_nothing(names, days, entries, before.time, depth, mapped)
    return _take_over(_indexed(matrix), before, old, changed, depth)


def _put_in(before: Matrix, old: Ints, own: Entries) -> tuple[Entries, NDArray[np.uint16]]:
    """The entries of all posts, those of new ones from `own`, and their weights, 0 for new ones."""
    terms, counts, weights = [], [], []
    sizes = np.where(old >= 0, np.diff(before.starts)[old], 0)
    sizes[old < 0] = np.diff(own.starts)
    # Runs of posts that stood one after the other before.
    borders = np.flatnonzero((np.diff(old) != 1) | (old[:-1] < 0)) + 1
    new = 0
    for begin, end in zip([0, *borders.tolist()], [*borders.tolist(), len(old)], strict=True):
        if old[begin] >= 0:
            part = slice(before.starts[old[begin]], before.starts[old[end - 1] + 1])
            source, weight = before.entries, before.units[part]
        else:
            part = slice(own.starts[new], own.starts[new + 1])
            source, weight, new = own, np.zeros(part.stop - part.start, np.uint16), new + 1
        terms.append(source.terms[part])
        counts.append(source.counts[part])
        weights.append(weight)
    return (Entries(np.concatenate(terms), np.concatenate(counts), starts(sizes)),
            np.concatenate(weights))


def _count_anew(known: Terms, new: NDArray[np.uint32], gone: NDArray[np.uint32], total: int
                ) -> tuple[Terms, NDArray[np.uint32]]:
    """The terms after some entries came and others went, and those whose rarity is another now."""
    terms, inverse = np.unique(np.concatenate((new, gone)), return_inverse=True)
    change = np.bincount(inverse[:len(new)], minlength=len(terms))
    change -= np.bincount(inverse[len(new):], minlength=len(terms))
    at = known.at(terms)
    there = at < len(known.present)
    there[there] = known.present[at[there]] == terms[there]
    users = known.users
    present, sums = known.present, known.sums
    if not there.all():
        lacking = ~there
        present = np.insert(present, at[lacking], terms[lacking])
        users = np.insert(users, at[lacking], 0)
        sums = np.insert(sums, at[lacking], 0)
    found = Terms(present, users.copy(), sums)
    at = found.at(terms)
    found.users[at] += change.astype(np.int32)
    differs = rarities(users[at], total) != rarities(found.users[at], total)
    return found, terms[differs]


def _users_of(entries: Entries, terms: NDArray[np.uint32], more: Ints) -> Ints:
    """The posts that use any of some terms, and some more."""
    table = np.zeros(SLOTS, np.bool_)
    table[terms] = True
    # Part by part, as NumPy makes an index of 64 bits out of each.
    found = [np.flatnonzero(table[entries.terms[some:some + PART]]) + some
             for some in range(0, len(entries.terms), PART)]
    places = np.searchsorted(entries.starts, np.concatenate(found), "right") - 1 if found else more
    return np.union1d(places, more)


def _seats(before: Matrix, old: Ints, changed: NDArray[np.bool_]) -> Ints | None:
    if before.seat is None:
        return None
    return np.where(changed, -1, before.seat[old])


def _indexed(matrix: Matrix) -> Matrix:
    """With an index in which most posts have a seat."""
    total = len(matrix.names)
    if matrix.index and matrix.seat is not None \
            and np.count_nonzero(matrix.seat < 0) * 20 <= total + 1000:
        return matrix
    return replace(matrix, index=Index(matrix.entries, matrix.units), seat=np.arange(total))


def _products(matrix: Matrix, places: Ints) -> Floats:
    """The products of some posts with all posts."""
    assert matrix.index and matrix.seat is not None
    some, where = matrix.entries.some(places), matrix.entries.of(places)
    vectors = matrix.units[where]
    found = matrix.index.products(matrix.index.rows(some, vectors))[:, matrix.seat]
    apart = np.flatnonzero(matrix.seat < 0)
    if len(apart):
        weights = matrix.units[matrix.entries.of(apart)]
        few = Index(matrix.entries.some(apart), weights)
        found[:, apart] = few.products(few.rows(some, vectors))
    return found


def _ranks_of(matrix: Matrix, places: Ints) -> Ints:
    """The ranks of all posts, seen from some."""
    products = _products(matrix, places)
    products[np.arange(len(places)), places] = 0
    likeness = _likeness(products, matrix.days[places], matrix.days, matrix.time)
    return _ranks(likeness, np.arange(len(matrix.names)))


def _rank_rows(matrix: Matrix, places: Ints) -> Matrix:
    """Rank some posts against all."""
    ranks, whole = matrix.ranks.copy(), matrix.whole.copy()
    width = ranks.shape[1]
    for start in range(0, len(places), ROWS):
        some = places[start:start + ROWS]
        found = _ranks_of(matrix, some)
        ranks[some] = _best(found, width)
        whole[some] = np.count_nonzero(found, axis=1) <= width
    return replace(matrix, ranks=ranks, whole=whole)


def _take_over(matrix: Matrix, before: Matrix, old: Ints, changed: NDArray[np.bool_], depth: int
               ) -> Matrix:
    """Take over the ranks that still hold, and rank what the changes touched.

    A post whose vector is the same keeps its ranks with the other unchanged posts. Changed posts
    are put in where they now belong; that is exact above the lowest rank that was kept. A post left
    with fewer ranks than `depth` is ranked anew.
    """
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
    fresh = _ranks_of(matrix, touched)
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
    return _rank_rows(result, np.flatnonzero(short & ~changed))


def _lowest(ranks: Ints) -> Ints:
    """The lowest rank of each row; of a row without ranks one that nothing exceeds."""
    return np.where(ranks > 0, ranks, np.iinfo(np.int64).max).min(axis=1)


def _placed(ranks: Ints, border: Ints) -> Ints:
    """Ranks with their places replaced by what `border` has at them."""
    places = np.minimum(PLACES - 1 - ranks % PLACES, len(border) - 1)
    return ranks // PLACES * PLACES + PLACES - 1 - border[places]
