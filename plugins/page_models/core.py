"""What a template sees: one frozen record for each kind of page, everything already decided.

Fields that end in `_html` are safe HTML; all others are plain text and escaped when printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from markupsafe import Markup

from plugins.article_body.core import Body
from plugins.body_map.core import Zone
from plugins.contact_form.core import ContactForm
from plugins.digest.core import Digested, digest
from plugins.handout.core import QrCode
from plugins.images.core import Picture
from plugins.site_model.core import Article
from plugins.words.core import ENGLISH, Words


class Link(NamedTuple):
    """A place to go. `current` is `page` for the page the reader is on, `true` for its section;
    `articles` is how many stand there, where that is told; `language` is set where a page in
    another language is all there is."""

    label: str
    href: str
    current: Literal["", "page", "true"] = ""
    articles: int = 0
    language: str = ""


class Image(NamedTuple):
    """A picture with its true size; `caption` may be empty."""

    src: str
    alt: str
    width: int
    height: int


class Day(NamedTuple):
    """A date for people and for machines."""

    text: str
    iso: str


class Head(NamedTuple):
    """What goes into `<head>`. Addresses are absolute but for our own files: style sheet, script
    and icons. The style stands in the page (`style_html`), or `stylesheet` is where it lies."""

    title: str
    description: str
    canonical: str
    csp: str
    json_ld: Markup
    stylesheet: str
    icon: str
    touch_icon: str
    og_title: str
    og_type: str
    og_image: str
    og_image_alt: str
    feeds: tuple[Link, ...]
    site_name: str
    locale: str
    indexed: bool = True
    published: str = ""
    modified: str = ""
    scripts: tuple[str, ...] = ()
    style_html: Markup = Markup()


class ClinicFacts(NamedTuple):
    """The clinic as header, footer and contact card print it. Hours are days and times;
    `special_hours` days with the reason, and times."""

    name: str
    demo: bool
    tagline: str
    phone: str
    phone_href: str
    email: str
    address_lines: tuple[str, ...]
    hours: tuple[tuple[str, str], ...]
    year: str
    special_hours: tuple[tuple[str, str], ...] = ()


class Version(NamedTuple):
    """A page in one language of the site: its code and what that language calls itself, and where
    a reader finds it. Where there is no such page, `address` is empty and `href` leads home."""

    language: str
    name: str
    href: str
    address: str
    current: Literal["", "page"] = ""
    default: bool = False


def alternates(versions: tuple[Version, ...]) -> tuple[tuple[str, str], ...]:
    """See Shell."""
    there = [version for version in versions if version.address]
    if len(there) < 2:
        return ()
    return (*((version.language, version.address) for version in there),
            *(("x-default", version.address) for version in there if version.default))


class Chrome(NamedTuple):
    """Header and footer, the same on most pages: they differ by which links are marked as the
    reader's place. `search` is where the form of the search leads; `versions` are there where the
    site has several languages."""

    clinic: ClinicFacts
    home: str
    contact: Link
    topics: tuple[Link, ...]
    menu: tuple[Link, ...]
    regions: Link | None
    footer: tuple[Link, ...]
    search: Link | None = None
    versions: tuple[Version, ...] = ()


class Shell(NamedTuple):
    """What surrounds every page. `preview` is the reload script in an author's own build."""

    language: str
    head: Head
    chrome: Chrome
    crumbs: tuple[Link, ...]
    preview: str = ""

    @property
    def alternates(self) -> tuple[tuple[str, str], ...]:
        """What search engines are told: languages with the whole address of the page in each,
        itself among them; nothing for a page that is there in one language only."""
        return alternates(self.chrome.versions)


@dataclass(frozen=True)
class Card(Digested):
    """A linked summary of one article. `state` is empty once it is published."""

    href: str
    title_html: Markup
    summary_html: Markup
    topic: str
    date: Day
    minutes: int
    state: str = ""


class RelatedItem(NamedTuple):
    """One link to another article, with what both share ("Also about shoulder"). What is not
    `close` is no related article, and must not be called one."""

    href: str
    title_html: Markup
    reason: str
    close: bool = True


class RelatedList(NamedTuple):
    """`close` stands under "Related", `more` under its own, honest heading."""

    close: tuple[RelatedItem, ...]
    more: tuple[RelatedItem, ...]
    more_heading: str


class ContactCard(NamedTuple):
    """The contact form with the clinic's telephone beside it. `prefix` keeps ids unique; a `plain`
    one is checked and sent by the browser, on pages that run no script."""

    prefix: str
    heading: str
    text: str
    terms: Link | None
    form: ContactForm
    clinic: ClinicFacts
    privacy: Link | None
    answer_time: str
    plain: bool = False


SHARED = (Chrome, ContactCard)
"""Records that are the same on many pages, so that a macro need print them but once."""


