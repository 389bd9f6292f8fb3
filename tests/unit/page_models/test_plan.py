"""The plan of a site: which pages there are, what they link to, what is wrong between texts."""

import re
from dataclasses import replace

import pytest

from plugins.assets.core import Style
from plugins.digest.core import hash_source
from plugins.images.core import Picture
from plugins.page_models.bodies import convert_all
from plugins.page_models.core import SHARED
from plugins.page_models.frame import STYLED, Assets
from plugins.page_models.plan import plan
from plugins.site_model.settings import ContactSettings
from tests.unit.builders import loaded, post, shown

ASSETS = Assets("/static/site.css", "/static/icon.svg", "/static/touch.png", "/static/card.png",
                "/static/contact.js", "/static/search.js")


def texts_of(files, **options):
    site = loaded(files, **options)
    return site, convert_all(site, "content", lambda path: Picture(path, 800, 500))


def planned(files, siteurl="https://clinic.example", preview=False, **options):
    site, texts = texts_of(files, preview=preview, **options)
    assert site.problems == () and texts.problems == ()
    return plan(site.site, texts, siteurl, ASSETS, None, preview)


def texts_by_path(made):
    return {planned.path: planned.text for planned in made.texts}


def pages(files, **options):
    return {page.path: page for page in planned(files, **options).pages}


def posts(count, **fields):
    return {f"posts/p{i:03}.md": post(title=f"Post {i:03}", summary=f"What post {i} is about.",
                                      date=f"2025-01-{i % 28 + 1:02}", **fields)
            for i in range(count)}


@pytest.mark.parametrize("count, expected", [(0, 0), (1, 1), (24, 1), (25, 2), (200, 9)])
def test_a_topic_takes_as_many_pages_as_it_needs(count, expected):
    found = [path for path in pages(posts(count)) if path.startswith("topics/conditions/")]

    assert len(found) == expected


def test_the_pages_of_a_list_lead_to_each_other():
    found = pages(posts(60))
    middle = found["topics/conditions/page/2/index.html"].model.pagination

    assert (middle.number, middle.of) == (2, 3)
    assert middle.newer == "/topics/conditions/"
    assert middle.older == "/topics/conditions/page/3/"


def test_no_two_pages_share_a_file_a_title_or_a_description():
    found = planned(posts(60, tags="[running]", regions="[neck]")).pages
    heads = [page.model.shell.head for page in found]

    for values in ([page.path for page in found], [head.title for head in heads],
                   [head.description for head in heads]):
        assert sorted(set(values)) == sorted(values)


def test_every_page_holds_the_style_of_its_template():
    site, texts = texts_of({
        **posts(130, tags="[running]", regions="[neck]"),
        "glossary.yaml": "terms:\n  joint:\n    meaning: Where two bones meet.\n",
        "pages/read.md": "---\ntitle: Read\nmenu: footer\n---\n\nWords.\n"})
    assets = replace(ASSETS, styles={name: Style(name, "") for name in STYLED})
    made = plan(site.site, texts, "https://clinic.example", assets, None, False)
    kinds = {page.template: page.model.shell.head.style_html for page in made.pages}

    assert kinds == {template: name for name, templates in STYLED.items()
                     for template in templates}


def test_every_link_between_pages_carries_the_path_of_the_site():
    found = pages(posts(3), siteurl="https://clinic.example/blog")["post-000/index.html"]

    assert set(re.findall(r"href='(/[a-z]*)", repr(found.model))) == {"/blog"}


def test_an_article_links_each_other_post_once_at_most():
    files = {"posts/a.md": post(title="A", body="See [b](b.md).\n\n[related: c]\n\n[related]"),
             **{f"posts/{slug}.md": post(title=slug.upper()) for slug in "bcdefg"}}
    model = pages(files)["a/index.html"].model
    inline = [part.related.href for part in model.body if part.related]
    below = [item.href for item in (*model.related.close, *model.related.more)]

    assert inline[0] == "/c/"
    assert len(below) == 3
    assert len({"/b/", "/a/", *inline, *below}) == 2 + len(inline) + len(below)


