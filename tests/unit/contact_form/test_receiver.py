"""The receiver of the contact form during development: reading and keeping."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.contact_form import receiver
from plugins.contact_form.receiver import BadSubmission, Message, MessageStore, read_submission
from plugins.contact_form.viewer import viewer_page

FORM = "application/x-www-form-urlencoded"
MULTI = "multipart/form-data; boundary=xyz"
JSON = "application/json"


def multipart(*parts: str, end: str = "--xyz--\r\n") -> bytes:
    return ("".join(f"--xyz\r\n{part}\r\n" for part in parts) + end).encode()


def part(name: str, value: str, more: str = "") -> str:
    return f'Content-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}'


@pytest.mark.parametrize(
    ("kind", "body", "fields"),
    [
        (FORM, b"name=Ada+L&reason=", (("name", "Ada L"), ("reason", ""))),
        (FORM + "; charset=UTF-8", b"n=J%C3%BCrg", (("n", "Jürg"),)),
        (FORM, "n=Jürg".encode(), (("n", "Jürg"),)),
        (FORM, b"a=1&a=2", (("a", "1"), ("a", "2"))),
        (FORM, b"message=two%0D%0Alines", (("message", "two\r\nlines"),)),
        (FORM, b"message=" + b"x" * receiver.MAX_VALUE, (("message", "x" * receiver.MAX_VALUE),)),
        (MULTI, multipart(part("n", "Jürg\r\n--\r\nline")), (("n", "Jürg\r\n--\r\nline"),)),
        (MULTI, multipart(part("a", ""), part("a", "2")), (("a", ""), ("a", "2"))),
        ('Multipart/Form-Data; Boundary="xyz"', multipart(part("a", "1")), (("a", "1"),)),
        (MULTI, b"preamble\r\n" + multipart(part("q%22q", "1")), (('q"q', "1"),)),
        (JSON, '{"n": "Jürg", "a": "", "n": "2"}'.encode(), (("n", "Jürg"), ("a", ""), ("n", "2"))),
    ],
)
def test_what_is_read(kind: str, body: bytes, fields: receiver.Fields) -> None:
    assert read_submission(kind, body) == fields


MANY = "&".join(f"f{n}=1" for n in range(10_000)).encode()


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM, b"a=" + b"x" * receiver.MAX_BODY, 413),
        (FORM, MANY[:60_000], 413),
        (FORM, b"&".join([b"a=1"] * (receiver.MAX_FIELDS + 1)), 413),
        (MULTI, multipart(*[part("a", "1")] * (receiver.MAX_FIELDS + 1)), 413),
        (JSON, json.dumps({str(n): "" for n in range(receiver.MAX_FIELDS + 1)}).encode(), 413),
        ("", b"a=1", 415),
        ("text/plain", b"a=1", 415),
        (MULTI, multipart(part("a", "x", '; filename="x.exe"')), 415),
        (FORM, b"", 400),
        (FORM, b"a=%00", 400),
        (FORM, b"a=\x00", 400),
        (FORM, b"a=%FF%FE", 400),
        (FORM, b"a=\xff", 400),
        (FORM, b"=nameless", 400),
        (FORM, b"name%0D%0ABcc:x@example.org=1", 400),
        (FORM, b"name=Ada%0D%0ABcc: x@example.org", 400),
        (FORM, b"email=a@example.org%0ABcc: x@example.org", 400),
        (FORM, b"email=a@example.org\r\nBcc: x@example.org", 400),
        (MULTI, multipart(part("fi-sender-email", "a@example.org\nBcc: x@example.org")), 400),
        (JSON, rb'{"_replyto": "a@example.org\r\nBcc: x@example.org"}', 400),
        (FORM, b"n" * (receiver.MAX_NAME + 1) + b"=1", 413),
        (FORM, b"message=" + b"x" * (receiver.MAX_VALUE + 1), 413),
        (MULTI, multipart(part("n%0D%0ABcc: x@example.org", "1")), 400),
        (MULTI, multipart(part("a", "1"), end=""), 400),
        (MULTI, multipart("X: y\r\n\r\nno name"), 400),
        (MULTI, multipart('Content-Disposition: form-data; name="a"'), 400),
        (MULTI, b"--xyz--", 400),
        ("multipart/form-data", b"--xyz--", 400),
        ("multipart/form-data; boundary=\u20ac", b"", 400),
        (JSON, b"{", 400),
        (JSON, b"[" * 60_000, 400),
        (JSON, b'{"a":' * 10_000, 400),
        (JSON, b"9" * 60_000, 400),
        (JSON, b'[["a", "b"]]', 400),
        (JSON, b'{"a": 1}', 400),
        (JSON, b'{"a": {"b": "c"}}', 400),
        (JSON, rb'{"a": "\ud800"}', 400),
        (JSON, rb'{"a": "\u0000"}', 400),
        (JSON, b"{}", 400),
    ],
)
def test_what_is_refused(kind: str, body: bytes, status: int) -> None:
    with pytest.raises(BadSubmission) as refused:
        read_submission(kind, body)
    assert refused.value.status == status
    assert refused.value.message.endswith(".")


def test_the_largest_taken_form() -> None:
    body = b"&".join([b"a=1"] * receiver.MAX_FIELDS)
    assert len(read_submission(FORM, body)) == receiver.MAX_FIELDS


kinds = st.sampled_from([FORM, MULTI, JSON]) | st.text(max_size=40)
pieces = st.sampled_from(
    [b"--xyz", b"\r\n", b"--", b'Content-Disposition: form-data; name="a"', b"&", b"=", b"%", b"{"]
)
bodies = st.lists(pieces | st.binary(max_size=12), max_size=20).map(b"".join)


@given(kinds, bodies)
@example(JSON, b'{"a": ' + b"[" * 9_000)
def test_no_input_raises_anything_else(kind: str, body: bytes) -> None:
    try:
        fields = read_submission(kind, body)
    except BadSubmission:
        return
    assert 0 < len(fields) <= receiver.MAX_FIELDS
    viewer_page([Message(1, "", "endpoint", fields)]).encode("utf-8")


def test_store_keeps_newest_first_and_any_script(tmp_path: Path) -> None:
    path = tmp_path / "new" / "messages.sqlite3"
    fields = (("name", "Zoë 李 🦵"), ("name", "'; DROP TABLE messages; --"))
    store = MessageStore(path)
    assert store.messages() == ()
    first = store.add("contact", (("a", "1"),), "2026-09-14T10:32:00-04:00")
    second = store.add("card", fields, "2026-09-14T10:33:00-04:00")
    assert MessageStore(path).messages() == (
        Message(second, "2026-09-14T10:33:00-04:00", "card", fields),
        Message(first, "2026-09-14T10:32:00-04:00", "contact", (("a", "1"),)),
    )
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_store_is_shared_by_threads(tmp_path: Path) -> None:
    store = MessageStore(tmp_path / "messages.sqlite3")
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: store.add("contact", (("n", str(n)),), ""), range(24)))
    assert sorted(numbers) == list(range(1, 25)) == sorted(m.id for m in store.messages())


def test_store_keeps_what_became_of_a_message(tmp_path: Path) -> None:
    store = MessageStore(tmp_path / "messages.sqlite3")
    store.add("netlify", (("a", "1"),), "", state="silent", outcome="dropped", remark="Why.")
    assert store.messages() == (
        Message(1, "", "netlify", (("a", "1"),), "silent", "dropped", "Why."),)


def test_store_forgets_the_oldest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver, "MAX_KEPT", 3)
    store = MessageStore(tmp_path / "messages.sqlite3")
    for number in range(5):
        store.add("endpoint", (("n", str(number)),), "")
    assert [message.fields[0][1] for message in store.messages()] == ["4", "3", "2"]


def test_what_is_deleted_is_not_left_in_the_file(tmp_path: Path) -> None:
    store = MessageStore(tmp_path / "messages.sqlite3")
    store.add("endpoint", (("name", "Ada Lovelace"),), "")
    assert b"Ada Lovelace" in store.path.read_bytes()
    store.clear()
    assert store.messages() == ()
    assert b"Ada Lovelace" not in store.path.read_bytes()


OLD = ("CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, received TEXT NOT NULL, "
       "form TEXT NOT NULL, fields TEXT NOT NULL)")


def database(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in statements:
            made.execute(statement)
        made.commit()
        return made.serialize()


def broken_inside(path: Path) -> bytes:
    """A file of ours with a sound first page and nonsense after it."""
    MessageStore(path).add("endpoint", (("message", "x" * 9000),), "")
    whole = path.read_bytes()
    return whole[:4096] + b"\x5a" * (len(whole) - 4096)


@pytest.mark.parametrize("content", [
    lambda path: b"this is no database, and long enough to be noticed " * 20,
    lambda path: database(OLD),
    lambda path: database(OLD, "PRAGMA user_version = 1"),
    lambda path: database(OLD, "PRAGMA user_version = 2"),
    lambda path: database("CREATE TABLE other (x)"),
    lambda path: database("PRAGMA user_version = 99"),
    broken_inside,
])
@pytest.mark.parametrize("first", ["read", "write"])
def test_a_file_of_another_kind_is_set_aside(
    tmp_path: Path, content: Callable[[Path], bytes], first: str
) -> None:
    path, said = tmp_path / "messages.sqlite3", []
    kept = content(path)
    path.write_bytes(kept)
    store = MessageStore(path, said.append)
    if first == "read":
        store.messages()
    store.add("endpoint", (("a", "2"),), "")
    assert [message.fields for message in store.messages()] == [(("a", "2"),)]
    aside = path.with_name("messages.sqlite3.old-1")
    assert len(said) == 1
    assert aside.name in said[0]
    if first == "read":
        assert aside.read_bytes() == kept


def test_one_unreadable_message_does_not_take_the_others_along(tmp_path: Path) -> None:
    store = MessageStore(tmp_path / "messages.sqlite3")
    for number in "12":
        store.add("endpoint", (("a", number),), "")
    with closing(sqlite3.connect(store.path)) as made, made:
        made.execute("UPDATE messages SET fields = '[[1' WHERE id = 1")
    assert [message.fields for message in store.messages()] == [
        (("a", "2"),), (("unreadable", "[[1"),)]


def test_what_was_set_aside_before_stays(tmp_path: Path) -> None:
    path = tmp_path / "messages.sqlite3"
    for number in (1, 2):
        path.write_bytes(database(OLD))
        MessageStore(path, lambda line: None).messages()
        assert path.with_name(f"messages.sqlite3.old-{number}").exists()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_in_use_is_not_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "messages.sqlite3"
    path.mkdir()
    with pytest.raises(sqlite3.OperationalError):
        MessageStore(path).messages()
    assert path.is_dir()
