"""Changes to one Python-Markdown that save it looking for what is not there.

Nothing here turns a text into anything: each step of the library is left out only where a plain
search for a character shows that it would find nothing, or does the same with less ado.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from html import unescape
from textwrap import dedent
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.toc import (
    TocExtension,
    TocTreeprocessor,
    nest_toc_tokens,
    remove_fnrefs,
    render_inner_html,
    strip_tags,
    unique,
)
from markdown.extensions.toc import unescape as unescaped
from markdown.preprocessors import NormalizeWhitespace
from markdown.serializers import BOOLEAN_ATTRIBUTES, HTML_EMPTY, RE_AMP
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

from plugins.fast_text import yaml_subset

# What a text must have in it, one or the other, for an inline pattern to match.
_INLINE: Mapping[str, tuple[str, str]] = {
    "backtick": ("`", "`"), "escape": ("\\", "\\"), "citation": ("[^", "[^"),
    "reference": ("[", "["), "link": ("[", "["), "image_link": ("![", "!["),
    "image_reference": ("![", "!["), "short_reference": ("[", "["),
    "short_image_ref": ("![", "!["), "autolink": ("<", "<"), "automail": ("<", "<"),
    "linebreak": ("  \n", "  \n"), "entity": ("&", "&"), "em_strong": ("*", "_"),
}
_INLINE_SIGNS = ("`", "\\", "[", "<", "&", "*", "_", "  \n")  # each of them has one in it
_SIGNS = (STX, *_INLINE_SIGNS)  # and what stands for an element that was found already
# What a block must have in it, one or the other, for a block processor to take it.
_BLOCK: Mapping[str, tuple[str, ...]] = {
    "blocks": ("",), "hashheader": ("#",), "setextheader": ("\n=", "\n-"), "table": ("|",),
    "hr": ("--", "- ", "**", "* ", "__", "_ "), "quote": (">",), "deflist": (": ",),
    "abbr": ("*[",), "reference": ("]:",), "paragraph": ("",),
}
# Those that look at the first character only; none takes a block that begins with a letter or #.
_BLOCK_START = ("empty", "indent", "defindent", "code", "olist", "ulist")
# What must be in such a block, or the end of a line before it: mostly a sign that begins a line.
_PLAIN_BLOCK: Mapping[str, tuple[str, ...]] = {
    **_BLOCK, "hashheader": ("\n#",), "hr": ("\n-", "\n*", "\n_", "\n "),
    "quote": ("\n>", "\n "), "deflist": ("\n:", "\n "), "abbr": ("\n*[",),
}
# Options of a block as `markers` writes them: names that are no words of YAML, values in quotes.
_OPTIONS = re.compile(r'(?:(?!(?:null|true|false|yes|no|on|off|y|n):)[a-z]+(?:-[a-z]+)*: '
                      r'"[^"\\\n]*(?:\\["\\][^"\\\n]*)*"(?:\n|\Z))+')
# Stars after a blank that open, and as many that close.
_PAIR = re.compile(r"(?<!\S)(\*\*?)(?=[^\s*_])([^*_]*)(?<!\s)\1(?!\*)")
_BOOLEAN = BOOLEAN_ATTRIBUTES["html"]
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def quicken(md: Markdown) -> None:
    """Make an instance quick that has all its extensions, and gets no more.

    Raises KeyError or ValueError where it has others than this was written for.
    """
    if len(md.inlinePatterns) != len(_INLINE) \
            or len(md.parser.blockprocessors) != len(_BLOCK) + len(_BLOCK_START):
        raise ValueError("Markdown has processors that fast_text does not know")
    toc = next(each for each in md.registeredExtensions if isinstance(each, TocExtension))
    if {**toc.getConfigs(), "slugify": None} != {**TocExtension().getConfigs(), "slugify": None}:
        raise ValueError("the table of contents has settings that fast_text does not know")
    md.preprocessors.register(_Whitespace(md), "normalize_whitespace", 30)
    fenced = md.preprocessors["fenced_code_block"]
    fenced.run = _only_with(("```", "~~~"), fenced.run)  # type: ignore[method-assign]
    md.treeprocessors.register(_Inline(md), "inline", 20)
    md.treeprocessors.register(_Toc(md, toc.getConfigs()), "toc", 5)
    md.treeprocessors.register(_Unescape(md), "unescape", 0)
    md.serializer = serialized
    pairs: Any = md.inlinePatterns["em_strong"]
    pairs.handleMatch = _pair_finder(pairs)
    headers = md.parser.blockprocessors["hashheader"]
    headers.test = _header_test(headers.test)  # type: ignore[method-assign]
    md.is_block_level = lru_cache(256)(md.is_block_level)  # type: ignore[method-assign]
    md.parser.parseBlocks = _block_parser(md)  # type: ignore[method-assign]
    blocks: Any = md.parser.blockprocessors["blocks"]
    blocks.split_header = _header_splitter(blocks)


def is_at_rest(md: Markdown) -> bool:
    """Whether nothing of the last text is left that `reset` would not take away."""
    blocks: Any = md.parser.blockprocessors["blocks"]
    return not md.parser.state and blocks.cached_parent is None and blocks.cached_block is None


def _block_parser(md: Markdown) -> Callable[[etree.Element, list[str]], None]:
    """`BlockParser.parseBlocks`, asking only those processors that could take a block."""
    processors = md.parser.blockprocessors
    in_order = sorted((*_BLOCK, *_BLOCK_START), key=processors.get_index_for_name)
    every = tuple((processors[name], _BLOCK.get(name, ("",))) for name in in_order)
    plain = tuple((processors[name], _PLAIN_BLOCK[name]) for name in in_order if name in _BLOCK)
    opened: Any = processors["blocks"]
    signs = tuple(sorted({sign for needed in _PLAIN_BLOCK.values() for sign in needed} - {""}))
    of_a_line = tuple(sign for sign in signs if sign[0] != "\n")

    @cache
    def those_with(found: tuple[str, ...]) -> tuple[tuple[BlockProcessor, tuple[str, ...]], ...]:
        """Those that could take a plain block with these signs in it."""
        return tuple((processor, ("",)) for processor, needed in plain
                     if "" in needed or not set(needed).isdisjoint(found))

    def those_for(block: str) -> tuple[tuple[BlockProcessor, tuple[str, ...]], ...]:
        if block[:1].isalpha() and "\n" not in block:
            return those_with(tuple(filter(block.__contains__, of_a_line)))
        if block[:1].isalpha() or block[:1] == "#":
            return those_with(tuple(filter(f"\n{block}".__contains__, signs)))
        return every

    def parse_blocks(parent: etree.Element, blocks: list[str]) -> None:
        while blocks:
            block = blocks[0]
            for processor, needed in those_for(block):
                for piece in needed:
                    if piece in block:
                        break
                else:
                    continue
                if processor is opened and "///" not in block and not opened.stack \
                        and opened.cached_parent is None:
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break

    return parse_blocks


def _header_test(by_library: Callable[[etree.Element, str], bool]
                 ) -> Callable[[etree.Element, str], bool]:
    """`HashHeaderProcessor.test`: a line that begins with # is a heading, whatever follows, but for
    a backslash at its end."""
    def test(parent: etree.Element, block: str) -> bool:
        return by_library(parent, block) if "\\" in block else \
            block.startswith("#") or "\n#" in block
    return test


def _pair_finder(pairs: Any) -> Callable[[re.Match[str], str], Any]:
    """`DelimiterProcessor.handleMatch`, which need not gather all the stars and underscores of a
    text for two that open and close with none between them."""
    by_library = pairs.handleMatch
    strong, emphasis = pairs.delimiters["*"].tags

    def handle(match: re.Match[str], data: str) -> Any:
        found = None if pairs.regions else _PAIR.match(data, match.start())
        if found is None:
            return by_library(match, data)
        element = etree.Element(strong if len(found[1]) == 2 else emphasis)
        element.text = found[2]
        return element, found.start(), found.end()

    return handle


def _header_splitter(blocks: Any) -> Callable[[str, int], tuple[Any, str]]:
    """`BlocksProcessor.split_header`, which need not ask PyYAML about values in quotes."""
    by_yaml = blocks.split_header

    def split_header(block: str, length: int) -> tuple[Any, str]:
        if not block.startswith("    "):
            return by_yaml(block, length)  # type: ignore[no-any-return]
        end = next((each for each in blocks.end.finditer(block) if len(each[1]) == length), None)
        before, after = (block[:end.start()], [block[end.start():]]) if end else (block, [])
        lines = blocks.yaml_line.match(before)
        options = dedent(lines[0]) if lines else ""
        found = yaml_subset.read(options) if _OPTIONS.fullmatch(options) else None
        if lines is None or found is None:
            return by_yaml(block, length)  # type: ignore[no-any-return]
        return found[0], "\n".join([before[lines.end():], *after])

    return split_header


def _only_with(signs: Sequence[str], run: Callable[[list[str]], list[str]]
               ) -> Callable[[list[str]], list[str]]:
    """What a preprocessor does, for texts that have one of the signs in them."""
    def quick(lines: list[str]) -> list[str]:
        whole = "\n".join(lines)
        return run(lines) if any(sign in whole for sign in signs) else lines
    return quick


class _Whitespace(NormalizeWhitespace):
    """Does its work only where there is more than lines of text."""

    def run(self, lines: list[str]) -> list[str]:
        whole = "\n".join(lines)
        if any(sign in whole for sign in ("\t", "\r", "\n ", STX, ETX)):
            return super().run(lines)
        return [*lines, "", ""]


class _Inline(InlineProcessor):
    """Asks only those patterns that could match."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        in_order = sorted(_INLINE, key=md.inlinePatterns.get_index_for_name)
        self._patterns = tuple((i, md.inlinePatterns[name], *_INLINE[name])
                               for i, name in enumerate(in_order))
        self._with = cache(self._those_with)

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        """Texts that no pattern could match stay where they are: that is most of them."""
        # Names of the library, which its own methods and its patterns look for.
        self.stashed_nodes: dict[str, Any] = {}
        self.parent_map = {child: parent for parent in tree.iter() for child in parent}
        above = list(ancestors or ())
        self._InlineProcessor__build_ancestors(tree, above)  # type: ignore[attr-defined]
        waiting = deque([(tree, above)])
        while waiting:
            parent, self.ancestors = waiting.popleft()
            if parent is not tree:
                self.ancestors.append(parent.tag.lower())
            new: list[tuple[etree.Element, Any]] = []
            for child in parent:
                text, tail = child.text, child.tail
                if text and any(map(text.__contains__, _SIGNS)) \
                        and not isinstance(text, AtomicString):
                    self.ancestors.append(child.tag.lower())
                    child.text = None
                    found = self._elements(text, child, child, True)
                    waiting += found
                    new.append((child, found))
                    self.ancestors.pop()
                if tail and any(map(tail.__contains__, _SIGNS)):
                    child.tail, holder = None, etree.Element("d")
                    found = self._elements(tail, holder, parent, False)
                    child.tail = holder.tail or None
                    place = [*parent].index(child) + 1
                    parent[place:place] = [element for element, _ in found]
                if len(child):
                    self.parent_map[child] = parent
                    waiting.append((child, self.ancestors[:]))
            for child, found in new:
                child[:0] = [element for element, _ in found]
        return tree

    def _elements(self, data: str, holder: etree.Element, parent: etree.Element, is_text: bool
                  ) -> list[tuple[etree.Element, list[str]]]:
        """The elements in a text that stands in a parent, with their ancestors; what is before
        the first becomes the text, or tail, of the holder."""
        found = self._InlineProcessor__processPlaceholders(
            self._InlineProcessor__handleInline(data), holder, is_text)
        for element, _ in found:
            self.parent_map[element] = parent
        return found

    def _those_with(self, signs: tuple[str, ...]) -> tuple[tuple[int, Any, str, str], ...]:
        """The patterns that could match a text with these signs: it loses some, and gets none."""
        return tuple((i, pattern, one, other) for i, pattern, one, other in self._patterns
                     if any(sign in one or sign in other for sign in signs))

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, pattern, one, other in self._with(tuple(
                filter(data.__contains__, _INLINE_SIGNS))):
            start, matched = 0, index >= patternIndex
            while matched and (one in data or other in data):
                data, matched, start = apply(pattern, data, index, start)
        return data

    def _InlineProcessor__processPlaceholders(  # noqa: N802
            self, data: str | None, parent: etree.Element, isText: bool = True  # noqa: N803
            ) -> list[tuple[etree.Element, list[str]]]:
        if not data or INLINE_PLACEHOLDER_PREFIX in data:
            return super()._InlineProcessor__processPlaceholders(  # type: ignore[misc,no-any-return]
                data, parent, isText)
        if isText:
            parent.text = parent.text + data if parent.text else data
        else:
            parent.tail = parent.tail + data if parent.tail else data
        return []


