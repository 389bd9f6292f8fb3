"""The examples of a component, read from its `examples.toml` into the model its macro prints.

    [[example]]
    name = "normal"
    [example.model]
    href = "/heel-pain/"
    date = { text = "March 2, 2026", iso = "2026-03-02" }

The model's type comes from the head comment of the template (`model: page_models.core.Card`), so
an example cannot drift from its model: a field that is unknown, missing or of another type is an
ExampleError. TOML has no null; a field that may be None, or that has a default, may be left out.
A table with `like = "card/normal"` starts as the model of that example and changes some fields;
`like = "byline/normal/shell"` starts as a part of one.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import types
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from markupsafe import Markup

from plugins.page_models import core

COMPONENTS = Path(__file__).resolve().parents[2] / "theme" / "components"
_HEAD = re.compile(r"\{#.*?model: (tuple of )?(?:page_models\.core\.)?(\w+)( or none)?.*?#\}", re.S)
_SIMPLE = {"str": str, "markup": Markup}


class ExampleError(ValueError):
    """An example that is no instance of its model; the text says where and why."""


@dataclass(frozen=True)
class Example:
    """One case of a component: what to call its macro with."""

    component: str
    name: str
    model: Any

    def __str__(self) -> str:
        return f"{self.component}/{self.name}"


def with_macro() -> list[str]:
    """The components that are a macro. The shell is a page to extend, and has none."""
    return sorted(path.stem for path in COMPONENTS.glob("*/*.html") if path.stem != "page_shell")


def examples(component: str) -> list[Example]:
    """All examples of a component, in the order of its file."""
    kind = model_type(component)
    return [Example(component, name, build(table.get("model"), kind, f"{component}/{name}"))
            for name, table in _tables(component).items()]


def example(component: str, name: str) -> Any:
    """The model of one example."""
    return next(found.model for found in examples(component) if found.name == name)


def model_type(component: str) -> Any:
    """The type that the head comment of the template names."""
    match = _HEAD.match((COMPONENTS / component / f"{component}.html").read_text("utf-8"))
    if not match:
        raise ExampleError(f"{component}.html: the head comment names no 'model: …'")
    several, name, optional = match.groups()
    kind = _SIMPLE.get(name) or getattr(core, name)
    kind = tuple[kind, ...] if several else kind
    return kind | None if optional else kind


def build(value: Any, kind: Any, where: str) -> Any:
    """The TOML value as an instance of `kind`; `where` is its path, for the message."""
    if _fields(kind):
        return _record(value, kind, where)
    if get_origin(kind) is types.UnionType:
        return None if value is None else build(value, get_args(kind)[0], where)
    if get_origin(kind) is tuple:
        _expect(isinstance(value, list), where, f"{value!r} is no list")
        item, *rest = get_args(kind)
        kinds = [item] * len(value) if rest == [...] else [item, *rest]
        _expect(len(kinds) == len(value), where, f"{len(kinds)} values belong here")
        return tuple(build(each, one, f"{where}[{i}]")
                     for i, (each, one) in enumerate(zip(value, kinds, strict=True)))
    if get_origin(kind) is Literal:
        _expect(value in get_args(kind), where, f"{value!r} is none of {get_args(kind)}")
        return value
    plain = str if kind is Markup else kind
    _expect(type(value) is plain, where, f"{value!r} is no {kind.__name__}")
    return kind(value)


def _record(value: Any, kind: type, where: str) -> Any:
    _expect(isinstance(value, dict), where, f"{value!r} is no table of {kind.__name__}")
    table, kinds = _complete(value), get_type_hints(kind)
    fields = _fields(kind)
    _expect(table.keys() <= fields.keys(), where,
            f"{kind.__name__} has no {sorted(table.keys() - fields.keys())}")
    missing = [name for name, optional in fields.items() if name not in table
               and type(None) not in get_args(kinds[name]) and not optional]
    _expect(not missing, where, f"{kind.__name__} needs {missing}")
    given = {name: build(table.get(name), kinds[name], f"{where}.{name}")
             for name, optional in fields.items() if name in table or not optional}
    return kind(**given)


def _fields(kind: Any) -> dict[str, bool]:
    """The names of the fields of a record, and whether each may be left out."""
    if dataclasses.is_dataclass(kind):
        return {field.name: field.default is not dataclasses.MISSING
                for field in dataclasses.fields(kind)}
    return {name: name in kind._field_defaults for name in getattr(kind, "_fields", ())}


def _complete(table: dict[str, Any]) -> dict[str, Any]:
    """A table with what it takes from the example that it is `like`."""
    if "like" not in table:
        return table
    component, name, *parts = table["like"].split("/")
    own = {key: value for key, value in table.items() if key != "like"}
    other = _complete(_tables(component)[name]["model"])
    for part in parts:
        other = _complete(other[part])
    return {**other, **own}


@cache
def _tables(component: str) -> dict[str, dict[str, Any]]:
    file = COMPONENTS / component / "examples.toml"
    found = tomllib.loads(file.read_text("utf-8"))["example"]
    return {table["name"]: table for table in found}


def _expect(condition: bool, where: str, message: str) -> None:
    if not condition:
        raise ExampleError(f"{where}: {message}")
