"""A page in a language two fifths longer than English still fits, and says all it has to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

import pelicanconf
from plugins.publishing.build import build
from plugins.words import pseudo
from tests.browser.looks import NARROW, NONE, WIDE, faults_in, opened, served
from tests.languages.pseudo_site import ROOT, write_catalogue

PATHS = ("/", "/archive/", "/search/", "/contact/", "/regions/", "/glossary/", "/people/",
         "/people/wren-okonjo/", "/topics/", "/topics/conditions/", "/regions/shoulder/", "/tags/",
         "/tags/back-pain/", "/thanks/", "/not-sent/", "/404.html", "/about/", "/sciatica/",
         "/warm-up-routine/")


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample site, its interface in the pseudo-language."""
    place = tmp_path_factory.mktemp("longer")
    write_catalogue(place / "words")

    def make(address: str) -> None:
        build(ROOT / "pelicanconf.py", place / "site", {
            "SITEURL": address, "CACHE_PATH": str(place / "cache"),
            "CLINIC": replace(pelicanconf.CLINIC, language=pseudo.TAG),
            "TRANSLATIONS": str(place / "words")})

    with served(place, make) as address:
        yield address


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_and_axe_finds_nothing(browser: Browser, longer: str, path: str) -> None:
    page = opened(browser, longer + path)
    found = faults_in(page, NARROW, WIDE)
    page.close()

    assert found == [NONE, NONE]


def test_the_scripts_speak_the_language_of_the_page(browser: Browser, longer: str) -> None:
    page = opened(browser, longer + "/search/?q=zzzz", viewport=WIDE)
    expect(page.locator(".search__status").first).to_contain_text("[Ñöthîñğ föüñd för “zzzz”.")
    page.goto(longer + "/contact/")
    page.locator(".contact__form [type=submit]").click()
    problem = page.locator(".problem")
    expect(problem).to_be_visible()
    told = problem.locator("li").all_inner_texts()
    page.close()

    assert told and all(text.startswith("[") for text in told)
