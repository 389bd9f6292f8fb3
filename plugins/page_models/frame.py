"""What pages share: the shell around each of them, the clinic, dates and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from urllib.parse import quote

from markupsafe import Markup

from plugins.article_body.core import polish_text
from plugins.assets.core import Style
from plugins.contact_form.core import ContactForm
from plugins.digest.core import Digested, hash_source
from plugins.images.core import Picture
from plugins.page_models import core
from plugins.page_models.addresses import FEED, SEARCH, Urls
from plugins.page_models.sections import Place, Sections
from plugins.page_models.times import day, opening, special
from plugins.security_policy.core import policy
from plugins.site_model.core import Article, Person, TextPage
from plugins.site_model.cross_check import address
from plugins.site_model.editions import edition_of
from plugins.site_model.settings import Clinic
from plugins.structured_data import core as json_ld
from plugins.words.core import ENGLISH, Words

PREVIEW_SCRIPT = "/__preview__/reload.js"


def typed(text: str) -> Markup:
    """Plain text as polished HTML."""
    return Markup(polish_text(text))


# Pages that share a style, by their templates. Each style is named in the policy that goes with
# every answer of the host, so there are few.
STYLED: Mapping[str, tuple[str, ...]] = {
    "home": ("index",),
    "article": ("article",),
    "list": ("category", "region", "tag", "author", "archives", "region_index", "term_index"),
    "find": ("search", "titles", "glossary"),
    "text": ("page", "contact", "note"),
}


@dataclass(frozen=True)
class Assets:
    """Files that every page names, by their address on the site, and the styles that stand in
    pages, by the names in `STYLED`. Where there is none, the page links to `stylesheet`."""

    stylesheet: str
    icon: str
    touch_icon: str
    social_card: str
    form_script: str
    search_script: str
    styles: Mapping[str, Style] = field(default_factory=dict)


@dataclass(frozen=True)
class PageIdentity:
    """What one page is, for its head, its breadcrumb and its structured data."""

    address: str
    title: str
    description: str
    schema_type: str = "WebPage"
    trail: tuple[tuple[str, str], ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()
    indexed: bool = True
    section: str = ""
    language: str = ""
    has_form: bool = False
    plain_form: bool = False
    searches: bool = False
    styled: str = "list"


@dataclass(frozen=True)
class Frame(Digested):
    """Builds the shell of every page in one language of a site, from what all of them share."""

    clinic: Clinic
    sections: Sections
    urls: Urls
    assets: Assets
    form: ContactForm
    short_form: ContactForm
    preview: bool
    year: str
    words: Words = ENGLISH

    @property
    def schema(self) -> json_ld.Addresses:
        """Absolute addresses for structured data."""
        return json_ld.Addresses(self.urls.whole("/"),
                                 self.urls.whole(self.assets.social_card))

    def facts(self) -> core.ClinicFacts:
        """The clinic, once for all places that print it."""
        return self._facts

    @cached_property
    def _facts(self) -> core.ClinicFacts:
        clinic = self.clinic
        return core.ClinicFacts(
            clinic.name, clinic.demo, clinic.tagline, clinic.phone_display, f"tel:{clinic.phone}",
            clinic.email, clinic.address.lines,
            tuple(opening(hours, self.words) for hours in clinic.hours), self.year,
            tuple(special(each, self.words) for each in clinic.special_hours))

    def day(self, moment: date | datetime) -> core.Day:
        """A date as the pages of this frame write it."""
        return day(moment, self.words)

    def image(self, picture: Picture, alt: str) -> core.Image:
        """A picture as a page shows it."""
        return core.Image(self.urls.shared(f"/{quote(picture.path)}"), alt, picture.width,
                          picture.height)

    def link(self, label: str, address: str, current: str = "") -> core.Link:
        """A link within the language; `current` is the address of the page it stands on."""
        return core.Link(label, self.urls.path(address), "page" if address == current else "")

    def way(self, place: Place, current: str = "") -> core.Link:
        """A link to a place, in another language where this one has none."""
        if place.language:
            return core.Link(place.label, self.urls.shared(place.address),
                             language=place.language)
        return self.link(place.label, place.address, current)

    def facts_of(self, page: PageIdentity) -> json_ld.PageFacts:
        """The page for structured data."""
        crumbs = ((self.words.say("Home"), "/"), *page.trail, (page.title, page.address)) \
            if page.trail or page.address != "/" else ()
        return json_ld.PageFacts(
            page.schema_type, self.urls.absolute(page.address), page.title, page.description,
            page.language or self.clinic.language,
            tuple((name, self.urls.absolute(target)) for name, target in crumbs))

    def shell(self, page: PageIdentity, nodes: Sequence[json_ld.Node] | None = None,
              og_type: str = "website", image: Picture | None = None, image_alt: str = "",
              article: Article | None = None) -> core.Shell:
        """The shell of one page. Without `nodes` the page describes itself as a plain page."""
        clinic = self.clinic
        found = nodes if nodes is not None else json_ld.page_nodes(
            self.facts_of(page), clinic, self.schema)
        return core.Shell(
            language=article.language if article else clinic.language,
            head=self._head(page, found, og_type, image, image_alt, article),
            chrome=self._chrome(page), crumbs=self._crumbs(page),
            preview=PREVIEW_SCRIPT if self.preview else "")

    def _chrome(self, page: PageIdentity) -> core.Chrome:
        return core.Chrome(
            clinic=self.facts(), home=self.urls.path("/"),
            contact=self.link(self.words.say("Contact"), "/contact/", page.address),
            topics=tuple(self._section(topic.label, topic.address, page)
                         for topic in self.sections.topics),
            menu=tuple(self.way(place, page.address) for place in self.sections.menu),
            regions=self._section(self.words.say("Body parts"), "/regions/", page)
            if self.sections.has_regions else None,
            footer=tuple(self.way(place, page.address) for place in self.sections.footer),
            search=self.link(self.words.say("Search"), SEARCH, page.address)
            if self.sections.has_articles else None)

    def _section(self, label: str, address: str, page: PageIdentity) -> core.Link:
        """A way into the blog, marked on its own page and on those below it."""
        if address != page.address and (address == page.section
                                        or page.address.startswith(address)):
            return core.Link(label, self.urls.path(address), "true")
        return self.link(label, address, page.address)

    def _head(self, page: PageIdentity, nodes: Sequence[json_ld.Node], og_type: str,
              image: Picture | None, image_alt: str, article: Article | None) -> core.Head:
        clinic, urls = self.clinic, self.urls
        title = clinic.name if page.address == "/" else f"{page.title} | {clinic.name}"
        if page.address == "/" and clinic.tagline:
            title = f"{clinic.name}: {clinic.tagline}"
        social = image is not None and not image.is_drawing
        style = self.assets.styles.get(page.styled)
        feeds = ((clinic.name, FEED), *page.feeds) if self.sections.has_articles else page.feeds
        data = json_ld.script(nodes)
        return core.Head(
            title=title, description=page.description, canonical=urls.absolute(page.address),
            csp=policy(self.form.csp.directives() if page.has_form else {},
                       self.preview or bool(self._scripts(page)), (style.source,) if style else (),
                       hash_source(data)),
            json_ld=Markup(data),
            og_title=page.title, stylesheet=urls.shared(self.assets.stylesheet),
            style_html=Markup(style.text if style else ""),
            scripts=self._scripts(page),
            icon=urls.shared(self.assets.icon),
            touch_icon=urls.shared(self.assets.touch_icon), og_type=og_type,
            og_image=urls.whole(f"/{quote(image.path)}") if image and social
            else urls.whole(self.assets.social_card),
            og_image_alt=image_alt if social else self.words.say("A drawing of people in motion"),
            feeds=tuple(core.Link(name, urls.path(feed)) for name, feed in feeds),
            site_name=clinic.name,
            locale=(article.language if article else clinic.language).replace("-", "_"),
            indexed=page.indexed,
            published=article.published.isoformat() if article else "",
            modified=article.updated.isoformat() if article else "")

    def _scripts(self, page: PageIdentity) -> tuple[str, ...]:
        """The scripts of a page: that of the search, or of the form and what its service adds, or
        none."""
        if page.searches:
            return (self.urls.shared(self.assets.search_script),)
        if not page.has_form or page.plain_form or self.form.door:
            return ()
        return (self.urls.shared(self.assets.form_script), *self.form.scripts)

    def _crumbs(self, page: PageIdentity) -> tuple[core.Link, ...]:
        if page.address == "/":
            return ()
        return (self.link(self.words.say("Home"), "/"),
                *(self.link(name, target) for name, target in page.trail),
                core.Link(page.title, "", "page"))

    def byline(self, person: Person, picture: Picture | None) -> core.Byline:
        """A person as author, reviewer or team member, with the language of their page where it is
        another one."""
        elsewhere = person.language if edition_of(person, self.clinic) else ""
        href = (self.urls.shared if elsewhere else self.urls.path)(address(person))
        return core.Byline(person.name, person.credentials, href, person.job_title, person.summary,
                           self.image(picture, person.image_alt) if picture else None, elsewhere)


def described(page: TextPage, clinic_name: str) -> str:
    """A description for a page whose author wrote none."""
    return page.summary or f"{page.title}: {clinic_name}."
