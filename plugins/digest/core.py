"""Values to digests: two values have the same one exactly when they are equal.

Work is remembered by the digest of everything it was given, so this must not depend on the
process, on hash order or on whether two equal parts are one object. Hence `marshal` in its second
version: from the third on it writes references to objects it has met, so that equal values may give
different bytes.
"""

from __future__ import annotations

import base64
import hashlib
import marshal
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, cached_property
from hashlib import blake2b
from operator import attrgetter
from typing import Any, ClassVar

SIZE = 16  # bytes: 2^64 values until two are likely to meet
_AS_THEY_ARE = frozenset({str, int, bool, bytes, float, type(None)})


def hash_source(text: str) -> str:
    """What a policy calls a text that stands in a page itself (Content Security Policy Level 3,
    hash-source)."""
    code = base64.b64encode(hashlib.sha256(text.encode("utf-8", "replace")).digest())
    return f"'sha256-{code.decode('ascii')}'"


def digest(*values: object) -> bytes:
    """The digest of values: texts, numbers, dates, tuples, sets, mappings and records of them.

    A record (a frozen dataclass, or a NamedTuple) that has a `digest` of its own is known by it.
    Raises TypeError for anything else, for which nobody has said when two are equal.
    """
    return blake2b(marshal.dumps(plain(values), 2), digest_size=SIZE).digest()


class Digested:
    """A mixin for records that are part of much: their digest is taken once. Fields named in
    `UNDIGESTED` do not count; nothing that is remembered may then depend on them."""

    UNDIGESTED: ClassVar[frozenset[str]] = frozenset()

    @cached_property
    def digest(self) -> bytes:
        """The digest of all fields that count."""
        names = _names(type(self)) or ()
        return digest(type(self).__qualname__,
                      *[getattr(self, name) for name in names if name not in self.UNDIGESTED])


def digest_of_bytes(data: bytes) -> bytes:
    """The digest of bytes as they are."""
    return blake2b(data, digest_size=SIZE).digest()


def plain(value: Any) -> Any:
    """The value as nested tuples of texts and numbers, with the names of records in them."""
    kind = type(value)
    return value if kind in _AS_THEY_ARE else _way(kind)(value)


@cache
def _way(kind: type) -> Callable[[Any], Any]:
    """How values of a type are made plain: asked for each of some hundred thousand values, so it is
    found out once for each type."""
    names = _names(kind)
    if kind is tuple or kind is list:
        return _each
    if names is not None:
        if "digest" in names or hasattr(kind, "digest"):
            return attrgetter("digest")
        if issubclass(kind, tuple):
            return lambda record: (kind.__qualname__, *_each(record))
        return _fields(kind.__qualname__, names)
    if issubclass(kind, str):  # markupsafe.Markup: it is printed unescaped, so it is another value
        return lambda value: (kind.__qualname__, str(value))
    if issubclass(kind, date):
        return lambda value: (kind.__qualname__, value.isoformat(),
                              str(getattr(value, "tzinfo", "")))
    if issubclass(kind, Mapping):
        return lambda value: ("mapping", *sorted((plain(key), plain(each))
                                                 for key, each in value.items()))
    if issubclass(kind, Set):
        return lambda value: ("set", *sorted(plain(each) for each in value))
    raise TypeError(f"a {kind.__name__} has no digest")


def _each(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple([each if (kind := type(each)) in _AS_THEY_ARE else _way(kind)(each)
                  for each in values])


def _fields(name: str, names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """How a record without a digest of its own is made plain: by its name and all its fields."""
    if len(names) < 2:  # of one name `attrgetter` gives no tuple
        return lambda record: (name, *_each([getattr(record, each) for each in names]))
    own = attrgetter(*names)
    return lambda record: (name, *_each(own(record)))


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return getattr(kind, "_fields", None)
