"""YAML as an author means it: text stays text, and every fault has a line."""

import pytest

from plugins.site_model import yaml_lines


@pytest.mark.parametrize("written", ["2026-03-02", "no", "1e3", "012", "12:30", "yes"])
def test_values_stay_the_text_that_was_typed(written):
    assert yaml_lines.load(f"x: {written}").value == {"x": written}


def test_every_value_has_its_line():
    document = yaml_lines.load("a: 1\nb:\n  - x\n  - y: z\n    w: v\n")

    assert [document.line(*path) for path in [
        ("a",), ("b",), ("b", 0), ("b", 1, "w")]] == [1, 2, 3, 5]


def test_an_unknown_path_has_the_line_of_what_is_around_it():
    assert yaml_lines.load("a: 1\nb:\n  - x\n").line("b", 9, "c") == 2


@pytest.mark.parametrize("text, line, message", [
    ("a: 1\nb: 2\na: 3", 3, "'a' is there twice"),
    ("a:\n  b: 1\n  b: 2", 3, "'b' is there twice"),
    ("a: &x 1\nb: *x", 1, "'&' starts a YAML anchor"),
    ("a: 1\nb: *strong words", 2, "'*' starts a YAML alias"),
    ("a: 1\nb: *strong* words", 2, "a value cannot start with '*'"),
    ('a: 1\nb: "open\nc: 3', 2, "a quote is opened and not closed"),
    ("a: 1\nb: 'open\nc: 3", 2, "a quote is opened and not closed"),
    ("a: 1\nb: Dry needling: what to expect", 2, "a second ': ' in one line"),
    ("a:\n\t- x", 2, "tab"),
    ("? [a, b]\n: c", 1, "a name must be plain text"),
    ("a: [1, 2", 1, "a list in brackets is not closed"),
    ("a: [/x, /?p=1]", 1, "a value in it has a sign of its own"),
    ("a: @home", 1, "a value cannot start with '@'"),
    ("a: 1\n b: 2", 2, "a second ': ' in one line"),
    (" a: 1\nb: 2", 2, "this line does not fit those above it"),
    ("a: 1\n: 2", 2, "this line does not fit those above it"),
    ("a: 1\nb: " + "[" * 5000, 2, "nested too deep"),
    ("[" * 5000, 1, "nested too deep"),
])
def test_a_fault_is_told_in_an_authors_words(text, line, message):
    with pytest.raises(yaml_lines.YamlError) as raised:
        yaml_lines.load(text)

    assert message in raised.value.message
    assert raised.value.line == line
    assert raised.value.cure


@pytest.mark.parametrize("written", ["&Sons and knees", "!Stop running", "! now"])
def test_no_word_is_lost_to_a_yaml_anchor_or_tag(written):
    """YAML drops the first word of these values; an author must hear of it."""
    with pytest.raises(yaml_lines.YamlError) as raised:
        yaml_lines.load(f"a: 1\ntitle: {written}")

    assert raised.value.line == 2


@pytest.mark.parametrize("written", [r'"\UFFFFFFFF"', r'"\U00110000"'])
def test_an_escape_for_no_character_is_a_fault_with_a_line(written):
    with pytest.raises(yaml_lines.YamlError) as raised:
        yaml_lines.load(f"a: 1\nb: {written}")

    assert raised.value.line in (1, 2)


@pytest.mark.parametrize("text, value", [("", ""), ("# only a comment", ""), ("- a", ["a"])])
def test_a_document_need_not_be_a_mapping(text, value):
    assert yaml_lines.load(text).value == value


@pytest.mark.parametrize("written", ["null", "~", "", "Null"])
def test_what_yaml_calls_nothing_is_empty(written):
    assert yaml_lines.load(f"x: {written}").value == {"x": ""}
    assert yaml_lines.load('x: "null"').value == {"x": "null"}


def test_a_number_sign_cuts_nothing_off():
    with pytest.raises(yaml_lines.YamlError) as raised:
        yaml_lines.load("a: 1\ntitle: The knee #1 question")

    assert raised.value.line == 2
    assert yaml_lines.load("title: Knee  # a remark").value == {"title": "Knee"}
