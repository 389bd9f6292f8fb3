"""The home page, the pages of people, and those of plain text."""

from __future__ import annotations

from plugins.page_models import core
from plugins.page_models.articles import Written, contact, parts
from plugins.page_models.frame import Frame, PageIdentity, described, typed
from plugins.page_models.lists import Around, feed_address, ways
from plugins.site_model.core import Person, TextPage
from plugins.site_model.cross_check import address
from plugins.structured_data import core as json_ld
from plugins.words.core import later

CONTACT = TextPage("contact", later("Contact us"), "", "", "", 1, "none")
"""The contact page of a clinic that wrote none."""


def home(frame: Frame, picture: core.Image | None, latest: tuple[core.Card, ...],
         topics: tuple[core.TopicBlock, ...], body_map: core.BodyMap,
         people: tuple[core.Byline, ...]) -> core.HomePage:
    """The front door."""
    clinic = frame.clinic
    identity = PageIdentity("/", clinic.name, clinic.welcome or clinic.tagline or clinic.name,
                            has_form=True, plain_form=not frame.form.scripts, styled="home")
    nodes = json_ld.page_nodes(frame.facts_of(identity), clinic, frame.schema,
                               mainEntity={"@id": frame.schema.clinic})
    return core.HomePage(
        shell=frame.shell(identity, nodes), heading=clinic.tagline or clinic.name,
        welcome=clinic.welcome, picture=picture,
        offer=contact(frame, "home", compact=True, plain=identity.plain_form),
        latest=latest, topics=topics, body_map=body_map, people=people,
        archive=frame.urls.path("/archive/"))


PERSON_WAYS = later("What these articles are about")


def person_page(frame: Frame, written: Written, cards: tuple[core.Card, ...], beside: Around
                ) -> core.PersonPage:
    """A clinician."""
    person, clinic = written.record, frame.clinic
    assert isinstance(person, Person)
    on = ways(frame, frame.words.say(PERSON_WAYS), beside, person.display_name, address(person))
    identity = PageIdentity(address(person), person.display_name,
                            person.summary or frame.words.say(
                                "{person} at {clinic}.", person=person.display_name,
                                clinic=clinic.name),
                            "ProfilePage", ((frame.words.say("Our people"), "/people/"),),
                            ((on.feed.label, feed_address(address(person))),) if on.feed else (),
                            has_form=written.has_form)
    whole = frame.urls.whole(address(person))  # in every language the same person
    nodes = [*json_ld.page_nodes(frame.facts_of(identity), clinic, frame.schema,
                                 mainEntity={"@id": f"{whole}#me"}),
             json_ld.person_node(person, whole, frame.schema, frame.words)]
    licence = f"{person.licence_state} {person.licence_number}".strip()
    say = frame.words.say
    facts = ((say("Role"), person.job_title), (say("Credentials"), person.credentials),
             (say("License"), licence), (say("Languages"), ", ".join(person.languages)))
    return core.PersonPage(
        frame.shell(identity, nodes, "profile"), frame.byline(person, written.picture),
        tuple(fact for fact in facts if fact[1]), parts(frame, written.body), cards, on)


def text_page(frame: Frame, written: Written) -> core.TextPageModel:
    """A page of plain text."""
    page = written.record
    assert isinstance(page, TextPage)
    kind = "AboutPage" if page.slug == "about" else "WebPage"
    identity = PageIdentity(address(page), page.title, described(page, frame.clinic.name), kind,
                            indexed=not page.draft, has_form=written.has_form, styled="text")
    main = {"@id": frame.schema.clinic} if kind == "AboutPage" else None
    nodes = json_ld.page_nodes(frame.facts_of(identity), frame.clinic, frame.schema,
                               mainEntity=main)
    return core.TextPageModel(
        frame.shell(identity, nodes), typed(page.title), typed(page.summary),
        parts(frame, written.body), frame.day(page.updated) if page.updated else None,
        state=frame.words.say("Draft") if page.draft else "")


def contact_page(frame: Frame, written: Written) -> core.TextPageModel:
    """The form with everything beside it, and the clinic's own words above it."""
    page, clinic = written.record, frame.clinic
    assert isinstance(page, TextPage)
    description = page.summary or frame.words.say(
        "Call or write to {clinic}: telephone, address, hours.", clinic=clinic.name)
    identity = PageIdentity("/contact/", page.title, description, "ContactPage",
                            has_form=True, styled="text")
    nodes = json_ld.page_nodes(frame.facts_of(identity), clinic, frame.schema,
                               mainEntity={"@id": frame.schema.clinic})
    return core.TextPageModel(
        frame.shell(identity, nodes), typed(page.title), typed(page.summary),
        parts(frame, written.body), None,
        contact(frame, "contact", frame.words.say("Call or write")))