class Part(NamedTuple):
    """A stretch of a text: HTML, one related link, or the contact form."""

    html: Markup | None = None
    related: RelatedItem | None = None
    contact: ContactCard | None = None


class RedFlagLevel(NamedTuple):
    """One level of the get-help card: what to do, and when."""

    level: str
    heading: str
    items: tuple[Markup, ...]


@dataclass(frozen=True)
class Byline(Digested):
    """A person as author or reviewer; `language` where what is said of them is in another one."""

    name: str
    credentials: str
    href: str
    job_title: str
    summary: str
    image: Image | None = None
    language: str = ""


class ReferenceItem(NamedTuple):
    """One numbered source; `backs` lead to each place where the text cites it."""

    key: str
    kind: str
    text: str
    title: str
    where: str
    href: str
    link_text: str
    backs: tuple[str, ...]


class Change(NamedTuple):
    """What changed in an article, and when."""

    day: Day
    text_html: Markup


class Handout(NamedTuple):
    """How a reader of the printed page finds it again: an address to type, and to scan."""

    address: str
    code: QrCode


class ArticlePage(NamedTuple):
    """One article."""

    shell: Shell
    title_html: Markup
    summary_html: Markup
    topic: Link
    author: Byline
    reviewer: Byline | None
    published: Day
    updated: Day | None
    reviewed: Day | None
    next_review: Day | None
    minutes: int
    image: Image | None
    key_points: tuple[Markup, ...]
    red_flags: tuple[RedFlagLevel, ...]
    contents: tuple[Link, ...]
    body: tuple[Part, ...]
    references: tuple[ReferenceItem, ...]
    changes: tuple[Change, ...]
    regions: tuple[Link, ...]
    tags: tuple[Link, ...]
    related: RelatedList
    contact: ContactCard
    handout: Handout
    state: str = ""


class Pagination(NamedTuple):
    """Where a list that goes over several pages stands; hrefs are empty at the ends."""

    number: int
    of: int
    newer: str
    older: str


class Ways(NamedTuple):
    """Where to go on from a list, and where to follow it: other words that its articles stand
    under, and its feed."""

    heading: str
    links: tuple[Link, ...]
    feed: Link | None


class ListingPage(NamedTuple):
    """The articles of a topic, region or tag, below what the clinic says of it."""

    shell: Shell
    kind: str
    heading: str
    intro: str
    body: tuple[Part, ...]
    cards: tuple[Card, ...]
    pagination: Pagination | None
    ways: Ways
    others: tuple[Link, ...]


class IndexPage(NamedTuple):
    """All tags, each with its number of articles, or all topics, or all people."""

    shell: Shell
    heading: str
    intro: str
    links: tuple[Link, ...] = ()
    people: tuple[Byline, ...] = ()
    topics: tuple[TopicBlock, ...] = ()


class GlossaryEntry(NamedTuple):
    """One word of the glossary: what it means, what that rests on, and the newest of the `used`
    posts that use it."""

    anchor: str
    name: str
    also: tuple[str, ...]
    meaning_html: Markup
    sources: tuple[Link, ...]
    posts: tuple[RelatedItem, ...]
    used: int


class GlossaryPage(NamedTuple):
    """All words of the glossary; `letters` lead to the first word of each, in a long one."""

    shell: Shell
    heading: str
    intro: str
    letters: tuple[Link, ...]
    entries: tuple[GlossaryEntry, ...]


class SearchBox(NamedTuple):
    """The field of the search page, and what its script must know: where the `pieces` of the index
    lie, by which letters they go, how many pages there are, and which words mean the same."""

    action: str
    pieces: str
    shards: str
    pages: int
    titles_a_file: int
    common: str
    synonyms: str


class TitleGroup(NamedTuple):
    """Titles with the same first letter."""

    letter: str
    links: tuple[Link, ...]


class SearchPage(NamedTuple):
    """The search, and below it every way to find a page by hand. `letters` lead to the titles of a
    site that has too many for one page; else they are in `titles`."""

    shell: Shell
    heading: str
    intro: str
    box: SearchBox
    topics: tuple[Link, ...]
    regions: tuple[Link, ...]
    tags: tuple[Link, ...]
    pages: tuple[Link, ...]
    letters: tuple[Link, ...]
    titles: tuple[TitleGroup, ...]


class TitlesPage(NamedTuple):
    """The titles that start with one letter."""

    shell: Shell
    heading: str
    letters: tuple[Link, ...]
    titles: tuple[TitleGroup, ...]
    pagination: Pagination | None


class BodyRegion(NamedTuple):
    """A region that articles are about, and where on the figure it lies, if anywhere."""

    link: Link
    zones: tuple[Zone, ...]


