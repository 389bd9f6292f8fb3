"""The YAML of nearly every header, read line by line.

Names with one-line values, lists of such values, and names inside names, below each other or in
brackets. Anything else gives None, and PyYAML reads it: folded text, comments, other escapes, blank
lines, and above all whatever is wrong, so that every message is still PyYAML's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

Lines = dict[tuple[str | int, ...], int]

# Characters that mean themselves to PyYAML and to us: no tabs, no other line ends, no controls, and
# none that nobody sees.
_TEXT = re.compile("[\n\x20-\x7e\xa0-\u180d\u180f-\u200a\u2010-\u2027\u202f-\u205f"
                   "\u2070-\u3163\u3165-\ud7ff\uf900-\ufdcf\U00010000-\U000dffff]*")
_ENTRY = re.compile(r"( *)([A-Za-z](?:[A-Za-z0-9_ -]*[A-Za-z0-9_])?):(?: +(.*))?")
_ITEM = re.compile(r"( *)- +(.*)")
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`].*")
# Written so that plain signs are taken at once, and not one by one.
_IN_QUOTES = r"[^\"\\]*(?:\\[\"\\][^\"\\]*)*"
_QUOTED = re.compile(rf"\"({_IN_QUOTES})\"|'([^']*)'")
_ESCAPE = re.compile(r"\\(.)")
# Within brackets: a value, and what may follow it.
_FLOW = rf" *(\w[\w .()/+%’-]*|\"{_IN_QUOTES}\"|'[^']*') *"
_IN_LIST = re.compile(_FLOW + r"([,\]])")
_IN_MAPPING = re.compile(_FLOW + "([,}])")
_NAME_IN_MAPPING = re.compile(r" *(?:([A-Za-z][\w -]*)|\"([^\"\\]*)\"|'([^']*)'): +")
_LONGEST_NAME = 500  # PyYAML takes no name of more than 1,024 characters
_NOTHING = ("null", "Null", "NULL", "~")


class _Doubt(Exception):
    """Something that PyYAML shall read."""


def read(text: str) -> tuple[dict[str, Any], Lines] | None:
    """The values and their lines, as yaml_lines.Document holds them; None in any doubt."""
    if not _TEXT.fullmatch(text) or not text:
        return None
    rows = [row.rstrip(" ") for row in text.split("\n")]
    if not rows[-1]:
        rows.pop()
    lines: Lines = {(): 1}
    try:
        value, end = _mapping(rows, 0, 0, (), lines)
    except _Doubt:
        return None
    return (value, lines) if end == len(rows) else None


def _mapping(rows: Sequence[str], at: int, indent: int, path: tuple[str | int, ...], lines: Lines
             ) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while at < len(rows):
        entry = _ENTRY.fullmatch(rows[at])
        if entry is None or len(entry[1]) != indent:
            break
        name, given = entry[2], entry[3]
        if name in found or len(name) > _LONGEST_NAME:
            raise _Doubt
        here, at = at + 1, at + 1
        if given:
            found[name] = _value(given, (*path, name), here, lines)
        else:
            found[name], at = _below(rows, at, indent, (*path, name), lines)
        lines[(*path, name)] = here
    if not found:
        raise _Doubt
    return found, at


def _below(rows: Sequence[str], at: int, indent: int, path: tuple[str | int, ...], lines: Lines
           ) -> tuple[Any, int]:
    """What stands on the lines below a name."""
    item = _ITEM.fullmatch(rows[at]) if at < len(rows) else None
    if item and len(item[1]) >= indent:
        return _items(rows, at, len(item[1]), path, lines)
    entry = _ENTRY.fullmatch(rows[at]) if at < len(rows) else None
    if entry and len(entry[1]) > indent:
        return _mapping(rows, at, len(entry[1]), path, lines)
    return "", at


def _items(rows: Sequence[str], at: int, indent: int, path: tuple[str | int, ...], lines: Lines
           ) -> tuple[list[str], int]:
    found: list[str] = []
    while at < len(rows):
        item = _ITEM.fullmatch(rows[at])
        if item is None or len(item[1]) != indent:
            break
        at += 1
        lines[(*path, len(found))] = at
        found.append(_scalar(item[2]))
    return found, at


def _value(given: str, path: tuple[str | int, ...], line: int, lines: Lines
           ) -> str | list[str] | dict[str, Any]:
    if given[0] not in "[{":
        return _scalar(given)
    value, end = _list(given, 1, path, line, lines) if given[0] == "[" \
        else _names_in_line(given, path, line, lines)
    if end != len(given):
        raise _Doubt
    return value


def _list(given: str, at: int, path: tuple[str | int, ...], line: int, lines: Lines
          ) -> tuple[list[str], int]:
    """The items of a list in brackets that begin at a place, and where it has ended."""
    found: list[str] = []
    if given[at:].lstrip(" ")[:1] == "]":
        return found, given.index("]", at) + 1
    while True:
        item = _IN_LIST.match(given, at)
        if item is None:
            raise _Doubt
        lines[(*path, len(found))] = line
        found.append(_scalar(item[1].rstrip(" ")))
        at = item.end()
        if item[2] == "]":
            return found, at


def _names_in_line(given: str, path: tuple[str | int, ...], line: int, lines: Lines
                   ) -> tuple[dict[str, Any], int]:
    """Names and their values in braces, all in one line."""
    found: dict[str, Any] = {}
    at = 1
    while True:
        entry = _NAME_IN_MAPPING.match(given, at)
        if entry is None:
            raise _Doubt
        name = next(each for each in entry.groups() if each is not None)
        if name in found or len(name) > _LONGEST_NAME:
            raise _Doubt
        lines[(*path, name)] = line
        if given[entry.end():entry.end() + 1] == "[":
            found[name], at = _list(given, entry.end() + 1, (*path, name), line, lines)
            after = given[at:].lstrip(" ")[:1]
            at = given.index(after, at) + 1 if after and after in ",}" else -1
        else:
            value = _IN_MAPPING.match(given, entry.end())
            found[name] = _scalar(value[1].rstrip(" ")) if value else ""
            after, at = (value[2], value.end()) if value else ("", -1)
        if at < 0:
            raise _Doubt
        if after == "}":
            return found, at


def _scalar(given: str) -> str:
    if _PLAIN.fullmatch(given):
        if ": " in given or " #" in given or given[-1] == ":":
            raise _Doubt
        return "" if given in _NOTHING else given
    quoted = _QUOTED.fullmatch(given)
    if quoted is None:
        raise _Doubt
    if quoted[1] is None:
        return quoted[2]
    return _ESCAPE.sub(r"\1", quoted[1]) if "\\" in quoted[1] else quoted[1]
