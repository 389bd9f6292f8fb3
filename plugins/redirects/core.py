"""Old addresses that must go on working: a redirect file for hosts that read one."""

from __future__ import annotations

from collections.abc import Iterable


def redirects_file(pairs: Iterable[tuple[str, str]]) -> str:
    """`_redirects` as Netlify and Cloudflare Pages read it: old path, new path, status."""
    return "".join(f"{old} {new} 301\n" for old, new in sorted(pairs))

