"""What an editor is told of the related posts of a whole site."""

import json
import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.related import core
from plugins.related.report import Hub, Orphan, Post, Thin, compare, report
from plugins.related.report_json import from_json, to_json
from plugins.related.report_text import to_text


def words(subject: str) -> str:
    """As many words as a short post has: of two notes nothing can be said."""
    return " ".join(f"{subject}{i}" for i in range(60))


KNEE = f"The kneecap aches on stairs. Strong thighs calm an aching kneecap when you squat. " \
       f"{words('knee')}"
NECK = f"A stiff neck after long desk hours eases with slow turns of the head and warm towels. " \
       f"{words('neck')}"
FOOT = f"Morning heel soreness fades once the arch wakes. Roll a bottle under your sole. " \
       f"{words('foot')}"
TODAY = date(2026, 11, 24)


def post(slug, text, day=0, **changes):
    """A post of `day` days ago."""
    return core.Candidate(**{
        "slug": slug, "title": f"About {slug}", "text": text, "topic": "conditions",
        "day": (TODAY - timedelta(days=day)).toordinal(), "topic_label": "Conditions", **changes})


def looked_at(posts, length=1, pages=None, **dates):
    """The report on the lists that the site itself would show. `pages` differ from the others."""
    known = core.rank(posts)
    asked = {slug: core.Page(length) for slug in known.posts} | (pages or {})
    return report(known, asked, core.recommend(known, asked), **dates)


def pair(name, text, **changes):
    """Two posts about the same."""
    return [post(f"{name}-1", text, 1, **changes), post(f"{name}-2", text, 2, **changes)]


def sound():
    """Two subjects with two posts each: every list has one related post, and says why."""
    return [*pair("knee", KNEE), *pair("neck", NECK)]


def entries(text, title):
    """The lines of one section of a text, without its heading."""
    found = re.search(rf"^{title} \(\d+\):(?:.+\n)+?((?: .*\n)+)", f"{text}\n", re.M)
    return found[1].splitlines() if found else []


# ---------------------------------------------------------------- findings


def test_a_sound_site_has_nothing_to_mend():
    found = looked_at(sound())

    assert (found.orphans, found.stale, found.weak, found.hubs, found.thin) == ((),) * 5
    assert to_text(found).splitlines()[0] == "4 posts, 4 lists, no orphan"
    for title in ("Orphans", "Stale picks", "Weak lists", "Hubs", "Thin reasons"):
        assert title not in to_text(found)


def test_every_list_stands_there_with_likeness_and_reason():
    found = looked_at([replace(one, tags=("stairs",)) for one in pair("knee", KNEE)])
    link = found.lists[0].links[0]

    assert (link.slug, link.part, link.close, link.picked) == ("knee-2", "related", True, False)
    assert (link.kind, link.shared) == ("labels", ("stairs",))
    assert link.likeness == round(core.recommend(*ranked(
        [replace(one, tags=("stairs",)) for one in pair("knee", KNEE)]))["knee-1"].close[0]
        .likeness, 4)
    assert entries(to_text(found), "Lists")[:2] == [
        "  About knee-1 (knee-1)",
        f"    {link.likeness:.3f}  About knee-2 (knee-2): Also about stairs"]


def ranked(posts, length=1):
    known = core.rank(posts)
    return known, {slug: core.Page(length) for slug in known.posts}


def test_a_filler_shows_how_alike_it_is_and_a_link_in_the_text_where_it_stands():
    found = looked_at([*pair("knee", KNEE), post("neck", f"{NECK} Kneecap.")],
                      pages={"knee-1": core.Page(1, inline=1)})
    shown = {one.page: one for one in found.lists}["knee-1"]

    assert [(link.slug, link.part, link.close) for link in shown.links] == [
        ("knee-2", "text", True), ("neck", "more", False)]
    assert shown.places == 2
    assert 0 < shown.links[1].likeness < shown.links[0].likeness
    assert "About knee-2 (knee-2) [in the text]:" in to_text(found)
    assert "About neck (neck) [fills up]:" in to_text(found)


