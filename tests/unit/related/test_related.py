"""Which posts a reader is sent to next."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.related.core import Candidate, Page, Weights, rank, recommend, why
from plugins.related.exposure import HUB
from plugins.related.reasons import Reason


def text(subject, number=60):
    """As many words of a subject as a short post has."""
    return " ".join(f"{subject}{i}" for i in range(number))


KNEE = f"The kneecap aches on stairs. Strong thighs calm an aching kneecap. {text('knee')}"
NECK = f"A stiff neck after long desk hours eases with slow turns. {text('neck')}"
ANKLE = f"A rolled ankle swells within hours. Early walking heals. {text('ankle')}"


def post(slug, text="", day=0, **changes):
    return Candidate(**{"slug": slug, "title": "", "text": text, "topic": "conditions",
                        "day": 730_000 - day, **changes})


def lists(posts, limit=3, linked=(), slug="me", inline=0):
    pages = {one.slug: Page(limit) for one in posts}
    pages[slug] = Page(limit, frozenset(linked), inline)
    found = recommend(rank(posts), pages)[slug]
    return [link.slug for link in found.close], [link.slug for link in found.more]


def strangers(*slugs):
    """Posts that share no word with each other, each with a translation so that none is left out
    of the comparison for being the only one with its words."""
    return [post(slug, " ".join(f"{slug}{i}" for i in range(40)), day)
            for day, slug in enumerate(slugs)]


def test_the_likest_post_comes_first():
    posts = [post("me", KNEE), post("neck", NECK, 1), post("knee", KNEE, 2), post("x", NECK, 3),
             post("both", f"{KNEE} {NECK}", 3)]

    assert lists(posts, 2)[0] == ["knee", "both"]


def test_picks_come_first_in_the_authors_order_and_the_list_is_filled_up():
    posts = [post("me", KNEE, picks=("far", "near")), post("knee", KNEE, 1), post("near", NECK, 2),
             post("far", NECK, 3)]

    assert lists(posts) == (["far", "near", "knee"], [])
    assert lists(posts, limit=1) == (["far"], [])
    assert lists(posts, linked=["far"])[0] == ["near", "knee"]


def test_a_pick_says_that_it_was_picked():
    posts = [post("me", KNEE, picks=("far",)), post("far", NECK, 1), post("knee", KNEE, 2)]
    found = recommend(rank(posts), {"me": Page(3)})["me"].close

    assert [(link.slug, link.picked) for link in found] == [("far", True), ("knee", False)]
    assert found[1].likeness > found[0].likeness


def test_what_only_fills_the_list_stands_apart_the_same_topic_first_then_the_newest():
    posts = strangers("me", "new", "old", "mine")
    posts[0], posts[3] = (post(one.slug, one.text, day, topic="a")
                          for one, day in ((posts[0], 0), (posts[3], 3)))

    found = recommend(rank(posts, Weights(topic=0)), {"me": Page(3)})["me"]
    assert [link.slug for link in found.more] == ["mine", "new", "old"]
    assert found.close == ()


def test_a_little_likeness_does_not_make_a_post_related():
    few = f"{ANKLE} stairs"
    posts = [post("me", f"{KNEE} {NECK}"), post("other", few, 1), post("knee", KNEE, 2),
             post("neck", NECK, 3), post("ankle", ANKLE, 4)]

    close, more = lists(posts, 4)
    assert set(close) == {"knee", "neck"}
    assert more[0] == "other"


@pytest.mark.parametrize("labels", [{"tags": ("running",)}, {"regions": ("hip",)}])
def test_a_shared_tag_or_region_lowers_the_floor(labels):
    me, other, third = post("me", KNEE, **labels), post("other", NECK, **labels), post("third")
    known = rank([me, other, third])

    assert known.floor(me, other) == pytest.approx(0.7 * known.floor(me, third), rel=0.001)


def test_the_floor_follows_the_size_and_the_narrowness_of_a_blog():
    wide = [post(f"p{i}", f"{KNEE} {' '.join(f'w{i}x{n}' for n in range(30))}", i)
            for i in range(4)]
    known = rank([*wide, *(post(f"q{i}", " ".join(f"v{i // 2}x{n}" for n in range(20)), i)
                           for i in range(40))])
    narrow = rank(wide)

    assert known.floor(wide[0], wide[1]) < narrow.floor(wide[0], wide[1])


def test_being_of_one_time_makes_no_post_related_but_orders_the_list():
    old, new = post("old", KNEE, 4000), post("new", KNEE, 1)
    posts = [post("me", KNEE), old, new, post("x", NECK, 5), post("y", NECK, 4100)]
    known = rank(posts)

    assert lists(posts)[0] == ["new", "old"]
    assert dict(known.near["me"])["new"] * 10 > dict(known.near["me"])["old"] * 13
    assert known.floor(posts[0], new) * 10 > known.floor(posts[0], old) * 13
    assert dict(rank(posts, Weights(time=0)).near["me"])["new"] \
        == dict(rank(posts, Weights(time=0)).near["me"])["old"]


def test_a_lonely_post_has_no_list():
    assert lists([post("me", KNEE)]) == ([], [])


@pytest.mark.parametrize("changes", [{"language": "es"}, {"bans": ("me",)}])
def test_another_language_and_a_ban_from_the_other_side_are_left_out(changes):
    posts = [post("me", KNEE), post("other", KNEE, 1, **changes), post("third", NECK, 2)]

    close, more = lists(posts)
    assert close + more == ["third"]


def test_bans_win_over_likeness_and_picks():
    posts = [post("me", KNEE, bans=("other",), picks=("other",)), post("other", KNEE, 1)]

    assert lists(posts) == lists(posts, slug="other") == ([], [])


def test_what_the_page_links_already_is_not_repeated():
    posts = [post("me", KNEE, picks=("picked",)), post("picked", KNEE, 1), post("next", KNEE, 2),
             post("new", NECK, 3)]

    close, more = lists(posts, linked=["picked", "next"])
    assert close + more == ["new"]


def test_places_in_the_text_take_the_best_and_the_list_goes_on_after_them():
    posts = [post("me", KNEE), *(post(f"p{i}", f"{KNEE} {'stairs ' * i}", i) for i in range(1, 5))]
    whole = lists(posts, 4)[0]
    found = recommend(rank(posts), {"me": Page(2, inline=2)})["me"]

    assert [link.slug for link in found.inline] == whole[:2]
    assert [link.slug for link in found.close] == whole[2:]


def test_among_equals_the_newest_comes_first_and_then_the_slug():
    posts = [post("me", KNEE), post("b", KNEE, 1), post("a", KNEE, 1), post("old", KNEE, 2)]

    assert [slug for slug, _ in rank(posts, Weights(time=0)).near["me"]] == ["a", "b", "old"]


@pytest.mark.parametrize("field, value", [("tags", ("dry needling",)), ("regions", ("shoulder",)),
                                          ("title", "Dry needling")])
def test_labels_and_titles_weigh_more_than_the_text(field, value):
    text = " ".join(f"{word} rests" for word in "walk swim cycle row lift bend turn".split())
    posts = [post("me", text, **{field: value}), post("text", "walk swim", 1),
             post("label", "", 2, **{field: value})]

    assert lists(posts)[0][0] == "label"


def test_rare_tags_weigh_more_than_common_ones():
    posts = [post("me", tags=("sport", "rowing")), post("rare", day=9, tags=("rowing", "z")),
             *(post(f"p{i}", day=i, tags=("sport", f"t{i // 2}")) for i in range(8))]

    assert lists(posts, 1)[0] == ["rare"]


def test_a_weight_of_nothing_leaves_a_part_out():
    posts = [post("me", KNEE, tags=("a b",)), post("text", KNEE, 1), post("tag", NECK, 2,
                                                                          tags=("a b",))]

    assert [slug for slug, _ in rank(posts, Weights(tags=0, topic=0)).near["me"]] == ["text"]


@pytest.mark.parametrize("weights", [{"title": -1}, {"tags": 1.5}, {"time": 1001},
                                     {"text": "3"}, {"topic": None}])
def test_weights_that_make_no_sense_are_refused(weights):
    with pytest.raises(ValueError, match=f"Weights: {next(iter(weights))}="):
        Weights(**weights)


def test_no_post_is_left_out_and_none_is_everywhere():
    """One post that all others resemble, and one that is nobody's nearest."""
    group = [post(f"p{i:02}", f"{KNEE} {ANKLE} {' '.join(f'g{i % 5}w{n}' for n in range(9))}", i)
             for i in range(20)]
    hub = post("hub", f"{KNEE} {ANKLE}", 1)
    odd = post("odd", f"{KNEE} {ANKLE} {' '.join(f'o{n}' for n in range(12))}", 400)
    posts = [*group, hub, odd, post("odd-too", odd.text[-20:], 2000)]
    found = recommend(rank(posts), {one.slug: Page(3) for one in posts})
    named = Counter(link.slug for one in found.values() for link in (*one.close, *one.more))

    assert set(named) == {one.slug for one in posts}
    assert max(named.values()) <= HUB * 3


