"""Pages worth landing on: an introduction, ways on, and a feed of their own."""

import re

import pytest

from tests.unit.builders import post
from tests.unit.page_models.test_inputs import changed
from tests.unit.page_models.test_plan import pages, planned, posts, texts_by_path, texts_of

FILED = posts(2, tags="[running]", regions="[neck]")
LISTS = {"topics/conditions": "topics/conditions", "regions/neck": "regions/neck",
         "tags/running": "tags/running", "people/juniper-ashgrove": "people/juniper-ashgrove"}


def test_the_introduction_stands_on_the_first_page_only():
    files = {**posts(30), "topics/conditions.md": "summary: In short.\n\nIn *long*.\n"}
    found = pages(files)
    first, second = (found[f"topics/conditions/{rest}index.html"].model
                     for rest in ("", "page/2/"))

    assert [part.html for part in first.body] == ["<p>In <em>long</em>.</p>"]
    assert (first.intro, first.shell.head.description) == ("In short.", "In short.")
    assert second.body == ()


def test_its_links_are_checked_and_may_be_linked():
    site, texts = texts_of({
        **FILED, "topics/conditions.md": "[one](../posts/p000.md) [none](../posts/none.md)\n",
        "pages/a.md": "---\ntitle: A\n---\n[all](../topics/conditions.md)\n"})

    assert [(p.path, p.line) for p in texts.problems] == [("content/topics/conditions.md", 1)]
    assert "/topics/conditions/" in texts.bodies["content/pages/a.md"].linked


def test_a_form_in_an_introduction_brings_its_script():
    page = pages({**FILED, "tags/running.md": "[contact-form]\n"})["tags/running/index.html"]

    assert page.model.body[0].contact
    assert "/static/contact.js" in page.model.shell.head.scripts


@pytest.mark.parametrize("path, hrefs", [
    ("topics/conditions", ["/regions/neck/", "/regions/lower-back/"]),
    ("regions/neck", ["/topics/conditions/"]),
    ("tags/running", ["/topics/conditions/", "/regions/neck/", "/regions/lower-back/"]),
    ("people/juniper-ashgrove", ["/topics/conditions/", "/regions/neck/",
                                 "/regions/lower-back/"])])
def test_the_ways_on_are_what_the_articles_are_about(path, hrefs):
    files = {"posts/a.md": post(title="A", tags="[running]", regions="[lower back]"),
             "posts/b.md": post(title="B", tags="[running]", regions="[neck]")}
    page = pages(files)[f"{path}/index.html"].model

    assert [link.href for link in page.ways.links] == hrefs


@pytest.mark.parametrize("path", LISTS)
def test_each_list_has_a_feed_that_its_page_names(path):
    made = planned({**FILED, "posts/other.md": post(
        title="Other", category="Exercise", author="teo-marlowe")})
    page = next(each for each in made.pages if each.path == f"{path}/index.html").model
    feed = texts_by_path(made)[f"feeds/{path}.atom.xml"]

    assert page.ways.feed.href == f"/feeds/{path}.atom.xml"
    assert page.ways.feed.href in [link.href for link in page.shell.head.feeds]
    assert re.findall("<id>https://clinic.example/(post-.*?|other)/</id>", feed) == [
        "post-001", "post-000"]
    assert f'href="https://clinic.example/feeds/{path}.atom.xml"' in feed


def test_drafts_have_no_feed():
    made = planned({"posts/a.md": post(tags="[running]", draft="true")}, preview=True)
    page = next(each for each in made.pages if each.path == "tags/running/index.html").model

    assert page.ways.feed is None
    assert [path for path in texts_by_path(made) if path.startswith("feeds/")] == []


def test_another_introduction_changes_its_page_alone():
    by_digest, by_content = changed({**FILED, "topics/conditions.md": "Words.\n"},
                                    {**FILED, "topics/conditions.md": "Other words.\n"})

    assert by_digest == by_content == {"topics/conditions/index.html"}
