"""The clinic's closed lists, and what is offered for a word outside them."""

import pytest

from plugins.site_model.vocabulary import (
    Term,
    Vocabulary,
    read_references,
    read_vocabulary,
    slugify,
    tag_is_tidy,
)
from tests.unit.builders import VOCABULARY, reference, shown

CATEGORIES = "categories: [Conditions]\n"


@pytest.mark.parametrize("word, found", [
    ("lower back", "lower back"), ("lower-back", "lower back"), ("Lower back", None),
    ("LOWER BACK", None), ("lower  back", None), ("back", None), ("", None)])
def test_a_word_is_known_in_exactly_its_spelling(word, found):
    term = VOCABULARY.find("region", word)

    assert (term.name if term else None) == found


@pytest.mark.parametrize("kind, word, cure", [
    ("region", "Lower Back", "did you mean 'lower back'?"),
    ("tag", "knee-pains", "did you mean 'knee pain'?"),
    ("category", "Condition", "did you mean 'Conditions'?"),
    ("category", "Xyz", "known: Conditions, Exercise"),
    ("tag", "gait", "add the line '- gait' under 'tags:' in content/vocabulary.yaml"),
])
def test_an_unknown_word_gets_the_nearest_and_the_line_to_add(kind, word, cure):
    assert cure in VOCABULARY.cure(kind, word)


@pytest.mark.parametrize("word, tidy", [
    ("foot", True), ("r&d", True), ("post-op", True), ("crohn's", True), ("rücken", True),
    ("", False), ("#knee", False), ("a,b", False), ("knee ", False), ("knee  pain", False),
    ("<b>", False), ("../x", False), ("k" * 40, True), ("k" * 41, False), ("🙂", False)])
def test_an_open_list_takes_any_tidy_tag(word, tidy):
    opened, closed = Vocabulary(open_tags=True), Vocabulary()

    assert tag_is_tidy(word) is (opened.find("tag", word) is not None) is tidy
    assert closed.find("tag", word) is None


def test_open_tags_do_not_open_the_topics():
    assert Vocabulary(open_tags=True).find("category", "knee") is None


@pytest.mark.parametrize("text, slug", [
    ("Wrist and hand", "wrist-and-hand"), ("  Don't  ", "dont"), ("Éclair", "eclair"), ("!!", "")])
def test_slugs_are_plain(text, slug):
    assert slugify(text) == slug


def test_a_vocabulary_is_read_in_the_clinics_order():
    vocabulary, problems = read_vocabulary(
        "categories:\n  - name: Recovery\n    summary: After it.\n    slug: after\n  - Basics\n"
        "regions: [neck]\nopen tags: true\n", "v.yaml")

    assert problems == ()
    assert [(t.slug, t.name, t.summary) for t in vocabulary.categories] == [
        ("after", "Recovery", "After it."), ("basics", "Basics", "")]
    assert vocabulary.open_tags
    assert [t.label for t in vocabulary.regions] == ["Neck"]


@pytest.mark.parametrize("text, told", [
    ("", "there are no categories"),
    ("regions: [neck]", "there are no categories"),
    ("- Conditions", "there are no categories"),
    ("Conditions", "there are no categories"),
    (CATEGORIES + "tag: [x]", "v.yaml:2: unknown list 'tag' — did you mean 'tags'?"),
    (CATEGORIES + "tags:\n  - x\n  - X", "v.yaml:4: 'X' is there twice"),
    (CATEGORIES + "tags:\n  - '!'", "v.yaml:3: '!' has no letters"),
    (CATEGORIES + "regions:\n  - name: neck\n    colour: red", "v.yaml:3: this entry"),
    (CATEGORIES + "tags: *x", "v.yaml:2: '*' starts a YAML alias"),
    (CATEGORIES + "tags: [[a]]", "v.yaml:2: this entry"),
])
def test_a_fault_of_the_lists_has_its_line(text, told):
    assert told in shown(read_vocabulary(text, "v.yaml")[1])


