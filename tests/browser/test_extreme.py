"""Content at its limits: nothing sticks out, nothing is cut off, everything can be reached."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from plugins.site_model.vocabulary import slugify
from tests.browser.extreme import MANY, TITLE, WORD, publish
from tests.browser.looks import (
    CUT_OFF,
    NARROW,
    NONE,
    SPACED,
    WIDE,
    ZOOMED,
    faults,
    faults_in,
    opened,
    served,
    wait_until,
)

PATHS = ("/", "/short/", "/long/", "/words/", "/wide/", "/handout/", "/topics/", "/topics/forms/",
         "/topics/many/", "/topics/many/page/9/", f"/topics/{WORD.lower()}/", "/tags/",
         f"/regions/foot-{WORD.lower()}/", "/regions/", "/people/", "/people/rtl/",
         "/people/long/", "/archive/", "/contact/")


@pytest.fixture(scope="module")
def extreme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of `extreme.py`."""
    folder = tmp_path_factory.mktemp("extreme")
    with served(folder, partial(publish, folder)) as address:
        yield address


def test_the_content_is_as_long_as_it_should_be() -> None:
    assert len(TITLE) == 200
    assert len(WORD) >= 60


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_off(browser: Browser, extreme: str, path: str) -> None:
    page = opened(browser, extreme + path)
    found = []
    for window in (NARROW, WIDE, ZOOMED):
        page.set_viewport_size(window)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found.append((wide, page.evaluate(CUT_OFF)))
    page.evaluate(SPACED)
    for window in (ZOOMED, WIDE, NARROW):
        page.set_viewport_size(window)
        found.append((0, page.evaluate(CUT_OFF)))
    page.close()

    assert found == [(0, [])] * 6


@pytest.mark.parametrize("path", ["/", "/words/", "/wide/", "/topics/many/", "/people/rtl/"])
def test_axe_finds_nothing(browser: Browser, extreme: str, path: str) -> None:
    page = opened(browser, extreme + path)
    found = faults_in(page, NARROW, WIDE)
    page.close()

    assert found == [NONE, NONE]


def test_a_wide_table_scrolls_with_the_keyboard(browser: Browser,
                                                               extreme: str) -> None:
    page = opened(browser, extreme + "/wide/", viewport=NARROW)
    page.locator(".table").first.focus()
    page.keyboard.press("ArrowRight")
    wait_until(page, "document.querySelector('.table').scrollLeft > 0")
    page.close()


def test_a_wide_table_is_whole_on_paper(browser: Browser, extreme: str) -> None:
    page = opened(browser, extreme + "/wide/", viewport={"width": 660, "height": 900})  # A4
    page.emulate_media(media="print")
    beside = page.evaluate("""() => [...document.querySelectorAll('th, td')].filter(cell =>
        cell.getBoundingClientRect().right > innerWidth || cell.scrollWidth > cell.clientWidth + 1
    ).map(cell => cell.innerText)""")
    page.close()

    assert beside == []


def test_huge_pictures_fit_and_keep_their_shape(browser: Browser, extreme: str) -> None:
    page = opened(browser, extreme + "/wide/", viewport=NARROW)
    boxes = page.evaluate("""async () => {
        const images = [...document.images];
        await Promise.all(images.map(i => { i.loading = 'eager'; return i.decode(); }));
        return images.map(i => {
            const box = i.getBoundingClientRect();
            return [box.width, box.width / box.height - i.getAttribute('width')
                    / i.getAttribute('height')]; }); }""")
    page.close()

    assert len(boxes) == 2
    assert all(width <= 320 and abs(off) < 0.05 for width, off in boxes)


def test_names_in_other_directions_keep_to_themselves(browser: Browser, extreme: str) -> None:
    page = opened(browser, extreme + "/long/", viewport=WIDE)
    told = page.locator(".byline__who").inner_text()
    # The comma and the credentials stand right of the name, as in every other line.
    order = page.evaluate("""() => {
        const line = document.querySelector('.byline__who'), name = line.querySelector('a');
        const range = document.createRange();
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        let node; while ((node = walker.nextNode())) if (node.data.includes('PT')) break;
        range.setStart(node, node.data.indexOf('PT'));
        range.setEnd(node, node.data.indexOf('PT') + 2);
        return range.getBoundingClientRect().left >= name.getBoundingClientRect().right; }""")
    page.close()

    assert "PT, DPT" in told
    assert order


@pytest.mark.parametrize("path, there", [
    ("/topics/empty/", False), (f"/topics/{slugify(WORD)}/", True), ("/topics/many/", True)])
def test_a_topic_without_posts_has_no_page(extreme: str, path: str, there: bool) -> None:
    request = urllib.request.Request(extreme + path)
    try:
        status = urllib.request.urlopen(request, timeout=10).status
    except urllib.error.HTTPError as error:
        status = error.code

    assert (status == 200) == there


def test_every_one_of_two_hundred_posts_can_be_reached(browser: Browser, extreme: str) -> None:
    page = opened(browser, extreme + "/topics/many/", viewport=NARROW)
    found = set()
    while True:
        found |= set(page.eval_on_selector_all(".card__link",
                                               "all => all.map(a => a.getAttribute('href'))"))
        older = page.locator("a[rel=next]")
        if not older.count():
            break
        with page.expect_navigation():
            older.click()
    page.close()

    assert len(found) == MANY


def test_a_site_without_posts_is_whole(tmp_path: Path, browser: Browser) -> None:
    with served(tmp_path, partial(publish, tmp_path, posts=False)) as address:
        page = opened(browser, address + "/", viewport=NARROW)
        headings, found = page.locator("h2").all_inner_texts(), faults(page)
        page.close()

    assert found == NONE
    assert "Latest articles" not in headings and "Where does it hurt?" not in headings
