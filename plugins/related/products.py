"""How much posts have in common: the products of their vectors, for many posts at once.

Rare terms are looked up by who uses them, common ones multiplied as columns of numbers. Posts stand
in tiles of neighbours and these in stretches, so that what is worked at fits into the processor's
cache, and so that of two tiles far from each other only one product is needed.

Products are whole numbers below 2^24, which the 32-bit floats of the fast matrix product hold
exactly; so the order of additions, and with it the machine, does not show.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .entries import Entries, Ints, Terms, starts

Floats = NDArray[np.float32]
# At least so many tiles, of at most so many posts. More than a stretch has, as each of its posts is
# multiplied with each other one, and of two stretches only one with the other.
TILES, TILE = 7, 300
STRETCH = 5  # tiles next to each other, at most; their posts are numbered by eleven bits in `ranks`
CACHE = 24_000  # sums made at once; with the products for them they fit into a processor's caches
PAIRS = 2_000  # of posts looked at once, for the same reason
WEIGHT = 11  # bits of a weight, which is UNIT at most
PLACE = 20  # bits of a place, or of a row and a place in it
# A term is a common one if more than one post in so many uses it, and an everyday one if more than
# one in so many does.
COMMON, EVERYDAY = 14, 5


@dataclass(frozen=True)
class Rows:
    """The vectors of some posts: common terms as a block, rare ones with number and weight.

    The columns of the block are of terms the more posts use, the sooner; the last one tells how
    long the vector of everyday terms alone is, rounded up.
    """

    block: Floats
    rare: NDArray[np.int32]
    weights: NDArray[np.int32]
    starts: Ints

    def part(self, first: int, last: int) -> Rows:
        """Some posts of them."""
        part = slice(self.starts[first], self.starts[last])
        return Rows(self.block[first:last], self.rare[part], self.weights[part],
                    self.starts[first:last + 1] - self.starts[first])


@dataclass(frozen=True)
class _Users:
    """Who uses the rare terms among the posts of a stretch: for term i from `first[i]` on, each a
    place in the stretch above the bits of a weight."""

    first: NDArray[np.int32]
    users: NDArray[np.int32]


class Index:
    """The vectors of all posts of a blog, ready to be multiplied.

    Posts stand in `tiles` of neighbours and those in `stretches`, both given by where they begin
    and end: work is done for a tile and a stretch.
    """

    def __init__(self, entries: Entries, units: NDArray[np.uint16]) -> None:
        self.total = len(entries.starts) - 1
        used = units > 0
        sizes = np.diff(_before(used)[entries.starts])
        terms, values = entries.terms[used], units[used]
        known = Terms.of(terms)
        self._terms, number = known.present, known.numbers(terms)
        common = known.users > max(32, self.total // COMMON)
        # Common terms are known by their column, rare ones by their number.
        columns = np.flatnonzero(common)[np.argsort(-known.users[common], kind="stable")]
        self._common = len(columns)
        self._everyday = int(np.count_nonzero(known.users[columns] > self.total // EVERYDAY))
        self._place = (np.cumsum(~common) - 1).astype(np.int32)
        self._place[columns] = -1 - np.arange(self._common)
        self._rare = len(common) - self._common
        self._rows = self._split(self._place[number], values, starts(sizes))
        self.tiles = _tiles(self.total)
        self.stretches = [slice(first.start, last.stop) for first, last in zip(
            self.tiles[::STRETCH], [*self.tiles[STRETCH - 1::STRETCH], self.tiles[-1]],
            strict=False)]
        self._users = [self._users_of(posts) for posts in self.stretches]

    def rows(self, entries: Entries, units: NDArray[np.uint16]) -> Rows:
        """The vectors of other posts; terms that no post here has are left out."""
        at = np.searchsorted(self._terms, entries.terms)
        known = (at < len(self._terms)) & (units > 0)
        known[known] = self._terms[at[known]] == entries.terms[known]
        return self._split(self._place[at[known]], units[known], _before(known)[entries.starts])

    def own(self, posts: slice) -> Rows:
        """The vectors of posts that stand here."""
        return self._rows.part(posts.start, posts.stop)

    def products(self, rows: Rows) -> Floats:
        """The products of vectors with all posts."""
        return np.concatenate([self.with_stretch(rows, i) for i in range(len(self.stretches))],
                              axis=1)

    def with_stretch(self, rows: Rows, number: int) -> Floats:
        """The products of vectors with the posts of a stretch."""
        return self._with_stretch(rows, number, slice(0, self._common))

    def bounds(self, rows: Rows, number: int) -> Floats:
        """What no product of vectors with the posts of a stretch exceeds, for less work: of
        everyday terms only the lengths are multiplied (Cauchy and Schwarz)."""
        return self._with_stretch(rows, number, slice(self._everyday, self._common + 1))

    def products_at(self, ones: Ints, others: Ints, bounds: Floats) -> Floats:
        """The products of pairs of posts that stand here, whose `bounds` are known."""
        block, most = self._rows.block, self._everyday
        found = bounds - block[ones, -1] * block[others, -1]
        for some in range(0, len(found), PAIRS):
            part = slice(some, some + PAIRS)
            found[part] += np.einsum("ij,ij->i", block[ones[part], :most],
                                     block[others[part], :most])
        return found

    def _with_stretch(self, rows: Rows, number: int, columns: slice) -> Floats:
        found = rows.block[:, columns] @ self._rows.block[self.stretches[number], columns].T
        width = found.shape[1]
        step = max(1, CACHE // width)
        for some in range(0, len(found), step):
            part = rows.part(some, min(some + step, len(found)))
            _add_rare(found[some:some + step].reshape(-1), part, self._users[number], width)
        return found

    def _split(self, place: NDArray[np.int32], values: NDArray[np.uint16], borders: Ints) -> Rows:
        common = np.flatnonzero(place < 0)
        owner = np.searchsorted(borders, common, "right") - 1
        block = np.zeros((len(borders) - 1, self._common + 1), np.float32)
        block[owner, -1 - place[common]] = values[common]
        most = block[:, :self._everyday]
        block[:, -1] = np.ceil(np.sqrt(np.einsum("ij,ij->i", most, most, dtype=np.float64)))
        rare = place >= 0
        return Rows(block, place[rare], values[rare].astype(np.int32), _before(rare)[borders])

    def _users_of(self, posts: slice) -> _Users:
        rows = self.own(posts)
        owner = np.repeat(np.arange(len(rows.block)), np.diff(rows.starts))
        # One number for term, place and weight: sorting it is quicker than sorting an order.
        keys = rows.rare.astype(np.int64) << PLACE + WEIGHT | owner << WEIGHT | rows.weights
        keys.sort()
        sizes = np.bincount(rows.rare, minlength=self._rare)
        first = np.concatenate((np.zeros(1, np.int32), np.cumsum(sizes, dtype=np.int32)))
        return _Users(first, _low(keys))


def _add_rare(found: Floats, rows: Rows, users: _Users, width: int) -> None:
    """Add the products of rare terms to sums of which each row has `width`.

    What belongs to an entry is repeated for each post that uses its term, which is most of the
    work: so it is one number, of where those posts stand, the row, and the weight.
    """
    number = rows.rare.astype(np.int64)
    first = users.first.take(number)
    number += 1
    sizes = users.first.take(number)
    sizes -= first
    ends = np.cumsum(sizes, dtype=np.int64)
    if not len(ends) or not ends[-1]:
        return
    row = np.arange(len(rows.block), dtype=np.int64) * width
    entries = first - ends + sizes << PLACE + WEIGHT
    entries |= np.repeat(row << WEIGHT, np.diff(rows.starts))
    entries |= rows.weights
    entries = np.repeat(entries, sizes)
    one = _low(entries)
    entries >>= PLACE + WEIGHT
    entries += np.arange(len(entries))
    other = users.users.take(entries)
    products = (one & (1 << WEIGHT) - 1) * (other & (1 << WEIGHT) - 1)
    one >>= WEIGHT
    other >>= WEIGHT
    one += other
    np.add.at(found, one.astype(np.int64), products.astype(np.float32))


def _low(numbers: Ints) -> NDArray[np.int32]:
    """The bits of a place and a weight."""
    found = numbers.astype(np.int32)
    found &= (1 << PLACE + WEIGHT) - 1
    return found


def _before(chosen: NDArray[np.bool_]) -> NDArray[np.int32]:
    """How many are chosen before each place, and in all."""
    return np.concatenate((np.zeros(1, np.int32), np.cumsum(chosen, dtype=np.int32)))


def _tiles(total: int) -> list[slice]:
    number = min(max(TILES, -(-total // TILE)), total)
    places = [total * i // number for i in range(number + 1)]
    return [slice(*ends) for ends in zip(places, places[1:], strict=False)]
