"""What only shows when all files are seen together."""

import pytest

from plugins.site_model import cross_check
from tests.unit.builders import loaded, post, shown


@pytest.mark.parametrize("paths, clash", [
    (["content/posts/a.md", "content/posts/b.md"], False),
    (["content/posts/Knee.md", "content/posts/knee.md"], True),
    (["content/posts/cafe\u0301.md", "content/posts/caf\u00e9.md"], True),
])
def test_names_that_are_one_file_on_other_machines_clash(paths, clash):
    assert bool(cross_check.file_name_clashes(paths)) is clash


def told(files, **changes):
    return shown(loaded(files, **changes).problems)


def test_two_posts_cannot_have_one_address():
    files = {"posts/a.md": post(slug="knee"), "posts/b.md": post(title="Two", slug="knee")}

    assert "content/posts/b.md:7: the slug 'knee' is taken by content/posts/a.md" in told(files)


def test_a_page_and_a_post_cannot_have_one_address():
    files = {"posts/a.md": post(slug="knee"), "pages/b.md": "title: Knee\n\nHello."}

    assert "the slug 'knee' is taken by" in told(files)


def test_a_translation_needs_an_address_of_its_own():
    """Both would be written to the same file."""
    files = {"posts/a.md": post(slug="knee"), "posts/b.md": post(slug="knee", lang="es")}

    assert "the slug 'knee' is taken by" in told(files)


@pytest.mark.parametrize("alias", ["/hip/", "/hip", "/Hip/", "/hip/index.html"])
def test_an_old_address_cannot_be_where_a_page_is(alias):
    files = {"posts/a.md": post(aliases=f"[{alias}]"), "posts/hip.md": post(title="Hip")}

    assert f"content/posts/a.md:7: the alias '{alias}' is taken by" in told(files)


def test_an_old_address_leads_to_one_page_only():
    files = {"posts/a.md": post(aliases="[/old/]"),
             "posts/hip.md": post(title="Hip", aliases="[/old]")}

    assert "content/posts/hip.md:7: the alias '/old' is taken by content/posts/a.md" in told(files)


def test_a_post_cannot_be_its_own_old_address():
    """The redirect would be written over the post, and lead to itself."""
    assert "alias '/knee-pain/'" in told({"posts/a.md": post(aliases="[/knee-pain/]")})


HIP, DRAFT = post(title="Hip"), post(title="Neck", status="draft")
LATER = post(title="Foot", date="2026-12-01")


@pytest.mark.parametrize("name", ["related", "not related"])
@pytest.mark.parametrize("picks, message", [
    ("[hipp]", "there is no post 'hipp' — did you mean 'hip'?"),
    ("[knee-pain]", "the post names itself"),
    ("[hip, hip]", "'hip' is there twice"),
    ("[neck]", "'neck' is a draft"),
    ("[foot]", "'foot' is not published yet"),
])
def test_a_pick_must_be_another_post_that_readers_can_see(name, picks, message):
    files = {"posts/a.md": post(**{name: picks}), "posts/hip.md": HIP, "posts/neck.md": DRAFT,
             "posts/foot.md": LATER}

    assert f"content/posts/a.md:7: '{name}': {message}" in told(files)


def test_sound_picks_pass_and_a_draft_may_pick_a_draft():
    files = {"posts/a.md": post(related="[hip]"), "posts/hip.md": HIP, "posts/neck.md": DRAFT,
             "posts/b.md": post(title="Two", status="draft", related="[neck]")}

    assert told(files) == told(files, preview=True) == ""


def test_two_posts_may_ban_each_other():
    assert told({"posts/a.md": post(slug="a", not_related="[hip]"),
                 "posts/hip.md": post(title="Hip", not_related="[a]")}) == ""


def test_a_translation_names_a_post_that_exists():
    assert "content/posts/a.md:7: 'translation of': there is no post 'hip'" in told(
        {"posts/a.md": post(translation_of="hip")})


@pytest.mark.parametrize("other, message", [
    ({"lang": "es"}, "'related': 'hip' is in another language (es) — name a post in the language"),
    ({"not_related": "[a]"}, "'related': 'hip' says in its 'not related' that the two are not to "
                             "be shown together — delete it here, or 'a' there")])
def test_a_pick_that_would_never_be_shown_is_told(other, message):
    files = {"posts/a.md": post(slug="a", related="[hip]"),
             "posts/hip.md": post(title="Hip", **other)}

    assert f"content/posts/a.md:8: {message}" in told(files)
