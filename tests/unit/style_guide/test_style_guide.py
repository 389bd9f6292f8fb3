"""The style guide shows all there is, and only in the preview."""

from pathlib import Path

import pytest

from plugins.colours.core import PAIRS, modes
from plugins.preview.session import style_guide
from plugins.publishing.settings import read_settings
from plugins.publishing.templates import environment
from plugins.style_guide.examples import examples, with_macro
from plugins.style_guide.page import page, pairs
from tests.components.rendering import document, elements, words

ROOT = Path(__file__).resolve().parents[3]
THEME = ROOT / "theme"
SETTINGS = read_settings(ROOT / "pelicanconf.py", {})


@pytest.fixture(scope="module")
def shown():
    return page(environment(SETTINGS), THEME, "/static/site.css")


def test_every_example_of_every_component_is_there(shown):
    headings = [words(each) for each in elements(document(shown)) if each.tag == "h3"]

    for component in with_macro():
        for each in examples(component):
            assert f"{component}/{each.name}" in headings


def test_blocks_that_authors_write_are_there_too(shown):
    for name in ("advice", "advice--dont", "note", "exercise", "testimonial"):
        assert name in shown


def test_it_runs_nothing_and_holds_no_style_of_its_own(shown):
    tags = [each.tag for each in elements(document(shown))]

    assert {"script", "style"} & set(tags) == set()
    assert "style=" not in shown


def test_every_pair_is_shown_in_every_mode():
    colours = modes((THEME / "styles" / "tokens.css").read_text("utf-8"))
    found = pairs(colours)

    assert len(found) == 3 * len(PAIRS)
    assert all(pair.enough for pair in found)
    weak = pairs({"light": {**colours["light"], "muted": "#bbbbbb"}})
    assert [pair.front for pair in weak if not pair.enough] == ["muted"] * 3


def test_the_preview_shows_it_with_the_sites_own_style(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "site.12345678.css").write_text("")

    assert 'href="/static/site.12345678.css"' in style_guide(
        ROOT / "pelicanconf.py", tmp_path)
