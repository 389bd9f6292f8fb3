"""Texts that say the same are found as by comparing each with each, whatever was found before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.rules import near, store
from plugins.rules.shingles import packed

MARKS = st.frozensets(st.integers(0, 30), max_size=16)
EDITS = st.lists(st.tuples(st.integers(0, 40), MARKS), max_size=3)


def by_path(texts):
    return {f"{number:05}.md": packed(marks) for number, marks in enumerate(texts)}


@given(st.lists(MARKS, max_size=12))
def test_each_text_is_told_of_the_text_before_it_that_is_most_like_it(texts):
    marks = {f"{number:05}.md": each for number, each in enumerate(texts)}
    expected = {}
    for path, mine in marks.items():
        shares = [(len(mine & other) / len(mine | other), before)
                  for before, other in marks.items() if before < path and mine | other]
        share, before = max(shares, default=(0.0, ""))
        if share > 0.5:
            expected[path] = before

    assert near.alike(by_path(texts)) == expected


def test_many_texts_with_the_same_words_are_each_compared_with_a_few():
    marks = by_path([frozenset(range(200))] * 5_000)

    found = near.alike(marks)  # each with each would be twelve million comparisons

    assert set(found) == set(marks) - {"00000.md"}


@given(st.lists(MARKS, min_size=1, max_size=60), st.lists(EDITS, min_size=1, max_size=4))
def test_after_edits_the_same_is_found_as_from_nothing(texts, steps):
    marks = by_path(texts)
    found = near.compared(marks)
    for edits in steps:
        marks = dict(marks)
        for number, text in edits:  # of a text that is there, or a new one; or it goes
            path = f"{number:05}.md"
            marks |= {path: packed(text)}
            if not text:
                del marks[path]
        found = near.compared(marks, found)

        assert found == near.compared(marks)


@given(st.integers(near.FEW - 2, near.FEW + 3), st.integers(1, 6), st.booleans())
def test_a_mark_that_becomes_one_of_many_is_looked_for_as_from_nothing(texts, own, less):
    shared = frozenset(range(9))
    marks = by_path([shared | {100 * number + each for each in range(own)}
                     for number in range(1, texts + 1)])
    before = near.compared(marks)
    marks = marks | {"new.md": packed(frozenset(range(1 if less else 9)) | {99_999})}

    assert near.compared(marks, before) == near.compared(marks)


def test_an_edit_of_one_text_compares_no_others(monkeypatch):
    texts = [frozenset(range(100 * number, 100 * number + 90)) for number in range(50)]
    before = near.compared(by_path([*texts, texts[7] | {5_555}]))
    monkeypatch.setattr(near, "_from_nothing", None)

    found = near.compared(by_path([*texts, texts[7] | {5_556, 5_557}]), before)

    assert near.likest(found.pairs) == {"00050.md": "00007.md"}


# ---------------------------------------------------------------- what is kept


@pytest.fixture
def marks():
    return by_path([frozenset(range(number // 2 * 50, number // 2 * 50 + 40))
                    for number in range(store.FROM)])


def test_what_is_kept_is_there_again(tmp_path, marks, monkeypatch):
    first = store.alike(tmp_path / "alike", marks)
    monkeypatch.setattr(near, "_from_nothing", None)

    assert store.alike(tmp_path / "alike", marks) == first == near.likest(
        store.load(tmp_path / "alike").pairs)
    assert len(first) == store.FROM // 2


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(b""), lambda path: path.write_bytes(path.read_bytes()[:-9]),
    lambda path: path.write_bytes(path.read_bytes()[:-1] + b"\0\0"),
    lambda path: (path.unlink(), path.mkdir())])
def test_what_is_damaged_is_nothing(tmp_path, marks, damage):
    path = tmp_path / "alike"
    first = store.alike(path, marks)
    damage(path)

    assert store.load(path) == near.NOTHING
    assert store.alike(path, marks) == first


def test_where_nothing_can_be_written_the_same_is_found(tmp_path, marks):
    (tmp_path / "file").write_text("")
    place = tmp_path / "file" / "alike"

    assert store.alike(place, marks) == near.alike(marks)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_few_texts_are_compared_without_a_file(tmp_path):
    assert store.alike(tmp_path / "alike", by_path([frozenset("ab")] * 0)) == {}
    assert not list(tmp_path.iterdir())
