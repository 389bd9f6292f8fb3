"""A site with posts in a second language: two sites that know of each other."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from plugins.page_models.prepare import prepare, read
from plugins.publishing.settings import read_settings
from plugins.site_model.calendar import moment
from plugins.site_model.problem import ContentError
from plugins.site_model.settings import ClinicWords
from tests.golden.golden_site import CLINIC, CONTENT, NOW, SITEURL, publish, tree
from tests.languages.pseudo_site import ROOT

POSTS = {
    "clasico.md": """---
title: Una cabecera clásica
slug: clasico
lang: es
translation of: classic
date: 2026-03-03
author: Ada Example
category: Forms
tags: [headers]
regions: [left side]
summary: Una entrada de prueba sobre cabeceras.
aliases: [/viejo/]
---
Un párrafo con un enlace a [otra entrada](otra.md) y al [original](classic.md).

## Qué probar

/// do
- Probar
///
""",
    "otra.md": """---
title: Otra entrada
slug: otra
lang: es-MX
date: 2026-03-04
author: Ada Example
category: Forms
tags: [headers]
summary: Otra entrada de prueba sobre cabeceras.
---
Un párrafo sobre cabeceras.
""",
}
PAGE = "---\ntitle: Sobre este sitio\nslug: about\nlang: es\nmenu: main\n---\nUna página.\n"
SPANISH = replace(CLINIC, translations={"es": ClinicWords(tagline="Siempre los mismos bytes",
                                                          home_picture_alt="Un cuadrado.")})


def content(place: Path, **changes: str) -> Path:
    """The golden site's content with Spanish posts, a page, and words of the vocabulary."""
    shutil.copytree(CONTENT, place)
    for name, text in {**POSTS, **changes}.items():
        (place / "posts" / name).write_text(text, "utf-8")
    (place / "pages" / "about-es.md").write_text(PAGE, "utf-8")
    words = place / "vocabulary.yaml"
    words.write_text(words.read_text("utf-8").replace(
        "  - name: Forms\n",
        "  - name: Forms\n    name es: Formas\n    summary es: Cómo se escribe.\n").replace(
        "  - headers\n", "  - name: headers\n    name es: cabeceras\n"), "utf-8")
    return place


