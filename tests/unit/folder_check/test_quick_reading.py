"""The quick way through a page against Python's HTMLParser."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.fast_text.page_tags import PageTags, Unusual
from plugins.folder_check.page_reader import read_any_page, read_page
from plugins.folder_check.tags import VOID
from tests.unit.fast_text.compare import ROOT, fuzz, texts_of

BUILT = sorted((ROOT / "tests" / "golden").rglob("*.html"))
PIECES = """a word &amp; &lt; & &#160; &#x41; &copy &copy; &notin; &#0; &nbsp; &lbrack;vc [vc
    [vc_row]
    lorem loremipsum < > </ <! <!> <? ?> <!---> <!--x--> <![CDATA[ ]]> <!doctype_html> "'= \0 é ſ
    <p> </p> <P> </P> <li> </li> <ul> </ul> <br> <br/> </br> <h1> </h1> <h2> </h2> <h3> </h3>
    <main> </main> <footer> </footer> <code> </code> <pre> </pre> <label> </label> <a> </a>
    <svg> </svg>
    <title> </title> <script> </script> <script/> <style> </style> <textarea> </textarea> <iframe>
    </iframe> <noscript> </noscript> <plaintext> <p/> <path/> <a/> <title/> <b><i></b></i>
    <linearGradient> </linearGradient> </lineargradient> <table> <tr> <td> </td>"""
OTHERS = (
    " ", "\n", "\n\n", "\r\n", "Lorem ipsum", "lorem&#32;ipsum", "Your content goes here",
    '<html lang="en">',
    '<!doctype html>', '<!DOCTYPE html>', '<!doctype  html>', '<a href="/x/">', "<a href='/x/'>",
    '<a href=/x/>', '<a href="a>b">', '<a href="a<b">', '<a href="/x/" href="/y/">', "<a href>",
    '<a href="/x/?a=1&amp;b=2">', '<a href="/x/?a=1&copy=2">', '<a href="/x/" aria-label="">',
    '<a\n href="/x/"\n>', '<a href="/x/"class="y">', '<a href = "/x/">', '<a\thref="/x/">',
    '<a HREF="/x/">', '<a href="javascript:x">', '<a href="java&#115;cript:x">', '<p onclick="x">',
    '<p style="x">', '<p id="a">', '<p id="b">', '<p id="">', '<p tabindex="1">',
    '<img src="/x.svg" srcset="/y.svg 2x,/z.svg">',
    '<img alt="x" />', '<input type="hidden" value="https://x.example/">', '<input id="a">',
    '<label for="a">', '<form action="/x/">', '<form method="post" data-thanks="/x/">',
    '<script src="/x.js" defer>', '<script type="application/ld+json">', '{"@context": "x"}', "{",
    '<meta name="description" content="x">', '<meta name="robots" content="noindex">',
    '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;">',
    '<meta http-equiv="refresh" content="0">', '<link rel="canonical" href="/x/">',
    '<a href="tel:+1207">', '<a aria-hidden="true" tabindex="-1" href="/x/">', '<a target="_blank" '
    'href="https://x.example">', '<iframe src="/x/">', '<path d="M0"/>', '<use href="#a"/>')
PAGE = ('<!doctype html>\n<html lang="en"><head><title>T</title><link rel="canonical" href="/x/">\n'
        '</head><body><main><h1>T</h1>\n{}\n</main><footer><p>F</p></footer></body></html>\n')


@fuzz
@given(texts_of(PIECES, *OTHERS))
def test_any_page_has_the_facts_that_the_parser_finds(text):
    assert read_page(text) == read_any_page(text)


@fuzz
@given(texts_of(PIECES, *OTHERS, most=6))
def test_any_fragment_in_a_sound_page_has_the_facts_that_the_parser_finds(text):
    page = PAGE.format(text)

    assert read_page(page) == read_any_page(page)


@pytest.mark.parametrize("text", ["<![vc", "<![vc]>x", "<![CDATA[x]]>", "<![if x]>", "<!["])
def test_what_is_a_comment_to_a_browser_stops_nobody(text):
    page = PAGE.format(text)

    assert read_page(page) == read_any_page(page)


@fuzz
@given(st.sampled_from(BUILT), st.data())
def test_a_built_page_with_something_odd_in_it_has_the_facts_that_the_parser_finds(path, data):
    text = path.read_text("utf-8")
    cuts = [0, *(match.start() for match in re.finditer("[<>\" ]", text))]
    cut = data.draw(st.sampled_from(cuts))
    page = text[:cut] + data.draw(texts_of(PIECES, *OTHERS, most=2)) + text[cut:]

    assert read_page(page) == read_any_page(page)


class _Deaf:
    listens = False

    def start(self, tag, line):
        """Not told."""

    def text(self, text, line):
        """Not told."""

    end = text


def take(text):
    PageTags(lambda name, found: None, VOID, ()).read(text, _Deaf())


@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.parent.name)
def test_no_built_page_needs_the_parser(path: Path):
    take(path.read_text("utf-8"))


@pytest.mark.parametrize("text", [
    "<p>", "</p>", "<b><i></b></i>", "<p", "x", "a < b", "<!-- x -->", "<p class='x'>x</p>",
    "<p class=x>x</p>", "<script><b></b></script>", "<iframe> </iframe>", "<xmp></xmp>",
    '<p title="&copy=">x</p>'])
def test_what_no_template_prints_is_left_to_the_parser(text):
    with pytest.raises(Unusual):
        take(text)
