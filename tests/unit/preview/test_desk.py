"""How many messages are taken, and who is kept waiting for how long."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from plugins.preview.desk import Desk


def test_no_more_than_so_many_in_any_minute() -> None:
    now = [100.0]
    desk = Desk(a_minute=2, clock=lambda: now[0])
    assert [desk.takes_another() for _ in range(3)] == [True, True, False]
    now[0] = 159.9
    assert not desk.takes_another()
    now[0] = 160.0
    assert [desk.takes_another() for _ in range(3)] == [True, True, False]


def test_what_is_not_taken_does_not_count() -> None:
    now = [0.0]
    desk = Desk(a_minute=1, clock=lambda: now[0])
    for moment in (0.0, 30.0, 59.0):
        now[0] = moment
        desk.takes_another()
    now[0] = 60.0
    assert desk.takes_another()


def test_threads_do_not_slip_past() -> None:
    desk = Desk(a_minute=10, clock=lambda: 0.0)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: desk.takes_another(), range(200))) == 10


def test_patience_ends() -> None:
    here, there = socket.socketpair()
    with here, there:
        started = time.monotonic()
        Desk(patience=0.3).keep_waiting(here)
        assert 0.25 < time.monotonic() - started < 1.5


@pytest.mark.parametrize("end", ["the sender goes", "the desk closes"])
def test_nobody_waits_longer_than_there_is_a_reason(end: str) -> None:
    here, there = socket.socketpair()
    desk = Desk(patience=30)
    with here, there:
        thread = threading.Thread(target=desk.keep_waiting, args=(here,))
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
        there.close() if end == "the sender goes" else desk.close()
        thread.join(1)
        assert not thread.is_alive()


def test_a_sender_who_says_more_is_still_there() -> None:
    here, there = socket.socketpair()
    with here, there:
        there.sendall(b"POST")
        started = time.monotonic()
        Desk(patience=0.3).keep_waiting(here)
        assert time.monotonic() - started > 0.25
        assert here.recv(9) == b"POST"


def test_the_places_are_bounded_and_given_back() -> None:
    desk = Desk(waiting=1)
    with pytest.raises(ConnectionError), desk.place() as first:
        assert first
        with desk.place() as second:
            assert not second
        with desk.place() as third:  # one who found no place gives none back
            assert not third
        raise ConnectionError
    with desk.place() as later:
        assert later


def test_a_connection_closed_on_this_side_does_not_wait() -> None:
    here, there = socket.socketpair()
    with there:
        here.close()
        started = time.monotonic()
        Desk(patience=30).keep_waiting(here)
        assert time.monotonic() - started < 1