class _Unescape(UnescapeTreeprocessor):
    """Does its work only on a tree that holds an escaped character."""

    def run(self, root: etree.Element) -> None:
        if STX in "".join(root.itertext()) \
                or any(STX in value for each in root.iter() for _, value in each.items()):
            super().run(root)


class _Toc(TocTreeprocessor):
    """Makes no table of contents where the text has no place for one: its tokens are enough."""

    def run(self, doc: etree.Element) -> None:
        elements = list(doc.iter())
        if any(each.text and self.marker in each.text for each in elements):
            super().run(doc)
            return
        used = {anchor for each in elements if (anchor := each.get("id")) is not None}
        counters: dict[str, int] = {}
        tokens = []
        for each in elements:
            if each.tag in _HEADINGS:
                inner, name = self._words(each)
                anchor = each.get("id")
                if anchor is None:
                    anchor = unique(self.slugify(unescape(name), self.sep), used, counters)
                    each.set("id", anchor)
                tokens.append({"level": int(each.tag[1]), "id": unescaped(anchor), "name": name,
                               "html": inner, "data-toc-label": ""})
        self.md.toc_tokens = nest_toc_tokens(tokens)  # type: ignore[attr-defined]

    def _words(self, heading: etree.Element) -> tuple[str, str]:
        """The HTML in a heading, and its text."""
        text = heading.text or ""
        if len(heading) or any(sign in text for sign in ("&", "<", ">", STX)):
            inner = render_inner_html(remove_fnrefs(heading), self.md)
            return inner, strip_tags(inner)
        return text.strip(), " ".join(text.split())


def serialized(root: etree.Element) -> str:
    """`to_html_string` for trees whose tags, names and values are plain text."""
    written: list[str] = []
    write = written.append
    stack: list[etree.Element | str] = [root]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            write(element)
            continue
        tag, attributes, text, tail = element.tag, element.items(), element.text, element.tail
        write(f"<{tag}{_attributes(attributes)}>" if attributes else f"<{tag}>")
        if text:
            write(_escaped(text) if "&" in text or "<" in text or ">" in text else text)
        end = "" if tag in HTML_EMPTY else f"</{tag}>"
        after = end + _escaped(tail) if tail else end
        if len(element):
            stack.append(after)
            stack += element[::-1]
        else:
            write(after)
    return "".join(written)


def _attributes(attributes: Iterable[tuple[str, str]]) -> str:
    return "".join([f" {name}" if value == name and name in _BOOLEAN
                    else f' {name}="{_escaped(value).replace(chr(34), "&quot;")}"'
                    for name, value in sorted(attributes)])


def _escaped(text: str) -> str:
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;")