def test_a_link_says_what_both_posts_are_about():
    known = rank([
        post("me", tags=("running", "strength"), regions=("knee", "hip"), title="Knees"),
        post("both", tags=("strength", "hip"), regions=("knee",)),
        post("topic", "Nothing else", topic_label="Conditions"),
        post("none", topic="other")])

    assert why(known, "me", "both") == Reason("labels", ("knee", "hip"))
    assert why(known, "topic", "me") == Reason("topic", ("Conditions",))
    assert why(known, "me", "none") == Reason()


def test_a_word_is_a_reason_only_where_few_posts_use_it():
    posts = [post("me", "The kneecap aches.", title="Kneecap aches", topic="a"),
             post("other", "A kneecap that slips.", title="Slips", topic="b"),
             *(post(f"p{i:02}", "It aches.", topic=str(i)) for i in range(14))]
    abroad = [post(f"es{i}", f"Nada {i}", language="es") for i in range(40)]

    assert why(rank(posts), "other", "me") == Reason("words", ("kneecap",))
    assert why(rank([*posts, *abroad]), "p03", "me") == Reason()
    assert why(rank([*posts[:-1], *abroad]), "other", "me") == Reason()


def test_posts_of_one_slug_are_refused():
    with pytest.raises(ValueError, match="same slug"):
        rank([post("me"), post("me", language="es")])


