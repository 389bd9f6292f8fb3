"""The body map as a reader uses it: by keyboard, by finger, without colours, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looks import NARROW, WIDE, opened

PLACES = ("home", "region index")
REGION = ".body-map__region a:not([tabindex])"


def names(page: Page, selector: str) -> list[str]:
    return page.eval_on_selector_all(selector, """all => all.map(
        e => (e.getAttribute('aria-label') || e.innerText).replace(/\\W+/g, ' ').trim())""")


@pytest.mark.parametrize("kind", PLACES)
def test_figure_and_list_lead_to_the_same_pages(browser: Browser, kinds: dict[str, str],
                                                kind: str) -> None:
    page = opened(browser, kinds[kind], viewport=WIDE)
    drawn = page.eval_on_selector_all(REGION, "all => all.map(e => e.getAttribute('href'))")
    listed = page.eval_on_selector_all(".body-map .terms__link",
                                       "all => all.map(e => e.getAttribute('href'))")
    named = names(page, REGION)
    page.close()

    assert drawn and set(drawn) <= set(listed)
    assert len(drawn) == len(set(drawn))
    assert [name for name in named if not name.endswith(("article", "articles"))] == []


@pytest.mark.parametrize("kind", PLACES)
def test_a_post_is_found_with_the_keyboard_alone(browser: Browser, kinds: dict[str, str],
                                                 kind: str) -> None:
    page = opened(browser, kinds[kind], viewport=WIDE)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.body-map__region a')"):
            break
    region = page.evaluate("document.activeElement.getAttribute('aria-label')")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    # Every zone of the region shows it, in both views.
    fill = page.evaluate("""() => [document.activeElement.closest('g'), document.querySelector(
        '.body-map__region:last-of-type')].map(
            g => getComputedStyle(g.querySelector('.body-map__zone')).fill)""")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regions/*/")
    heading = page.locator("h1").inner_text()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.card__link')"):
            break
    page.keyboard.press("Enter")
    page.locator("article h1").wait_for()
    page.close()

    assert region.startswith(heading)
    assert ring == "solid"
    assert fill[0] != fill[1]


@pytest.mark.parametrize("kind", PLACES)
def test_every_part_can_be_touched_on_a_small_phone(browser: Browser, kinds: dict[str, str],
                                                    kind: str) -> None:
    page = opened(browser, kinds[kind], viewport=NARROW)
    sizes = page.eval_on_selector_all(".body-map__region a", """all => all.flatMap(
        e => [e.getBoundingClientRect().width, e.getBoundingClientRect().height])""")
    page.close()

    assert len(sizes) >= 10
    assert min(sizes) >= 24


def test_a_touch_beside_a_thin_part_still_hits_it(browser: Browser, kinds: dict[str, str]
                                                   ) -> None:
    page = opened(browser, kinds["region index"], viewport=NARROW)
    missed = page.evaluate("""() => [...document.querySelectorAll(
            '.body-map__region a')].filter(a => {
        a.scrollIntoView({block: 'center'});
        const box = a.getBoundingClientRect();
        // Its upper left corner, which for most parts lies beside the drawn body.
        const hit = document.elementFromPoint(box.left + 2, box.top + 3);
        return hit !== a; }).map(a => a.getAttribute('href'))""")
    page.close()

    assert missed == []


def test_without_colours_of_our_own_links_look_like_links(browser: Browser,
                                                          kinds: dict[str, str]) -> None:
    page = opened(browser, kinds["region index"], viewport=WIDE, forced_colors="active")
    fills = page.evaluate("""() => ['.body-map__zone', '.body-map__body'].map(
        name => getComputedStyle(document.querySelector(name)).fill)""")
    link = page.evaluate("getComputedStyle(document.querySelector('.terms__link')).color")
    page.close()

    assert fills[0] == link != fills[1]


def test_paper_shows_the_figure_and_the_list(browser: Browser, kinds: dict[str, str]) -> None:
    page = opened(browser, kinds["region index"], viewport=WIDE)
    page.emulate_media(media="print")
    shown = [page.locator(name).first.is_visible() for name in
             (".body-map__figure", ".body-map .terms")]
    page.close()

    assert shown == [True, True]


def test_the_map_needs_no_script(browser: Browser, kinds: dict[str, str]) -> None:
    page = opened(browser, kinds["region index"], viewport=WIDE, java_script_enabled=False)
    page.locator(REGION).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/regions/*/")
    page.close()
