"""Content Security Policy (W3C CSP3) and the other headers, as a meta element and a headers file.

Everything comes from the site itself; the one thing that may leave it is the contact form.
"""

from __future__ import annotations

from collections.abc import Sequence


def policy(form_host: str = "", preview: bool = False) -> str:
    """The policy for every page. `preview` lets in the reload script of the author's own server."""
    script = "'self'" if preview else "'none'"
    directives = [
        "default-src 'none'", f"script-src {script}", "style-src 'self'", "img-src 'self'",
        "font-src 'self'", f"form-action 'self'{' https://' + form_host if form_host else ''}",
        # No script of ours connects; auditors fetch robots.txt from within the page.
        "connect-src 'self'", "base-uri 'none'", "manifest-src 'self'"]
    return "; ".join(directives)


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
