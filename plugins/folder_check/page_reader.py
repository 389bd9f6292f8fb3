"""One pass over the HTML of a page by a real parser: what other checks need of it, and every
fault that shows in the page alone. Plain data comes out, so it can be kept and sent about."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

from plugins.folder_check import graph

Fault = tuple[int, str, str, str, str]
"""Line, rule, message, cure, severity."""
Link = tuple[str, str, int]
"""Kind of element, address, line."""

_LINKS = {"a": ("href",), "img": ("src",), "link": ("href",), "script": ("src",),
          "source": ("src",), "form": ("action", "data-send", "data-thanks"), "use": ("href",),
          "iframe": ("src",), "area": ("href",), "video": ("src", "poster"), "audio": ("src",),
          "object": ("data",), "embed": ("src",)}
# Where a form sends its reader afterwards, as whole addresses: its own site's must be there.
WHOLE = ("http://", "https://")
_NOT_FETCHED = ("canonical",)
# Links in the head that a browser fetches by itself.
_FETCHED = frozenset("stylesheet icon apple-touch-icon mask-icon preload modulepreload prefetch "
                     "preconnect dns-prefetch manifest".split())
# What the page's own policy must let in, by the kind of element, when it lies on the same site.
_DIRECTIVES = {"script": "script-src", "img": "img-src", "source": "img-src",
               "iframe": "frame-src", "form": "form-action", "stylesheet": "style-src"}
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Elements whose end tag HTML lets one leave out.
_OPTIONAL = frozenset("p li dt dd td th tr thead tbody tfoot option optgroup colgroup".split())
_FOREIGN = ("svg", "math")
_WATCHED = ("footer", "main", "code", "pre", "label", *_FOREIGN)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SCRIPTED = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.I)
# Attributes that need no look: nothing in them can run.
_PLAIN = frozenset("class id rel name content type for lang charset property alt width height "
                   "loading decoding datetime role aria-label aria-hidden aria-labelledby d "
                   "viewbox fill stroke title media sizes hreflang".split())
_PLACEHOLDER = re.compile(
    r"lorem ipsum|dolor sit amet|your (?:content|title) goes here|module content settings|"
    r"click here to add text|just another wordpress site|\[/?(?:et_pb|caption|gallery|vc)[\w ]*|"
    r"\[email\W?protected\]|\bundefined undefined\b|sorry, no posts "
    r"found",
    re.I)
_LABELLED = frozenset(("aria-label", "aria-labelledby", "title"))
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


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
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
        self._open: list[tuple[str, int]] = []
        self._deep = dict.fromkeys(_WATCHED, 0)  # how many of these are open around here
        self._text: list[str] | None = None  # of the script or title that is open
        self._name: list[str] | None = None  # what names the link that is open
        self._labels: set[str] = set()
        self._controls: list[tuple[str, str, int]] = []

    # ------------------------------------------------------------ called by HTMLParser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if tag not in _VOID:
            self._open.append((tag, line))
            if tag in self._deep:
                self._deep[tag] += 1
        if "id" in found and found["id"]:
            if found["id"] in self.ids:
                self.fault(line, "page-id", f"the id '{found['id']}' is there twice")
            self.ids[found["id"]] = line
        if not _PLAIN.issuperset(found):
            self._inline(tag, found, line)
        if tag in _READERS:
            _READERS[tag](self, found, line)
        elif tag in _HEADINGS:
            self.levels.append((_HEADINGS[tag], line))
        if tag in _LINKS:
            self._address(tag, found, line)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        line = self.getpos()[0]
        if tag in _VOID:
            return
        if self._open and self._open[-1][0] == tag:
            self._pop()
        else:
            self._misnested(tag, line)
        if tag == "title" and self._text is not None and not self._inside(*_FOREIGN):
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

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
            return
        if self._name is not None:
            self._name.append(data)
        if data.isspace():
            return
        if self._inside("footer"):
            self.footer.append(data)
        if ("[" in data or "{" in data or len(data) > 10) \
                and (match := _PLACEHOLDER.search(data)) and not self._inside("code", "pre"):
            line = self.getpos()[0] + data.count("\n", 0, match.start())
            self.fault(line, "page-placeholder", f"placeholder text: {match[0][:60]}",
                       "find it in the text or the template, and replace it")

    # ------------------------------------------------------------ single elements

    def _html_tag(self, found: dict[str, str], line: int) -> None:
        self.language = found.get("lang", "")

    def _title_tag(self, found: dict[str, str], line: int) -> None:
        if not self._inside(*_FOREIGN):
            self._text = []

    def _script_tag(self, found: dict[str, str], line: int) -> None:
        if found.get("type") == "application/ld+json":
            self._text = []
        elif "src" not in found:
            self.fault(line, "page-inline", "a script stands in the page itself",
                       "put it into a file of theme/static/")

    def _style_tag(self, found: dict[str, str], line: int) -> None:
        self._text = []

    def _meta_tag(self, found: dict[str, str], line: int) -> None:
        name, content = found.get("name", "").lower(), found.get("content", "")
        kind = found.get("http-equiv", "").lower()
        if kind == "content-security-policy":
            parts = [part.split() for part in content.split(";")]
            self.policy = {name: tuple(sources) for name, *sources in filter(None, parts)}
        self.redirect |= kind == "refresh"
        self.hidden |= name == "robots" and "noindex" in content.lower()
        self.described |= name == "description" and bool(content.strip())
        self.fitted |= name == "viewport"

    def _link_tag(self, found: dict[str, str], line: int) -> None:
        if found.get("rel") == "canonical":
            self.canonicals.append(found.get("href", ""))

    def _img_tag(self, found: dict[str, str], line: int) -> None:
        if not ("alt" in found and found.get("width") and found.get("height")):
            self.fault(line, "page-picture", f"the picture {found.get('src', '')} has no size or "
                       "no text alternative")
        if self._name is not None:
            self._name.append(found.get("alt", ""))

    def _a_tag(self, found: dict[str, str], line: int) -> None:
        if "href" not in found:
            return
        if found.get("aria-hidden") != "true" or not found.get("tabindex", "").startswith("-"):
            # What neither keyboard nor screen reader meets needs no name: it only widens another.
            self._name = [found[name] for name in _LABELLED if name in found]
        rel = found.get("rel", "").split()
        if found.get("target") == "_blank" and not {"noopener", "noreferrer"} & set(rel):
            self.fault(line, "page-inline", "a link opens a new window that can steer this one",
                       'add rel="noopener"')
        if found["href"].startswith("tel:") and not self._inside("main"):
            self.phones.append((found["href"].removeprefix("tel:"), line))

    def _iframe_tag(self, found: dict[str, str], line: int) -> None:
        if "src" in found and not found.get("title", "").strip():
            self.fault(line, "page-frame", "a frame has no title", "say in title= what it holds")

    def _form_tag(self, found: dict[str, str], line: int) -> None:
        if found.get("method", "get").lower() != "post" \
                and found.get("role") != "search" and found.get("action"):
            self._controls.append(("get", "", line))

    def _label_tag(self, found: dict[str, str], line: int) -> None:
        self._labels.add(found.get("for", ""))

    def _input_tag(self, found: dict[str, str], line: int) -> None:
        if found.get("type") == "hidden" and found.get("value", "").startswith(WHOLE):
            self.links.setdefault(("input", found["value"]), line)
        if found.get("type", "text") not in ("hidden", "submit", "button", "reset", "image"):
            self._control(found, line)

    def _select_tag(self, found: dict[str, str], line: int) -> None:
        self._control(found, line)

    def _textarea_tag(self, found: dict[str, str], line: int) -> None:
        self._control(found, line)

    def _control(self, found: dict[str, str], line: int) -> None:
        if not _LABELLED & set(found) and not self._inside("label"):
            self._controls.append(("label", found.get("id", ""), line))

    # ------------------------------------------------------------ all elements

    def fault(self, line: int, rule: str, message: str, cure: str = "",
              severity: str = "error") -> None:
        """Note what is wrong with this page alone."""
        self.faults.append((line, rule, message, cure, severity))

    def _inline(self, tag: str, found: dict[str, str], line: int) -> None:
        """What the security policy will not let a browser do, so it fails for the reader."""
        for name, value in found.items():
            if name.startswith("on"):
                self.fault(line, "page-inline", f"<{tag}> has the inline handler {name}",
                           "add the listener in a file of theme/static/")
            elif name == "style" and not self._inside(*_FOREIGN):
                self.fault(line, "page-inline", f"<{tag}> has a style of its own",
                           "give it a class and style that")
            elif ":" in value and name in ("href", "src", "action") and _SCRIPTED.match(value):
                self.fault(line, "page-inline", f"<{tag}> leads to '{value[:40]}'", "delete it")
        if found.get("tabindex", "0").strip()[:1] in tuple("123456789"):
            self.fault(line, "page-markup", "a positive tabindex changes the order of the Tab key",
                       "write 0, and put the element where it belongs")

    def _address(self, tag: str, found: dict[str, str], line: int) -> None:
        fetched = tag == "link" and not _FETCHED.isdisjoint(found.get("rel", "").split())
        kind = "head link" if fetched else tag
        for name in _LINKS.get(tag, ()):
            # A form's whole address is a service's, on whatever host; our own pages are paths.
            service = tag == "form" and name != "data-thanks" \
                and found.get(name, "").startswith(WHOLE)
            if name in found and not service and found.get("rel") not in _NOT_FETCHED:
                self.links.setdefault((kind, found[name]), line)
        if tag in ("img", "source"):
            for entry in found.get("srcset", "").split(","):
                if entry.strip():
                    self.links.setdefault((kind, entry.split()[0]), line)

    def _pop(self) -> tuple[str, int]:
        closed = self._open.pop()
        if closed[0] in self._deep:
            self._deep[closed[0]] -= 1
        return closed

    def _inside(self, *tags: str) -> bool:
        return any(self._deep[tag] for tag in tags)

    def _misnested(self, tag: str, line: int) -> None:
        names = [name for name, _ in self._open]
        if tag not in names:
            self.fault(line, "page-markup", f"</{tag}> closes nothing")
            return
        while self._open[-1][0] != tag:
            name, opened = self._pop()
            if name not in _OPTIONAL:
                self.fault(opened, "page-markup", f"<{name}> is never closed")
        self._pop()

    # ------------------------------------------------------------ the page as a whole

    def finish(self, text: str) -> PageFacts:
        """The facts, with the faults that show only at the end."""
        for name, line in self._open:
            if name not in _OPTIONAL | {"html", "body"}:
                self.fault(line, "page-markup", f"<{name}> is never closed")
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


def read_page(text: str) -> PageFacts:
    """The facts of one page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.finish(text)
