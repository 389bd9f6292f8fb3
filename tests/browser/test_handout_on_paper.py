"""The printed page, read back from the PDF that Chromium makes of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser
from pypdf import PdfReader

from plugins.handout.printing import exercise_pages
from tests.browser import looks
from tests.browser.extreme import EXERCISES, publish
from tests.golden.golden_site import CLINIC

PAPERS = ("A4", "Letter")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site of `extreme.py` lies."""
    return tmp_path_factory.mktemp("handout")


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    """Its address."""
    with looks.served(folder, partial(publish, folder)) as address:
        yield address


@pytest.fixture(scope="module", params=PAPERS)
def paper(request: pytest.FixtureRequest, browser: Browser, served: str) -> list[str]:
    """The text of each printed page of the post with exercises."""
    page = browser.new_page()
    page.goto(f"{served}/handout/", wait_until="networkidle")
    data = page.pdf(format=request.param, print_background=False)
    page.close()
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(data)).pages]


def test_no_exercise_is_split_between_pages(paper: list[str]) -> None:
    for number in range(1, EXERCISES + 1):
        steps = [f"Step {i} of exercise {number} " for i in range(1, 3 + number)]
        wanted = [f"Exercise number {number} ", *steps, f"exercise {number} hurts."]
        holding = [i for i, text in enumerate(paper) if any(words in text for words in wanted)]

        assert len(holding) == 1
        assert [words for words in wanted if words not in paper[holding[0]]] == []


def test_several_exercises_share_a_page(paper: list[str]) -> None:
    assert len(paper) < EXERCISES


def test_a_page_to_hand_over_says_whose_it_is(paper: list[str]) -> None:
    text = " ".join(paper)

    for words in (CLINIC.name, CLINIC.phone_display, "Reviewed March 3, 2026",
                  "Next review due March 3, 2028", "General education, not advice for you",
                  "call 911"):
        assert words in text
    assert f"1 / {len(paper)}" in paper[0]


@pytest.mark.parametrize("size", PAPERS)
def test_the_last_page_is_never_the_footer_alone(browser: Browser, served: str, size: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}/handout/", wait_until="networkidle")
    lasts = []
    for _ in range(9):  # the end falls on another height of the page each time
        data = page.pdf(format=size, print_background=False)
        lasts.append(PdfReader(io.BytesIO(data)).pages[-1].extract_text())
        page.evaluate("""() => { const more = document.createElement('p');
            more.style.height = '3cm'; more.textContent = 'More.';
            document.querySelector('.reviewed-by').before(more); }""")
    page.close()

    for words in ("Written by", "This page, with its pictures and links", CLINIC.phone_display,
                  "General education, not advice for you"):
        assert [i for i, text in enumerate(lasts) if words not in " ".join(text.split())] == []


def test_a_link_shows_its_address_once(paper: list[str]) -> None:
    assert " ".join(paper).count("https://guide.health/guide/") == 1


def test_menu_and_form_stay_on_the_screen(paper: list[str]) -> None:
    text = " ".join(paper)

    for words in ("Skip to the content", "Your name", "How can we help?", "Body parts"):
        assert words not in text


def test_address_and_code_lead_back(paper: list[str], served: str) -> None:
    assert f"{served.partition('://')[2]}/handout/" in " ".join(paper)


def test_code_is_whole_on_paper_and_hidden_on_screen(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}/handout/")
    code = page.locator(".handout__code")
    on_screen = code.is_visible()
    page.emulate_media(media="print")
    box = code.bounding_box()
    read = zxingcpp.read_barcode(Image.open(io.BytesIO(code.screenshot())))
    page.close()

    assert not on_screen
    assert box and box["width"] == box["height"] >= 90  # CSS pixels: 2.4 cm
    assert read and read.text == f"{served}/handout/"


def test_only_posts_with_exercises_are_handouts(folder: Path, served: str) -> None:
    found = [path.parent.name for path in exercise_pages(folder / "site")]

    assert found == ["handout", "words"]


def test_the_words_on_paper_are_large_enough(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}/handout/")
    page.emulate_media(media="print")
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('li')).fontSize)")
    page.close()

    assert size * 72 / 96 >= 12  # points, as guides to print for patients ask
