"""What the bytes of a file may be, and what an author hears of those that are not."""

import pytest

from plugins.site_model import text_input


@pytest.mark.parametrize("data, text", [
    (b"plain", "plain"),
    (b"\xef\xbb\xbftitle: x", "title: x"),
    (b"a\r\nb\rc\n", "a\nb\nc\n"),
    ("“caf\u00e9” 🙂\t5 × 5".encode(), "“caf\u00e9” 🙂\t5 × 5"),
    (b"", ""),
])
def test_sound_bytes_become_clean_text(data, text):
    assert text_input.decode(data, "x.md") == (text, ())


@pytest.mark.parametrize("data, line, message", [
    ("a".encode("utf-16"), 1, "UTF-16"),
    (b"\xfe\xff\x00a", 1, "UTF-16"),
    (b"one\ntwo\ncaf\xe9\n", 3, "byte 0xE9"),
    (b"a" * (text_input.MAX_BYTES + 1), 0, "too large (1.0 MB)"),
])
def test_bytes_that_are_no_text_give_no_text(data, line, message):
    text, (problem,) = text_input.decode(data, "x.md")

    assert text == ""
    assert (problem.line, problem.severity) == (line, "error")
    assert message in problem.message
    assert problem.cure


@pytest.mark.parametrize("bad, message", [
    ("\x00", "a NUL byte"),
    ("\x07", "a control character (U+0007)"),
    ("\u009d", "a control character (U+009D)"),
    ("\u202e", "an invisible bidi override"),
    ("\u202d", "an invisible bidi override"),
    ("\ufffd", "a replacement character"),
    ("don\u00e2\u20ac\u2122t", "mojibake"),
    ("caf\u00c3\u00a9", "mojibake"),
    ("5\u00c2\u00a0km", "mojibake"),
])
def test_a_character_no_reader_should_meet_is_named_with_its_line(bad, message):
    _, (problem,) = text_input.decode(f"one\ntwo {bad} two\n".encode(), "x.md")

    assert problem.line == 2
    assert message in problem.message


def test_a_ruined_file_gives_a_short_list():
    _, problems = text_input.decode(b"\x01\n" * 500, "x.md")

    assert len(problems) == 20


@pytest.mark.parametrize("name", ["Ångström", "garçon", "Âge", "naïve"])
def test_real_accents_are_no_mojibake(name):
    assert text_input.decode(name.encode(), "x.md")[1] == ()
