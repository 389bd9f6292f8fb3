"""The preview on a real loopback server: pages, events, the contact form, hostile clients."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from plugins.contact_form.receiver import MAX_BODY, MessageStore
from plugins.preview.desk import Desk
from plugins.preview.server import PreviewServer

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CONTACT = "/__preview__/contact/development"
Answer = tuple[int, dict[str, str], str]


class Preview:
    """A running server, the folder it serves, its store and its log."""

    def __init__(self, root: Path, desk: Desk) -> None:
        self.folder = root / "site"
        self.folder.mkdir()
        (self.folder / "index.html").write_text("home ü", encoding="utf-8")
        (self.folder / "404.html").write_text("our own 404")
        (self.folder / "blog").mkdir()
        (self.folder / "blog" / "index.html").write_text("blog")
        self.log: list[str] = []
        self.store = MessageStore(root / "messages.sqlite3")
        self.server = PreviewServer(
            lambda: self.folder,
            self.store,
            port=0,
            thanks_url="/thänks/",
            timeout=0.4,
            heartbeat=0.1,
            say=self.log.append,
            desk=desk,
            guide=lambda: "the style guide",
        )
        self.port = urlsplit(self.server.url).port or 0
        self.server.start()

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    def post(self, body: bytes, path: str = CONTACT, **headers: str) -> Answer:
        kind = headers.pop("kind", FORM["Content-Type"])
        return self.ask(path, "POST", body, Content_Type=kind, **headers)

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            line.sendall(request)
            return b"".join(iter(lambda: line.recv(65536), b""))

    def choose(self, state: str, **headers: str) -> Answer:
        return self.post(f"state={state}".encode(), "/__preview__/answer", **headers)

    def fields(self) -> list[tuple[tuple[str, str], ...]]:
        return [message.fields for message in self.store.messages()]


class Clock:
    """A clock that tests set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def preview(tmp_path: Path, clock: Clock) -> Iterator[Preview]:
    running = Preview(tmp_path, Desk(a_minute=5, waiting=2, patience=20, clock=clock))
    yield running
    running.server.stop()


# --- Pages -------------------------------------------------------------------------------------


def test_a_page(preview: Preview) -> None:
    status, headers, text = preview.ask("/?utm=1")
    assert (status, text) == (200, "home ü")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert preview.log == []


def test_head_has_the_headers_alone(preview: Preview) -> None:
    status, headers, text = preview.ask("/", "HEAD")
    assert (status, headers["Content-Length"], text) == (200, "7", "")
    assert preview.ask("/__preview__/events", "HEAD")[0] == 200


def test_a_folder_is_redirected_to_its_slash(preview: Preview) -> None:
    status, headers, _ = preview.ask("/blog?a=b%20c")
    assert (status, headers["Location"]) == (301, "/blog/?a=b%20c")
    assert preview.ask("//blog")[0] in (301, 404)
    assert preview.ask("/blog/")[2] == "blog"


def test_missing_pages_get_the_folders_own_404_and_a_line(preview: Preview) -> None:
    assert preview.ask("/nowhere/", Referer=f"{preview.server.url}/blog/")[::2] == (
        404,
        "our own 404",
    )
    assert preview.ask("/favicon.ico")[0] == 404
    assert preview.log == ["Not found: /nowhere/ (linked from /blog/)"]


def test_nothing_outside_the_folder(preview: Preview) -> None:
    for path in ("/../messages.sqlite3", "/%2e%2e/messages.sqlite3", "/x%00"):
        assert preview.ask(path)[::2] == (404, "our own 404")


