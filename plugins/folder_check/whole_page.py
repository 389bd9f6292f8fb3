"""What shows only at the end of a page: headings, head, and its own security policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from plugins.folder_check.styles import Style
from plugins.folder_check.tags import WHOLE

# What the page's own policy must let in, by the kind of element, when it lies on the same site.
_DIRECTIVES = {"script": "script-src", "img": "img-src", "source": "img-src",
               "iframe": "frame-src", "form": "form-action"}
_ANYBODY = ("*", "http:", "https:")
_HEAD_CURE = "theme/components/page_shell/ prints the head"


class Heard(Protocol):
    """What a reader has gathered of a page."""

    levels: list[tuple[int, int]]
    links: dict[tuple[str, str], int]
    services: list[tuple[str, str, int]]
    policy: dict[str, tuple[str, ...]]
    styles: list[tuple[int, Style]]
    titles: list[str]
    canonicals: list[str]
    language: str
    hidden: bool
    redirect: bool
    described: bool
    fitted: bool


def faults(page: Heard) -> Iterator[tuple[int, str, str, str]]:
    """Line, rule, message and cure of each."""
    for line, message in _headings(page.levels) if page.levels or not page.redirect else ():
        yield line, "page-heading", message, ""
    for line, style in page.styles:
        if not page.policy or not _lets_in(page.policy, "style-src", {style.name}):
            yield (line, "page-inline", "a style sheet stands in the page itself, and the policy "
                   "of the page does not name its hash",
                   "put it into a file of theme/components/")
    for message in _head(page):
        yield 0, "page-head", message, _HEAD_CURE
    if page.policy:
        yield from _own_policy(page.policy, page.links)
        yield from _services(page.policy, page.services, _origin("".join(page.canonicals[:1])))


def _headings(levels: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    first = [line for level, line in levels if level == 1]
    if len(first) != 1:
        yield 0, f"{len(first)} first-level headings, not one"
    before = 0
    for level, line in levels:
        if before and level > before + 1:
            yield line, f"a heading of level {level} follows one of level {before}"
        before = level


def _head(page: Heard) -> Iterator[str]:
    if not page.language:
        yield "the page does not say its language"
    if len(page.titles) != 1 or not page.titles[0]:
        yield f"{len([t for t in page.titles if t])} titles, not one"
    if len(page.canonicals) > 1:
        yield "two canonical addresses"
    if not page.canonicals and not page.hidden and not page.redirect:
        yield "no canonical address"
    if not page.described and not page.hidden and not page.redirect:
        yield "no description"
    if not page.fitted and not page.redirect:
        yield "no viewport: telephones would show it tiny"
    if not page.policy and not page.redirect:
        yield "no content security policy"
    if any("unsafe" in source or source in _ANYBODY
           for sources in page.policy.values() for source in sources):
        yield "the content security policy lets in what is unsafe"


def _own_policy(policy: Mapping[str, tuple[str, ...]], links: Mapping[tuple[str, str], int]
                ) -> Iterator[tuple[int, str, str, str]]:
    """What lies on this site must be let in by the page's own policy, or it is not shown."""
    for (kind, link), line in links.items():
        name = _DIRECTIVES.get(kind)
        if kind == "head link" and link.endswith(".css"):
            name = "style-src"
        if name and link and not link.startswith((*WHOLE, "//", "data:")) \
                and not _lets_in(policy, name, {"'self'"}):
            yield (line, "page-policy", f"the policy of the page keeps {link} out",
                   f"add 'self' to {name} in plugins/security_policy/core.py")


def _services(policy: Mapping[str, tuple[str, ...]], services: Sequence[tuple[str, str, int]],
              own: str) -> Iterator[tuple[int, str, str, str]]:
    """A form's service must be let in too, or a message goes nowhere. `own` is the origin of the
    page, where it tells."""
    for name, address, line in services:
        origin = _origin(address)
        wanted = {"'self'"} if origin == own else {origin, address}
        if not own:
            wanted.add("'self'")
        if not _lets_in(policy, name, wanted):
            yield (line, "page-policy", f"the policy of the page keeps the form from {origin}",
                   f"add it to {name} in plugins/security_policy/core.py")


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _lets_in(policy: Mapping[str, tuple[str, ...]], name: str, wanted: set[str]) -> bool:
    """Whether a directive lets one of `wanted` in (CSP level 3: forms have no default)."""
    fallback = None if name == "form-action" else policy.get("default-src")
    sources = policy.get(name, fallback)
    return sources is None or not wanted.isdisjoint(sources)
