"""The receiver of the contact form during development: parsing, keeping, showing."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.contact_form import receiver
from plugins.contact_form.receiver import BadSubmission, Message, MessageStore, read_submission

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
    receiver.viewer_page([Message(1, "", "contact", fields)]).encode("utf-8")


def test_the_honeypot() -> None:
    assert receiver.is_spam((("name", "x"), ("_gotcha", "http://spam.example")))
    assert not receiver.is_spam((("name", "x"), ("_gotcha", "")))
    assert receiver.without_honeypot((("name", "x"), ("_gotcha", ""))) == (("name", "x"),)


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


def test_viewer_says_when_there_is_nothing() -> None:
    page = receiver.viewer_page(())
    assert "No message has arrived yet" in page
    assert "These messages stay on this computer" in page


def test_viewer_escapes_everything_and_has_nothing_inline() -> None:
    evil = '<script>alert("1")</script>\x1b[2J'
    page = receiver.viewer_page([Message(7, evil, evil, ((evil, evil), ("phone", " ")))])
    assert "<script>alert" not in page
    assert "\x1b" not in page
    assert page.count("&lt;script&gt;") == 5
    assert "left empty" in page
    assert "style=" not in page
    assert "<style" not in page


def test_viewer_keeps_the_order_it_is_given() -> None:
    page = receiver.viewer_page([Message(n, "", "contact", (("a", "b"),)) for n in (3, 2, 1)])
    assert page.index("Message 3") < page.index("Message 2") < page.index("Message 1")
    assert "3 messages, newest first" in page
