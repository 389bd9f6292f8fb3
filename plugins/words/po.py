"""Catalogues as gettext writes them (`*.po`) to messages, or to what is wrong with them.

The part of the format that our catalogues use (gettext manual, "The Format of PO Files"): comments,
`msgid`, `msgid_plural`, `msgstr`. A test holds it to Babel, which writes them. Entries marked
`fuzzy`, whose English has changed, count as not translated.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from gettext import c2py  # type: ignore[attr-defined]

from plugins.words.core import Catalogue

_ROW = re.compile(r'(?:(msgid|msgid_plural|msgstr)(?:\[(\d)\])?\s+)?("(?:[^"\\]|\\.)*")$')
_PLURAL = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;\n]+);?")
_PLACE = re.compile(r"\{\w*\}|%\(\w+\)s|%%?")
_MARKUP = re.compile(r"</?\w[^<>]*>|&\w+;|[<>]")
# What a translator may use where the English has the other: hours of half a day, and of a whole.
_ALSO = {"{hour}": "{hour24}"}


class CatalogueError(ValueError):
    """A catalogue that cannot be used: the line, what is wrong, and the cure."""

    def __init__(self, line: int, message: str, cure: str) -> None:
        super().__init__(message)
        self.line, self.message, self.cure = line, message, cure


@dataclass
class _Entry:
    """One message as it stands in the file, its texts by keyword."""

    line: int = 0
    fuzzy: bool = False
    texts: dict[str, str] = field(default_factory=dict)


def read(text: str) -> Catalogue:
    """The catalogue of a file. Raises CatalogueError for the first fault in it."""
    messages: dict[str, tuple[str, ...]] = {}
    rule = Catalogue.plural
    count = 2
    for entry in _entries(text):
        key = entry.texts.get("msgid", "")
        if not key:
            rule, count = _rule(entry)
            continue
        forms = _forms(entry, count)
        if entry.fuzzy or not all(forms):
            continue
        _same_places(entry, forms)
        messages[key] = forms
    return Catalogue(messages, rule)


def _entries(text: str) -> Iterator[_Entry]:
    entry, keyword = _Entry(), ""
    for number, line in enumerate(text.split("\n"), 1):
        row = line.strip()
        if keyword.startswith("msgstr") and (not row or row.startswith(("#", "msgid "))):
            yield entry
            entry, keyword = _Entry(), ""
        if row.startswith("#,"):
            entry.fuzzy = entry.fuzzy or "fuzzy" in row
        if not row or row.startswith("#"):
            continue
        match = _ROW.match(row)
        if not match or not (match[1] or keyword):
            raise CatalogueError(number, f"'{row[:60]}' is no line of a catalogue",
                                 'write msgid "English" and, below it, msgstr "translation"')
        if match[1]:
            keyword = match[1] + (match[2] or "")
            entry.line = entry.line or number
        entry.texts[keyword] = entry.texts.get(keyword, "") + _unquoted(match[3], number)
    if entry.texts:
        yield entry


def _unquoted(quoted: str, line: int) -> str:
    try:
        return str(json.loads(quoted))  # of C's escapes those that Babel writes are JSON's too
    except ValueError:
        raise CatalogueError(line, f"{quoted[:60]} has a backslash that means nothing",
                             r"write \n, \t, \" or \\") from None


def _rule(entry: _Entry) -> tuple[str, int]:
    """The rule of plurals that the head of a file names, and how many forms it chooses from."""
    match = _PLURAL.search(entry.texts.get("msgstr", ""))
    if not match:
        return Catalogue.plural, 2
    try:
        c2py(match[2].strip())
    except ValueError:
        raise CatalogueError(entry.line, f"the rule of plurals '{match[2]}' is not readable",
                             "copy it from the gettext manual, such as (n != 1)") from None
    return match[2].strip(), int(match[1])


def _forms(entry: _Entry, count: int) -> tuple[str, ...]:
    if "msgid_plural" in entry.texts:
        return tuple(entry.texts.get(f"msgstr{i}", "") for i in range(count))
    return (entry.texts.get("msgstr", ""),)


def _same_places(entry: _Entry, forms: Iterable[str]) -> None:
    """Each form has the places and the markup of the English, or a page would break."""
    source = entry.texts.get("msgid_plural") or entry.texts["msgid"]
    places = set(_PLACE.findall(source))
    places |= {_ALSO[place] for place in places if place in _ALSO}
    markup = Counter(_MARKUP.findall(source))
    for form in forms:
        if strange := sorted(set(_PLACE.findall(form)) - places):
            raise CatalogueError(entry.line, f"'{form[:60]}' has {strange[0]}, which "
                                 f"'{source[:60]}' has not", "copy what stands in braces, or "
                                 "behind %, as it is")
        if Counter(_MARKUP.findall(form)) != markup:
            raise CatalogueError(entry.line, f"'{form[:60]}' has other markup than "
                                 f"'{source[:60]}'", "copy what stands between < and > as it is")
        if markup and '"' in _MARKUP.sub("", form):
            raise CatalogueError(entry.line, f"'{form[:60]}' has a straight quote",
                                 "write “ and ”")
