"""The blocks an author may use, and what a reader gets from each."""

import pytest

from plugins.article_body.core import convert
from plugins.article_body.links import Resolver
from plugins.images.core import Picture
from tests.unit.builders import shown


def body(source):
    resolver = Resolver("content/posts/me.md", "content", {}, lambda path: Picture(path, 32, 20))
    return convert(source, "me.md", 10, resolver)


def markup(source):
    converted = body(source)
    assert shown(converted.problems) == ""
    return "".join(converted.parts).replace("&nbsp;", " ")


def block(name, title="", inside="Text.", **options):
    """The source of one block; `stop_if="…"` writes the option `stop-if`."""
    lines = [f"    {key.replace('_', '-')}: {value}" for key, value in options.items()]
    head = f"/// {name} | {title}" if title else f"/// {name}"
    return "\n".join([head, *lines, "", inside, "///"])


def test_an_exercise_has_picture_facts_steps_and_when_to_stop_last():
    printed = markup(block("exercise", "Slow squat", "1. Stand.\n2. Sit back.",
                           goal="Wake the hips.", position="Feet apart.", dose="8 times.",
                           stop_if="Pain gets sharp.", picture="images/squat.svg",
                           picture_alt="A person in a shallow squat."))
    order = [printed.index(piece) for piece in (
        "Slow squat", "images/squat.svg", "Goal", "Start", "How much", "<li>Stand.", "Stop if: ")]

    assert order == sorted(order)
    assert printed.startswith('<section class="exercise">')
    assert 'width="32"' in printed
    assert "Pain gets sharp." in printed[order[-1]:]


def test_an_exercise_shows_no_empty_facts():
    printed = markup(block("exercise", "Walk", "1. Walk.", dose="Ten minutes."))

    assert printed.count("<dt>") == 1
    assert "Stop if" not in printed
    assert "<img" not in printed


def test_the_picture_of_an_exercise_needs_its_alternative():
    assert "has no text alternative" in shown(
        body(block("exercise", "Walk", picture="images/squat.svg")).problems)


@pytest.mark.parametrize("option, value", [
    ("dose", "8"), ("stop_if", "yes"), ("goal", "1.5"), ("dose", "1:30"), ("dose", "010"),
    ("stop_if", "Pain: sharp"), ("dose", "[8] times"), ("dose", "Hold: #1 for 10 s")])
def test_an_option_prints_as_it_was_typed(option, value):
    assert value in markup(block("exercise", "Walk", **{option: value}))


@pytest.mark.parametrize("name, title, shows", [
    ("do", "", 'class="advice advice--do"'), ("do", "Do this", "Do this"),
    ("dont", "", "Don"), ("dont", "Not yet", 'class="advice advice--dont"'),
    ("note", "Good to know", "Good to know"), ("key-points", "", "Key points"),
])
def test_a_panel_has_a_title_of_its_own_or_a_set_one(name, title, shows):
    printed = markup(block(name, title, "- Move"))

    assert shows in printed
    assert "<li>Move</li>" in printed
    assert "<h2" in printed


def test_danger_signs_carry_their_title():
    assert "Call 911" in markup(block("red-flags", "Call 911 now", "- Numbness"))


@pytest.mark.parametrize("source, line, message", [
    ("x\n\n/// exercize | Squat\nx\n///", 12, "unknown block '/// exercize'"),
    ("x\n\n/// note\nx", 12, "the block '/// note' is never closed"),
    ("x\n\n///", 12, "'///' closes a block that was never opened"),
    ("/// note\n\n/// do\nx\n///", 10, "the block '/// note' is never closed"),
    ("x\n\n/// exercise\nx\n///", 12, "a block that is not complete"),
    ("x\n\n" + block("exercise", "Squat", color="red"), 13, "'color' is no option"),
])
def test_a_block_that_is_not_right_is_told_with_its_line(source, line, message):
    assert f"me.md:{line}: " in shown(body(source).problems)
    assert message in shown(body(source).problems)


