"""Related articles on the page: below the text, in it, by a marker or by themselves."""

import pytest

from plugins.images.core import Picture
from plugins.page_models.bodies import convert_all
from plugins.page_models.plan import plan
from plugins.page_models.related_links import ranked, related_links
from plugins.related.settings import RelatedPosts
from tests.unit.builders import loaded, post, shown
from tests.unit.page_models.test_plan import ASSETS

LONG = "\n\n".join(f"The knee hurts on stairs and gets better in week {i}." for i in range(9))


def model(body, settings, **fields):
    """The page of a post among five others about knees and one about nothing of the kind."""
    files = {"posts/me.md": post(title="Me", slug="me", body=body, **fields),
             **{f"posts/{slug}.md": post(title=slug.upper(), body=LONG) for slug in "abcde"}}
    site = loaded(files)
    texts = convert_all(site, "content", lambda path: Picture(path, 800, 500))
    assert site.problems == () and texts.problems == ()
    made = plan(site.site, texts, "https://clinic.example", ASSETS, None, False, settings)
    return next(page.model for page in made.pages if page.path == "me/index.html")


def in_text(page):
    return [part.related for part in page.body if part.related]


def test_a_long_text_gets_a_link_between_two_paragraphs_after_a_third():
    page = model(LONG, RelatedPosts(length=2, in_text_from=50))
    first, link, second = page.body

    assert first.html.count("<p>") == 3
    assert second.html.count("<p>") == 6
    assert link.related.close
    assert link.related.href not in [item.href for item in page.related.close]
    assert len(page.related.close) == 2


@pytest.mark.parametrize("body, words, fields", [
    (LONG, 0, {}), (LONG, 5000, {}), (LONG, 50, {"related_in_text": "no"}),
    ("- The knee\n- hurts\n\n## Here\n\nand there, on stairs.", 3, {})])
def test_no_link_where_nobody_wants_one_or_none_fits(body, words, fields):
    page = model(body, RelatedPosts(in_text_from=words), **fields)

    assert in_text(page) == []
    assert "".join(str(part.html) for part in page.body).count("<p>") >= 1


def test_a_marker_of_the_author_stays_alone():
    page = model(f"{LONG}\n\n[related: b]", RelatedPosts(in_text_from=50))

    assert [item.href for item in in_text(page)] == ["/b/"]


def test_the_length_is_the_clinics():
    for length in (0, 1, 5):
        found = model(LONG, RelatedPosts(length=length)).related
        assert len(found.close) + len(found.more) == length


def test_a_link_in_the_text_to_a_post_that_is_not_alike_says_so():
    strange = " ".join(f"w{letter}{other}" for letter in "abcdefgh" for other in "abcdefgh")
    page = model(f"{strange}\n\n[related]\n\n{strange}", RelatedPosts(), category="Exercise")

    assert [item.close for item in in_text(page)] == [False]
    assert in_text(page)[0].reason == ""


@pytest.mark.parametrize("settings", [{"length": 13}, {"length": -1}, {"length": True},
                                      {"in_text_from": "700"}, {"in_text_from": -1}])
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(ValueError, match=f"RelatedPosts: {next(iter(settings))}="):
        RelatedPosts(**settings)


def test_a_preview_puts_no_draft_into_a_list_but_shows_a_draft_its_own():
    files = {"posts/me.md": post(title="Me", slug="me", body=LONG),
             "posts/a.md": post(title="A", body=LONG),
             "posts/d.md": post(title="D", slug="d", body=LONG, status="draft", related="[e]"),
             "posts/e.md": post(title="E", slug="e", body=LONG, status="draft")}
    site = loaded(files, preview=True)
    texts = convert_all(site, "content", lambda path: Picture(path, 800, 500))
    made = plan(site.site, texts, "https://clinic.example", ASSETS, None, True)
    lists = {page.path.split("/")[0]: [item.href for item in (*page.model.related.close,
                                                             *page.model.related.more)]
             for page in made.pages if page.template == "article"}

    assert lists["me"] == ["/a/"]
    assert lists["d"][0] == "/e/"
    assert set(lists["d"][1:]) == set(lists["e"]) == {"/a/", "/me/"}


def told(files, settings=RelatedPosts(length=1)):  # noqa: B008
    """What is wrong with the picks, and the pages' models by address."""
    site = loaded(files, preview=True)
    texts = convert_all(site, "content", lambda path: Picture(path, 800, 500))
    assert site.problems == () and texts.problems == ()
    links = related_links(site.site, texts, ranked(site.site, texts, settings), settings)
    made = plan(site.site, texts, "https://clinic.example", ASSETS, None, True, settings, links)
    return shown(links.crowded_out()), {page.address.strip("/"): page.model for page in made.pages
                                        if page.template == "article"}


def test_a_pick_without_room_is_told_and_one_that_the_text_links_needs_none():
    files = {f"posts/{slug}.md": post(title=slug.upper(), slug=slug) for slug in "abc"}
    crowded = {**files, "posts/me.md": post(slug="me", related="[a, b, c]",
                                            body="See [a](a.md). Move a little.")}

    assert told(crowded)[0] == (
        "content/posts/me.md:8: 'related': there is no room for 'c', places on the page: 1 — "
        "delete one of them, or raise RELATED in pelicanconf.py")
    assert told(crowded, RelatedPosts(length=2))[0] == ""


def test_drafts_change_no_list_that_readers_see():
    files = {f"posts/{slug}.md": post(title=slug.upper(), slug=slug, body=LONG + f" {slug} " * i)
             for i, slug in enumerate("abcdefgh")}
    drafts = {f"posts/d{i}.md": post(title=f"D{i}", slug=f"d{i}", status="draft", body=LONG)
              for i in range(9)}
    without, among = told(files)[1], told({**files, **drafts})[1]

    assert {slug: without[slug].related for slug in without} \
        == {slug: among[slug].related for slug in without}
    assert len(among["d3"].related.close + among["d3"].related.more) == 1


def test_a_word_that_is_not_said_in_the_language_of_a_page_is_no_reason():
    files = {f"posts/{slug}.md": post(title=slug.upper(), slug=slug, body=LONG, lang=language,
                                      tags="[running]")
             for slug, language in (("a", "es"), ("b", "es"), ("c", "en"), ("d", "en-GB"))}
    models = told(files)[1]

    assert [item.reason for item in models["es/a"].related.close] == [""]
    assert [item.reason for item in models["c"].related.close] == ["Also about running"]


def test_a_link_that_nobody_asked_for_is_only_to_a_related_post():
    texts = {slug: "\n\n".join(" ".join(f"{slug}{i}w{n}" for n in range(9)) for i in range(9))
             for slug in "abc"}
    files = {f"posts/{slug}.md": post(title=slug.upper(), slug=slug, body=text)
             for slug, text in texts.items()}
    settings = RelatedPosts(length=2, in_text_from=20)
    found = told(files, settings)[1]

    assert [in_text(page) for page in found.values()] == [[], [], []]
    assert [len(page.related.close + page.related.more) for page in found.values()] == [2, 2, 2]
    site = loaded(files)
    converted = convert_all(site, "content", lambda path: Picture(path, 800, 500))
    links = related_links(site.site, converted, ranked(site.site, converted, settings), settings)
    assert [page.inline for page in links.pages.values()] == [0, 0, 0]
