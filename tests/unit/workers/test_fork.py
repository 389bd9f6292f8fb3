"""Work on several processes: the same results, in order, and no death that goes unnoticed."""

import os
import select
import signal
from collections import Counter

import pytest

from plugins.workers import fork
from plugins.workers.fork import (
    FORK_FROM,
    WorkerDied,
    beside,
    cores,
    fork_each,
    fork_map,
    standing_by,
)

MANY = range(FORK_FROM * 5)


def square(number):
    return number * number


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_results_are_in_order_whatever_the_number_of_workers(workers):
    assert fork_map(square, MANY, workers) == [square(number) for number in MANY]


def test_the_work_is_done_elsewhere():
    assert os.getpid() not in fork_map(lambda _: os.getpid(), MANY, 2)


def test_a_worker_that_has_done_its_share_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(fork, "ITEMS_A_CHILD", 10)
    items = list(range(200))
    found = fork_map(lambda item: (item, os.getpid()), items, workers=2)
    shares = Counter(process for _, process in found)

    assert [item for item, _ in found] == items
    assert len(shares) > 10
    assert max(shares.values()) <= 10


def test_something_else_is_done_meanwhile_but_not_for_a_few_items():
    told = []

    def meanwhile():
        told.append(os.getpid())

    for items in (MANY, MANY[:2]):
        found = {}
        fork_each(square, items, found.__setitem__, 2, meanwhile=meanwhile)
        assert found == {place: square(number) for place, number in enumerate(items)}
    assert told == [os.getpid()]


def test_results_are_taken_while_others_are_still_at_work():
    reads, writes = os.pipe()

    def wait_at_the_last(number):
        heard = number != MANY[-1] or select.select([reads], [], [], 20)[0]
        return number if heard else "the parent has taken none in 20 seconds"

    taken = []

    def take(place, number):
        if not taken:
            os.write(writes, b"x")
        taken.append((place, number))

    fork_each(wait_at_the_last, MANY, take, 2)
    assert sorted(taken) == [(place, number) for place, number in enumerate(MANY)]
    os.close(reads)
    os.close(writes)


def test_what_fails_meanwhile_ends_the_work(monkeypatch):
    forked, begun = fork._forked, []

    def fail():
        raise ValueError("meanwhile")

    def noted():
        begun.append(forked())
        return begun[-1]

    monkeypatch.setattr(fork, "_forked", noted)
    with pytest.raises(ValueError, match="meanwhile"):
        fork_each(square, MANY, print, 2, meanwhile=fail)
    assert len(begun) == 2
    for child in begun:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_a_few_items_are_not_worth_a_fork():
    assert set(fork_map(lambda _: os.getpid(), MANY[:FORK_FROM - 1], 2)) == {os.getpid()}


def test_results_may_be_larger_than_a_pipe():
    assert fork_map(lambda number: bytes([number]) * 300_000, MANY, 2)[-1] \
        == bytes([MANY[-1]]) * 300_000


def test_of_several_failures_the_first_is_raised():
    def fail(number):
        if number in (30, 90):
            raise ValueError(number)

    with pytest.raises(ValueError, match="30"):
        fork_map(fail, MANY, 2)


def test_an_exception_that_cannot_travel_is_told_in_words():
    class Odd(Exception):
        def __init__(self, one, other):
            super().__init__(one)

    def fail(number):
        raise Odd("what went wrong", number)

    with pytest.raises(RuntimeError, match="what went wrong"):
        fork_map(fail, MANY, 2)


def test_a_killed_worker_is_told_with_what_it_was_at():
    def die(name):
        if name == "post-60.md":
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(WorkerDied, match=r"signal 9.*post-60\.md"):
        fork_map(die, [f"post-{i}.md" for i in MANY[:64]], 2)


def test_progress_counts_every_item():
    told = []
    fork_map(square, MANY, 2, done=told.append)

    assert sum(told) == len(MANY)


def test_workers_can_be_set(monkeypatch):
    monkeypatch.setenv("WORKERS", "3")

    assert cores() == 3


def test_work_beside_goes_on_in_another_process(monkeypatch):
    monkeypatch.setenv("WORKERS", "2")
    with beside(lambda: (os.getpid(), bytes(300_000))) as result:
        here = fork_map(square, MANY, 2)
        process, data = result()

    assert here[-1] == square(MANY[-1])
    assert process != os.getpid()
    assert len(data) == 300_000


def test_with_one_worker_work_beside_is_done_here(monkeypatch):
    monkeypatch.setenv("WORKERS", "1")
    with beside(os.getpid) as result:
        assert result() == os.getpid()


def test_what_fails_beside_is_raised_where_it_is_asked_for(monkeypatch):
    monkeypatch.setenv("WORKERS", "2")
    with beside(lambda: [].pop()) as result, pytest.raises(IndexError):
        result()


def test_a_killed_process_beside_is_told(monkeypatch):
    monkeypatch.setenv("WORKERS", "2")
    with beside(lambda: os.kill(os.getpid(), signal.SIGKILL)) as result, \
            pytest.raises(WorkerDied, match="signal 9"):
        result()


def test_work_beside_that_nobody_asks_for_ends(monkeypatch):
    monkeypatch.setenv("WORKERS", "2")
    with beside(signal.pause) as result:
        child = result.args[0].pid
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_another_answers_from_what_was_known_before():
    known = {"a": 1}
    with standing_by(lambda key: (known[key], os.getpid())) as ask:
        known["a"] = 2
        found = [ask("a"), ask("a")]

    assert {value for value, _ in found} == {1}
    assert len({process for _, process in found}) == 1
    assert found[0][1] != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(found[0][1], 0)


def test_an_answer_may_be_an_error_and_the_next_one_none():
    with standing_by(lambda number: 12 // number) as ask:
        with pytest.raises(ZeroDivisionError):
            ask(0)
        assert ask(3) == 4


def test_whoever_asks_one_that_died_is_told():
    with standing_by(lambda _: os.kill(os.getpid(), signal.SIGKILL)) as ask:
        with pytest.raises(WorkerDied, match="at knee"):
            ask("knee")
        with pytest.raises(WorkerDied):
            ask("knee")


def test_one_that_stands_by_ends_with_its_parent():
    reads, writes = os.pipe()
    parent = os.fork()
    if not parent:
        with standing_by(lambda _: os.getpid()) as ask:
            os.write(writes, str(ask(None)).encode())
            os._exit(0)
    os.close(writes)
    assert int(os.read(reads, 20)) != parent
    os.waitpid(parent, 0)

    assert os.read(reads, 1) == b""  # the other one does not hold the pipe any more either
    os.close(reads)


def test_where_fork_is_not_to_be_had_nobody_answers(monkeypatch):
    monkeypatch.delattr(os, "fork")
    with standing_by(lambda question: question) as ask:
        assert ask is None
