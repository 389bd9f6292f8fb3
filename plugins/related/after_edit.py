"""The matrix after an edit: what still holds is taken over, what was touched is ranked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .entries import PART, Entries, Ints, Terms, rarities, read, starts, units
from .matrix import SPARE, Matrix, from_nothing
from .products import Floats, Index
from .ranks import PLACES, Map, highest, likeness_of, ranks_of
from .words import SLOTS

ROWS = 250  # posts ranked at once against all
FEW = 8  # posts whose products are found without an index, which takes as long as thirty of them
MANY = 8  # with more than one changed post in so many, all are ranked anew


def after_edit(before: Matrix, old: Ints, names: Sequence[str], days: Sequence[int],
               count: Callable[[int], bytes], depth: int, mapped: Map[Any, Any] | None) -> Matrix:
    """The matrix of posts of which `old` tells the place they had, -1 for a new or edited one."""
    total, fresh = len(names), np.flatnonzero(old < 0)
    gone = np.setdiff1d(np.arange(len(before.names)), old)
    own = read(len(fresh), lambda i: count(int(fresh[i])))
    entries, weights = _put_in(before, old, own)
    # From some numbers of posts on, every rarity is another, and so is every vector.
    scale = (total ** 2).bit_length() != (len(before.names) ** 2).bit_length()
    if scale or MANY * (len(fresh) + len(gone)) > total:
        return from_nothing(names, days, entries, before.time, depth, mapped)
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
                    before.index, _seats(before, old, changed), int(changed.sum()) + len(gone))
    if MANY * int(changed.sum()) > total:
        return from_nothing(names, days, entries, before.time, depth, mapped)
    return _take_over(_indexed(matrix, int(changed.sum())), before, old, changed, depth)


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
    return np.union1d(_owners(entries, _uses(entries, terms)), more)


def _uses(entries: Entries, terms: NDArray[np.uint32]) -> Ints:
    """Where the entries of any of some terms stand."""
    table = np.zeros(SLOTS, np.bool_)
    table[terms] = True
    # Part by part, as NumPy makes an index of 64 bits out of each; no term is out of bounds, and
    # where that is not asked they are taken in two thirds of the time.
    return np.concatenate([np.zeros(0, np.int64), *(
        np.flatnonzero(table.take(entries.terms[some:some + PART], mode="clip")) + some
        for some in range(0, len(entries.terms), PART))])


def _owners(entries: Entries, where: Ints) -> Ints:
    """Whose the entries are that stand in some places, which rise."""
    # Posts are looked for among places, of which there may be a hundred times as many.
    return np.repeat(np.arange(len(entries.starts) - 1),
                     np.diff(np.searchsorted(where, entries.starts)))


def _seats(before: Matrix, old: Ints, changed: NDArray[np.bool_]) -> Ints | None:
    if before.seat is None:
        return None
    return np.where(changed, -1, before.seat[old])


def _indexed(matrix: Matrix, number: int) -> Matrix:
    """With an index in which most posts have a seat, unless the products of so few posts are asked
    for that it would take longer than they do."""
    total = len(matrix.names)
    if not matrix.index and number <= FEW or matrix.index and matrix.seat is not None \
            and np.count_nonzero(matrix.seat < 0) * 20 <= total + 1000:
        return matrix
    return replace(matrix, index=Index(matrix.entries, matrix.units), seat=np.arange(total))


def _products(matrix: Matrix, places: Ints) -> Floats:
    """The products of some posts with all posts."""
    if not matrix.index or matrix.seat is None:
        return _products_of_few(matrix, places)
    some, where = matrix.entries.some(places), matrix.entries.of(places)
    vectors = matrix.units[where]
    found = matrix.index.products(matrix.index.rows(some, vectors))[:, matrix.seat]
    apart = np.flatnonzero(matrix.seat < 0)
    if len(apart):
        weights = matrix.units[matrix.entries.of(apart)]
        few = Index(matrix.entries.some(apart), weights)
        found[:, apart] = few.products(few.rows(some, vectors))
    return found


def _products_of_few(matrix: Matrix, places: Ints) -> Floats:
    """The same for a few, by looking through the entries of all posts for each."""
    found = np.zeros((len(places), len(matrix.names)), np.float32)
    used = _uses(matrix.entries, matrix.entries.some(places).terms)
    owners, terms = _owners(matrix.entries, used), matrix.terms[used]
    units, weight = matrix.units[used].astype(np.int64), np.zeros(SLOTS, np.uint16)
    for row, place in enumerate(places):
        own = slice(matrix.starts[place], matrix.starts[place + 1])
        weight[matrix.terms[own]] = matrix.units[own]
        # Whole numbers below 2^24, which 32-bit floats hold exactly.
        found[row] = np.bincount(owners, weight[terms] * units, len(matrix.names))
        weight[matrix.terms[own]] = 0
    return found


def _seen_from(matrix: Matrix, places: Ints) -> Ints:
    """The ranks of all posts, seen from some."""
    products = _products(matrix, places)
    products[np.arange(len(places)), places] = 0
    likeness = likeness_of(products, matrix.days[places], matrix.days, matrix.time)
    return ranks_of(likeness, np.arange(len(matrix.names)))


def _rank_rows(matrix: Matrix, places: Ints) -> Matrix:
    """Rank some posts against all."""
    matrix = _indexed(matrix, len(places))
    ranks, whole = matrix.ranks.copy(), matrix.whole.copy()
    width = ranks.shape[1]
    for start in range(0, len(places), ROWS):
        some = places[start:start + ROWS]
        found = _seen_from(matrix, some)
        ranks[some] = highest(found, width)
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
    fresh = _seen_from(matrix, touched)
    # Seen from the other side: the same likeness, but the place of the changed post.
    added = np.where(fresh > 0, fresh // PLACES * PLACES + (PLACES - 1 - touched)[:, None], 0).T
    both = np.concatenate((kept, np.where(added > lowest[:, None], added, 0)), axis=1)
    width = kept.shape[1]
    whole &= np.count_nonzero(both, axis=1) <= width
    ranks = highest(both, width)
    short = (np.count_nonzero(ranks, axis=1) < depth) & ~whole
    ranks[touched] = highest(fresh, width)
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