@pytest.mark.parametrize("source, cure", [
    ("x\n\n/// exercize | Squat\nx\n///", "did you mean 'exercise'?"),
    ("x\n\n/// dos\n- x\n///", "did you mean 'do'?"),
    ("x\n\n/// zebra\nx\n///", "known: do, dont, exercise, key-points, note, red-flags, "
                                "testimonial"),
])
def test_a_mistyped_block_is_told_once_with_what_was_meant(source, cure):
    (problem,) = body(source).problems

    assert problem.cure == cure


def test_a_mistyped_option_is_told_with_its_line_and_what_was_meant():
    source = "x\n\n/// exercise | Squat\n    goal: Wake up.\n    dosis: twice\n\n1. Sit\n///"

    told = {problem.line: (problem.message, problem.cure) for problem in body(source).problems}
    assert told[14] == ("'dosis' is no option of '/// exercise'", "did you mean 'dose'?")
    assert sorted(told) == [14]
    assert "is no option" not in shown(body(source.replace("dosis", "dose")).problems)
    assert "is no option" not in shown(body(f"```\n{source}\n```").problems)


def test_blocks_in_code_are_code():
    assert "/// note" in markup("```\n/// note\nx\n```")


def test_a_block_may_hold_another_with_more_slashes():
    printed = markup("//// note | Out\n\n/// do\n- Move\n///\n\n////")

    assert printed.index('class="note"') < printed.index('class="advice advice--do"')


STORY = {"who": "Ann", "date": "March 2026", "relationship": "patient", "incentive": "none",
         "authorization": "'2026-01-05'"}


def test_a_testimonial_says_who_and_when_and_what_to_expect():
    printed = markup(block("testimonial", inside="It helped me.", **STORY))

    assert "<blockquote>" in printed
    assert "It helped me." in printed
    assert "Ann, March 2026" in printed
    assert "yours may differ." in printed
    assert "2026-01-05" not in printed


def test_the_date_of_a_permission_needs_no_quotes():
    printed = markup(block("testimonial", **{**STORY, "authorization": "2026-01-05"}))

    assert "2026-01-05" not in printed


@pytest.mark.parametrize("changes, disclosure", [
    ({"relationship": "staff"}, "staff of the clinic"),
    ({"relationship": "family"}, "family of the clinic"),
    ({"incentive": "received a free visit"}, "received a free visit"),
])
def test_a_testimonial_tells_what_ties_the_speaker_to_the_clinic(changes, disclosure):
    assert disclosure in markup(block("testimonial", **{**STORY, **changes}))
    assert disclosure not in markup(block("testimonial", **STORY))


@pytest.mark.parametrize("missing", STORY)
def test_a_testimonial_without_its_permission_or_its_ties_is_refused(missing):
    story = {key: value for key, value in STORY.items() if key != missing}
    converted = body(block("testimonial", **story))

    assert any(p.severity == "error" and p.line == 10 for p in converted.problems)
    assert "<blockquote>" not in "".join(converted.parts)


def test_a_tie_nobody_knows_is_refused():
    assert body(block("testimonial", **{**STORY, "relationship": "friend"})).problems


@pytest.mark.parametrize("opening, closing, around", [
    ("/// exercise | Squat", "///", '<div class="exercise__steps">\n<p>Slowly.</p>\n</div>'),
    ("/// testimonial\n        who: A.\n        date: 2026-01-02\n        relationship: patient\n"
     "        incentive: none\n        authorization: 2026-01-01", "///",
     "<blockquote>\n<p>Slowly.</p>\n</blockquote>")])
@pytest.mark.parametrize("after", ["\n\nThen rest.", "\n\n- Then rest."])
def test_a_block_in_a_list_ends_where_it_is_closed(opening, closing, around, after):
    converted = body(f"- First:\n\n    {opening}\n\n    Slowly.\n\n    {closing}{after}")

    assert around in converted.parts[0].replace("&nbsp;", " ")
    assert converted.text.endswith("Then rest.")


def test_a_block_that_is_never_closed_in_a_list_does_not_keep_the_build():
    assert body("1. /// exercise | Squat\n\nSlowly.").text == "Squat Slowly."


@pytest.mark.parametrize("source", ["- /// note\n - \n/// note", "- /// note\n  - \n/// do\n\nx"])
def test_a_block_that_would_never_end_is_refused(source):
    assert shown(body("Text.\n\n" + source).problems).startswith(
        "me.md:12: a block (///) begins in the middle of a list or a quote")
