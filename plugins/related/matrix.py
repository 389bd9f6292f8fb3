"""What a ranking of many posts remembers: plain arrays, made from nothing or from those before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from .entries import Entries, Ints, Terms, rarities, units
from .products import Index
from .ranks import PLACES, Map, all_ranks, nearness

SPARE = 24  # entries kept beyond the depth asked for, so that a loss seldom means a new ranking


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
    KNOWN: ClassVar = ("present", "users", "sums")

    names: tuple[str, ...]
    days: Ints
    terms: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    starts: Ints
    units: NDArray[np.uint16]
    ranks: Ints
    whole: NDArray[np.bool_]
    time: int
    known: Terms | None = field(default=None, repr=False, compare=False)
    # Not kept in a file: `index` are the vectors of posts as they were a few edits ago, and `seat`
    # is where each post stands in it, -1 for one whose vector is another now. `ranked` counts the
    # posts that are ranked otherwise than in what this was made from.
    index: Index | None = field(default=None, repr=False, compare=False)
    seat: Ints | None = field(default=None, repr=False, compare=False)
    ranked: int = field(default=0, repr=False, compare=False)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as plain arrays, to be kept in a file."""
        known = self.with_terms()
        return {**{name: np.asarray(getattr(self, name)) for name in self.ARRAYS},
                **{name: getattr(known, name) for name in self.KNOWN}}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Matrix:
        """The way back. Raises ValueError for arrays that do not belong together."""
        own = {name: arrays[name] for name in cls.ARRAYS}
        found = cls(**{**own, "names": tuple(arrays["names"].tolist()),
                       "time": int(arrays["time"])},
                    known=Terms(*(arrays[name] for name in cls.KNOWN)))
        posts, entries = len(found.names), len(found.terms)
        shapes = (len(found.days), len(found.starts) - 1, len(found.ranks), len(found.whole))
        if shapes != (posts,) * 4 or {len(found.counts), len(found.units)} != {entries} \
                or len({len(arrays[name]) for name in cls.KNOWN}) != 1:
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
        near = nearness(self.days[:, None], self.days[np.minimum(places, len(self.days) - 1)],
                         self.time)
        sure = ((likeness > 0) & (likeness >= floor * near // 100)).all(axis=1)
        rows = zip(places[sure].tolist(), likeness[sure].tolist(), strict=True)
        for place, row in zip(np.flatnonzero(sure).tolist(), rows, strict=True):
            yield place, list(zip(*row, strict=True))


def from_nothing(names: Sequence[str], days: Sequence[int], entries: Entries, time: int,
                 depth: int, mapped: Map[Any, Any] | None) -> Matrix:
    """The matrix of posts of which nothing is known but their entries."""
    known, total = Terms.of(entries.terms), len(names)
    number = known.numbers(entries.terms)
    weights = units(rarities(known.users, total), number, entries.counts, entries.starts, total)
    known = known.summed(number, weights)
    del number  # large, and more is to come
    ordinals = np.array(days, np.int64)
    ranks, whole = all_ranks(Index(entries, weights), ordinals, time, depth + SPARE, mapped)
    # The index is let go: it takes as much memory as all that is kept, and an edit needs none.
    return Matrix(tuple(names), ordinals, entries.terms, entries.counts, entries.starts, weights,
                  ranks, whole, time, known, ranked=total)
