"""Every pair of colours that meets on a page has the contrast that WCAG 2.2 asks for."""

from __future__ import annotations

import re

import pytest

from tests.components.rendering import THEME, rules, style_sheets

TEXT = 4.5  # WCAG 1.4.3: text
SHAPE = 3.0  # WCAG 1.4.11: edges of controls, the mark of focus
PAIRS = (
    ("ink", "paper", TEXT), ("ink", "card", TEXT), ("ink", "warm-soft", TEXT),
    ("ink", "accent-soft", TEXT),
    ("muted", "paper", TEXT), ("muted", "card", TEXT), ("muted", "accent-soft", TEXT),
    ("accent", "paper", TEXT), ("accent", "card", TEXT), ("accent", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT), ("on-accent", "accent-strong", TEXT),
    ("warm", "accent-soft", TEXT), ("warm", "card", TEXT), ("warm", "warm-soft", TEXT),
    ("on-deep", "deep", TEXT),
    ("edge-line", "card", SHAPE), ("focus", "paper", SHAPE), ("focus", "card", SHAPE),
)
DARK = "@media (prefers-color-scheme: dark)"


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("front, back, least", PAIRS)
def test_contrast(front: str, back: str, least: float, mode: str) -> None:
    colours = tokens(mode)

    assert contrast(colours[front], colours[back]) >= least


@pytest.mark.parametrize("front, back, expected", [
    ("#000", "#ffffff", 21.0),
    ("#fff", "#fff", 1.0),
    ("#777", "#fff", 4.48),  # the well-known grey that is just too light
])
def test_contrast_is_computed_as_wcag_says(front: str, back: str, expected: float) -> None:
    assert contrast(front, back) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_browser_frame_has_the_colour_of_the_paper(mode: str) -> None:
    shell = (THEME / "components" / "page_shell" / "page_shell.html").read_text("utf-8")
    stated = re.search(rf'"theme-color" content="([^"]+)" media="[^"]*{mode}\)"', shell)

    assert stated
    assert stated[1] == tokens(mode)["paper"]


def tokens(mode: str) -> dict[str, str]:
    """The colours of a mode by name; dark only changes what it names."""
    css = style_sheets()["styles/tokens.css"]
    wanted = (["@layer tokens"], ["@layer tokens", DARK]) if mode == "dark" \
        else (["@layer tokens"],)
    assert [around for around, _ in rules(css) if around in wanted] == list(wanted)
    dark = css.index(DARK)
    light_block, dark_block = css[:dark], css[dark:css.index("@media print")]
    found = light_block + (dark_block if mode == "dark" else "")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})\b", found))


def contrast(first: str, second: str) -> float:
    """The ratio of WCAG 2.2, between 1 and 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour (WCAG 2.2, section 'relative luminance')."""
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    channels = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
                        for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
