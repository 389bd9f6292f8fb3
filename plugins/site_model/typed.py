"""Whether the values of a record are what its annotations say: settings are typed by hand."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any

from plugins.site_model.text_input import fits

_WRITTEN = {str: 'a text in quotes', bool: "True or False", float: "a number", NoneType: "None"}


def slips(record: Any, label: str, but: tuple[str, ...] = ()) -> list[str]:
    """What of a record, called `label` in messages, is no value of its kind; fields named in `but`
    are left to who knows more of them."""
    return [f"{label}: {name} {fault}" for name, kind in _kinds(type(record)).items()
            if name not in but for fault in _faults(getattr(record, name), kind)]


@cache
def _kinds(record: type) -> dict[str, Any]:
    hints = typing.get_type_hints(record)
    return {field.name: hints[field.name] for field in fields(record)}


def _faults(value: object, kind: Any) -> Iterator[str]:
    if not _is(value, kind):
        yield f"is {_shown(value)}; write {_written(kind)}"
    elif isinstance(value, str) and not fits(value):
        yield f"is {_shown(value)}, with a character that nobody sees; type it again"


def _is(value: object, kind: Any) -> bool:
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, UnionType):
        return any(_is(value, each) for each in inside)
    if origin is typing.Literal:
        return value in inside
    if origin is tuple and inside[-1:] == (...,):
        return isinstance(value, tuple) and all(_is(each, inside[0]) for each in value)
    if origin is tuple:
        return isinstance(value, tuple) and len(value) == len(inside) \
            and all(map(_is, value, inside))
    if origin is Mapping:
        return isinstance(value, Mapping) and all(
            _is(key, inside[0]) and _is(each, inside[1]) for key, each in value.items())
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, kind)


def _written(kind: Any) -> str:
    """How a value of a kind is written."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, UnionType):
        return " or ".join(map(_written, inside))
    if origin is typing.Literal:
        return " or ".join(f'"{each}"' for each in inside)
    if origin is tuple and inside[-1:] == (...,):
        return f"a list in round brackets with a comma after each, of {_written(inside[0])}"
    if origin is tuple:
        return f"({', '.join(map(_written, inside))})"
    if origin is Mapping:
        return f"{{{_written(inside[0])}: {_written(inside[1])}}}"
    return _WRITTEN.get(kind) or f"{kind.__name__}(…)"


def _shown(value: object) -> str:
    shown = type(value).__name__ if is_dataclass(value) else repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"
