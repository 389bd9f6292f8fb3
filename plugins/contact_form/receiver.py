"""What the contact form posts to during development: parse, keep, show.

`read_submission`, `is_spam`, `viewer_page` and `notice_page` are pure; `MessageStore` is the only
part that touches a file. The preview server (`plugins/preview/server.py`) carries the HTTP.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl

MAX_BODY = 64 * 1024
MAX_FIELDS = 50
HONEYPOT = "_gotcha"
STYLESHEET = "/__preview__/viewer.css"
LIVE_SCRIPT = "/__preview__/reload.js"

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Message:
    """One kept message; `received` is an ISO 8601 time as it was given to the store."""

    id: int
    received: str
    form: str
    fields: Fields


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
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        fields = _urlencoded(body)
    elif kind == "multipart/form-data":
        fields = _multipart(content_type, body)
    elif kind == "application/json":
        fields = _json(body)
    else:
        raise BadSubmission(415, "This is not a type of form that can be read here.")
    return _checked(fields)


def is_spam(fields: Fields) -> bool:
    """Whether the honeypot was filled: providers answer success and drop the message."""
    return any(name == HONEYPOT and value.strip() for name, value in fields)


def without_honeypot(fields: Fields) -> Fields:
    """The fields a person filled in: the honeypot is part of the form, not of the message."""
    return tuple(field for field in fields if field[0] != HONEYPOT)


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


def _checked(fields: Fields) -> Fields:
    if not fields:
        raise BadSubmission(400, "The form arrived empty.")
    if len(fields) > MAX_FIELDS:
        raise _too_many()
    for name, value in fields:
        # A line break in a name is how a header is smuggled into the mail a provider sends.
        if not name or any(ord(character) < 32 or character == "\x7f" for character in name):
            raise BadSubmission(400, "A field has a name that is not plain text.")
        if "\0" in value or _has_surrogate(name + value):
            raise BadSubmission(400, "The message has a character that is not text.")
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

_SCHEMA = """CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, received TEXT NOT NULL, form TEXT NOT NULL,
    fields TEXT NOT NULL)"""


class MessageStore:
    """Messages in one SQLite file, made on first use and readable by its owner only.

    Each call opens its own connection, so threads may share a store.
    Every method raises sqlite3.Error or OSError when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, form: str, fields: Fields, received: str) -> int:
        """Keep a message and return its number."""
        row = (received, form, json.dumps(fields, ensure_ascii=False))
        with self._open() as database:
            done = database.execute(
                "INSERT INTO messages (received, form, fields) VALUES (?, ?, ?)", row
            )
            return int(done.lastrowid or 0)

    def messages(self) -> tuple[Message, ...]:
        """All messages, newest first."""
        query = "SELECT id, received, form, fields FROM messages ORDER BY id DESC"
        with self._open() as database:
            rows = database.execute(query).fetchall()
        return tuple(
            Message(number, received, form, tuple((name, text) for name, text in json.loads(kept)))
            for number, received, form, kept in rows
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Even a test message may hold a real name: not for other accounts of this computer.
        self.path.touch(mode=0o600)
        with closing(sqlite3.connect(self.path, timeout=5)) as database, database:
            database.execute(_SCHEMA)
            yield database


# --- Showing -------------------------------------------------------------------------------

# Control characters have no place in HTML text; line breaks and tabs stay.
_NO_CONTROLS = {n: "\ufffd" for n in [*range(32), 127] if chr(n) not in "\t\n\r"}


def viewer_page(messages: Sequence[Message]) -> str:
    """The local page with the messages in the order given; all their text is escaped."""
    if messages:
        count = "1 message" if len(messages) == 1 else f"{len(messages)} messages"
        listed = f'<p class="count">{count}, newest first</p>\n<ol class="messages" reversed>\n'
        listed += "".join(map(_shown, messages)) + "</ol>"
    else:
        listed = '<p class="none">No message has arrived yet. Send one with the contact form.</p>'
    body = (
        "<h1>Messages from the contact form</h1>\n"
        '<p class="private">These messages stay on this computer. Nothing was sent to anyone.</p>\n'
        f'{listed}\n<p><a href="/">Back to the preview</a></p>'
    )
    return _page("Messages from the contact form", body, live=True)


def notice_page(title: str, message: str, back_url: str, *, live: bool = False) -> str:
    """A short page in words with a way back.

    `live` adds the reload script; leave it out of the answer to a POST, which must not be repeated.
    """
    words = f"<h1>{_text(title)}</h1>\n<p>{_text(message)}</p>"
    return _page(title, f'{words}\n<p><a href="{_text(back_url)}">Go back</a></p>', live=live)


def _shown(message: Message) -> str:
    rows = "".join(
        f'<div><dt dir="auto">{_text(name)}</dt>{_value(value)}</div>\n'
        for name, value in message.fields
    )
    when = _text(message.received.replace("T", " ")[:16])
    return (
        f'<li><article aria-labelledby="message-{message.id}">\n'
        f'<h2 id="message-{message.id}">Message {message.id}</h2>\n'
        f'<p class="origin"><time datetime="{_text(message.received)}">{when}</time>, '
        f"form “{_text(message.form)}”</p>\n<dl>\n{rows}</dl>\n</article></li>\n"
    )


def _value(value: str) -> str:
    if not value.strip():
        return '<dd class="empty">left empty</dd>'
    return f'<dd dir="auto">{_text(value)}</dd>'


def _text(text: str) -> str:
    return escape(text.translate(_NO_CONTROLS))


def _page(title: str, body: str, *, live: bool) -> str:
    script = f'<script src="{LIVE_SCRIPT}" defer></script>\n' if live else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n"
        f'<link rel="stylesheet" href="{STYLESHEET}">\n{script}</head>\n'
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
