"""The text of HTML that a serializer wrote, in one pass.

Python's HTMLParser is made for pages of any kind; what we convert has lower-case tags, attributes
in quotes and nothing else. A fragment with anything else in it is left to HTMLParser.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape

# What stands between "<" and ">".
_TAG = re.compile(r'/?([a-z][a-z0-9]*)(?: [a-z][a-z-]*(?:="[^"<>]*")?)*')
# Tags whose content HTMLParser reads like that of any other, in every version of Python.
_KNOWN = frozenset("""a abbr blockquote br code dd div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
    hr i b img li ol p pre section span strong sup table tbody td th thead tr ul""".split())
_BARE = {slash + name: name for slash in ("", "/") for name in _KNOWN}  # nearly all have no more


def text_of(fragment: str, skipped: str, breaking: Collection[str]) -> str | None:
    """The text without that of `skipped` elements, a blank where a `breaking` tag stands.

    None where the fragment has something that only an HTML parser can be trusted with.
    """
    if "<" not in fragment:
        return unescape(fragment) if "&" in fragment else fragment
    before, *pieces = fragment.split("<")
    found, depth = [unescape(before)], 0
    for piece in pieces:
        tag, closed, text = piece.partition(">")
        name = _BARE.get(tag) or _name(tag)
        if not (closed and name):
            return None
        if name in breaking:
            found.append(" ")
        elif name == skipped:
            depth += -1 if tag[0] == "/" else 1
        if text and not depth:
            found.append(unescape(text) if "&" in text else text)
    return "".join(found)


def _name(tag: str) -> str:
    """The name in a tag that has more in it than that; nothing where that is doubtful."""
    match = _TAG.fullmatch(tag)
    return match[1] if match and match[1] in _KNOWN else ""
