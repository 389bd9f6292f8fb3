"""Articles as cards and as pages: related posts, get-help card, sources, contact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from plugins.article_body.core import Body, Marker, based
from plugins.digest.core import Digested
from plugins.handout.core import qr_code
from plugins.images.core import Picture
from plugins.page_models import core
from plugins.page_models.addresses import term_address
from plugins.page_models.bodies import Polished
from plugins.page_models.frame import Frame, PageIdentity, typed
from plugins.site_model.core import Article, Person, TextPage
from plugins.site_model.cross_check import address
from plugins.site_model.vocabulary import Reference
from plugins.structured_data import core as json_ld
from plugins.words.core import Words, later

CONTENTS_FROM_WORDS = 700
RED_FLAG_HEADINGS = {
    "emergency": later("Call 911 or go to the emergency room if"),
    "same day": later("Call a doctor or us today if"),
    "see us": later("Book a physical therapist if"),
}
_CITED = re.compile(r'id="(cite\d*-([^"]+))"')


@dataclass(frozen=True)
class Written(Digested):
    """A record with its converted text and the picture that its header names: all that a page of
    its own is made of, but for what it shares with others."""

    record: Article | Person | TextPage
    body: Body
    picture: Picture | None = None

    @property
    def has_form(self) -> bool:
        """Whether the author put the form into the text."""
        return any(isinstance(part, Marker) and part.name == "contact-form"
                   for part in self.body.parts)


@dataclass(frozen=True)
class Post(Written):
    """An article among them."""

    record: Article


def card(frame: Frame, post: Post, polished: Polished) -> core.Card:
    """A linked summary."""
    article, (title, summary) = post.record, polished
    return core.Card(
        frame.urls.path(address(article)), Markup(title), Markup(summary),
        article.category.label, frame.day(article.published), post.body.minutes,
        state(frame, article))


def contact(frame: Frame, prefix: str, heading: str = "", compact: bool = False,
            plain: bool = False) -> core.ContactCard:
    """The form with the clinic's telephone; without a `heading` under the clinic's offer.
    The `compact` one asks for less, the `plain` one needs no script."""
    clinic, sections = frame.clinic, frame.sections
    offer = None if heading else clinic.offer
    return core.ContactCard(
        prefix, heading or (offer.title if offer else frame.words.say("Talk to us")),
        offer.text if offer else "",
        frame.way(sections.terms) if offer and sections.terms else None,
        frame.short_form if compact else frame.form, frame.facts(),
        frame.way(sections.privacy) if sections.privacy else None,
        frame.words.say(clinic.contact.answer_time), plain)


InText = tuple[tuple[int, core.RelatedItem], ...]
"""The links that stand in a text, each with the number of the part where it goes."""


def parts(frame: Frame, body: Body, links: InText = ()) -> tuple[core.Part, ...]:
    """A text in the order it is read."""
    found: list[core.Part] = []
    by_place = dict(links)
    for i, part in enumerate(body.parts):
        if isinstance(part, str):
            found.append(core.Part(html=Markup(based(part, frame.urls.base))))
        elif part.name == "contact-form":
            found.append(core.Part(contact=contact(
                frame, f"form-{i}", frame.words.say("Call or write"))))
        elif i in by_place:
            found.append(core.Part(related=by_place[i]))
    return tuple(found)


def article_page(frame: Frame, post: Post, author: core.Byline, reviewer: core.Byline | None,
                 related: core.RelatedList, in_text: InText) -> core.ArticlePage:
    """The page of one article."""
    urls, clinic = frame.urls, frame.clinic
    article, body, picture = post.record, post.body, post.picture
    places = cited(body)
    # Who reads runs no script, unless the author placed the form or its service asks for one.
    plain = not post.has_form and not frame.form.scripts
    identity = PageIdentity(
        address(article), article.title, article.summary, "MedicalWebPage",
        ((article.category.label, term_address(article.category)),),
        indexed=not article.hidden, section=term_address(article.category),
        language=article.language, has_form=True, plain_form=plain, styled="article")
    people = {p.key: urls.whole(address(p)) for p in (article.author, article.reviewer) if p}
    image = urls.whole(f"/{picture.path}") if picture else frame.schema.image
    nodes = json_ld.article_nodes(article, frame.facts_of(identity), clinic, frame.schema, people,
                                  image, body.words, body.minutes, frame.words)
    return core.ArticlePage(
        shell=frame.shell(identity, nodes, "article", picture, article.image_alt, article),
        title_html=typed(article.title), summary_html=typed(article.summary),
        topic=frame.link(article.category.label, term_address(article.category)),
        author=author, reviewer=reviewer,
        published=frame.day(article.published),
        updated=frame.day(article.modified) if article.modified else None,
        reviewed=frame.day(article.reviewed) if article.reviewed else None,
        next_review=frame.day(article.next_review) if article.next_review else None,
        minutes=body.minutes,
        image=frame.image(picture, article.image_alt) if picture else None,
        key_points=tuple(typed(point) for point in article.key_points),
        red_flags=tuple(core.RedFlagLevel(
            level.replace(" ", "-"), frame.words.say(RED_FLAG_HEADINGS[level]),
            tuple(typed(item) for item in items)) for level, items in article.red_flags),
        contents=contents(body), body=parts(frame, body, in_text),
        references=tuple(reference(r, places, frame.words) for r in article.references),
        changes=tuple(core.Change(frame.day(when), typed(text)) for when, text in article.changes),
        regions=tuple(frame.link(t.label, term_address(t)) for t in article.regions),
        tags=tuple(frame.link(t.label, term_address(t)) for t in article.tags),
        related=related, contact=contact(frame, "end", compact=True, plain=plain),
        handout=handout(urls.absolute(address(article))), state=state(frame, article))


def handout(place: str) -> core.Handout:
    """How the printed page leads back to the address of the page."""
    return core.Handout(place.partition("://")[2], qr_code(place))


def state(frame: Frame, article: Article) -> str:
    """What an author's preview says of a post that readers cannot see yet."""
    if article.draft:
        return frame.words.say("Draft")
    return frame.words.say("Will appear on {day}", day=frame.day(article.published).text) \
        if article.upcoming else ""


def contents(body: Body) -> tuple[core.Link, ...]:
    """The list of sections of a long piece."""
    sections = [h for h in body.headings if h.level == 2]
    if body.words < CONTENTS_FROM_WORDS or len(sections) < 3:
        return ()
    return tuple(core.Link(h.text, f"#{h.anchor}") for h in sections)


def cited(body: Body) -> Mapping[str, list[str]]:
    """The places in a text that cite a source, by its key."""
    places: dict[str, list[str]] = {}
    for part in body.parts:
        for anchor, key in _CITED.findall(part) if isinstance(part, str) else ():
            places.setdefault(key, []).append(f"#{anchor}")
    return places


def reference(source: Reference, places: Mapping[str, list[str]], words: Words
              ) -> core.ReferenceItem:
    """One source as the numbered list prints it; `places` see `cited`."""
    where = ". ".join(part for part in (source.journal, source.year) if part)
    where += f";{source.volume}" if source.volume else ""
    text = f"doi:{source.doi}" if source.doi else source.url.removeprefix("https://")
    return core.ReferenceItem(source.key, words.say(source.kind), source.authors.rstrip("."),
                              source.title, where, source.href, text,
                              tuple(places.get(source.key, ())))
