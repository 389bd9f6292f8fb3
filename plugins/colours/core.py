"""Colours that can be read: the contrast of WCAG 2.2, and a clinic's accent made into a palette.

A colour is written `#rrggbb` or `#rgb`. The tokens and what they are for: theme/styles/tokens.css.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Mapping

TEXT = 4.5  # WCAG 1.4.3: text
SHAPE = 3.0  # WCAG 1.4.11: edges of controls, the mark of focus
# Every pair of tokens that meets on a page: front, ground, the least contrast.
PAIRS = (
    ("ink", "paper", TEXT), ("ink", "card", TEXT), ("ink", "warm-soft", TEXT),
    ("ink", "accent-soft", TEXT),
    ("muted", "paper", TEXT), ("muted", "card", TEXT), ("muted", "accent-soft", TEXT),
    ("accent", "paper", TEXT), ("accent", "card", TEXT), ("accent", "accent-soft", TEXT),
    ("accent", "line", SHAPE),
    ("on-accent", "accent", TEXT), ("on-accent", "accent-strong", TEXT),
    ("warm", "accent-soft", TEXT), ("warm", "card", TEXT), ("warm", "warm-soft", TEXT),
    ("warm", "line", SHAPE), ("on-deep", "deep", TEXT), ("focus-on-deep", "deep", SHAPE),
    ("edge-line", "card", SHAPE), ("focus", "paper", SHAPE), ("focus", "card", SHAPE),
)
Tokens = Mapping[str, str]
Modes = Mapping[str, Tokens]
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6})\b")
_DARK, _PRINT = "@media (prefers-color-scheme: dark)", "@media print"
_STEP = 1 / 256


def is_colour(text: str) -> bool:
    """Whether a text is a colour as it is written here."""
    return bool(_COLOUR.fullmatch(text))


def whole(colour: str) -> str:
    """A colour with its six digits in small letters: `#ABC` is `#aabbcc`."""
    return _hex(_rgb(colour))


def contrast(first: str, second: str) -> float:
    """The ratio of WCAG 2.2, between 1 and 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def modes(css: str) -> Modes:
    """The colours of the token sheet for light, dark and print; the last two change the first."""
    light, dark, paper = re.split(f"{re.escape(_DARK)}|{re.escape(_PRINT)}", css)
    base = dict(_TOKEN.findall(light))
    return {"light": base, "dark": {**base, **dict(_TOKEN.findall(dark))},
            "print": {**base, **dict(_TOKEN.findall(paper))}}


def too_weak(tokens: Tokens) -> list[tuple[str, str, float, float]]:
    """The pairs that cannot be told apart: front, ground, contrast, and what it should be."""
    found = ((front, ground, contrast(tokens[front], tokens[ground]), least)
             for front, ground, least in PAIRS)
    return [each for each in found if each[2] < each[3]]


def palette(accent: str, base: Modes) -> Modes:
    """All tokens of a site with another accent, on light and dark ground. In the light it is as
    given; for the dark it is made lighter until it can be read."""
    light, dark = base["light"], base["dark"]
    bright = next(each for each in _lighter(accent) if not too_weak(_dark(each, dark)))
    return {"light": _light(accent, light), "dark": _dark(bright, dark)}


def nearest(accent: str, base: Modes) -> str:
    """The colour of the same hue that can be read in the light, changed as little as can be."""
    return next(each for each in _darker(accent) if not too_weak(_light(each, base["light"])))


def css(made: Modes) -> str:
    """The style that lays a palette over the tokens; paper keeps its own."""
    light, dark = ("".join(f"--{name}:{made[mode][name]};" for name in _OWN)
                   for mode in ("light", "dark"))
    return (f"@media screen{{@layer tokens{{:root{{{light}}}}}}}"
            f"@media screen and (prefers-color-scheme:dark){{@layer tokens{{:root{{{dark}}}}}}}")


_OWN = ("accent", "accent-strong", "on-accent", "accent-soft", "deep")


def _light(accent: str, base: Tokens) -> Tokens:
    return {**base, "accent": accent, "accent-strong": _mixed(accent, "#000000", .3),
            "on-accent": "#ffffff", "accent-soft": _mixed(accent, "#ffffff", .9),
            "deep": _mixed(accent, "#14181a", .65)}


def _dark(accent: str, base: Tokens) -> Tokens:
    return {**base, "accent": accent, "accent-strong": _mixed(accent, "#ffffff", .35),
            "on-accent": _mixed(accent, "#000000", .85),
            "accent-soft": _mixed(accent, base["card"], .86), "deep": base["deep"]}


def _mixed(first: str, second: str, share: float) -> str:
    """A colour with a share of another, from 0 to 1."""
    return _hex(a + (b - a) * share for a, b in zip(_rgb(first), _rgb(second), strict=True))


def _lighter(colour: str) -> Iterable[str]:
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    while light < 1:
        yield _hex(colorsys.hls_to_rgb(hue, light, saturation))
        light += _STEP
    yield "#ffffff"


def _darker(colour: str) -> Iterable[str]:
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    while light > 0:
        yield _hex(colorsys.hls_to_rgb(hue, light, saturation))
        light -= _STEP
    yield "#000000"


def _rgb(colour: str) -> tuple[float, ...]:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    return tuple(int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4))


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, section 'relative luminance')."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
                        for c in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
