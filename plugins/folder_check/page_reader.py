"""One pass over the HTML of a page: what other checks need of it, and every fault that shows in the
page alone. Plain data comes out, so it can be kept and sent about."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

from plugins.fast_text import switch
from plugins.fast_text.page_tags import PageTags, Unusual
from plugins.folder_check import graph
from plugins.folder_check.tags import LABELLED, VOID, WATCHED, WHOLE, Tag, tag_of

__all__ = ["WHOLE", "Fault", "Link", "PageFacts", "read_any_page", "read_page"]

Fault = tuple[int, str, str, str, str]
"""Line, rule, message, cure, severity."""
Link = tuple[str, str, int]
"""Kind of element, address, line."""

# What the page's own policy must let in, by the kind of element, when it lies on the same site.
_DIRECTIVES = {"script": "script-src", "img": "img-src", "source": "img-src",
               "iframe": "frame-src", "form": "form-action", "stylesheet": "style-src"}
# Elements whose end tag HTML lets one leave out.
_OPTIONAL = frozenset("p li dt dd td th tr thead tbody tfoot option optgroup colgroup".split())
_FOREIGN = ("svg", "math")
_TOLD = WATCHED | {"title", "script", "style", "a"}
_PLACEHOLDER = re.compile(
    r"lorem ipsum|dolor sit amet|your (?:content|title) goes here|module content settings|"
    r"click here to add text|just another wordpress site|\[/?(?:et_pb|caption|gallery|vc)[\w ]*|"
    r"\[email\W?protected\]|\bundefined undefined\b|sorry, no posts "
    r"found",
    re.I | re.A)
# What each of these has in it, in small letters; and what may stand for any character.
_HINTS = (b"lorem", b"dolor sit", b" goes here", b"module content", b"click here to add",
          b"just another wordpress", b"undefined undefined", b"sorry, no posts")
_BRACKETS = re.compile(rb"\[/?(?:et_pb|caption|gallery|vc|email)")
_HIDDEN = re.compile(r"&(?!nbsp;|amp;|lt;|gt;|quot;|#39;|#34;|#160;|#8[0-9]{3};)")
_WORDS = re.compile(r"\s+")


class PageFacts(NamedTuple):
    """What the checks need of one page: tuples, texts and numbers only.

    `links` each once with their first line; `policy` the page's own security policy; `clinics`
    the clinic as the structured data names it; `footer` the words of the footers; `phones` the
    telephone links outside the main text; `weight` and `size` in bytes, compressed and not;
    `styles` the compressed bytes of what styles stand in the page.
    """

    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    policy: tuple[tuple[str, tuple[str, ...]], ...] = ()
    title: str = ""
    canonical: str = ""
    hidden: bool = False
    redirect: bool = False
    clinics: tuple[tuple[str, str, str], ...] = ()
    footer: str = ""
    phones: tuple[tuple[str, int], ...] = ()
    size: int = 0
    weight: int = 0
    styles: int = 0
    faults: tuple[Fault, ...] = ()


@lru_cache(64)
def _of_style(text: str) -> tuple[str, int]:
    """How a policy names a style that stands in a page, and its compressed bytes. Many pages have
    the same one."""
    data = text.encode("utf-8", "replace")
    code = base64.b64encode(hashlib.sha256(data).digest()).decode("ascii")
    return f"'sha256-{code}'", len(zlib.compress(data, 6))


class _Reader:
    """Hears the tags and texts of a page, and gathers. `looks` asks for all texts."""

    def __init__(self, looks: bool) -> None:
        self.looks = self.listens = looks
        self.links: dict[tuple[str, str], int] = {}
        self.ids: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.policy: dict[str, tuple[str, ...]] = {}
        self.scripts: list[tuple[int, str]] = []
        self.styles: list[tuple[int, str]] = []
        self.titles: list[str] = []
        self.canonicals: list[str] = []
        self.footer: list[str] = []
        self.phones: list[tuple[str, int]] = []
        self.hidden = self.redirect = self.described = self.fitted = False
        self.language = ""
        self.levels: list[tuple[int, int]] = []
        self._deep = dict.fromkeys(WATCHED, 0)  # how many of these are open around here
        self._text: list[str] | None = None  # of the script or title that is open
        self._name: list[str] | None = None  # what names the link that is open
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
        if tag.styled and not self._inside(*_FOREIGN):
            self.fault(line, "page-inline", f"<{name}> has a style of its own",
                       "give it a class and style that")
        if tag.level:
            self.levels.append((tag.level, line))
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
        elif tag == "script" and self._text is not None:
            self.scripts.append((line, "".join(self._text)))
            self._text = None
        elif tag == "style" and self._text is not None:
            self.styles.append((line, "".join(self._text)))
            self._text = None
        elif tag == "a" and self._name is not None:
            if not "".join(self._name).strip():
                self.fault(line, "page-link-name", "a link has no words", "write what it leads to")
            self._name = None
        self._listen()

    def text(self, text: str, line: int) -> None:
        """Text between two tags."""
        if self._text is not None:
            self._text.append(text)
            return
        if self._name is not None:
            self._name.append(text)
        if text.isspace():
            return
        if self._deep["footer"]:
            self.footer.append(text)
        if self.looks and ("[" in text or len(text) > 10) \
                and (match := _PLACEHOLDER.search(text)) and not self._inside("code", "pre"):
            self.fault(line + text.count("\n", 0, match.start()), "page-placeholder",
                       f"placeholder text: {match[0][:60]}",
                       "find it in the text or the template, and replace it")

    def _listen(self) -> None:
        self.listens = self.looks or self._text is not None or self._name is not None \
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
        if self._name is not None:
            self._name.append(found.get("alt", ""))

    def _a_tag(self, found: Mapping[str, str], line: int) -> None:
        if "href" not in found:
            return
        if found.get("aria-hidden") != "true" or not found.get("tabindex", "").startswith("-"):
            # What neither keyboard nor screen reader meets needs no name: it only widens another.
            self._name = [found[name] for name in LABELLED if name in found]
        rel = found.get("rel", "").split()
        if found.get("target") == "_blank" and not {"noopener", "noreferrer"} & set(rel):
            self.fault(line, "page-inline", "a link opens a new window that can steer this one",
                       'add rel="noopener"')
        if found["href"].startswith("tel:") and not self._inside("main"):
            self.phones.append((found["href"].removeprefix("tel:"), line))

    def _iframe_tag(self, found: Mapping[str, str], line: int) -> None:
        if "src" in found and not found.get("title", "").strip():
            self.fault(line, "page-frame", "a frame has no title", "say in title= what it holds")

    def _form_tag(self, found: Mapping[str, str], line: int) -> None:
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
        nodes, wrong = graph.read(self.scripts)
        for each in wrong:
            self.fault(*each, "plugins/structured_data/core.py makes it")
        headings = not self.redirect or self.levels
        for line, message in (self._headings() if headings else ()):
            self.fault(line, "page-heading", message)
        for message in self._head():
            self.fault(0, "page-head", message, "theme/components/page_shell/ prints the head")
        self._own_policy()
        data = text.encode("utf-8", "replace")
        return PageFacts(
            tuple((kind, link, line) for (kind, link), line in self.links.items()),
            tuple(self.ids), tuple(self.policy.items()), self.titles[0] if self.titles else "",
            self.canonicals[0] if self.canonicals else "", self.hidden, self.redirect,
            graph.clinics(nodes), _WORDS.sub(" ", " ".join(self.footer)).strip(),
            tuple(self.phones), len(data), len(zlib.compress(data, 6)),
            sum(_of_style(style)[1] for _, style in self.styles), tuple(self.faults))

    def _headings(self) -> Iterator[tuple[int, str]]:
        first = [line for level, line in self.levels if level == 1]
        if len(first) != 1:
            yield 0, f"{len(first)} first-level headings, not one"
        before = 0
        for level, line in self.levels:
            if before and level > before + 1:
                yield line, f"a heading of level {level} follows one of level {before}"
            before = level

    def _head(self) -> Iterator[str]:
        if not self.language:
            yield "the page does not say its language"
        if len(self.titles) != 1 or not self.titles[0]:
            yield f"{len([t for t in self.titles if t])} titles, not one"
        if len(self.canonicals) > 1:
            yield "two canonical addresses"
        if not self.canonicals and not self.hidden and not self.redirect:
            yield "no canonical address"
        if not self.described and not self.hidden and not self.redirect:
            yield "no description"
        if not self.fitted and not self.redirect:
            yield "no viewport: telephones would show it tiny"
        if not self.policy and not self.redirect:
            yield "no content security policy"
        if any("unsafe" in source for sources in self.policy.values() for source in sources):
            yield "the content security policy lets in what is unsafe"

    def _own_policy(self) -> None:
        """What lies on this site must be let in by the page's own policy, or it is not shown."""
        for (kind, link), line in self.links.items():
            name = _DIRECTIVES.get("stylesheet" if link.endswith(".css") else kind, "")
            sources = self.policy.get(name, self.policy.get("default-src", ()))
            if name and self.policy and link and not link.startswith((*WHOLE, "//", "data:")) \
                    and "'self'" not in sources:
                self.fault(line, "page-policy", f"the policy of the page keeps {link} out",
                           f"add 'self' to {name} in plugins/security_policy/core.py")
        allowed = self.policy.get("style-src", self.policy.get("default-src", ()))
        for line, style in self.styles:
            if _of_style(style)[0] not in allowed:
                self.fault(line, "page-inline", "a style sheet stands in the page itself, and the "
                           "policy of the page does not name its hash",
                           "put it into a file of theme/components/")


