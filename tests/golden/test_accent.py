"""A clinic's accent: one setting changes the style sheet; what nobody can read is refused."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.site_model.problem import ContentError
from tests.golden.golden_site import CLINIC, HERE, publish, tree

PROJECT = HERE.parents[1]


def line_of(setting: str) -> int:
    lines = (PROJECT / "pelicanconf.py").read_text("utf-8").split("\n")
    return next(i for i, line in enumerate(lines, 1) if line.strip().startswith(f"{setting}="))


@pytest.mark.parametrize("accent, told", [
    ("#f0c040", r"words in it would have a contrast of 1\.\d\d, and 4\.5 is the least that all can "
                r"read \(WCAG 2\.2\) — the nearest that does is '#[0-9a-f]{6}'"),
    ("teal", "this is no colour — write it as #15625b"),
    ("#000;} *{color:red", "this is no colour"),
])
def test_what_cannot_be_read_is_refused_where_it_stands(tmp_path: Path, accent: str,
                                                        told: str) -> None:
    with pytest.raises(ContentError) as refused:
        publish(tmp_path / "output", CLINIC=replace(CLINIC, accent=accent))

    assert re.search(rf"^pelicanconf\.py:{line_of('accent')}: accent '.*': {told}",
                     str(refused.value), re.M)


def test_the_nearest_colour_that_is_named_is_taken(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as refused:
        publish(tmp_path / "output", CLINIC=replace(CLINIC, accent="#f0c040"))
    near = re.findall("'(#[0-9a-f]{6})'", str(refused.value))[-1]
    publish(tmp_path / "output", CLINIC=replace(CLINIC, accent=near))

    assert f"--accent:{near};" in (tmp_path / "output" / "index.html").read_text("utf-8")


def test_another_accent_changes_the_style_and_its_hash_alone(
        tmp_path: Path, golden: dict[str, bytes]) -> None:
    publish(tmp_path / "output", CLINIC=replace(CLINIC, accent="#1a4fa3"))
    made = tree(tmp_path / "output")
    style = re.compile(rb"<style>.*</style>|sha256-[\w+/]{43}=", re.S)

    assert made["index.html"] != golden["index.html"]
    assert {path: style.sub(b"", data) for path, data in made.items()} \
        == {path: style.sub(b"", data) for path, data in golden.items()}


def test_tokens_that_cannot_be_read_are_told_with_file_and_line(tmp_path: Path) -> None:
    theme = shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    tokens = theme / "styles" / "tokens.css"
    tokens.write_text(tokens.read_text("utf-8").replace("--muted: #4d5b5f", "--muted: #9aa5a8"))
    with pytest.raises(ContentError) as refused:
        publish(tmp_path / "output", THEME=str(theme))

    assert re.search(r"^theme/styles/tokens\.css:4: 'muted' on 'paper' has a contrast of "
                     r"2\.\d\d in light — make it 4\.5", str(refused.value), re.M)
