"""Both forms of a header give the same fields, and faults point at their line."""

import pytest

from plugins.site_model import front_matter
from plugins.site_model.text_input import decode

KINDS = {"title": "text", "date": "text", "next review": "text", "tags": "words",
         "key points": "sentences", "red flags": "groups", "slug": "text"}


def parsed(text):
    return front_matter.parse(text, "x.md", KINDS)


def values(text):
    header = parsed(text)
    assert header.problems == ()
    return {name: field.value for name, field in header.fields.items()}


def faults(text):
    return [(problem.line, problem.message) for problem in parsed(text).problems]


@pytest.mark.parametrize("yaml, classic, expected", [
    ("title: Knee pain", "Title: Knee pain", {"title": "Knee pain"}),
    ("date: 2026-03-02", "Date: 2026-03-02", {"date": "2026-03-02"}),
    ("tags: [knee, run]", "Tags: knee, run", {"tags": ("knee", "run")}),
    ("tags: knee; run", "Tags: knee; run", {"tags": ("knee", "run")}),
    ("tags:\n  - knee\n  - run", "Tags: knee\n    run", {"tags": ("knee", "run")}),
    ("tags: [knee, run, walk]", "Tags: knee, run,\n    walk", {"tags": ("knee", "run", "walk")}),
    ("tags: []", "Tags:", {"tags": ()}),
    ("key points: Move, gently.", "Key points: Move, gently.", {"key points": ("Move, gently.",)}),
    ("key points:\n  - One.\n  - Two, three.", "Key points: One.\n    Two, three.",
     {"key points": ("One.", "Two, three.")}),
    ("key points:\n  - One.\n  - Two.", "Key points:\n    One.\n    Two.",
     {"key points": ("One.", "Two.")}),
    ("title: one\n  two", "Title: one\n    two", {"title": "one two"}),
    ("red flags:\n  emergency: [Numbness, Fever]\n  same day: [Pain]",
     "Red flags: emergency: Numbness\n    Emergency: Fever\n    same day: Pain",
     {"red flags": (("emergency", ("Numbness", "Fever")), ("same day", ("Pain",)))}),
    ("red flags:\n  see us: Pain, again", "Red flags: see us: Pain, again",
     {"red flags": (("see us", ("Pain, again",)),)}),
])
def test_both_forms_give_the_same_fields(yaml, classic, expected):
    assert values(f"---\n{yaml}\n---\nText") == expected
    assert values(f"{classic}\n\nText") == expected


@pytest.mark.parametrize("name", ["next review", "Next Review", "next-review", "NEXT_REVIEW",
                                  "next  review"])
def test_case_hyphen_and_underscore_of_a_name_do_not_matter(name):
    assert values(f"---\n{name}: x\n---\n") == values(f"{name}: x\n\n") == {"next review": "x"}


@pytest.mark.parametrize("text, body, body_line", [
    ("---\ntitle: x\n---\nHello\nyou", "Hello\nyou", 4),
    ("---\ntitle: x\n...\nHello", "Hello", 4),
    ("\n\n---\ntitle: x\n---\nHello", "Hello", 6),
    ("title: x\n\nHello", "\nHello", 2),
    ("---\ntitle: x\n---\nHello\n\n---\n\nyou", "Hello\n\n---\n\nyou", 4),
])
def test_the_body_begins_below_the_header(text, body, body_line):
    header = parsed(text)

    assert (header.body, header.body_line) == (body, body_line)
    assert text.split("\n")[body_line - 1:] == body.split("\n")


def test_fields_know_their_line():
    yaml, classic = parsed("---\ntitle: x\n\ntags:\n  - a\ndate: y\n---\n"), \
        parsed("title: x\ntags: a\n    b\ndate: y\n\n")

    assert [yaml.line(name) for name in ("title", "tags", "date", "slug")] == [2, 4, 6, 1]
    assert [classic.line(name) for name in ("title", "tags", "date", "slug")] == [1, 2, 4, 1]


