"""What a plain search of a whole text says, against what the expressions find in its pieces."""

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.article_body import markers, tree
from plugins.article_body.core import _Lines, convert
from plugins.article_body.links import Resolver
from plugins.site_model import records_reader, text_input

QUICK = settings(deadline=None, derandomize=True, max_examples=300, database=None)
PIECES = st.sampled_from([
    "a", "b", "A", " ", " ", "\n", "\n", "    ", "\t", "```", "~~~", "`", "~", "```x", "<b>", "<",
    "<!--", "</x-y>", "<x:y>", "{:x}", "{:", "}", "[a][b]", "[", "]", "/// do", "///", "[a b=c]",
    "[/a]", "[related]", "TODO", "FIXME", "TK", "TBD", "XXX", "[insert", "Lorem IPSUM",
    "lorem ıpſum", "Your Content goes here", "[&hellip;]", "é", "ſ", "İ", "\x7f", "\x00", "\u200b",
    "\ufffd", "Ã\xa9", "â€™", "Â\xa0", "\r", "\x1f"])
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=20).map("".join)


@QUICK
@given(TEXTS)
def test_lines_outside_code_are_the_same_where_there_is_no_code(text):
    lines = text.split("\n")

    assert list(markers.outside_code(lines)) == list(markers._outside_code(lines))


@QUICK
@given(st.lists(st.one_of(PIECES, st.sampled_from(["](/a", "](b.md)", "&amp;", "&#97;", "# a"])),
                max_size=20).map("".join),
       st.sampled_from(["/a", "b.md", "a", "# a", "| a", " a", "/&", "", "a\nb"]))
def test_a_line_found_at_once_is_the_one_that_a_longer_look_finds(text, needle):
    quick, slow = _Lines(text, 7), _Lines(text, 7)
    vars(slow)["_plain"] = False

    assert quick.of(needle) == slow.of(needle)


@QUICK
@given(TEXTS)
def test_a_text_that_shows_no_sign_has_nothing_left_over(text):
    if not tree._suspect(text):
        assert not tree._PLACEHOLDER.search(text)
        assert not any(pattern.search(text) for pattern, _, _ in tree.LEFT_OVER)


@QUICK
@given(TEXTS)
def test_a_value_that_shows_no_sign_holds_no_placeholder(text):
    if not any(sign in text.lower() for sign in records_reader._SIGNS):
        assert not records_reader._SHORTCODE.search(text)
        assert not records_reader._PLACEHOLDER.search(text)


@QUICK
@given(TEXTS)
def test_no_odd_character_is_missed_among_plain_ones(text):
    odd = [*text_input.unfit(text), *text_input.MOJIBAKE.finditer(text)]

    assert len(text_input.character_problems(text, "x.md")) == min(20, len(odd))


@QUICK
@given(TEXTS)
def test_as_many_words_are_counted_as_stand_between_blanks(text):
    body = convert(text_input.FORBIDDEN.sub("", text), "content/posts/me.md", 1,
                   Resolver("content/posts/me.md", "content", {}, dict[str, object]().__getitem__))

    assert body.words == len(body.text.split())
