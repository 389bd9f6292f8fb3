"""The index of a site: the same whether a process beside makes it, and whatever is remembered."""

import pytest

from plugins.page_models import search_index, search_pages
from plugins.page_models.bodies import Said
from plugins.page_models.search_index import indexing
from plugins.search import store
from plugins.search.core import EVERYDAY
from plugins.words.core import ENGLISH
from plugins.words.languages import Languages
from plugins.workers.fork import beside
from tests.unit.builders import post
from tests.unit.page_models.test_plan import posts, texts_of


def indexed(memory, files, at_hand=None):
    """Letters, digests and texts of the shards; asked twice, as a site of two languages does."""
    site, texts = texts_of(files)
    with indexing(memory, site.site, texts, Languages(), beside=at_hand) as made:
        assert made() is made()
        return {language: [(letters, shard.digest, shard.make())
                           for letters, shard in shards.items()]
                for language, shards in made().items()}


def test_a_process_beside_makes_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(search_index, "MANY", 3)
    files = {**posts(8), "pages/p.md": "---\ntitle: Parking\n---\nThe lot.\n"}

    assert indexed(tmp_path / "here", files) == indexed(tmp_path / "there", files, beside)
    assert store.load(tmp_path / "there") == store.load(tmp_path / "here")
    assert store.load(tmp_path / "there").pages


def test_after_an_edit_only_one_page_is_read_here(tmp_path, monkeypatch):
    monkeypatch.setattr(search_index, "MANY", 3)
    indexed(tmp_path / "memory", posts(8), beside)
    after = {**posts(8), "posts/p003.md": post(title="Post 003", body="A quokka.")}
    read, words = [], search_pages._words
    monkeypatch.setattr(search_pages, "_words", lambda page, everyday: (
        read.append(page.record.source), words(page, everyday))[1])

    again = indexed(tmp_path / "memory", after, beside)
    assert read == ["content/posts/p003.md"]
    assert again == indexed(tmp_path / "afresh", after)


def test_what_texts_say_is_taken_once(tmp_path, monkeypatch):
    """Also where there is no other process, and the work is done late."""
    monkeypatch.setattr(search_index, "MANY", 1)
    files = {**posts(2), "posts/a.md": post(title="Ankle", body="A quokka.")}
    for workers in ("1", "2"):
        monkeypatch.setenv("WORKERS", workers)
        site, texts = texts_of(files)
        article = next(each for each in site.site.articles if each.title == "Ankle")
        everyday = ENGLISH.say(EVERYDAY)
        texts.said[article.digest] = Said(everyday, "zebra=1")
        with indexing(tmp_path / workers, site.site, texts, Languages(), beside=beside) as made:
            assert "zebra" in made()[""]["z"].make()
        assert texts.said == {}


def test_what_fails_beside_is_told_where_it_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(search_index, "MANY", 1)
    monkeypatch.setattr(search_index, "joined", lambda *_: [].pop())
    site, texts = texts_of(posts(3))

    with indexing(tmp_path / "memory", site.site, texts, Languages(), beside=beside) as made, \
            pytest.raises(IndexError):
        made()