def orphans(*arguments, **named):
    return looked_at(*arguments, **named).orphans


def test_the_only_post_of_its_language_is_an_orphan():
    found = looked_at([*sound(), post("solo", KNEE, language="es")])

    assert found.orphans == (Orphan("solo", "alone"),)
    assert entries(to_text(found), "Orphans") == [
        " es (1)", "  About solo (solo)", "    there is no other page in its language"]


def test_a_post_kept_apart_from_every_page_is_an_orphan():
    bans = tuple(one.slug for one in sound())

    assert orphans([*sound(), post("alone", KNEE, bans=bans)]) == (Orphan("alone", "banned"),)
    assert orphans([*(replace(one, bans=("alone",)) for one in sound()), post("alone", KNEE)]) \
        == (Orphan("alone", "banned"),)


def test_a_post_that_every_page_links_in_its_text_is_told_apart():
    pages = {one.slug: core.Page(1, frozenset({"linked"})) for one in sound()}

    assert orphans([*sound(), post("linked", KNEE)], pages=pages) == (Orphan("linked", "linked"),)


def test_a_post_barred_in_both_ways_is_told_apart():
    pages = {one.slug: core.Page(1, frozenset({"barred"})) for one in pair("knee", KNEE)}

    assert orphans([*sound(), post("barred", KNEE, bans=("neck-1", "neck-2"))], pages=pages) == (
        Orphan("barred", "barred"),)


def test_without_places_there_are_orphans_and_no_weak_lists_or_hubs():
    found = looked_at(sound(), length=0)

    assert {one.why for one in found.orphans} == {"no places"}
    assert len(found.orphans) == 4
    assert (found.weak, found.hubs) == ((), ())
    assert entries(to_text(found), "Lists")[1] == "    no links"


def test_an_orphan_that_others_outdo_names_the_page_that_is_nearest():
    found = looked_at([*pair("knee", KNEE), post("step", f"{NECK} The kneecap aches.")])

    [orphan] = found.orphans
    assert (orphan.slug, orphan.why) == ("step", "outdone")
    assert orphan.page in ("knee-1", "knee-2")
    assert 0 < orphan.likeness < orphan.weakest
    lines = entries(to_text(found), "Orphans")
    assert lines[:2] == ["  About step (step)", "    other posts fill every list that may name it"]
    assert " ".join(map(str.strip, lines[2:])) == (
        f"it is most like About {orphan.page} ({orphan.page}): likeness {orphan.likeness:.3f}; "
        f"the least alike related post there has {orphan.weakest:.3f}")


def test_an_orphan_is_measured_against_the_nearest_page_and_what_is_not_picked_there():
    posts = [post("a", KNEE, picks=("c",)), post("b", KNEE), post("c", KNEE), post("step", KNEE)]
    known, pages = ranked(posts, 2)
    unit = core.ONE // 10
    near = {"a": [("b", 9 * unit), ("c", 5 * unit)], "b": [("a", 9 * unit)],
            "c": [("a", 5 * unit), ("b", 4 * unit), ("step", 2 * unit)],
            "step": [("b", 3 * unit), ("c", 2 * unit)]}
    lists = {"a": core.Related(close=(core.Link("c", picked=True), core.Link("b"))),
             "b": core.Related(close=(core.Link("a"), core.Link("c"))),
             "c": core.Related(close=(core.Link("a"), core.Link("b"))), "step": core.Related()}
    found = report(replace(known, near=near), pages, lists)

    # The likeness of b and step stands in the row of step alone.
    assert found.orphans == (Orphan("step", "outdone", "b", 0.3, 0.4),)
    onto_a = replace(known, near={**near, "step": [("a", 4 * unit), ("c", 2 * unit)]})
    assert report(onto_a, pages, lists).orphans == (Orphan("step", "outdone", "a", 0.4, 0.9),)
    nothing = replace(known, near={**near, "c": near["c"][:2], "step": []})
    assert "no page that may name it has anything in common with it" in to_text(
        report(nothing, pages, lists))


