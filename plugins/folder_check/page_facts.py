"""What the checks on a folder know of one page."""

from __future__ import annotations

from typing import NamedTuple

Fault = tuple[int, str, str, str, str]
"""Line, rule, message, cure, severity."""
Link = tuple[str, str, int]
"""Kind of element, address, line."""


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
    language: str = ""
