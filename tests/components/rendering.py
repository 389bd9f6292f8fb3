"""Prints components as the site does, and reads the result as a browser would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from jinja2 import Environment, FileSystemLoader

import pelicanconf

THEME = Path(__file__).resolve().parents[2] / "theme"
ENVIRONMENT = Environment(loader=FileSystemLoader([THEME / "templates", THEME]),
                          **pelicanconf.JINJA_ENVIRONMENT)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)


def render(component: str, model: Any) -> str:
    """The HTML of a component's macro for a model."""
    template = ENVIRONMENT.get_template(f"components/{component}/{component}.html")
    return str(getattr(template.module, component)(model))


def fragment(html: str) -> Element:
    """The tree of some HTML. Raises html5lib's ParseError where HTML has a parse error."""
    return _parser().parseFragment(html)


def document(html: str) -> Element:
    """The tree of a whole page, as strict as `fragment`."""
    return _parser().parse(html)


def _parser() -> html5lib.HTMLParser:
    return html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True,
                               namespaceHTMLElements=False)


def words(element: Element) -> str:
    """The text of an element as it is read, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def having(tree: Element, name: str) -> list[Element]:
    """The elements with a class."""
    return [element for element in elements(tree) if name in element.get("class", "").split()]


def elements(tree: Element) -> Iterator[Element]:
    """All elements; comments and doctypes, whose tag is no text, are left out."""
    return (element for element in tree.iter() if isinstance(element.tag, str))


def classes(tree: Element) -> set[str]:
    """Every class that a tree uses."""
    return {name for element in elements(tree) for name in element.get("class", "").split()}


@cache
def style_sheets() -> dict[str, str]:
    """All CSS files of the theme by path, without comments."""
    return {path.relative_to(THEME).as_posix(): _COMMENT.sub("", path.read_text("utf-8"))
            for path in sorted(THEME.rglob("*.css"))}


def rules(css: str) -> Iterator[tuple[list[str], str]]:
    """Each style rule: the at-rules around it, from the outside, and its selector."""
    around: list[str] = []
    for text, sign in re.findall(r"([^{};]*)([{};])", css):
        if sign == "{":
            if not text.strip().startswith("@"):
                yield list(around), text.strip()
            around.append(text.strip())
        elif sign == "}":
            around.pop()


@cache
def styled_classes() -> frozenset[str]:
    """The classes that some selector of the theme names."""
    return frozenset(name for css in style_sheets().values() for _, selector in rules(css)
                     for name in re.findall(r"\.([A-Za-z][\w-]*)", selector))


# Names for parts that need no style of their own: they say what the part is, and a clinic's
# own style sheet may reach for them.
UNSTYLED = frozenset(
    "byline__when call__word contact__form contact__words exercise__steps figure hero__words "
    "site-footer__clinic advice--do red-flags__level--same-day red-flags__level--see-us".split())
