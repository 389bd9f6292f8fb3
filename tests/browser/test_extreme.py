"""Content at its limits: nothing sticks out, nothing is cut off, everything can be reached."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from plugins.contact_form.receiver import MessageStore
from plugins.preview.server import PreviewServer
from plugins.site_model.vocabulary import slugify
from tests.browser.extreme import MANY, TITLE, WORD, publish
from tests.browser.test_pages import CUT_OFF, NARROW, RULES, SPACED, WIDE, ZOOMED, opened

PATHS = ("/", "/short/", "/long/", "/words/", "/wide/", "/handout/", "/topics/", "/topics/forms/",
         "/topics/many/", "/topics/many/page/9/", f"/topics/{WORD.lower()}/", "/tags/",
         f"/regions/foot-{WORD.lower()}/", "/regions/", "/people/", "/people/rtl/",
         "/people/long/", "/archive/", "/contact/")



@pytest.fixture(scope="module")
def extreme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of `extreme.py`."""
    folder = tmp_path_factory.mktemp("extreme")
    server = PreviewServer(lambda: folder / "site", MessageStore(folder / "messages.sqlite3"), 0,
                           say=lambda line: None)
    publish(folder, server.url)
    server.start()
    yield server.url
    server.stop()


def test_the_content_is_as_long_as_it_should_be() -> None:
    assert len(TITLE) == 200
    assert len(WORD) >= 60


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_off(browser: Browser, extreme: str, path: str) -> None:
    for viewport in (NARROW, WIDE, ZOOMED):
        page = opened(browser, extreme + path, viewport=viewport)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        cut = page.evaluate(CUT_OFF)
        page.evaluate(SPACED)
        spaced = page.evaluate(CUT_OFF)
        page.close()

        assert (wide, cut, spaced) == (0, [], [])


@pytest.mark.parametrize("path", ["/", "/words/", "/wide/", "/topics/many/", "/people/rtl/"])
def test_axe_finds_nothing(browser: Browser, extreme: str, path: str) -> None:
    for viewport in (NARROW, WIDE):
        page = opened(browser, extreme + path, viewport=viewport)
        found = Axe().run(page, options=RULES).response["violations"]
        page.close()

        assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []


def test_a_wide_table_scrolls_with_the_keyboard(browser: Browser,
                                                               extreme: str) -> None:
    page = opened(browser, extreme + "/wide/", viewport=NARROW)
    page.locator(".table").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.table').scrollLeft > 0")
    page.close()


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
        older.click()
        page.wait_for_load_state()
    page.close()

    assert len(found) == MANY


def test_a_site_without_posts_is_whole(tmp_path: Path, browser: Browser) -> None:
    store = MessageStore(tmp_path / "messages.sqlite3")
    server = PreviewServer(lambda: tmp_path / "site", store, 0, say=lambda line: None)
    publish(tmp_path, server.url, posts=False)
    server.start()
    page = opened(browser, server.url + "/", viewport=NARROW)
    headings = page.locator("h2").all_inner_texts()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()
    server.stop()

    assert wide <= 0
    assert "Latest articles" not in headings and "Where does it hurt?" not in headings