def test_the_folder_may_be_swapped_or_missing(preview: Preview, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    (new / "index.html").write_text("new")
    preview.folder = new
    assert preview.ask("/")[2] == "new"
    preview.folder = tmp_path / "not built"
    status, _, text = preview.ask("/")
    assert status == 404
    assert "/__preview__/reload.js" in text  # so the page appears by itself after the build


def test_a_failure_is_one_line_and_an_answer(preview: Preview) -> None:
    del preview.folder
    status, _, text = preview.ask("/a%0Ab")
    assert (status, "Traceback" in text) == (500, False)
    assert len(preview.log) == 1
    assert "\n" not in preview.log[0]


# --- Port and life -----------------------------------------------------------------------------


def test_the_next_free_port_is_taken(preview: Preview) -> None:
    other = PreviewServer(lambda: preview.folder, preview.store, port=preview.port)
    try:
        assert urlsplit(other.url).port in range(preview.port + 1, preview.port + 20)
    finally:
        other.stop()
    with pytest.raises(OSError, match="in use"):
        PreviewServer(lambda: preview.folder, preview.store, preview.port, ports_to_try=1)


def test_stop_is_quick_and_ends_streams(preview: Preview) -> None:
    with socket.create_connection(("127.0.0.1", preview.port), timeout=5) as stream:
        stream.sendall(b"GET /__preview__/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200" in stream.recv(65536)
        started = time.monotonic()
        preview.server.stop()
        while stream.recv(65536):
            pass
    assert time.monotonic() - started < 2
    preview.server.stop()
    with pytest.raises(ConnectionError):
        preview.ask("/")


# --- Events ------------------------------------------------------------------------------------


def test_events_reach_everyone(preview: Preview) -> None:
    heard: list[bytes] = []
    ready = threading.Barrier(3)

    def listen() -> None:
        with socket.create_connection(("127.0.0.1", preview.port), timeout=5) as line:
            line.sendall(b"GET /__preview__/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            told = b""
            while b"event: problems" not in told:
                told += line.recv(65536)
            ready.wait(5)
            told += b"".join(iter(lambda: line.recv(65536), b""))
            heard.append(told)

    threads = [threading.Thread(target=listen) for _ in range(2)]
    for thread in threads:
        thread.start()
    ready.wait(5)
    preview.server.notify()
    preview.server.show_problems("content/posts/a.md: no title")
    time.sleep(0.25)
    preview.server.stop()
    for thread in threads:
        thread.join(5)
    assert len(heard) == 2
    for told in heard:
        assert b"Content-Type: text/event-stream" in told
        assert b"event: hello" in told
        assert b"event: reload" in told
        assert b"no title" in told
        assert b": still here" in told


def test_a_page_knows_the_state_it_was_made_in(preview: Preview) -> None:
    before = preview.ask("/")[1]["Server-Timing"]
    assert preview.ask("/")[1]["Server-Timing"] == before
    preview.server.notify()
    assert preview.ask("/")[1]["Server-Timing"] != before


@pytest.mark.parametrize(
    ("name", "kind"),
    [("reload.js", "javascript"), ("preview.css", "css"), ("viewer.css", "css")],
)
def test_assets(preview: Preview, name: str, kind: str) -> None:
    status, headers, text = preview.ask(f"/__preview__/{name}")
    assert status == 200
    assert f"text/{kind}" in headers["Content-Type"]
    assert not any(word in text for word in ("innerHTML", "eval(", ".style.", "http:", "https:"))


def test_a_page_asks_for_its_notes(preview: Preview) -> None:
    preview.server.show_notes({"/knee/": ["line 3: too long"]})

    assert preview.ask("/__preview__/notes?page=%2Fknee%2F")[2] == '["line 3: too long"]'
    assert preview.ask("/__preview__/notes")[2] == "[]"


def test_nothing_else_is_under_the_own_address(preview: Preview) -> None:
    for name in ("", "x", "../server.py", "%2e%2e/server.py"):
        assert preview.ask(f"/__preview__/{name}")[0] == 404


# --- The contact form --------------------------------------------------------------------------


def test_a_message_is_kept_and_shown(preview: Preview) -> None:
    status, headers, _ = preview.post(b"name=Zo%C3%AB&_gotcha=")
    assert (status, headers["Location"]) == (303, "/th%C3%A4nks/")
    assert preview.fields() == [(("name", "Zoë"),)]
    assert preview.log == [f"A message arrived: see {preview.server.url}/__preview__/messages"]
    status, headers, page = preview.ask("/__preview__/messages")
    assert status == 200
    assert "Zoë" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_script_gets_json(preview: Preview) -> None:
    status, _, text = preview.post(
        b'{"a": "b"}', kind="application/json", Accept="application/json"
    )
    assert (status, json.loads(text)) == (200, {"ok": True, "next": "/th%C3%A4nks/"})
    status, _, text = preview.post(b"{", kind="application/json", Accept="application/json")
    assert (status, json.loads(text)["ok"]) == (400, False)
    assert json.loads(text)["errors"][0]["message"] == "The message is not valid JSON."


def test_the_honeypot_is_answered_and_the_message_dropped(preview: Preview) -> None:
    assert preview.post(b"name=x&_gotcha=y")[0] == 303
    assert [message.outcome for message in preview.store.messages()] == ["dropped"]
    assert "was dropped" in preview.log[0]
    assert "&#x27;_gotcha&#x27; was filled in" in preview.ask("/__preview__/messages")[2]


def test_a_refusal_in_words_shows_the_way_back(preview: Preview) -> None:
    status, _, text = preview.post(b"a=%00", Referer=f"{preview.server.url}/blog/?x")
    assert status == 400
    assert '<a href="/blog/">' in text
    assert "reload.js" not in text
    for foreign in ("https://evil.example/x", f"{preview.server.url}//evil.example", "http://[x"):
        assert "//evil" not in preview.post(b"a=%00", Referer=foreign)[2]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x" * (10 * 1024 * 1024), FORM["Content-Type"], 413),
        (b"x" * (MAX_BODY + 1), FORM["Content-Type"], 413),
        ("&".join(f"{n}=" for n in range(10_000)).encode(), FORM["Content-Type"], 413),
        (b"a=\x00", FORM["Content-Type"], 400),
        (b"a=\xff\xfe", FORM["Content-Type"], 400),
        (b"a%0D%0ABcc:x@example.org=1", FORM["Content-Type"], 400),
        (b"a=1", "text/plain", 415),
        (b"", FORM["Content-Type"], 400),
    ],
)
def test_hostile_bodies_get_an_answer(
    preview: Preview, body: bytes, kind: str, status: int
) -> None:
    assert preview.post(body, kind=kind)[0] == status
    assert preview.fields() == []
    assert preview.ask("/")[0] == 200
    assert preview.log == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": "http://{host}"}, 303),
        ({"Origin": "null", "Sec_Fetch_Site": "same-origin"}, 303),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://{host}"}, 403),
        ({"Origin": "http://localhost:1"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
    ],
)
def test_only_our_own_pages_may_post(
    preview: Preview, headers: dict[str, str], status: int
) -> None:
    named = {key: value.format(host=f"127.0.0.1:{preview.port}") for key, value in headers.items()}
    assert preview.post(b"a=1", **named)[0] == status


@pytest.mark.parametrize("path", ["/__preview__/contact/", CONTACT + "/../x", CONTACT + "%0A"])
def test_form_names_are_plain(preview: Preview, path: str) -> None:
    assert preview.post(b"a=1", path)[0] == 404


def test_wrong_methods(preview: Preview) -> None:
    assert preview.ask(CONTACT)[1]["Allow"] == "POST"
    assert preview.post(b"a=1", "/blog/")[0] == 405
    assert preview.ask("/", "DELETE")[0] == 501


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("localhost:80@evil.example", 421),
        ("", 421),
    ],
)
def test_only_local_names(preview: Preview, host: str, status: int) -> None:
    assert preview.ask("/", Host=host)[0] == status
    assert preview.ask("/__preview__/messages", Host=host)[0] == status


