"""Which posts a reader is sent to next."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.related.core import Candidate, Link, index, related, shared, terms

KNEE = "The kneecap aches on stairs. Strong thighs calm an aching kneecap."
NECK = "A stiff neck after long desk hours eases with slow turns of the head."


def post(slug, text="", order=0, **changes):
    return Candidate(**{"slug": slug, "title": slug, "text": text, "topic": "conditions",
                        "order": order, **changes})


def lists(posts, limit=3, linked=(), slug="me"):
    found = related(index(posts), slug, limit, frozenset(linked))
    return [link.slug for link in found.close], [link.slug for link in found.more]


def test_the_likest_post_comes_first():
    posts = [post("me", KNEE), post("neck", NECK, 1), post("knee", KNEE, 2),
             post("both", f"{KNEE} {NECK}", 3)]

    assert lists(posts)[0][:2] == ["knee", "both"]


def test_picks_come_first_and_in_the_authors_order():
    posts = [post("me", KNEE, picks=("far", "near")), post("knee", KNEE, 1), post("near", NECK, 2),
             post("far", NECK, 3)]

    assert lists(posts) == (["far", "near", "knee"], [])
    assert lists(posts, limit=1) == (["far"], [])


def test_what_only_fills_the_list_stands_apart_the_same_topic_first_then_the_newest():
    texts = {slug: " ".join(f"{slug}{i}" for i in range(80)) for slug in
             ("me", "old", "new", "mine")}
    posts = [post("me", texts["me"], 0, topic="a"), post("new", texts["new"], 1, topic="b"),
             post("old", texts["old"], 2, topic="b"), post("mine", texts["mine"], 3, topic="a")]
    # Translations, so that no word is left out of the comparison for being the only one.
    posts += [post(f"es-{slug}", text, 4, topic="z", language="es") for slug, text in texts.items()]

    assert lists(posts) == ([], ["mine", "new", "old"])
    assert lists(posts, limit=1) == ([], ["mine"])


def test_a_lonely_post_has_no_list():
    assert lists([post("me", KNEE)]) == ([], [])


@pytest.mark.parametrize("changes", [{"language": "es"}, {"bans": ("me",)}])
def test_another_language_and_a_ban_from_the_other_side_are_left_out(changes):
    posts = [post("me", KNEE), post("other", KNEE, 1, **changes), post("third", NECK, 2)]

    close, more = lists(posts)
    assert close + more == ["third"]


def test_bans_win_over_likeness_and_picks():
    posts = [post("me", KNEE, bans=("other",), picks=("other",)), post("other", KNEE, 1)]

    assert lists(posts) == ([], [])


def test_what_the_page_links_already_is_not_repeated():
    posts = [post("me", KNEE, picks=("picked",)), post("picked", KNEE, 1), post("next", KNEE, 2),
             post("new", NECK, 3)]

    close, more = lists(posts, linked=["picked", "next"])
    assert close + more == ["new"]


def test_among_equals_the_newest_comes_first():
    posts = [post("me", KNEE), post("old", KNEE, 2, title="x"), post("new", KNEE, 1, title="x")]

    assert lists(posts)[0] == ["new", "old"]


@pytest.mark.parametrize("field, value", [("tags", ("dry needling",)), ("regions", ("shoulder",)),
                                          ("title", "Dry needling")])
def test_labels_and_titles_weigh_more_than_the_text(field, value):
    text = " ".join(f"{word} rests" for word in "walk swim cycle row lift bend turn".split())
    posts = [post("me", text, **{field: value}), post("text", "walk swim cycle", 1),
             post("label", "", 2, **{field: value})]

    assert lists(posts)[0][0] == "label"


def test_a_link_says_what_both_posts_are_about():
    me = post("me", tags=("running", "strength"), regions=("knee", "hip"))
    other = post("other", tags=("strength", "hip"), regions=("knee",))

    assert shared(me, other) == ("knee", "hip")
    assert shared(me, post("x", tags=("strength",))) == ("strength",)
    assert shared(me, post("x", topic="other")) == ()
    assert shared(me, post("x")) == (me.topic,)
    assert Link("other", ("knee", "hip")) in related(index([me, other]), "me", 3).close


@pytest.mark.parametrize("text, found", [
    ("The runner's knee", ["runner", "knee", "runner knee"]),
    ("It is what it is", []), ("Knee! KNEE", ["knee", "knee", "knee knee"]), ("5 x 10", []),
])
def test_only_telling_words_count(text, found):
    assert terms(text) == found


WORDS = "knee neck stairs desk run walk strong slow pain rest".split()
sites = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=7)


@settings(deadline=None, derandomize=True, max_examples=60, database=None)
@given(sites, st.data())
def test_lists_are_full_and_the_same_in_whatever_order_posts_are_read(texts, data):
    posts = [post(f"p{i}", " ".join(words), i, topic=words[0] if words else "")
             for i, words in enumerate(texts)]
    shuffled = data.draw(st.permutations(posts))

    for one in posts:
        close, more = lists(posts, slug=one.slug)
        assert (close, more) == lists(shuffled, slug=one.slug)
        assert len(close) + len(more) == min(3, len(posts) - 1)
        assert len({*close, *more, one.slug}) == len(close) + len(more) + 1
