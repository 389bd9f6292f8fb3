"""Quick plain words against Python's HTMLParser."""

import pytest
from hypothesis import given

from plugins.article_body.core import convert, plain_text
from plugins.article_body.links import Resolver
from plugins.fast_text import words
from tests.unit.fast_text.compare import bodies, both_ways, fuzz, texts_of

HTML = texts_of(
    """a word &amp; &lt; & &#160; &#x41; &copy &notin; &#0; &#128; &; &am <p> </p> <sup> </sup> <br>
    <hr> <code> </code> <pre> </pre> <p/> <br/> <!-- --> <! <? ?> </ < > </> <P> <script> </script>
    <style> <title> <textarea> <plaintext> <table> <td> </td> </section> <x> <svg> <math> ]]>
    <![CDATA[ " ' = \0 <li> <figcaption> é""",
    " ", "\n", '<sup class="cite">', '<a href="a>b">', '<a href="a">', "<a href='a'>",
    "<a disabled>", '<img src="x" alt="y">', '<section class="x y">', '<abbr title="x">')


@fuzz
@given(HTML)
def test_any_fragment_has_the_words_that_the_parser_finds(fragment):
    quick, library = both_ways(lambda: plain_text(fragment))

    assert quick == library


@pytest.mark.parametrize("fragment, text", [
    ("<p>One<sup class=\"cite\"><a href=\"#r\">1</a></sup> two</p><p>three</p>", "One two three"),
    ("a &amp; b &lt;c&gt;", "a & b <c>"), ("<ul><li>a</li><li>b</li></ul>", "a b"), ("", ""),
])
def test_the_words_are_those_of_a_reader(fragment, text):
    assert both_ways(lambda: plain_text(fragment)) == (text, text)


@pytest.mark.parametrize("fragment", [
    "<script>a</script>", "<!-- a -->", "a < b", "<a href='x'>", "<P>x</P>", "<p", "<p/>"])
def test_what_no_serializer_writes_is_left_to_the_parser(fragment):
    assert words.text_of(fragment, "sup", {"p"}) is None


@pytest.mark.parametrize("body", bodies())
def test_no_text_of_the_sample_needs_the_parser(body):
    resolver = Resolver("content/posts/me.md", "content", {}, dict[str, object]().__getitem__)
    html = "".join(part for part in convert(body, "me.md", 1, resolver).parts
                   if isinstance(part, str))

    assert words.text_of(html, "sup", {"p"}) is not None
