"""What the contact form posts to during development: what arrives is read, and kept.

`read_submission` is pure; `MessageStore` is the only part that touches a file. What is answered
stands in `imitation.py`, what is shown in `viewer.py`; the preview server carries the HTTP.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeVar
from urllib.parse import parse_qsl

from plugins.contact_form.imitation import Encoding, Fields

# Bytes of a body; characters of a field's name and value.
MAX_BODY = 64 * 1024
MAX_FIELDS = 50
MAX_NAME = 100
MAX_VALUE = 20_000
# The file is for trying things out: older messages than these go.
MAX_KEPT = 500

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Message:
    """One message that arrived; `received` is an ISO 8601 time as it was given to the store.

    `provider`, `state`, `outcome` and `remark` are those of `imitation.py`.
    """

    id: int
    received: str
    provider: str
    fields: Fields
    state: str = "ok"
    outcome: str = "kept"
    remark: str = ""


class BadSubmission(Exception):
    """A submission that is not taken: the HTTP status, and the reason in words for a reader."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


# --- Reading what was posted ---------------------------------------------------------------


def read_submission(content_type: str, body: bytes) -> Fields:
    """Return the fields in the order they were sent.

    Takes application/x-www-form-urlencoded, multipart/form-data (RFC 7578) and a JSON object of
    strings, always as UTF-8. Raises BadSubmission and nothing else, whatever the bytes are: 413 too
    large or too many fields, 415 a type or a file this receiver does not take, 400 the rest.
    """
    if len(body) > MAX_BODY:
        raise BadSubmission(413, f"The message is larger than {MAX_BODY // 1024} KiB.")
    encoding = encoding_of(content_type)
    if encoding == "urlencoded":
        fields = _urlencoded(body)
    elif encoding == "multipart":
        fields = _multipart(content_type, body)
    else:
        fields = _json(body)
    return _checked(fields)


_ENCODINGS: dict[str, Encoding] = {
    "application/x-www-form-urlencoded": "urlencoded",
    "multipart/form-data": "multipart",
    "application/json": "json",
}


