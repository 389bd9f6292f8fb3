"""sitemap.xml (sitemaps.org 0.9) and robots.txt. A date is printed only where one is known."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape


def sitemap(entries: Iterable[tuple[str, str]]) -> str:
    """The sitemap of `(absolute address, date of the last change or '')`, in order of address."""
    rows = []
    for address, changed in sorted(entries):
        lastmod = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
        rows.append(f"<url><loc>{escape(address)}</loc>{lastmod}</url>\n")
    return ('<?xml version="1.0" encoding="utf-8"?>\n'
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f'{"".join(rows)}</urlset>\n')


def robots(sitemap_address: str) -> str:
    """Everything may be read; here is the list of it (RFC 9309)."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap_address}\n"
