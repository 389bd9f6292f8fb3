"""What one build keeps for the next, in one SQLite file that may be lost at any time.

Rows of bytes by table and name. Each carries a digest of itself, so that a damaged row is no row;
a file that is damaged as a whole, of another version, or cannot be written, is replaced by an
empty one. What is kept is only ever a copy of what could be made again.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

TABLES = ("lists", "posts", "texts", "bodies", "counts", "pictures", "templates", "outputs",
          "facts", "checks")
_SEAL = 8  # bytes


class Damaged(Exception):
    """The file turned out to be damaged, and the build is to start anew, after `take_away`."""


class Store:
    """The rows of one version of the program. A forked process may read; only its maker writes.

    Making one raises OSError where not even a temporary file can be written.
    """

    def __init__(self, path: Path, version: bytes, say: Callable[[str], None] = lambda line: None
                 ) -> None:
        self.path, self._version, self._say = path, version, say
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._connections: dict[int, sqlite3.Connection] = {}
        self._open()

    # ------------------------------------------------------------ rows

    def get(self, table: str, name: str) -> bytes | None:
        """What is kept under a name; None where nothing whole is. Raises Damaged."""
        row = self._do(f"SELECT data FROM {table} WHERE name = ?", (name,)).fetchone()
        return _unsealed(row[0]) if row else None

    def all(self, table: str) -> Iterator[tuple[str, bytes]]:
        """All whole rows of a table. Raises Damaged."""
        try:
            for name, data in self._do(f"SELECT name, data FROM {table}"):
                whole = _unsealed(data)
                if whole is not None:
                    yield name, whole
        except sqlite3.Error as error:
            raise self._lost(error) from None

    def put(self, table: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Keep rows, in the place of older ones. They are lost if `commit` is never called."""
        self._do_many(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)",
                      ((name, _sealed(data)) for name, data in rows))

    def keep_only(self, table: str, names: Iterable[str]) -> None:
        """Forget all other rows of a table: what is kept grows with the site, not with time."""
        kept = set(names)
        gone = [(name,) for (name,) in self._do(f"SELECT name FROM {table}").fetchall()
                if name not in kept]
        if gone:
            self._do_many(f"DELETE FROM {table} WHERE name = ?", gone)

    def commit(self) -> None:
        """Let what was kept be there for the next build. A full disk is no fault."""
        try:
            self._connection().commit()
        except sqlite3.Error as error:
            self.take_away(self._lost(error))

    def damaged(self, why: str) -> Damaged:
        """What to raise when rows do not fit together."""
        return Damaged(f"{self.path.name} of the last builds is damaged ({why}); everything is "
                       "built anew")

    def take_away(self, error: Damaged) -> None:
        """Remove the file and say why, so that the next store at its place is an empty one. For
        its maker alone: a forked process may be mistaken in what it reads while another writes."""
        self._replace(str(error))

    def close(self) -> None:
        """Let go of the file."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()
        if self._temporary:
            self._temporary.cleanup()

    # ------------------------------------------------------------ the file

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._prepare()
        except (OSError, sqlite3.Error, Damaged) as error:
            self._replace(f"{self.path.name} of the last builds cannot be used ({error}); "
                          "everything is built anew")
            try:
                self._prepare()
            except (OSError, sqlite3.Error, Damaged):
                # A read-only place: what is kept then lasts as long as this build.
                self._temporary = tempfile.TemporaryDirectory(prefix="memory-")
                self.path = Path(self._temporary.name) / self.path.name
                self._prepare_or_give_up()

    def _prepare_or_give_up(self) -> None:
        try:
            self._prepare()
        except (sqlite3.Error, Damaged) as error:
            raise OSError(errno.ENOSPC, f"nothing can be written ({error})",
                          str(self.path.parent)) from None

    def _prepare(self) -> None:
        connection = self._connection()
        connection.execute("PRAGMA synchronous = OFF")  # the seals find what a lost power spoils
        connection.execute("CREATE TABLE IF NOT EXISTS about (version BLOB)")
        found = connection.execute("SELECT version FROM about").fetchone()
        if not found or found[0] != self._version:
            for table in TABLES:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            connection.execute("DELETE FROM about")
            connection.execute("INSERT INTO about VALUES (?)", (self._version,))
        for table in TABLES:
            connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (name TEXT PRIMARY KEY, "
                               "data BLOB NOT NULL)")
        connection.commit()

    def _replace(self, why: str) -> None:
        self._say(why)
        self.close()
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self.path}{ending}").unlink()

    def _connection(self) -> sqlite3.Connection:
        # SQLite forbids to carry a connection into a forked process.
        process = os.getpid()
        if process not in self._connections:
            self._connections[process] = sqlite3.connect(
                self.path, timeout=5, check_same_thread=False)
        return self._connections[process]

    def _do(self, command: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._connection().execute(command, values)
        except sqlite3.Error as error:
            raise self._lost(error) from None

    def _do_many(self, command: str, rows: Iterable[tuple[object, ...]]) -> None:
        try:
            self._connection().executemany(command, rows)
        except sqlite3.Error as error:
            raise self._lost(error) from None

    def _lost(self, error: sqlite3.Error) -> Damaged:
        return self.damaged(str(error))


def _sealed(data: bytes) -> bytes:
    return blake2b(data, digest_size=_SEAL).digest() + data


def _unsealed(data: object) -> bytes | None:
    if not isinstance(data, bytes) or len(data) < _SEAL:
        return None
    whole = data[_SEAL:]
    return whole if blake2b(whole, digest_size=_SEAL).digest() == data[:_SEAL] else None
