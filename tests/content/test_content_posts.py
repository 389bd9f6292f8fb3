"""Every text of content/ became a page, and every post holds what the clinic asks of a post."""

from __future__ import annotations

import pytest

import pelicanconf
from tests.components.rendering import UNSTYLED, classes, having, styled_classes, words
from tests.content.published import Built, sources

LEAST_WORDS, MOST_WORDS = 500, 1300
# What the sample posts are to show; a clinic's own may be shorter, and its policy decides the rest.
of_the_sample = pytest.mark.skipif(not pelicanconf.CLINIC.demo, reason="asks it of the sample only")


@pytest.mark.parametrize("folder, place", [
    ("posts", "{}/index.html"), ("pages", "{}/index.html"), ("people", "people/{}/index.html")])
def test_every_text_became_a_page(site: Built, folder: str, place: str) -> None:
    expected = {place.format(source.slug) for source in sources(folder)}

    assert expected
    assert expected - {page.path for page in site.pages} == set()


def test_heading_is_the_title_of_the_header(site: Built) -> None:
    curly = str.maketrans("“”‘’", "\"\"''")

    assert {page.path: words(page.one("h1")) for source, page in site.posts
            if words(page.one("h1")).translate(curly) != source.field("title")} == {}


@of_the_sample
def test_length(site: Built) -> None:
    lengths = {page.path: len(words(having(page.tree, "rich-text")[0]).split())
               for _, page in site.posts}

    assert {path: length for path, length in lengths.items()
            if not LEAST_WORDS <= length <= MOST_WORDS} == {}


@of_the_sample
@pytest.mark.parametrize("part", ["figure", "key-points", "references", "reviewed-by", "byline"])
def test_every_post_has_its_parts(site: Built, part: str) -> None:
    assert [page.path for _, page in site.posts
            if not having(page.one("article"), part) and not page.all(part)] == []


@of_the_sample
def test_every_source_is_cited_in_the_text(site: Built) -> None:
    for _, page in site.posts:
        listed = [item.get("id") for item in page.all("li") if (item.get("id") or "")[:4] == "ref-"]
        cited = {link.get("href", "").removeprefix("#") for link in having(page.tree, "cite__link")}

        assert listed, page.path
        assert set(listed) == cited, page.path


def test_related_list_is_there_and_repeats_nothing(site: Built) -> None:
    for _, page in site.posts:
        found, = having(page.tree, "related")
        listed = [link.get("href") for link in found.iter("a")]
        elsewhere = {link.get("href") for link in page.one("article").iter("a")}

        assert listed or len(site.posts) == 1, page.path
        assert len(listed) == len(set(listed)), page.path
        assert set(listed) & elsewhere == set(), page.path
        assert f"/{page.path.removesuffix('index.html')}" not in listed


def test_no_page_uses_a_class_without_a_style(site: Built) -> None:
    assert {page.path: unknown for page in site.pages
            if (unknown := classes(page.tree) - styled_classes() - UNSTYLED)} == {}
