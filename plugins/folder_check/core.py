"""Checks on a finished folder: links, fragments, pictures and ids, by a real HTML parser."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from plugins.site_model.problem import Problem

_LINKS = {"a": ("href",), "img": ("src",), "link": ("href",), "script": ("src",),
          "source": ("src",), "form": ("action", "data-send", "data-thanks"), "use": ("href",),
          "iframe": ("src",)}
# Where a form sends its reader afterwards, as whole addresses: its own site's must be there.
_WHOLE = ("http://", "https://")
# What a page may load from another site, if its own policy names that site: tag to directive.
_DECLARED = {"script": "script-src", "iframe": "frame-src"}
_FORM_TAGS = ("form", "input")
_NOT_FETCHED = ("canonical",)
# Links in the head that a browser fetches by itself.
_FETCHED = frozenset("stylesheet icon apple-touch-icon mask-icon preload modulepreload prefetch "
                     "preconnect dns-prefetch manifest".split())


@dataclass
class PageFacts:
    """What the checks need of one page: what it links to, its ids, its first-level headings."""

    links: list[tuple[str, str, int]] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    repeated: list[tuple[str, int]] = field(default_factory=list)
    headings: int = 0
    bad_images: list[tuple[str, int]] = field(default_factory=list)
    policy: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = PageFacts()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if found.get("id"):
            if found["id"] in self.facts.ids:
                self.facts.repeated.append((found["id"], line))
            self.facts.ids[found["id"]] = line
        self.facts.headings += tag == "h1"
        if tag == "img" and not ("alt" in found and found.get("width") and found.get("height")):
            self.facts.bad_images.append((found.get("src", ""), line))
        if tag == "meta" and found.get("http-equiv", "").lower() == "content-security-policy":
            parts = [part.split() for part in found.get("content", "").split(";")]
            self.facts.policy = {name: sources for name, *sources in filter(None, parts)}
        if tag == "input" and found.get("type") == "hidden" \
                and found.get("value", "").startswith(_WHOLE):
            self.facts.links.append((tag, found["value"], line))
        for name in _LINKS.get(tag, ()):
            # A form's whole address is a service's, on whatever host; our own pages are paths.
            service = tag == "form" and name != "data-thanks" \
                and found.get(name, "").startswith(_WHOLE)
            if name in found and not service and found.get("rel") not in _NOT_FETCHED:
                fetched = tag == "link" and not _FETCHED.isdisjoint(found.get("rel", "").split())
                self.facts.links.append(("head link" if fetched else tag, found[name], line))


LINK_CURE = "correct the link in the text this page is made of"
FORM_CURE = ("bring back the page the form leads to, which plugins/page_models/plan.py makes: "
             "without it nobody learns what became of a message")


def read_page(text: str) -> PageFacts:
    """The facts of one page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.facts


def check(pages: Mapping[str, str], others: frozenset[str], siteurl: str, shown: str
          ) -> tuple[Problem, ...]:
    """Problems of a folder. `pages` maps paths to HTML, `others` are the paths of other files;
    `siteurl` is the address of the folder, `shown` its name in messages."""
    facts = {path: read_page(text) for path, text in pages.items()}
    known = set(pages) | set(others)
    problems: list[Problem] = []
    for path, page in sorted(facts.items()):
        where = f"{shown}/{path}"
        redirect = not page.headings and "http-equiv=\"refresh\"" in pages[path]
        if page.headings != 1 and not redirect:
            problems.append(Problem(where, 0, f"{page.headings} first-level headings, not one"))
        problems += [Problem(where, line, f"the id '{name}' is there twice")
                     for name, line in page.repeated]
        problems += [Problem(where, line, f"the picture {src} has no size or no text alternative")
                     for src, line in page.bad_images]
        for tag, link, line in page.links:
            fault = _fault(link, path, facts, known, siteurl, tag)
            if fault:
                problems.append(Problem(where, line, f"<{tag}> leads to {link}: {fault}",
                                        FORM_CURE if tag in _FORM_TAGS else LINK_CURE))
    return tuple(problems)


def _fault(link: str, path: str, facts: Mapping[str, PageFacts], known: set[str], siteurl: str,
           tag: str) -> str:
    home = siteurl + "/"
    try:
        target = home if link == siteurl else urljoin(home + path.removesuffix("index.html"), link)
        parts = urlsplit(target)
    except ValueError:
        return "it is no address"
    if parts.scheme not in ("http", "https"):
        return ""
    if parts.netloc != urlsplit(home).netloc:
        declared = facts[path].policy.get(_DECLARED.get(tag, ""), ())
        allowed = tag in ("a", "form", "input", "link") \
            or f"{parts.scheme}://{parts.netloc}" in declared
        return "" if allowed else "it lies on another site"
    if "/__preview__/" in link:
        return ""
    if not target.startswith(home):
        return "it leaves the folder of the site"
    place, _, fragment = target.removeprefix(home).partition("#")
    file = unquote(place.partition("?")[0])
    if not file or file.endswith("/"):
        file += "index.html"
    file = posixpath.normpath(file)
    if file not in known:
        return "there is nothing at that address"
    if fragment and file in facts and unquote(fragment) not in facts[file].ids:
        return f"there is no '{fragment}' on that page"
    return ""
