"""Work in forked processes: one function over many items, with the same results, in order, on all
cores; or one piece of work beside others; or answers to questions while the parent goes on.

Forked, because the children then see everything the parent has read without a copy or a pickle;
where fork is not to be had (Windows), or for one worker, the same is done one after the other.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import struct
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T, R = TypeVar("T"), TypeVar("R")
CHUNKS_A_WORKER = 16  # of few items: small enough that no core waits long for the last
MOST_A_CHUNK = 40  # of many: what comes last is often what takes longest
MOST_CHUNKS = 10_000  # whose numbers a pipe holds
# Then another takes its place: what a child touches it has a copy of, and of a large site it would
# in the end have copied everything. With fewer, CPU goes into copying the same again and again.
ITEMS_A_CHILD = 6_400
PATIENCE = 5  # how much a piece of work beside others lets these go first (nice)
FORK_FROM = 24  # items; below that, forking costs more than it saves
_NUMBER = struct.Struct("=i")
_HEAD = struct.Struct("=cqi")  # what a message is, the length of its data, the number of the chunk
_BEGUN, _RESULTS, _FAILURE = b"b", b"r", b"f"


class WorkerDied(RuntimeError):
    """A worker ended before its work did; `items` are those it may have been at."""

    def __init__(self, items: Sequence[object], status: int) -> None:
        how = f"signal {-status}" if status < 0 else f"status {status}"
        at = f" at {', '.join(str(item) for item in items[:3])}" if items else ""
        super().__init__(f"a worker process died ({how}){at}{' …' if len(items) > 3 else ''}; most "
                         "likely the machine ran out of memory: close other programs, or build "
                         "with WORKERS=1")
        self.items = tuple(items)


def cores() -> int:
    """How many processes can work at the same time here; WORKERS sets it."""
    wanted = os.environ.get("WORKERS", "")
    if wanted.isascii() and wanted.isdigit() and int(wanted) > 0:
        return min(int(wanted), 64)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def fork_map(function: Callable[[T], R], items: Sequence[T], workers: int = 0,
             name: Callable[[T], object] = str, done: Callable[[int], None] | None = None
             ) -> list[R]:
    """`[function(item) for item in items]`, in `workers` processes; see `fork_each`."""
    results: list[Any] = [None] * len(items)
    fork_each(function, items, results.__setitem__, workers, name, done)
    return results


def fork_each(function: Callable[[T], R], items: Sequence[T], take: Callable[[int, R], object],
              workers: int = 0, name: Callable[[T], object] = str,
              done: Callable[[int], None] | None = None,
              meanwhile: Callable[[], object] | None = None) -> None:
    """Call `take` with the number of each item and `function(item)`, which is found out in
    `workers` processes (0: one for each core), as soon as it is there: in any order, and while the
    others are still at work.

    What a function changes is lost with its process; its results come back by pickle. What it
    raises is raised here, of several the one of the first item. `name` tells an item in messages,
    `done` hears how many more items are done. `meanwhile` is called when the processes are at
    work, if there are any. Raises WorkerDied when a process is killed.
    """
    workers = min(workers or cores(), -(-len(items) // 2))
    if workers < 2 or len(items) < FORK_FROM or not hasattr(os, "fork"):
        _one_after_the_other(function, items, take, done)
        return
    size = min(MOST_A_CHUNK, -(-len(items) // (workers * CHUNKS_A_WORKER)))
    size = max(size, len(items) // MOST_CHUNKS)
    _Pool(function, items, size, take, name, done).run(workers, meanwhile)


@contextmanager
def beside(function: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Begin one piece of work in a process of its own, and go on; the function that is given waits
    for its result, which comes by pickle, or raises what it raised. Raises WorkerDied then when the
    process was killed. Where fork is not to be had, or for one worker, the work is done when it is
    asked for."""
    if cores() < 2 or not hasattr(os, "fork"):
        yield function
        return
    reads, writes = os.pipe()
    _widen(writes)
    pid = _forked()
    if pid == 0:
        _do(function, writes)
    os.close(writes)
    child = _Child(pid, reads)
    try:
        yield partial(_result, child)
    finally:
        _end(child)


