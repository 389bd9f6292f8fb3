"""The text of HTML that a serializer wrote, in one pass.

Python's HTMLParser is made for pages of any kind; what we convert has lower-case tags, attributes
in quotes and nothing else. A fragment with anything else in it is left to HTMLParser.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?: [a-z][a-z-]*(?:="[^"<>]*")?)*>')
# Tags whose content HTMLParser reads like that of any other, in every version of Python.
_KNOWN = frozenset("""a abbr blockquote br code dd div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
    hr i b img li ol p pre section span strong sup table tbody td th thead tr ul""".split())


def text_of(fragment: str, skipped: str, breaking: Collection[str]) -> str | None:
    """The text without that of `skipped` elements, a blank where a `breaking` tag stands.

    None where the fragment has something that only an HTML parser can be trusted with.
    """
    if "<" not in fragment:
        return unescape(fragment) if "&" in fragment else fragment
    pieces = _TAG.split(fragment)
    if fragment.count("<") != len(pieces) // 3 or not _KNOWN.issuperset(pieces[2::3]):
        return None
    found, depth = [], 0
    for i in range(0, len(pieces) - 1, 3):
        text, slash, name = pieces[i:i + 3]
        if text and not depth:
            found.append(unescape(text) if "&" in text else text)
        if name in breaking:
            found.append(" ")
        elif name == skipped:
            depth += -1 if slash else 1
    if not depth:
        found.append(unescape(pieces[-1]))
    return "".join(found)
