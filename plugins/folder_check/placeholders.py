"""Text that somebody forgot: of a page builder, of a template, of a program."""

from __future__ import annotations

import re

PLACEHOLDER = re.compile(
    r"lorem ipsum|dolor sit amet|your (?:content|title) goes here|module content settings|"
    r"click here to add text|just another wordpress site|\[/?(?:et_pb|caption|gallery|vc)[\w ]*|"
    r"\[email\W?protected\]|\bundefined undefined\b|sorry, no posts "
    r"found|<[\w. ]+ object at 0x[0-9a-f]+>",
    re.I | re.A)
# What each of these has in it, in small letters; and what may stand for any character.
_HINTS = (b"lorem", b"dolor sit", b" goes here", b"module content", b"click here to add",
          b"just another wordpress", b"undefined undefined", b"sorry, no posts",
          b" object at 0x")
_BRACKETS = re.compile(rb"\[/?(?:et_pb|caption|gallery|vc|email)")
_HIDDEN = re.compile(r"&(?!nbsp;|amp;|lt;|gt;|quot;|#39;|#34;|#160;|#8[0-9]{3};)")


def may_be_in(page: str) -> bool:
    """Whether a page has to be looked through: true too often rather than once too little."""
    small = page.encode("utf-8", "replace").lower()
    return bool(_BRACKETS.search(small) or any(hint in small for hint in _HINTS)
                or _HIDDEN.search(page))