SOURCE = "doe-2020:\n  kind: Trial\n  authors: Doe J\n  year: 2020\n  title: A trial\n"


def test_references_are_read_by_key():
    assert read_references(SOURCE, "r.yaml") == ({"doe-2020": reference()}, ())
    assert read_references("", "r.yaml") == ({}, ())


@pytest.mark.parametrize("line, told", [
    ("  doi: https://doi.org/10.1234/x", "r.yaml:6: 'https://doi.org/10.1234/x' is no DOI"),
    ("  doi: 10.1/x", "is no DOI"),
    ("  url: http://example.org", "r.yaml:6: the address must start with https://"),
    ("  url: 'https://['", "and name a host"),
    ("  url: https://a b", "and name a host"),
    ("  verified on: soon", "'soon' is no date"),
    ("  verified on: 2026-05-01", "nobody is named who verified it"),
    ("  superseded by: roe-2021", "r.yaml:6: there is no reference 'roe-2021'"),
    ("  jurnal: X", "r.yaml:6: unknown field 'jurnal' — did you mean 'journal'?"),
    ("  kind: Study", "'kind' is there twice"),
])
def test_a_fault_of_a_reference_has_its_line(line, told):
    assert told in shown(read_references(SOURCE + line, "r.yaml")[1])


@pytest.mark.parametrize("name", ["kind", "authors", "year", "title"])
def test_a_reference_needs_what_a_reader_looks_it_up_by(name):
    text = "".join(row for row in SOURCE.splitlines(True) if not row.startswith(f"  {name}:"))
    found, problems = read_references(text, "r.yaml")

    assert f"r.yaml:1: reference 'doe-2020' has no '{name}'" in shown(problems)
    # Who cites it must not be told that it is not there.
    assert set(found) == {"doe-2020"}


def test_the_kinds_of_sources_are_a_closed_list():
    assert "did you mean 'Trial'?" in shown(
        read_references(SOURCE.replace("Trial", "trail"), "r.yaml")[1])


@pytest.mark.parametrize("fields, href", [
    ({"doi": "10.1234/x", "url": "https://example.org"}, "https://doi.org/10.1234/x"),
    ({"url": "https://example.org"}, "https://example.org"), ({}, "")])
def test_a_reference_leads_to_its_doi_first(fields, href):
    assert reference(**fields).href == href


def test_synonyms_lead_from_what_patients_say_to_what_the_clinic_writes():
    found, problems = read_vocabulary(
        CATEGORIES + "synonyms:\n  sciatica: [pinched nerve, siatica]\n  imaging: scan\n", "v.yaml")

    assert problems == ()
    assert found.synonyms == (("pinched nerve", "sciatica"), ("siatica", "sciatica"),
                              ("scan", "imaging"))


@pytest.mark.parametrize("text, told", [
    ("synonyms: [scan]", "v.yaml:2: 'synonyms' is no list of words"),
    ("synonyms:\n  imaging: [scan, Imaging]", "v.yaml:3: 'Imaging' is a synonym of itself"),
    ("synonyms:\n  imaging:\n  - scan\n  - scan", "v.yaml:5: 'scan' is there twice"),
    ("synonyms:\n  imaging: ['!']", "v.yaml:3: 'imaging' has a synonym that is no word"),
    ("synonyms:\n  imaging: [[scan]]", "v.yaml:3: 'imaging' has a synonym that is no word")])
def test_a_synonym_that_is_none_is_told(text, told):
    found, problems = read_vocabulary(CATEGORIES + text, "v.yaml")

    assert told in shown(problems)
    assert all(problem.cure for problem in problems)


def test_of_two_terms_with_one_word_the_first_is_found():
    first, second = Term("tag", "knee", "Knees"), Term("tag", "knees", "knee")
    vocabulary = Vocabulary(tags=(first, second), categories=(Term("category", "knee", "Knee"),))

    assert vocabulary.find("tag", "knee") is first
    assert vocabulary.find("tag", "knees") is second
    assert vocabulary.find("tag", "Knee") is None
