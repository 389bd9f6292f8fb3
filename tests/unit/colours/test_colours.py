"""Contrast as WCAG computes it, and palettes that hold it whatever the accent."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.colours.core import contrast, css, is_colour, modes, nearest, palette, too_weak, whole

TOKENS = Path(__file__).resolve().parents[3] / "theme" / "styles" / "tokens.css"
BASE = modes(TOKENS.read_text("utf-8"))
COLOURS = st.integers(0, 0xffffff).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize("front, ground, expected", [
    ("#000", "#ffffff", 21.0), ("#fff", "#fff", 1.0),
    ("#777", "#fff", 4.48),  # the well-known grey that is just too light
])
def test_contrast_is_computed_as_wcag_says(front, ground, expected):
    assert contrast(front, ground) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("text, sound", [
    ("#15625b", True), ("#ABC", True), ("15625b", False), ("#12345", False), ("teal", False),
    ("#15625b;}", False), ("", False)])
def test_a_colour_is_six_or_three_digits(text, sound):
    assert is_colour(text) == sound


@settings(deadline=None)
@given(COLOURS)
def test_the_nearest_of_any_colour_makes_a_palette_that_can_be_read(colour):
    made = palette(nearest(colour, BASE), BASE)

    assert too_weak(made["light"]) == too_weak(made["dark"]) == []


@settings(deadline=None)
@given(COLOURS)
def test_what_can_be_read_is_left_as_it_is(colour):
    near = nearest(colour, BASE)

    assert nearest(near, BASE) == near
    assert contrast(near, "#fff") >= contrast(colour, "#fff") - 0.05


def test_what_passes_is_its_own_nearest_however_it_is_written():
    for colour in ("#000", "#00A", "#1A4FA3"):
        assert nearest(colour, BASE) == whole(colour)


def test_a_colour_that_is_too_light_is_found_out():
    assert ("accent", "paper") in [pair[:2] for pair in too_weak(
        {**BASE["light"], "accent": "#f0c040"})]
    assert nearest("#f0c040", BASE) != "#f0c040"


def test_each_mode_has_the_tokens_it_changes():
    assert BASE["light"]["paper"] != BASE["dark"]["paper"] != BASE["print"]["paper"] == "#fff"
    assert BASE["print"]["focus"] == BASE["light"]["focus"]


def test_the_style_changes_screens_and_leaves_paper_alone():
    made = css(palette("#1a4fa3", BASE))

    assert made.count("@media screen") == made.count("@media") == 2
    assert "--accent:#1a4fa3;" in made
    assert made.count("{") == made.count("}")
