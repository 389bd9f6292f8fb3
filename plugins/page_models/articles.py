"""Articles as cards and as pages: related posts, get-help card, sources, contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from plugins.article_body.core import Body, Marker, based
from plugins.contact_form.core import ContactForm
from plugins.images.core import Picture
from plugins.page_models import core
from plugins.page_models.bodies import Texts
from plugins.page_models.frame import Frame, PageIdentity, day, term_address, typed
from plugins.page_models.related_links import RelatedLinks
from plugins.related import core as related
from plugins.site_model.core import Article, Person, TextPage
from plugins.site_model.cross_check import address
from plugins.site_model.vocabulary import Reference
from plugins.structured_data import core as json_ld

CONTENTS_FROM_WORDS = 700
RED_FLAG_HEADINGS = {
    "emergency": "Call 911 or go to the emergency room if",
    "same day": "Call a doctor or us today if",
    "see us": "Book a physical therapist if",
}


@dataclass(frozen=True)
class ArticleComposer:
    """Turns records and converted texts into what the article template prints."""

    frame: Frame
    texts: Texts
    form: ContactForm
    short_form: ContactForm
    related: RelatedLinks

    def body(self, record: Article | Person | TextPage) -> Body:
        """The converted text of a record."""
        return self.texts.bodies[record.source]

    def picture(self, record: Article | Person) -> Picture | None:
        """The picture that the record's header names."""
        return self.texts.images.get(record.source)

    def card(self, article: Article) -> core.Card:
        """A linked summary."""
        return core.Card(
            self.frame.urls.path(address(article)), typed(article.title), typed(article.summary),
            article.category.label, day(article.published), self.body(article).minutes,
            state(article))

    def contact(self, prefix: str, heading: str = "", compact: bool = False) -> core.ContactCard:
        """The form with the clinic's telephone; without a `heading` under the clinic's offer.
        The `compact` one asks for less."""
        clinic = self.frame.site.clinic
        pages = {page.slug: page for page in self.frame.site.pages}
        offer = None if heading else clinic.offer
        terms = pages.get(offer.terms) if offer else None
        privacy = pages.get("privacy")
        return core.ContactCard(
            prefix, heading or (offer.title if offer else "Talk to us"),
            offer.text if offer else "",
            self.frame.link(terms.title, address(terms)) if terms else None,
            self.short_form if compact else self.form, self.frame.facts(),
            self.frame.link(privacy.title, address(privacy)) if privacy else None,
            clinic.contact.answer_time)

    def has_form(self, record: Article | Person | TextPage) -> bool:
        """Whether the author put the form into the text."""
        return any(isinstance(part, Marker) and part.name == "contact-form"
                   for part in self.body(record).parts)

    def parts(self, record: Article | Person | TextPage) -> tuple[core.Part, ...]:
        """A text in the order it is read."""
        found: list[core.Part] = []
        base = self.frame.urls.base
        parts: Sequence[str | Marker] = self.body(record).parts
        links: Mapping[int, core.RelatedItem] = {}
        if isinstance(record, Article):
            parts, chosen = self.related.in_text(record)
            links = {i: self._item(record, link) for i, link in chosen.items()}
        for i, part in enumerate(parts):
            if isinstance(part, str):
                found.append(core.Part(html=Markup(based(part, base))))
            elif part.name == "contact-form":
                found.append(core.Part(contact=self.contact(f"form-{i}", "Call or write")))
            elif i in links:
                found.append(core.Part(related=links[i]))
        return tuple(found)

    def page(self, article: Article) -> core.PlannedPage:
        """The page of one article."""
        urls, site = self.frame.urls, self.frame.site
        body, picture = self.body(article), self.picture(article)
        identity = PageIdentity(
            address(article), article.title, article.summary, "MedicalWebPage",
            ((article.category.label, term_address(article.category)),),
            indexed=not article.hidden, section=term_address(article.category),
            language=article.language, has_form=True)
        people = {p.key: urls.absolute(address(p)) for p in site.people}
        image = urls.absolute(f"/{picture.path}") if picture else self.frame.schema.image
        nodes = json_ld.article_nodes(article, self.frame.facts_of(identity), site.clinic,
                                      self.frame.schema, people, image, body.words, body.minutes)
        model = core.ArticlePage(
            shell=self.frame.shell(identity, nodes, "article", picture, article.image_alt, article),
            title_html=typed(article.title), summary_html=typed(article.summary),
            topic=self.frame.link(article.category.label, term_address(article.category)),
            author=self._byline(article.author),
            reviewer=self._byline(article.reviewer) if article.reviewer else None,
            published=day(article.published),
            updated=day(article.modified) if article.modified else None,
            reviewed=day(article.reviewed) if article.reviewed else None,
            next_review=day(article.next_review) if article.next_review else None,
            minutes=body.minutes,
            image=self.frame.image(picture, article.image_alt) if picture else None,
            key_points=tuple(typed(point) for point in article.key_points),
            red_flags=tuple(core.RedFlagLevel(
                level.replace(" ", "-"), RED_FLAG_HEADINGS[level],
                tuple(typed(item) for item in items)) for level, items in article.red_flags),
            contents=contents(body), body=self.parts(article),
            references=tuple(reference(r, body) for r in article.references),
            regions=tuple(self.frame.link(t.label, term_address(t)) for t in article.regions),
            tags=tuple(self.frame.link(t.label, term_address(t)) for t in article.tags),
            related=self._related(article), contact=self.contact("end", compact=True),
            state=state(article))
        return core.PlannedPage(f"{article.slug}/index.html", "article", model, address(article),
                                last_changed(article), not article.hidden)

    def _byline(self, person: Person) -> core.Byline:
        return self.frame.byline(person, self.picture(person))

    def _related(self, article: Article) -> core.RelatedList:
        found = self.related.lists[article.slug]
        return core.RelatedList(tuple(self._item(article, link) for link in found.close),
                                tuple(self._item(article, link) for link in found.more),
                                "More from our blog")

    def _item(self, article: Article, link: related.Link) -> core.RelatedItem:
        other = self.related.articles[link.slug]
        reason = self.related.why(article, other, self.frame.site.clinic.language) \
            if link.close else ""
        return core.RelatedItem(self.frame.urls.path(address(other)), typed(other.title),
                                reason, link.close)


def last_changed(article: Article) -> str:
    """The day from which the page reads as it does: a review changes it too."""
    changed = article.updated.date()
    return max(changed, article.reviewed or changed).isoformat()


def state(article: Article) -> str:
    """What an author's preview says of a post that readers cannot see yet."""
    if article.draft:
        return "Draft"
    return f"Will appear on {day(article.published).text}" if article.upcoming else ""


def contents(body: Body) -> tuple[core.Link, ...]:
    """The list of sections of a long piece."""
    sections = [h for h in body.headings if h.level == 2]
    if body.words < CONTENTS_FROM_WORDS or len(sections) < 3:
        return ()
    return tuple(core.Link(h.text, f"#{h.anchor}") for h in sections)


def reference(source: Reference, body: Body) -> core.ReferenceItem:
    """One source as the numbered list prints it."""
    where = ". ".join(part for part in (source.journal, source.year) if part)
    where += f";{source.volume}" if source.volume else ""
    cited = any(f'id="cite-{source.key}"' in part for part in body.parts if isinstance(part, str))
    text = f"doi:{source.doi}" if source.doi else source.url.removeprefix("https://")
    return core.ReferenceItem(source.key, source.kind, source.authors.rstrip("."), source.title,
                              where, source.href, text, cited)
