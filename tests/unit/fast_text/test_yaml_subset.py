"""The quick reader of headers against PyYAML, and that it reads nearly all of them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.fast_text import yaml_subset
from plugins.site_model import yaml_lines
from plugins.site_model.text_input import fits
from tests.unit.fast_text.compare import CONTENT, both_ways, fuzz, texts_of

SCALARS = texts_of(
    """a b key 1 - ? : , [ ] { } # & * ! | > ' " % @ ` ~ null Null é ’ --- ... << yes 2020-01-01
    12:30 \\ \\n = + ( ) / . ; _ "" '' "x" 'y'""",
    " ", "  ", ": ", " #", "\t", "\u200b", "\ufeff", "\x85", "\u2028", most=4)
PLAIN = st.text("abc xyz 12.(é’-", min_size=1, max_size=12)
NAMES = st.sampled_from(("title", "key points", "see us", "a", "b-c", "x_y", "T9", "1", "- a", "é"))


def quoted(draw, value):
    """A value in a line, as people and programs write it."""
    form = draw(st.sampled_from(('"{}"', "'{}'", " {} ", "{}", '"{}, {}"', '"\\"{}\\\\{}"')))
    return form.format(value, "z")


@st.composite
def headers(draw):
    """Something like a header: entries of every form, well and badly indented."""
    rows = []
    for _ in range(draw(st.integers(0, 6))):
        value, indent = draw(st.sampled_from((PLAIN, PLAIN, SCALARS))), draw(st.integers(0, 1)) * 2
        name = " " * draw(st.sampled_from((0, 0, 0, 2))) + draw(NAMES)
        several = draw(st.lists(value, max_size=3))
        rows += draw(st.sampled_from((
            [f"{name}: {draw(value)}"], [f"{name}: [{', '.join(several)}]"],
            [f"{name}: \"{draw(value)}\""],
            [f"{name}: [{', '.join(quoted(draw, v) for v in several)}]"],
            [f"{name}: {{{', '.join(f'{draw(NAMES)}: {quoted(draw, v)}' for v in several)}}}"],
            [f"{name}: {{\"p q\": [{', '.join(several)}], 'r' : {draw(value)}, s: [ ] }}"],
            [f"{name}:", *(" " * indent + f"- {v}" for v in several)],
            [f"{name}:", *(f"  {'pqr'[i]}: {v}" for i, v in enumerate(several))],
            [f"{name}:", "  p:", *(" " * indent + f"    - {v}" for v in several)])))
    return "\n".join(rows) + draw(st.sampled_from(("", "\n", "\n\n")))


def read(text):
    """The document, or what its author is told."""
    try:
        document = yaml_lines.load(text)
    except yaml_lines.YamlError as error:
        return error.line, error.message, error.cure
    return repr(document.value), document.lines  # repr: the order of the names counts too


def test_a_sign_that_nobody_sees_is_left_to_the_library():
    signs = [chr(i) for i in range(0x110000) if not 0xd800 <= i < 0xe000 and not fits(chr(i))]

    assert [sign for sign in signs if yaml_subset.read(f"title: a{sign}b")] == []


@fuzz
@given(headers())
@example("title: \U000f0000")
def test_any_header_is_read_as_pyyaml_reads_it(text):
    quick, library = both_ways(lambda: read(text))

    assert quick == library


@fuzz
@given(texts_of("a - : [ ] { } # & * ! | > ' \" ? k: null", "\n", "\n  ", "\n- ", "\nk: ", " "))
def test_any_text_is_read_as_pyyaml_reads_it(text):
    quick, library = both_ways(lambda: read(text))

    assert quick == library


@pytest.mark.parametrize("text", [
    "a: b # c", "a: &x b", "a: *x", "a: !t b", "a: |\n  b", "a: >\n  b", "a: b\n  c", "a: {b}",
    "a: {b: {c: d}}", "a: {}", "a: {b: c, b: d}", "a: {b: c} d", "a: [b, [c]]", "a: [b: c]",
    "a: 'b''c'", 'a: "\\u0041"', "a: b: c", "a: b\na: c", "- a", "a", "a:\n\nb: c", "\ta: b",
    "a: b\r", "? a", "a: -", "a: ?b", "a:b", "# c\na: b", "---\na: b"])
def test_what_is_rare_or_wrong_is_left_to_pyyaml(text):
    assert yaml_subset.read(text) is None


@pytest.mark.parametrize(("text", "value"), [
    ('a: ["b, c", \'d: e\', f g ]', ["b, c", "d: e", "f g"]), ("a: [ ]", []),
    ('a: "b \\"c\\" \\\\ d"', 'b "c" \\ d'), ('a: ["\\"", x]', ['"', "x"]),
    ('a: {"b c": ["d, e", f], g: "h", i: null}', {"b c": ["d, e", "f"], "g": "h", "i": ""})])
def test_brackets_in_one_line_do_not_need_pyyaml(text, value):
    quick, library = both_ways(lambda: read(text))

    assert yaml_subset.read(text)[0] == {"a": value}
    assert quick == library


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.name)
def test_headers_of_the_sample_do_not_need_pyyaml(path):
    header = re.match(r"---\n(.*?)^---\n", path.read_text("utf-8"), re.S | re.M)
    if header is None:
        pytest.skip("a header of the other form")
    quick, library = both_ways(lambda: read(header[1]))

    # Items of "changes" are a day and what was done: such pairs are left to PyYAML.
    assert yaml_subset.read(header[1]) is not None or "\nchanges:" in header[1]
    assert quick == library
