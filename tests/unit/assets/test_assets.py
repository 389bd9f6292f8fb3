"""One style sheet out of many files."""

import re
from collections import Counter
from pathlib import Path

import pytest

from plugins.assets import core


@pytest.mark.parametrize("css, compact", [
    ("a { b: c; d: e; }", "a{b:c;d:e}"),
    ("/* x { } */ a { b: c } /* y */", "a{b:c}"),
    ("/* a */\n\n.x,\n.y  > .z { margin: 0 auto }", ".x,.y>.z{margin:0 auto}"),
    ("@media (min-width: 30em) { a { b: calc(1px + 2px) } }",
     "@media (min-width:30em){a{b:calc(1px + 2px)}}"),
    ("a{b:c}/* one */b{c:d}/* two */", "a{b:c}b{c:d}"),
    ("", ""),
])
def test_comments_and_needless_space_go(css, compact):
    assert core.compact(css) == compact


def test_the_order_of_layers_is_declared_first_and_the_rest_is_by_name():
    files = {"b.css": "b{}", "styles/layers.css": "@layer one, two;", "a.css": "a{}",
             "styles/tokens.css": "t{}"}
    sheet = core.stylesheet(files, ("styles/layers.css", "styles/tokens.css"))

    assert sheet == "@layer one,two;t{}a{}b{}"
    assert core.stylesheet(dict(reversed(files.items())),
                           ("styles/layers.css", "styles/tokens.css")) == sheet


@pytest.mark.parametrize("css, expected", [
    ("@layer a,b;@layer b{x{y:z}}@layer a{q{}}@layer b{u{v:w}}",
     "@layer a,b;@layer b{x{y:z}u{v:w}}@layer a{q{}}"),
    ("@media print{@layer a{x{y:z}}}@layer a{q{}}@media print{@layer a{u{v:w}}@page{margin:1cm}}",
     "@layer a{q{}}@media print{@layer a{x{y:z}u{v:w}}@page{margin:1cm}}"),
    ("@media (min-width:9em){a{}}@media print{b{}}@media (min-width:9em){c{}}",
     "@media (min-width:9em){a{}c{}}@media print{b{}}"),
    ("", ""),
])
def test_what_belongs_together_stands_together(css, expected):
    assert core.gathered(css) == expected


def test_nothing_of_the_theme_is_lost_or_doubled():
    theme = Path(__file__).resolve().parents[3] / "theme"
    files = {str(path): path.read_text("utf-8") for path in theme.rglob("*.css")}
    joined = core.compact("\n".join(files[path] for path in sorted(files)))
    made = core.gathered(joined)

    for sheet in (joined, made):
        assert sheet.count("{") == sheet.count("}")
    rule = re.compile(r"[^{}]+\{[^{}]*\}")
    assert Counter(rule.findall(made)) == Counter(rule.findall(joined))


TEMPLATES = {
    "shell.html": '{% from "components/header/header.html" import header %}',
    "article.html": '{% extends "shell.html" %}\n'
                    '{%- import \'components/text/text.html\' as text %}',
    "list.html": '{% extends "shell.html" %}',
    "any.html": "{% include model.part %}",
    "either.html": '{% extends "list.html" if model.plain else "article.html" %}',
    "components/header/header.html": "",
    "components/text/text.html": '{# styles: note,\n  word #}\n'
                                 '{% from "components/link/link.html" import link %}',
    "components/link/link.html": "",
}
STYLES = ["styles/base.css", *(f"components/{name}/{name}.css" for name in (
    "header", "text", "link", "note", "word", "nobodys"))]


@pytest.mark.parametrize("names, without", [
    (["article"], []),
    (["list"], ["text", "link", "note", "word"]),
    (["list", "article"], []),
    (["not-there"], ["header", "text", "link", "note", "word"]),
    (["list", "any"], []),  # what it prints is known only when it does
    (["either"], []),
])
def test_a_page_has_the_styles_of_what_it_prints_and_those_of_nobody(names, without):
    found = core.styles_of(TEMPLATES, names, STYLES)

    assert found == set(STYLES) - {f"components/{name}/{name}.css" for name in without}


def test_a_style_is_named_as_policies_do():
    # The example of CSP Level 3, 2.3.1 in its form: the hash of the bytes between the tags.
    empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

    assert core.style("").source == empty
    assert core.style("é").source != core.style("e").source


def test_a_name_changes_exactly_when_the_content_does():
    name = core.hashed_name("site.css", b"a{}")

    assert name.startswith("site.")
    assert name.endswith(".css")
    assert name == core.hashed_name("site.css", b"a{}") != core.hashed_name("site.css", b"b{}")