def encoding_of(content_type: str) -> Encoding:
    """The encoding that a Content-Type names. Raises BadSubmission 415 for any other."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in _ENCODINGS:
        raise BadSubmission(415, "This is not a type of form that can be read here.")
    return _ENCODINGS[kind]


def _urlencoded(body: bytes) -> Fields:
    text = _utf8(body)
    if text.count("&") >= MAX_FIELDS:
        raise _too_many()
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict"))
    except ValueError:
        raise BadSubmission(400, "The message is not valid UTF-8 text.") from None


# Only the characters RFC 2046 allows, so the boundary always encodes as ASCII.
_BOUNDARY = re.compile(
    r""";\s*boundary=(?:"([0-9A-Za-z'()+_,./:=? -]{1,70})"|([0-9A-Za-z'()+_./:=?-]{1,70}))""",
    re.IGNORECASE,
)
# Browsers write a quotation mark, CR and LF inside a name as %22, %0D, %0A and escape nothing else:
# https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
_PART_NAME = re.compile(r"""[;\s]name=(?:"([^"]*)"|([^\s;"]+))""", re.IGNORECASE)
_PART_FILE = re.compile(r"[;\s]filename\*?=", re.IGNORECASE)


def _multipart(content_type: str, body: bytes) -> Fields:
    found = _BOUNDARY.search(content_type)
    if not found:
        raise BadSubmission(400, "The form does not say where its fields begin.")
    mark = b"\r\n--" + (found[1] or found[2]).encode("ascii")
    # The preamble before the first mark and the part after the last are not fields.
    parts = (b"\r\n" + body).split(mark, MAX_FIELDS + 2)[1:]
    if len(parts) > MAX_FIELDS + 1:
        raise _too_many()
    if not parts or not parts[-1].startswith(b"--"):
        raise BadSubmission(400, "The form arrived incomplete.")
    return tuple(_part(part) for part in parts[:-1])


def _part(part: bytes) -> tuple[str, str]:
    head, gap, value = part.partition(b"\r\n\r\n")
    disposition = next(
        (line for line in _utf8(head).split("\r\n") if line.lower().startswith("content-disp")), ""
    )
    if _PART_FILE.search(disposition):
        raise BadSubmission(415, "Files cannot be sent with this form.")
    name = _PART_NAME.search(disposition)
    if not gap or not name:
        raise BadSubmission(400, "A field of the form has no name.")
    plain = (name[1] or name[2] or "").replace("%22", '"')
    return plain.replace("%0D", "\r").replace("%0A", "\n"), _utf8(value)


def _json(body: bytes) -> Fields:
    try:
        # Objects become tuples of pairs: told apart from lists, order and repeated names kept.
        found = json.loads(_utf8(body), object_pairs_hook=tuple)
    except (ValueError, RecursionError):
        raise BadSubmission(400, "The message is not valid JSON.") from None
    if not isinstance(found, tuple) or not all(isinstance(value, str) for _, value in found):
        raise BadSubmission(400, "The message is not a JSON object of texts.")
    return found


# What a service writes into the head of the mail it sends, where a line break begins a new header.
_IN_A_HEAD = re.compile(r"name|mail|phone|subject|reply|cc$", re.IGNORECASE)


def _checked(fields: Fields) -> Fields:
    if not fields:
        raise BadSubmission(400, "The form arrived empty.")
    if len(fields) > MAX_FIELDS:
        raise _too_many()
    for name, value in fields:
        # A line break in a name is how a header is smuggled into the mail a provider sends.
        if not name or any(ord(character) < 32 or character == "\x7f" for character in name):
            raise BadSubmission(400, "A field has a name that is not plain text.")
        if len(name) > MAX_NAME or len(value) > MAX_VALUE:
            raise BadSubmission(413, "A field of the form is too long.")
        if "\0" in value or _has_surrogate(name + value):
            raise BadSubmission(400, "The message has a character that is not text.")
        if _IN_A_HEAD.search(name) and ("\r" in value or "\n" in value):
            raise BadSubmission(400, "A field of one line has a line break.")
    return fields


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadSubmission(400, "The message is not valid UTF-8 text.") from None


def _too_many() -> BadSubmission:
    return BadSubmission(413, f"The form has more than {MAX_FIELDS} fields.")


# --- Keeping -------------------------------------------------------------------------------

_VERSION = 2
_COLUMNS = ("id", "received", "provider", "fields", "state", "outcome", "remark")
_SCHEMA = """CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, received TEXT NOT NULL, provider TEXT NOT NULL,
    fields TEXT NOT NULL, state TEXT NOT NULL, outcome TEXT NOT NULL, remark TEXT NOT NULL)"""
# SQLite keeps what it has not finished beside the file; it belongs to that file alone.
_BESIDE = ("", "-journal", "-wal", "-shm")


class _Unusable(Exception):
    """The file is a database, but not one of ours as we write them now."""


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class MessageStore:
    """Messages in one SQLite file, made on first use and readable by its owner only.

    Threads may share a store. A file that is no database, or one of another version, is set aside
    under a name that is free, and `say` gets a line about it. Every method raises sqlite3.Error or
    OSError when there is no way to use the place at all.
    """

    def __init__(self, path: Path, say: Callable[[str], None] = _say) -> None:
        self.path = path
        self._say = say
        self._lock = Lock()

    def add(self, provider: str, fields: Fields, received: str, *, state: str = "ok",
            outcome: str = "kept", remark: str = "") -> int:
        """Note a message and return its number; what is older than the last MAX_KEPT goes."""
        row = (received, provider, json.dumps(fields, ensure_ascii=False), state, outcome, remark)

        def insert(database: sqlite3.Connection) -> int:
            done = database.execute(
                f"INSERT INTO messages ({', '.join(_COLUMNS[1:])}) VALUES (?, ?, ?, ?, ?, ?)", row)
            number = int(done.lastrowid or 0)
            database.execute("DELETE FROM messages WHERE id <= ?", (number - MAX_KEPT,))
            return number

        return self._do(insert)

    def messages(self) -> tuple[Message, ...]:
        """All messages, newest first: also those that were dropped or refused, see `outcome`."""
        return self._do(_all)

    def clear(self) -> None:
        """Delete all messages, so that nothing of them is left in the file."""
        self._do(lambda database: database.execute("DELETE FROM messages"))

    def _do(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        with self._lock:
            try:
                with self._open() as database:
                    return work(database)
            except (sqlite3.DatabaseError, _Unusable) as problem:
                # Subclasses are about a lock, a full disk and the like: the file may be sound.
                if type(problem) not in (sqlite3.DatabaseError, _Unusable):
                    raise
                self._set_aside()
            with self._open() as database:
                return work(database)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Even a test message may hold a real name: not for other accounts of this computer.
        self.path.touch(mode=0o600)
        with closing(sqlite3.connect(self.path, timeout=5)) as database, database:
            database.execute("PRAGMA secure_delete = ON")
            _prepare(database)
            yield database

    def _set_aside(self) -> None:
        number = 1
        while (kept := self.path.with_name(f"{self.path.name}.old-{number}")).exists():
            number += 1
        for ending in _BESIDE:
            beside = self.path.with_name(self.path.name + ending)
            if beside.exists():
                beside.rename(kept.with_name(kept.name + ending))
        self._say(f"{self.path.name} could not be read by this version. It is now {kept.name}, and "
                  "the messages begin anew.")


def _prepare(database: sqlite3.Connection) -> None:
    """Make the table in a new file. Raises _Unusable where the file was made for something else."""
    version = database.execute("PRAGMA user_version").fetchone()[0]
    tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not version and not tables:
        database.execute(_SCHEMA)
        database.execute(f"PRAGMA user_version = {_VERSION}")
    found = tuple(row[1] for row in database.execute("PRAGMA table_info(messages)"))
    if version not in (0, _VERSION) or found != _COLUMNS:
        raise _Unusable


def _all(database: sqlite3.Connection) -> tuple[Message, ...]:
    rows = database.execute(f"SELECT {', '.join(_COLUMNS)} FROM messages ORDER BY id DESC")
    return tuple(Message(number, received, provider, _fields(kept), *rest)
                 for number, received, provider, kept, *rest in rows.fetchall())


def _fields(kept: str) -> Fields:
    try:
        return tuple((str(name), str(text)) for name, text in json.loads(kept))
    except (ValueError, TypeError):  # somebody else has written here: one row, not the whole file
        return (("unreadable", str(kept)),)