def published(place: Path, texts: Path) -> dict[str, str]:
    """All files of the site of some texts, and under "report" what the build said."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", NOW)
        report = publish(place / "output", texts, CLINIC=SPANISH)
    return {"report": "\n".join(report.lines)} | {
        path: data.decode("utf-8", "replace") for path, data in tree(place / "output").items()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    place = tmp_path_factory.mktemp("two")
    return published(place, content(place / "content"))


def links(page: str) -> set[str]:
    return set(re.findall(r'<a [^>]*href="([^"#]*)', page))


def versions(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))


def test_the_second_language_has_pages_of_its_own(site: dict[str, str]) -> None:
    there = {path for path in site if path.startswith("es/") and path.endswith(".html")}

    assert {"es/index.html", "es/archive/index.html", "es/topics/forms/index.html",
            "es/tags/headers/index.html", "es/regions/left-side/index.html",
            "es/search/index.html", "es/contact/index.html", "es/thanks/index.html",
            "es/about/index.html", "es/clasico/index.html", "es/otra/index.html"} <= there
    assert not {"es/topics/parts/index.html", "es/glossary/index.html", "es/404.html",
                "clasico/index.html", "es/classic/index.html"} & set(site)
    assert all('<html lang="es' in site[path] for path in there)
    assert '<html lang="es-MX">' in site["es/otra/index.html"]


def test_lists_keep_to_one_language(site: dict[str, str]) -> None:
    for path, text in site.items():
        if not path.endswith(".html") or path.endswith(("clasico/index.html", "otra/index.html",
                                                        "classic/index.html")):
            continue
        spanish = {"/blog/es/clasico/", "/blog/es/otra/"} & links(text)
        english = {"/blog/classic/", "/blog/blocks/", "/blog/everything/"} & links(text)
        if path.startswith("es/"):
            assert not english, path
        elif path != "viejo/index.html":
            assert not spanish, path
    assert {"/blog/es/clasico/", "/blog/es/otra/"} <= links(site["es/archive/index.html"])


def test_feeds_and_search_keep_to_one_language(site: dict[str, str]) -> None:
    spanish, english = site["es/feeds/all.atom.xml"], site["feeds/all.atom.xml"]
    found = {path: json.loads(text) for path, text in site.items() if "index/titles/" in path}
    hrefs = {path.partition("search")[0]: {row[0] for row in rows}
             for path, rows in found.items()}

    assert "Una cabecera clásica" in spanish and "Una cabecera clásica" not in english
    assert 'xml:lang="es"' in spanish
    assert {"/blog/es/clasico/", "/blog/es/otra/", "/blog/es/about/"} == hrefs["es/"]
    assert not {href for href in hrefs[""] if href.startswith("/blog/es/")}
    assert 'data-index="/blog/es/search/index/"' in site["es/search/index.html"]


def test_related_posts_keep_to_one_language_and_say_why_in_it(site: dict[str, str]) -> None:
    related = site["es/otra/index.html"].partition('class="related"')[2].partition("</section>")[0]

    assert links(related) <= {"/blog/es/clasico/", "/blog/es/otra/"}
    assert "También sobre cabeceras" in related


def test_words_of_the_vocabulary_have_their_form(site: dict[str, str]) -> None:
    assert "<h1>Formas</h1>" in site["es/topics/forms/index.html"]
    assert "Cómo se escribe." in site["es/topics/forms/index.html"]
    assert "Cabeceras" in site["es/tags/headers/index.html"]
    assert "Left side" in site["es/regions/left-side/index.html"]  # nobody said what it is
    assert "<h1>Forms</h1>" in site["topics/forms/index.html"]


def test_the_text_speaks_the_language_of_its_post(site: dict[str, str]) -> None:
    page = site["es/clasico/index.html"]

    assert '<h3 class="advice__title" id="que-hacer">Qué&nbsp;hacer</h3>' in page
    assert "3 de marzo de 2026" in page and "Publicado" in page
    assert '"inLanguage":"es"' in page and 'content="es"' in page
    assert '"timeRequired"' in page and 'href="/blog/es/otra/"' in page
    assert 'action="https://formspree.io' in page and f"{SITEURL}/es/thanks/" in page


def test_a_translation_is_linked_both_ways(site: dict[str, str]) -> None:
    here, there = f"{SITEURL}/classic/", f"{SITEURL}/es/clasico/"
    both = {"en-US": here, "es": there, "x-default": here}

    assert versions(site["classic/index.html"]) == both
    assert versions(site["es/clasico/index.html"]) == both
    assert '<a class="site-nav__link" href="/blog/es/clasico/" lang="es" hreflang="es">Español' \
        in site["classic/index.html"]
    assert '<a class="site-nav__link" href="/blog/classic/" lang="en-US" hreflang="en-US">English' \
        in site["es/clasico/index.html"]


def test_what_is_there_once_leads_to_the_other_home(site: dict[str, str]) -> None:
    for path, home in (("es/otra/index.html", "/blog/"), ("blocks/index.html", "/blog/es/")):
        menu = site[path].partition("</nav>")[0]
        switch = re.findall(r'href="([^"]+)" lang="[^"]+" hreflang', menu)
        assert versions(site[path]) == {}
        assert switch == [home]


def test_lists_and_pages_of_both_are_versions_of_each_other(site: dict[str, str]) -> None:
    for at in ("", "about/", "topics/forms/", "archive/", "search/", "contact/"):
        assert versions(site[f"es/{at}index.html"]) == {
            "en-US": f"{SITEURL}/{at}", "es": f"{SITEURL}/es/{at}",
            "x-default": f"{SITEURL}/{at}"}
    assert versions(site["topics/parts/index.html"]) == {}
    assert versions(site["thanks/index.html"]) == {}


def test_the_sitemap_tells_of_versions(site: dict[str, str]) -> None:
    urls = ElementTree.fromstring(site["sitemap.xml"])
    found = {url[0].text: {link.get("hreflang"): link.get("href") for link in url
                           if link.tag.endswith("}link")} for url in urls}

    assert found[f"{SITEURL}/es/clasico/"] == versions(site["es/clasico/index.html"])
    assert found[f"{SITEURL}/es/otra/"] == {}


def test_people_and_pages_that_are_not_translated_are_linked_with_their_language(
        site: dict[str, str]) -> None:
    page = site["es/clasico/index.html"]

    assert '<a href="/blog/people/ada-example/" hreflang="en-US">Ada Example</a>' in page
    assert 'href="/blog/people/" lang="en-US" hreflang="en-US"' in page
    assert "es/people/ada-example/index.html" not in site
    assert "/blog/es/about/" in links(page)


BESIDE = {
    "people/ada-example.es.md": "job title: Autora de ejemplos\nsummary: Ada escribe.\n"
                                "image alt: Un círculo.\nlanguages: [inglés, hebreo]\n\n"
                                "Ada es un ejemplo y escribe [entradas](../posts/otra.md).\n",
    "topics/forms.es.md": "Palabras propias, con [una entrada](../posts/clasico.md).\n",
    "glossary.es.yaml": "terms:\n  párrafo:\n    meaning: Unas frases que van juntas.\n"
                        "  sin uso:\n    meaning: Nadie lo usa.\nwords to explain: [cabeceras]\n",
}


def beside(place: Path, files: dict[str, str] = BESIDE) -> Path:
    """The content of both languages, with what stands in Spanish beside the English files."""
    content(place)
    for name, text in files.items():
        (place / name).write_text(text, "utf-8")
    return place


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    place = tmp_path_factory.mktemp("told")
    return published(place, beside(place / "content"))


def test_an_introduction_is_said_in_its_language_alone(told: dict[str, str]) -> None:
    spanish, english = told["es/topics/forms/index.html"], told["topics/forms/index.html"]

    assert "Palabras propias" in spanish and "Words of its&nbsp;own" not in spanish
    assert "Cómo se escribe." in spanish
    assert "Words of its own" in english and "Palabras propias" not in english
    assert "/blog/es/clasico/" in links(spanish)


def test_a_person_has_a_page_in_each_language(told: dict[str, str]) -> None:
    here, there = told["es/people/ada-example/index.html"], told["people/ada-example/index.html"]
    at = "people/ada-example/"

    for words in ("Autora de ejemplos", "Ada escribe.", "Un círculo.", "inglés, hebreo",
                  "Ada Example, PT, DPT", "Maine DEMO-0001", "Ada es un ejemplo"):
        assert words in here and (words in there) == (words in ("Ada Example, PT, DPT",
                                                                "Maine DEMO-0001"))
    assert "Writer of examples" not in here
    assert versions(here) == versions(there) == {
        "en-US": f"{SITEURL}/{at}", "es": f"{SITEURL}/es/{at}", "x-default": f"{SITEURL}/{at}"}
    assert "/blog/es/clasico/" in links(here)
    # One person, by whatever page a machine comes.
    assert all(f'"@id":"{SITEURL}/people/ada-example/#me"' in page for page in (here, there))


def test_who_wrote_a_post_is_told_in_its_language(told: dict[str, str]) -> None:
    page = told["es/clasico/index.html"]

    assert '<a href="/blog/es/people/ada-example/">Ada Example</a>' in page
    assert "Ada escribe." in page and "so that others can be compared" not in page
    assert '"jobTitle":"Autora de ejemplos"' in page


def test_who_is_not_presented_in_a_language_is_linked_as_they_are(told: dict[str, str]) -> None:
    people = told["es/people/index.html"]

    assert "/blog/es/people/ada-example/" in links(people)
    assert '<a class="team__name" href="/blog/people/noa-levi/" hreflang="en-US">' in people
    assert "es/people/noa-levi/index.html" not in told
    assert '"/blog/es/people/"' in told["es/index.html"]


def test_a_person_is_found_and_followed_in_both_languages(told: dict[str, str]) -> None:
    rows = [row for path, text in told.items() if path.startswith("es/search/index/titles/")
            for row in json.loads(text)]

    assert "/blog/es/people/ada-example/" in {row[0] for row in rows}
    assert "Una cabecera clásica" in told["es/feeds/people/ada-example.atom.xml"]


def test_each_language_has_a_glossary(told: dict[str, str]) -> None:
    page, post = told["es/glossary/index.html"], told["es/clasico/index.html"]

    assert "Unas frases que van&nbsp;juntas." in page and "Nadie lo&nbsp;usa." in page
    assert "statement" not in page.lower() and "párrafo" not in told["glossary/index.html"]
    assert 'href="/blog/es/glossary/#word-parrafo"' in post
    assert "Unas frases que van&nbsp;juntas." in post
    assert "/blog/es/glossary/" in links(told["es/index.html"])
    assert "'cabeceras' is not explained where it stands first" in told["report"]


@pytest.mark.parametrize("name, text, message", [
    ("topics/forms.fr.md", "Des mots.\n",
     "topics/forms.fr.md:1: there is no catalogue for the language 'fr' — write one"),
    ("topics/forms.en.md", "Words.\n",
     "topics/forms.en.md:1: 'en' is the clinic's own language — call the file forms.md"),
    ("topics/nothing.es.md", "Palabras.\n", "there is no category 'nothing' to introduce"),
    ("people/ada.es.md", "summary: Hola.\n\nHola.\n",
     "there is no person 'ada' to present in another language — "),
    ("people/ada-example.es.md", "summary: Hola.\n\nHola.\n",
     "the portrait has no text alternative in this language — add a line 'image alt: …'"),
    ("people/noa-levi.es.md", "credentials: PT\n\nHola.\n",
     "people/noa-levi.es.md:1: unknown field 'credentials'"),
    ("glossary.en.yaml", "terms: []\n", "call the file glossary.yaml"),
    ("glossary.fr.yaml", "terms: []\n", "there is no catalogue for the language 'fr'"),
    ("glossary.es.yaml", "terms:\n  hueso:\n    sense: x\n",
     "glossary.es.yaml:3: unknown field 'sense'"),
])
def test_a_slip_beside_is_told_with_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                             name: str, text: str, message: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    with pytest.raises(ContentError) as caught:
        publish(tmp_path / "output", beside(tmp_path / "content", {name: text}), CLINIC=SPANISH)

    assert message in str(caught.value)


def test_old_addresses_lead_to_the_language_of_their_post(site: dict[str, str]) -> None:
    assert "/blog/viejo/ /blog/es/clasico/ 301" in site["_redirects"]
    assert 'href="/blog/es/clasico/"' in site["viejo/index.html"]
    assert "se ha trasladado" in site["viejo/index.html"]


@pytest.mark.parametrize("name, text, message", [
    ("frances.md", POSTS["otra.md"].replace("es-MX", "fr").replace("otra", "autre"),
     "frances.md:4: lang 'fr': there is no catalogue for this language"),
    ("doble.md", POSTS["clasico.md"].replace("slug: clasico", "slug: doble").replace(
        "aliases: [/viejo/]\n", ""),
     "doble.md:5: 'translation of': 'classic' is translated by content/posts/clasico.md already"),
    ("cadena.md", POSTS["otra.md"].replace("slug: otra", "slug: cadena").replace(
        "lang: es-MX", "lang: en\ntranslation of: clasico"),
     "cadena.md:5: 'translation of': 'clasico' is a translation itself"),
    ("igual.md", POSTS["otra.md"].replace("slug: otra", "slug: igual").replace(
        "lang: es-MX", "translation of: blocks"),
     "igual.md:4: 'translation of': 'blocks' is in the same language (en-US)"),
])
def test_what_cannot_be_is_told_with_line_and_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                   name: str, text: str, message: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    with pytest.raises(ContentError) as caught:
        publish(tmp_path / "output", content(tmp_path / "content", **{name: text}))

    assert message in str(caught.value)


def test_a_clinic_without_words_in_a_language_is_told(tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    place = content(tmp_path / "content")
    told = [publish(tmp_path / name, place, CLINIC=clinic).lines
            for name, clinic in (("without", CLINIC), ("with", SPANISH))]

    assert [sum("clinic's own words are not there" in line for line in lines)
            for lines in told] == [1, 0]
    assert [line for lines in told for line in lines if "error" in line] == []


def test_words_in_a_language_without_a_catalogue_are_refused(tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch
                                                             ) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    clinic = replace(SPANISH, translations={**SPANISH.translations, "se": ClinicWords("Hei")})
    with pytest.raises(ContentError) as caught:
        publish(tmp_path / "output", content(tmp_path / "content"), CLINIC=clinic)

    assert "pelicanconf.py: translations: there is no catalogue for the language 'se' — write " \
        in str(caught.value)


def test_a_site_may_be_all_in_another_language(tmp_path: Path,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    place = content(tmp_path / "content")
    for path in (place / "posts").glob("*.md"):
        path.write_text(re.sub(r"(?mi)^(lang|translation of): .*\n", "", path.read_text("utf-8")),
                        "utf-8")
    (place / "pages" / "about-es.md").unlink()
    publish(tmp_path / "output", place, CLINIC=replace(CLINIC, language="es-US"))
    home = (tmp_path / "output" / "index.html").read_text("utf-8")

    assert '<html lang="es-US">' in home and "¿Dónde le duele?" in home
    assert not (tmp_path / "output" / "es").exists()


def test_a_language_without_a_catalogue_cannot_be_that_of_the_site(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    with pytest.raises(ContentError) as caught:
        publish(tmp_path / "output", CLINIC=replace(CLINIC, language="tlh"))

    assert "there is no catalogue for the language 'tlh'" in str(caught.value)
    assert "make words language=tlh" in str(caught.value)


def test_a_faulty_catalogue_stops_the_build(tmp_path: Path,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    shutil.copytree(ROOT / "theme" / "translations", tmp_path / "translations")
    spanish = tmp_path / "translations" / "es.po"
    spanish.write_text(spanish.read_text("utf-8").replace("Fuente {number}", "Fuente {n}"), "utf-8")
    line = spanish.read_text("utf-8").split("\n").index('msgid "Source {number}"') + 1
    with pytest.raises(ContentError) as caught:
        publish(tmp_path / "output", content(tmp_path / "content"),
                TRANSLATIONS=str(tmp_path / "translations"))

    assert f"translations/es.po:{line}: 'Fuente {{n}}' has {{n}}, which" in str(caught.value)


def test_a_draft_is_guarded_at_the_address_it_would_have(tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    place = content(tmp_path / "content")
    post = place / "posts" / "otra.md"
    post.write_text(POSTS["otra.md"].replace("lang:", "status: draft\nlang:"), "utf-8")
    linking = place / "posts" / "clasico.md"
    linking.write_text(POSTS["clasico.md"].replace("[otra entrada](otra.md)", "otra"), "utf-8")
    settings = read_settings(ROOT / "pelicanconf.py", {
        "PATH": str(place), "CLINIC": SPANISH, "SITEURL": SITEURL, "CACHE_PATH": str(tmp_path)})

    assert "es/otra" in prepare(settings, read(settings, moment()), moment()).withheld
