"""The first lines of a new post build at once."""

from datetime import date

import pytest

from plugins.new_post import core
from plugins.site_model.core import POST_FIELDS
from plugins.site_model.front_matter import parse
from plugins.site_model.settings import Policy
from tests.unit.builders import loaded, shown


def text(title="Knee pain", categories=("Conditions", "Exercise")):
    return core.text(title, date(2026, 3, 2), ["juniper-ashgrove", "teo-marlowe"], categories,
                     ["neck", "lower back"], ["running"])


TITLES = ["Knee pain", "Dry needling: what to expect", 'The "core" myth', "It's #1 & more",
          r"Back\slash", "- dash", "Überlastung", "{curly} [square] *star*", "no", "2026-03-02"]


@pytest.mark.parametrize("title", TITLES)
def test_a_new_post_is_a_draft_without_faults(title):
    result = loaded({"posts/new.md": text(title)}, preview=True)

    assert [str(p) for p in result.problems if p.severity == "error"] == []
    (post,) = result.site.articles
    assert (post.title, post.draft, post.author.key, post.category.name) == (
        title, True, "juniper-ashgrove", "Conditions")


def test_it_builds_under_the_strictest_policy_too():
    strict = Policy("error", "error", "error", "error")
    result = loaded({"posts/new.md": text()}, preview=True, policy=strict)

    assert shown(p for p in result.problems if p.severity == "error") == ""


def test_it_is_no_post_to_publish_as_it_stands():
    published = text().replace("status: draft ", "status: published ")

    assert "placeholder" in shown(loaded({"posts/new.md": published}).problems)


@pytest.mark.parametrize("category", ["Back: first aid", "Q&A #1", "Yes"])
def test_a_topic_may_have_any_name(category):
    header = parse(text(categories=[category]), "x.md", POST_FIELDS)

    assert header.problems == ()
    assert header.fields["category"].value == category


def test_the_choices_are_shown_where_they_are_made():
    assert all(word in text() for word in ("teo-marlowe", "Exercise", "lower back", "running"))


@pytest.mark.parametrize("title, name", [
    ("Dry needling: what to expect", "dry-needling-what-to-expect"), ("Über alles", "uber-alles"),
    ("Word " * 30, "-".join(["word"] * 16))])
def test_the_file_is_called_as_its_address(title, name):
    assert core.file_name(title) == name


@pytest.mark.parametrize("title, message", [
    ("!!!", "has no letters"), ("", "has no letters"), ("Tags", "'tags' is reserved"),
    ("Contact", "'contact' is reserved"), ("CON", "'con' is reserved")])
def test_a_title_that_can_be_no_file_is_refused(title, message):
    with pytest.raises(ValueError, match=message):
        core.file_name(title)
