"""How a problem reads, and what is offered for a mistyped word."""

import pytest

from plugins.site_model.problem import ContentError, Problem, did_you_mean, errors


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


def test_warnings_stop_no_build():
    error, warning = Problem("a.md", 1, "x"), Problem("a.md", 2, "y", "", "warning")

    assert errors([warning, error, error]) == (error,)


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