@contextmanager
def standing_by(function: Callable[[T], R]) -> Iterator[Callable[[T], R] | None]:
    """A process that knows what this one knows now, and answers questions with `function` from
    that, whatever this one changes meanwhile. What is given asks it, from one thread at a time;
    question and answer go by pickle. It raises what the function raised, and WorkerDied when the
    process was killed or has ended with the context. None where fork is not to be had."""
    if not hasattr(os, "fork"):
        yield None
        return
    from multiprocessing.connection import Pipe  # takes its time to import, and few need it

    here, there = Pipe()
    pid = _forked()
    if pid == 0:
        here.close()  # so that it ends with its parent, whatever ends that
        _answer_all(function, there)
    there.close()
    child = _Child(pid, here.fileno())

    def ask(question: T) -> R:
        try:
            here.send(question)
            found, failed = here.recv()
        except (OSError, EOFError):
            raise WorkerDied([question], -signal.SIGKILL) from None
        if failed:
            raise found
        return found  # type: ignore[no-any-return]

    try:
        yield ask
    finally:
        _kill(child)
        here.close()


def _answer_all(function: Callable[[Any], Any], questions: Connection) -> NoReturn:
    """The life of a child that answers until it is killed, or its parent is."""
    try:
        _settle()
        while True:
            question = questions.recv()
            try:
                data = pickle.dumps((function(question), False), 5)
            except BaseException as error:
                data = pickle.dumps((_sendable(error), True), 5)
            questions.send_bytes(data)
    finally:
        os._exit(0)


def _widen(pipe: int) -> None:
    """Let a child leave a result of up to a megabyte and end, before anybody asks for it: as long
    as it is there, all memory stays that its parent had when it began."""
    with suppress(OSError, ImportError, AttributeError):  # Linux alone has this
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def _do(function: Callable[[], Any], out: int) -> NoReturn:
    """The life of a child with one piece of work: for the time when a core has nothing else."""
    try:
        _settle()
        with suppress(OSError):
            os.nice(PATIENCE)
        try:
            _send(out, _RESULTS, 0, pickle.dumps(function(), 5))
        except BaseException as error:
            _send(out, _FAILURE, 0, _pickled(error))
    finally:
        os._exit(0)


def _result(child: _Child) -> Any:
    while data := os.read(child.pipe, 1 << 20):
        child.waiting += data
    if not child.waiting:
        _, status = os.waitpid(child.pid, 0)
        child.pid = 0
        raise WorkerDied((), os.waitstatus_to_exitcode(status))
    kind, _, _ = _HEAD.unpack_from(child.waiting)
    found = pickle.loads(memoryview(child.waiting)[_HEAD.size:])
    if kind == _FAILURE:
        raise found
    return found


def _one_after_the_other(function: Callable[[T], R], items: Sequence[T],
                         take: Callable[[int, R], object], done: Callable[[int], None] | None
                         ) -> None:
    for number, item in enumerate(items):
        take(number, function(item))
        if done:
            done(1)


@dataclass
class _Child:
    pid: int
    pipe: int
    waiting: bytearray = field(default_factory=bytearray)
    at: int = -1  # the chunk it works at


