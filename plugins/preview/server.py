"""The local preview: the built folder, live reload, and the receiver of the contact form.

Only on the loopback, only for this computer: a request under another host name is refused, so a
page elsewhere cannot reach it by pointing its own name at 127.0.0.1 (DNS rebinding).
"""

from __future__ import annotations

import errno
import os
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from plugins.contact_form.receiver import MessageStore
from plugins.preview.desk import Desk
from plugins.preview.handler import Handler, PreviewHTTPServer, Setup, plain


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class PreviewServer:
    """Serves what `folder()` names at each request; the port is taken at construction (see `url`).

    `port` 0 means any free one; otherwise the first free of `ports_to_try` from `port` on, and
    OSError when all are taken. `timeout` is the patience with a silent client, `heartbeat` the
    pause between signs of life on an event stream, both in seconds; `say` gets the rare log lines.
    `thanks_url` and `failed_url` are where a sender goes; `desk` sets how many messages are taken;
    `guide` prints the style guide.
    """

    def __init__(
        self,
        folder: Callable[[], Path],
        store: MessageStore,
        port: int = 8000,
        thanks_url: str = "/thanks/",
        ports_to_try: int = 20,
        *,
        timeout: float = 10.0,
        heartbeat: float = 15.0,
        say: Callable[[str], None] = _say,
        failed_url: str = "/not-sent/",
        desk: Desk | None = None,
        guide: Callable[[], str] = lambda: "",
    ) -> None:
        self._setup = Setup(folder, store, _for_a_header(thanks_url), _for_a_header(failed_url),
                            timeout, heartbeat, say, desk or Desk(), guide)
        self._http = _bind(self._setup, port, ports_to_try)
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where the preview is, without a final slash."""
        return self._http.url

    def start(self) -> None:
        """Answer requests in a background thread that does not keep the program alive."""
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.03}, daemon=True
        )
        self._thread.start()

    @property
    def ahead(self) -> dict[str, bytes]:
        """Files by their names in the folder, of which readers get these bytes and not those that
        lie there."""
        return self._setup.ahead

    def stop(self) -> None:
        """Free the port and end every open connection; may be called twice."""
        self._setup.events.end()
        self._setup.desk.close()
        if self._thread:
            self._http.shutdown()
            self._thread.join(timeout=2)
            self._thread = None
        self._http.server_close()
        self._http.hang_up()

    def notify(self, event: str = "reload", places: Sequence[str] | None = None) -> None:
        """Tell every open page; `reload` makes those at `places` load again, or all."""
        self._setup.events.notify(event, places)

    def show_problems(self, text: str | None) -> None:
        """Show a text at the bottom of every open page until None is given."""
        self._setup.events.show_problems(text)

    def show_notes(self, notes: Mapping[str, Sequence[str]]) -> None:
        """Show on each page, to its author, what there is to know of it; by address."""
        self._setup.events.show_notes(notes)


def _for_a_header(address: str) -> str:
    return quote(address, safe="/:?#[]@!$&'()*+,;=%~")


def _bind(setup: Setup, port: int, ports_to_try: int) -> _Server:
    ports = [0] if port == 0 else range(port, min(port + max(ports_to_try, 1), 65536))
    for candidate in ports:
        try:
            return _Server(candidate, setup)
        except OSError as problem:
            # Windows answers EACCES for a port that another program holds for itself.
            reserved = problem.errno == errno.EACCES and os.name == "nt"
            if problem.errno != errno.EADDRINUSE and not reserved:
                raise
    raise OSError(
        errno.EADDRINUSE,
        f"Ports {port} to {ports[-1]} are all in use. Stop another preview, or choose a port",
    )


class _Server(PreviewHTTPServer):
    # Not on Windows, where it would let two programs share one port.
    allow_reuse_address = os.name != "nt"
    request_queue_size = 64

    def __init__(self, port: int, setup: Setup) -> None:
        self.setup = setup
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"

    def server_bind(self) -> None:
        """Bind without asking for the machine's full name, which takes seconds on some."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that `hang_up` can end it."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that are still open; their threads end by themselves."""
        with self._lock:
            for request in self._open:
                with suppress(OSError):  # its client may be faster
                    request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """One line instead of a traceback; nothing at all for a client that went away."""
        problem = sys.exc_info()[1]
        if not isinstance(problem, (ConnectionError, TimeoutError)):
            self.setup.say(f"The preview could not answer: {plain(repr(problem))}")
