"""Who listens to the preview, and what they are told (Server-Sent Events).

Format: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from queue import Empty, SimpleQueue
from threading import Lock

HEARTBEAT = b": still here\n\n"


class Listener:
    """One open event stream: a queue of ready-made chunks of bytes, None at its end."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[bytes | None] = SimpleQueue()

    def put(self, chunk: bytes | None) -> None:
        """Hand a chunk over; never waits."""
        self._queue.put(chunk)

    def next(self, heartbeat: float) -> bytes | None:
        """The next chunk, or a heartbeat when none comes in time; None when the stream ends."""
        try:
            return self._queue.get(timeout=heartbeat)
        except Empty:
            return HEARTBEAT


class Events:
    """All open streams of one server. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: set[Listener] = set()
        self._start = secrets.token_hex(4)
        self._reloads = 0
        self._problems: str | None = None
        self._notes: Mapping[str, Sequence[str]] = {}
        self._closed = False

    @property
    def state(self) -> str:
        """Changes with every reload and every start of the server; quiet [0-9a-f-] characters."""
        return f"{self._start}-{self._reloads}"

    def open(self) -> Listener:
        """A new stream: first the state, then the problems of the moment, then what comes."""
        listener = Listener()
        with self._lock:
            listener.put(b"retry: 500\n" + _chunk("hello", self.state))
            listener.put(_chunk("problems", self._problems))
            self._listeners.add(listener)
            if self._closed:
                listener.put(None)
        return listener

    def close(self, listener: Listener) -> None:
        """Forget a stream whose reader has gone."""
        with self._lock:
            self._listeners.discard(listener)

    def notify(self, event: str, places: Sequence[str] | None = None) -> None:
        """Tell all. `reload` moves the state on; `places` are the addresses that changed, None
        for all. ValueError for a name that is not a plain word."""
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", event):
            raise ValueError(f"An event is named with lower-case letters and '-', not {event!r}.")
        with self._lock:
            self._reloads += event == "reload"
            told = {"state": self.state, "places": places and list(places)}
            self._tell(_chunk(event, told if event == "reload" else self.state))

    def show_problems(self, text: str | None) -> None:
        """Tell all, and everyone who comes later, until it is None (or empty) again."""
        with self._lock:
            self._problems = text or None
            self._tell(_chunk("problems", self._problems))

    def show_notes(self, notes: Mapping[str, Sequence[str]]) -> None:
        """What an author should know of a page, by its address. Only that they changed is told;
        each page asks for its own."""
        with self._lock:
            if notes != self._notes:
                self._notes = notes
                self._tell(_chunk("notes", None))

    def notes(self, address: str) -> list[str]:
        """What there is to know of one page."""
        with self._lock:
            return list(self._notes.get(address, ()))

    def end(self) -> None:
        """End every stream, and those still to come."""
        with self._lock:
            self._closed = True
            self._tell(None)

    def _tell(self, chunk: bytes | None) -> None:
        for listener in self._listeners:
            listener.put(chunk)


def _chunk(event: str, data: object) -> bytes:
    # JSON in ASCII: a line break in the text cannot end the event.
    return f"event: {event}\ndata: {json.dumps(data)}\n\n".encode("ascii")
