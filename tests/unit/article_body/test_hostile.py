"""What importers, pasted text and ill will produce: told, not printed, and never slow."""

import re
import time

import pytest

from plugins.article_body.core import convert
from plugins.article_body.links import Resolver, Target
from plugins.images.core import Picture
from tests.unit.builders import shown

TARGETS = {"content/posts/me.md": Target("/me/"), "content/pages/about.md": Target("/about/")}


def body(source, own="https://clinic.example"):
    return convert(source, "me.md", 10, Resolver("content/posts/me.md", "content", TARGETS,
                                                 lambda path: Picture(path, 8, 8), own))


@pytest.mark.parametrize("source, told", [
    ("<http://[::1>", "is no address"), ("[x](<http://[bad/>)", "is no address"),
    ("![A knee](<http://[x/y.png>)", "is no address"),
    ("[x](tel:)", "is empty"), ("[x](mailto:)", "is empty"),
    ("[x](https://user:pass@example.org/)", "a password"), ("[x](https:///x)", "no host"),
    ("- a\n\n    [gallery ids=\"1\"]", "a shortcode"), ('Book [su_button url="/"]now[/su_button]',
                                                      "a shortcode"),
    ("word<b>bold</b>", "HTML in the text"), ("<my-widget>", "HTML in the text"),
    ("a &#0; b", "a control character"), ("a &#xFFFFFFF; b", "a control character"),
    ("a &ZeroWidthSpace; b", "nobody sees"), ("a &#x202e; b", "nobody sees"),
    ("<!DOCTYPE html>", "HTML in the text"), ("<?php echo 1 ?>", "HTML in the text"),
    ("a\n\n[ related ]", "unknown marker"),
    ("- a\n    /// do\n    - x\n    ///", "a mark of a block"),
    ("[x](https://example.org/a b)", "which no address has"),
    ("<javascript:alert(1)>", "no link"), ("a\n\n##\n\nb", "without words"),
    ("[x]: https://example.org", "shows no text"), ("Soon [TK] more.", "placeholder"),
    ("## a\n\n#### b\n\nc", "leaves out a level"), ("## a\n\n## b\n\nc", "nothing below"),
    ("[related sciatica]", "unknown marker"), ("[" * 500, "square brackets"),
])
def test_it_is_told(source, told):
    assert told in shown(body(source).problems)


@pytest.mark.parametrize("source", [
    "`[gallery ids=\"1\"]` in code", "If x<y and y>z then stop.", "```slide``` means the heel",
    "<hello@example.org>", "See [about](about.md).", "[x](https://example.org:8080/a)",
])
def test_it_is_sound(source):
    assert shown(body(source).problems) == ""


@pytest.mark.parametrize("source", [
    "[related:" + " " * 20_000 + "x", "[caption " * 5_000, "[caption:" + " " * 20_000 + "x",
    "![" * 10_000, "[a](" * 10_000, "\n".join(f"<p id={i}>" for i in range(3_000)),
    "*" * 10_000, "_a" * 5_000, "`" * 10_001,
])
def test_it_is_not_slow(source):
    started = time.process_time()
    body(source)

    assert time.process_time() - started < 5  # minutes, where a pattern looks back


def test_headings_do_not_take_the_places_of_the_page():
    found = body("## Main\n\nx\n\n## Sources\n\ny\n\n## End name\n\nz").headings

    assert [heading.anchor for heading in found] == ["section-main", "section-sources",
                                                     "section-end-name"]


def test_a_link_that_writes_out_the_site_is_one_within_it():
    assert body("[x](https://clinic.example/about/)").linked == {"/about/"}
    assert body("[x](https://clinic.example)").linked == {"/"}
    assert body("[x](https://clinic.example.org/about/)").linked == frozenset()


def test_the_line_is_where_the_prose_has_it():
    source = "`nope.md` and\n\n```\n[x](nope.md)\n```\n\n[x](nope.md)"

    assert [problem.line for problem in body(source).problems] == [16]


@pytest.mark.parametrize("source, levels", [
    ("/// note | A\nx\n///\n\n## B\n\ny", ["h2", "h2"]),
    ("//// note | A\n\n/// do\nx\n///\n\n////\n\n/// exercise | C\n1. x\n///", ["h2", "h2", "h2"]),
    ("## B\n\n/// note | A\nx\n///", ["h2", "h3"]),
    ("> /// note | A\n> x\n> ///\n\n## B\n\n### C\n\ny", ["h2", "h2", "h3"]),
])
def test_titles_of_blocks_leave_out_no_level(source, levels):
    found = body(source)

    assert shown(found.problems) == ""
    assert re.findall(r"<(h\d)", "".join(map(str, found.parts))) == levels


@pytest.mark.parametrize("source", ["### a\n\nx", "## a\n\n> #### b\n>\n> c", "> ### a\n>\n> b"])
def test_a_level_that_is_left_out_stops_the_build_where_it_stands(source):
    found = [each for each in body(source).problems if "leaves out a level" in each.message]

    assert [each.severity for each in found] == ["error"]
    assert found[0].line >= 10
    assert found[0].cure.startswith("start it with ##")