def test_a_broken_store_is_said_in_words(preview: Preview) -> None:
    preview.store.path.mkdir()
    assert preview.post(b"a=1")[0] == 500
    assert preview.ask("/__preview__/messages")[0] == 500
    assert len(preview.log) == 2


# --- The chosen answer -------------------------------------------------------------------------

JSON = {"Accept": "application/json"}
FORMSPREE = "/__preview__/contact/formspree"
MESSAGES = "/__preview__/messages"


def test_a_service_answers_in_its_own_way(preview: Preview) -> None:
    status, _, text = preview.post(b"name=Ada", FORMSPREE, **JSON)
    assert (status, json.loads(text)) == (200, {"next": "/th%C3%A4nks/"})
    status, headers, text = preview.post(b"name=Ada", "/__preview__/contact/web3forms")
    assert (status, "Content-Security-Policy" in headers) == (400, True)
    assert "without a field named &#x27;access_key&#x27;" in text
    assert [message.outcome for message in preview.store.messages()] == ["refused", "kept"]
    assert "Web3Forms would not take" in preview.ask(MESSAGES)[2]


def test_a_script_has_an_address_of_its_own_at_one_service(preview: Preview) -> None:
    body, place = b"name=Ada", "/__preview__/contact/formsubmit"
    assert json.loads(preview.post(body, place + "/ajax")[2])["success"] == "true"
    assert preview.post(body, FORMSPREE + "/ajax")[0] == 404
    assert preview.post(body, place + "/x")[0] == 404