@pytest.mark.parametrize("line, fault", [
    ("titel: x", "unknown field 'titel'"),
    ("Title: again", "duplicate field: 'Title' is there twice"),
    ("save_as: index.html", "'save_as' is not allowed in a header"),
    ("Save As: index.html", "'Save As' is not allowed in a header"),
    ("url: /x/", "'url' is not allowed in a header"),
    ("template: mine", "'template' is not allowed in a header"),
])
def test_a_line_that_cannot_be_taken_is_named(line, fault):
    assert faults(f"---\ntitle: x\n{line}\n---\n") == [(3, fault)]
    assert faults(f"title: x\n{line}\n\n") == [(2, fault)]


@pytest.mark.parametrize("line, cure", [
    ("titel: x", "did you mean 'title'?"),
    ("next reviews: x", "did you mean 'next review'?"),
    ("save_as: x", "use 'slug' instead"),
    ("template: x", "delete the line"),
])
def test_the_cure_is_told_too(line, cure):
    (problem,) = parsed(f"title: x\n{line}\n\n").problems

    assert problem.cure == cure


@pytest.mark.parametrize("text, line, message", [
    ("", 0, "the file is empty"),
    (" \n\t\n", 0, "the file is empty"),
    ("---\ntitle: x\n\nText that goes on", 1, "the header is never closed"),
    ("\n+++\ntitle = 'x'\n+++\n", 2, "the header is TOML"),
    ("title：Knee pain\n", 1, "full-width colon"),
    ("# Knee pain\n\nText", 1, "the header is missing"),
    ("Text without any header.", 1, "the header is missing"),
    ("---\njust words\n---\n", 1, "no 'name: value' lines"),
    ("---\n- a\n- b\n---\n", 1, "no 'name: value' lines"),
    ("---\n---\n", 1, "no 'name: value' lines"),
    ("---\ntitle: x\ntags: Dry: needling\n---\n", 3, "a second ': ' in one line"),
    ("---\ntitle: x\n\ntags: \"a\n---\n", 4, "a quote is opened and not closed"),
    ("\n\n---\ntitle: x\ntags: \"a\n---\n", 5, "a quote is opened and not closed"),
    ("title: x\n# Heading\n\nText", 2, "'# Heading' is no header line"),
])
def test_a_header_that_cannot_be_read_says_why_and_where(text, line, message):
    (problem, *_) = parsed(text).problems

    assert problem.line == line
    assert message in problem.message
    assert problem.cure


@pytest.mark.parametrize("written, fault", [
    ("title:\n  a: b", "'title' is not written as a single value"),
    ("tags:\n  a: b", "'tags' is not written as a list"),
    ("key points:\n  - First: point", "'key points' is not written as a list of sentences"),
    ("red flags: [Fever]", "'red flags' is not written as a list for each of its levels"),
    ("red flags:\n  emergency:\n    a: b",
     "'red flags' is not written as a list for each of its levels"),
])
def test_a_value_of_another_shape_is_refused(written, fault):
    assert faults(f"---\n{written}\n---\n") == [(2, fault)]


@pytest.mark.parametrize("name", ["title", "tags", "key points", "red flags"])
def test_a_field_left_empty_is_no_fault_of_form(name):
    assert parsed(f"---\nslug: x\n{name}:\n---\n").problems == ()
    assert parsed(f"slug: x\n{name}:\n\n").problems == ()


def test_one_level_of_red_flags_in_two_spellings_loses_no_advice():
    header = parsed("---\nred flags:\n  same day: [Fever]\n  Same_Day: [Numbness]\n---\n")
    kept = str(dict(header.fields["red flags"].value)) if "red flags" in header.fields else ""

    assert header.problems or ("Fever" in kept and "Numbness" in kept)


@pytest.mark.parametrize("separator", ["\u2028", "\x85"])
def test_a_line_end_that_no_editor_counts_does_not_shift_the_lines(separator):
    """Word processors leave U+2028 behind; YAML takes it for a line end."""
    text, problems = decode(f"---\ntitle: a{separator} b\ntitel: x\n---\n".encode(), "x.md")
    lines = [problem.line for problem in problems or parsed(text).problems]

    assert lines in ([2], [3])  # the character itself, or the field that is misspelled


def test_the_quotes_of_the_other_form_are_no_part_of_a_value():
    assert parsed('Title: "Knee: what helps"\n\nx').fields["title"].value == "Knee: what helps"
    assert parsed('Title: "A" and "B"\n\nx').fields["title"].value == '"A" and "B"'
