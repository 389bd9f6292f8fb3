"""A report of related posts as JSON and back: to be kept, and compared with a later one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from .report import Report

FORMAT = 1


def to_json(found: Report) -> str:
    """The report for a file. The same report gives the same text, in ASCII: a terminal or a shell
    that turns `>` into another encoding cannot spoil it."""
    return json.dumps({"format": FORMAT, **asdict(found)}, indent=1, default=date.isoformat)


def from_json(text: str) -> Report:
    """The way back. Raises ValueError, in one line, for anything that `to_json` did not write."""
    try:
        data = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("it is no report of related posts: nested too deep") from None
    except ValueError as error:
        raise ValueError(f"it is no report of related posts: {error}") from None
    if not isinstance(data, dict) or "format" not in data:
        raise ValueError("it is no report of related posts: it has no \"format\"")
    number = data.pop("format")
    if type(number) is not int or number != FORMAT:
        raise ValueError(f"its format is {_told(number)}, this version reads {FORMAT}")
    found: Report = _read(Report, data, "it")
    _belongs_together(found)
    return found


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    if twice:
        raise ValueError(f"{_told(twice[0])} is there twice")
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _told(value: object) -> str:
    """A value in an error message, however large or odd it is."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value)
    return text if len(text) <= 40 else f"{text[:40]}..."


def _read(kind: Any, value: Any, where: str) -> Any:
    """A JSON value as the type it was written from. `where` names it in messages."""
    if is_dataclass(kind):
        return _read_record(kind, value, where)
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"{where} is {_told(value)}, not a list")
        return tuple(_read(args[0], each, f"{where}[{i}]") for i, each in enumerate(value))
    if origin is UnionType:
        return None if value is None else _read(args[0], value, where)
    if origin is Literal:
        if value not in args:
            raise ValueError(f"{where} is {_told(value)}, not one of {json.dumps(args)[1:-1]}")
        return value
    fits, expected = _PLAIN[kind]
    if not fits(value):
        raise ValueError(f"{where} is {_told(value)}, not {expected}")
    return date.fromisoformat(value) if kind is date else kind(value)


def _read_record(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"{where} is {_told(value)}, not an object")
    fields = _fields(kind)
    for name in sorted(fields.keys() ^ value.keys()):
        fault = "lacks" if name in fields else "has the unknown"
        raise ValueError(f"{where} {fault} {_told(name)}")
    return kind(**{name: _read(field, value[name], name if where == "it" else f"{where}.{name}")
                   for name, field in fields.items()})


@cache
def _fields(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_number(value: object, kinds: tuple[type, ...]) -> bool:
    """Nothing in a report is negative or large; True is no number here."""
    return type(value) in kinds and 0 <= value < 10 ** 9  # type: ignore[operator]


_PLAIN: Mapping[type, tuple[Callable[[Any], bool], str]] = {
    str: (lambda value: isinstance(value, str), "a text"),
    bool: (lambda value: isinstance(value, bool), "true or false"),
    int: (lambda value: _is_number(value, (int,)), "a whole number from 0 on"),
    float: (lambda value: _is_number(value, (int, float)), "a number from 0 on"),
    date: (_is_date, "a date such as \"2026-11-24\""),
}


def _belongs_together(found: Report) -> None:
    """Raise ValueError for a repeated post or list, or one that is named and not there."""
    for what, slugs in (("posts", [post.slug for post in found.posts]),
                        ("lists", [one.page for one in found.lists]),
                        *((f"the list of {_told(one.page)}", [link.slug for link in one.links])
                          for one in found.lists)):
        if len(set(slugs)) < len(slugs):
            raise ValueError(f"{what}: {_told(Counter(slugs).most_common(1)[0][0])} is there twice")
    posts, lists = {post.slug for post in found.posts}, {one.page for one in found.lists}
    for slug in _named(found):
        if slug not in posts:
            raise ValueError(f"it names {_told(slug)}, which is not among its posts")
    for one in found.thin:
        if one.page not in lists:
            raise ValueError(f"thin: there is no list of {_told(one.page)}")


def _named(found: Report) -> Iterator[str]:
    for one in found.lists:
        yield from (one.page, *(link.slug for link in one.links))
    for orphan in found.orphans:
        yield from (orphan.slug, orphan.page) if orphan.page else (orphan.slug,)
    for stale in found.stale:
        yield from (stale.page, stale.slug, *((stale.instead.slug,) if stale.instead else ()))
    for weak in found.weak:
        yield from (weak.page, *weak.fillers, *((weak.nearest.slug,) if weak.nearest else ()))
    for hub in found.hubs:
        yield from (hub.slug, *hub.pages, *hub.picked)
    for thin in found.thin:
        yield from (thin.page, thin.slug)
