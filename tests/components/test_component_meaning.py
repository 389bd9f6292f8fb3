"""What particular components must say; that they are sound HTML is tested for all of them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from plugins.style_guide.examples import example
from tests.components.rendering import elements, fragment, having, render, words


def tree(component: str, name: str) -> Element:
    return fragment(render(component, example(component, name)))


def controls(root: Element) -> list[Element]:
    """What a reader can fill in."""
    return [element for element in elements(root) if element.tag in ("input", "textarea")
            and element.get("type") != "hidden"]


def by_id(root: Element, name: str) -> Element:
    found = [element for element in elements(root) if element.get("id") == name]
    assert len(found) == 1, f"{len(found)} elements have the id {name}"
    return found[0]


# ---------------------------------------------------------------- contact_form

FORMS = ["normal", "message", "longest", "empty", "odd", "compact", "hidden-trap"]


@pytest.mark.parametrize("name", FORMS)
def test_each_control_has_one_label(name: str) -> None:
    root = tree("contact_form", name)
    labels = [label.get("for") for label in root.iter("label")]

    assert sorted(labels) == sorted(control.get("id") for control in controls(root))


def test_two_forms_on_a_page_share_no_id() -> None:
    model = example("contact_form", "normal")
    both = fragment(render("contact_form", model)
                    + render("contact_form", model._replace(prefix="second")))
    ids = [element.get("id") for element in elements(both) if element.get("id")]

    assert len(ids) == len(set(ids))
    for element in elements(both):
        for name in ("for", "aria-labelledby", "aria-describedby"):
            assert element.get(name) is None or element.get(name) in ids


@pytest.mark.parametrize("name", FORMS)
def test_each_duty_has_the_words_for_who_misses_it(name: str) -> None:
    root = tree("contact_form", name)
    for field in having(root, "field"):
        asked = [element for element in elements(field) if "required" in element.attrib]
        assert bool(asked) == bool(field.get("data-missing"))


def test_every_failure_has_its_words_and_a_way_to_reach_the_clinic() -> None:
    problem, = having(tree("contact_form", "normal"), "problem")
    ways = [link.get("href", "").partition(":")[0] for link in problem.iter("a")]

    assert "hidden" in problem.attrib
    assert all(problem.get(f"data-{kind}") for kind in
               ("refused", "limit", "fault", "unknown", "offline", "title"))
    assert ways == ["tel", "mailto"]


def test_the_script_finds_in_the_form_where_to_send_and_how_to_read_the_answer() -> None:
    form, = tree("contact_form", "normal").iter("form")
    hidden = {field.get("name"): "data-browser" in field.attrib for field in form.iter("input")
              if field.get("type") == "hidden"}

    assert {name: form.get(f"data-{name}") for name in
            ("send", "encoding", "ok", "errors", "field", "message", "thanks")} == {
        "send": "https://forms.example.org/f/xqkrwbze", "encoding": "urlencoded", "ok": "next",
        "errors": "errors", "field": "field", "message": None, "thanks": "/thanks/"}
    assert hidden == {"_next": True}
    assert "data-send" not in next(tree("contact_form", "message").iter("form")).attrib


@pytest.mark.parametrize("name", FORMS)
def test_required_is_marked_for_machines_and_optional_in_words(name: str) -> None:
    root = tree("contact_form", name)

    for field in example("contact_form", name).form.fields:
        control = by_id(root, f"{example('contact_form', name).prefix}-{field.key}")
        label = next(e for e in root.iter("label") if e.get("for") == control.get("id"))
        assert ("required" in control.attrib) == field.required
        assert ("(optional)" in words(label)) == (not field.required)


def test_reasons_are_one_group_with_a_name() -> None:
    group = next(tree("contact_form", "normal").iter("fieldset"))
    radios = list(group.iter("input"))

    assert group[0].tag == "legend" and words(group[0])
    assert {radio.get("type") for radio in radios} == {"radio"}
    assert {radio.get("name") for radio in radios} == {"reason"}
    assert [radio.get("value") for radio in radios] == [
        "New appointment", "Existing appointment", "Insurance or billing", "Something else"]
    assert "required" in radios[0].attrib  # one of the group makes the whole group required


def test_honeypot_is_hidden_from_readers_and_from_autofill() -> None:
    trap, = having(tree("contact_form", "normal"), "trap")
    control, = trap.iter("input")

    assert trap.get("aria-hidden") == "true"
    assert control.get("name") == "_gotcha"
    assert control.get("tabindex") == "-1"
    assert control.get("autocomplete") == "off"
    assert "required" not in control.attrib


def test_honeypot_is_of_the_kind_that_the_service_wants() -> None:
    box, = having(tree("contact_form", "compact"), "trap")
    root = tree("contact_form", "hidden-trap")

    assert next(box.iter("input")).get("type") == "checkbox"
    assert having(root, "trap") == []
    assert [(field.get("type"), field.get("value")) for field in root.iter("input")
            if field.get("name") == "_gotcha"] == [("hidden", "")]


@pytest.mark.parametrize("name", FORMS)
def test_form_posts_to_the_service(name: str) -> None:
    form, = tree("contact_form", name).iter("form")

    assert form.get("method") == "post"
    assert form.get("action") == example("contact_form", name).form.action


def test_hidden_fields_and_attributes_reach_the_service() -> None:
    form, = tree("contact_form", "message").iter("form")
    hidden = [(field.get("name"), field.get("value")) for field in form.iter("input")
              if field.get("type") == "hidden"]

    assert hidden == [("form-name", "contact")]
    assert (form.get("name"), form.get("data-netlify")) == ("contact", "true")


def test_notice_is_read_before_sending() -> None:
    root = tree("contact_form", "normal")
    order = list(elements(root))
    button, = root.iter("button")
    notice = by_id(root, button.get("aria-describedby", ""))

    assert order.index(notice) < order.index(button)
    assert "not for emergencies" in words(notice)
    assert [link.get("href") for link in notice.iter("a")] == ["/privacy/"]


def test_autofill_knows_who_the_reader_is() -> None:
    root = tree("contact_form", "normal")

    assert {key: by_id(root, f"end-{key}").get("autocomplete") for key in
            ("name", "email", "phone")} == {"name": "name", "email": "email", "phone": "tel"}
    assert by_id(root, "end-email").get("type") == "email"
    assert by_id(root, "end-phone").get("type") == "tel"


def test_link_out_shows_a_link_and_no_form() -> None:
    root = tree("contact_form", "link-out")

    assert [element.tag for element in elements(root) if element.tag in ("form", "input")] == []
    button, = having(root, "button")
    notice = by_id(root, button.get("aria-describedby", ""))
    assert button.get("href") == "https://secure.example.org/fernhollow/"
    assert list(elements(root)).index(notice) < list(elements(root)).index(button)
    assert list(root.iter("iframe")) == []


def test_a_frame_is_empty_until_the_reader_asks() -> None:
    root = tree("contact_form", "frame")
    frame, = root.iter("iframe")
    link = next(a for a in root.iter("a") if a.get("target") == frame.get("name"))

    assert "src" not in frame.attrib and "srcdoc" not in frame.attrib
    assert link.get("href") == "https://secure.example.org/fernhollow/?embedded=true"
    assert "secure.example.org" in words(link)
    assert frame.get("title") and frame.get("referrerpolicy") == "strict-origin"


@pytest.mark.parametrize("name", [*FORMS, "link-out", "frame"])
def test_telephone_stands_beside_the_form(name: str) -> None:
    call, = having(tree("contact_form", name), "call")

    assert call.get("href", "").startswith("tel:+")


# ---------------------------------------------------------------- red_flags

def test_levels_of_urgency_are_told_in_words_and_in_order() -> None:
    headings = [words(h3) for h3 in tree("red_flags", "normal").iter("h3")]

    assert [heading.split(" if ")[0] for heading in headings] == [
        "Call 911 or go to the emergency room", "Call a doctor or us today",
        "Book a physical therapist"]


def test_signs_stand_under_their_level() -> None:
    levels = having(tree("red_flags", "normal"), "red-flags__level")

    assert [len(list(level.iter("li"))) for level in levels] == [2, 1, 1]


# ---------------------------------------------------------------- references

def test_sources_are_numbered_and_lead_back_to_the_text() -> None:
    root = tree("references", "normal")
    back = having(root, "references__back")

    assert [item.get("id") for item in next(root.iter("ol"))] == ["ref-doe-2021", "ref-guide-2020"]
    # The first is cited twice, the other nowhere.
    assert [link.get("href") for link in back] == ["#cite-doe-2021", "#cite2-doe-2021"]
    assert [link.get("aria-label") for link in back] == [
        "Back to the text, source 1, place 1", "Back to the text, source 1, place 2"]
    assert [words(link) for link in back] == ["↑1", "↑2"]


def test_source_that_is_cited_once_leads_back_without_a_number() -> None:
    back, = having(tree("references", "unlinked"), "references__back")

    assert (words(back), back.get("aria-label")) == ("↑", "Back to the text, source 1")


def test_changes_are_told_with_their_day() -> None:
    assert [words(item) for item in tree("changes", "normal").iter("li")] == [
        "May 11, 2026: We added the 2026 guideline.", "April 2, 2026: The stretch has a picture."]


def test_source_says_what_kind_it_is_and_where_it_is() -> None:
    first = next(tree("references", "normal").iter("li"))

    assert words(first).startswith("Review of trials. Doe J, Roe R, et al.")
    assert [a.get("href") for a in first.iter("a")][0] == "https://doi.org/10.1234/example.2021"


def test_source_that_is_nowhere_online_has_no_link() -> None:
    item = next(tree("references", "unlinked").iter("li"))

    assert [link.get("class") for link in item.iter("a")] == ["references__back"]


# ---------------------------------------------------------------- related_list

@pytest.mark.parametrize("name, headings", [
    ("normal", ["Related articles", "More from our blog"]),
    ("fill-up", ["More from our blog"]),  # never sold as related
    ("empty", []),
])
def test_what_fills_the_list_has_a_heading_of_its_own(name: str, headings: list[str]) -> None:
    assert [words(h2) for h2 in tree("related_list", name).iter("h2")] == headings


def test_related_article_says_why() -> None:
    reasons = having(tree("related_list", "normal"), "related__reason")

    assert [words(reason) for reason in reasons] == ["Also about ankle and foot",
                                                     "Also about running"]


# ---------------------------------------------------------------- body_map

def test_part_of_the_body_is_one_link_with_its_number_of_articles() -> None:
    drawn = [link for group in having(tree("body_map", "normal"), "body-map__region")
             for link in group.iter("a")]
    told = [link for link in drawn if "tabindex" not in link.attrib]

    assert [(a.get("href"), a.get("aria-label")) for a in told] == [
        ("/regions/neck/", "Neck, 1 article"), ("/regions/knee/", "Knee, 12 articles")]
    # The others are for fingers only, and lead to the same places.
    assert {(a.get("tabindex"), a.get("aria-hidden")) for a in drawn if a not in told} == {
        ("-1", "true")}
    assert len(drawn) == 4


def test_list_beside_the_figure_has_what_is_no_place_too() -> None:
    root = tree("body_map", "normal")

    assert [words(item) for item in root.iter("li")] == [
        "Neck 1 article", "Knee 12 articles", "Whole body 3 articles"]


def test_regions_that_are_no_place_need_no_figure() -> None:
    root = tree("body_map", "undrawn")

    assert having(root, "body-map__figure") == []
    assert [words(item) for item in root.iter("li")] == ["Whole body 3 articles"]


# ---------------------------------------------------------------- the others

@pytest.mark.parametrize("name, state", [("normal", []), ("draft", ["Draft"])])
def test_card_marks_what_readers_cannot_see_yet(name: str, state: list[str]) -> None:
    assert [words(mark) for mark in having(tree("card", name), "state")] == state


def test_card_is_one_link_named_by_its_title() -> None:
    link, = tree("card", "normal").iter("a")

    assert (words(link), link.get("href")) == ("Heel pain in the morning", "/heel-pain/")


def test_breadcrumb_ends_at_this_page() -> None:
    root = tree("breadcrumb", "normal")
    current = [element for element in elements(root) if element.get("aria-current")]

    assert [(words(e), e.tag, e.get("aria-current")) for e in current] == [
        ("Heel pain in the morning", "span", "page")]
    assert current[0] in list(list(root.iter("li"))[-1])


@pytest.mark.parametrize("name, links", [
    ("normal", [("prev", "/archive/"), ("next", "/archive/page/3/")]),
    ("first", [("next", "/archive/page/2/")]),
    ("last", [("prev", "/archive/page/2/")]),
    ("empty", []),
])
def test_pagination_leads_only_where_there_is_a_page(name: str, links: list) -> None:
    assert [(a.get("rel"), a.get("href")) for a in tree("pagination", name).iter("a")] == links


def test_pagination_says_where_it_stands() -> None:
    assert "Page 2 of 3" in words(tree("pagination", "normal"))


@pytest.mark.parametrize("component", ["breadcrumb", "changes", "contents_list",
                                       "key_points", "pagination",
                                       "preview_state", "red_flags", "references", "related_list"])
def test_nothing_to_say_is_nothing_on_the_page(component: str) -> None:
    assert render(component, example(component, "empty")).strip() == ""


@pytest.mark.parametrize("component, heading", [
    ("key_points", "Key points"), ("red_flags", "When to get help"), ("references", "Sources"),
    ("contents_list", "On this page"), ("changes", "What changed"),
    ("contact_form", "Talk to a physical therapist, free"),
])
def test_landmark_has_the_name_of_its_heading(component: str, heading: str) -> None:
    root = tree(component, "normal")
    landmark = next(e for e in elements(root) if e.get("aria-labelledby"))

    assert words(by_id(root, landmark.get("aria-labelledby", ""))) == heading


@pytest.mark.parametrize("name, dates", [
    ("normal", ["2026-03-02", "2026-05-11", "2026-05-04"]), ("empty", ["2026-03-02"])])
def test_byline_tells_the_dates_there_are(name: str, dates: list[str]) -> None:
    assert [time.get("datetime") for time in tree("byline", name).iter("time")] == dates


def test_header_marks_the_section_in_words_for_screen_readers() -> None:
    current = [a for a in tree("site_header", "normal").iter("a") if a.get("aria-current")]

    assert [words(link) for link in current] == ["Conditions"]


@pytest.mark.parametrize("name, said", [("normal", False), ("longest", True)])
def test_footer_owns_up_to_a_demonstration(name: str, said: bool) -> None:
    assert ("This is a demonstration." in words(tree("site_footer", name))) == said


def test_numbers_of_articles_are_read_with_their_noun() -> None:
    items = [words(item) for item in tree("term_list", "normal").iter("li")]

    assert items == ["Neck 1 article", "Lower back 12 articles", "Everything"]
