"""Typogrify as article_body.core.polish calls it, without its detours.

Typogrify and smartypants put together some forty regular expressions for each run of text and walk
them all over it. Here each place where something can change is looked at once. What is rare or
doubtful (a backslash, a comment, two quotes side by side) goes to the libraries themselves.
"""

from __future__ import annotations

import re
from types import ModuleType

import smartypants

_IGNORED = re.compile(r"<(pre|code|kbd)[^>]*>.*?</\1>", re.I | re.S)
_AMPERSAND = re.compile(r"(?:\s|&nbsp;)&(?:amp;|#38;)?(?:\s|&nbsp;)")
_TAG = re.compile(r"(<[^>]*>)")
_SKIPPED = re.compile(r"<(?:!--|/?(?:pre|samp|code|tt|kbd|script|style|math))", re.I)
# A text without any of these smartypants leaves alone.
_TRIGGERS = ("'", '"', "\\", "`", "--", "...", ". . .")
_QUOTE = re.compile("[\"']")
# Two quotes so near to each other that what becomes of one depends on the other.
_NEAR = re.compile(r"[\"'][s\s]?[\"']")
_OPENED_BY = ("&nbsp;", "&mdash;", "&ndash;", "&&#x2013;", "&&#x2014;")
_DECADE = re.compile(r"\d{2}s")
_PUNCTUATION = frozenset("!\"#$%'()*+,-./:;<=>?@[\\]^_`{|}~")
_END = re.compile(r"</(?:p|h[1-6]|li|dt|dd)>")
_TAG_IN_TAG = re.compile(r"<[^>]*<")
_INLINE = re.compile(r"</?(?:a|em|span|strong|i|b)")
_INLINE_END = frozenset(f"</{name}>" for name in ("a", "em", "span", "strong", "i", "b"))


def polished(fragment: str) -> str:
    """What typogrify makes of a fragment of HTML, all filters on but `caps` and
    `initial_quotes`, with pre, code and kbd left alone."""
    if "<" not in fragment:
        return _filtered(fragment) if fragment else ""
    done, position = [], 0
    for found in _IGNORED.finditer(fragment):
        if position != found.start():
            done.append(_filtered(fragment[position:found.start()]))
        done.append(found[0])
        position = found.end()
    if position < len(fragment):
        done.append(_filtered(fragment[position:]))
    return "".join(done)


def _filters() -> ModuleType:
    from typogrify import filters  # slow to load, and seldom needed

    return filters


def _filtered(text: str) -> str:
    if "&" in text and _AMPERSAND.search(text):
        text = _filters().amp(text)
    return _without_widows(_curled(text))


def _curled(text: str) -> str:
    """Smartypants with its default settings."""
    triggers = [trigger for trigger in _TRIGGERS if trigger in text]
    if not triggers:
        return text
    pieces = _TAG.split(text)
    # Where each "<" begins a tag, a few different tags stand for all.
    whole = "".join({*pieces[1::2]}) if text.count("<") == len(pieces) // 2 else text
    if _SKIPPED.search(whole):
        return str(smartypants.smartypants(text))
    for i in range(0, len(pieces), 2):
        if pieces[i] not in ("", "\n") and any(map(pieces[i].__contains__, triggers)):
            before = next((pieces[j][-1] for j in range(i - 2, -1, -2) if pieces[j]), "") \
                if len(pieces[i]) < 3 else ""
            pieces[i] = _run(pieces[i], before)
    return "".join(pieces)


def _run(text: str, before: str) -> str:
    """A run of text between two tags; `before` is the last character of the run before it."""
    if "\\" in text:
        text = smartypants.process_escapes(text)
    text = text.replace("--", "&#8212;").replace("...", "&#8230;").replace(". . .", "&#8230;")
    text = text.replace("``", "&#8220;").replace("''", "&#8221;")
    if text in ("'", '"'):
        closing = bool(before) and not before.isspace()
        return {"'": ("&#8216;", "&#8217;"), '"': ("&#8220;", "&#8221;")}[text][closing]
    quotes = text.count("'") + text.count('"')
    if "\\" in text or (quotes > 1 and _NEAR.search(text)):
        return str(smartypants.convert_quotes(text))
    return _QUOTE.sub(_curl, text)


def _curl(found: re.Match[str]) -> str:
    """The curly quote for a straight one that stands apart from others.

    What smartypants' expressions come to, in their order: decades, opening, closing, the rest.
    """
    text, place = found.string, found.start()
    before, after = text[place - 1:place], text[place + 1:place + 2]
    opened = before.isspace() or text.endswith(_OPENED_BY, 0, place)
    word_follows = after.isalnum() or after == "_"
    can_close = before != "" and before not in " \t\r\n[{(-"
    if found[0] == '"':
        if opened and word_follows:
            return "&#8220;"
        closes = can_close or after.isspace() or (not before and after in _PUNCTUATION)
        return "&#8221;" if closes else "&#8220;"
    if (before.isalnum() or before == "_") and _DECADE.match(text, place + 1):
        return "&#8217;"
    if opened and word_follows:
        return "&#8216;"
    return "&#8217;" if can_close and not after.isdecimal() else "&#8216;"


def _without_widows(text: str) -> str:
    """Typogrify's `widont`: the last space of a block does not break.

    From each end of a block one looks back over one word, rather than forward from each letter.
    """
    if _TAG_IN_TAG.search(text):
        return str(_filters().widont(text))
    done, position = [], 0
    for end in _END.finditer(text):
        done += (_glued(text[position:end.start()]), end[0])
        position = end.end()
    done.append(_glued(text[position:]))
    return "".join(done)


def _glued(block: str) -> str:
    """The text before the end of a block with `&nbsp;` before its last word."""
    tail = block.rstrip()
    while tail.endswith(">") and tail[tail.rfind("<"):] in _INLINE_END:
        tail = tail[:tail.rfind("<")].rstrip()
    halves = tail.rsplit(None, 1)
    if len(halves) < 2 or "<" in halves[1] or ">" in halves[1]:
        return block
    rest, word = halves
    if rest[-1] == "<":
        return block
    if rest[-1] == ">":
        tag = rest[rest.rfind("<"):] if "<" in rest else ""
        if not _INLINE.match(tag) or tag.find(">") != len(tag) - 1:
            return block
    return f"{rest}&nbsp;{block[len(tail) - len(word):]}"