class _Pool:
    def __init__(self, function: Callable[[Any], Any], items: Sequence[Any], size: int,
                 take: Callable[[int, Any], object], name: Callable[[Any], object],
                 done: Callable[[int], None] | None) -> None:
        self._function, self._give, self._name, self._done = function, take, name, done
        self._chunks = [items[i:i + size] for i in range(0, len(items), size)]
        self._size = size
        self._failures: dict[int, BaseException] = {}
        self._begun = 0
        self._chunks_a_child = max(1, ITEMS_A_CHILD // size)

    def run(self, workers: int, meanwhile: Callable[[], object] | None) -> None:
        """Do all chunks."""
        # Whoever is free takes the next number: reading four bytes from a pipe is atomic.
        numbers, feed = os.pipe()
        os.write(feed, b"".join(_NUMBER.pack(i) for i in range(len(self._chunks))))
        os.close(feed)
        gc.freeze()  # else the first collection in a child would copy all of the parent's pages
        children: list[_Child] = []
        try:
            self._gather(workers, numbers, children, meanwhile)
        finally:
            gc.unfreeze()
            os.close(numbers)
            for child in children:
                _end(child)
        if self._failures:
            raise self._failures[min(self._failures)]

    def _start(self, numbers: int) -> _Child:
        reads, writes = os.pipe()
        pid = _forked()
        if pid == 0:
            self._work(numbers, writes)
        os.close(writes)
        return _Child(pid, reads)

    def _work(self, numbers: int, out: int) -> NoReturn:
        """The life of a child, which must never return into the code of its parent."""
        try:
            _settle()
            for _ in range(self._chunks_a_child):
                found = os.read(numbers, _NUMBER.size)
                if not found:
                    break
                number = _NUMBER.unpack(found)[0]
                _send(out, _BEGUN, number, b"")
                try:
                    results = [self._function(item) for item in self._chunks[number]]
                    _send(out, _RESULTS, number, pickle.dumps(results, 5))
                except BaseException as error:
                    _send(out, _FAILURE, number, _pickled(error))
        finally:
            os._exit(0)

    def _gather(self, workers: int, numbers: int, children: list[_Child],
                meanwhile: Callable[[], object] | None) -> None:
        """Start `workers` children, and another for each that has done its share, until all chunks
        are done. All that were started are put into `children`."""
        at_work: dict[int, _Child] = {}
        poll = select.poll()

        def start() -> None:
            child = self._start(numbers)
            children.append(child)
            at_work[child.pipe] = child
            poll.register(child.pipe, select.POLLIN)

        for _ in range(workers):
            start()
        if meanwhile:
            for child in children:
                _widen(child.pipe)  # nobody takes their results for a while
            meanwhile()
        while at_work:
            for pipe, _ in poll.poll():
                data = os.read(pipe, 1 << 16)  # what a pipe holds, if it was not widened
                at_work[pipe].waiting += data
                self._take(at_work[pipe])
                if not data:
                    poll.unregister(pipe)
                    self._look_after(at_work.pop(pipe))
                    if self._begun < len(self._chunks):
                        start()

    def _take(self, child: _Child) -> None:
        """Take over what a child has sent as far as it is whole."""
        while len(child.waiting) >= _HEAD.size:
            kind, length, number = _HEAD.unpack_from(child.waiting)
            if len(child.waiting) < _HEAD.size + length:
                return
            sent = bytes(child.waiting[_HEAD.size:_HEAD.size + length])
            del child.waiting[:_HEAD.size + length]
            child.at = number if kind == _BEGUN else -1
            self._begun += kind == _BEGUN
            if kind == _RESULTS:
                for place, result in enumerate(pickle.loads(sent), number * self._size):
                    self._give(place, result)
            elif kind == _FAILURE:
                self._failures[number] = pickle.loads(sent)
            if kind != _BEGUN and self._done:
                self._done(len(self._chunks[number]))

    def _look_after(self, child: _Child) -> None:
        """A child has closed its pipe: it is done, or it died."""
        if child.at >= 0:
            _, status = os.waitpid(child.pid, 0)
            child.pid = 0
            raise WorkerDied([self._name(item) for item in self._chunks[child.at]],
                             os.waitstatus_to_exitcode(status))


def _forked() -> int:
    with warnings.catch_warnings():
        # Python warns of threads at a fork. Ours (the preview's server and watcher) hold no lock
        # that the pure functions of a child take.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _settle() -> None:
    """What a child does first."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends us


def _end(child: _Child) -> None:
    os.close(child.pipe)
    _kill(child)


def _kill(child: _Child) -> None:
    if child.pid:
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)


def _send(pipe: int, kind: bytes, number: int, data: bytes) -> None:
    head = _HEAD.pack(kind, len(data), number)
    # A small message in one piece, of which a child that dies leaves all or nothing; of a large one
    # there is no second copy.
    for part in (head + data,) if len(data) < select.PIPE_BUF else (head, data):
        whole = memoryview(part)
        while whole:
            whole = whole[os.write(pipe, whole):]


def _pickled(error: BaseException) -> bytes:
    return pickle.dumps(_sendable(error), 5)


def _sendable(error: BaseException) -> BaseException:
    """An exception for the parent; of one that cannot travel its text."""
    try:
        pickle.loads(pickle.dumps(error, 5))
        return error
    except Exception:
        return RuntimeError("".join(traceback.format_exception(error)))
