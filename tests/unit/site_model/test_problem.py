"""How a problem reads, and what is offered for a mistyped word."""

import pytest

from plugins.site_model.problem import ContentError, Problem, did_you_mean, errors, how_many


@pytest.mark.parametrize("problem, text", [
    (Problem("x.md", 3, "no date", "add one"), "x.md:3: no date — add one"),
    (Problem("x.md", 0, "no date", "add one"), "x.md: no date — add one"),
    (Problem("x.md", 3, "no date"), "x.md:3: no date"),
    (Problem("x.md", 3, "no date", "add one", "warning"), "x.md:3: warning: no date — add one"),
])
def test_a_problem_is_one_line_that_editors_can_follow(problem, text):
    assert str(problem) == text


def test_problems_are_listed_in_order_and_once():
    a, b, c = Problem("a.md", 10, "x"), Problem("a.md", 9, "y"), Problem("b.md", 1, "z")

    assert str(ContentError([c, a, b, a])) == "a.md:9: y\na.md:10: x\nb.md:1: z"


def test_files_with_errors_come_first_and_in_a_file_the_errors():
    error, early = Problem("b.md", 9, "x"), Problem("b.md", 2, "y", "", "warning")
    other = Problem("a.md", 1, "z", "", "warning")

    assert ContentError([other, early, error]).problems == (error, early, other)


def test_warnings_stop_no_build():
    error, warning = Problem("a.md", 1, "x"), Problem("a.md", 2, "y", "", "warning")

    assert errors([warning, error, error]) == (error,)


@pytest.mark.parametrize("lines, said", [
    (["a.md:1: x"], "1 problem to mend; nothing was changed."),
    (["a.md:1: x", "b.md: y"], "2 problems to mend; nothing was changed."),
    (["a.md:1: x", "a.md:2: warning: y"], "1 problem to mend, 1 warning beside; nothing was "
                                          "changed."),
    (["a.md: warning: x", "a.md:2: warning: y", "b.md:1: says 'a: warning: b'"],
     "1 problem to mend, 2 warnings beside; nothing was changed."),
])
def test_warnings_are_not_counted_among_what_must_be_mended(lines, said):
    assert how_many("\n".join(lines)) == said


@pytest.mark.parametrize("word, known, said", [
    ("sholder", ["knee", "shoulder"], "did you mean 'shoulder'?"),
    ("KNEE", ["knee", "shoulder"], "did you mean 'knee'?"),
    ("xyz", ["knee", "hip"], "known: hip, knee"),
    ("xyz", [], "none is known yet"),
    ("xyz", [f"a{i:02}" for i in range(20)], "known: " + ", ".join(f"a{i:02}" for i in range(12))
     + " …"),
])
def test_the_nearest_word_is_offered_or_the_short_list(word, known, said):
    assert did_you_mean(word, known) == said
