"""Where messages are taken in: what is answered to the next one, how many, and who has to wait."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from plugins.contact_form.imitation import State

# How often a waiting connection is looked at, in seconds.
_LOOK = 0.1


class Desk:
    """One for the life of a server; every method may be called from any thread.

    `a_minute` messages are taken in any 60 seconds of `clock`, and no more than `waiting` senders
    are kept waiting at a time, each for `patience` seconds.
    """

    def __init__(self, a_minute: int = 30, waiting: int = 8, patience: float = 30.0,
                 clock: Callable[[], float] = time.monotonic) -> None:
        self.state: State = "ok"
        self._a_minute, self._patience, self._clock = a_minute, patience, clock
        self._taken: deque[float] = deque()
        self._turned_away = 0
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(waiting)
        self._closed = threading.Event()

    def takes_another(self) -> bool:
        """Whether one more message may come in now; if so, it is counted."""
        now = self._clock()
        with self._lock:
            while self._taken and self._taken[0] <= now - 60:
                self._taken.popleft()
            if len(self._taken) >= self._a_minute:
                self._turned_away += 1
                return False
            self._taken.append(now)
            self._turned_away = 0
            return True

    @property
    def flood_begins(self) -> bool:
        """Whether the last message was the first for which there was no more room."""
        return self._turned_away == 1

    @contextmanager
    def place(self) -> Iterator[bool]:
        """A place to wait at while the block runs; False if all are taken."""
        taken = self._places.acquire(blocking=False)
        try:
            yield taken
        finally:
            if taken:
                self._places.release()

    def keep_waiting(self, connection: socket.socket) -> None:
        """Return when patience ends, the sender goes away or the desk closes."""
        end = time.monotonic() + self._patience
        while time.monotonic() < end and not _is_gone(connection):
            if self._closed.wait(_LOOK):
                return

    def close(self) -> None:
        """Let everyone go who waits."""
        self._closed.set()


def _is_gone(connection: socket.socket) -> bool:
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return bool(readable) and not connection.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):  # closed under our hands
        return True
