"""The bytes of a request to the preview: in time, within limits, or got rid of."""

from __future__ import annotations

import io
import re
import socket
import time
from email.message import Message
from io import BufferedIOBase
from typing import TYPE_CHECKING

from plugins.contact_form.receiver import MAX_BODY, BadSubmission

if TYPE_CHECKING:  # in the typing stubs alone until Python 3.12
    from _typeshed import WriteableBuffer

# What is read of a body that is not wanted, so that its sender gets to the answer.
DRAIN_BYTES = 16 * 1024 * 1024
DRAIN_SECONDS = 2.0


class Source(io.RawIOBase):
    """The bytes of a connection, those of one request all within `patience` seconds of the first.

    The socket's own time-out bounds each silence only: a client that sends a byte now and then
    would hold its thread for ever. Raises TimeoutError.
    """

    def __init__(self, connection: socket.socket, patience: float) -> None:
        super().__init__()
        self._connection, self._patience = connection, patience
        self._deadline: float | None = None

    def begin(self) -> None:
        """Start the limit anew with the next byte that arrives."""
        self._deadline = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As of any raw stream."""
        now = time.monotonic()
        left = self._patience if self._deadline is None else self._deadline - now
        if left <= 0:
            raise TimeoutError
        try:
            self._connection.settimeout(left)
            count = self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(self._patience)  # answers are sent under it
        if self._deadline is None:
            self._deadline = time.monotonic() + self._patience
        return count


def is_announced(headers: Message) -> bool:
    """Whether a body follows the headers, as far as they tell."""
    length = headers.get("Content-Length", "0").strip()
    return bool(headers.get("Transfer-Encoding")) or length.strip("0") != ""


def may_be_welcome(headers: Message) -> bool:
    """Whether a client that asks first (Expect: 100-continue) should send its body at all."""
    length = headers.get("Content-Length", "")
    return bool(re.fullmatch(r"[0-9]{1,9}", length)) and int(length) <= MAX_BODY


def read(headers: Message, source: BufferedIOBase, patience: float) -> bytes:
    """The announced body. BadSubmission: 411, 413, 400 from the headers, 408 when it comes slowly.

    `patience` in seconds bounds the whole; the socket's own time-out bounds each silence.
    """
    lengths = headers.get_all("Content-Length") or []
    if headers.get("Transfer-Encoding") or not lengths:
        raise BadSubmission(411, "The message does not say how long it is.")
    if len(lengths) > 1 or not re.fullmatch(r"[0-9]{1,18}", lengths[0]):
        raise BadSubmission(400, "The message says its length in a way that cannot be read.")
    if int(lengths[0]) > MAX_BODY:
        raise BadSubmission(413, f"The message is larger than {MAX_BODY // 1024} KiB.")
    return _exactly(int(lengths[0]), source, time.monotonic() + patience)


def _exactly(left: int, source: BufferedIOBase, deadline: float) -> bytes:
    chunks = []
    while left:
        try:
            chunk = source.read1(left)
        except TimeoutError:
            chunk, deadline = b"", 0.0
        if time.monotonic() > deadline:
            raise BadSubmission(408, "The message took too long to arrive.")
        if not chunk:
            raise BadSubmission(400, "The message arrived incomplete.")
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def drain(connection: socket.socket) -> None:
    """Read what is left of a body, within limits: closing on it would destroy the answer."""
    deadline, left = time.monotonic() + DRAIN_SECONDS, DRAIN_BYTES
    try:
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(DRAIN_SECONDS / 2)
        while left > 0 and time.monotonic() < deadline:
            chunk = connection.recv(65536)
            if not chunk:
                return
            left -= len(chunk)
    except OSError:
        pass  # the client has gone, or is silent: either way it has had its answer
