"""The other files of a folder: feeds and maps that must be well-formed, and what each weighs."""

from __future__ import annotations

import re
import zlib
from html import unescape
from typing import NamedTuple
from xml.etree import ElementTree

from plugins.images.core import PictureError, picture

_TEXT = (".css", ".js", ".svg", ".xml", ".txt", ".json", ".webmanifest", ".html")
_SECRETS = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_ADDRESS = re.compile(r"<(?:loc|id)>([^<]*)</|<link\b[^>]*\bhref=\"([^\"]*)\"")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_FETCHED = re.compile(r"""(?:url\(\s*|@import\s+)(["']?)(?!data:|\#)([^"')\s]+)\1""", re.I)


class FileFacts(NamedTuple):
    """What the checks need of a file that is no page: bytes, bytes compressed (the same for what
    is compressed already), what is wrong with it, the addresses it names, and those of them that a
    browser fetches with it."""

    size: int
    weight: int
    fault: str = ""
    addresses: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()


def read_file(path: str, data: bytes) -> FileFacts:
    """The facts of one file."""
    weight = len(zlib.compress(data, 6)) if path.lower().endswith(_TEXT) else len(data)
    fault, addresses, fetched = "", (), ()
    if path.endswith(".xml"):
        fault, addresses = _xml_fault(data), _found(_ADDRESS, data)
    elif path.endswith(".svg"):
        fault = _drawing_fault(path, data)
    elif path.endswith(".css"):
        fetched = tuple(dict.fromkeys(
            match[2] for match in _FETCHED.finditer(_COMMENT.sub("", _text(data)))))
    elif path == "robots.txt":
        addresses = _found(re.compile(r"^Sitemap:\s*(\S+)()", re.I | re.M), data)
    elif path == "_redirects":
        addresses = _found(re.compile(r"^[^#\s]\S*[ \t]+(\S+)()", re.M), data)
    return FileFacts(len(data), weight, fault, addresses, fetched)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _found(expression: re.Pattern[str], data: bytes) -> tuple[str, ...]:
    found = expression.findall(_text(data))
    return tuple(dict.fromkeys(unescape(first or second) for first, second in found))


def _drawing_fault(path: str, data: bytes) -> str:
    try:
        picture(data, path)
    except PictureError as error:
        return str(error).partition(" — ")[0]
    return ""


def _xml_fault(data: bytes) -> str:
    if _SECRETS.search(data):
        return "it declares entities of its own"
    try:
        return _feed_fault(ElementTree.fromstring(data))
    except ElementTree.ParseError as error:
        return f"it is not well-formed: {error}"


_ATOM = "{http://www.w3.org/2005/Atom}"


def _feed_fault(root: ElementTree.Element) -> str:
    """What RFC 4287 asks of a feed and its entries."""
    if root.tag != f"{_ATOM}feed":
        return ""
    for element in (root, *root.iter(f"{_ATOM}entry")):
        for name in ("id", "title", "updated"):
            if not (element.findtext(f"{_ATOM}{name}") or "").strip():
                return f"the {element.tag.removeprefix(_ATOM)} has no {name}"
    return ""
