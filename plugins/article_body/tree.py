"""Last pass over the element tree of a text: links resolved, pictures sized, faults noted."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from urllib.parse import quote

from markdown.treeprocessors import Treeprocessor

from plugins.article_body.blocks import NAMES
from plugins.article_body.links import BASE, Asked, LinkError
from plugins.images.core import Picture
from plugins.words.core import Words

# Text that shows that something was not understood: (pattern, what to say, cure).
_HTML = "|".join("""
    a abbr address article aside audio b base blockquote body br button canvas caption center
    cite code col colgroup dd del details dfn dialog div dl dt em embed fieldset figcaption
    figure font footer form frame frameset h[1-6] head header hr html i iframe input ins kbd
    label legend li link main map mark marquee math menu meta nav noscript object ol optgroup
    option output p param picture pre q s samp script section select small source span strike
    strong style sub summary sup svg table tbody td template textarea tfoot th thead time title
    tr track tt u ul var video wbr
    """.split())
LEFT_OVER: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"<img\b[^<>]*>?", re.I), "a picture written in HTML, without alt text: {}",
     "write it as ![what it shows](images/name.png)"),
    (re.compile(r"<!--.*?(?:-->|$)", re.S), "an HTML comment in the text: {}",
     "delete it: anybody could read it"),
    (re.compile(r"<(?:![a-z\[]|\?)[^<>]*>?", re.I), "HTML in the text: {}", "delete it"),
    (re.compile(rf"</?(?:{_HTML}|[a-z]+-[a-z-]+)(?=[\s/>]|$)[^<>]*>?", re.I),
     "HTML in the text: {}",
     "write it in Markdown, or use a block of docs/authoring.md"),
    (re.compile(r"<[a-z][a-z0-9+.-]*:[^<>\s]*>", re.I), "an address that is no link: {}",
     "write [words](https://…)"),
    (re.compile(r"\{:[^{}]*\}"), "an attribute list in the text: {}", "delete it"),
    (re.compile(r"\[[^\[\]]+\]\[[^\[\]]*\]"), "a link whose reference is not defined: {}",
     "write the address in round brackets: [text](address)"),
    (re.compile(rf"^/{{3,}}\s*(?:{'|'.join(NAMES)})(?![\w-]).*", re.M),
     "a block that is not complete: {}", "compare its options with docs/authoring.md"),
    (re.compile(r"^[ \t]+/{3,}\s*[a-z].*", re.M), "a mark of a block in the text: {}",
     "start it at the margin, with a blank line before it, and not in a list"),
    (re.compile(r"\[/?[A-Za-z][\w-]*\s+[\w-]+\s*=[^\[\]]*\]|\[/[A-Za-z][\w-]*\]"),
     "a shortcode of another system: {}", "delete it, or write what it showed in Markdown"),
    (re.compile(r"\[(?:related|contact-form)(?::[^\]]*)?\]"), "the marker {} does not stand alone",
     "put it on a line of its own, with blank lines around it, not in a list or a quote"),
)
_PLACEHOLDER = re.compile(r"\b(?:TODO|FIXME|TK)\b|\[insert\b[^\]]*\]?|"
                          r"(?i:lorem ipsum|your content goes here)")
# A text without any of these, in lower case without the last, holds nothing that the expressions
# above look for.
_SUSPECT, _SUSPECT_LOW = ("<", "[", "{:", "///", "TODO", "FIXME", "TK"), ("lorem ", "your con")
_LEVELS = {f"h{level}": level for level in range(2, 7)}
_ESCAPED = re.compile("\x02(\\d+)\x03")  # a character that was written with a backslash
_FILE_NAME = re.compile(r"^\S+\.(png|jpe?g|gif|svg|webp|avif)$|^(img|dsc|screenshot|image)?"
                        r"[-_ ]?\d+$|^[a-z0-9]+(?:[-_][a-z0-9]+)*[-_]\d+$", re.I)


@dataclass
class Findings:
    """What was met in a text. Problems are `(needle, message, cure)`, the needle being text to
    find the line by; `unfinished` ones are no fault of a draft, `left_over` is what was not
    understood."""

    pictures: list[Picture] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)
    fragments: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    anchors: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str, str]] = field(default_factory=list)
    unfinished: list[tuple[str, str, str]] = field(default_factory=list)
    left_over: list[tuple[str, str, str]] = field(default_factory=list)


class BodyTree(Treeprocessor):
    """Runs after all others, and fills its `found`. Each text is announced by `begin`."""

    resolver: Asked

    def begin(self, resolver: Asked, words: Words) -> None:
        """Forget the text before; `words` is the language of the next."""
        self.resolver, self.words, self.found = resolver, words, Findings()
        self._opened: set[str] = set()

    def run(self, root: etree.Element) -> None:
        """Called by Python-Markdown."""
        elements = list(root.iter())
        for element in elements:
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._picture(element)
            elif element.tag == "h1":
                self._complain(_heading_text(element), "a heading of the first level",
                               "start it with ## (the page's title is the first level)")
            elif element.tag == "p":
                self._figure(element)
                self._bold_heading(element)
        if any(element.tag == "table" for element in elements):
            _wrap_tables(root, self.words.say("Table"))
        _lift_first_titles(elements)
        missing = self.found.fragments and self.found.fragments - {e.get("id") for e in elements}
        for fragment in sorted(missing):
            self._complain(f"](#{fragment}", f"the anchor '#{fragment}' is on no heading here",
                           "use the heading's own words, lower case, joined by hyphens")
        self._empty_sections(root)
        self._empty_blocks(root)
        self._heading_jumps(elements)
        if signs := _suspect("".join(root.itertext())):
            for text in filter(_with_any(signs), _prose(root)):
                self._left_over(text)

    def _left_over(self, text: str) -> None:
        """What shows in a text that something was forgotten, or not understood."""
        if found := _PLACEHOLDER.search(text):
            self.found.unfinished.append((found[0], f"placeholder text: {found[0]}",
                                          "replace it"))
        for pattern, message, cure in LEFT_OVER:
            for match in pattern.finditer(text):
                shown = " ".join(match[0].split())[:60]
                name, closes = _tag_name(shown)
                if not closes or name not in self._opened:  # `</b>` goes without saying
                    self.found.left_over.append((match[0].strip().split("\n")[0],
                                                 message.format(shown), cure))
                self._opened |= {name}

    def _empty_sections(self, root: etree.Element) -> None:
        """Headings with nothing below them but a heading of the same or a higher level."""
        for element, after in pairwise([*root, None]):
            level = _LEVELS.get(element.tag)
            below = _LEVELS.get(after.tag) if after is not None else None
            if level and (after is None or (below and below <= level)):
                text = _heading_text(element)
                if text != "# ":  # a heading without words is told as such
                    self.found.unfinished.append(
                        (text, f"there is nothing below the heading '{text[2:42]}'",
                         "write the section, or delete its heading"))

    def _empty_blocks(self, root: etree.Element) -> None:
        """Blocks of which nothing shows but the title."""
        for element in root.iter("section"):
            title, *rest = element
            if not any("".join(each.itertext()).strip() or next(each.iter("img"), None) is not None
                       for each in rest):
                text = "".join(title.itertext()).strip()
                self.found.unfinished.append((f"| {text}", f"a block with nothing in it: '{text}'",
                                              "write what it says, or delete it"))

    def _heading_jumps(self, elements: Iterable[etree.Element]) -> None:
        """A level that is left out: who listens to the headings looks for what is missing."""
        level = 1
        for element in elements:
            if found := _LEVELS.get(element.tag):
                if found > level + 1:
                    text = _heading_text(element)
                    self._complain(text, f"the heading '{text[2:42]}' leaves out a level",
                                   f"start it with {'#' * (level + 1)}")
                level = found

    def _complain(self, needle: str, message: str, cure: str) -> None:
        self.found.problems.append((needle, message, cure))

    def _link(self, element: etree.Element) -> None:
        if "cite__link" in element.get("class", ""):
            return
        href = _ESCAPED.sub(lambda m: chr(int(m[1])), element.get("href", ""))
        text = "".join(element.itertext()).strip()
        if not text and element.find("img") is None:
            self._complain(f"]({href}", "an empty link: there is no text to follow",
                           "write words between the square brackets")
        try:
            resolved = self.resolver.link(href)
        except LinkError as error:
            self._complain(href or f"[{text}]()", error.message, error.cure)
            return
        element.set("href", resolved)
        if resolved.startswith("#"):
            self.found.fragments.add(resolved[1:])
        if resolved.startswith(BASE):
            place, _, fragment = resolved.removeprefix(BASE).partition("#")
            self.found.linked.add(place)
            self.found.anchors.append((place, fragment, href))
        elif resolved.startswith("http") and resolved not in self.found.outside:
            # Paper shows the address of a link, but each only once.
            self.found.outside.add(resolved)
            if text.rstrip("/") not in (resolved.rstrip("/"),
                                        resolved.partition("://")[2].rstrip("/")):
                element.set("class", "spelled-out")

    def _picture(self, element: etree.Element) -> None:
        src, alt = element.get("src", ""), element.get("alt", "").strip()
        if not alt:
            self._complain(src, f"the picture '{src}' has no text alternative (alt)",
                           "say what it shows: between the square brackets, or in picture-alt of "
                           "an exercise")
        elif _FILE_NAME.match(alt):
            self._complain(src, f"the text alternative (alt) '{alt}' is a file name",
                           "say what the picture shows")
        try:
            picture = self.resolver.picture(src)
        except LinkError as error:
            self._complain(src, error.message, error.cure)
            return
        self.found.pictures.append(picture)
        element.set("src", f"{BASE}/{quote(picture.path)}")
        element.set("width", str(picture.width))
        element.set("height", str(picture.height))
        element.set("loading", "lazy")
        element.set("decoding", "async")

    def _figure(self, element: etree.Element) -> None:
        """A paragraph that holds one picture only becomes a figure; its title is the caption."""
        if len(element) != 1 or element[0].tag != "img" or (element.text or "").strip() \
                or (element[0].tail or "").strip():
            return
        element.tag = "figure"
        caption = element[0].attrib.pop("title", "")
        if caption:
            etree.SubElement(element, "figcaption").text = caption

    def _bold_heading(self, element: etree.Element) -> None:
        if len(element) == 1 and element[0].tag == "strong" and not (element.text or "").strip() \
                and not (element[0].tail or "").strip():
            text = "".join(element.itertext()).strip()
            if not text.endswith((".", "!", "?", ":", "…")):
                self.found.warnings.append(
                    (text, f"the bold line '{text[:40]}' looks like a heading",
                     "start it with ## so that everybody can find it"))


def _tag_name(shown: str) -> tuple[str, bool]:
    """The name in `<b class=x>` or `[/gallery]`, and whether it closes."""
    found = re.match(r"[<\[](/?)([\w-]+)", shown)
    return (found[2].lower(), bool(found[1])) if found else ("", False)


def _heading_text(element: etree.Element) -> str:
    """A heading as it is written; `line_of` looks for the words alone where it is underlined."""
    return "# " + "".join(element.itertext()).strip()


def _prose(element: etree.Element) -> Iterator[str]:
    """All text that is no code."""
    if element.tag in ("code", "pre"):
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _prose(child)
        if child.tail:
            yield child.tail


def _suspect(text: str) -> frozenset[str]:
    """Signs that a text may show something that was not understood."""
    return frozenset([*filter(text.__contains__, _SUSPECT),
                      *filter(text.lower().__contains__, _SUSPECT_LOW)])


@cache
def _with_any(signs: frozenset[str]) -> Callable[[str], object]:
    """Whether a text has one of the signs in it, in whatever case."""
    return re.compile("|".join(map(re.escape, sorted(signs))), re.I).search


def _lift_first_titles(elements: Iterable[etree.Element]) -> None:
    """A block before the first heading has a title of the second level, as nothing is above it."""
    for element in elements:
        if element.tag == "h3" and element.get("class", "").endswith("__title"):
            element.tag = "h2"
        elif element.tag in _LEVELS:
            return


def _wrap_tables(root: etree.Element, name: str) -> None:
    """A wide table scrolls in a box of its own, which the keyboard reaches (WCAG 1.4.10)."""
    for parent in list(root.iter()):
        for i, child in enumerate(list(parent)):
            if child.tag == "table" and parent.get("class") != "table":
                box = etree.Element("div", {"class": "table", "role": "region", "tabindex": "0",
                                            "aria-label": name})
                box.tail, child.tail = child.tail, None
                parent.remove(child)
                parent.insert(i, box)
                box.append(child)
