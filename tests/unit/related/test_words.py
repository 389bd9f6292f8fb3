"""What of a text is counted."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.related.words import (
    SLOTS,
    WORD,
    _found,
    _telling,
    count,
    slot,
    slots,
    vocabulary,
    words,
)


@pytest.mark.parametrize("text, found", [
    ("The runner's knee", ["runner", "knee"]), ("It is what it is", []),
    ("Knee! KNEE", ["knee", "knee"]), ("5 x 10", []), ("the runner’s self-care", ["runner",
                                                                                 "self-care"]),
    ("Rückenschmerzen beim Gehen", ["rückenschmerzen", "beim", "gehen"]),
    ("घुटने का दर्द", ["घुटने", "का", "दर्द"]), ("膝の痛み", ["膝", "の", "痛", "み"]),
    ("болит колено", ["болит", "колено"]), ("כאב ברך", ["כאב", "ברך"]),
])
def test_only_telling_words_count_in_any_script(text, found):
    assert list(words(text)) == found


def test_an_accent_counts_the_same_however_it_is_written():
    assert list(words("cafe\u0301")) == list(words("caf\u00e9"))


def test_words_and_pairs_of_neighbours_are_counted():
    single = slots("kneecap aches")
    turned = slots("aches kneecap")

    assert single[:2] == [slot("kneecap"), slot("aches")]
    assert len(single) == 3
    assert single[2] != turned[2]
    assert slots("kneecap, and the aches") == single


def test_weights_multiply_and_a_label_is_one_term():
    counted = count([("knee knee", 1), ("knee", 3), ("neck", 0)], [("topic", 5), ("", 5)])

    assert counted[slot("knee")] == 5
    assert slot("neck") not in counted
    assert sorted(counted.values()) == [1, 5, 5]


@settings(deadline=None, derandomize=True, max_examples=500, database=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from("ab'’-é9_ \n.\x1c\xa0\u0301\u0915膝の"))))
def test_a_text_divided_at_plain_signs_first_has_the_words_of_the_whole_expression(text):
    whole = WORD.findall(unicodedata.normalize("NFC", text).lower())

    assert list(filter(None, map(_telling, _found(text)))) \
        == list(filter(None, map(_telling, whole)))


@settings(deadline=None, derandomize=True, max_examples=200, database=None)
@given(st.text())
def test_any_text_can_be_counted(text):
    found = slots(text)

    assert all(0 <= one < SLOTS for one in found)
    assert vocabulary(text) == set(words(text))
    assert [slot(word) for word in words(text)] == found[:len(list(words(text)))]
