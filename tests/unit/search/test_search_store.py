"""What the index remembers may be lost, damaged or old, and is then made anew."""

import pytest

from plugins.search import shards, store
from plugins.search.core import words_of

PAGES = {b"a": words_of("Knee", [], [], "A text."), b"b": ""}
KEPT = store.Kept(PAGES, {"": shards.joined(PAGES)[1]})


def test_what_was_kept_comes_back(tmp_path):
    store.save(tmp_path / "new" / "search", KEPT)

    assert store.load(tmp_path / "new" / "search") == KEPT


@pytest.mark.parametrize("damage", [b"", b"x" * 100, None])
def test_what_is_damaged_or_missing_is_nothing(tmp_path, damage):
    path = tmp_path / "search"
    if damage is not None:
        path.write_bytes(damage)

    assert store.load(path) == store.Kept()


def test_one_wrong_byte_is_seen(tmp_path):
    path = tmp_path / "search"
    store.save(path, KEPT)
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")

    assert store.load(path) == store.Kept()


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")

    store.save(tmp_path / "file" / "search", KEPT)
