"""Every pair of colours that meets on a page has the contrast that WCAG 2.2 asks for."""

from __future__ import annotations

import re

import pytest

from plugins.colours.core import PAIRS, contrast, modes
from tests.components.rendering import THEME, style_sheets

MODES = modes(style_sheets()["styles/tokens.css"])


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
@pytest.mark.parametrize("front, ground, least", PAIRS)
def test_contrast(front: str, ground: str, least: float, mode: str) -> None:
    assert contrast(MODES[mode][front], MODES[mode][ground]) >= least


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_browser_frame_has_the_colour_of_the_paper(mode: str) -> None:
    shell = (THEME / "components" / "page_shell" / "page_shell.html").read_text("utf-8")
    stated = re.search(rf'"theme-color" content="([^"]+)" media="[^"]*{mode}\)"', shell)

    assert stated
    assert stated[1] == MODES[mode]["paper"]


def test_every_colour_that_words_or_edges_have_is_in_some_pair() -> None:
    # Grounds and lines alone need no contrast of their own.
    paired = {name for front, ground, _ in PAIRS for name in (front, ground)}

    assert MODES["light"].keys() - paired == set()


def test_forced_colours_are_the_readers() -> None:
    forced = [css for css in style_sheets().values() if "forced-colors" in css]

    assert forced
    for css in forced:
        block = css[css.index("forced-colors"):].partition("@media")[0]
        assert "var(--" not in block
