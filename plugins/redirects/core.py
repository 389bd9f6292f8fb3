"""Old addresses that must go on working: a redirect file for hosts that read one."""

from __future__ import annotations

from collections.abc import Iterable


def redirects_file(pairs: Iterable[tuple[str, str]]) -> str:
    """`_redirects` as Netlify and Cloudflare Pages read it: old path, new path, status."""
    return "".join(f"{old} {new} 301\n" for old, new in sorted(pairs))


def alias_file(alias: str) -> str:
    """The file that answers an old address on hosts that read no redirect file."""
    path = alias.strip("/")
    last = path.rsplit("/", 1)[-1]
    return path if "." in last else f"{path}/index.html"
