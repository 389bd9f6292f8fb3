"""Which texts say mostly the same: of all texts, or after an edit only of those that changed.

Texts that share more than half of all that the two have share more than half of the marks of the
larger and two thirds of those of the smaller. So if marks are put in one order for all, the first
that they share stands in the first half of the larger and the first third of the smaller (prefix
filtering: R. Bayardo et al., Scaling up all pairs similarity search, 2007). Marks of one text alone
come first, then those of a few, then the others, so that most texts have nobody to be compared
with. Within each of the three a mark has a place that depends on nothing but itself: that is why
an edit, which seldom moves a mark from one to another, changes nothing between other texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from plugins.rules.shingles import among, unpacked

FEW = 20  # texts with a mark; of those with a mark of more that many are looked at
FEW_CHANGED = 8  # texts; each is compared with each

Marks = frozenset[int]
Pairs = Mapping[tuple[str, str], float]


class Compared(NamedTuple):
    """What a comparison leaves for the next: the marks of all texts by path, see
    `shingles.packed`; and how much of all that two have both have, where it is more than half."""

    marks: Mapping[str, bytes]
    pairs: Pairs


NOTHING = Compared({}, {})


def compared(marks: Mapping[str, bytes], before: Compared = NOTHING) -> Compared:
    """Texts compared with each other; the result does not depend on what was found `before`."""
    pairs = _after_edit(marks, before)
    return Compared(marks, _from_nothing(marks) if pairs is None else pairs)


def alike(marks: Mapping[str, bytes]) -> Mapping[str, str]:
    """For each text that has one the text before it that shares most marks, if those are more than
    half of all that the two have."""
    return likest(compared(marks).pairs)


def likest(pairs: Pairs) -> dict[str, str]:
    """For each text that has one the text before it that is most like it."""
    found: dict[str, tuple[float, str]] = {}
    for (one, two), share in pairs.items():
        found[two] = max(found.get(two, (0.0, "")), (share, one))
    return {path: other for path, (_, other) in found.items()}


def _from_nothing(packed: Mapping[str, bytes]) -> Pairs:
    marks = {path: unpacked(data) for path, data in packed.items()}
    counts = Counter(chain.from_iterable(marks.values()))
    shared = {mark for mark, count in counts.items() if count > 1}
    frequent = {mark for mark in shared if counts[mark] > FEW}
    having: dict[int, list[str]] = {}
    pairs = {}
    for path in sorted(marks, key=lambda path: (len(marks[path]), path)):
        mine, of_others = marks[path], shared.intersection(marks[path])
        alone = len(mine) - len(of_others)
        asked, told = _half(mine) - alone, len(mine) - len(mine) * 2 // 3 - alone
        if asked <= 0:
            continue
        first = sorted(of_others - frequent)[:asked]
        if len(first) < asked:
            first += sorted(of_others & frequent)[:asked - len(first)]
        for other in {other for mark in first for other in having.get(mark, ())}:
            if (share := _share(mine, marks[other])) > 0.5:
                pairs[_pair(path, other)] = share
        for mark in first[:max(told, 0)]:
            paths = having.setdefault(mark, [])
            if len(paths) < FEW:  # else it is a frequent one
                paths.append(path)
    return pairs


def _after_edit(packed: Mapping[str, bytes], before: Compared) -> Pairs | None:
    """The pairs where few texts changed; None where that may have changed what is looked at between
    others, or where of those with the marks of a changed text only some would be looked at."""
    changed = {path for path in packed.keys() | before.marks.keys()
               if packed.get(path) != before.marks.get(path)}
    if len(changed) > FEW_CHANGED or not before.marks:
        return None
    old, new = ([unpacked(marks[path]) for path in changed if path in marks]
                for marks in (before.marks, packed))
    mine = {path: unpacked(packed[path]) for path in changed if path in packed}
    asked = frozenset().union(*old, *new)
    of_others: Counter[int] = Counter()
    pairs = {pair: share for pair, share in before.pairs.items() if changed.isdisjoint(pair)}
    for path, data in packed.items():
        if path not in changed and (both := among(asked, data)):
            of_others.update(both)
            _compare(path, unpacked(data), mine, pairs)
    for one, two in combinations(mine, 2):
        _compare(one, mine[one], {two: mine[two]}, pairs)
    counts = [of_others + Counter(chain.from_iterable(texts)) for texts in (old, new)]
    same = all(_kind(counts[0][mark]) == _kind(counts[1][mark]) for mark in of_others)
    return pairs if same and not _frequent_ones_count(old, counts[0]) \
        and not _frequent_ones_count(new, counts[1]) else None


def _compare(path: str, marks: Marks, others: Mapping[str, Marks],
             pairs: dict[tuple[str, str], float]) -> None:
    for other, theirs in others.items():
        if (share := _share(marks, theirs)) > 0.5:
            pairs[_pair(path, other)] = share


def _kind(count: int) -> int:
    """Whether a mark is that of one text, of a few or of many."""
    return (count > 1) + (count > FEW)


def _frequent_ones_count(texts: Sequence[Marks], counts: Mapping[int, int]) -> bool:
    """Whether one of the texts is looked for by marks of many texts, of which only some are."""
    return any(_half(marks) > sum(counts[mark] <= FEW for mark in marks) for marks in texts)


def _half(marks: Collection[int]) -> int:
    return len(marks) - len(marks) // 2


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _share(mine: Marks, other: Marks) -> float:
    """How much of all that two have both have."""
    both = len(mine & other)
    return both / (len(mine) + len(other) - both)
