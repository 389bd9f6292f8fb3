"""A site in a language that nobody speaks has no English left but that of its content."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from plugins.words import pseudo
from tests.golden.golden_site import CLINIC, CONTENT, NOW, SITEURL, publish, tree
from tests.languages.pseudo_site import left_in_english, write_catalogue


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    place = tmp_path_factory.mktemp("pseudo")
    write_catalogue(place / "words")
    shutil.copytree(CONTENT, place / "content")
    for path in (place / "content" / "posts").glob("*.md"):  # all in the language of the site
        path.write_text(re.sub(r"(?mi)^lang: .*\n", "", path.read_text("utf-8")), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", NOW)
        publish(place / "output", place / "content", CLINIC=replace(CLINIC, language=pseudo.TAG),
                TRANSLATIONS=str(place / "words"))
    return {path: data.decode("utf-8") for path, data in tree(place / "output").items()
            if path.endswith((".html", ".xml", ".json"))}


@pytest.fixture(scope="module")
def content() -> str:
    """All that the clinic itself says."""
    texts = [path.read_text("utf-8") for path in sorted(CONTENT.rglob("*"))
             if path.suffix in (".md", ".yaml")]
    # Put together from fields, or by typography; and addresses on paper.
    facts = ["its ampersand", "Maine DEMO",
             *(f"{SITEURL}/{path.stem}" for path in (CONTENT / "posts").glob("*.md"))]
    return "\n".join([*texts, *facts, *CLINIC.address.lines, repr(CLINIC)])


def test_no_page_has_english_words_of_the_interface(site: dict[str, str], content: str) -> None:
    found = {path: left for path, text in site.items() if path.endswith(".html")
             and (left := left_in_english(text, content))}

    assert found == {}
    assert len([path for path in site if path.endswith(".html")]) > 20
    assert all('lang="en-XA"' in text for path, text in site.items() if path.endswith(".html"))


def test_no_feed_has_english_words_of_the_interface(site: dict[str, str], content: str) -> None:
    feeds = [text for path, text in site.items() if path.startswith("feeds/")]
    texts = [element.text or "" for feed in feeds for element in ElementTree.fromstring(feed).iter()
             if element.tag.rpartition("}")[2] in ("title", "subtitle", "summary", "content")]

    assert len(feeds) > 3
    assert [left for text in texts if (left := left_in_english(text, content))] == []


def test_what_the_search_shows_has_no_english_words_of_the_interface(
        site: dict[str, str], content: str) -> None:
    labels = [label for path, text in site.items() if path.startswith("search/index/titles/")
              for _, _, _, label in json.loads(text)]

    assert len(labels) > 5
    assert [left for label in labels if (left := left_in_english(label, content))] == []


def test_english_words_would_be_found() -> None:
    page = '<style>p{color:red}p::before{content:"Page "}</style>' \
           '<p>[Çåll <a href="#">Ada</a> ñöw]: Send</p><img alt="Drawing">'

    assert left_in_english(page, "Ada went home.") == ["Drawing", "Page", "Send"]
