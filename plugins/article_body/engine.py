"""Python-Markdown set up for our texts: which extensions, and what of ours among them.

An Engine converts one text after the other. What it knows of a text it forgets before the next.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from dataclasses import dataclass

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor

from plugins.article_body.blocks import ClinicBlocks
from plugins.article_body.links import Asked
from plugins.article_body.markers import MarkerPreprocessor
from plugins.article_body.tree import BodyTree, Findings
from plugins.fast_text import markdown_engine
from plugins.fast_text import switch as fast_text
from plugins.site_model.vocabulary import slugify
from plugins.words.core import ENGLISH, Words

_TAKEN = re.compile(r"^(main|end|home|contents|sources|get-help|key-points|contact)(-|$)"
                    r"|^(ref|cite\d*|form|by|year|word)-|^what-changed$")
MAX_SPARE = 4  # engines kept for the next text: as many as threads convert at once


@dataclass(frozen=True)
class Converted:
    """What Markdown made of a text. `headings` are level, anchor and HTML; `markers` and
    `marker_problems` count lines from 0, as does `told`, the lines of which enough is said;
    `unknown` are cited keys without a reference."""

    html: str
    headings: tuple[tuple[int, str, str], ...]
    found: Findings
    markers: tuple[tuple[str, str, int], ...]
    marker_problems: tuple[tuple[int, str, str], ...]
    told: frozenset[int]
    unknown: tuple[str, ...]


def run(source: str, resolver: Asked, keys: Sequence[str], words: Words) -> Converted:
    """Convert a text. Raises RecursionError where it is nested too deep, and StuckError where its
    blocks would never end."""
    if not fast_text.on("Markdown", "pymdown-extensions", "PyYAML"):
        return Engine().run(source, resolver, keys, words)
    try:
        engine = _spare.pop()
    except IndexError:
        engine = Engine()
        markdown_engine.quicken(engine.markdown)
    converted = engine.run(source, resolver, keys, words)  # one that fails is not used again
    if len(_spare) < MAX_SPARE and markdown_engine.is_at_rest(engine.markdown):
        _spare.append(engine)
    return converted


class Engine:
    """One Markdown with all that is ours."""

    def __init__(self) -> None:
        self._ours, self._blocks = _Parts(), ClinicBlocks()
        self.markdown = Markdown(output_format="html", extensions=[
            TableExtension(), DefListExtension(), AbbrExtension(), FencedCodeExtension(),
            SaneListExtension(), TocExtension(slugify=_anchor), self._blocks,
            self._ours])

    def run(self, source: str, resolver: Asked, keys: Sequence[str], words: Words) -> Converted:
        """Convert a text. Raises RecursionError where it is nested too deep."""
        ours, md = self._ours, self.markdown
        md.reset()
        ours.begin(resolver, keys, words)
        self._blocks.words = words
        html = md.convert(source)
        headings = tuple((token["level"], token["id"], token["name"])
                         for token in _flat(md.toc_tokens))  # type: ignore[attr-defined]
        return Converted(html, headings, ours.tree.found, tuple(ours.markers.markers),
                         tuple(ours.markers.problems), frozenset(ours.markers.told),
                         tuple(ours.citations.unknown))


_spare: list[Engine] = []


def _flat(tokens: list[dict]) -> list[dict]:  # type: ignore[type-arg]
    return [each for token in tokens for each in (token, *_flat(token["children"]))]


def _anchor(text: str, separator: str) -> str:
    slug = slugify(text) or "section"
    # The templates name places too; a heading must not take their names.
    return f"section-{slug}" if _TAKEN.match(slug) else slug


class _Citations(InlineProcessor):
    """`[^key]` to the number of that reference, which leads to the list and back."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"\[\^([^\]\s]+)\]", md)
        self.begin((), ENGLISH)

    def begin(self, keys: Sequence[str], words: Words) -> None:
        """Forget the text before, and know the references and the language of the next."""
        self.keys, self.words = list(keys), words
        self.uses: dict[str, int] = {}
        self.unknown: list[str] = []

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element | str, int, int]:  # noqa: N802
        """Called by Python-Markdown for each mark."""
        key = m[1]
        if key not in self.keys:
            self.unknown.append(key)
            return m[0], m.start(0), m.end(0)
        number = self.keys.index(key) + 1
        self.uses[key] = self.uses.get(key, 0) + 1
        mark = etree.Element("sup", {"class": "cite"})
        link = etree.SubElement(mark, "a", {"class": "cite__link", "href": f"#ref-{key}",
                                            "aria-label": self.words.say(
                                                "Source {number}", number=number)})
        # The first is cite-…, the others cite2-… and so on: no key can be mistaken for a number.
        link.set("id", f"cite{self.uses[key] if self.uses[key] > 1 else ''}-{key}")
        link.text = str(number)
        return mark, m.start(0), m.end(0)


class _MailLinks(InlineProcessor):
    """`<name@example.org>` to a plain link; Python-Markdown's own scrambles it for robots, which
    people with some readers then cannot use."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # noqa: N802
        """Called by Python-Markdown for each address."""
        link = etree.Element("a", {"href": f"mailto:{m[1]}"})
        link.text = m[1]
        return link, m.start(0), m.end(0)


class _Parts(Extension):
    """Registers what is ours, and takes away raw HTML: it comes out as text and is reported."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Called by Python-Markdown."""
        self.tree, self.markers, self.citations = BodyTree(), MarkerPreprocessor(), _Citations(md)
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(self.citations, "citation", 178)
        md.inlinePatterns.register(_MailLinks(r"<([^\s<>@:]+@[^\s<>@]+\.[^\s<>@]+)>", md),
                                   "automail", 110)
        md.preprocessors.register(self.markers, "markers", 27)
        self.tree.md = md
        md.treeprocessors.register(self.tree, "body_tree", 1)

    def begin(self, resolver: Asked, keys: Sequence[str], words: Words) -> None:
        """Forget the text before."""
        self.tree.begin(resolver, words)
        self.markers.begin()
        self.citations.begin(keys, words)
