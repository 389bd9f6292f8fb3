"""One site in several languages: what belongs to which, and what stands in for the rest."""

from dataclasses import replace

import pytest

from plugins.site_model.core import Site, TextPage
from plugins.site_model.editions import (
    edition,
    edition_of,
    languages,
    own_pages,
    own_people,
    root,
    translations,
)
from plugins.site_model.glossary import Glossary, GlossaryTerm
from plugins.site_model.settings import ClinicWords, Offer
from plugins.site_model.vocabulary import Term, Vocabulary, read_vocabulary
from tests.unit.builders import article, clinic, person

KNEE = Term("region", "knee", "knee", "Stairs.", (("es", "rodilla", "Escaleras."),))
TOPIC = Term("category", "conditions", "Conditions")


def page(slug: str, language: str = "") -> TextPage:
    return TextPage(slug, slug.title(), "", f"content/pages/{slug}{language}.md", "Text.", 1,
                    language=language)


def site(*records, **changes) -> Site:
    articles = tuple(article(slug, category=TOPIC, regions=(KNEE,), language=language,
                             translation_of=original) for slug, language, original in records)
    return Site(**{"clinic": clinic(tagline="Hello", translations={
        "es": ClinicWords("Hola", offer=Offer("Hable", "Gratis."), reasons=("Cita",))}),
        "vocabulary": Vocabulary((TOPIC,), (KNEE,), synonyms=(("bum knee", "knee"),)),
        "articles": articles, "pages": (page("about"), page("about", "es"), page("privacy")),
        "people": (person(),), "glossary": Glossary((GlossaryTerm("cuff", "cuff", "Four."),)),
        "introductions": (page("topics/conditions"),), **changes})


BOTH = site(("a", "en-US", ""), ("b", "es-MX", "a"), ("c", "es", ""), ("d", "en-GB", ""))


@pytest.mark.parametrize("language, found", [("en", ""), ("en-GB", ""), ("es", "es"),
                                             ("es-MX", "es"), ("ES", "es"), ("", "")])
def test_a_text_belongs_to_the_edition_of_its_language(language, found):
    assert edition_of(page("x", language), clinic(language="en-US")) == found


def test_people_belong_to_the_clinics_own():
    assert edition_of(person(), clinic(language="es")) == ""


def test_a_language_is_there_once_it_has_posts():
    assert languages(site(("a", "en", ""))) == ("",)
    assert languages(BOTH) == ("", "es")
    assert (root(""), root("es")) == ("", "/es")


def test_a_site_in_one_language_is_its_own_edition():
    alone = site(("a", "en-US", ""), pages=(page("about"),))

    assert edition(alone, "") is alone


def test_each_edition_has_its_own_posts_and_pages():
    english, spanish = edition(BOTH, ""), edition(BOTH, "es")

    assert [a.slug for a in english.articles] == ["a", "d"]
    assert [a.slug for a in spanish.articles] == ["b", "c"]
    assert [p.source for p in english.pages] == ["content/pages/about.md",
                                                "content/pages/privacy.md"]
    assert [p.source for p in own_pages(spanish)] == ["content/pages/aboutes.md"]
    assert [p.slug for p in spanish.pages] == ["about", "privacy"]
    assert (own_people(english), own_people(spanish)) == ((person(),), ())


def test_what_is_in_the_clinics_own_language_only_stays_there():
    spanish = edition(BOTH, "es")

    assert (spanish.glossary, spanish.introductions) == (Glossary(), ())
    assert spanish.vocabulary.synonyms == ()
    assert edition(BOTH, "").glossary == BOTH.glossary


def test_the_clinic_and_its_words_speak_the_language():
    spanish = edition(BOTH, "es")
    knee = Term("region", "knee", "rodilla", "Escaleras.")

    assert (spanish.clinic.language, spanish.clinic.tagline) == ("es", "Hola")
    assert spanish.clinic.offer == Offer("Hable", "Gratis.")
    assert spanish.clinic.contact.reasons == ("Cita",)
    assert spanish.clinic.contact.answer_time == BOTH.clinic.contact.answer_time
    assert spanish.vocabulary.regions == (knee,)
    assert {a.regions for a in spanish.articles} == {(knee,)}
    assert [a.slug for a in spanish.about(knee)] == ["b", "c"]
    assert {a.category.name for a in spanish.articles} == {"Conditions"}  # nobody said otherwise


def test_a_clinic_that_said_nothing_says_nothing():
    silent = edition(replace(BOTH, clinic=clinic(tagline="Hello", welcome="Come in.")), "es")

    assert (silent.clinic.tagline, silent.clinic.welcome, silent.clinic.offer) == ("", "", None)


def test_translations_are_known_from_both_sides():
    assert translations(BOTH) == {"a": {"": "a", "es": "b"}, "b": {"": "a", "es": "b"}}


def test_a_translation_of_what_is_held_back_stands_alone():
    assert translations(site(("b", "es", "draft"))) == {}


def test_the_vocabulary_may_name_its_words_in_other_languages():
    found, problems = read_vocabulary(
        "categories:\n  - name: Pain\n    name es: Dolor\n    summary es: Qué ayuda.\n"
        "    name de: Schmerz\n", "v.yaml")

    assert problems == ()
    assert found.categories[0].translations == (("de", "Schmerz", ""),
                                                ("es", "Dolor", "Qué ayuda."))
    assert [found.categories[0].spoken(language).label for language in ("es", "de", "fr")] \
        == ["Dolor", "Schmerz", "Pain"]
    assert [t.slug for t in found.spoken("es").categories] == ["pain"]


def test_an_unknown_field_of_the_vocabulary_is_still_refused():
    _, problems = read_vocabulary("categories:\n  - name: Pain\n    nome es: Dolor\n", "v.yaml")

    assert "this entry is not readable" in str(problems[0])
    assert "name es" in problems[0].cure
