"""How the preview answers a request: a file of the site, an event stream, or the contact form."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from plugins.contact_form.imitation import (
    ELSEWHERE,
    SERVICES,
    STATES,
    Answer,
    Fields,
    State,
    answer,
    filled_in,
    own_page,
)
from plugins.contact_form.receiver import (
    BadSubmission,
    MessageStore,
    encoding_of,
    read_submission,
)
from plugins.contact_form.viewer import ANSWER, CLEAR, notice_page, viewer_page
from plugins.preview import body
from plugins.preview.desk import Desk
from plugins.preview.events import Events
from plugins.preview.files import Redirect, content_type, find

ASSETS = Path(__file__).parent / "assets"
OWN = "/__preview__/"
OWN_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# The examples show pictures and forms, and send nothing.
GUIDE_POLICY = ("default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                "form-action 'none'; frame-ancestors 'none'")
# Asked for by browsers on their own: no author needs to hear about them.
_UNASKED = re.compile(r"/(favicon\.ico|apple-touch-icon[^/]*|\.well-known/.*)")
MESSAGES, CONTACT, GUIDE = OWN + "messages", OWN + "contact/", OWN + "style-guide"
_LOCAL_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_QUERY = "/:?@!$&'()*+,;=%~-._"


@dataclass(frozen=True)
class Setup:
    """What a request is answered with; one for the life of a server."""

    folder: Callable[[], Path]
    store: MessageStore
    thanks_url: str
    failed_url: str
    timeout: float
    heartbeat: float
    say: Callable[[str], None]
    desk: Desk
    guide: Callable[[], str]
    events: Events = field(default_factory=Events)
    ahead: dict[str, bytes] = field(default_factory=dict)


class PreviewHTTPServer(ThreadingHTTPServer):
    """What a handler may ask of its server."""

    setup: Setup
    url: str


class Handler(BaseHTTPRequestHandler):
    """One connection to the preview; see `Setup` for what it works with."""

    protocol_version = "HTTP/1.1"
    server: PreviewHTTPServer

    def setup(self) -> None:
        """Give the silent client its time limit."""
        super().setup()
        self._with = self.server.setup
        self.connection.settimeout(self._with.timeout)
        self.rfile.close()  # the connection itself stays open
        self._source = body.Source(self.connection, self._with.timeout)
        self.rfile = io.BufferedReader(self._source)

    def handle_one_request(self) -> None:
        """The time limit begins anew with each request."""
        self._source.begin()
        super().handle_one_request()

    # --- Which request goes where ----------------------------------------------------------

    def do_GET(self) -> None:
        """Answer a GET or HEAD."""
        self._guard(self._get)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Answer a POST."""
        self._guard(self._post)

    def _guard(self, answer: Callable[[], None]) -> None:
        """Answer, and never fail: a problem becomes an answer in words and one line in the log."""
        # A POST that tells no length may have a body all the same.
        self._body_waits = self.command == "POST" or body.is_announced(self.headers)
        hosts = self.headers.get_all("Host") or []
        try:
            if len(hosts) != 1 or not _LOCAL_HOST.fullmatch(hosts[0]):
                self._refuse(421, f"This preview answers only at {self.server.url}")
            else:
                answer()
        except BadSubmission as problem:
            self._refuse(problem.status, problem.message)
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except Exception as problem:
            self._with.say(f"The preview could not answer {plain(self.path)}: {plain(problem)}")
            self._refuse(500, "The preview could not answer this. The terminal says why.")
        if self._body_waits or (self.close_connection and self.command == "POST"):
            self.close_connection = True
            body.drain(self.connection)

    def _get(self) -> None:
        address = self.path.partition("?")[0].partition("#")[0]
        if not address.startswith(OWN):
            self._site(address)
        elif address == OWN + "events":
            self._event_stream()
        elif address == OWN + "notes":
            page = unquote(self.path.partition("?")[2].partition("page=")[2])
            self._send_json(200, self._with.events.notes(page))
        elif address.rstrip("/") == MESSAGES:
            page = viewer_page(self._with.store.messages(), self._with.desk.state)
            self._own_page(200, page)
        elif address.rstrip("/") == GUIDE:
            self._own_page(200, self._with.guide(), policy=GUIDE_POLICY)
        elif address.startswith(CONTACT) or address in (ANSWER, CLEAR):
            self._refuse(405, "This address only receives the form.", ("Allow", "POST"))
        elif address.removeprefix(ELSEWHERE) in SERVICES:
            self._own_page(200, own_page(address.removeprefix(ELSEWHERE)))
        elif address.removeprefix(OWN) in ("reload.js", "preview.css", "viewer.css", "guide.css"):
            name = address.removeprefix(OWN)
            self._send(200, (ASSETS / name).read_bytes(), content_type(name))
        else:
            self._refuse(404, "There is no such page in the preview.")

    def _post(self) -> None:
        address = self.path.partition("?")[0]
        provider, _, path = address.removeprefix(CONTACT).partition("/")
        if not address.startswith(CONTACT) and address not in (ANSWER, CLEAR):
            self._refuse(405, "This address does not receive a form.", ("Allow", "GET, HEAD"))
        elif not self._from_here():
            self._refuse(403, "The form was sent from another site, so it was not taken.")
        elif address == ANSWER:
            self._choose()
        elif address == CLEAR:
            self._read_body()
            self._with.store.clear()
            self._redirect(303, MESSAGES)
        elif provider not in SERVICES:
            self._refuse(404, "There is no form service of this name.")
        else:
            self._receive(provider, path)

    # --- The site --------------------------------------------------------------------------

    def _site(self, address: str) -> None:
        folder = self._with.folder()
        # Before the file is read: a build in between makes the page old, never new.
        state = self._with.events.state
        found = find(folder, address)
        if isinstance(found, Redirect):
            self._redirect(301, found.location + self._query())
            return
        content = self._ahead(folder, found) or _bytes_of(found)
        if found and content is not None:
            self._send(200, content, content_type(found.name), state=state)
            return
        # The examples of the style guide show pictures that no site has.
        if not _UNASKED.fullmatch(address) and self._back().rstrip("/") != GUIDE:
            self._with.say(f"Not found: {plain(address)}{self._linked_from()}")
        missing = _bytes_of(find(folder, "/404.html"))
        if missing is not None:
            self._send(404, missing, content_type("404.html"), state=state)
        else:
            page = notice_page("Page not found", "There is no such page yet.", "/", live=True)
            self._own_page(404, page, state=state)

    def _ahead(self, folder: Path, found: Path | None) -> bytes | None:
        """A page that was made before its folder has it."""
        if not found or not self._with.ahead:
            return None
        with suppress(OSError):
            return self._with.ahead.get(found.relative_to(folder.resolve()).as_posix())
        return None

    def _query(self) -> str:
        query = self.path.partition("#")[0].partition("?")[2]
        return "?" + quote(query.encode("latin-1"), safe=_QUERY) if query else ""

    def _linked_from(self) -> str:
        back = self._back()
        return f" (linked from {plain(back)})" if self.headers.get("Referer") else ""

    # --- The event stream ------------------------------------------------------------------

    def _event_stream(self) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        listener = self._with.events.open()
        try:
            while (chunk := listener.next(self._with.heartbeat)) is not None:
                self.wfile.write(chunk)
        finally:
            self._with.events.close(listener)

    # --- The contact form ------------------------------------------------------------------

    def _receive(self, provider: str, path: str) -> None:
        content_type = self.headers.get("Content-Type", "")
        fields = read_submission(content_type, self._read_body())
        desk, given = self._with.desk, self._with
        # A flood gets what a service would say to it, and leaves nothing behind.
        flood = not desk.takes_another()
        if flood and desk.flood_begins:
            given.say("Too many messages within a minute: they are refused for a while, and not "
                      "listed.")
        state: State = "rate-limit" if flood else desk.state
        found = answer(provider, state, fields, self._wants_json(), given.thanks_url, path,
                       encoding=encoding_of(content_type), failed_url=given.failed_url)
        if found.hang:
            with desk.place() as free:
                if not free:
                    raise BadSubmission(503, "Too many senders are being kept waiting already.")
                self._keep(provider, state, fields, found)
                desk.keep_waiting(self.connection)
        elif not flood:
            self._keep(provider, state, fields, found)
        self._answer(found)

    def _keep(self, provider: str, state: State, fields: Fields, found: Answer) -> None:
        received = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            self._with.store.add(provider, filled_in(provider, fields), received, state=state,
                                 outcome=found.outcome, remark=found.remark)
        except (sqlite3.Error, OSError) as problem:
            self._with.say(f"A message could not be kept: {plain(problem)}")
            raise BadSubmission(500, "The message could not be kept.") from None
        became = "arrived" if found.outcome == "kept" else f"was {found.outcome}"
        self._with.say(f"A message {became}: see {self.server.url}{MESSAGES}")
        self._with.events.notify("message-kept")

    def _answer(self, found: Answer) -> None:
        headers = dict(found.headers)
        kind = headers.pop("Content-Type")
        policy = {"Content-Security-Policy": OWN_POLICY} if kind.startswith("text/html") else {}
        self._send(found.status, found.body, kind, *policy.items(), *headers.items())

    def _choose(self) -> None:
        sent = dict(read_submission(self.headers.get("Content-Type", ""), self._read_body()))
        state = next((key for key in STATES if key == sent.get("state")), None)
        if state is None:
            raise BadSubmission(400, f"There is no such answer. Known: {', '.join(STATES)}.")
        self._with.desk.state = state
        self._redirect(303, MESSAGES)

    def _from_here(self) -> bool:
        """Whether the request comes from a page of this server, or from no page at all.

        A page with the referrer policy `no-referrer` sends the Origin `null`; then only
        Sec-Fetch-Site, which no script can set, tells it from a foreign one.
        """
        site = self.headers.get("Sec-Fetch-Site", "")
        origin = self.headers.get("Origin")
        if origin is None:  # no browser of today; an older one tells the page it comes from
            came = self.headers.get("Referer", "").lower()
            here = not came or came.startswith(f"http://{self.headers['Host']}/".lower())
            return here and site in ("", "none", "same-origin")
        if origin == "null":
            return site == "same-origin"
        return origin.lower() == f"http://{self.headers['Host']}".lower()

    def _read_body(self) -> bytes:
        self._source.begin()
        found = body.read(self.headers, self.rfile, self._with.timeout)
        self._body_waits = False
        return found

    def handle_expect_100(self) -> bool:
        """Ask for the body only where it may be welcome; else the answer comes without it."""
        return super().handle_expect_100() if body.may_be_welcome(self.headers) else True

    # --- Answers ---------------------------------------------------------------------------

    def _refuse(self, status: int, message: str, *headers: tuple[str, str]) -> None:
        if self._wants_json():
            found = {"ok": False, "error": message, "errors": [{"message": message}]}
            self._send_json(status, found, *headers)
        else:
            title = "This did not work" if status != 404 else "Page not found"
            self._own_page(status, notice_page(title, message, self._back()), *headers)

    def _back(self) -> str:
        """Where the reader came from, if it was here: a path, never another host."""
        try:
            came = urlsplit(self.headers.get("Referer", ""))
        except ValueError:
            return "/"
        here = came.netloc == self.headers.get("Host") and came.path.startswith("/")
        return "/" + came.path.lstrip("/\\") if here else "/"

    def _wants_json(self) -> bool:
        return "application/json" in self.headers.get("Accept", "").lower()

    def _redirect(self, status: int, location: str) -> None:
        self._send(status, b"", "text/plain; charset=utf-8", ("Location", location))

    def _own_page(
        self, status: int, page: str, *headers: tuple[str, str], state: str | None = None,
        policy: str = OWN_POLICY,
    ) -> None:
        html = "text/html; charset=utf-8"
        self._send(status, page.encode("utf-8"), html, ("Content-Security-Policy", policy),
                   *headers, state=state)

    def _send_json(self, status: int, found: object, *headers: tuple[str, str]) -> None:
        self._send(status, json.dumps(found).encode("ascii"), "application/json", *headers)

    def _send(
        self,
        status: int,
        content: bytes,
        kind: str,
        *headers: tuple[str, str],
        state: str | None = None,
    ) -> None:
        self.send_response(status, _phrase(status))
        # `state` reaches the reload script as a Server-Timing entry of its own page.
        timing = f'preview;desc="{state or self._with.events.state}"'
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Server-Timing", timing),
            *headers,
        ):
            self.send_header(name, value)
        if self._body_waits:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def version_string(self) -> str:
        """The Server header, without the versions of this machine."""
        return "preview"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what is worth a line is said where it happens."""


def _bytes_of(found: Path | Redirect | None) -> bytes | None:
    """The file's bytes; None when there is none, or it went away with its folder just now."""
    try:
        return found.read_bytes() if isinstance(found, Path) else None
    except OSError:
        return None


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase


def plain(text: object) -> str:
    """A text from outside for the terminal: one line, no control characters, not long."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(text))[:200]
