"""Pages that know what they are in other languages."""

from dataclasses import replace

from tests.unit.builders import post
from tests.unit.page_models.test_plan import pages, planned, texts_of

FILES = {
    "posts/knee.md": post(title="Knee", slug="knee"),
    "posts/rodilla.md": post(title="Rodilla", slug="rodilla", lang="es", translation_of="knee",
                             body="Muévase. Mire [el original](knee.md)."),
    "posts/cadera.md": post(title="Cadera", slug="cadera", lang="es"),
}


def seen(page):
    return [(version.language, version.href, bool(version.address), version.current)
            for version in page.model.shell.chrome.versions]


def test_a_site_in_one_language_tells_of_no_versions():
    found = pages({"posts/knee.md": FILES["posts/knee.md"]})

    assert all(page.versions == () for page in found.values())
    assert not any(path.startswith("es/") for path in found)


def test_a_translation_and_its_original_are_versions_of_each_other():
    found = pages(FILES)

    assert seen(found["knee/index.html"]) == [("en-US", "/knee/", True, "page"),
                                              ("es", "/es/rodilla/", True, "")]
    assert seen(found["es/rodilla/index.html"]) == [("en-US", "/knee/", True, ""),
                                                    ("es", "/es/rodilla/", True, "page")]
    assert found["es/rodilla/index.html"].model.shell.alternates == (
        ("en-US", "https://clinic.example/knee/"),
        ("es", "https://clinic.example/es/rodilla/"),
        ("x-default", "https://clinic.example/knee/"))


def test_what_is_there_once_has_a_way_home_and_tells_search_engines_nothing():
    shell = pages(FILES)["es/cadera/index.html"].model.shell

    assert [(v.href, v.address) for v in shell.chrome.versions if not v.current] == [("/", "")]
    assert shell.alternates == ()


def test_a_new_translation_changes_the_page_of_the_original():
    with_it = pages(FILES)["knee/index.html"]
    without = pages({**FILES, "posts/rodilla.md": FILES["posts/rodilla.md"].replace(
        "translation of: knee\n", "")})["knee/index.html"]

    assert with_it.digest != without.digest


def test_a_body_links_across_languages():
    body = pages(FILES)["es/rodilla/index.html"].model.body

    assert 'href="/knee/"' in body[0].html


def test_a_changed_post_is_made_again_in_its_own_language():
    made = planned(FILES)
    site, texts = texts_of(FILES)
    article = next(a for a in site.site.articles if a.slug == "cadera")
    body = made.again(article, texts.bodies[article.source], None)

    assert (body.path, body.address) == ("es/cadera/index.html", "/es/cadera/")
    assert body.words.language == "es"
    assert made.again(replace(article, language="en-US"), texts.bodies[article.source],
                      None) is None
