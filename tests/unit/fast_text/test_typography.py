"""Quick typography against typogrify and smartypants themselves."""

import pytest
from hypothesis import given
from typogrify import filters
from typogrify.filters import typogrify

from plugins.article_body.core import TYPOGRAPHY, convert, polish, polish_text
from plugins.article_body.links import Resolver
from plugins.fast_text import typography
from tests.unit.fast_text.compare import bodies, both_ways, fast_text, fuzz, texts_of

HTML = texts_of(
    """' " '' "' '" `` ` -- --- - ... . \\ \\' \\\\ & &amp; &#38; &nbsp; &mdash; &#8212; &&#x2013;
    a b s st 1 12 70s 80s's word other <p> </p> <b> </b> <a> </a> <em> </em> <strong> </strong>
    <span> </span> <i> </i> <li> </li> <h2> </h2> <dd> </dd> <br> <code> </code> <pre> </pre>
    <kbd> </kbd> <tt> </tt> <style> <!-- --> <article> <aside> <bx> <ul> < > ( ) [ { ! ? , ; : =
    # _ é ß ² ٣ « ’""",
    " ", " ", " ", "\n", "\t", "\x0b", "\u2003", "\x1c", '<a href="it\'s">',
    '<img alt="x\'s -- y">', ". . .", " & ", "<p>It's ", " end</p>")


def library(fragment):
    return str(typogrify(fragment, ignore_tags=["pre", "code", "kbd"], **TYPOGRAPHY))


@fuzz
@given(HTML)
def test_any_fragment_comes_out_as_typogrify_makes_it(fragment):
    assert typography.polished(fragment) == library(fragment)


@pytest.mark.parametrize("fragment, polished", [
    ("it's", "it&#8217;s"), ("mid'70s", "mid&#8217;70s"),
    ('<p>Say "ah" -- now</p>', "<p>Say &#8220;ah&#8221; &#8212;&nbsp;now</p>"),
    ("a & b c", 'a <span class="amp">&amp;</span> b&nbsp;c'),
    ("<pre>a -- b c</pre>", "<pre>a -- b c</pre>"),
    ("<p>a b</p><p>c <em>d e</em></p>", "<p>a&nbsp;b</p><p>c <em>d&nbsp;e</em></p>"),
    ("", ""), ("one", "one"),
])
def test_both_polish_as_a_reader_likes_it(fragment, polished):
    assert both_ways(lambda: polish(fragment)) == (polished, polished)


@pytest.mark.parametrize("body", bodies())
def test_real_texts_come_out_alike(body):
    resolver = Resolver("content/posts/me.md", "content", {}, dict[str, object]().__getitem__)
    html = "".join(part for part in convert(body, "me.md", 1, resolver).parts
                   if isinstance(part, str)).replace("&nbsp;", " ")
    plain = html.replace("&#8217;", "'").replace("&#8220;", '"').replace("&#8221;", '"')

    assert typography.polished(plain) == library(plain)
    for line in body.splitlines():
        assert len(set(both_ways(lambda line=line: polish_text(line)))) == 1


def test_the_library_is_not_asked_about_ordinary_writing(monkeypatch):
    def refuse(*_):
        raise AssertionError("the library was asked")
    for name in ("smartypants", "convert_quotes"):
        monkeypatch.setattr(typography.smartypants, name, refuse)
    for name in ("widont", "amp"):
        monkeypatch.setattr(filters, name, refuse)

    with fast_text(True):
        polished = polish('<p>It\'s "good" -- really.</p>\n<ul><li>One two</li></ul>')

    assert polished.count("&#82") == 4
