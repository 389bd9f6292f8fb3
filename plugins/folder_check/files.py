"""The other files of a folder: feeds and maps that must be well-formed, and what each weighs."""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple
from xml.etree import ElementTree

_TEXT = (".css", ".js", ".svg", ".xml", ".txt", ".json", ".webmanifest", ".html")
_SECRETS = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_ADDRESS = re.compile(r"<(?:loc|id)>([^<]*)</|<link\b[^>]*\bhref=\"([^\"]*)\"")


class FileFacts(NamedTuple):
    """What the checks need of a file that is no page: bytes, bytes compressed (the same for what
    is compressed already), what is wrong with it, and the addresses it names."""

    size: int
    weight: int
    fault: str = ""
    addresses: tuple[str, ...] = ()


def read_file(path: str, data: bytes) -> FileFacts:
    """The facts of one file."""
    weight = len(zlib.compress(data, 6)) if path.lower().endswith(_TEXT) else len(data)
    if not path.endswith(".xml"):
        return FileFacts(len(data), weight)
    fault = ""
    try:
        if _SECRETS.search(data):
            fault = "it declares entities of its own"
        else:
            root = ElementTree.fromstring(data)
            fault = _feed_fault(root)
    except ElementTree.ParseError as error:
        fault = f"it is not well-formed: {error}"
    found = _ADDRESS.findall(data.decode("utf-8", "replace"))
    return FileFacts(len(data), weight, fault, tuple(dict.fromkeys(a or b for a, b in found)))


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