class BodyMap(NamedTuple):
    """The figure whose parts lead to articles. Regions without any are not among them: that a
    clinic is writing about one is its own affair until it is published."""

    regions: tuple[BodyRegion, ...]

    @property
    def links(self) -> tuple[Link, ...]:
        """The same as a list."""
        return tuple(region.link for region in self.regions)

    @property
    def drawn(self) -> bool:
        """Whether there is a place on the figure to go to."""
        return any(region.zones for region in self.regions)


class RegionIndexPage(NamedTuple):
    """The body map on a page of its own."""

    shell: Shell
    heading: str
    intro: str
    body_map: BodyMap


class TopicBlock(NamedTuple):
    """A topic: its name, its sentence, its newest articles."""

    link: Link
    summary: str
    cards: tuple[Card, ...]


class HomePage(NamedTuple):
    """The front door."""

    shell: Shell
    heading: str
    welcome: str
    picture: Image | None
    offer: ContactCard
    latest: tuple[Card, ...]
    topics: tuple[TopicBlock, ...]
    body_map: BodyMap
    people: tuple[Byline, ...]
    archive: str


class PersonPage(NamedTuple):
    """A clinician: who they are and what they wrote."""

    shell: Shell
    person: Byline
    facts: tuple[tuple[str, str], ...]
    body: tuple[Part, ...]
    cards: tuple[Card, ...]
    ways: Ways


class ArchivePage(NamedTuple):
    """Every article by year, newest first."""

    shell: Shell
    heading: str
    years: tuple[tuple[str, tuple[Card, ...]], ...]
    pagination: Pagination | None


class TextPageModel(NamedTuple):
    """A page of plain text such as 'About us'. `contact` is set on the contact page."""

    shell: Shell
    title_html: Markup
    summary_html: Markup
    body: tuple[Part, ...]
    updated: Day | None
    contact: ContactCard | None = None
    state: str = ""


class NotePage(NamedTuple):
    """The pages after the form, and the one for what is not there: words, and ways on."""

    shell: Shell
    heading: str
    lines: tuple[str, ...]
    links: tuple[Link, ...]
    clinic: ClinicFacts


class RedirectPage(NamedTuple):
    """What answers an old address on a host that knows no redirects."""

    language: str
    title: str
    href: str
    canonical: str


Model = (ArticlePage | ListingPage | IndexPage | RegionIndexPage | GlossaryPage | SearchPage
         | TitlesPage | HomePage | PersonPage | ArchivePage | TextPageModel | NotePage
         | RedirectPage)


@dataclass(frozen=True)
class PlannedPage:
    """A file to print: where, with which template, and how its model is made of its inputs.

    `compose` is a function of a module, given `inputs` and nothing else: equal inputs mean an equal
    page, so that a later build can leave it as it is. `changed` is the date the sitemap tells;
    pages that are not `listed` are not in the sitemap; `words` are those of its template,
    and `versions` what it is in other languages.
    """

    path: str
    template: str
    address: str
    compose: Callable[..., Model]
    inputs: tuple[object, ...]
    changed: str = ""
    listed: bool = True
    words: Words = ENGLISH
    versions: tuple[Version, ...] = ()

    @property
    def model(self) -> Model:
        """What its template prints; made anew each time, as a page needs it once."""
        made = self.compose(*self.inputs)
        if not self.versions or isinstance(made, RedirectPage):
            return made
        chrome = made.shell.chrome._replace(versions=self.versions)
        return made._replace(shell=made.shell._replace(chrome=chrome))

    @cached_property
    def digest(self) -> bytes:
        """Of everything the page is made of but its template."""
        return digest(self.path, self.template, *_name(self.compose), self.inputs, self.words,
                      self.versions)


@dataclass(frozen=True)
class PlannedText:
    """A file that no template prints, such as a feed; made of its inputs as a page is."""

    path: str
    compose: Callable[..., str]
    inputs: tuple[object, ...]

    @property
    def text(self) -> str:
        """What stands in the file."""
        return self.compose(*self.inputs)

    @cached_property
    def digest(self) -> bytes:
        """Of everything the text is made of."""
        return digest(self.path, *_name(self.compose), self.inputs)


def _name(function: Callable[..., object]) -> tuple[str, str]:
    # Only what a module gives a name to is known by it: a closure would carry inputs unseen.
    if "<" in function.__qualname__:
        raise ValueError(f"{function.__qualname__} is no function of a module")
    return function.__module__, function.__qualname__


@dataclass(frozen=True)
class Plan:
    """A whole site, ready to be written: pages, texts such as feeds, and pictures to copy.

    `again` plans the page of one article anew, with another text: see Planner.again.
    """

    pages: tuple[PlannedPage, ...]
    texts: tuple[PlannedText, ...]
    pictures: tuple[str, ...]
    again: Callable[[Article, Body, Picture | None], PlannedPage | None] = field(
        default=lambda article, body, image: None, compare=False, repr=False)
