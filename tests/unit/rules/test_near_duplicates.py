"""Texts that say the same are found as by comparing each with each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.rules.sources import alike

MARKS = st.frozensets(st.integers(0, 30), max_size=16)


@given(st.lists(MARKS, max_size=12))
def test_each_text_is_told_of_the_text_before_it_that_is_most_like_it(texts):
    marks = {f"{number:02}.md": each for number, each in enumerate(texts)}
    expected = {}
    for path, mine in marks.items():
        shares = [(len(mine & other) / len(mine | other), before)
                  for before, other in marks.items() if before < path and mine | other]
        share, before = max(shares, default=(0.0, ""))
        if share > 0.5:
            expected[path] = before

    assert alike(marks) == expected


def test_many_texts_with_the_same_words_are_each_compared_with_a_few():
    marks = {f"{number:05}.md": frozenset(range(200)) for number in range(5_000)}

    found = alike(marks)  # each with each would be twelve million comparisons

    assert set(found) == set(marks) - {"00000.md"}
