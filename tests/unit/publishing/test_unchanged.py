"""A build that need not be done is known as such, and one that must be looks only once."""

import os
import time

from plugins.publishing import unchanged
from plugins.publishing.finished import finished
from plugins.publishing.folder import stamps


def left(output):
    return finished(output, stamps(output), time.time_ns())


def project(tmp_path):
    for name in ("content", "output"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text("Walk.")
    (tmp_path / "settings.py").write_text("")
    before = time.time() - 60
    for path in tmp_path.rglob("*.*"):
        os.utime(path, (before, before))
    return tmp_path / "settings.py", tmp_path / "output", tmp_path / "memory.json"


def test_what_was_seen_before_is_what_is_seen_now(tmp_path, monkeypatch):
    settings, output, memory = project(tmp_path)
    monkeypatch.setattr(unchanged, "SETTLED_NS", 0)
    folders = (str(tmp_path / "content"),)
    assert unchanged.told_before(memory, settings, output) == (None, None)
    unchanged.remember(memory, unchanged.inputs(settings, folders), settings,
                       left(output), time.time() + 60, ["Built."])

    told, seen = unchanged.told_before(memory, settings, output)
    assert told == ["Built."] and seen == unchanged.inputs(settings, folders)

    (tmp_path / "content" / "a.md").write_text("Walk more.")
    told, seen = unchanged.told_before(memory, settings, output)
    assert told is None and seen == unchanged.inputs(settings, folders)


def test_a_change_while_a_build_begins_is_found_by_the_next(tmp_path, monkeypatch):
    settings, output, memory = project(tmp_path)
    monkeypatch.setattr(unchanged, "SETTLED_NS", 0)
    seen = unchanged.inputs(settings, [str(tmp_path / "content")])
    (tmp_path / "content" / "a.md").write_text("Walk more.")
    unchanged.remember(memory, seen, settings, left(output), time.time() + 60,
                       ["Built."])

    assert unchanged.told_before(memory, settings, output)[0] is None


def test_memory_of_something_else_is_none(tmp_path):
    settings, output, memory = project(tmp_path)
    for text in ("", "{}", "[]", '{"settings": 1}', "\0"):
        memory.write_text(text)
        assert unchanged.told_before(memory, settings, output) == (None, None)
