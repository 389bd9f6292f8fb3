"""Which file of a folder answers which address, and of what type it is. No HTTP in here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

# Our own table and not the machine's: the same answer on every computer.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".xsl": "application/xml",
    ".atom": "application/atom+xml",
    ".rss": "application/rss+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
}


@dataclass(frozen=True)
class Redirect:
    """The address is a folder asked for without its final slash."""

    location: str


def content_type(name: str) -> str:
    """The Content-Type for a file name, by its ending alone."""
    return _TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


def find(folder: Path, address: str) -> Path | Redirect | None:
    """The regular file that answers `address` (the raw path of a request, still percent-encoded).

    None when there is none, or when it lies outside `folder`, links followed.
    """
    names = _names(address)
    if names is None:
        return None
    try:
        root = folder.resolve(strict=True)
        target = root.joinpath(*names).resolve(strict=True)
        wants_folder = address.endswith("/")
        if target.is_dir():
            if not wants_folder:
                return Redirect("/" + quote("/".join(names)) + "/")
            target = (target / "index.html").resolve(strict=True)
        elif wants_folder:
            return None
        # is_file is false for a pipe or a device, which could block for ever.
        return target if target.is_relative_to(root) and target.is_file() else None
    except (OSError, ValueError, RuntimeError):
        # Missing, not readable, a name too long, a loop of links (RuntimeError before 3.13).
        return None


def _names(address: str) -> tuple[str, ...] | None:
    if not address.startswith("/"):
        return None
    parts = address[1:].split("/")
    if parts[-1] == "":
        parts.pop()
    try:
        # http.server hands the request line on as Latin-1, whatever its bytes were.
        names = tuple(unquote_to_bytes(part.encode("latin-1")).decode("utf-8") for part in parts)
    except UnicodeError:
        return None
    return names if all(map(_harmless, names)) else None


def _harmless(name: str) -> bool:
    return name not in ("", ".", "..") and not any(sign in name for sign in "/\\\0")
