"""What holds for every page: its structure, what it says of itself, what it may reach for."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest

from plugins.digest.core import hash_source
from tests.components.rendering import elements, words
from tests.content.published import SITEURL, Built, Page

FORM = "https://formspree.io/f/xqkrwbze"
SERVICE = "https://formspree.io"
# What one round trip carries, and what of it the styles may take; the form's script comes after.
# Bytes as a server sends them: an article whole, any other page, a style, the scripts.
FIRST_VIEW, OTHER_VIEW, STYLE = 14 * 1024, 10 * 1024, 6 * 1024
SCRIPT, SEARCH_SCRIPT = 2 * 1024, 3 * 1024
REFERS = {"link": "href", "script": "src", "img": "src", "source": "srcset", "iframe": "src",
          "form": "action"}


def test_one_first_heading(site: Built) -> None:
    assert {page.path: len(page.all("h1")) for page in site.full if len(page.all("h1")) != 1} == {}


def test_no_heading_level_is_skipped(site: Built) -> None:
    for page in site.full:
        levels = [int(e.tag[1]) for e in elements(page.tree) if re.fullmatch("h[1-6]", e.tag)]

        assert levels[0] == 1, page.path
        assert [pair for pair in zip(levels, levels[1:], strict=False)
                if pair[1] > pair[0] + 1] == [], page.path


@pytest.mark.parametrize("said", ["title", "description"])
def test_no_two_pages_say_the_same_of_themselves(site: Built, said: str) -> None:
    found = Counter(page.title() if said == "title" else page.meta(said) for page in site.full)

    assert found[""] == 0
    assert [text for text, times in found.items() if times > 1] == []


def test_canonical_address_is_the_address(site: Built) -> None:
    assert {page.path: page.links("canonical") for page in site.pages
            if page.indexed and page.links("canonical") != [page.address]} == {}


@pytest.mark.parametrize("name", [
    "og:site_name", "og:locale", "og:type", "og:title", "og:description", "og:url", "og:image",
    "og:image:alt", "twitter:card"])
def test_social_preview_is_complete(site: Built, name: str) -> None:
    assert [page.path for page in site.full if not page.meta(name)] == []


def test_social_preview_names_this_page_and_a_picture_that_is_there(site: Built) -> None:
    for page in site.full:
        picture = page.meta("og:image")

        assert page.meta("og:url") == page.address
        assert (site.folder / picture.removeprefix(SITEURL + "/")).is_file(), page.path
        assert not picture.endswith(".svg")  # no social network shows a drawing


def test_posts_tell_their_dates_to_social_networks(site: Built) -> None:
    for source, page in site.posts:
        assert page.meta("og:type") == "article"
        assert page.meta("article:published_time").startswith(source.field("date"))
        assert page.meta("article:modified_time").startswith(
            source.field("modified") or source.field("date"))


def test_nothing_comes_from_another_site(site: Built) -> None:
    found = {(page.path, value) for page in site.pages for element in elements(page.tree)
             if (value := element.get(REFERS.get(element.tag, ""), "")) and urlsplit(value).netloc}

    assert {(path, value) for path, value in found
            if value != FORM and not value.startswith(SITEURL + "/")} == set()


def test_every_form_goes_to_the_service(site: Built) -> None:
    forms = [form for page in site.pages for form in page.all("form")]

    assert {form.get("action") for form in forms if form.get("role") != "search"} == {FORM}
    assert {form.get("action") for form in forms if form.get("role") == "search"} == {"/search/"}


def with_form(page: Page) -> bool:
    return any(form.get("role") != "search" for form in page.all("form"))


def scripted(page: Page) -> bool:
    """Whether it has a form that a script sends: the whole form, not the short one."""
    return any(form.get("data-thanks") for form in page.all("form"))


def searches(page: Page) -> bool:
    return page.path == "search/index.html"


def test_no_script_and_one_style_stands_in_a_page(site: Built) -> None:
    for page in site.pages:
        attributes = {name for element in elements(page.tree) for name in element.attrib}

        assert len(page.all("style")) == (page in site.full)
        assert page.links("stylesheet") == []
        inline = [script for script in page.all("script") if not script.get("src")]
        assert [script.get("type") for script in inline] in ([], ["application/ld+json"])
        assert {name for name in attributes if name == "style" or name.startswith("on")} == set()


def test_only_contact_and_search_have_a_script_and_only_their_own(site: Built) -> None:
    scripts = {name: next((site.folder / "static").glob(f"{name}.*.js"))
               for name in ("contact", "search")}
    contact, search = (f"/{script.relative_to(site.folder).as_posix()}"
                       for script in scripts.values())

    weights = {name: len(gzip.compress(script.read_bytes(), compresslevel=9))
               for name, script in scripts.items()}
    assert weights["contact"] <= SCRIPT
    assert weights["search"] <= SEARCH_SCRIPT
    for page in site.pages:
        loaded = [s for s in page.all("script") if s.get("src")]
        expected = [contact] if scripted(page) else [search] if searches(page) else []
        assert [s.get("src") for s in loaded] == expected, page.path
        assert all("defer" in s.attrib for s in loaded)


def test_security_policy_lets_nothing_in(site: Built) -> None:
    for page in site.full:
        policy = dict(part.split(" ", 1) for part in
                      page.meta("Content-Security-Policy").split("; "))

        assert policy["default-src"] == "'none'"
        extra = f" {SERVICE}" if with_form(page) else ""
        *files, data = policy["script-src"].split()
        assert files == (["'self'"] if scripted(page) or searches(page) else [])
        assert [data] == [hash_source(block.text) for block in page.all("script")
                          if block.get("type") == "application/ld+json"]
        assert policy["form-action"] == policy["connect-src"] == f"'self'{extra}"
        assert not any("unsafe" in value or "*" in value for value in policy.values())


def test_headers_file_has_the_policy_of_the_pages_with_a_form(site: Built) -> None:
    stated = re.search(r"Content-Security-Policy: (.*); frame-ancestors 'none'\n",
                       site.read("_headers"))

    assert stated
    style = re.compile(r"style-src ([^;]*)")
    inline = re.compile(r" 'sha256-[^']*'")
    assert {inline.sub("", page.meta("Content-Security-Policy")) for page in site.full
            if scripted(page)} == {inline.sub("", stated[1])}
    assert {source for page in site.full
            for source in style.search(page.meta("Content-Security-Policy"))[1].split()} \
        == set(style.search(stated[1])[1].split())


def test_first_view_fits_one_round_trip(site: Built) -> None:
    articles = {page.path for _, page in site.posts}
    weights = {page.path: size(page.source) for page in site.pages}

    assert {page.path: weight for page in site.full
            if (weight := size(page.one("style").text.encode("utf-8"))) > STYLE} == {}
    assert {path: weight for path, weight in weights.items()
            if weight > (FIRST_VIEW if path in articles else OTHER_VIEW)} == {}


# Portraits whose person is named next to them: the name once is enough.
BESIDE_A_NAME = ("reviewed-by__picture", "team__picture")


def test_pictures_have_a_size_and_words(site: Built) -> None:
    pictures = [(page.path, picture) for page in site.pages for picture in page.all("img")]

    assert pictures
    assert [(path, picture.get("src")) for path, picture in pictures
            if not (picture.get("width") and picture.get("height")
                    and (len(picture.get("alt", "").split()) > 2
                         or picture.get("alt") == "" and picture.get("class") in BESIDE_A_NAME))
            ] == []


def test_page_is_in_the_language_of_the_clinic(site: Built) -> None:
    assert {page.one("html").get("lang") for page in site.pages} == {"en-US"}


def test_navigation_leads_to_the_text_first(site: Built) -> None:
    for page in site.full:
        first = page.all("a")[0]

        assert (words(first), first.get("href")) == ("Skip to the content", "#main")
        assert page.one("main").get("id") == "main"


def size(data: bytes) -> int:
    """Compressed as hosts commonly do it."""
    return len(gzip.compress(data, compresslevel=6))
