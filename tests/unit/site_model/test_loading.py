"""A content folder to a site: everything that is wrong at once, and what is held back."""

import pytest

from plugins.site_model.settings import Policy
from tests.unit.builders import NOW, loaded, post, shown


def slugs(result):
    return [article.slug for article in result.site.articles]


def test_a_sound_folder_becomes_a_site_newest_first():
    result = loaded({
        "posts/old.md": post(title="Old", date="2025-01-01"),
        "posts/new.md": post(title="New", date="2026-01-01"),
        "posts/b.md": post(title="B", date="2025-06-01"),
        "posts/2025/a.md": post(title="A", date="2025-06-01"),
        "pages/us.md": "title: About us\n\nHello."})

    assert (result.problems, result.notes, result.withheld) == ((), (), ())
    assert slugs(result) == ["new", "a", "b", "old"]
    assert [page.slug for page in result.site.pages] == ["about-us"]
    assert [person.key for person in result.site.people] == ["juniper-ashgrove", "teo-marlowe"]


def test_the_problems_of_all_files_come_at_once():
    result = loaded({
        "posts/a.md": post(date="soon"), "posts/b.md": post(drop=["author"]),
        "posts/c.md": b"title: caf\xe9\n", "posts/d.md": b"", "pages/e.md": "slug: x\n\nHello.",
        "people/f.md": "name: F\n\nHello.", "vocabulary.yaml": "categories: [Conditions]\ntag: []",
        "references.yaml": "doe-2020: x"})

    assert {p.path.removeprefix("content/") for p in result.problems} == {
        "posts/a.md", "posts/b.md", "posts/c.md", "posts/d.md", "pages/e.md", "people/f.md",
        "vocabulary.yaml", "references.yaml"}


def test_bad_characters_are_told_once_and_nothing_else_is_guessed_from_that_file():
    result = loaded({"posts/a.md": b"\xff\xfet\x00i\x00"})

    assert [p.message for p in result.problems] == ["the file is saved as UTF-16, not UTF-8"]


def test_without_its_lists_a_folder_says_which_one_is_missing():
    from plugins.site_model.loading import load
    from tests.unit.builders import clinic

    assert "content/vocabulary.yaml: the file is missing" in shown(
        load({}, "content", clinic(), NOW, False).problems)


HELD = {"posts/a.md": post(title="A", status="draft"), "posts/b.md": post(title="B"),
        "posts/c.md": post(title="C", date="2026-10-02")}


def test_drafts_and_the_future_are_held_back_with_a_note():
    result = loaded(HELD)

    assert slugs(result) == ["b"]
    assert sorted(article.slug for article in result.withheld) == ["a", "c"]
    assert result.notes == (
        "content/posts/a.md: held back, it is a draft",
        "content/posts/c.md: held back, its date 2026-10-02 is in the future")
    assert result.problems == ()


def test_a_preview_keeps_them():
    result = loaded(HELD, preview=True)

    assert slugs(result) == ["c", "a", "b"]
    assert (result.withheld, result.notes) == ((), ())


@pytest.mark.parametrize("fields", [
    {"date": "soon"}, {"category": "Cats"}, {"related": "[nobody]"}, {"slug": "b"},
    {"tags": "[cats]"}, {"reviewer": "nobody"}])
def test_an_unfinished_draft_does_not_stop_the_others(fields):
    files = {"posts/a.md": post(title="A", status="draft", **fields), "posts/b.md": post(title="B")}

    assert loaded(files).problems == ()
    assert slugs(loaded(files)) == ["b"]
    assert loaded(files, preview=True).problems != ()


def test_an_unfinished_page_does_not_stop_the_others_either():
    result = loaded({"pages/a.md": "title: A\nstatus: draft\nmenu: top\n\nHello.",
                     "pages/b.md": "title: B\n\nHello."})

    assert result.problems == ()
    assert [page.slug for page in result.site.pages] == ["b"]


def test_a_page_held_back_is_noted():
    result = loaded({"pages/a.md": "title: A\nstatus: draft\n\nHello.", "posts/b.md": post()})

    assert result.notes == ("content/pages/a.md: held back, it is a draft",)


def test_a_blog_without_posts_says_so():
    assert "content/posts: there are no posts to show" in loaded({}).notes[0]


def test_a_draft_may_do_without_what_the_policy_asks_for():
    """Else the first preview of a new post would stop with errors."""
    strict = Policy("error", "error", "error", "error")
    result = loaded({"posts/a.md": post(title="A", status="draft")}, preview=True, policy=strict)

    assert [p for p in result.problems if p.severity == "error"] == []
    assert slugs(result) == ["a"]


def test_the_order_of_the_files_does_not_matter():
    files = {**HELD, "posts/d.md": post(title="D", related="[x]"), "posts/e.md": post(slug="b")}

    assert loaded(files) == loaded(dict(reversed(files.items())))


def test_a_site_knows_its_articles_by_word_and_author():
    site = loaded({"posts/a.md": post(title="A", tags="[running]", regions="[neck]"),
                   "posts/b.md": post(title="B", category="Exercise", author="teo-marlowe")}).site
    a, b = sorted(site.articles, key=lambda article: article.slug)

    assert (site.about(b.category), site.about(a.regions[0]), site.about(a.tags[0]),
            site.by_author(b.author)) == ((b,), (a,), (a,), (b,))
