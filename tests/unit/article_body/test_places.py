"""Where a link may be put into a text by itself."""

import pytest

from plugins.article_body.places import after_a_third

FIVE = "one two three four five"


def split(*parts):
    found = after_a_third(parts)
    return found and (found[0], parts[found[0]][:found[1]], parts[found[0]][found[1]:])


def test_between_two_paragraphs_after_about_a_third():
    text = "\n".join(f"<p>{FIVE} {i}</p>" for i in range(6))
    part, before, after = split(text)

    assert (part, before.count("<p>"), after[:3]) == (0, 2, "<p>")
    assert before + after == text


@pytest.mark.parametrize("text", [
    "<p>Only one</p>", "", "<p>one</p>\n<ul><li>two</li></ul>\n<h2>three</h2>\n<p>four</p>",
    "<blockquote><p>one</p><p>two</p></blockquote>", "<div><p>one</p>\n<p>two</p></div>"])
def test_nothing_is_torn_apart(text):
    assert split(text) is None


def test_void_elements_and_odd_characters_do_not_confuse_the_count():
    text = "<p>a<br>b <img src='x' alt='&lt;p&gt;'></p>\n<p>“c” &amp; é</p>\n<p>d e f</p>"

    assert split(text)[1] == "<p>a<br>b <img src='x' alt='&lt;p&gt;'></p>\n"


@pytest.mark.parametrize("text", [
    f"<p>one</p><p>two</p>{'<h2>x</h2><p>a b c d e f g</p>' * 3}",  # too early
    f"{'<h2>x</h2><p>a b c d e f g</p>' * 3}<p>end</p>",  # too late
    "<p>Do this:</p>\n<p>and that, then rest.</p>",
    "<p>Do <b>this:</b></p>\n<p>and that, then rest.</p>"])
def test_no_place_is_better_than_a_bad_one(text):
    assert split(text) is None


def test_markers_between_the_parts_count_for_nothing():
    assert split(f"<p>{FIVE}</p>", object(), f"<p>{FIVE}</p><p>{FIVE}</p>" * 3)[0] == 2
