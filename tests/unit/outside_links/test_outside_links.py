"""Links to other sites: gathered, asked politely, judged with patience."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from plugins.outside_links.asking import Asker
from plugins.outside_links.core import (
    Answer,
    Memory,
    as_sent,
    from_json,
    gather,
    problems,
    remembered,
    to_ask,
    to_json,
)
from tests.unit.builders import loaded, post, shown

TODAY = date(2026, 10, 1)
PLACES = {"https://example.org/a": (("content/posts/a.md", 9),)}


def test_links_of_texts_and_references_are_gathered_with_their_lines():
    source = "a-1:\n  kind: Trial\n  authors: Doe J\n  year: 2020\n  title: One\n" \
             "  doi: 10.1234/x\n  url: https://example.org/u\n"
    site = loaded({"posts/a.md": post(body="[x](https://example.org/a#part) [y](a.md)\n\n"
                                           "[z](https://clinic.example/b)"),
                   "references.yaml": source}, site_url="https://clinic.example").site

    assert gather(site) == {
        "https://doi.org/10.1234/x": (("content/references.yaml", 1),),
        "https://example.org/a": (("content/posts/a.md", 8),),
        "https://example.org/u": (("content/references.yaml", 1),)}


def test_what_answered_is_left_alone_for_a_week():
    known = {"a": Memory(200, "2026-09-30"), "b": Memory(200, "2026-09-24"),
             "c": Memory(404, "2026-09-30", 1)}

    assert to_ask(["a", "b", "c", "d"], known, TODAY) == ("b", "c", "d")


@pytest.mark.parametrize("memory, told", [
    (Memory(200, "2026-10-01"), ""), (Memory(403, "2026-10-01"), ""),
    (Memory(404, "2026-10-01", 1), "a.md:9: https://example.org/a is gone (404)"),
    (Memory(500, "2026-10-01", 2), ""), (Memory(0, "2026-10-01", 2, why="timed out"), ""),
    (Memory(0, "2026-10-01", 3, why="timed out"), "not answered for 3 nights (timed out)"),
    (Memory(200, "2026-10-01", 0, "https://example.org/b", True), "warning: https://example.org/a "
     "leads to https://example.org/b — write the new address"),
    (Memory(200, "2026-10-01", 0, "https://example.org/", True), "leads to the front page"),
    (Memory(200, "2026-10-01", 0, "https://example.org/b", False), ""),
])
def test_a_site_may_have_a_bad_night(memory, told):
    found = shown(problems(PLACES, {"https://example.org/a": memory}))

    assert told in found
    assert bool(found) is bool(told)


def test_failures_in_a_row_are_counted():
    first = remembered(None, Answer(0, why="timed out"), TODAY)
    second = remembered(first, Answer(503), date(2026, 10, 2))

    assert (first.failures, second.failures) == (1, 2)
    assert remembered(second, Answer(200), TODAY).failures == 0
    assert remembered(second, Answer(429), TODAY).failures == 0


def test_memory_survives_the_night_and_a_broken_file():
    known = {"https://example.org/a": Memory(200, "2026-10-01", 0, "x", True, "y")}

    assert from_json(to_json(known)) == known
    for text in ("", "[]", "{", '{"a": 1}', '{"a": {"b": 2}}'):
        assert from_json(text) == {}


class _Site(BaseHTTPRequestHandler):
    """A site with every mood; `seen` are its requests."""

    seen: list[str] = []
    busy, robots = 1, 200

    def _answer(self) -> None:
        self.seen.append(f"{self.command} {self.path}")
        status, headers = 200, {}
        if self.path == "/robots.txt":
            body = b"User-agent: *\nDisallow: /private/\n"
            self.send_response(_Site.robots)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        if self.path == "/no-head" and self.command == "HEAD":
            status = 405
        elif self.path in ("/gone", "/moved-to-gone"):
            status = 404 if self.path == "/gone" else 301
            headers = {} if self.path == "/gone" else {"Location": "/gone"}
        elif self.path == "/moved":
            status, headers = 301, {"Location": "/new"}
        elif self.path == "/for-now":
            status, headers = 302, {"Location": "/new"}
        elif self.path == "/cookie" and "seen=1" not in self.headers.get("Cookie", ""):
            status, headers = 302, {"Location": "/cookie", "Set-Cookie": "seen=1"}
        elif self.path == "/umlaut":
            status, headers = 302, {"Location": "/R\u00c3\u00bccken"}  # UTF-8, as sites send it
        elif self.path == "/circle":
            status, headers = 301, {"Location": "/circle"}
        elif self.path == "/file":
            status, headers = 301, {"Location": "file:///etc/passwd"}
        elif self.path == "/busy" and _Site.busy:
            _Site.busy -= 1
            status, headers = 429, {"Retry-After": "7"}
        self.send_response(status)
        for name, value in {**headers, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_HEAD = _answer

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    _Site.seen, _Site.busy = [], 1
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.mark.parametrize("path, status, where, moved", [
    ("/", 200, "", False), ("/no-head", 200, "", False), ("/gone", 404, "", False),
    ("/moved", 200, "/new", True), ("/for-now", 200, "/new", False),
    ("/moved-to-gone", 404, "/gone", True), ("/circle", 0, "", False), ("/busy", 200, "", False),
    ("/private/a", 403, "", False), ("/file", 0, "", False), ("/cookie", 200, "", False),
    ("/R\u00fccken", 200, "", False), ("/umlaut", 200, "/R\u00fccken", False),
])
def test_every_mood_of_a_site(site, waits, path, status, where, moved):
    answer = Asker(pause=0.5, sleep=waits.append).ask(site + path)

    assert (answer.status, answer.where, answer.moved) == \
        (status, site + where if where else "", moved)
    assert (7.0 in waits) is (path == "/busy")


def test_a_site_is_asked_gently(site, waits):
    Asker(pause=0.5, sleep=waits.append).all([f"{site}/a", f"{site}/b", f"{site}/private/c"])

    assert _Site.seen == ["GET /robots.txt", "HEAD /a", "HEAD /b"]
    assert waits == [0.5, 0.5]


def test_a_hop_waits_too(site, waits):
    Asker(pause=0.5, sleep=waits.append).ask(f"{site}/moved")

    assert _Site.seen == ["GET /robots.txt", "HEAD /moved", "HEAD /new"]
    assert waits == [0.5, 0.5]


def test_a_site_whose_robots_txt_is_out_of_order_is_asked_nothing(site, waits, monkeypatch):
    monkeypatch.setattr(_Site, "robots", 503)
    answer = Asker(pause=0.5, sleep=waits.append).ask(f"{site}/a")

    assert (answer.status, answer.why) == (503, "its robots.txt fails with status 503")
    assert _Site.seen == ["GET /robots.txt"]


@pytest.mark.parametrize("address, sent", [
    ("https://example.org/a%20b?x=1&y=/", "https://example.org/a%20b?x=1&y=/"),
    ("https://de.example.org/wiki/R\u00fccken#oben", "https://de.example.org/wiki/R%C3%BCcken"),
    ("https://b\u00fccher.example:8080/", "https://xn--bcher-kva.example:8080/"),
    ("https://[2001:db8::1]:80/x", "https://[2001:db8::1]:80/x"),
    ("https://doi.org/10.1002/14651858.CD004250.pub5", "https://doi.org/10.1002/14651858.CD004250"
                                                       ".pub5"),
])
def test_letters_beyond_ascii_are_sent_as_browsers_send_them(address, sent):
    assert as_sent(address) == sent


def test_a_site_that_is_not_there_is_no_traceback(waits):
    answer = Asker(patience=1, sleep=waits.append).ask("http://127.0.0.1:9/")

    assert answer.status == 0
    assert answer.why


def test_a_site_asked_twice_on_one_day_has_failed_one_day():
    once = remembered(None, Answer(0), TODAY)

    assert remembered(once, Answer(0), TODAY).failures == 1
    assert remembered(once, Answer(0), date(2026, 10, 2)).failures == 2
    assert remembered(Memory(200, TODAY.isoformat()), Answer(0), TODAY).failures == 1
