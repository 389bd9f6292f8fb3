"""What is wrong between texts, each fault told once."""

from plugins.page_models.bodies import convert_all
from tests.unit.builders import loaded, post, shown


def told(other):
    found = loaded({"posts/a.md": post(title="A", body="Move.\n\n[related: b]\n\nRest."),
                    "posts/b.md": other})
    return shown(convert_all(found, "content", lambda name: name).problems)


def test_a_post_with_a_fault_of_its_own_is_not_also_missing_for_a_marker():
    assert told(post(title="B", category="Nonsense")) == ""


def test_a_post_that_is_not_there_is_missing():
    assert "[related: b]: there is no published post of that name" in told(post(title="C"))
