"""What is kept between builds is there again, or is gone; never something else."""

import sqlite3
from contextlib import suppress

import pytest

from plugins.memory.store import Damaged, Store

ONE, TWO = b"version one", b"version two"


def kept(path, version=ONE, say=lambda line: None):
    store = Store(path, version, say)
    found = dict(store.all("posts"))
    store.close()
    return found


@pytest.fixture
def path(tmp_path):
    """A file with two rows."""
    store = Store(tmp_path / "memory.sqlite3", ONE)
    store.put("posts", [("a", b"A" * 5000), ("b", b"B")])
    store.commit()
    store.close()
    return tmp_path / "memory.sqlite3"


def test_rows_are_there_again(path):
    assert kept(path) == {"a": b"A" * 5000, "b": b"B"}


def test_rows_that_were_not_committed_are_not(path):
    store = Store(path, ONE)
    store.put("posts", [("c", b"C")])
    store.close()

    assert "c" not in kept(path)


def test_rows_of_files_that_are_gone_are_forgotten(path):
    store = Store(path, ONE)
    store.keep_only("posts", ["b"])
    store.commit()
    store.close()

    assert kept(path) == {"b": b"B"}


def test_rows_of_another_version_are_none(path):
    assert kept(path, TWO) == {}
    assert kept(path, TWO) == {}


def test_a_damaged_row_is_none(path):
    connection = sqlite3.connect(path)
    connection.execute("UPDATE posts SET data = replace(data, 'B', 'C') WHERE name = 'b'")
    connection.execute("UPDATE posts SET data = 'text' WHERE name = 'b'")
    connection.commit()
    connection.close()

    assert kept(path) == {"a": b"A" * 5000}


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(b"no database at all"),
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(path.read_bytes()[:3000]),
    lambda path: (path.unlink(), path.mkdir())])
def test_a_file_that_is_no_memory_is_replaced(path, damage):
    damage(path)
    try:
        found = kept(path)
    except Damaged:  # found out only when it was read
        found = kept(path)

    assert found == {}


def test_damage_within_is_told_and_the_file_taken_away(path):
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(bytes(data))
    said = []
    with suppress(Damaged):  # or it was found out, and replaced, when it was opened
        assert kept(path, say=said.append) == {}

    assert kept(path) == {}
    assert len(said) == 1 and "built anew" in said[0]


def test_what_does_not_fit_is_taken_away_by_its_maker_alone(path):
    said = []
    store = Store(path, ONE, said.append)
    error = store.damaged("a text is gone")

    assert store.get("posts", "b") == b"B"
    store.take_away(error)
    assert kept(path) == {}
    assert said == [f"{path.name} of the last builds is damaged (a text is gone); everything is "
                    "built anew"]


def test_a_place_that_cannot_be_written_keeps_for_one_build(tmp_path):
    (tmp_path / "file").write_text("")
    said = []
    store = Store(tmp_path / "file" / "memory.sqlite3", ONE, said.append)
    store.put("posts", [("a", b"A")])
    store.commit()

    assert store.get("posts", "a") == b"A"
    store.close()
    assert len(said) == 1