def test_the_choice_stays_until_it_is_changed(preview: Preview) -> None:
    status, headers, _ = preview.choose("rate-limit")
    assert (status, headers["Location"]) == (303, MESSAGES)
    assert 'value="rate-limit" selected' in preview.ask(MESSAGES)[2]
    for _ in range(2):
        assert preview.post(b"name=Ada", FORMSPREE)[0] == 429
    preview.choose("ok")
    assert preview.post(b"name=Ada", FORMSPREE)[0] == 303
    assert [message.state for message in preview.store.messages()] == [
        "ok", "rate-limit", "rate-limit"]


@pytest.mark.parametrize(("state", "status"), [
    ("ok", 200), ("field-error", 422), ("rate-limit", 429), ("error-500", 500),
    ("elsewhere", 303), ("silent", 200)])
def test_each_answer_of_our_own_contract(preview: Preview, state: str, status: int) -> None:
    preview.choose(state)
    found, headers, _ = preview.post(b"name=Ada", **JSON)
    assert found == status
    assert ("Retry-After" in headers) == (state == "rate-limit")
    assert preview.ask("/")[0] == 200


def test_a_failure_without_scripts_leads_to_our_own_page(preview: Preview) -> None:
    preview.choose("error-500")
    status, headers, _ = preview.post(b"name=Ada")
    assert (status, headers["Location"]) == (303, "/not-sent/")


def test_elsewhere_is_a_page_of_this_server(preview: Preview) -> None:
    preview.choose("elsewhere")
    status, headers, text = preview.ask(preview.post(b"name=Ada", FORMSPREE)[1]["Location"])
    assert (status, "Formspree: thank you" in text) == (200, True)
    assert "Content-Security-Policy" in headers
    assert preview.ask("/__preview__/elsewhere/nobody")[0] == 404


@pytest.mark.parametrize("body", [b"state=", b"state=OK", b"state=<b>", b"x=1", b"", b"\xff"])
def test_an_answer_that_is_not_known_changes_nothing(preview: Preview, body: bytes) -> None:
    preview.choose("silent")
    assert preview.post(body, "/__preview__/answer")[0] == 400
    assert 'value="silent" selected' in preview.ask(MESSAGES)[2]


