"""sitemap.xml (sitemaps.org 0.9) and robots.txt. A date is printed only where one is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

Entry = tuple[str, str, Sequence[tuple[str, str]]]
"""An absolute address, the date of the last change or nothing, and the same page in all languages:
their tags, with absolute addresses."""


def sitemap(entries: Iterable[Entry]) -> str:
    """The sitemap of pages, in order of address."""
    rows, several = [], False
    for address, changed, others in sorted(entries):
        lastmod = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
        links = "".join(f'<xhtml:link rel="alternate" hreflang="{language}" '
                        f'href={quoteattr(other)}/>' for language, other in others)
        several = several or bool(others)
        rows.append(f"<url><loc>{escape(address)}</loc>{lastmod}{links}</url>\n")
    # https://developers.google.com/search/docs/specialty/international/localized-versions
    more = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' if several else ""
    return ('<?xml version="1.0" encoding="utf-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{more}>\n'
            f'{"".join(rows)}</urlset>\n')


def robots(sitemap_address: str) -> str:
    """Everything may be read; here is the list of it (RFC 9309)."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap_address}\n"
