"""Rankings of very many posts, which pass over what cannot be high enough: the same lists."""

import random
from collections import Counter
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.related_cost import posts as made_up
from plugins.related import products, ranking, ranks
from plugins.related.core import Weights
from plugins.related.counts import counts, unpacked
from plugins.related.entries import read
from plugins.related.large import ranked
from plugins.related.products import STRETCH, Index
from plugins.related.ranks import PLACES
from plugins.workers.fork import fork_map

TIME = Weights().time
RANKS = 6  # and one to spare: lists of a few hundred posts are full after the first round
GROUPS = (1, 2, 8, 9)  # posts, with fewer others, as many and more than ranks are kept


@pytest.fixture(autouse=True)
def small_tiles(monkeypatch):
    """A few hundred posts in as many tiles as ten thousand."""
    monkeypatch.setattr(products, "TILE", 9)
    monkeypatch.setattr(products, "COMMON", 4)
    monkeypatch.setattr(products, "EVERYDAY", 2)
    monkeypatch.setattr("plugins.related.matrix.SPARE", 1)


def blog(number, seed):
    """Posts newest first, as days, counts and what `ranking` takes. One in eight is a text that
    others have too; a few have words in common with some others alone, or with none."""
    chance = random.Random(seed)
    days, data = [], []
    for i, post in enumerate(made_up(number, seed)):
        if chance.random() < 1 / 8:
            post = replace(post, text="Rest, walk and write to us: one two three")
        days.append(730_000 - i * 3)
        data.append(post.counts(Weights()))
    odd = iter(chance.sample(range(10, number // 2), sum(GROUPS)))
    for size in GROUPS:
        for place in islice(odd, size):
            data[place] = counts("", f"xylophone{size} zither{size}", "")
    # Two groups far from each other, of as many posts as ranks are kept and one more, which has one
    # word more: it joins the two, less near than all others, when their ranks are full.
    for start in (0, number // 2):
        for place in range(start, start + RANKS + 2):
            data[place] = counts("", f"lute{start} gong{start}", "")
        data[start] = counts("", f"lute{start} gong{start} bell", "")
    return days, data, plainly(days, data)


def plainly(days, data):
    return [ranking.Post(day, unpacked(each)) for day, each in zip(days, data, strict=True)]


def lists(found):
    return [list(row) for row in found.near]


@pytest.mark.parametrize("many", [1, ranks.MANY])  # with 1 it is always tried to pass pairs over
@pytest.mark.parametrize("seed", range(3))
def test_lists_are_those_of_the_plain_form(seed, many, monkeypatch):
    monkeypatch.setattr(ranks, "MANY", many)
    days, data, plain = blog(400, seed)
    same(days, data, plain, TIME)


@pytest.mark.parametrize("time", [0, 50, 1000])
def test_days_may_stand_in_any_order(time):
    days, data, _ = blog(300, 5)
    random.Random(5).shuffle(days)
    same(days, data, plainly(days, data), time)


def same(days, data, plain, time, mapped=None):
    """Lists, the rank to spare, and which posts have no more partners than ranks are kept."""
    names = [str(i) for i in range(len(days))]
    matrix, found = ranked(names, days, data.__getitem__, time, RANKS, mapped=mapped)

    wanted = ranking.ranked(plain, time, len(days)).near
    assert lists(found) == [row[:RANKS] for row in wanted]
    assert [[(PLACES - 1 - rank % PLACES, rank // PLACES) for rank in row if rank]
            for row in matrix.ranks.tolist()] == [row[:RANKS + 1] for row in wanted]
    assert matrix.whole.tolist() == [len(row) <= RANKS + 1 for row in wanted]
    assert any(matrix.whole)


def test_most_pairs_are_passed_over(monkeypatch):
    seen = Counter()
    able = ranks._Best._able

    def counted(self, here, there, bounds):
        found = able(self, here, there, bounds)
        seen["able"] += len(found)
        seen["pairs"] += bounds.size
        return found

    monkeypatch.setattr(ranks._Best, "_able", counted)
    days, data, _ = blog(400, 1)

    ranked([str(i) for i in range(400)], days, data.__getitem__, TIME, 1)

    assert seen["pairs"] > 20_000
    assert seen["able"] < seen["pairs"] / 4


@pytest.mark.parametrize("texts", [1, 16])
def test_of_posts_as_near_the_newer_ones_count(texts, monkeypatch):
    monkeypatch.setattr(products, "EVERYDAY", 1)  # none are: bounds are the products
    monkeypatch.setattr(ranks, "MANY", 1)
    data = [post.counts(Weights()) for post in made_up(texts)] * (240 // texts)
    random.Random(3).shuffle(data)
    days = [730_000] * len(data)

    names = [str(i) for i in range(len(data))]
    _, found = ranked(names, days, data.__getitem__, TIME, 3)

    assert lists(found) == lists(ranking.ranked(plainly(days, data), TIME, 3))


def test_work_spread_over_processes_gives_the_same():
    days, data, plain = blog(400, 9)
    spread = []

    def mapped(function, items):
        spread.append(len(items))
        return fork_map(function, items, workers=2)

    same(days, data, plain, TIME, mapped)
    assert min(spread[:2]) > 24  # fewer would not be spread


@settings(derandomize=True, database=None, deadline=None)
@given(st.integers(1, 200))
def test_each_pair_of_posts_meets_once(tiles):
    """In a tile's own stretch each tile sees the others for itself, so there both meet."""
    stretches = -(-tiles // STRETCH)
    met = Counter()
    for tasks in ranks._rounds(tiles, stretches):
        for tile, stretch in tasks:
            for other in range(tiles)[stretch * STRETCH:(stretch + 1) * STRETCH]:
                own = tile // STRETCH == stretch
                met[(tile, other) if own else tuple(sorted((tile, other)))] += 1

    assert set(met.values()) == {1}
    assert set(met) == {(one, other) for one in range(tiles) for other in range(tiles)
                        if one <= other or one // STRETCH == other // STRETCH}


@settings(derandomize=True, database=None, deadline=None, max_examples=8)
@given(st.integers(0, 1000))
def test_no_product_exceeds_its_bound(seed):
    data = [post.counts(Weights()) for post in made_up(150, seed)]
    entries = read(150, data.__getitem__)
    units = np.random.default_rng(seed).integers(0, 200, len(entries.terms)).astype(np.uint16)
    index = Index(entries, units)
    rows = index.own(slice(0, 150))
    everyday = 0
    for stretch, posts in enumerate(index.stretches):
        exact, bounds = index.with_stretch(rows, stretch), index.bounds(rows, stretch)
        assert (bounds >= exact).all()
        everyday += int((bounds > exact).sum())
        ones, others = np.divmod(np.arange(exact.size), exact.shape[1])
        found = index.products_at(ones, others + posts.start, bounds.reshape(-1))
        assert (found == exact.reshape(-1)).all()

    assert everyday