def test_a_source_leads_back_to_each_place_that_cites_it():
    key = {"references.yaml": "\n".join(
        f"{name}:\n  kind: Trial\n  authors: Doe J\n  year: '2020'\n  title: T"
        for name in ("doe", "doe-2", "2-doe"))}
    found = pages({**key, "posts/a.md": post(
        title="A", references="[doe, doe-2, 2-doe]",
        body="x[^doe] y[^doe-2]\n\n[related]\n\nz[^doe] v[^2-doe]")})["a/index.html"].model

    assert [item.backs for item in found.references] == [
        ("#cite-doe", "#cite2-doe"), ("#cite-doe-2",), ("#cite-2-doe",)]


def test_two_forms_on_a_page_have_ids_of_their_own():
    model = pages({"posts/a.md": post(title="A", body="x\n\n[contact-form]\n\ny")})[
        "a/index.html"].model
    prefixes = [part.contact.prefix for part in model.body if part.contact]

    assert len({*prefixes, model.contact.prefix}) == 2


def test_only_pages_with_a_form_load_its_script_and_let_its_service_in():
    found = pages({"posts/a.md": post(title="A"),
                   "posts/b.md": post(title="B", body="x\n\n[contact-form]"),
                   "pages/write.md": "---\ntitle: Write\n---\n\n[contact-form]\n",
                   "pages/read.md": "---\ntitle: Read\n---\n\nWords.\n"},
                  contact=ContactSettings(provider="formspree", form_id="xqkrwbze"))
    heads = {path: page.model.shell.head for path, page in found.items()
             if hasattr(page.model, "shell")}
    scripted = {path for path, head in heads.items() if "/static/contact.js" in head.scripts}

    assert scripted == {"b/index.html", "contact/index.html", "write/index.html"}
    for path, head in heads.items():
        assert ("https://formspree.io" in head.csp) == (
            path in {*scripted, "index.html", "a/index.html"})
        assert ("script-src 'self'" in head.csp) == (path in {*scripted, "search/index.html"})
    assert [found[f"{name}/index.html"].model.contact.plain for name in "ab"] == [True, False]


def test_who_reads_runs_no_script_unless_the_service_of_the_form_asks_for_one():
    checked = ContactSettings(provider="basin", form_id="xqkrwbze", turnstile="0x4AAAAAAAchecked")
    found = pages({"posts/a.md": post(title="A")}, contact=checked)
    article, home = found["a/index.html"].model, found["index.html"].model

    assert len(article.shell.head.scripts) == len(home.shell.head.scripts) == 2
    assert not article.contact.plain and not home.offer.plain


def test_a_form_elsewhere_needs_no_script_and_only_its_frame_is_let_in():
    contact = ContactSettings("link-out", "jotform", "https://hipaa.jotform.com/1",
                              placement="frame")
    head = pages({}, contact=contact)["contact/index.html"].model.shell.head

    assert head.scripts == ()
    assert f"script-src {hash_source(head.json_ld)};" in head.csp  # data, and nothing that runs
    assert "frame-src https://hipaa.jotform.com" in head.csp


def test_the_end_of_an_article_asks_less_than_the_contact_page():
    found = pages({"posts/a.md": post(title="A", body="x\n\n[contact-form]\n\ny")})
    asked = {path: [each.key for each in found[path].model.contact.form.fields]
             for path in ("a/index.html", "contact/index.html")}
    inline, = [part.contact for part in found["a/index.html"].model.body if part.contact]

    assert asked["a/index.html"] == ["name", "email"]
    assert asked["contact/index.html"] == [each.key for each in inline.form.fields]
    assert len(inline.form.fields) == 4


def test_the_body_map_leads_to_regions_that_have_posts():
    found = pages(posts(3, regions="[lower back]"))
    home, own = (found[path].model.body_map for path in ("index.html", "regions/index.html"))

    assert [(link.label, link.href, link.articles) for link in own.links] == [
        ("Lower back", "/regions/lower-back/", 3)]
    assert home.regions == own.regions and own.regions[0].zones


