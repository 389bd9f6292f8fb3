"""Nothing of a draft or of a post of the future is in what is published.

Each of them has a word of its own in every field, in its text, in the name of its picture and in
the picture.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.golden_site import CONTENT, publish, tree

DRAFT, FUTURE, DRAFT_PAGE = "quetzalcanary", "hoatzincanary", "kagucanary"
CANARIES = (DRAFT, FUTURE, DRAFT_PAGE)
IN_2100 = "4102488000"


def holding(files: dict[str, bytes], word: str) -> list[str]:
    """The files that have a word in their name or in their bytes, in upper or lower case."""
    return [path for path, data in files.items()
            if word in path.lower() or word.encode() in data.lower()]


@pytest.mark.parametrize("word", CANARIES)
def test_canary_is_in_the_content(word: str) -> None:
    assert holding(tree(CONTENT), word)


@pytest.mark.parametrize("word", CANARIES)
def test_nothing_hidden_is_published(golden: dict[str, bytes], word: str) -> None:
    assert holding(golden, word) == []


@pytest.mark.parametrize("word, mark", [
    (DRAFT, "Draft"), (FUTURE, "Will appear on January 1, 2099")])
def test_preview_shows_and_marks_it(preview: dict[str, bytes], word: str, mark: str) -> None:
    page = preview[f"{word}-slug/index.html"].decode()
    archive = preview["archive/index.html"].decode()

    assert f'<p class="preview-state"><strong>{mark}.</strong>' in page
    assert f"{word}-slug/" in archive and mark in archive
    assert f"images/{word}/{word}-plan.svg" in preview


@pytest.mark.parametrize("word", [DRAFT, FUTURE])
def test_preview_keeps_it_from_machines(preview: dict[str, bytes], word: str) -> None:
    assert b'<meta name="robots" content="noindex">' in preview[f"{word}-slug/index.html"]
    assert f"{word}-slug/".encode() not in preview["sitemap.xml"]
    assert word.encode() not in preview["feeds/all.atom.xml"]


def test_preview_shows_and_marks_a_draft_page(preview: dict[str, bytes]) -> None:
    page = preview[f"{DRAFT_PAGE}/index.html"]

    assert b'<meta name="robots" content="noindex">' in page
    assert b'<p class="preview-state"><strong>Draft.</strong>' in page
    assert f"/{DRAFT_PAGE}/".encode() not in preview["sitemap.xml"]


def test_future_post_appears_when_its_time_has_come(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", IN_2100)
    publish(tmp_path / "output")
    later = tree(tmp_path / "output")

    assert f"{FUTURE}-slug/index.html" in later
    assert FUTURE.encode() in later["feeds/all.atom.xml"]
    assert b"Will appear" not in later["archive/index.html"]
    assert holding(later, DRAFT) == []
