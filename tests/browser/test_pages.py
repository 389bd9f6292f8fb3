"""Every kind of page in a real browser: accessibility, narrow screens, keyboard, privacy."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

KINDS = ("home", "article", "page", "topic", "topic index", "region", "region index", "tag",
         "tag index", "person", "person index", "archive", "glossary", "search", "contact",
         "thanks", "not sent", "not found")
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
RULES = {"runOnly": {"type": "tag", "values": [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}

FOCUS_RING = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    return {name: (at.innerText || at.getAttribute('aria-label') || at.id || at.tagName).trim(),
            ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            inside: box.width > 0 && box.height > 0 && box.left >= -1
                    && box.right <= innerWidth + 1 && box.bottom > 0 && box.top < innerHeight,
            tag: at.tagName};
}"""


def opened(browser: Browser, address: str, **options: object) -> Page:
    return _go(browser.new_page(**options), address)  # type: ignore[arg-type]


def _go(page: Page, address: str) -> Page:
    page.goto(address)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_nothing_sticks_out(browser: Browser, kinds: dict[str, str],
                                                  kind: str, scheme: str) -> None:
    for viewport in (NARROW, WIDE):
        page = opened(browser, kinds[kind], viewport=viewport, color_scheme=scheme)
        found = Axe().run(page, options=RULES).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        page.close()

        assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []
        assert wide <= 0


@pytest.mark.parametrize("kind", KINDS)
def test_no_other_host_no_cookie_no_complaint(browser: Browser, public: str,
                                              kinds: dict[str, str], kind: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(kinds[kind], wait_until="networkidle")
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    cookies = context.cookies()
    context.close()

    assert [url for url in asked if not url.startswith(public)] == []
    assert (said, cookies, kept) == ([], [], [0, 0])


@pytest.mark.parametrize("kind", ["home", "article", "search", "contact"])
@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
        browser: Browser, kinds: dict[str, str], kind: str, viewport: dict[str, int]) -> None:
    page = opened(browser, kinds[kind], viewport=viewport)
    expected = page.evaluate("""() => [...document.querySelectorAll('a[href], button, input')]
        .filter(e => e.tabIndex >= 0 && e.type !== 'radio' && e.getClientRects().length).length""")
    stops = []
    for _ in range(expected + 3):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS_RING)
        if stop["tag"] == "BODY":
            break
        stops.append(stop)
    page.close()

    assert stops[0]["name"] == "Skip to the content"
    assert len(stops) >= expected
    assert [s["name"] for s in stops if not (s["ring"] and s["inside"])] == []


def test_the_skip_link_leads_past_the_menu(browser: Browser, kinds: dict[str, str]) -> None:
    page = opened(browser, kinds["article"], viewport=WIDE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.close()

    assert inside


def test_dark_is_dark_and_light_is_light(browser: Browser, public: str) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        page = opened(browser, public + "/", color_scheme=scheme)
        grounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.close()

    assert grounds == {"light": "rgb(251, 248, 243)", "dark": "rgb(20, 28, 30)"}


def test_a_page_reads_whole_without_scripts(browser: Browser, kinds: dict[str, str]) -> None:
    page = opened(browser, kinds["article"], java_script_enabled=False)
    page.locator("h1").wait_for()

    assert page.locator("article h2").count() >= 3
    assert page.locator("form button[type=submit]").is_visible()
    assert page.locator("nav[aria-label=Main] a").count() >= 4
    page.close()


def test_pictures_keep_their_shape(browser: Browser, kinds: dict[str, str]) -> None:
    page = opened(browser, kinds["article"], viewport=WIDE)
    ratios = page.evaluate("""() => [...document.images].map(i => {
        const box = i.getBoundingClientRect();
        return Math.abs(box.width / box.height
                        - i.getAttribute('width') / i.getAttribute('height'));
    })""")
    page.close()

    assert len(ratios) >= 1
    assert max(ratios) < 0.05


def test_paper_has_the_text_and_no_menu(browser: Browser, kinds: dict[str, str]) -> None:
    page = opened(browser, kinds["article"], viewport=WIDE)
    page.emulate_media(media="print")
    shown = {name: page.locator(name).first.is_visible() for name in
             (".site-nav", ".contact__form", ".related", ".rich-text", ".references", ".call")}
    page.close()

    assert shown == {".site-nav": False, ".contact__form": False, ".related": False,
                     ".rich-text": True, ".references": True, ".call": True}


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_empty_on_paper(browser: Browser, kinds: dict[str, str], kind: str) -> None:
    page = opened(browser, kinds[kind], viewport=WIDE)
    page.emulate_media(media="print")
    shown = page.evaluate("""() => [...document.querySelectorAll('main *')].filter(
        e => !e.children.length && e.checkVisibility()).length""")
    page.close()

    assert shown >= 4


@pytest.mark.parametrize("kind", ["home", "article"])
def test_text_spacing_of_wcag_cuts_nothing_off(browser: Browser, kinds: dict[str, str],
                                               kind: str) -> None:
    page = opened(browser, kinds[kind], viewport=NARROW)
    # WCAG 1.4.12. Set on the elements, for the page's own policy refuses a style sheet of ours.
    page.evaluate("""() => document.querySelectorAll('body *').forEach(e => {
        e.style.lineHeight = 1.5; e.style.letterSpacing = '.12em';
        e.style.wordSpacing = '.16em'; })""")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()

    assert wide <= 0
