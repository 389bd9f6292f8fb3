"""Content Security Policy (W3C CSP3) and the other headers, as a meta element and a headers file.

Everything comes from the site itself; the one thing that may leave it is the contact form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NOTHING = "'none'"
_STRICT: Mapping[str, tuple[str, ...]] = {
    "default-src": (), "script-src": (), "style-src": ("'self'",), "img-src": ("'self'",),
    "font-src": ("'self'",), "form-action": ("'self'",),
    # The form's script may ask its own host; auditors fetch robots.txt from within the page.
    "connect-src": ("'self'",), "base-uri": (), "manifest-src": ("'self'",)}


def policy(allow: Mapping[str, Sequence[str]] | None = None, scripts: bool = False,
           styles: Sequence[str] = (), data: str = "") -> str:
    """The policy of a page. `allow` has further sources by directive, such as the form's service
    under `form-action`; `scripts` lets in scripts of the site itself, never inline ones. `styles`
    are the hashes of styles that stand in the page; with them, no file is let in as a style.
    `data` is the hash of the page's structured data: browsers run none of it and ask no policy,
    but checkers take any `script` for one that runs."""
    more = allow or {}
    own = {**_STRICT, **({"script-src": ("'self'",)} if scripts else {}),
           **({"style-src": tuple(styles)} if styles else {})}
    found = {name: (*own.get(name, ()), *more.get(name, ()))
             for name in (*_STRICT, *(name for name in more if name not in _STRICT))}
    if data:
        found["script-src"] += (data,)
    return "; ".join(f"{name} {' '.join(sources) or NOTHING}" for name, sources in found.items())


def headers_file(csp: str, hashed_folders: Sequence[str]) -> str:
    """A `_headers` file as Netlify, Cloudflare Pages and others read it.

    `hashed_folders` hold files whose names change with their content, so they may be kept for a
    year.
    """
    lines = ["/*",
             f"  Content-Security-Policy: {csp}; frame-ancestors 'none'",
             "  X-Content-Type-Options: nosniff",
             "  Referrer-Policy: strict-origin-when-cross-origin",
             "  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=()",
             "  Cross-Origin-Opener-Policy: same-origin"]
    for folder in hashed_folders:
        lines += [f"{folder}*", "  Cache-Control: public, max-age=31536000, immutable"]
    return "\n".join(lines) + "\n"
