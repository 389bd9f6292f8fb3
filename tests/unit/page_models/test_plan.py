"""The plan of a site: which pages there are, what they link to, what is wrong between texts."""

import re

import pytest

from plugins.images.core import Picture
from plugins.page_models.bodies import convert_all
from plugins.page_models.frame import Assets
from plugins.page_models.plan import plan
from tests.unit.builders import loaded, post, shown

ASSETS = Assets("/static/site.css", "/static/icon.svg", "/static/touch.png", "/static/card.png")


def texts_of(files, **options):
    site = loaded(files, **options)
    return site, convert_all(site, "content", lambda path: Picture(path, 800, 500))


def planned(files, siteurl="https://clinic.example", preview=False, **options):
    site, texts = texts_of(files, preview=preview, **options)
    assert site.problems == () and texts.problems == ()
    return plan(site.site, texts, siteurl, ASSETS, None, preview)


def pages(files, **options):
    return {page.path: page for page in planned(files, **options).pages}


def posts(count, **fields):
    return {f"posts/p{i:03}.md": post(title=f"Post {i:03}", summary=f"What post {i} is about.",
                                      date=f"2025-01-{i % 28 + 1:02}", **fields)
            for i in range(count)}


@pytest.mark.parametrize("count, expected", [(0, 0), (1, 1), (24, 1), (25, 2), (200, 9)])
def test_a_topic_takes_as_many_pages_as_it_needs(count, expected):
    found = [path for path in pages(posts(count)) if path.startswith("topics/conditions/")]

    assert len(found) == expected


def test_the_pages_of_a_list_lead_to_each_other():
    found = pages(posts(60))
    middle = found["topics/conditions/page/2/index.html"].model.pagination

    assert (middle.number, middle.of) == (2, 3)
    assert middle.newer == "/topics/conditions/"
    assert middle.older == "/topics/conditions/page/3/"


def test_no_two_pages_share_a_file_a_title_or_a_description():
    found = planned(posts(60, tags="[running]", regions="[neck]")).pages
    heads = [page.model.shell.head for page in found]

    for values in ([page.path for page in found], [head.title for head in heads],
                   [head.description for head in heads]):
        assert sorted(set(values)) == sorted(values)


def test_every_link_between_pages_carries_the_path_of_the_site():
    found = pages(posts(3), siteurl="https://clinic.example/blog")["post-000/index.html"]

    assert set(re.findall(r"href='(/[a-z]*)", repr(found.model))) == {"/blog"}


def test_an_article_links_each_other_post_once_at_most():
    files = {"posts/a.md": post(title="A", body="See [b](b.md).\n\n[related: c]\n\n[related]"),
             **{f"posts/{slug}.md": post(title=slug.upper()) for slug in "bcdefg"}}
    model = pages(files)["a/index.html"].model
    inline = [part.related.href for part in model.body if part.related]
    below = [item.href for item in (*model.related.close, *model.related.more)]

    assert inline[0] == "/c/"
    assert len(below) == 3
    assert len({"/b/", "/a/", *inline, *below}) == 2 + len(inline) + len(below)


def test_two_forms_on_a_page_have_ids_of_their_own():
    model = pages({"posts/a.md": post(title="A", body="x\n\n[contact-form]\n\ny")})[
        "a/index.html"].model
    prefixes = [part.contact.prefix for part in model.body if part.contact]

    assert len({*prefixes, model.contact.prefix}) == 2


def test_what_is_hidden_is_in_no_list_for_machines():
    files = {"posts/a.md": post(title="A", status="draft"), "posts/b.md": post(title="B")}
    made = planned(files, preview=True)

    assert "/a/" not in dict(made.texts)["sitemap.xml"]
    assert "/a/" not in dict(made.texts)["feeds/all.atom.xml"]
    assert {p.path: p.model for p in made.pages}["a/index.html"].state == "Draft"


def test_a_site_without_posts_has_no_feed_and_no_empty_list():
    made = planned({})

    assert "feeds/all.atom.xml" not in dict(made.texts)
    assert not [p.path for p in made.pages if p.path.startswith(("topics", "archive", "tags"))]


@pytest.mark.parametrize("link, told", [
    ("b.md#what-helps", ""),
    ("b.md#what-help", "me.md:8: there is no heading '#what-help' on the page /b/ — did you mean "
                       "'what-helps'?"),
    ("b.md#sources", ""),
])
def test_a_heading_on_another_page_must_be_there(link, told):
    _, texts = texts_of({"posts/me.md": post(title="Me", body=f"[x]({link})"),
                         "posts/b.md": post(title="B", body="## What helps\n\nRest.")})

    assert told in shown(texts.problems)
    assert bool(told) == bool(texts.problems)


@pytest.mark.parametrize("marker, told", [
    ("[related: me]", "names this post itself"), ("[related: nope]", "no published post"),
    ("[related: b]\n\n[related: b]", "is there twice"), ("[related: c]", "no published post"),
])
def test_a_marker_names_a_published_post_once(marker, told):
    _, texts = texts_of({"posts/me.md": post(title="Me", body=f"x\n\n{marker}"),
                         "posts/b.md": post(title="B"),
                         "posts/c.md": post(title="C", status="draft")})

    assert told in shown(texts.problems)