def test_all_messages_are_deleted(preview: Preview) -> None:
    preview.post(b"name=Ada")
    status, headers, _ = preview.post(b"", MESSAGES + "/delete")
    assert (status, headers["Location"]) == (303, MESSAGES)
    assert preview.fields() == []


@pytest.mark.parametrize("path", ["/__preview__/answer", MESSAGES + "/delete", CONTACT])
@pytest.mark.parametrize("headers", [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"},
    {"Referer": "https://evil.example/"}, {"Referer": "http://127.0.0.1:1.evil.example/"}])
def test_no_other_site_chooses_deletes_or_sends(
    preview: Preview, path: str, headers: dict[str, str]
) -> None:
    preview.post(b"name=Ada")
    assert preview.post(b"state=silent", path, **headers)[0] == 403
    assert len(preview.fields()) == 1
    assert 'value="ok" selected' in preview.ask(MESSAGES)[2]


def test_a_page_of_ours_may_tell_where_it_is(preview: Preview) -> None:
    assert preview.choose("silent", Referer=preview.server.url + MESSAGES)[0] == 303


def test_looking_changes_nothing(preview: Preview) -> None:
    for path in ("/__preview__/answer?state=silent", MESSAGES + "/delete"):
        status, headers, _ = preview.ask(path)
        assert (status, headers["Allow"]) == (405, "POST")


def test_a_flood_is_answered_but_not_kept(preview: Preview, clock: Clock) -> None:
    answers = [preview.post(b"name=Ada", **JSON)[0] for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert len(preview.fields()) == 5
    assert [line for line in preview.log if "Too many" in line] == preview.log[-1:]
    clock.now = 60.0
    assert preview.post(b"name=Ada")[0] == 303


# --- Keeping the sender waiting ----------------------------------------------------------------


def wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 3
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def send(preview: Preview, count: int) -> list[socket.socket]:
    lines = []
    for number in range(count):
        line = socket.create_connection(("127.0.0.1", preview.port), timeout=5)
        line.sendall((POST + "Content-Length: 3\r\n\r\na=1").encode())
        lines.append(line)
        wait_for(lambda wanted=number + 1: len(preview.fields()) == wanted)
    return lines


def test_senders_wait_within_bounds_and_the_rest_goes_on(preview: Preview) -> None:
    preview.choose("hang")
    first, second = send(preview, 2)
    with first, second:
        assert preview.post(b"a=1")[0] == 503
        assert preview.ask("/")[0] == 200
        first.settimeout(0.2)
        with pytest.raises(TimeoutError):
            first.recv(1)
        # What was turned away has not arrived.
        assert [message.outcome for message in preview.store.messages()] == ["kept"] * 2
        # A place is free again as soon as its sender has gone.
        first.close()
        time.sleep(0.3)
        third = send_one_more(preview)
        third.settimeout(0.4)
        with third, pytest.raises(TimeoutError):
            third.recv(1)


def send_one_more(preview: Preview) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", preview.port), timeout=5)
    line.sendall((POST + "Content-Length: 3\r\n\r\na=1").encode())
    return line


def test_stopping_lets_those_who_wait_go(preview: Preview) -> None:
    preview.choose("hang")
    (line,) = send(preview, 1)
    with line:
        started = time.monotonic()
        preview.server.stop()
        while line.recv(65536):
            pass
        assert time.monotonic() - started < 2
    assert not any("could not" in said for said in preview.log)


# --- Rude clients ------------------------------------------------------------------------------

POST = f"POST {CONTACT} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM['Content-Type']}\r\n"


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("\r\na=1", b" 411 "),
        ("Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n0\r\n\r\n", b" 411 "),
        ("Content-Length: -1\r\n\r\n", b" 400 "),
        ("Content-Length: 3\r\nContent-Length: 3\r\n\r\na=1", b" 400 "),
        ("Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n", b" 413 "),
        ("Content-Length: 9\r\n\r\na=1", b" 408 "),
        ("Host: evil.example\r\nContent-Length: 3\r\n\r\na=1", b" 421 "),
        ("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b" 411 "),
        ("Content-Length: 1e3\r\n\r\n", b" 400 "),
        ("Content-Length: +3\r\n\r\na=1", b" 400 "),
        ("Content-Length: 9999999999999999999999\r\n\r\na=1", b" 400 "),
        ("X: y\r\n" * 200 + "\r\n", b" 431 "),
        ("X: " + "y" * 70_000 + "\r\n\r\n", b" 431 "),
    ],
)
def test_rude_requests_get_an_answer(preview: Preview, rest: str, status: bytes) -> None:
    assert status in preview.raw((POST + rest).encode()).partition(b"\r\n")[0]
    assert preview.fields() == []