WORDS = "knee neck stairs desk run walk strong slow pain rest".split()
sites = st.lists(st.tuples(st.lists(st.sampled_from(WORDS), max_size=12),
                           st.sampled_from(("en", "en", "es")), st.integers(0, 3)),
                 min_size=1, max_size=9)


@settings(deadline=None, derandomize=True, max_examples=80, database=None)
@given(sites, st.data())
def test_lists_are_full_and_the_same_in_whatever_order_posts_are_read(texts, data):
    slugs = [f"p{i}" for i in range(len(texts))]
    chosen = st.lists(st.sampled_from(slugs), max_size=2, unique=True).map(tuple)
    posts = [post(f"p{i}", " ".join(words), day, topic=words[0] if words else "",
                  language=language, picks=data.draw(chosen), bans=data.draw(chosen))
             for i, (words, language, day) in enumerate(texts)]
    pages = {slug: Page(3, frozenset(data.draw(chosen)), data.draw(st.integers(0, 2)))
             for slug in slugs}
    found = recommend(rank(posts), pages)
    again = dict(data.draw(st.permutations(list(pages.items()))))

    assert found == recommend(rank(data.draw(st.permutations(posts))), again)
    by_slug = {one.slug: one for one in posts}
    for slug, one in found.items():
        page, me = pages[slug], by_slug[slug]
        named = [link.slug for link in (*one.inline, *one.close, *one.more)]
        possible = {other.slug for other in posts
                    if other.language == me.language and other.slug not in me.bans
                    and slug not in other.bans} - page.linked - {slug}
        assert len(named) == len(set(named)) == min(page.length + page.inline, len(possible))
        assert set(named) <= possible
        assert [pick for pick in me.picks if pick in possible][:len(named)] \
            == named[:len([pick for pick in me.picks if pick in possible])]


@given(st.integers(1, 10**8), st.integers(0, 2000), st.booleans(), st.integers(0, 2))
def test_close_is_what_is_not_below_the_floor(floor, days, labeled, more):
    me, other = post("me", tags=("a",)), post("other", day=days, tags=("a",) if labeled else ())
    known = rank([me, other])
    known = type(known)(**{**vars(known), "floors": {"en": floor}})
    border = known.floor(me, other)

    assert known.close(me, other, border + more)
    assert not known.close(me, other, border - 1)


def test_links_in_the_text_alone_are_evened_out_as_lists_are():
    posts = [post(f"p{i}", KNEE, i) for i in range(8)]
    found = recommend(rank(posts), {one.slug: Page(0, inline=2) for one in posts})
    named = Counter(link.slug for one in found.values() for link in one.inline)

    assert all(len(one.inline) == 2 and not one.close + one.more for one in found.values())
    assert max(named.values()) <= HUB * 2
    assert set(named) == {one.slug for one in posts}
