"""Many small records in few rows: one of a hundred records is read sooner than ten of one each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from zlib import crc32

from plugins.memory.records import Codec, Unreadable
from plugins.memory.store import Store

GROUPS = 64  # of ten thousand records an edit writes some hundred and fifty again


class Groups:
    """The records of a table by name, all those of a group in one row."""

    def __init__(self, store: Store, table: str, codec: Codec) -> None:
        self._store, self._table, self._codec = store, table, codec
        self._known: frozenset[str] = frozenset()

    def load(self) -> dict[str, Any]:
        """All records; those of a row that cannot be read are not there. Raises Damaged."""
        found: dict[str, Any] = {}
        for _, data in self._store.all(self._table):
            with suppress(Unreadable, TypeError, ValueError):
                found |= self._codec.load(data)
        self._known = frozenset(found)
        return found

    def save(self, names: Iterable[str], changed: Iterable[str], record: Callable[[str], object]
             ) -> None:
        """Keep the records of `names`, and forget all others. Only those `changed` differ from what
        was loaded. Raises Damaged."""
        kept = frozenset(names)
        touched = {_group(name) for name in (*changed, *(kept ^ self._known))}
        rows: dict[str, list[str]] = {}
        for name in sorted(kept):
            if (group := _group(name)) in touched:
                rows.setdefault(group, []).append(name)
        self._store.put(self._table, (  # one after the other: together they are large
            (group, self._codec.dump({name: record(name) for name in members}))
            for group, members in rows.items()))
        self._store.keep_only(self._table, {_group(name) for name in kept})
        self._known = kept


def _group(name: str) -> str:
    return str(crc32(name.encode("utf-8")) % GROUPS)
