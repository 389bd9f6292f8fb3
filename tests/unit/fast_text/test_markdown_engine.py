"""The quickened Markdown against a new one for each text, and that it keeps nothing of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.toc import TocExtension

from plugins.article_body import engine
from plugins.article_body.core import convert
from plugins.article_body.links import Resolver, Target
from plugins.fast_text import markdown_engine
from plugins.images.core import Picture
from plugins.site_model.text_input import FORBIDDEN
from tests.unit.fast_text.compare import bodies, both_ways, fast_text, fuzz, texts_of

BLOCKS = ("/// note | T\n", "\n/// do\n", "\n///\n", "\n//// dont\n", "\n////\n", "\n/// unknown\n",
          "/// exercise | X\n    dose: 1:30\n    stop-if: it hurts\n\n1. Up.\n",
          "\n[related]\n", "\n\n[related: a]\n\n", "[contact-form]\n\n", "\n\n[TOC]\n\n", "[TOC]")
MARKDOWN = texts_of(
    """*a* **b** ***c*** _d_ __e__ ` `a*b*` ``x`y`` [ ] ! < > * _ ** \\* \\_ \\[ \\\\ [^doe-2020]
    [^x] [r] ![r] [a][r] ![a][r] [x](a.md#b) [x](#a) [x](https://x.example) [x](b.md)
    ![a](images/knee.png) ![](x.png) <http://x.example> <a@b.example> <b> <!-- &amp; &#169; & ab ABC
    it's -- ... TODO {: .x} word knee ſ K É ٣""",
    *BLOCKS, "\n\n", "\n\n", "\n\n", "\n", "\n", " ", " ", "  \n", "\n- ", "\n1. ", "\n2) ",
    "\n    ", "\n  - ", "\n> ", "\n# ", "\n## A\n\n", "\n### B", "\n===", "\n---", "\n- - -",
    "\n* * *", "\n_ _ _", "\n  ***", "\n  > ", "\n  : d", "\n:  d", "\n#", "\n*[", "\n   ",
    "\nTerm\n: def\n\n", "\n\n    : x", "*[ab]: long\n\n", "*[ab]: ''\n\n", '[r]: http://x "t"\n',
    "\n```\ncode\n```\n", "\n~~~py\ny\n~~~\n", "\n|a|b|\n|-|-|\n|1|2|\n\n", "|", "\t", "\u2028",
    '![a](images/knee.png "caption")\n\n')


def picture_of(path):
    if path != "images/knee.png":
        raise KeyError(path)
    return Picture(path, 3, 2)


RESOLVER = Resolver("content/posts/me.md", "content", {"content/posts/a.md": Target("/a/")},
                    picture_of)


def body(source, draft=False):
    return convert(source, "me.md", 7, RESOLVER, ("doe-2020", "ab"), draft)


@fuzz
@given(MARKDOWN, st.booleans())
def test_any_text_becomes_what_markdown_makes_of_it(source, draft):
    source = FORBIDDEN.sub("", source)  # as `decode` refuses them
    # One engine converts them all: what it kept of a text would show in the next.
    quick, library = both_ways(lambda: body(source, draft))

    assert quick == library


@fuzz
@given(st.sampled_from(bodies()), MARKDOWN, st.integers(0, 10_000))
def test_a_real_text_with_something_odd_in_it_comes_out_alike(source, odd, place):
    place %= len(source) + 1
    source = FORBIDDEN.sub("", source[:place] + odd + source[place:])
    quick, library = both_ways(lambda: body(source))

    assert quick == library


OPTIONS = st.lists(st.sampled_from([
    '    dose: "1:30"', "    goal: 'x'", "    goal: plain", '    stop-if: "a \\"b\\" \\\\ c"',
    '    dose: "\\u0041"', '    goal: "a" # c', "    goal:", "    yes: \"x\"", '    position: "é"',
    '     goal: "deep"', '   goal: "shallow"', "    ", "        ", "    text", "text", "", "///",
    "    ///", "////", '    - "x"', '    goal: "a', '    picture: "\x7f"', '    a-b: ""']),
    max_size=6)


@fuzz
@given(OPTIONS, st.sampled_from(("", "\n")), st.sampled_from((3, 4)))
def test_the_options_of_any_block_are_read_as_pymdown_reads_them(rows, end, length):
    quick, library = engine.Engine().markdown, engine.Engine().markdown
    markdown_engine.quicken(quick)
    block = "\n".join(rows) + end
    one, other = (md.parser.blockprocessors["blocks"].split_header(block, length)
                  for md in (quick, library))

    assert one == other


def test_options_in_quotes_do_not_need_pyyaml(monkeypatch):
    monkeypatch.setattr("pymdownx.blocks.get_frontmatter", fail)
    with fast_text(True):
        found = body("/// exercise | X\n    dose: 1:30\n    stop-if: it \"hurts\"\n\n1. Up.\n///")

    assert "1:30" in found.text and 'it "hurts"' in found.text


@pytest.mark.parametrize("source", bodies())
def test_the_texts_of_the_sample_come_out_alike(source):
    quick, library = both_ways(lambda: body(source))

    assert quick == library


LEFTOVERS = ("*[ab]: long\n\n[r]: http://x.example\n\n# A\n\nab [r] [^doe-2020]", "/// note\nopen",
             "1. a\n\n    - b\n\n        /// do\n\n        c", "*a **b", "[TOC]\n\n## A", "`", "")


@pytest.mark.parametrize("before", LEFTOVERS)
@pytest.mark.parametrize("source", ["# A\n\nab [r] [^doe-2020] **b", "///\n\nx\n\n///", "",
                                    "c\n\nd", "1. a\n\n    b"])
def test_a_text_is_the_same_whatever_was_read_before(before, source):
    with fast_text(False):
        alone = body(source)
    with fast_text(True):
        body(before)

        assert body(source) == alone


def test_one_engine_serves_text_after_text():
    with fast_text(True):
        body("a")
        first = list(engine._spare)
        body("b *c*")

        assert first and engine._spare == first


def test_an_engine_that_failed_is_thrown_away(monkeypatch):
    with fast_text(True):
        body("a")
        monkeypatch.setattr(engine._spare[-1].markdown, "convert", fail)
        spare = len(engine._spare)
        told = body("b")

        assert [p.message for p in told.problems] == ["lists or quotes are nested too deep"]
        assert len(engine._spare) == spare - 1
        assert body("b").text == "b"


def fail(_):
    raise RecursionError


def test_a_table_of_contents_with_other_settings_is_refused():
    markdown = engine.Engine().markdown
    toc = next(each for each in markdown.registeredExtensions if isinstance(each, TocExtension))
    toc.setConfig("baselevel", 2)

    with pytest.raises(ValueError, match="does not know"):
        markdown_engine.quicken(markdown)


def test_a_markdown_with_other_extensions_is_refused():
    with pytest.raises(ValueError, match="does not know"):
        markdown_engine.quicken(Markdown())
