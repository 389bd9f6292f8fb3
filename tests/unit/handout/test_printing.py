"""Which pages are handouts, and what is told where nothing can print them."""

import pytest

from plugins.handout.printing import NoBrowserError, exercise_pages, write_handouts

ARTICLE = '<meta property="og:type" content="article">'
EXERCISE = '<section class="exercise">'


@pytest.fixture
def site(tmp_path):
    for path, text in {"a/index.html": ARTICLE + EXERCISE, "b/index.html": ARTICLE,
                       "topics/index.html": EXERCISE, "index.html": "home",
                       "c/index.html": ARTICLE + EXERCISE}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_posts_with_exercises_are_handouts(site):
    assert [path.parent.name for path in exercise_pages(site)] == ["a", "c"]


def test_without_a_browser_nothing_is_written_and_a_cure_is_told(site, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROME", raising=False)
    with pytest.raises(NoBrowserError, match="sudo apt-get install chromium"):
        write_handouts(site, "", tmp_path / "handouts")

    assert not (tmp_path / "handouts").exists()


def test_a_browser_that_prints_nothing_is_told_of(site, tmp_path, monkeypatch):
    monkeypatch.setenv("CHROME", "true")  # a program that ends well and does nothing
    with pytest.raises(NoBrowserError, match=r"printed no a\.pdf"):
        write_handouts(site, "", tmp_path / "handouts")
