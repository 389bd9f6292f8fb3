"""The file of the glossary: what it may say, and what its authors are told."""

import pytest

from plugins.site_model.glossary import MAX_MEANING, read_glossary
from tests.unit.builders import loaded, reference, shown

KNOWN = {"doe-2020": reference()}


def read(text):
    return read_glossary(text, "content/glossary.yaml", KNOWN)


def test_words_come_by_name_with_their_forms_and_sources():
    found, problems = read("terms:\n  tendon:\n    meaning: A cord.\n    sources: [doe-2020]\n"
                           "  nerve root:\n    meaning: A start.\n    also: [root, roots of it]\n"
                           "words to explain: [nociplastic]\n")

    assert problems == ()
    assert [(t.slug, t.name, t.meaning, t.forms) for t in found.terms] == [
        ("nerve-root", "nerve root", "A start.", ("nerve root", "root", "roots of it")),
        ("tendon", "tendon", "A cord.", ("tendon",))]
    assert found.terms[1].sources == (reference(),)
    assert found.to_explain == ("nociplastic",)


@pytest.mark.parametrize("text", ["", "\n# nothing yet\n", "terms:\n", "words to explain: []\n"])
def test_a_glossary_may_be_empty(text):
    found, problems = read(text)

    assert (found.terms, found.to_explain, problems) == ((), (), ())


@pytest.mark.parametrize("text, told", [
    ("terms: [tendon]\n", "glossary.yaml:1: 'terms' is no list of words with a meaning"),
    ("terms:\n  tendon: A cord.\n", "glossary.yaml:2: 'tendon' has no meaning — write"),
    ("terms:\n  tendon:\n    also: [cord]\n", "glossary.yaml:2: 'tendon' has no meaning"),
    ("terms:\n  tendon:\n    meening: A cord.\n    meaning: A cord.\n",
     "glossary.yaml:3: unknown field 'meening' — did you mean 'meaning'?"),
    ("terms:\n  tendon:\n    meaning: A cord.\n    sources: [doe-2021]\n",
     "glossary.yaml:4: there is no reference 'doe-2021' — did you mean 'doe-2020'?"),
    ("terms:\n  ache:\n    meaning: One.\n  pain:\n    meaning: Two.\n    also: [Ache]\n",
     "glossary.yaml:6: 'Ache' is explained under 'ache' too"),
    ("terms:\n  nerve root:\n    meaning: One.\n  nerve-root:\n    meaning: Two.\n",
     "glossary.yaml:4: 'nerve-root' has the address of 'nerve root'"),
    ("terms:\n  '!!':\n    meaning: One.\n", "glossary.yaml:2: '!!' has no letters"),
    (f"terms:\n  a:\n    meaning: {'x' * (MAX_MEANING + 1)}\n", "glossary.yaml:3: the meaning of"),
    ("words: [x]\n", "glossary.yaml:1: unknown list 'words' — known: terms"),
    ("terms:\n  pain:\n    meaning: One.\nwords to explain:\n  - Pain\n",
     "glossary.yaml:5: 'Pain' is explained under 'terms' already"),
    ("- tendon\n", "glossary.yaml:1: the glossary is not readable"),
    ("terms: &x\n", "glossary.yaml:1: '&' starts a YAML anchor"),
])
def test_what_is_wrong_is_told_with_its_line_and_cure(text, told):
    problems = read(text)[1]

    assert told in shown(problems)
    assert all(problem.cure for problem in problems)


def test_the_site_has_it():
    found = loaded({"glossary.yaml": "terms:\n  tendon:\n    meaning: A cord.\n"})

    assert [term.name for term in found.site.glossary.terms] == ["tendon"]


def test_its_faults_are_told_with_all_others():
    assert "glossary.yaml:1: unknown list" in shown(loaded({"glossary.yaml": "x: y"}).problems)