_READERS = {tag: getattr(_Reader, f"_{tag}_tag") for tag in (
    "html", "title", "script", "style", "meta", "link", "img", "a", "iframe", "form", "label",
    "input", "select", "textarea")}


def _told(name: str, found: Mapping[str, str]) -> Tag | None:
    tag = tag_of(name, found)
    return None if tag.plain else tag


_TAGS = PageTags(_told, VOID, _TOLD)


def read_page(text: str) -> PageFacts:
    """The facts of one page."""
    if switch.on():
        try:
            reader = _Reader(looks=_may_hold_a_placeholder(text))
            _TAGS.read(text, reader)
            return reader.finish(text)
        except Unusual:
            pass
    return read_any_page(text)


def _may_hold_a_placeholder(text: str) -> bool:
    small = text.encode("utf-8", "replace").lower()
    return bool(_BRACKETS.search(small) or any(hint in small for hint in _HINTS)
                or _HIDDEN.search(text))


def read_any_page(text: str) -> PageFacts:
    """The same by a real parser, whatever is in the page."""
    reader = _Reader(looks=True)
    parser = _Parser(reader)
    parser.feed(text)
    parser.close()
    parser.finish()
    return reader.finish(text)


class _Parser(HTMLParser):
    """Tells a reader what is in a page, and what is never closed."""

    def __init__(self, reader: _Reader) -> None:
        super().__init__(convert_charrefs=True)
        self._reader = reader
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if tag not in VOID:
            self._open.append((tag, line))
        self._reader.start(tag_of(tag, {name: value or "" for name, value in attrs}), line)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        line = self.getpos()[0]
        if tag in VOID:
            return
        if not any(name == tag for name, _ in self._open):
            self._fault(line, f"</{tag}> closes nothing")
            return
        while (closed := self._open.pop())[0] != tag:
            self._unclosed(*closed)
            self._reader.end(closed[0], line)
        self._reader.end(tag, line)

    def handle_data(self, data: str) -> None:
        self._reader.text(data, self.getpos()[0])

    def finish(self) -> None:
        """Tell of what is still open."""
        for name, line in self._open:
            if name not in ("html", "body"):
                self._unclosed(name, line)

    def _unclosed(self, name: str, line: int) -> None:
        if name not in _OPTIONAL:
            self._fault(line, f"<{name}> is never closed")

    def _fault(self, line: int, message: str) -> None:
        self._reader.fault(line, "page-markup", message)