@pytest.mark.parametrize("more", ["", "Connection: close\r\n"])
def test_what_comes_after_the_told_length_is_no_part_of_it(preview: Preview, more: str) -> None:
    answer = preview.raw((POST + more + "Content-Length: 2\r\n\r\na=1").encode())
    assert b" 303 " in answer.splitlines()[0]
    assert preview.fields() == [(("a", ""),)]


MEGA = 1024 * 1024
CHUNK = b"10000\r\n" + b"x" * 65536 + b"\r\n"


@pytest.mark.parametrize(("head", "body", "status"), [
    (f"Content-Length: {10 * MEGA}", b"x" * 10 * MEGA, b" 413 "),
    ("Transfer-Encoding: chunked", CHUNK * 160 + b"0\r\n\r\n", b" 411 "),
    ("X: no length at all", b"x" * 10 * MEGA, b" 411 "),
])
def test_ten_megabytes_get_an_answer(
    preview: Preview, head: str, body: bytes, status: bytes
) -> None:
    assert status in preview.raw((POST + head + "\r\n\r\n").encode() + body).splitlines()[0]
    assert preview.fields() == []
    assert preview.post(b"name=Ada")[0] == 303
    assert len(preview.log) == 1


TRICKS = [
    b"--xyz",
    b"--xyz\r\n" * 1000,
    b"--xyz\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xyz--",
    b'--xyz\r\nContent-Disposition: form-data; name="a\r\nBcc: x"\r\n\r\nx\r\n--xyz--',
    b'--xyz\r\nContent-Disposition: form-data; name="email"\r\n\r\na\r\nBcc: x\r\n--xyz--',
    b'--xyz\r\nContent-Disposition: form-data; name="a"; filename="../../x"\r\n\r\n\r\n--xyz--',
    b'--xyz\r\nContent-Disposition: form-data; name="a"; filename*=UTF-8\'\'x\r\n\r\n\r\n--xyz--',
    b'--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n--xyz--',
]


@pytest.mark.parametrize(("body", "kind"), [
    *((trick, "multipart/form-data; boundary=xyz") for trick in TRICKS),
    (b"x", "multipart/form-data; boundary="),
    (b"x", "multipart/form-data; boundary=" + "a" * 71),
    (b"name=Ada%0D%0ABcc:%20x@example.org", FORM["Content-Type"]),
    (b"email=a@example.org\r\nBcc: x@example.org", FORM["Content-Type"]),
    (b'{"email": "a@example.org\\nBcc: x@example.org"}', "application/json"),
    (b"[" * 60_000, "application/json"),
    (b'{"a":' * 12_000, "application/json"),
    (b'{"a": "\\ud800"}', "application/json"),
    (b'{"a": 1e999}', "application/json"),
    (b"1" * 60_000, "application/json"),
    (b"a=%00", FORM["Content-Type"]),
    (b"a=\xc0\xaf", FORM["Content-Type"]),
])
@pytest.mark.parametrize("place", [CONTACT, FORMSPREE, "/__preview__/answer"])
def test_tricks_get_an_answer(preview: Preview, body: bytes, kind: str, place: str) -> None:
    status, headers, text = preview.post(body, place, kind=kind, **JSON)
    assert status in (400, 413, 415)
    assert json.loads(text)["ok"] is False
    assert "Bcc" not in headers
    assert preview.fields() == []
    assert preview.ask("/")[0] == 200
    assert preview.log == []


