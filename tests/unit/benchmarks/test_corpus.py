"""The made-up posts: the same every time, with the shape of real ones."""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from statistics import median

from benchmarks.corpus import core, text

POSTS = list(core.posts(400))


def words(post: core.Post) -> int:
    return sum(len(line.split()) for part in post.parts for line in part.lines)


def test_the_same_seed_gives_the_same_posts_whatever_the_number() -> None:
    assert list(islice(core.posts(50_000), 20)) == list(core.posts(20)) == POSTS[:20]
    assert list(core.posts(20, seed=2)) != POSTS[:20]


def test_posts_do_not_depend_on_the_process() -> None:
    # Written down once: another Python, another order of hashes must give the same.
    assert hashlib.sha256(repr(POSTS[:50]).encode()).hexdigest()[:16] == "76dd6c8e1f40673c"


def test_lengths_are_spread_as_those_of_real_blogs() -> None:
    lengths = sorted(words(post) for post in POSTS)

    assert 550 < median(lengths) < 900
    assert lengths[20] < 400 and lengths[-20] > 1_200
    assert lengths[0] >= core.SHORTEST and lengths[-1] < core.LONGEST + 500


def test_posts_have_all_kinds_of_parts() -> None:
    kinds = [part.kind for post in POSTS for part in post.parts]

    for kind in ("heading", "subheading", "paragraph", "bullets", "steps", "quote", "note", "do"):
        assert kinds.count(kind) >= 40, kind


def test_headings_of_one_post_have_names_of_their_own() -> None:
    for post in POSTS:
        headings = [part.lines[0] for part in post.parts if part.kind.endswith("heading")]
        assert len(set(headings)) == len(headings)


def test_links_lead_to_older_posts_only_and_most_posts_have_some() -> None:
    linking = 0
    for place, post in enumerate(POSTS):
        targets = [int(number) for part in post.parts for line in part.lines
                   for number in re.findall(r"\(post:post-(\d+)\)", line)]
        assert all(target < place for target in targets)
        linking += bool(targets)

    assert linking > len(POSTS) // 2


def test_every_list_has_posts_and_every_post_its_lists() -> None:
    assert {post.category for post in POSTS} == set(core.CATEGORIES)
    assert {region for post in POSTS for region in post.regions} == set(core.REGIONS)
    assert len({tag for post in POSTS for tag in post.tags}) == len(core.TAGS) == 120
    assert all(1 <= len(post.tags) <= 5 and len(set(post.tags)) == len(post.tags)
               for post in POSTS)
    assert all(post.author != post.reviewer for post in POSTS)


def test_slugs_and_titles_are_unique_and_days_are_past() -> None:
    assert len({post.slug for post in POSTS}) == len({post.title for post in POSTS}) == len(POSTS)
    assert max(post.day for post in POSTS).year <= 2025


def test_the_language_has_no_word_twice() -> None:
    found = [text._spelled(number) for number in range(text.WORDS)]

    assert len(set(found)) == text.WORDS
    assert all(re.fullmatch("[a-z]{5,7}", word) for word in found)
