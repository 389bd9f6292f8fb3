"""The facts a search engine reads, drawn from what the page shows."""

import json
from datetime import UTC, date, datetime

import pytest

from plugins.site_model.settings import Hours, SpecialHours
from plugins.structured_data import core
from tests.unit.builders import article, clinic, person, reference, term

HOME = "https://clinic.example/"
TO = core.Addresses(HOME, HOME + "card.png")
CLINIC = clinic(hours=(Hours(("Monday",), "08:00", "18:00"),), location=(44.1, -69.2))
PEOPLE = {key: f"{HOME}people/{key}/" for key in ("juniper-ashgrove", "teo-marlowe")}


def facts(**changes):
    return core.PageFacts(**{"kind": "WebPage", "address": HOME + "me/", "name": "Me",
                             "description": "About me.", "language": "en-US",
                             "crumbs": (("Home", HOME), ("Me", HOME + "me/")), **changes})


def graph(nodes):
    return json.loads(core.script(nodes))["@graph"]


def article_graph(**changes):
    post = article(**changes)
    return graph(core.article_nodes(post, facts(), CLINIC, TO, PEOPLE, HOME + "me.png", 400, 2))


FULL = {"reviewer": person("teo-marlowe", licence_state="Maine", licence_number="DEMO-0002",
                           languages=("English",)), "reviewed": date(2026, 4, 2),
        "modified": datetime(2026, 4, 1, tzinfo=UTC), "references": (reference(doi="10.1234/x"),),
        "tags": (term("running", "tag"),), "regions": (term("knee", "region"),)}
GRAPHS = {"bare article": article_graph(), "full article": article_graph(**FULL),
          "home": graph(core.page_nodes(facts(crumbs=()), CLINIC, TO,
                                               mainEntity={"@id": TO.clinic})),
          "plain page": graph(core.page_nodes(facts(description=""), clinic(), TO))}


def every(value):
    yield value
    for inner in (value.values() if isinstance(value, dict)
                  else value if isinstance(value, list) else ()):
        yield from every(inner)


@pytest.mark.parametrize("name", GRAPHS)
def test_every_reference_leads_to_a_node_of_the_graph(name):
    known = {node["@id"] for node in GRAPHS[name] if "@id" in node}
    used = {value["@id"] for value in every(GRAPHS[name]) if isinstance(value, dict)
            and "@id" in value}

    assert used == known


@pytest.mark.parametrize("name", GRAPHS)
def test_nothing_is_said_that_is_not_known(name):
    assert [value for value in every(GRAPHS[name]) if value in ("", None, [], {})] == []


@pytest.mark.parametrize("name", GRAPHS)
def test_each_node_stands_once_and_addresses_are_absolute(name):
    ids = [node["@id"] for node in GRAPHS[name]]

    assert len(ids) == len(set(ids))
    assert all(one.startswith(HOME) for one in ids)


def by_type(name, kind):
    return next(node for node in GRAPHS[name] if node["@type"] == kind)


def test_the_review_belongs_to_the_page_and_authorship_to_the_posting():
    page, posting = by_type("full article", "WebPage"), by_type("full article", "BlogPosting")

    assert page["reviewedBy"]["name"] == "Teo Marlowe"
    assert page["lastReviewed"] == "2026-04-02"
    assert not {"reviewedBy", "lastReviewed"} & set(posting)
    assert posting["author"][0]["name"] == "Juniper Ashgrove"
    assert posting["dateModified"] == "2026-04-01T00:00:00+00:00"
    assert posting["keywords"] == ["knee", "running"]
    assert posting["timeRequired"] == "PT2M"
    assert posting["citation"][0]["sameAs"] == "https://doi.org/10.1234/x"
    assert "reviewedBy" not in by_type("bare article", "WebPage")


def test_the_clinic_is_described_by_its_settings():
    node = by_type("home", "MedicalClinic")

    assert (node["telephone"], node["address"]["addressRegion"]) == ("+12075550142", "ME")
    assert node["openingHoursSpecification"][0]["opens"] == "08:00"
    assert node["geo"]["latitude"] == 44.1
    assert by_type("home", "WebPage")["mainEntity"] == {"@id": node["@id"]}
    assert "geo" not in by_type("plain page", "MedicalClinic")


def test_a_license_is_told_where_there_is_one():
    people = {node["name"]: node for node in GRAPHS["full article"] if node["@type"] == "Person"}

    assert people["Teo Marlowe"]["hasCredential"][0]["identifier"] == "DEMO-0002"
    assert "hasCredential" not in people["Juniper Ashgrove"]
    assert people["Teo Marlowe"]["honorificSuffix"] == "PT, DPT"


def test_the_way_home_is_numbered():
    crumbs = by_type("plain page", "BreadcrumbList")["itemListElement"]

    assert [(one["position"], one["name"], one["item"]) for one in crumbs] == [
        (1, "Home", HOME), (2, "Me", HOME + "me/")]


@pytest.mark.parametrize("nasty", ["</script><script>alert(1)</script>", "<!-- x", "a\u2028b",
                                   '"quoted" \\ back', "é 🙂"])
def test_no_text_can_break_out_of_the_script(nasty):
    text = core.script([{"name": nasty}])

    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text)["@graph"] == [{"name": nasty}]


def test_special_hours_are_told_as_search_engines_ask():
    changed = clinic(special_hours=(
        SpecialHours("Thanksgiving", "2026-11-26", "2026-11-27"),
        SpecialHours("Christmas Eve", "2026-12-24", opens="08:00", closes="12:00")))
    (node,) = graph([core.clinic_node(changed, TO)])

    assert node["specialOpeningHoursSpecification"] == [
        {"@type": "OpeningHoursSpecification", "validFrom": "2026-11-26",
         "validThrough": "2026-11-27", "opens": "00:00", "closes": "00:00"},
        {"@type": "OpeningHoursSpecification", "validFrom": "2026-12-24",
         "validThrough": "2026-12-24", "opens": "08:00", "closes": "12:00"}]
