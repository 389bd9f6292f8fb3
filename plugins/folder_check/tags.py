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
WATCHED = frozenset("footer main code pre label svg math".split())
"""Elements that make a difference to what stands in them."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINKS = {"a": ("href",), "img": ("src",), "link": ("href",), "script": ("src",),
          "source": ("src",), "form": ("action", "data-send", "data-thanks"), "use": ("href",),
          "iframe": ("src",), "area": ("href",), "video": ("src", "poster"), "audio": ("src",),
          "object": ("data",), "embed": ("src",)}
_NOT_FETCHED = ("canonical",)
# Links in the head that a browser fetches by itself.
_FETCHED = frozenset("stylesheet icon apple-touch-icon mask-icon preload modulepreload prefetch "
                     "preconnect dns-prefetch manifest".split())
_SCRIPTED = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.I)
# Attributes that need no look: nothing in them can run.
_PLAIN = frozenset("class id rel name content type for lang charset property alt width height "
                   "loading decoding datetime role aria-label aria-hidden aria-labelledby d "
                   "viewbox fill stroke title media sizes hreflang".split())
# What means something else in another place, so that the reader of the page has to look.
_READ = frozenset("html title script style meta link img a iframe form label input select "
                  "textarea".split())

Wrong = tuple[str, str, str]
"""Rule, message, cure."""


class Tag(NamedTuple):
    """A start tag: its name and attributes; addresses it leads to, each with
    the kind of element; the level of a heading, or 0; what is wrong with it.

    `read` says that what it means depends on where it stands, `styled` that it has a style of its
    own, `plain` that there is nothing to tell of it.
    """

    name: str
    found: Mapping[str, str]
    id: str
    level: int
    links: tuple[tuple[str, str], ...]
    wrong: tuple[Wrong, ...]
    styled: bool
    read: bool
    plain: bool


def tag_of(name: str, found: Mapping[str, str]) -> Tag:
    """What a tag tells, by its name and attributes; one without a value has the value ""."""
    level = _HEADINGS.get(name, 0)
    identity, styled = found.get("id", ""), "style" in found
    links = tuple(_links(name, found)) if name in _LINKS or "srcset" in found else ()
    wrong = () if _PLAIN.issuperset(found) else tuple(_wrong(name, found))
    read = name in _READ
    return Tag(name, found, identity, level, links, wrong, styled, read,
               not (level or identity or links or wrong or styled or read
                    or name in WATCHED))


def _links(name: str, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    fetched = name == "link" and not _FETCHED.isdisjoint(found.get("rel", "").split())
    kind = "head link" if fetched else name
    for each in _LINKS.get(name, ()):
        # A form's whole address is a service's, on whatever host; our own pages are paths.
        service = name == "form" and each != "data-thanks" and found.get(each, "").startswith(WHOLE)
        if each in found and not service and found.get("rel") not in _NOT_FETCHED:
            yield kind, found[each]
    if name in ("img", "source"):
        for entry in found.get("srcset", "").split(","):
            if entry.strip():
                yield kind, entry.split()[0]


def _wrong(name: str, found: Mapping[str, str]) -> Iterator[Wrong]:
    """What the security policy will not let a browser do, so it fails for the reader."""
    for each, value in found.items():
        if each.startswith("on"):
            yield ("page-inline", f"<{name}> has the inline handler {each}",
                   "add the listener in a file of theme/static/")
        elif ":" in value and each in ("href", "src", "action") and _SCRIPTED.match(value):
            yield "page-inline", f"<{name}> leads to '{value[:40]}'", "delete it"
    if found.get("tabindex", "0").strip()[:1] in tuple("123456789"):
        yield ("page-markup", "a positive tabindex changes the order of the Tab key",
               "write 0, and put the element where it belongs")
