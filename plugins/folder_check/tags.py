"""What a start tag tells by itself, wherever it stands: worked out once for each tag of a site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

WHOLE = ("http://", "https://")
"""How a whole address begins."""
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
"""Elements without an end tag."""
LABELLED = frozenset(("aria-label", "aria-labelledby", "title"))
"""Attributes that name an element for those who do not see it."""
SPOKEN = frozenset(("alt", "aria-label", "title", "content"))
"""Attributes that are read to somebody."""
WATCHED = frozenset("footer main code pre label svg math".split())
"""Elements that make a difference to what stands in them."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINKS = {"a": ("href", "xlink:href"), "img": ("src",), "link": ("href",), "script": ("src",),
          "source": ("src",), "form": ("action", "data-send", "data-thanks"), "iframe": ("src",),
          "use": ("href", "xlink:href"), "image": ("href", "xlink:href"), "area": ("href",),
          "video": ("src", "poster"), "audio": ("src",), "track": ("src",), "object": ("data",),
          "embed": ("src",), "input": ("src", "formaction"), "button": ("formaction",)}
_KINDS = {("input", "src"): "img", ("input", "formaction"): "button"}
_LISTS = {"img": "srcset", "source": "srcset", "link": "imagesrcset"}
_NOT_FETCHED = ("canonical",)
# Links in the head that a browser fetches by itself.
_FETCHED = frozenset("stylesheet icon apple-touch-icon mask-icon preload modulepreload prefetch "
                     "preconnect dns-prefetch manifest".split())
# What a <meta> has an address for: cards of social networks show it.
_CARDS = frozenset("og:image og:image:url og:image:secure_url og:url twitter:image".split())
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.I)
# Addresses a page may have; a browser drops blanks and control characters before it looks.
_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href")
_SCHEMES = ("http", "https", "mailto", "tel", "sms")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DROPPED = re.compile(r"[\0-\x20]")
_OURS = ("http://localhost", "http://127.0.0.1", "http://[::1]")
# Attributes that name another element of the page by its id.
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns",
               "aria-details", "aria-errormessage", "headers", "list", "form")
# Attributes that need no look: nothing in them can run.
_PLAIN = frozenset("class id rel name content type for lang charset property alt width height "
                   "loading decoding datetime role aria-label aria-hidden aria-labelledby d "
                   "viewbox fill stroke title media sizes hreflang".split())
# What means something else in another place, so that the reader of the page has to look.
_READ = frozenset("html title script style meta link img a iframe form label input select "
                  "textarea button".split())

Wrong = tuple[str, str, str]
"""Rule, message, cure."""


class Tag(NamedTuple):
    """A start tag: its name and attributes; addresses it leads to, each with the kind of element;
    the level of a heading, or 0; ids of other elements that it names; what is wrong with it.

    `read` says that what it means depends on where it stands, `styled` that it has a style of its
    own, `plain` that there is nothing to tell of it.
    """

    name: str
    found: Mapping[str, str]
    id: str
    level: int
    links: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    wrong: tuple[Wrong, ...]
    styled: bool
    read: bool
    plain: bool


def tag_of(name: str, found: Mapping[str, str]) -> Tag:
    """What a tag tells, by its name and attributes; one without a value has the value ""."""
    level = _HEADINGS.get(name, 0)
    identity, styled = found.get("id", ""), "style" in found
    links = tuple(_links(name, found)) if name in _LINKS or name == "meta" else ()
    names = tuple(each for attribute in _REFERENCES if attribute in found
                  for each in found[attribute].split())
    wrong = () if _PLAIN.issuperset(found) else tuple(_wrong(name, found))
    read = name in _READ
    return Tag(name, found, identity, level, links, names, wrong, styled, read,
               not (level or identity or links or names or wrong or styled or read
                    or name in WATCHED or not SPOKEN.isdisjoint(found)))


def _links(name: str, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if name == "meta":
        yield from _meta_links(found)
    fetched = name == "link" and not _FETCHED.isdisjoint(found.get("rel", "").split())
    kind = "head link" if fetched else name
    for each in _LINKS.get(name, ()):
        if each in found and not is_service(name, each, found[each]) \
                and found.get("rel") not in _NOT_FETCHED:
            yield _KINDS.get((name, each), kind), found[each]
    for entry in found.get(_LISTS.get(name, ""), "").split(","):
        if entry.strip():
            yield kind, entry.split()[0]


def _meta_links(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    content = found.get("content", "")
    if found.get("property", found.get("name", "")).lower() in _CARDS:
        yield "meta", content
    elif found.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(content)):
        yield "refresh", match[1].strip()


def is_service(name: str, attribute: str, address: str) -> bool:
    """Whether a form sends to a service: a whole address is one's, on whatever host; our own pages
    are paths."""
    return name == "form" and attribute != "data-thanks" and address.startswith(WHOLE)


def _wrong(name: str, found: Mapping[str, str]) -> Iterator[Wrong]:
    """What the security policy will not let a browser do, so it fails for the reader, and what
    leads where nobody may go."""
    for each, value in found.items():
        if each.startswith("on"):
            yield ("page-inline", f"<{name}> has the inline handler {each}",
                   "add the listener in a file of theme/static/")
        elif ":" in value and each in _ADDRESSES and not _may_lead(value):
            yield "page-inline", f"<{name}> leads to {value[:40]!r}", "delete it"
    if name == "form" and found.get("action", "").startswith("http://") \
            and not found["action"].startswith(_OURS):
        yield ("page-form", "what is typed into the form travels for all to read",
               "send it to an address with https")
    if name == "base":
        yield "page-inline", "a <base> bends every link of the page", "delete it"
    for each in ("srcdoc", "ping"):
        if each in found:
            yield "page-inline", f"<{name}> has the attribute {each}", "delete it"
    if found.get("href") == "#":
        yield ("page-link", f"<{name}> leads to #: nowhere but to the top of the page",
               "write where it leads, or use a button")
    if found.get("tabindex", "0").strip()[:1] in tuple("123456789"):
        yield ("page-markup", "a positive tabindex changes the order of the Tab key",
               "write 0, and put the element where it belongs")
    if name in ("area", "input") and _is_picture(name, found) \
            and not (found.get("alt") or LABELLED & found.keys()):
        yield "page-picture", f"<{name}> has no text alternative", "say in alt= what it does"


def _is_picture(name: str, found: Mapping[str, str]) -> bool:
    return "href" in found if name == "area" else found.get("type", "").lower() == "image"


def _may_lead(address: str) -> bool:
    scheme = _SCHEME.match(_DROPPED.sub("", address))
    return not scheme or scheme[1].lower() in _SCHEMES