def test_a_wish_for_a_page_does_not_split_the_answer(preview: Preview) -> None:
    body = b"access_key=k&name=A&redirect=http://localhost/x%0D%0ASet-Cookie:%20a=b"
    status, headers, _ = preview.post(body, "/__preview__/contact/web3forms")
    assert (status, headers["Location"]) == (303, "/xSet-Cookie:%20a=b")
    assert "Set-Cookie" not in headers


def test_a_slow_head_is_let_go_too(preview: Preview) -> None:
    with socket.create_connection(("127.0.0.1", preview.port), timeout=5) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nX: ")
        sender = threading.Thread(target=drip, args=(slow,))
        sender.start()
        started = time.monotonic()
        with suppress(ConnectionError):
            assert slow.recv(65536) == b""
        assert 0.3 < time.monotonic() - started < 1.5
        assert preview.ask("/")[0] == 200
        sender.join(5)
    assert preview.log == []


def test_the_time_limit_begins_anew_with_each_request(preview: Preview) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=5)
    for _ in range(4):
        connection.request("GET", "/")
        assert connection.getresponse().read()
        time.sleep(0.2)  # twice this and the server would hang up
    connection.close()


def test_a_body_on_a_get_is_not_taken_for_the_next_request(preview: Preview) -> None:
    inner = b"GET /blog/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = f"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(inner)}\r\n\r\n"
    assert preview.raw(head.encode() + inner).count(b"HTTP/1.1") == 1


def test_expect_100_is_honoured_for_a_small_form(preview: Preview) -> None:
    rest = "Content-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\na=1"
    answer = preview.raw((POST + rest).encode())
    assert answer.startswith(b"HTTP/1.1 100 ")
    assert b"303 See Other" in answer


def drip(line: socket.socket) -> None:
    for _ in range(40):
        try:
            line.sendall(b"a")
        except OSError:
            return
        time.sleep(0.05)


@pytest.mark.parametrize("send", [lambda line: None, drip])
def test_a_slow_client_holds_up_nobody_and_is_let_go(
    preview: Preview, send: Callable[[socket.socket], None]
) -> None:
    with socket.create_connection(("127.0.0.1", preview.port), timeout=5) as slow:
        slow.sendall((POST + "Content-Length: 1000\r\n\r\n").encode())
        sender = threading.Thread(target=send, args=(slow,))
        sender.start()
        started = time.monotonic()
        assert preview.ask("/")[0] == 200
        assert time.monotonic() - started < 0.3
        assert b" 408 " in slow.recv(65536)
        sender.join(5)


def test_terminal_codes_do_not_reach_the_terminal(preview: Preview) -> None:
    preview.raw(b"GET /\x1b[2J\xc2\x9b HTTP/1.0\r\nHost: localhost\r\n\r\n")
    assert preview.log
    assert all(sign.isprintable() for sign in preview.log[0])


def test_a_client_that_goes_away_leaves_no_trace(
    preview: Preview, capfd: pytest.CaptureFixture[str]
) -> None:
    for request in (
        b"GET / HT",
        (POST + "Content-Length: 9\r\n\r\na").encode(),
        b"\x16\x03\x01\r\n",
    ):
        with socket.create_connection(("127.0.0.1", preview.port)) as line:
            line.sendall(request)
    assert preview.ask("/")[0] == 200
    time.sleep(0.1)
    assert preview.log == []
    assert capfd.readouterr() == ("", "")


def test_the_style_guide_is_printed_for_each_request_and_runs_no_script(preview):  # type: ignore[no-untyped-def]
    status, headers, text = preview.ask("/__preview__/style-guide")

    assert (status, text) == (200, "the style guide")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
