"""A word of the glossary in an article: opened by keyboard, without scripts, and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser, public: str) -> Page:
    """The article of the first word that the glossary finds in one; scripts are off."""
    page = browser.new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto(f"{public}/glossary/")
    # A click may end before the next page is there, and a list of elements waits for none.
    with page.expect_navigation():
        page.locator(".glossary-list__more a[href^='/']").first.click()
    return page


def test_the_meaning_opens_beside_the_word_by_keyboard(page: Page) -> None:
    word = page.locator(".word").first
    meaning = page.locator(".word__meaning").first
    before = meaning.is_visible()
    word.focus()
    page.keyboard.press("Enter")
    meaning.wait_for(state="visible")
    at, beside = meaning.bounding_box(), word.bounding_box()
    described = word.get_attribute("aria-describedby") == meaning.get_attribute("id")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/#word-*")
    page.close()

    assert not before
    assert described
    assert at and beside and abs(at["y"] - beside["y"]) < 60


def test_paper_has_every_meaning(page: Page) -> None:
    page.emulate_media(media="print")
    shown = [meaning.is_visible() for meaning in page.locator(".word__meaning").all()]
    page.close()

    assert shown
    assert all(shown)
