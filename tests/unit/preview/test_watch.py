"""Changes of source files: grouped, without droppings, none lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.preview.watch import Watcher, is_dropping, watch


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("1")
    (tmp_path / "conf.py").write_text("1")
    return tmp_path / "content"


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    """Ends a wait that would never end, and so fails the test rather than hangs it."""
    event = threading.Event()
    timer = threading.Timer(5, event.set)
    timer.start()
    yield event
    timer.cancel()


@pytest.mark.parametrize(
    ("name", "dropping"),
    [
        ("a.md", False),
        ("posts/a.md", False),
        ("vocabulary.yaml", False),
        (".a.md.swp", True),
        ("a.md~", True),
        (".#a.md", True),
        ("#a.md#", True),
        ("4913", True),
        (".DS_Store", True),
        ("x/__pycache__/core.pyc", True),
        (".git/index", True),
    ],
)
def test_droppings(name: str, dropping: bool) -> None:
    assert is_dropping(Path(name)) is dropping


def test_what_changes_between_opening_and_asking_is_not_lost(
    content: Path, stop: threading.Event
) -> None:
    with Watcher([content], stop) as watcher:
        (content / "a.md").write_text("2")
        time.sleep(0.15)  # the first build
        (content / "b.md").write_text("1")
        time.sleep(0.15)
        assert next(watcher.changes()) == {content / "a.md", content / "b.md"}


def test_droppings_alone_say_nothing(content: Path, stop: threading.Event) -> None:
    with Watcher([content], stop) as watcher:
        (content / ".a.md.swp").write_text("x")
        (content / "a.md~").write_text("x")
        time.sleep(0.1)
        (content / "a.md").write_text("2")
        assert next(watcher.changes()) == {content / "a.md"}


def test_a_single_file_is_followed_through_renames(content: Path, stop: threading.Event) -> None:
    conf = content.parent / "conf.py"
    with Watcher([content, conf], stop) as watcher:
        changes = watcher.changes()
        for text in ("2", "3"):
            (content.parent / "other.txt").write_text(text)
            (content.parent / "other.txt").replace(conf)
            assert next(changes) == {conf}


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        Watcher([tmp_path / "nowhere"])


def test_a_change_during_a_build_leads_to_another(content: Path, stop: threading.Event) -> None:
    groups: list[frozenset[Path]] = []

    def build(changed: frozenset[Path]) -> None:
        groups.append(changed)
        if len(groups) == 1:
            (content / "b.md").write_text("1")
            time.sleep(0.2)
        else:
            stop.set()

    threading.Timer(0.2, lambda: (content / "a.md").write_text("2")).start()
    started = time.monotonic()
    watch([content], build, stop)
    assert groups == [{content / "a.md"}, {content / "b.md"}]
    assert time.monotonic() - started < 2


def test_ctrl_c_ends_it_cleanly(content: Path) -> None:
    stop = threading.Event()
    threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    watch([content], lambda changed: None, stop)
    assert stop.is_set()
