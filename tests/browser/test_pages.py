"""Every kind of page in a real browser: accessibility, narrow screens, keyboard, privacy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import (
    COLOURS,
    CUT_OFF,
    NARROW,
    NONE,
    SPACED,
    WIDE,
    ZOOMED,
    faults_in,
    opened,
)

KINDS = ("home", "article", "page", "topic", "topic index", "region", "region index", "tag",
         "tag index", "person", "person index", "archive", "glossary", "search", "contact",
         "thanks", "not sent", "not found")
FOCUS_RING = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    return {name: (at.innerText || at.getAttribute('aria-label') || at.id || at.tagName).trim(),
            ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            inside: box.width > 0 && box.height > 0 && box.left >= -1
                    && box.right <= innerWidth + 1 && box.bottom > 0 && box.top < innerHeight,
            tag: at.tagName};
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_nothing_sticks_out(browser: Browser, kinds: dict[str, str],
                                                  kind: str) -> None:
    page = opened(browser, kinds[kind], color_scheme="light")
    found = faults_in(page, NARROW, WIDE)
    page.emulate_media(color_scheme="dark")
    found += faults_in(page, WIDE, NARROW, rules=COLOURS)
    page.close()

    assert found == [NONE] * 4


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
@pytest.mark.parametrize("viewport", [NARROW, WIDE, ZOOMED], ids=["narrow", "wide", "zoomed"])
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
             (".site-nav", ".contact__form", ".related", ".references__back", ".rich-text",
              ".references", ".call")}
    page.close()

    assert shown == {".site-nav": False, ".contact__form": False, ".related": False,
                     ".references__back": False, ".rich-text": True, ".references": True,
                     ".call": True}


def test_the_style_guide_fits_a_phone(browser: Browser, address: str) -> None:
    page = opened(browser, address + "/__preview__/style-guide", viewport=NARROW)
    shown = page.locator(".guide__pairs").is_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()

    assert shown
    assert wide <= 0


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_empty_on_paper(browser: Browser, kinds: dict[str, str], kind: str) -> None:
    page = opened(browser, kinds[kind], viewport=WIDE)
    page.emulate_media(media="print")
    shown = page.evaluate("""() => [...document.querySelectorAll('main *')].filter(
        e => !e.children.length && e.checkVisibility()).length""")
    page.close()

    assert shown >= 4


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off_with_text_spacing_or_at_400_percent(
        browser: Browser, kinds: dict[str, str], kind: str) -> None:
    page = opened(browser, kinds[kind], viewport=ZOOMED)
    zoomed = page.evaluate(CUT_OFF)
    wide = [page.evaluate("document.documentElement.scrollWidth - innerWidth")]
    page.evaluate(SPACED)
    spaced = page.evaluate(CUT_OFF)
    wide.append(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
    page.close()

    assert (zoomed, spaced, wide) == ([], [], [0, 0])


@pytest.mark.parametrize("kind", KINDS)
def test_little_is_asked_for_and_nothing_moves(browser: Browser, kinds: dict[str, str], kind: str
                                               ) -> None:
    page = browser.new_page(viewport=NARROW)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.add_init_script("""window.moved = 0; new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.moved += entry.value;
    }).observe({type: 'layout-shift', buffered: true});""")
    page.goto(kinds[kind], wait_until="networkidle")
    page.mouse.wheel(0, 5000)
    page.wait_for_timeout(300)
    moved = page.evaluate("window.moved")
    scripted = page.locator("form[data-thanks], .search").count()  # the whole form, the search
    page.close()

    assert moved == 0
    # The page itself; icons and pictures apart, and no script where people read.
    assert sorted(kind for kind in asked if kind not in ("image", "other")) == \
        ["document", "script"][:1 + min(scripted, 1)]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_animated(browser: Browser, kinds: dict[str, str], kind: str) -> None:
    page = opened(browser, kinds[kind], viewport=WIDE)
    moving = page.evaluate("""() => [...document.querySelectorAll('*')].filter(e => {
        const style = getComputedStyle(e);
        return style.animationName !== 'none' || style.transitionDuration !== '0s'
            || style.scrollBehavior !== 'auto'; }).map(e => e.outerHTML.slice(0, 80))""")
    page.close()

    assert moving == []


@pytest.mark.parametrize("kind", ["home", "article", "contact", "search"])
def test_with_colours_of_the_reader_buttons_and_the_place_in_the_menu_show(
        browser: Browser, kinds: dict[str, str], kind: str) -> None:
    page = opened(browser, kinds[kind], viewport=WIDE, forced_colors="active")
    plain = page.evaluate("""() => [...document.querySelectorAll('.button, .call')].filter(e => {
        const style = getComputedStyle(e);
        return parseFloat(style.borderTopWidth) < 1 || style.borderTopStyle !== 'solid'
            || style.borderTopColor === getComputedStyle(document.body).backgroundColor;
    }).map(e => e.outerHTML)""")
    lines = page.evaluate("""() => [...document.querySelectorAll('.site-nav__link')].map(e => [
        e.hasAttribute('aria-current'), getComputedStyle(e).borderBottomColor])""")
    page.close()

    assert plain == []
    assert not {line for here, line in lines if here} & {line for here, line in lines if not here}
    assert any(here for here, _ in lines) or kind == "home"


def test_who_asks_for_contrast_gets_it(browser: Browser, kinds: dict[str, str]) -> None:
    colours = []
    for contrast in ("no-preference", "more"):
        page = opened(browser, kinds["article"], viewport=WIDE, contrast=contrast)
        colours.append(page.evaluate("""() => ['.lead', 'body'].map(
            name => getComputedStyle(document.querySelector(name)).color)"""))
        page.close()

    assert colours[0][0] != colours[0][1]
    assert colours[1][0] == colours[1][1]


@pytest.mark.parametrize("font", ["Liberation Sans", "DejaVu Sans"])  # as wide as Arial, Verdana
def test_a_line_of_text_holds_60_to_75_characters(browser: Browser, kinds: dict[str, str],
                                                  font: str) -> None:
    page = opened(browser, kinds["article"], viewport=WIDE)
    if not page.evaluate("name => document.fonts.check(`18px '${name}'`)", font):
        pytest.skip(f"{font} is not installed")
    found = page.evaluate("""name => {
        document.body.style.fontFamily = name;
        const lines = [];
        for (const p of document.querySelectorAll('.rich-text > p')) {
            const range = document.createRange(), all = [];
            const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode());) for (let i = 0; i < node.length; i++) {
                range.setStart(node, i); range.setEnd(node, i + 1);
                const box = range.getBoundingClientRect();
                if (!box.height) continue;
                const line = all.find(each => Math.abs(each[0] - box.bottom) < 12);
                if (line) line[1]++; else all.push([box.bottom, 1]);
            }
            lines.push(...all.slice(0, -1).map(each => each[1])); // the last one may be short
        }
        const style = getComputedStyle(document.querySelector('.rich-text > p'));
        return [lines, parseFloat(style.fontSize), parseFloat(style.lineHeight)]; }""", font)
    page.close()
    lines, size, leading = sorted(found[0]), found[1], found[2]

    assert len(lines) > 10
    assert 58 <= lines[len(lines) // 2] <= 75
    assert 17 <= size <= 20
    assert 1.5 <= leading / size <= 1.7
