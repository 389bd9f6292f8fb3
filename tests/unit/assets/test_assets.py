"""One style sheet out of many files."""

import pytest

from plugins.assets import core


@pytest.mark.parametrize("css, compact", [
    ("a { b: c; d: e; }", "a{b: c;d: e}"),
    ("/* x { } */ a { b: c } /* y */", "a{b: c}"),
    ("/* a */\n\n.x,\n.y  > .z { margin: 0 auto }", ".x,.y > .z{margin: 0 auto}"),
    ("@media (min-width: 30em) { a { b: calc(1px + 2px) } }",
     "@media (min-width: 30em){a{b: calc(1px + 2px)}}"),
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


def test_a_name_changes_exactly_when_the_content_does():
    name = core.hashed_name("site.css", b"a{}")

    assert name.startswith("site.")
    assert name.endswith(".css")
    assert name == core.hashed_name("site.css", b"a{}") != core.hashed_name("site.css", b"b{}")
