"""The phrase beside a link."""

import pytest

from plugins.related.reasons import PHRASES, Reason, common_words, reason


def said(here=(), there=(), titles=("", ""), texts=("", ""), topics=("a", "b"), telling=True):
    return reason(here, there, lambda: common_words(titles, texts), topics, "Conditions",
                  lambda word: telling)


def test_shared_labels_come_first_in_the_order_of_the_page_at_most_two():
    assert said(("hip", "knee", "running"), ("running", "hip", "knee")) \
        == Reason("labels", ("hip", "knee"))


def test_a_word_of_one_title_must_stand_in_the_other_post():
    assert said(titles=("", "Tired kneecaps"), texts=("My kneecaps hurt.", "")) \
        == Reason("words", ("kneecaps",))
    assert said(titles=("Tired kneecaps", ""), texts=("", "Kneecaps!")).shared == ("kneecaps",)
    assert said(titles=("", "Knee"), texts=("A kneecap.", "")) == Reason()
    assert said(titles=("", "kneecaps"), texts=("My kneecaps hurt.", ""), telling=False) == Reason()


def test_the_topic_is_the_last_resort():
    assert said(topics=("a", "a")) == Reason("topic", ("Conditions",))
    assert said(topics=("", "")) == said() == Reason()


@pytest.mark.parametrize("why, language, phrase", [
    (Reason("labels", ("shoulder", "exercise")), "en-US", "Also about shoulder and exercise"),
    (Reason("labels", ("hip",)), "en", "Also about hip"),
    (Reason("words", ("stairs",)), "en", "Both mention stairs"),
    (Reason("topic", ("Conditions",)), "EN", "Also in Conditions"),
    (Reason("labels", ("hombro", "ejercicio")), "es-MX", "También sobre hombro, ejercicio"),
    (Reason("labels", ("Schulter",)), "de", ""), (Reason(), "en", ""),
])
def test_a_phrase_in_the_language_of_the_page_or_none(why, language, phrase):
    assert why.phrase(language) == phrase


def test_every_language_can_say_everything():
    assert all(set(phrases) == set(PHRASES["en"]) for phrases in PHRASES.values())