def test_a_weak_list_names_what_fills_it_and_how_far_the_nearest_post_is():
    posts = [*pair("knee", KNEE), post("neck", f"{NECK} Strong and calm on stairs.")]
    found = looked_at(posts, length=2)
    weak = {one.page: one for one in found.weak}
    known = core.rank(posts)

    assert set(weak) == {"knee-1", "knee-2", "neck"}
    one = weak["knee-1"]
    assert (one.places, one.related, one.fillers) == (2, 1, ("neck",))
    floor = known.floor(known.posts["knee-1"], known.posts["neck"]) / core.ONE
    likeness = dict(known.near["knee-1"])["neck"] / core.ONE
    assert one.nearest.slug == "neck"
    assert one.nearest.likeness == pytest.approx(likeness, abs=1e-4)
    assert one.nearest.floor == pytest.approx(floor, abs=1e-4)
    assert one.nearest.below == pytest.approx(floor - likeness, abs=1e-4)
    assert found.weak[0].page == "neck"  # with the fewest related posts
    assert "1 related post for 2 places" in to_text(found)
    assert "filled up with About neck (neck)" in to_text(found)


def test_the_nearest_post_is_the_one_least_below_its_floor():
    me = post("me", KNEE, tags=("knee",))
    tagged = post("tagged", KNEE, tags=("knee",))  # shares a tag, which lowers the floor
    known, pages = ranked([me, tagged, post("other", KNEE), post("linked", KNEE)])
    floor, lower = known.floor(me, known.posts["other"]), known.floor(me, tagged)
    known = replace(known, near={**dict.fromkeys(known.near, ()), "me": [
        ("linked", floor), ("other", floor * 9 // 10), ("tagged", lower - 1)]})
    assert lower < floor * 9 // 10
    found = report(known, {**pages, "me": core.Page(1, frozenset({"linked"}))},
                   dict.fromkeys(pages, core.Related()))

    near = {one.page: one for one in found.weak}["me"].nearest
    assert (near.slug, near.below) == ("tagged", 0.0001)
    assert "less than 0.001 below the floor of" in to_text(found).replace("\n     ", "")


def test_a_list_with_too_few_posts_has_empty_places():
    found = looked_at([post("me", KNEE)], length=2)

    assert found.weak[0].nearest is None
    assert entries(to_text(found), "Weak lists") == [
        "  About me (me)", "    no related post for 2 places, 2 left empty",
        "    no other post may stand there"]


def test_a_page_that_is_like_no_other_says_so():
    found = looked_at([*pair("knee", KNEE), post("odd", "odd", topic="")])

    assert {one.page: one for one in found.weak}["odd"].nearest is None
    assert entries(to_text(found), "Weak lists")[-1] == \
        "    no other post that may stand there is like it"


def test_places_that_nothing_fills_are_counted():
    found = looked_at([post("me", KNEE), post("neck", NECK, topic="other")], length=3)

    assert "filled up with About neck (neck)" in to_text(found)
    assert "    no related post for 3 places, 2 left empty" in to_text(found)


def test_a_post_in_as_many_lists_as_may_name_it_is_a_hub():
    picking = [post(f"p{i}", NECK, i, picks=("star",)) for i in range(3)]
    posts = [post("star", FOOT), *picking]
    found = looked_at(posts)

    assert found.cap == 3
    assert found.hubs == (Hub("star", ("p0", "p1", "p2"), ("p0", "p1", "p2")),)
    assert entries(to_text(found), "Hubs")[:2] == [
        "  About star (star): named by 3 lists, 3 of them by hand", "    About p0 (p0) [picked]"]
    assert looked_at([*posts[:-1], replace(posts[-1], picks=())]).hubs == ()
    in_text = looked_at(posts, pages=dict.fromkeys(found_slugs(found), core.Page(0, inline=1)))
    assert (in_text.cap, in_text.hubs) == (found.cap, found.hubs)


def found_slugs(found):
    return [one.slug for one in found.posts]


def test_the_largest_hub_comes_first():
    picking = [post(f"p{i}", NECK, i, picks=("star", "moon") if i else ("star",)) for i in range(7)]
    found = looked_at([post("star", FOOT), post("moon", FOOT), *picking], length=2)

    assert found.cap == 6
    assert [(hub.slug, len(hub.pages)) for hub in found.hubs] == [("star", 8), ("moon", 7)]


def stale(picked, others=(), **dates):
    """The findings on the pick of a page about the knee."""
    me = post("me", KNEE, picks=(picked.slug,))
    return looked_at([me, picked, *others], **dates).stale


def test_a_pick_that_is_not_alike_is_told_with_what_the_ranking_would_give():
    [found] = stale(post("odd", NECK), pair("knee", KNEE))

    assert (found.page, found.slug, found.unlike, found.due) == ("me", "odd", True, None)
    assert found.likeness < found.floor
    assert found.instead.slug in ("knee-1", "knee-2")
    assert found.instead.below == 0


def test_without_a_related_post_left_out_a_pick_stands_in_no_ones_place():
    [found] = stale(post("odd", NECK), pair("neck", f"{NECK} kneecap"))
    linked = {"me": core.Page(1, frozenset({"knee-1", "knee-2"}))}
    [other] = looked_at([post("me", KNEE, picks=("odd",)), post("odd", NECK), *pair("knee", KNEE)],
                        pages=linked).stale

    assert (found.unlike, found.instead) == (True, None)
    assert (other.unlike, other.instead) == (True, None)


def test_an_alike_pick_whose_review_lies_ahead_is_no_finding():
    assert stale(post("fine", KNEE, 3), [post("neck", NECK)], due={"fine": TODAY}, today=TODAY) \
        == ()
    assert stale(post("fine", KNEE, 3), [post("neck", NECK)], due={"fine": date(2000, 1, 1)}) == ()


def test_a_pick_whose_review_is_overdue_is_a_finding():
    yesterday = TODAY - timedelta(days=1)
    [found] = stale(post("fine", KNEE, 3), [post("neck", NECK)], due={"fine": yesterday},
                    today=TODAY)

    assert (found.due, found.unlike, found.older) == (yesterday, False, 0)


def test_a_pick_not_changed_for_longer_than_a_closer_post_without_a_place_is_a_finding():
    old, new = post("old", f"{KNEE} {FOOT}", 900), post("new", KNEE, 100)
    [found] = stale(old, [new])

    assert (found.slug, found.older, found.instead.slug) == ("old", 800, "new")
    assert not found.unlike
    assert stale(old, [new], updated={"old": TODAY}) == ()  # changed since
    assert stale(old, [replace(new, day=old.day + 365)]) == ()  # only a year
    closer = replace(old, text=KNEE), [replace(new, text=f"{KNEE} {FOOT}"), post("foot", FOOT)]
    assert stale(*closer) == ()


def test_stale_picks_in_words_the_overdue_first():
    posts = [post("a", KNEE, picks=("odd",)), post("b", KNEE, 1, picks=("due",)),
             post("due", KNEE, 2), post("odd", NECK, 3)]
    found = looked_at(posts, due={"due": date(2026, 1, 2)}, today=TODAY)
    lines = entries(to_text(found), "Stale picks")

    assert [one.slug for one in found.stale] == ["due", "odd"]
    assert lines[:2] == ["  About b (b) picks About due (due)",
                         "    its review was due on 2026-01-02"]
    assert re.fullmatch(r"    likeness 0\.\d{3}, below the floor of 0\.\d{3}", lines[3])
    assert re.fullmatch(r"    About \w+ \(\w+\) has a likeness of \d\.\d{3} and has no place",
                        lines[4])


def test_a_post_that_is_not_picked_is_no_stale_pick():
    found = looked_at(sound(), due={one.slug: date(2000, 1, 1) for one in sound()}, today=TODAY)

    assert found.stale == ()


def test_a_likeness_that_was_not_kept_is_not_called_none():
    # Every post has closer ones than the one that is kept of each.
    posts = [*pair("knee", f"{KNEE} towels"), *pair("neck", NECK)]
    posts[0] = replace(posts[0], picks=("neck-1",))
    known = core.rank(posts, depth=1)
    pages = {slug: core.Page(1) for slug in known.posts}
    found = report(known, pages, core.recommend(known, pages))

    assert found.lists[0].links[0].likeness is None
    assert "        -  About neck-1 (neck-1) [picked]:" in to_text(found)
    assert found.stale == ()  # it may be as much alike as the one that was kept
    assert from_json(to_json(found)) == found


def test_a_link_without_a_reason_is_a_finding():
    posts = [post("red", KNEE, title="Red", topic="a"), post("blue", KNEE, title="Blue", topic="b")]
    found = looked_at(posts)

    assert found.thin == (Thin("blue", "red"), Thin("red", "blue"))
    assert entries(to_text(found), "Thin reasons") == ["  Blue (blue) to Red (red)",
                                                       "  Red (red) to Blue (blue)"]
    assert looked_at([replace(one, topic="a") for one in posts]).thin == ()


def test_picks_without_a_reason_come_first_and_fillers_promise_nothing():
    posts = [post("me", KNEE, title="Me", topic="a", picks=("odd",)),
             post("like", f"{KNEE} x", title="Like", topic="b"),
             post("odd", "y", title="Odd", topic="c"), post("fill", "z", title="Fill", topic="d")]
    none = {one.slug: core.Page(0) for one in posts}

    assert named(looked_at(posts, pages=none | {"me": core.Page(3)}).thin) == ["odd", "like"]
    assert named(looked_at(posts, pages=none | {"fill": core.Page(1)}).thin) == []
    assert "Me (me) to Odd (odd) [picked]" in to_text(looked_at(posts))


def test_a_language_without_phrases_of_its_own_is_told_in_english():
    found = looked_at([replace(one, language="fr") for one in pair("knee", KNEE)])

    assert found.thin == ()
    assert entries(to_text(found), "Lists")[1].endswith(": Also in Conditions")


def test_languages_stand_apart():
    spanish = [replace(one, slug=f"es-{one.slug}", language="es") for one in sound()]
    found = looked_at([*sound(), *spanish, post("solo", KNEE, language="fr")])
    text = to_text(found)

    assert text.splitlines()[:4] == [
        "9 posts, 9 lists, 1 orphan, 1 weak list",
        "  en: 4 posts, 4 lists, no orphan", "  es: 4 posts, 4 lists, no orphan",
        "  fr: 1 post, 1 list, 1 orphan, 1 weak list"]
    assert [line for line in entries(text, "Lists") if re.match(r" \S", line)] == [
        " en (4)", " es (4)", " fr (1)"]
    for one in found.lists:
        assert all(link.slug.startswith("es-") == one.page.startswith("es-") for link in one.links)


def test_a_site_without_posts_has_a_report():
    assert to_text(looked_at([])) == "no post, no list, no orphan"


@pytest.mark.parametrize("pages, lists, told", [
    ({"a": core.Page(1)}, {}, "pages and lists differ: a"),
    ({"x": core.Page(1)}, {"x": core.Related()}, "not ranked: x"),
    ({"a": core.Page(1)}, {"a": core.Related(more=(core.Link("y"),))}, "not ranked: y"),
])
def test_lists_of_another_site_are_refused(pages, lists, told):
    with pytest.raises(ValueError, match=told):
        report(core.rank([post("a", KNEE)]), pages, lists)


# ---------------------------------------------------------------- change


def test_nothing_has_changed():
    found = looked_at(sound())
    change = compare(found, looked_at(sound()[::-1]))

    assert (change.orphans, change.hubs, change.lists, change.new, change.gone) == ((),) * 5
    assert "\nAgainst the other report: nothing has changed\n" in to_text(found, change)
    assert "Against" not in to_text(found)


def named(posts):
    return [one.slug for one in posts]


def test_a_list_loses_and_gains():
    before = looked_at([*sound(), post("old", f"{KNEE} Old")])
    after = looked_at([*sound(), post("fresh", KNEE)])
    change = compare(before, after)
    changed = {one.page.slug: one for one in change.lists}

    assert (named(change.new), named(change.gone)) == (["fresh"], ["old"])
    assert "fresh" not in changed and "old" not in changed
    assert any("fresh" in named(one.gained) for one in change.lists)
    text = to_text(after, change)
    assert re.search(r"^Against the other report: .*1 new post, 1 post gone$", text, re.M)
    assert entries(text, "Posts gone") == ["  About old (old)"]
    assert "    gained  About fresh (fresh)" in entries(text, "Changed lists")


def test_order_and_heading_are_changes_too():
    posts = [post("me", KNEE), post("one", KNEE, 1), post("two", NECK, 2)]
    known = core.rank(posts)
    pages = {slug: core.Page(2) for slug in known.posts}
    empty = dict.fromkeys(known.posts, core.Related())

    def told(**lists):
        return report(known, pages, empty | {"me": core.Related(**lists)})

    before = told(close=(core.Link("one"), core.Link("two")))
    [order] = compare(before, told(close=(core.Link("two"), core.Link("one")))).lists
    [moved] = compare(before, told(close=(core.Link("one"),),
                                   more=(core.Link("two", close=False),))).lists
    [lost] = compare(before, told(close=(core.Link("two"),))).lists

    assert (order.order, named(order.moved), named(order.lost)) == (True, [], [])
    assert (moved.order, named(moved.moved)) == (False, ["two"])
    assert (lost.order, named(lost.lost), named(lost.gained)) == (False, ["one"], [])
    text = to_text(before, compare(before, told(close=(core.Link("two"), core.Link("one")))))
    assert entries(text, "Changed lists") == ["  About me (me)", "    in another order"]


def test_a_page_that_lost_its_list_altogether_is_a_change():
    before = looked_at(sound())
    [gone] = compare(before, replace(before, lists=before.lists[1:])).lists
    [back] = compare(replace(before, lists=before.lists[1:]), before).lists

    assert named(gone.lost) == named(back.gained) == ["knee-2"]


def test_new_orphans_and_hubs_are_told_and_old_ones_are_not():
    picking = [post(f"p{i}", NECK, i, picks=("star",)) for i in range(3)]
    calm = looked_at([post("star", FOOT), *(replace(one, picks=()) for one in picking)])
    bans = ("p0", "p1", "p2")
    busy = looked_at([post("star", FOOT), *picking])
    alone = looked_at([post("star", FOOT, bans=bans), *(replace(p, picks=()) for p in picking)])

    assert (named(compare(calm, busy).hubs), compare(busy, busy).hubs) == (["star"], ())
    assert named(compare(busy, alone).orphans) == ["star"]
    assert "star" not in named(compare(alone, alone).orphans)
    assert compare(alone, busy).orphans == tuple(
        Post(one.slug, f"About {one.slug}", "en") for one in busy.orphans)
    text = to_text(alone, compare(busy, alone))
    assert entries(text, "New orphans") == ["  About star (star)"]
    assert text.index("New orphans") < text.index("Changed lists") < text.index("\nOrphans")


# ---------------------------------------------------------------- JSON


def rich():
    """A report with every kind of finding."""
    posts = [post("star", FOOT, 900), *(post(f"p{i}", NECK, i, picks=("star",)) for i in range(3)),
             post("único", KNEE, language="es"),
             post("next", f"{NECK} {KNEE}", topic="", title="x")]
    return looked_at(posts, due={"star": date(2025, 1, 2)}, today=TODAY)


def test_json_holds_the_whole_report_in_an_order_of_its_own():
    found = rich()
    assert all((found.orphans, found.stale, found.weak, found.hubs, found.thin))

    text = to_json(found)
    assert from_json(text) == found
    assert to_json(from_json(text)) == text
    assert text.isascii()
    data = json.loads(text)
    assert list(data)[0] == "format" and data["format"] == 1
    assert data["stale"][0]["due"] == "2025-01-02"
    assert to_json(looked_at(sound())) == to_json(looked_at(sound()[::-1]))


def changed(path, value):
    """The JSON of a report with another value at `path`."""
    data = json.loads(to_json(rich()))
    here = data
    for step in path[:-1]:
        here = here[step]
    if value is KeyError:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return json.dumps(data)


@pytest.mark.parametrize("path, value, told", [
    (["format"], KeyError, 'it has no "format"'),
    (["format"], 2, "its format is 2, this version reads 1"),
    (["format"], True, "its format is true"),
    (["format"], "1", 'its format is "1"'),
    (["posts"], KeyError, 'it lacks "posts"'),
    (["extra"], 1, 'it has the unknown "extra"'),
    (["posts"], {}, "posts is an object, not a list"),
    (["posts", 0], "x", r'posts\[0\] is "x", not an object'),
    (["posts", 0, "title"], None, r"posts\[0\]\.title is null, not a text"),
    (["posts", 0, "slug"], "p1", r'posts: "p1" is there twice'),
    (["lists", 0, "page"], "gone", 'it names "gone"'),
    (["lists", 0, "page"], "p1", 'lists: "p1" is there twice'),
    (["lists", 0, "places"], -1, "places is -1, not a whole number"),
    (["lists", 0, "places"], 1.5, "places is 1.5"),
    (["lists", 0, "places"], True, "places is true"),
    (["lists", 1, "links", 0, "close"], 1, r"lists\[1\]\.links\[0\]\.close is 1, not true"),
    (["lists", 1, "links", 0, "likeness"], "0.5", 'likeness is "0.5", not a number'),
    (["lists", 1, "links", 0, "likeness"], 1e300, r"likeness is 1e\+300"),
    (["lists", 1, "links", 0, "likeness"], float("nan"), "NaN is no number"),
    (["lists", 1, "links", 0, "kind"], "moon", 'kind is "moon", not one of "labels", "words"'),
    (["lists", 1, "links", 0, "kind"], [], "kind is a list, not one of"),
    (["lists", 1, "links", 0, "shared"], "ab", "shared is \"ab\", not a list"),
    (["orphans", 0, "slug"], "gone", 'it names "gone"'),
    (["hubs", 0, "pages", 0], "gone", 'it names "gone"'),
    (["stale", 0, "due"], "2025-1-2", "not a date such as"),
    (["stale", 0, "due"], "20250102", "not a date such as"),
    (["stale", 0, "due"], 5, "due is 5, not a date"),
    (["weak", 0, "nearest"], {"slug": "p1"}, 'nearest lacks "below"'),
    (["thin", 0, "slug"], "\ud800" + "x" * 999, r'names "\\ud800x{33}\.\.\., which'),
    (["cap"], 10 ** 4000, r"cap is 10{39}\.\.\., not"),
])
def test_a_file_that_is_none_of_ours_is_refused_in_one_line(path, value, told):
    refused(changed(path, value), told)


@pytest.mark.parametrize("text, told", [
    ("", "it is no report of related posts: Expecting value"),
    ("4 posts, 4 lists, no orphan", "it is no report of related posts: Extra data"),
    ("null", 'it has no "format"'), ("[]", 'it has no "format"'), ('"format"', 'no "format"'),
    ('{"format": 1, "format": 1}', '"format" is there twice'),
    ("[" * 100_000, "nested too deep"), ('{"format": Infinity}', "Infinity is no number"),
    ('{"format": ' + "9" * 5000 + "}", "no report of related posts"),
    ("\ufeff{}", "no report of related posts"), ("\0", "no report of related posts"),
])
def test_a_text_that_is_no_report_is_refused_in_one_line(text, told):
    refused(text, told)


def refused(text, told):
    with pytest.raises(ValueError, match=told) as error:
        from_json(text)
    assert len(str(error.value).splitlines()) == 1
    assert len(str(error.value)) < 200


def test_a_reason_that_is_missing_for_a_list_that_is_not_there_is_refused():
    data = json.loads(to_json(rich()))
    data["lists"] = [one for one in data["lists"] if one["page"] != data["thin"][0]["page"]]

    refused(json.dumps(data), "thin: there is no list of")


def test_a_list_that_names_a_post_twice_is_refused():
    data = json.loads(to_json(looked_at(sound())))
    data["lists"][0]["links"] *= 2

    refused(json.dumps(data), 'the list of "knee-1": "knee-2" is there twice')


# ---------------------------------------------------------------- text


def columns(line):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def test_no_line_is_wider_than_a_terminal_whatever_the_titles():
    posts = [replace(one, title=title) for one, title in zip(sound(), (
        "膝の痛みを和らげる" * 20, "x" * 300, "word " * 60, "\x1b[31mRed\u202e\r\nline\x07"),
        strict=True)]
    posts = [replace(one, slug=f"{one.slug}-{'very-long' * 8}") for one in posts]
    text = to_text(looked_at(posts, length=3))

    assert max(map(columns, text.splitlines())) == 80
    assert not set("\x1b\r\x07\u202e") & set(text)
    assert "[31mRed line\n" in text


def test_a_post_without_a_title_goes_by_its_slug():
    found = looked_at([replace(one, title=" ") for one in sound()])

    assert entries(to_text(found), "Lists")[0] == "  knee-1"


WORDS = "knee neck stairs desk run walk strong slow pain rest hip foot".split()
sites = st.lists(st.tuples(
    st.lists(st.sampled_from(WORDS), max_size=10), st.sampled_from(("en", "es")),
    st.sampled_from(("", "a", "b")), st.sets(st.integers(0, 7), max_size=2),
    st.sets(st.integers(0, 7), max_size=2), st.integers(0, 2), st.integers(0, 2000)), max_size=8)


@settings(deadline=None, derandomize=True, max_examples=80, database=None)
@given(sites)
def test_text_and_json_agree_on_counts(site):
    posts = [post(f"p{i}", " ".join(words), days, title=" ".join(words[:2]), topic=topic,
                  language=language, picks=tuple(f"p{n}" for n in picks),
                  bans=tuple(f"p{n}" for n in bans))
             for i, (words, language, topic, picks, bans, _, days) in enumerate(site)]
    pages = {f"p{i}": core.Page(length, inline=i % 2) for i, (*_, length, _) in enumerate(site)}
    found = looked_at(posts, pages=pages, due={"p1": date(2026, 1, 1)}, today=TODAY)
    data, text = json.loads(to_json(found)), to_text(found)

    assert from_json(to_json(found)) == found
    summary = re.split(r"\n  e[ns]: |\n\n", text)[0].replace("\n ", "")
    told = {name.removesuffix("s"): 0 if number == "no" else int(number)
            for number, name in re.findall(r"(\d+|no) ([a-z ]+)", summary)}
    names = {"posts": "post", "lists": "list", "orphans": "orphan", "stale": "stale pick",
             "weak": "weak list", "hubs": "hub", "thin": "thin reason"}
    assert {key: told.get(name, 0) for key, name in names.items()} \
        == {key: len(data[key]) for key in names}
    for key, title in {"lists": "Lists", "orphans": "Orphans", "stale": "Stale picks",
                       "weak": "Weak lists", "hubs": "Hubs", "thin": "Thin reasons"}.items():
        heading = re.search(rf"^{title} \((\d+)\):", text, re.M)
        assert int(heading[1] if heading else 0) == len(data[key])
        assert sum(line[:2] == "  " != line[1:3] for line in entries(text, title)) \
            == len(data[key])
    assert not any(vars(compare(found, found)).values())
    assert max(map(columns, text.splitlines())) <= 80
