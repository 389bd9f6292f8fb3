"""Records to bytes and back, for what is kept between builds.

A file that a program reads must not be able to make it do things, so nothing is made from the bytes
but our own records and a few plain types: pickle's own warning is about loading whatever a file
asks for.
"""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

_PLAIN = {("datetime", "date"), ("datetime", "datetime"), ("datetime", "timedelta"),
          ("datetime", "timezone"), ("builtins", "frozenset"), ("builtins", "set")}
Shared = Mapping[tuple[str, str], Any]
"""Records that many others hold, by kind and key: they are written as those two alone."""


class Unreadable(ValueError):
    """Bytes that hold no record of this version of the program."""


def shared(*groups: tuple[str, Mapping[str, Any]]) -> Shared:
    """The records of `groups`, each a kind and its records by key."""
    return {(kind, key): record for kind, records in groups for key, record in records.items()}


class Codec:
    """Writes and reads records; those in `shared` are the same object to all that hold them."""

    def __init__(self, known: Shared | None = None) -> None:
        self._known = known or {}
        names = {id(record): name for name, record in self._known.items()}
        kinds = {type(record) for record in self._known.values()}
        self._reductions = {kind: partial(_reduced, names) for kind in kinds} | {
            ZoneInfo: lambda zone: (named, ("zone", zone.key))}

    def dump(self, value: object) -> bytes:
        """The bytes of a record."""
        out = io.BytesIO()
        writer = pickle.Pickler(out, 5)
        writer.dispatch_table = self._reductions
        writer.dump(value)
        return out.getvalue()

    def load(self, data: bytes) -> Any:
        """The record. Raises Unreadable."""
        try:
            return _Reader(io.BytesIO(data), self._known).load()
        except Exception as error:  # whatever damaged bytes may lead a reader to
            raise Unreadable(str(error)) from None


def named(kind: str, key: str) -> Any:
    """Stands in the bytes for a shared record; only a reader, which knows them, can call it."""
    raise Unreadable(f"{kind} {key} is shared")


def _reduced(names: Mapping[int, tuple[str, str]], record: Any) -> Any:
    """How pickle writes a record of a kind of which some are shared."""
    name = names.get(id(record))
    return record.__reduce_ex__(5) if name is None else (named, name)


def _record(known: Shared, kind: str, key: str) -> Any:
    return ZoneInfo(key) if kind == "zone" else known[kind, key]


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, known: Shared) -> None:
        super().__init__(file)
        # No method of this reader: it would hold the reader, which remembers what it called, and
        # with that the bytes, until somebody collects garbage. A build never does.
        self._named = partial(_record, known)

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, "named"):
            return self._named
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if (module, name) == ("markupsafe", "Markup"):
            return Markup
        found = getattr(sys.modules.get(module), name, None) if module.startswith("plugins.") \
            else None
        if not isinstance(found, type) or not (hasattr(found, "__dataclass_fields__")
                                               or issubclass(found, tuple)):
            raise Unreadable(f"{module}.{name} is no record")
        return found
