"""Hears the tags and texts of a page one after the other, and gathers what other checks need of it
and every fault that shows in the page alone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from plugins.folder_check import graph, whole_page
from plugins.folder_check.page_facts import Fault, PageFacts
from plugins.folder_check.placeholders import PLACEHOLDER
from plugins.folder_check.styles import Style, style_of
from plugins.folder_check.tags import LABELLED, SPOKEN, WATCHED, WHOLE, Tag, is_service

_FOREIGN = ("svg", "math")
TOLD = WATCHED | frozenset("title script style a button h1 h2 h3 h4 h5 h6".split())
"""Elements whose end matters."""
_WORDS, _DIGITS = re.compile(r"\s+"), re.compile(r"\D+")
_STYLE = re.compile(r"<style\b.*?</style>", re.S | re.I)
_SPOILT = ("\ufffd", "\0")


class _Name(NamedTuple):
    """What an open link, button or heading is called so far."""

    tag: str
    line: int
    address: str
    needed: bool
    words: list[str]


_NAMELESS = {"a": ("page-link-name", "a link has no words", "write what it leads to"),
             "button": ("page-link-name", "a button has no words", "write what it does")}
_NAMELESS_HEADING = ("page-heading", "a heading has no words", "write some, or delete it")


class Reader:
    """Hears the tags and texts of a page, and gathers. `looks` asks for all texts."""

    def __init__(self, looks: bool) -> None:
        self.looks = self.listens = looks
        self.links: dict[tuple[str, str], int] = {}
        self.ids: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.policy: dict[str, tuple[str, ...]] = {}
        self.scripts: list[tuple[int, str]] = []
        self.styles: list[tuple[int, Style]] = []
        self.titles: list[str] = []
        self.canonicals: list[str] = []
        self.footer: list[str] = []
        self.phones: list[tuple[str, int]] = []
        self.hidden = self.redirect = self.described = self.fitted = False
        self.language = ""
        self.levels: list[tuple[int, int]] = []
        self._deep = dict.fromkeys(WATCHED, 0)  # how many of these are open around here
        self._text: list[str] | None = None  # of the script or title that is open
        self._names: list[_Name] = []  # of the links, buttons and headings that are open
        self._asked: list[tuple[str, str, int]] = []  # tag, the id it names, line
        self.services: list[tuple[str, str, int]] = []  # directive, address, line
        self._labels: set[str] = set()
        self._controls: list[tuple[str, str, int]] = []

    # ------------------------------------------------------------ what stands in the page

    def start(self, tag: Tag, line: int) -> None:
        """A start tag."""
        name = tag.name
        if name in WATCHED:
            self._deep[name] += 1
            self._listen()
        if tag.id:
            if tag.id in self.ids:
                self.fault(line, "page-id", f"the id '{tag.id}' is there twice")
            self.ids[tag.id] = line
        for wrong in tag.wrong:
            self.fault(line, *wrong)
        for asked in tag.names:
            self._asked.append((name, asked, line))
        for each in sorted(SPOKEN & tag.found.keys()) if self.looks else ():
            self._placeholder(tag.found[each], line)
        if tag.styled and not self._inside(*_FOREIGN):
            self.fault(line, "page-inline", f"<{name}> has a style of its own",
                       "give it a class and style that")
        if tag.level:
            self.levels.append((tag.level, line))
            self._named(name, tag.found, line)
            self._listen()
        if tag.read:
            _READERS[name](self, tag.found, line)
            self._listen()
        for link in tag.links:
            self.links.setdefault(link, line)

    def end(self, tag: str, line: int) -> None:
        """The end of an element that matters."""
        if tag in WATCHED:
            self._deep[tag] -= 1
        elif tag == "title" and self._text is not None and not self._inside(*_FOREIGN):
            self.titles.append(_WORDS.sub(" ", "".join(self._text)).strip())
            self._text = None
            self._placeholder(self.titles[-1], line)
        elif tag == "script" and self._text is not None:
            self.scripts.append((line, "".join(self._text)))
            self._text = None
        elif tag == "style" and self._text is not None:
            self.styles.append((line, style_of("".join(self._text))))
            self._text = None
        elif self._names and self._names[-1].tag == tag:
            self._judge(self._names.pop(), line)
        self._listen()

    def text(self, text: str, line: int) -> None:
        """Text between two tags."""
        if self._text is not None:
            self._text.append(text)
            return
        for name in self._names:
            name.words.append(text)
        if text.isspace():
            return
        if self._deep["footer"]:
            self.footer.append(text)
        if self.looks and not self._inside("code", "pre"):
            self._placeholder(text, line)

    def _placeholder(self, text: str, line: int) -> None:
        if match := PLACEHOLDER.search(text):
            self.fault(line + text.count("\n", 0, match.start()), "page-placeholder",
                       f"placeholder text: {match[0][:60]}",
                       "find it in the text or the template, and replace it")

    def _listen(self) -> None:
        self.listens = self.looks or self._text is not None or bool(self._names) \
            or bool(self._deep["footer"])

    # ------------------------------------------------------------ single elements

    def _html_tag(self, found: Mapping[str, str], line: int) -> None:
        self.language = found.get("lang", "")

    def _title_tag(self, found: Mapping[str, str], line: int) -> None:
        if not self._inside(*_FOREIGN):
            self._text = []

    def _script_tag(self, found: Mapping[str, str], line: int) -> None:
        if found.get("type") == "application/ld+json":
            self._text = []
        elif "src" not in found:
            self.fault(line, "page-inline", "a script stands in the page itself",
                       "put it into a file of theme/static/")

    def _style_tag(self, found: Mapping[str, str], line: int) -> None:
        self._text = []

    def _meta_tag(self, found: Mapping[str, str], line: int) -> None:
        name, content = found.get("name", "").lower(), found.get("content", "")
        kind = found.get("http-equiv", "").lower()
        if kind == "content-security-policy":
            if self.policy:
                self.fault(line, "page-head", "two security policies, not one")
            parts = [part.split() for part in content.split(";")]
            self.policy = {name: tuple(sources) for name, *sources in filter(None, parts)}
        self.redirect |= kind == "refresh"
        self.hidden |= name == "robots" and "noindex" in content.lower()
        self.described |= name == "description" and bool(content.strip())
        self.fitted |= name == "viewport"

    def _link_tag(self, found: Mapping[str, str], line: int) -> None:
        if found.get("rel") == "canonical":
            self.canonicals.append(found.get("href", ""))

    def _img_tag(self, found: Mapping[str, str], line: int) -> None:
        if not ("alt" in found and found.get("width") and found.get("height")):
            self.fault(line, "page-picture", f"the picture {found.get('src', '')} has no size or "
                       "no text alternative")
        for name in self._names:
            name.words.append(found.get("alt", ""))

    def _a_tag(self, found: Mapping[str, str], line: int) -> None:
        # What neither keyboard nor screen reader meets needs no name: it only widens another.
        unmet = found.get("aria-hidden") == "true" and found.get("tabindex", "").startswith("-")
        self._named("a", found, line, needed="href" in found and not unmet)
        if "href" not in found:
            return
        rel = found.get("rel", "").split()
        if found.get("target") == "_blank" and not {"noopener", "noreferrer"} & set(rel):
            self.fault(line, "page-inline", "a link opens a new window that can steer this one",
                       'add rel="noopener"')
        if found["href"].startswith("tel:") and not self._inside("main"):
            self.phones.append((found["href"].removeprefix("tel:"), line))

    def _button_tag(self, found: Mapping[str, str], line: int) -> None:
        self._named("button", found, line)

    def _named(self, tag: str, found: Mapping[str, str], line: int, needed: bool = True) -> None:
        words = [found[name] for name in LABELLED if name in found]
        self._names.append(_Name(tag, line, found.get("href", ""), needed, words))

    def _judge(self, name: _Name, line: int) -> None:
        """What is wrong with the words of a link, a button or a heading that ends."""
        words = "".join(name.words)
        if name.needed and not words.strip():
            self.fault(line, *_NAMELESS.get(name.tag, _NAMELESS_HEADING))
        if name.address.startswith("tel:"):
            said, dialled = _DIGITS.sub("", words), _DIGITS.sub("", name.address)
            if len(said) > 6 and said not in dialled and dialled[-7:] not in said:
                self.fault(line, "page-identity", f"a link shows {words.strip()} and dials "
                           f"{name.address.removeprefix('tel:')}", "write the same number twice")

    def _iframe_tag(self, found: Mapping[str, str], line: int) -> None:
        if "src" in found and not found.get("title", "").strip():
            self.fault(line, "page-frame", "a frame has no title", "say in title= what it holds")

    def _form_tag(self, found: Mapping[str, str], line: int) -> None:
        for name, directive in (("action", "form-action"), ("data-send", "connect-src")):
            if is_service("form", name, found.get(name, "")):
                self.services.append((directive, found[name], line))
        if found.get("method", "get").lower() != "post" \
                and found.get("role") != "search" and found.get("action"):
            self._controls.append(("get", "", line))

    def _label_tag(self, found: Mapping[str, str], line: int) -> None:
        self._labels.add(found.get("for", ""))

    def _input_tag(self, found: Mapping[str, str], line: int) -> None:
        if found.get("type") == "hidden" and found.get("value", "").startswith(WHOLE):
            self.links.setdefault(("input", found["value"]), line)
        if found.get("type", "text") not in ("hidden", "submit", "button", "reset", "image"):
            self._control(found, line)

    def _select_tag(self, found: Mapping[str, str], line: int) -> None:
        self._control(found, line)

    def _textarea_tag(self, found: Mapping[str, str], line: int) -> None:
        self._control(found, line)

    def _control(self, found: Mapping[str, str], line: int) -> None:
        if not LABELLED & set(found) and not self._inside("label"):
            self._controls.append(("label", found.get("id", ""), line))

    # ------------------------------------------------------------ all elements

    def fault(self, line: int, rule: str, message: str, cure: str = "",
              severity: str = "error") -> None:
        """Note what is wrong with this page alone."""
        self.faults.append((line, rule, message, cure, severity))

    def _inside(self, *tags: str) -> bool:
        return any(self._deep[tag] for tag in tags)

    # ------------------------------------------------------------ the page as a whole

    def finish(self, text: str) -> PageFacts:
        """The facts, with the faults that show only at the end."""
        for kind, name, line in self._controls:
            if kind == "label" and (not name or name not in self._labels):
                self.fault(line, "page-form", "a field has no label", "add <label for=…>")
            elif kind == "get":
                self.fault(line, "page-form", "a form puts what is typed into the address",
                           'add method="post"')
        for sign in _SPOILT:
            if sign in text:
                self.fault(1 + text.count("\n", 0, text.index(sign)), "page-markup",
                           f"the page has the character U+{ord(sign):04X}: a text was read in the "
                           "wrong encoding", "save the text it comes from as UTF-8")
        for tag, name, line in self._asked:
            if name not in self.ids:
                self.fault(line, "page-id", f"nothing on the page has the id '{name}', which "
                           f"<{tag}> names")
        nodes, wrong = graph.read(self.scripts)
        for each in wrong:
            self.fault(*each, "plugins/structured_data/core.py makes it")
        for address in graph.addresses(nodes):
            self.links.setdefault(("structured data", address), self.scripts[0][0])
        for line, rule, message, cure in whole_page.faults(self):
            self.fault(line, rule, message, cure)
        styles = sum(style.weight for _, style in self.styles)
        # A style stands in many pages and is weighed once: the sum is a hundredth more than both
        # together would take.
        rest = _STYLE.sub("", text) if styles else text
        return PageFacts(
            tuple((kind, link, line) for (kind, link), line in self.links.items()),
            tuple(self.ids), tuple(self.policy.items()), self.titles[0] if self.titles else "",
            self.canonicals[0] if self.canonicals else "", self.hidden, self.redirect,
            graph.clinics(nodes), _WORDS.sub(" ", " ".join(self.footer)).strip(),
            tuple(self.phones), len(text.encode("utf-8", "replace")),
            styles + len(zlib.compress(rest.encode("utf-8", "replace"), 6)), styles,
            tuple(self.faults), self.language)


_READERS = {tag: getattr(Reader, f"_{tag}_tag") for tag in (
    "html", "title", "script", "style", "meta", "link", "img", "a", "iframe", "form", "label",
    "input", "select", "textarea", "button")}
