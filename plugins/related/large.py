"""The arithmetic of `ranking` with NumPy, for blogs of many posts: the same lists, much sooner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .after_edit import after_edit
from .entries import Terms, read
from .matrix import SPARE, Matrix, from_nothing
from .ranking import Found, mean_likeness
from .ranks import PLACES, Map


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
            matrix = replace(before, known=before.with_terms(), ranked=0)
        else:
            matrix = after_edit(before, old, names, days, count, depth, mapped)
    else:
        entries = read(len(names), count)
        matrix = from_nothing(names, days, entries, time, depth, mapped)
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
