"""A reader looks for something: by keyboard, by other words, by a bad network, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from plugins.search.core import normal
from plugins.site_model.vocabulary import read_vocabulary
from tests.browser.looks import NARROW, WIDE, axe, wait_until

ROOT = Path(__file__).resolve().parents[2]
SYNONYM = ("pinched nerve", "sciatica")  # of content/vocabulary.yaml


@pytest.fixture
def page(browser: Browser, public: str) -> Iterator[Page]:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{public}/search/")
    yield page
    page.close()


def look_for(page: Page, words: str) -> str:
    """Type and search; what is then said."""
    page.locator("#search").fill(words)
    page.keyboard.press("Enter")
    status = page.locator(".search [role=status]")
    expect(status).not_to_have_text("")
    return status.inner_text()


def titles(page: Page) -> list[str]:
    return page.locator(".found__link").all_inner_texts()


def test_the_sample_has_the_synonym() -> None:
    text = (ROOT / "content/vocabulary.yaml").read_text("utf-8")

    assert SYNONYM in read_vocabulary(text, "")[0].synonyms


def test_from_any_page_to_the_article_by_keyboard_and_by_a_synonym(browser: Browser, public: str
                                                                   ) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{public}/about/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent === 'Search'"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    page.locator("#search").focus()
    page.keyboard.type(SYNONYM[0])
    page.keyboard.press("Enter")
    expect(page.locator(".search [role=status]")).to_contain_text(f"looked for “{SYNONYM[1]}”")
    page.locator("#search").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sciatica/")
    page.close()

    assert "ciatica" in first


def test_on_a_telephone_the_menu_leads_to_the_search(browser: Browser, public: str) -> None:
    page = browser.new_page(viewport=NARROW)
    page.goto(f"{public}/about/")
    page.locator("nav[aria-label=Main] a[href$='/search/']").click()
    said = look_for(page, "tendon")
    page.close()

    assert re.match(r"\d+ pages for “tendon”, the best first\.", said)


def test_what_was_typed_before_the_script_arrived_is_looked_for(browser: Browser, public: str
                                                                ) -> None:
    page = browser.new_page(viewport=NARROW)
    held: list[Route] = []
    page.route("**/search*.js", lambda route: held.append(route))
    with page.expect_request("**/search*.js"):
        page.goto(f"{public}/search/", wait_until="commit")
    page.locator("#search").fill("tendon")
    held[0].continue_()
    page.wait_for_load_state()
    typed = page.locator("#search").input_value()
    page.keyboard.press("Enter")
    expect(page.locator(".search [role=status]")).to_contain_text("“tendon”")
    page.close()

    assert typed == "tendon"


@pytest.mark.parametrize("words", ["tendon", "TENDONS", "tend", "tendn", "the tendon of a"])
def test_forms_beginnings_and_slips_find_the_same(page: Page, words: str) -> None:
    look_for(page, words)

    assert "Shoulder pain and the rotator cuff" in titles(page)


def test_the_page_that_has_a_word_in_its_title_comes_first(page: Page) -> None:
    look_for(page, "dry needling")

    assert titles(page)[0].startswith("Dry needling")


def test_two_words_find_pages_with_both_or_say_that_there_is_none(page: Page) -> None:
    both = look_for(page, "carpal tunnel splint")
    partly = look_for(page, "carpal zebra")

    assert "some of them" not in both
    assert "None has all the words" in partly
    assert titles(page)[0].startswith("Wrist pain")


def test_nothing_found_is_said(page: Page) -> None:
    said = look_for(page, "zebrafish <b>")

    assert said.startswith("Nothing found for “zebrafish <b>”.")
    assert titles(page) == []


def test_back_leads_to_the_search_before(page: Page) -> None:
    look_for(page, "tendon")
    first = titles(page)
    look_for(page, "dry needling")
    page.go_back()
    expect(page.locator("#search")).to_have_value("tendon")
    expect(page.locator(".found__link").first).to_have_text(first[0])


def test_a_search_asks_for_two_small_files_and_no_more(page: Page) -> None:
    asked: list[tuple[str, int]] = []
    page.on("response", lambda answer: asked.append((answer.url, len(answer.body())))
            if answer.request.resource_type == "fetch" else None)
    look_for(page, "tendon")
    look_for(page, "tendons")

    assert [url.rpartition("/search/index/")[2] for url, _ in asked] == ["t.json", "titles/0.json"]
    assert sum(size for _, size in asked) < 20_000


def test_a_broken_network_is_told_and_the_next_try_works(page: Page) -> None:
    page.route("**/search/index/**", lambda route: route.abort())
    failed = look_for(page, "tendon")
    page.unroute("**/search/index/**")
    page.keyboard.press("Enter")
    expect(page.locator(".found__link").first).to_be_visible()

    assert "did not arrive" in failed
    assert "Shoulder pain and the rotator cuff" in titles(page)


def test_many_results_come_ten_at_a_time(page: Page) -> None:
    rows = [[f"/p{n}/", f"Page {n}", "", "Topic"] for n in range(25)]
    page.route("**/titles/0.json", lambda route: route.fulfill(json=rows))
    page.route("**/index/t.json", lambda route: route.fulfill(
        json={"tendon": [[1, *range(25)]]}))
    said = look_for(page, "tendon")
    counts = [len(titles(page))]
    focused = []
    while page.locator(".search__more").is_visible():
        page.locator(".search__more").click()
        wait_until(page, f"document.querySelectorAll('.found__link').length > {counts[-1]}")
        counts.append(len(titles(page)))
        focused.append(page.evaluate("document.activeElement.textContent"))

    assert said == "25 pages for “tendon”, the best first."
    assert counts == [10, 20, 25]
    assert focused == ["Page 14", "Page 4"]


def test_axe_finds_nothing_in_results(page: Page) -> None:
    look_for(page, "tendon")

    assert axe(page) == []


def test_without_scripts_the_page_is_a_complete_index(browser: Browser, public: str) -> None:
    page = browser.new_page(java_script_enabled=False, viewport=NARROW)
    page.goto(f"{public}/search/?q=tendon")
    links = {link.get_attribute("href") for link in page.locator("main a").all()}
    field, note = page.locator("#search"), page.locator("noscript p")
    shown = (field.is_visible(), note.is_visible(), page.locator(".search__more").is_visible())
    page.goto(f"{public}/archive/")
    posts = {link.get_attribute("href") for link in page.locator(".archive a").all()}
    in_menu = page.locator("nav[aria-label=Main] a[href$='/search/']").is_visible()
    page.close()

    assert shown == (False, True, False)
    assert posts and posts <= links
    assert any(href and "/topics/" in href for href in links)
    assert any(href and "/regions/" in href for href in links)
    assert in_menu


def test_the_script_takes_words_as_the_index_does(page: Page) -> None:
    script = (ROOT / "theme/static/search.js").read_text("utf-8")
    function = re.search(r"^function normal.*?^}", script, re.S | re.M)
    texts = ["Knees, therapies & exercises", "stretches boxes masses arthritis process bus us",
             "Don't runner’s X-rays T2", "ÜBUNGEN à l'école naïve", "Колени １２ ß ﬁn İzmir",
             "a_b  _c_", "", "🙂 knee🙂", "ﷺ ½ x²", "e\u0301te\u0301s"]

    assert function
    assert page.evaluate(f"texts => {{ {function[0]}; return texts.map(normal); }}", texts) == [
        normal(text) for text in texts]