@pytest.mark.parametrize("name", ["thanks", "not-sent"])
def test_where_a_form_leads_is_there_and_kept_from_search_engines(name):
    made = planned({})
    page = {page.path: page for page in made.pages}[f"{name}/index.html"]

    assert not page.model.shell.head.indexed
    assert f"/{name}/" not in texts_by_path(made)["sitemap.xml"]
    assert page.model.clinic.phone_href == "tel:+12075550142"


def test_what_is_hidden_is_in_no_list_for_machines():
    files = {"posts/a.md": post(title="A", status="draft"), "posts/b.md": post(title="B")}
    made = planned(files, preview=True)

    assert "/a/" not in texts_by_path(made)["sitemap.xml"]
    assert "/a/" not in texts_by_path(made)["feeds/all.atom.xml"]
    assert {p.path: p.model for p in made.pages}["a/index.html"].state == "Draft"


def test_a_site_without_posts_has_no_feed_and_no_empty_list():
    made = planned({})

    assert "feeds/all.atom.xml" not in texts_by_path(made)
    assert not [p.path for p in made.pages if p.path.startswith(("topics", "archive", "tags"))]


@pytest.mark.parametrize("link, told", [
    ("b.md#what-helps", ""),
    ("b.md#what-help", "me.md:8: there is no heading '#what-help' on the page /b/ — did you mean "
                       "'what-helps'?"),
    ("b.md#sources", ""),
])
def test_a_heading_on_another_page_must_be_there(link, told):
    _, texts = texts_of({"posts/me.md": post(title="Me", body=f"[x]({link})"),
                         "posts/b.md": post(title="B", body="## What helps\n\nRest.")})

    assert told in shown(texts.problems)
    assert bool(told) == bool(texts.problems)


@pytest.mark.parametrize("marker, told", [
    ("[related: me]", "names this post itself"), ("[related: nope]", "no published post"),
    ("[related: b]\n\n[related: b]", "is there twice"), ("[related: c]", "no published post"),
])
def test_a_marker_names_a_published_post_once(marker, told):
    _, texts = texts_of({"posts/me.md": post(title="Me", body=f"x\n\n{marker}"),
                         "posts/b.md": post(title="B"),
                         "posts/c.md": post(title="C", status="draft")})

    assert told in shown(texts.problems)


GLOSSARY = "terms:\n  stair:\n    meaning: A step.\n  hill:\n    meaning: High ground.\n"


def test_the_glossary_leads_to_the_newest_posts_that_use_a_word():
    files = {**posts(7, body="A stair."), "glossary.yaml": GLOSSARY}
    page = pages(files)["glossary/index.html"].model
    hill, stair = page.entries

    assert (hill.name, hill.posts, hill.used) == ("Hill", (), 0)
    assert (stair.anchor, stair.used) == ("word-stair", 7)
    assert [post.href for post in stair.posts] == [f"/post-00{n}/" for n in (6, 5, 4, 3, 2)]


def test_without_words_there_is_no_glossary_and_no_link_to_it():
    found = pages(posts(1))

    assert "glossary/index.html" not in found
    assert "Glossary" not in [link.label for link in found["index.html"].model.shell.chrome.footer]


def test_a_long_glossary_has_letters():
    words = "".join(f"  {letter}{letter}{n}:\n    meaning: A word.\n"
                    for letter in "abcde" for n in range(5))
    page = pages({**posts(1), "glossary.yaml": f"terms:\n{words}"})["glossary/index.html"].model

    assert [(link.label, link.href) for link in page.letters] == [
        (letter.upper(), f"#word-{letter}{letter}0") for letter in "abcde"]


def test_what_surrounds_pages_and_their_forms_are_a_few_records():
    found = pages(posts(12))
    articles = [page.model for page in found.values() if page.template == "article"]

    assert len(articles) == 12
    assert len({model.contact for model in articles}) == 1
    assert len({model.shell.chrome for model in articles}) == 1
    assert all(isinstance(model.contact, SHARED) and isinstance(model.shell.chrome, SHARED)
               for model in articles)
