"""What tests of pages in a browser share: windows, a served site, what is wrong with a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize

from plugins.contact_form.receiver import MessageStore
from plugins.preview.server import PreviewServer

NARROW: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 900}
ZOOMED: ViewportSize = {"width": 320, "height": 256}  # 1280 by 1024 pixels at 400 %, WCAG 1.4.10
RULES = {"runOnly": {"type": "tag", "values": [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}  # all that a scheme may change

# Elements whose text lies outside of what can be seen: beside the window and in no box that
# scrolls, or in a box that hides what does not fit. What is only for screen readers is no fault.
CUT_OFF = """() => [...document.querySelectorAll('body *')].filter(e => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (!box.width || !box.height || style.clipPath !== 'none'
        || e.closest('.hidden, .trap, .skip-link, svg')) return false;
    const hides = style.overflowX === 'hidden'
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
    const scrolls = e.closest('.table');
    return hides || (!scrolls && (box.right > innerWidth + 1 || box.left < -1));
}).map(e => e.outerHTML.slice(0, 120))"""

# WCAG 1.4.12. Set on the elements, for the page's own policy refuses a style sheet of ours.
SPACED = """() => document.querySelectorAll('body *').forEach(e => {
    e.style.lineHeight = 1.5; e.style.letterSpacing = '.12em'; e.style.wordSpacing = '.16em';
    if (e.tagName === 'P') e.style.marginBottom = '2em'; })"""


class Faults(NamedTuple):
    """By how many pixels a page is wider than its window, what of it is cut off, what axe finds."""

    wide: int
    cut: list[str]
    axe: list[tuple[str, list[str]]]


NONE = Faults(0, [], [])


def opened(browser: Browser, address: str, **options: object) -> Page:
    """A page of its own at an address."""
    page = browser.new_page(**options)  # type: ignore[arg-type]
    page.goto(address)
    return page


def faults(page: Page, rules: Mapping[str, object] = RULES) -> Faults:
    """What is wrong with the look of a page, in the window it has."""
    wide = page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)")
    return Faults(wide, page.evaluate(CUT_OFF), axe(page, rules))


def faults_in(page: Page, *windows: ViewportSize, rules: Mapping[str, object] = RULES
              ) -> list[Faults]:
    """What is wrong with it in each of some windows."""
    found = []
    for window in windows:
        page.set_viewport_size(window)
        found.append(faults(page, rules))
    return found


def axe(page: Page, rules: Mapping[str, object] = RULES) -> list[tuple[str, list[str]]]:
    """What axe finds on a page: the rule, and the first elements that break it."""
    # Half a megabyte of script, so once for each page; and to tell in full what is right takes it
    # as long as to find what is wrong.
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("""options => axe.run(document, options).then(({violations}) =>
        violations.map(({id, nodes}) => [id, nodes.map(node => node.html).slice(0, 3)]))""",
                          {**rules, "resultTypes": ["violations"]})
    return [(rule, elements) for rule, elements in found]


@contextmanager
def served(place: Path, make: Callable[[str], object]) -> Iterator[str]:
    """The address of the site in `place/site`, which `make` builds for that address."""
    server = PreviewServer(lambda: place / "site", MessageStore(place / "messages.sqlite3"), 0,
                           say=lambda line: None)
    make(server.url)
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


def wait_until(page: Page, holds: str) -> None:
    """Wait until a JavaScript expression holds, ten seconds at most. Playwright's own waiting runs
    the expression within the page, where our policy forbids it as soon as it must ask twice."""
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {holds}")
