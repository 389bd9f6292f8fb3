"""Counts apart from posts: a value to keep, and rankings that ask for no more than they need."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.related_cost import posts as made_up
from plugins.related import ranking
from plugins.related.core import LARGE, Candidate, Page, Weights, rank, recommend, why
from plugins.related.counts import counts, name, packed, unpacked
from plugins.related.entries import Terms, rarities
from plugins.related.words import _LETTER, _SPACED, SLOTS, WORD, slot

KIND = settings(deadline=None, derandomize=True, max_examples=5, database=None)


def counted(post: Candidate) -> Candidate:
    """A post whose counts were kept."""
    data = counts(post.title, post.text, post.topic, post.tags, post.regions)
    return replace(post, counted=data, counted_name=name(data))


def told(known, length=3):
    """All that comes of a ranking."""
    return (dict(known.near), known.floors,
            recommend(known, {slug: Page(length, inline=1) for slug in known.posts}))


def test_counts_are_of_one_post_with_its_weights():
    found = unpacked(counts("Knee", "knee knee stairs", "joints", ["hip"], ["knee"],
                            Weights(title=7)))

    assert found[slot("knee")] == 7 + 2 + 5
    assert found[slot("hip")] == 5
    assert slot("neck") not in found
    assert counts("", "", "") == b""


@given(st.dictionaries(st.integers(0, 2**24 - 1), st.integers(1, 200_000)))
def test_counts_are_packed_without_loss_up_to_their_limit(found):
    data = packed(found)

    assert len(data) == 6 * len(found)
    assert unpacked(data) == {term: min(n, 65535) for term, n in found.items()}
    assert (name(data) == name(packed({**found, 1: 3}))) == (found.get(1) == 3)


@settings(derandomize=True, database=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from("a'’-é9_ \u0301\u0915\u093e"))))
def test_texts_with_spaces_are_read_by_the_simpler_expression_as_by_the_whole_one(text):
    if not _LETTER.search(text):
        assert _SPACED.findall(text) == WORD.findall(text)


@given(st.integers(2, 100_000), st.integers(1, 100_000))
def test_rarity_in_arrays_is_that_of_single_numbers(total, users):
    import numpy as np

    users = min(users, total)
    found = rarities(np.array([0, 1, users], np.int32), total).tolist()
    assert found == [0, 0, ranking.rarity(users, total) if users > 1 else 0]


@pytest.mark.parametrize("number", [LARGE // 2, LARGE + 40])
def test_kept_counts_lead_to_the_same_as_texts(number):
    posts = made_up(number)

    assert told(rank([counted(post) for post in posts])) == told(rank(posts))


def test_only_counts_of_changed_posts_and_texts_of_chosen_ones_are_fetched():
    fetched = []

    def lazy(post: Candidate) -> Candidate:
        known = counted(post)
        return replace(known, counted=lambda: fetched.append(post.slug) or known.counted,
                       text=lambda: fetched.append(f"text of {post.slug}") or post.text, tags=())

    posts = made_up(LARGE + 40)
    first = rank([lazy(post) for post in posts])
    assert sorted(fetched) == sorted(post.slug for post in posts)
    fetched.clear()
    posts[7] = replace(posts[7], text=f"{posts[7].text} Stairs load the heel.")
    after = rank([lazy(post) for post in posts], before=first.matrices)
    lists = recommend(after, {post.slug: Page(3) for post in posts})
    assert fetched == ["post-7"]

    why(after, "post-7", lists["post-7"].close[0].slug)
    assert sorted(fetched) == sorted(["post-7", "text of post-7",
                                      f"text of {lists['post-7'].close[0].slug}"])


def test_what_posts_share_can_be_remembered():
    known = rank(made_up(20))
    asked = []
    for _ in range(2):
        why(known, "post-1", "post-2", lambda here, there: asked.append((here, there)) or ())

    assert asked == [(known.posts["post-1"], known.posts["post-2"])] * 2


@KIND
@given(st.integers(0, 10_000))
def test_after_any_edits_all_is_as_from_nothing(seed):
    """Texts, tags and days change, posts come and go, one after the other and many at once."""
    generator = random.Random(seed)
    pool = made_up(LARGE + 60, seed)
    posts = [counted(post) for post in pool[:generator.choice((LARGE, LARGE + 30))]]
    known = rank(posts)
    for step in range(6):
        for _ in range(generator.choice((1, 1, 2, 30))):
            place = generator.randrange(len(posts))
            post, other = posts[place], generator.choice(pool)
            change = generator.choice(("text", "tags", "day", "new", "gone"))
            if change == "new":
                posts.append(counted(replace(other, slug=f"n{step}-{generator.random()}")))
            elif change == "gone" and len(posts) > LARGE:
                del posts[place]
            else:
                words = f"{post.text} {other.title} {generator.choice(other.text.split())}"
                posts[place] = counted({"tags": replace(post, tags=other.tags),
                                        "day": replace(post, day=other.day)}.get(
                                            change, replace(post, text=words)))
        known = rank(posts, before=known.matrices)
        assert told(known) == told(rank(posts))


def test_very_many_entries_are_numbered_like_few():
    import numpy as np

    chance = np.random.default_rng(7)
    edges = [0, 1, 62, 63, 64, 65, 127, 128, SLOTS - 65, SLOTS - 64, SLOTS - 63, SLOTS - 1]
    terms = np.append(chance.integers(0, SLOTS, 150_000), edges * 5).astype(np.uint32)
    chance.shuffle(terms)
    known = Terms.of(terms)

    assert len(known.present) > 100_000
    assert (known.numbers(terms) == known.at(terms)).all()
    assert (known.present[known.numbers(terms)] == terms).all()
