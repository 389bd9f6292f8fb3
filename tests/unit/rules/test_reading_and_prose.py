"""Blocks and their lines, and the measures of reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.article_body.core import Body
from plugins.rules.catalogue import judge
from plugins.rules.core import Facts, Writing
from plugins.rules.prose import blocks, visible
from plugins.rules.reading import measure, syllables
from tests.unit.builders import article, clinic, person

SOURCE = """A paragraph
over *two* lines.[^a]

## A heading

- one [link](x.md)
- two
  goes on

> Somebody said it.

/// exercise | Slow squat
    dose: 8 times

1. Sit back.
///

```
code is not read
```

/// testimonial
    who: Sam

It helped.
///

| a | b |

    indented code"""


def test_every_block_has_its_kind_and_line():
    assert [(b.kind, b.line, b.text) for b in blocks(SOURCE, 10)] == [
        ("paragraph", 10, "A paragraph\nover two lines."), ("heading", 13, "A heading"),
        ("item", 15, "one link"), ("item", 16, "two\ngoes on"),
        ("quote", 19, "Somebody said it."), ("heading", 21, "Slow squat"),
        ("option", 22, "8 times"), ("item", 24, "Sit back."), ("testimonial", 32, "Sam"),
        ("testimonial", 34, "It helped."), ("table", 37, "| a | b |")]


def test_a_block_knows_its_links_and_citations():
    first, *_, = blocks("See [the\nguideline](https://example.org/a \"b\") and [us](x.md).[^doe]")

    assert first.links == (("the\nguideline", "https://example.org/a", 1), ("us", "x.md", 2))
    assert first.cited


@pytest.mark.parametrize("raw, text", [
    ("**bold** and _it_", "bold and it"), ("a\\*b", "a*b"), ("`code` left", " left"),
    ("![alt](x.png) b", " b"), ("snake_case_word", "snake_case_word"), ("2 * 3 * 4", "2 * 3 * 4"),
    ("[a [b] c](x)", "a [b] c"), ("[word][ref]", "word"), ("<https://example.org>", "")])
def test_marks_of_markdown_are_taken_out(raw, text):
    assert visible(raw) == text


@given(st.text(alphabet="ab.[]()*_`#>|-/ \n!<^\\1", max_size=200))
def test_no_source_stops_the_rules_and_lines_stay_in_the_file(source):
    record = article(body=source, body_line=3)
    found = judge(record, Body(), Facts(clinic(), (person(),)))

    assert all(1 <= each.line <= 3 + source.count("\n") for each in found)


@pytest.mark.parametrize("word, count", [
    ("knee", 1), ("walk", 1), ("muscle", 2), ("needle", 2), ("therapy", 3), ("exercise", 3),
    ("walked", 1), ("rested", 2), ("physical", 3), ("rehabilitation", 6), ("radio", 3), ("the", 1)])
def test_syllables(word, count):
    assert syllables(word) == count


def test_the_grade_is_that_of_flesch_and_kincaid():
    words = Writing(article(body="The cat sat on the mat today. " * 10, summary=""), Body(),
                    Facts(clinic()))
    reading = measure(words)

    assert len(reading.sentences) == 10
    # 7 words a sentence, 8 syllables: 0.39 * 7 + 11.8 * 8 / 7 - 15.59
    assert reading.grade == pytest.approx(0.6257, abs=0.001)
    assert reading.mean == 7


def test_the_worst_sentences_are_named_with_their_lines():
    hard = "Individuals experiencing musculoskeletal dysfunction necessitate evaluation."
    body = "\n\n".join(["We walk a bit today."] * 8 + [hard])
    reading = measure(Writing(article(body=body, body_line=5), Body(),
                              Facts(clinic())))

    assert (reading.worst[0].line, reading.worst[0].text) == (21, hard)
