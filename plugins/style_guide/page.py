"""The style guide: every token with its contrast, every component with its examples, on one page.

Only the preview shows it. It is printed anew for each request, from the same templates, style sheet
and examples as the site and its tests, so it cannot tell of what is not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from plugins.article_body.core import convert
from plugins.article_body.links import Resolver
from plugins.colours.core import PAIRS, Modes, contrast, modes, palette, whole
from plugins.images.core import Picture
from plugins.style_guide.examples import examples, with_macro

_SIZE = re.compile(r"--((?:f|s)-?\d|round|measure|page|edge): ([^;]+);")
# The components that authors write as blocks; their markup is made from Markdown.
BLOCKS = """\
/// do
- Move a little, often
///

/// dont
- Wait for the pain to stop
///

/// note | Good to know
A note stands beside the main thread.
///

/// exercise | Slow squat
    goal: Steady knees.
    position: Stand tall.
    dose: 8 times, twice a day.
    stop-if: your knee gives way.

1. Sit back as if there were a chair.
2. Press the floor away and stand.
///

/// testimonial
    who: J. P.
    date: April 2026
    relationship: family
    incentive: a free towel
    authorization: "2026-04-02"

I climbed the stairs without thinking of them.
///
"""


@dataclass(frozen=True)
class Pair:
    """Two colours that meet, in one mode."""

    mode: str
    front: str
    ground: str
    front_colour: str
    ground_colour: str
    ratio: str
    enough: bool


@dataclass(frozen=True)
class Shown:
    """One example as the site would print it."""

    name: str
    html: Markup


@dataclass(frozen=True)
class Component:
    """A component with all its examples."""

    name: str
    examples: tuple[Shown, ...]


@dataclass(frozen=True)
class StyleGuide:
    """What the template of the style guide prints."""

    stylesheet: str
    pairs: tuple[Pair, ...]
    sizes: tuple[tuple[str, str], ...]
    components: tuple[Component, ...]


def page(environment: Environment, theme: Path, stylesheet: str, accent: str = "") -> str:
    """The whole page; `stylesheet` is the address of the site's own, `accent` the clinic's."""
    tokens = (theme / "styles" / "tokens.css").read_text("utf-8")
    light = tokens.partition("@media")[0]
    blocks = Component("blocks that authors write", (Shown("all", _blocks()),))
    colours = modes(tokens)
    colours = {**colours, **palette(whole(accent), colours)} if accent else colours
    model = StyleGuide(stylesheet, pairs(colours), tuple(_SIZE.findall(light)),
                       (*(_component(environment, name) for name in with_macro()), blocks))
    return environment.get_template("style_guide.html").render(model=model)


def pairs(colours_by_mode: Modes) -> tuple[Pair, ...]:
    """Every pair of colours that meets on a page, in light, dark and print."""
    return tuple(Pair(mode, front, ground, colours[front], colours[ground],
                      f"{(ratio := contrast(colours[front], colours[ground])):.2f}",
                      ratio >= least)
                 for mode, colours in colours_by_mode.items() for front, ground, least in PAIRS)


def _component(environment: Environment, name: str) -> Component:
    macro = getattr(environment.get_template(f"components/{name}/{name}.html").module, name)
    return Component(name, tuple(Shown(each.name, Markup(macro(each.model)))
                                 for each in examples(name)))


def _blocks() -> Markup:
    resolver = Resolver("content/posts/style-guide.md", "content", {},
                        lambda path: Picture(path, 800, 600), "")
    body = convert(BLOCKS, "content/posts/style-guide.md", 1, resolver)
    return Markup("".join(part for part in body.parts if isinstance(part, str)))
