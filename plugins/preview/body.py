"""The body of a request to the preview: read within limits of size and time, or got rid of."""

from __future__ import annotations

import re
import socket
import time
from email.message import Message
from io import BufferedIOBase

from plugins.contact_form.receiver import MAX_BODY, BadSubmission

# What is read of a body that is not wanted, so that its sender gets to the answer.
DRAIN_BYTES = 16 * 1024 * 1024
DRAIN_SECONDS = 2.0


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


def drain(connection: socket.socket, source: BufferedIOBase) -> None:
    """Read what is left of a body, within limits: closing on it would destroy the answer."""
    deadline, left = time.monotonic() + DRAIN_SECONDS, DRAIN_BYTES
    try:
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(DRAIN_SECONDS / 2)
        while left > 0 and time.monotonic() < deadline:
            chunk = source.read1(65536)
            if not chunk:
                return
            left -= len(chunk)
    except OSError:
        pass  # the client has gone, or is silent: either way it has had its answer
