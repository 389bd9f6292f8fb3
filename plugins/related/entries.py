"""The counted terms of many posts as arrays, and how rare and how heavy each term is.

The arithmetic is that of `ranking.vectors`, whole numbers all through.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt
from typing import Any

import numpy as np
from numpy import bitwise_count  # from NumPy 2.0 on; an older one is none
from numpy.typing import NDArray

from .counts import SIZE
from .ranking import UNIT, own_words
from .words import SLOTS

Ints = NDArray[np.int64]
ROWS = 100  # posts weighed at once
PART = 1 << 16  # entries looked up at once
_ONE = np.uint64(1)


@dataclass(frozen=True)
class Entries:
    """The terms of all posts, one post after the other; those of post i start at `starts[i]`."""

    terms: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    starts: Ints

    def of(self, places: Ints) -> Ints:
        """Where the entries of some posts stand."""
        return ranges(self.starts[places], self.starts[places + 1] - self.starts[places])

    def some(self, places: Ints) -> Entries:
        """The entries of some posts alone."""
        where = self.of(places)
        return Entries(self.terms[where], self.counts[where], starts(np.diff(self.starts)[places]))

    def owners(self) -> NDArray[np.int32]:
        """Whose each entry is."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))


def read(number: int, count: Callable[[int], bytes]) -> Entries:
    """The entries of as many posts, `count(i)` being `counts.counts` of post i."""
    data = [count(i) for i in range(number)]
    sizes = [len(each) // SIZE for each in data]
    terms = b"".join([each[:4 * size] for each, size in zip(data, sizes, strict=True)])
    counts = b"".join([each[4 * size:] for each, size in zip(data, sizes, strict=True)])
    return Entries(np.frombuffer(terms, "<u4").astype(np.uint32, copy=False),
                   np.frombuffer(counts, "<u2").astype(np.uint16, copy=False),
                   starts(np.array(sizes, np.int64)))


def starts(sizes: Ints) -> Ints:
    """Where each post starts, and where the last one ends."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))


def ranges(first: Ints, sizes: Ints) -> Ints:
    """The numbers of all the ranges, one range after the other."""
    ends = np.cumsum(sizes)
    found = np.arange(ends[-1] if len(ends) else 0)
    found += np.repeat(first - (ends - sizes), sizes)
    return found


@dataclass(frozen=True)
class Terms:
    """The terms that occur, in order, how many posts use each (0: none any more), and what the
    weights of each add up to."""

    present: NDArray[np.uint32]
    users: NDArray[np.int32]
    sums: Ints

    @classmethod
    def of(cls, terms: NDArray[np.uint32]) -> Terms:
        """The terms of all entries, no weights known yet."""
        ordered = np.sort(terms)
        first = np.flatnonzero(np.concatenate((ordered[:1] == ordered[:1],
                                               ordered[1:] != ordered[:-1])))
        users = np.diff(np.append(first, len(ordered))).astype(np.int32)
        return cls(ordered[first], users, np.zeros(len(first), np.int64))

    def at(self, terms: NDArray[np.uint32]) -> Ints:
        """Where terms that occur stand."""
        return np.searchsorted(self.present, terms)

    def count(self, term: int) -> int:
        """How many posts use a term."""
        place = int(np.searchsorted(self.present, np.uint32(term)))
        found = place < len(self.present) and self.present[place] == term
        return int(self.users[place]) if found else 0

    def numbers(self, terms: NDArray[np.uint32]) -> NDArray[np.int32]:
        """Where entries stand, sooner than `at` for very many.

        A bit for each slot tells whether its term occurs, and a number for each 64 of them how many
        occur before: a table of rank and select (Jacobson 1989) of 3 MiB, where one of a number for
        each slot would take 64, and longer, as memory is slow to be had.
        """
        if len(terms) < 100_000:
            return self.at(terms).astype(np.int32)
        group, bit = _place(self.present)
        first = np.flatnonzero(np.concatenate((group[:1] == group[:1], group[1:] != group[:-1])))
        bits = np.zeros(SLOTS // 64, np.uint64)
        bits[group[first]] = np.bitwise_or.reduceat(bit, first)
        before = starts(bitwise_count(bits)).astype(np.int32)
        found = np.empty(len(terms), np.int32)
        for some in range(0, len(terms), PART):  # so that what is computed stays near the core
            group, bit = _place(terms[some:some + PART])
            found[some:some + PART] = before[group] + bitwise_count(bits[group] & (bit - _ONE))
        return found

    def summed(self, number: NDArray[np.int32], weights: NDArray[np.uint16]) -> Terms:
        """With the sums of the weights of all entries, which stand at `number`."""
        sums = np.zeros(len(self.present), np.int64)
        for some in range(0, len(number), 16 * PART):  # NumPy takes four times the room of a part
            part = slice(some, some + 16 * PART)
            # Whole numbers below 2^53, which the 64-bit floats of bincount hold exactly.
            sums += np.bincount(number[part], weights[part], len(sums)).astype(np.int64)
        return Terms(self.present, self.users, sums)


def _place(terms: NDArray[np.uint32]) -> tuple[Ints, NDArray[np.uint64]]:
    """In which 64 of the slots each term is, and the bit that it is among them."""
    return (terms >> np.uint32(6)).astype(np.int64), \
        _ONE << (terms & np.uint32(63)).astype(np.uint64)


def rarities(users: NDArray[np.int32], total: int) -> NDArray[np.int32]:
    """`ranking.rarity` of terms; 0 for one of one post alone."""
    _, lengths = np.frexp(np.square(users, dtype=np.float64))  # bit_length of whole numbers
    found = np.square((total * total).bit_length() + 3 - lengths)
    found[users < 2] = 0
    return found


def units(rarity_of: NDArray[np.int32], number: NDArray[Any], counts: NDArray[np.uint16],
          borders: Ints, total: int) -> NDArray[np.uint16]:
    """The weights of terms, each post's scaled to the length UNIT. `rarity_of` is that of each
    term, `number` tells the term of each entry, `total` the number of posts of the blog."""
    roots = np.array([isqrt(256 * n) for n in range(int(counts.max(initial=0)) + 1)], np.int64)
    found, own = np.zeros(len(counts), np.uint16), own_words(total)
    for some in range(0, len(borders) - 1, ROWS):
        here = borders[some:some + ROWS + 1]
        part = slice(here[0], here[-1])
        row = roots[counts[part]]
        row *= rarity_of[number[part]]
        sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(row * row)))[here - here[0]]
        lengths = np.array([isqrt(own + square) or 1 for square in np.diff(sums).tolist()])
        length = np.repeat(lengths, np.diff(here))
        found[part] = (2 * UNIT * row + length) // (2 * length)
    return found
