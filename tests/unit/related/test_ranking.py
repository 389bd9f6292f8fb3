"""The arithmetic of likeness: in plain Python, in NumPy, from nothing and from the last time."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.related import after_edit, large, ranking, store
from plugins.related.core import LARGE, Candidate, Weights, rank
from plugins.related.counts import packed
from plugins.related.matrix import Matrix
from plugins.related.ranking import ONE, UNIT, Post, nearness, ranked, rarity, vectors
from plugins.related.words import SLOTS

KIND = settings(deadline=None, derandomize=True, max_examples=25, database=None)


def test_a_post_is_wholly_like_its_copy():
    same = dict.fromkeys(range(5000), 4)
    found = ranked([Post(0, same), Post(0, same), Post(0, {6000: 1})], 0, 5)

    assert [place for place, _ in found.near[0]] == [1]
    assert found.near[0][0][1] == pytest.approx(ONE, rel=0.1)
    assert found.near[2] == []


def test_two_notes_that_share_all_of_very_little_are_not_alike():
    found = ranked([Post(0, {1: 5}), Post(0, {1: 5}), Post(0, {2: 1})], 0, 5)

    assert found.near[0][0][1] < ONE // 4


def test_terms_of_one_post_alone_are_left_out_and_vectors_have_one_length():
    shared = {i: 1 + i % 9 for i in range(3000)}
    first, second = vectors([{**shared, 7000: 50}, {**shared, 0: 8, 9000: 50}])

    assert set(first) == set(second) == set(shared)
    assert sum(w * w for w in second.values()) == pytest.approx(UNIT * UNIT, rel=0.03)


def test_the_rarer_a_term_the_more_it_weighs():
    weights = [rarity(posts, 500) for posts in (1, 2, 4, 30, 499)]

    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 5


def test_nearness_in_time_falls_from_the_weight_to_nothing():
    assert [nearness(days, 50) for days in (0, 365, 365_000)] == [150, 125, 100]


def test_the_likeness_of_an_average_pair():
    same, other = dict.fromkeys(range(5000), 4), dict.fromkeys(range(7000, 12000), 4)
    found = ranked([Post(0, same), Post(0, same), Post(0, other), Post(0, other)], 0, 5)

    assert found.mean == pytest.approx(ONE * 4 / 12, rel=0.1)


def random_posts(generator, number, words=40, length=30):
    return [Post(generator.randrange(700_000, 700_900),
                 {generator.randrange(words) ** 2 * 3 % SLOTS: generator.choice((1, 1, 2, 9))
                  for _ in range(generator.randrange(length))}) for _ in range(number)]


def by_numpy(names, posts, depth, before=None):
    order = sorted(range(len(posts)), key=lambda i: (-posts[i].day, names[i]))
    return large.ranked([names[i] for i in order], [posts[i].day for i in order],
                         lambda i: packed(posts[order[i]].counts), 50, depth, before)


def told(found):
    """All that a ranking says."""
    users = [found.users(term) for term in (3, 12, 27, 5)]
    return [list(row) for row in found.near], found.mean, users


@KIND
@given(st.integers(0, 10_000), st.integers(1, 60), st.sampled_from((1, 5, 80)),
       st.sampled_from((1, 7, 256)))
def test_numpy_gives_the_same_as_plain_python(seed, number, depth, tile):
    posts = sorted(random_posts(random.Random(seed), number), key=lambda post: -post.day)
    names = [f"p{i:03}" for i in range(number)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "TILE", tile)
        plain = ranked(posts, 50, depth)
    fast = by_numpy(names, posts, depth)[1]
    assert told(plain) == told(fast)


def test_products_of_long_posts_do_not_run_into_each_other():
    words = {term: 1 + term % 5 for term in range(60_000)}
    found = ranked([Post(0, words) for _ in range(5)], 0, 5)

    assert [[other for other, _ in row] for row in found.near] == [
        [other for other in range(5) if other != place] for place in range(5)]
    assert {likeness for row in found.near for _, likeness in row} == {
        found.near[0][0][1]} and found.near[0][0][1] == pytest.approx(ONE, rel=0.2)


@KIND
@given(st.integers(0, 10_000))
def test_any_row_of_edits_leads_to_what_a_cold_ranking_gives(seed):
    """Posts change, come, go and move in time; few and many at once."""
    generator = random.Random(seed)
    size = generator.choice((3, 12, 60, 130))
    names = [f"p{i:03}" for i in range(size)]
    posts = random_posts(generator, size, words=200)
    before, depth = by_numpy(names, posts, 6)[0], 6
    for step in range(6):
        for _ in range(generator.choice((0, 1, 1, 2, size // 3))):
            i = generator.randrange(len(posts))
            change = generator.choice(("edit", "new", "gone", "moved"))
            if change == "new" or len(posts) < 3:
                names.append(f"n{step} {generator.random()}")
                posts += random_posts(generator, 1, words=200)
            elif change == "gone":
                del names[i], posts[i]
            else:
                counts = dict(posts[i].counts)
                if change == "edit":
                    counts[generator.randrange(200) ** 2 * 3] = generator.randrange(1, 5)
                day = posts[i].day + (generator.randrange(-40, 40) if change == "moved" else 0)
                names[i], posts[i] = f"{names[i][:4]}#{step}{generator.random()}", Post(day, counts)
        after, found = by_numpy(names, posts, depth, before)
        cold, cold_found = by_numpy(names, posts, depth)
        assert (after.names, told(found)) == (cold.names, told(cold_found))
        # The next edit comes to the same process, or to a new one, which has the arrays alone.
        before = after if generator.random() < 0.5 else Matrix.from_arrays(after.arrays())


def test_an_edit_ranks_only_few_posts_anew(monkeypatch):
    """Otherwise the property above would hold without anything being remembered."""
    generator = random.Random(5)
    names, posts = [f"p{i:03}" for i in range(400)], random_posts(generator, 400, 3000, 60)
    before = by_numpy(names, posts, 20)[0]
    again, whole = [], after_edit._seen_from
    monkeypatch.setattr(after_edit, "_seen_from",
                        lambda known, places: again.extend(places) or whole(known, places))
    monkeypatch.setattr(after_edit, "from_nothing", lambda *_: pytest.fail("all of them"))
    names[7], posts[7] = "p007 edited", Post(posts[7].day, {**posts[7].counts, 300: 1})
    by_numpy(names, posts, 20, before)

    assert 0 < len(again) < 60


def candidates(number, generator=None):
    generator = generator or random.Random(1)
    words = [f"word{i}" for i in range(300)]
    return [Candidate(f"p{i}", generator.choice(words), " ".join(generator.choices(words, k=40)),
                      "topic", 700_000 + i, generator.choice(("en", "en", "en", "es")))
            for i in range(number)]


def test_a_large_blog_remembers_and_a_small_one_does_not_need_to():
    assert not rank(candidates(LARGE // 2)).matrices
    posts = candidates(LARGE * 3)
    first = rank(posts)
    assert set(first.matrices) == {"en"}

    changed = [Candidate(**{**vars(post), "text": "word1 word2 word3"}) if post.slug == "p9"
               else post for post in posts]
    assert dict(rank(changed, before=first.matrices).near) == dict(rank(changed).near) \
        != dict(first.near)
    other = Weights(title=9)
    assert dict(rank(posts, other, before=first.matrices).near) == dict(rank(posts, other).near)


@pytest.fixture(scope="module")
def known():
    return rank(candidates(LARGE * 2))

def test_in_the_store_it_gives_back_what_was_kept(known, tmp_path):
    path = tmp_path / "deep" / "related"
    store.save(path, known.matrices)
    found = store.load(path)

    assert list(found) == ["en"]
    assert all(np.array_equal(found["en"].arrays()[name], array)
               for name, array in known.matrices["en"].arrays().items())
    assert [one.name for one in path.parent.iterdir()] == ["related"]

def test_in_the_store_a_small_blog_leaves_no_file(tmp_path):
    store.save(tmp_path / "related", {})

    assert list(tmp_path.iterdir()) == []
    assert store.load(tmp_path / "related") == {}

@pytest.mark.parametrize("cut", [0, 1, 1000, -1, -1000])
def test_in_the_store_a_shortened_file_counts_for_nothing(known, tmp_path, cut):
    path = tmp_path / "related"
    store.save(path, known.matrices)
    path.write_bytes(path.read_bytes()[:cut])

    assert store.load(path) == {}

def test_in_the_store_a_changed_byte_counts_for_nothing(known, tmp_path):
    path = tmp_path / "related"
    store.save(path, known.matrices)
    data = bytearray(path.read_bytes())
    for place in range(200, len(data), len(data) // 40):
        broken = bytearray(data)
        broken[place] ^= 0x55
        path.write_bytes(broken)
        found = store.load(path)
        assert found == {} or all(
            np.array_equal(found["en"].arrays()[name], array)
            for name, array in known.matrices["en"].arrays().items())

def test_in_the_store_what_few_posts_changed_is_not_kept_anew(known, tmp_path):
    path = tmp_path / "related"
    store.keep(path, known.matrices)
    kept = path.read_bytes()
    matrix, other = store.load(path)["en"], rank(candidates(LARGE * 2 + 1)).matrices["en"]
    assert (known.matrices["en"].ranked, matrix.ranked) == (len(matrix.names), 0)

    store.keep(path, {"en": replace(other, ranked=store.FEW)})
    assert path.read_bytes() == kept
    store.keep(path, {"en": other})
    assert path.read_bytes() != kept


def test_in_the_store_what_was_kept_some_edits_ago_is_enough(tmp_path):
    path, posts = tmp_path / "related", candidates(LARGE * 2)
    store.keep(path, rank(posts).matrices)
    for number in (5, 9, 9):
        posts[number] = replace(posts[number], text=f"word1 word2 {posts[number].words}")
        posts.pop(20)
        found = rank(posts, before=store.load(path))
        assert dict(found.near) == dict(rank(posts).near) and found.matrices["en"].ranked


def test_in_the_store_other_code_counts_for_nothing(known, tmp_path, monkeypatch):
    path = tmp_path / "related"
    store.save(path, known.matrices)
    monkeypatch.setattr(store, "_CODE", ("words.py",))

    assert store.load(path) == {}

def test_in_the_store_a_folder_that_cannot_be_written_is_no_fault(known, tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")
    store.save(tmp_path / "file" / "related", known.matrices)

    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_small_blog_is_ranked_without_numpy():
    import subprocess
    import sys

    code = ("import sys; from plugins.related.core import *; "
            "rank([Candidate(f'p{i}', 'a', 'knee pain', 't', 1) for i in range(50)]); "
            "sys.exit('numpy' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_numpy_the_same_lists_take_longer(monkeypatch):
    import sys

    posts = candidates(LARGE + 30)
    usual = dict(rank(posts).near)
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delitem(sys.modules, "plugins.related.large")
    monkeypatch.delattr("plugins.related.large")
    found = rank(posts)

    assert (dict(found.near), found.matrices) == (usual, {})
