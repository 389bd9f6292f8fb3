"""What a clinic says first on the page of a topic, a region or a tag."""

import pytest

from tests.unit.builders import loaded, post, shown


def read(path, text, **files):
    found = loaded({"posts/a.md": post(tags="[running]", regions="[neck]"), path: text, **files})
    return found.site.introductions, shown(found.problems)


@pytest.mark.parametrize("text, summary, line", [
    ("Words.\n", "", 1), ("\n## A heading\n\nWords: more.\n", "", 1),
    ("---\nsummary: Short.\n---\nWords.\n", "Short.", 4), ("summary: Short.\n\nWords.\n",
                                                           "Short.", 2)])
def test_a_header_is_not_needed(text, summary, line):
    (page,), problems = read("topics/conditions.md", text)

    assert problems == ""
    assert (page.slug, page.title, page.summary, page.body_line) == (
        "topics/conditions", "Conditions", summary, line)


def test_it_takes_the_sentence_of_the_vocabulary_where_it_has_none():
    vocabulary = "categories:\n- name: Conditions\n  summary: Of old.\nregions: [neck]\n" \
                 "tags: [running]\n"
    (page,), _ = read("topics/conditions.md", "Words.\n", **{"vocabulary.yaml": vocabulary})

    assert page.summary == "Of old."


@pytest.mark.parametrize("path, text, told", [
    ("topics/condition.md", "Words.", "content/topics/condition.md:1: there is no category "
     "'condition' to introduce — did you mean 'conditions'?"),
    ("regions/lower back.md", "Words.", "there is no region 'lower back' to introduce"),
    ("tags/conditions.md", "Words.", "there is no tag 'conditions'"),
    ("topics/conditions.md", "---\ntitle: X\n---\nWords.", "conditions.md:2: unknown field"),
    ("topics/conditions.md", "---\nsummary: X\n---\n", "the body is empty"),
    ("topics/conditions.md", "", "the file is empty"),
    ("topics/exercise.md", "Words.", "topics/exercise.md: warning: no post is filed under it"),
    ("topics/deep/conditions.md", "Words.", "conditions.md:1: an introduction lies in a "
     "folder of its own — move it to topics/conditions.md"),
])
def test_what_is_wrong_is_told_with_its_file(path, text, told):
    _, problems = read(path, text)

    assert told in problems
    assert all(" — " in line for line in problems.split("\n"))


def test_a_tag_of_an_open_list_may_be_introduced():
    vocabulary = "categories: [Conditions]\nregions: [neck]\ntags: [running]\nopen tags: true\n"
    found = loaded({"vocabulary.yaml": vocabulary, "tags/yoga-class.md": "Words.\n",
                    "posts/a.md": post(tags="[yoga class]", regions="[neck]")})

    assert [page.slug for page in found.site.introductions] == ["tags/yoga-class"]
    assert found.problems == ()
