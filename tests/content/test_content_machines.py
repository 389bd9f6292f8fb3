"""What is for machines: structured data, the sitemap, the feed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.components.rendering import elements, fragment
from tests.content.published import SITEURL, Built, Page

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ABSOLUTE = re.compile(r"^(https://|mailto:|tel:)")
MARKUP = re.compile(r"[<>]|&\w+;|&#\d+;")


# ---------------------------------------------------------------- structured data


def graph(page: Page) -> list[dict[str, Any]]:
    """The nodes of a page's JSON-LD."""
    script, = (each for each in page.all("script") if not each.get("src"))
    found = json.loads(script.text or "")
    assert found["@context"] == "https://schema.org"
    return found["@graph"]


def values(node: Any) -> Iterator[Any]:
    """A value and all that it holds."""
    yield node
    inside = list(node.values()) if isinstance(node, dict) else node
    for inner in inside if isinstance(inside, list) else ():
        yield from values(inner)


def test_every_reference_leads_to_a_node_of_the_page(site: Built) -> None:
    for page in site.full:
        nodes = graph(page)
        known = [node["@id"] for node in nodes]
        used = {value["@id"] for value in values(nodes)
                if isinstance(value, dict) and "@id" in value}

        assert len(known) == len(set(known)), page.path
        assert used - set(known) == set(), page.path


def test_nothing_is_empty(site: Built) -> None:
    for page in site.full:
        assert [value for value in values(graph(page)) if value in ("", [], {}, None)] == []


def test_the_page_describes_itself(site: Built) -> None:
    for page in site.full:
        itself, = (node for node in graph(page) if node["@id"] == page.address)

        assert itself["@type"].endswith("Page")
        assert itself["description"] == page.meta("description")


def test_post_is_a_posting_with_its_header(site: Built) -> None:
    for source, page in site.posts:
        posting, = (node for node in graph(page) if node["@type"] == "BlogPosting")

        assert posting["headline"] == source.field("title")
        assert not MARKUP.search(posting["headline"] + posting["description"])
        for name, day in (("datePublished", source.field("date")),
                          ("dateModified", source.field("modified") or source.field("date"))):
            moment = datetime.fromisoformat(posting[name])
            assert moment.tzinfo, name
            assert moment.date().isoformat() == day
        assert posting["author"][0]["name"]


def test_post_says_who_reviewed_it_and_when(site: Built) -> None:
    for source, page in site.posts:
        itself, = (node for node in graph(page) if node["@id"] == page.address)

        assert itself["lastReviewed"] == source.field("reviewed")
        assert itself["reviewedBy"]["url"] == f"{SITEURL}/people/{source.field('reviewer')}/"


def test_no_rating_of_oneself(site: Built) -> None:
    kinds = {value["@type"] for page in site.full for value in values(graph(page))
             if isinstance(value, dict) and "@type" in value}

    assert "MedicalClinic" in kinds
    assert kinds & {"Review", "AggregateRating", "FAQPage", "HowTo"} == set()


# ---------------------------------------------------------------- sitemap


def sitemap(site: Built) -> dict[str, str]:
    """The addresses of the sitemap, each with its date or none."""
    root = ElementTree.fromstring(site.read("sitemap.xml"))
    found = [(entry.findtext(f"{SITEMAP}loc") or "", entry.findtext(f"{SITEMAP}lastmod") or "")
             for entry in root]
    assert len(found) == len(dict(found))
    return dict(found)


def test_sitemap_lists_what_may_be_found(site: Built) -> None:
    assert set(sitemap(site)) == {page.address for page in site.pages if page.indexed}


def test_sitemap_dates_are_true(site: Built) -> None:
    listed = sitemap(site)

    assert [day for day in listed.values() if day and date.fromisoformat(day) > date.today()] == []
    for source, page in site.posts:
        changed = source.field("modified") or source.field("date")
        assert listed[page.address] == max(changed, source.field("reviewed"))


def test_robots_names_the_sitemap(site: Built) -> None:
    assert f"Sitemap: {SITEURL}/sitemap.xml" in site.read("robots.txt").splitlines()


# ---------------------------------------------------------------- feed


@pytest.fixture(scope="module")
def entries(site: Built) -> list[ElementTree.Element]:
    return ElementTree.fromstring(site.read("feeds/all.atom.xml")).findall(f"{ATOM}entry")


def test_feed_holds_the_posts_newest_first(
        site: Built, entries: list[ElementTree.Element]) -> None:
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries]  # type: ignore[union-attr]
    newest = sorted(site.posts, key=lambda pair: pair[0].field("date"), reverse=True)

    assert links == [page.address for _, page in newest]


def test_feed_titles_are_plain(site: Built, entries: list[ElementTree.Element]) -> None:
    titles = {entry.findtext(f"{ATOM}title") or "" for entry in entries}

    assert titles == {source.field("title") for source, _ in site.posts}
    assert [title for title in titles if MARKUP.search(title)] == []


@pytest.mark.parametrize("name", ["id", "published", "updated", "summary", "content", "author"])
def test_feed_entries_are_complete(entries: list[ElementTree.Element], name: str) -> None:
    assert [entry for entry in entries
            if not "".join(entry.find(f"{ATOM}{name}").itertext()).strip()] == []  # type: ignore[union-attr]


def test_feed_reaches_the_site_from_anywhere(entries: list[ElementTree.Element]) -> None:
    found = [value for entry in entries
             for element in elements(fragment(entry.findtext(f"{ATOM}content") or ""))
             for name in ("href", "src") if (value := element.get(name)) is not None]

    assert len(found) > len(entries)
    assert [value for value in found if not ABSOLUTE.match(value)] == []


def test_pages_lead_to_the_feed(site: Built) -> None:
    assert [page.path for page in site.full
            if "/feeds/all.atom.xml" not in page.links("alternate")] == []
