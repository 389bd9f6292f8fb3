"""A page in a language two fifths longer than English still fits, and says all it has to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

import pelicanconf
from plugins.contact_form.receiver import MessageStore
from plugins.preview.server import PreviewServer
from plugins.publishing.build import build
from plugins.words import pseudo
from tests.browser.test_extreme import CUT_OFF, NARROW, RULES, WIDE, opened
from tests.languages.pseudo_site import ROOT, write_catalogue

PATHS = ("/", "/archive/", "/search/", "/contact/", "/regions/", "/glossary/", "/people/",
         "/thanks/", "/not-sent/", "/404.html", "/sciatica/")


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample site, its interface in the pseudo-language."""
    place = tmp_path_factory.mktemp("longer")
    write_catalogue(place / "words")
    store = MessageStore(place / "messages.sqlite3")
    server = PreviewServer(lambda: place / "site", store, 0, say=lambda line: None)
    build(Path(ROOT / "pelicanconf.py"), place / "site", {
        "SITEURL": server.url, "CACHE_PATH": str(place / "cache"),
        "CLINIC": replace(pelicanconf.CLINIC, language=pseudo.TAG),
        "TRANSLATIONS": str(place / "words")})
    server.start()
    yield server.url
    server.stop()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_and_axe_finds_nothing(browser: Browser, longer: str, path: str) -> None:
    for viewport in (NARROW, WIDE):
        page = opened(browser, longer + path, viewport=viewport)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        cut = page.evaluate(CUT_OFF)
        found = Axe().run(page, options=RULES).response["violations"]
        page.close()

        assert (wide, cut) == (0, [])
        assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []


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
