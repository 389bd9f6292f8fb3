"""How much posts have in common: the products of their vectors, for many posts at once.

Rare terms are looked up by who uses them, common ones multiplied as columns of numbers. Posts stand
in tiles of neighbours, so that what is worked at fits into the processor's cache, and so that of
two tiles only one product is needed.

Products are whole numbers below 2^24, which the 32-bit floats of the fast matrix product hold
exactly; so the order of additions, and with it the machine, does not show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .entries import Entries, Ints, Terms, starts

Floats = NDArray[np.float32]
TILES, TILE = 7, 600  # at least so many tiles (enough work to share), of at most so many posts
CACHE = 24_000  # sums made at once; with the products for them they fit into a processor's caches
WEIGHT = 11  # bits of a weight, which is UNIT at most
PLACE = 20  # bits of a place, or of a row and a place in it
COMMON = 20  # a term is common if more than one post in so many uses it


@dataclass(frozen=True)
class Rows:
    """The vectors of some posts: common terms as a block, rare ones with number and weight."""

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
class _Tile:
    """Who uses the rare terms among the posts `begin` to `end`: for term i from `first[i]` on, each
    a place, counted from `begin`, above the bits of a weight."""

    begin: int
    end: int
    first: NDArray[np.int32]
    users: NDArray[np.int32]


class Index:
    """The vectors of all posts of a blog, ready to be multiplied."""

    def __init__(self, entries: Entries, units: NDArray[np.uint16]) -> None:
        self.total = len(entries.starts) - 1
        used = units > 0
        sizes = np.diff(_before(used)[entries.starts])
        terms, values = entries.terms[used], units[used]
        known = Terms.of(terms)
        self._terms, number = known.present, known.numbers(terms)
        common = known.users > max(32, self.total // COMMON)
        # Common terms are known by their column, rare ones by their number.
        self._common = int(np.count_nonzero(common))
        self._place = np.where(common, -np.cumsum(common), np.cumsum(~common) - 1).astype(np.int32)
        self._rare = len(common) - self._common
        self._rows = self._split(self._place[number], values, starts(sizes))
        self.tiles = [self._tile(begin, end) for begin, end in _borders(self.total)]

    def rows(self, entries: Entries, units: NDArray[np.uint16]) -> Rows:
        """The vectors of other posts; terms that no post here has are left out."""
        at = np.searchsorted(self._terms, entries.terms)
        known = (at < len(self._terms)) & (units > 0)
        known[known] = self._terms[at[known]] == entries.terms[known]
        return self._split(self._place[at[known]], units[known], _before(known)[entries.starts])

    def own(self, begin: int, end: int) -> Rows:
        """The vectors of posts that stand here."""
        return self._rows.part(begin, end)

    def products(self, rows: Rows) -> Floats:
        """The products of vectors with all posts."""
        return np.concatenate([self.with_tile(rows, tile) for tile in range(len(self.tiles))],
                              axis=1)

    def with_tile(self, rows: Rows, number: int) -> Floats:
        """The products of vectors with the posts of one tile."""
        tile = self.tiles[number]
        found = rows.block @ self._rows.block[tile.begin:tile.end].T
        width = tile.end - tile.begin
        step = max(1, CACHE // width)
        for some in range(0, len(found), step):
            part = rows.part(some, min(some + step, len(found)))
            _add_rare(found[some:some + step].reshape(-1), part, tile, width)
        return found

    def _split(self, place: NDArray[np.int32], values: NDArray[np.uint16], borders: Ints) -> Rows:
        common = np.flatnonzero(place < 0)
        owner = np.searchsorted(borders, common, "right") - 1
        block = np.zeros((len(borders) - 1, self._common), np.float32)
        block[owner, -1 - place[common]] = values[common]
        rare = place >= 0
        return Rows(block, place[rare], values[rare].astype(np.int32), _before(rare)[borders])

    def _tile(self, begin: int, end: int) -> _Tile:
        rows = self._rows.part(begin, end)
        owner = np.repeat(np.arange(end - begin), np.diff(rows.starts))
        # One number for term, place and weight: sorting it is quicker than sorting an order.
        keys = rows.rare.astype(np.int64) << PLACE + WEIGHT | owner << WEIGHT | rows.weights
        keys.sort()
        sizes = np.bincount(rows.rare, minlength=self._rare)
        first = np.concatenate((np.zeros(1, np.int32), np.cumsum(sizes, dtype=np.int32)))
        return _Tile(begin, end, first, _low(keys))


def _add_rare(found: Floats, rows: Rows, tile: _Tile, width: int) -> None:
    """Add the products of rare terms to sums of which each row has `width`.

    What belongs to an entry is repeated for each post that uses its term, which is most of the
    work: so it is one number, of where those posts stand, the row, and the weight.
    """
    number = rows.rare.astype(np.int64)
    first = tile.first.take(number)
    number += 1
    sizes = tile.first.take(number)
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
    other = tile.users.take(entries)
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


def _borders(total: int) -> Iterator[tuple[int, int]]:
    number = min(max(TILES, -(-total // TILE)), total)
    places = [total * i // number for i in range(number + 1)]
    return zip(places, places[1:], strict=False)
