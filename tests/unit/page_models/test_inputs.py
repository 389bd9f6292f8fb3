"""A page is known by its inputs: equal inputs, equal page; whatever shows on it is among them."""

import re

import pytest

from tests.unit.builders import post
from tests.unit.page_models.test_plan import planned, posts


def digests(files, **options):
    made = planned(files, **options)
    return {each.path: each.digest for each in (*made.pages, *made.texts)}


def changed(before, after, **options):
    """The files that an edit changes, by the digests of their inputs, and by what they show."""
    one, other = planned(before, **options), planned(after, **options)
    by_digest, by_content = set(), set()
    for made, against in ((one, other), (other, one)):
        known = {each.path: each for each in (*against.pages, *against.texts)}
        for each in (*made.pages, *made.texts):
            there = known.get(each.path)
            by_digest |= {each.path} if there is None or there.digest != each.digest else set()
            by_content |= {each.path} if there is None or shown(there) != shown(each) else set()
    return by_digest, by_content


def shown(each):
    return getattr(each, "text", None) or (each.template, each.model)


BASE = posts(30, tags="[running]", regions="[neck]")


@pytest.mark.parametrize("name, text", [
    ("posts/p003.md", post(title="Post 003", summary="What post 3 is about.", date="2025-01-04",
                           tags="[running]", regions="[neck]", body="Another text about stairs.")),
    ("posts/p003.md", post(title="Another title", slug="post-003", summary="What post 3 is about.",
                           date="2025-01-04", tags="[running]", regions="[neck]")),
    ("posts/p003.md", post(title="Post 003", summary="What post 3 is about.", date="2025-06-04",
                           tags="[running]", regions="[neck]")),
    ("posts/p003.md", post(title="Post 003", summary="Another summary.", date="2025-01-04")),
    ("posts/new.md", post(title="New", summary="A new one.", date="2025-03-03")),
    ("posts/old.md", post(title="Old", summary="An old one.", date="2001-03-03",
                          aliases="[/was/here/]")),
])
def test_what_shows_is_among_the_inputs(name, text):
    by_digest, by_content = changed(BASE, {**BASE, name: text})

    assert by_content <= by_digest
    assert f"{re.sub('p(?=[0-9])', 'post-', name[6:-3])}/index.html" in by_digest


def test_a_new_body_changes_no_page_that_does_not_show_it():
    after = {**BASE, "posts/p003.md": post(
        title="Post 003", summary="What post 3 is about.", date="2025-01-04", tags="[running]",
        regions="[neck]", body="The same words, but for *one* stress.")}
    by_digest, _ = changed(BASE, after)

    assert len([path for path in by_digest if path.startswith(("topics/", "tags/"))]) == 0


def test_the_same_site_read_twice_has_the_same_digests():
    assert digests(BASE) == digests(dict(reversed(BASE.items())))


def test_another_address_of_the_site_changes_every_page():
    here, there = digests(BASE), digests(BASE, siteurl="https://other.example/blog")

    same = {path for path, found in here.items() if there[path] == found}
    assert {path for path in same if not path.startswith("search/index/")} == set()


def test_a_word_of_the_glossary_changes_only_the_posts_that_use_it():
    glossary = "terms:\n  stair:\n    meaning: {}\n  hill:\n    meaning: High ground.\n"
    before = {**BASE, "glossary.yaml": glossary.format("A step."), "posts/p003.md": post(
        title="Post 003", summary="What post 3 is about.", date="2025-01-04", body="A stair.")}
    by_digest, by_content = changed(before, {**before, "glossary.yaml": glossary.format("Steps.")})

    assert by_content <= by_digest
    assert by_digest == {"glossary/index.html", "post-003/index.html", "feeds/all.atom.xml"}
