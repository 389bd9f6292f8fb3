"""Pages that list articles or words: topics, regions, tags, people, the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from plugins.page_models import core
from plugins.page_models.addresses import TERM_PAGES, term_address
from plugins.page_models.articles import Written, parts
from plugins.page_models.frame import Frame, PageIdentity
from plugins.site_model.core import Article, Site
from plugins.site_model.vocabulary import Term, TermKind, Vocabulary
from plugins.words.core import Words, later

CARDS_A_PAGE = 24
ARCHIVE_A_PAGE = 100


def terms_in_use(site: Site) -> dict[TermKind, list[Term]]:
    """The words that articles use, in the clinic's order; tags by name."""
    tags = {tag for article in site.articles for tag in article.tags}
    return {
        "category": [t for t in site.vocabulary.categories if site.about(t)],
        "region": [t for t in site.vocabulary.regions if site.about(t)],
        "tag": sorted(tags, key=lambda t: t.slug),
    }


def newest(articles: Iterable[Article]) -> str:
    """The last day on which one of the articles changed, as ISO 8601; empty without articles."""
    days = [article.changed for article in articles]
    return max(days).isoformat() if days else ""


@dataclass(frozen=True)
class Chunk:
    """One page of a list: its number, of how many, and the address of its first page."""

    number: int
    of: int
    first: str

    @property
    def address(self) -> str:
        """`/topics/x/`, `/topics/x/page/2/` …, which can clash with nothing."""
        return self.at(self.number)

    def at(self, number: int) -> str:
        """The address of another page of the same list."""
        return self.first if number == 1 else f"{self.first}page/{number}/"

    def called(self, name: str, words: Words) -> str:
        """A title that no other page of the list has."""
        return name if self.number == 1 else words.say("{name}, page {number}", name=name,
                                                       number=self.number)

    def described(self, text: str, words: Words) -> str:
        """A description that no other page of the list has."""
        return text if self.number == 1 else words.say(
            "{text} Page {number} of {of}.", text=text, number=self.number, of=self.of)


Item = TypeVar("Item")


def chunks(articles: Sequence[Item], size: int, first: str
           ) -> Iterator[tuple[Chunk, Sequence[Item]]]:
    """A long list in pages; there is one even for nothing."""
    of = max(1, -(-len(articles) // size))
    for number in range(1, of + 1):
        yield Chunk(number, of, first), articles[(number - 1) * size:number * size]


def pagination(chunk: Chunk, frame: Frame) -> core.Pagination | None:
    """Where a page of a list stands; none for a list that fits one page."""
    if chunk.of == 1:
        return None
    number = chunk.number
    return core.Pagination(
        number, chunk.of, frame.urls.path(chunk.at(number - 1)) if number > 1 else "",
        frame.urls.path(chunk.at(number + 1)) if number < chunk.of else "")


@dataclass(frozen=True)
class Around:
    """What stands beside a list: other words that its articles stand under, and whether it has a
    feed (one of drafts has none)."""

    terms: tuple[Term, ...] = ()
    has_feed: bool = False


def around(articles: Sequence[Article], kinds: Sequence[TermKind], vocabulary: Vocabulary
           ) -> Around:
    """The words of some kinds that articles stand under, in the clinic's order."""
    # Posts share their words, so that of many thousand only a few are compared.
    terms = list(chain.from_iterable([article.terms for article in articles]))
    used = set(dict(zip(map(id, terms), terms, strict=True)).values())
    return Around(tuple(term for kind in kinds for term in vocabulary.of(kind) if term in used),
                  any(not article.hidden for article in articles))


WAYS: Mapping[TermKind, tuple[tuple[TermKind, ...], str]] = {
    "category": (("region",), later("Body parts in these articles")),
    "region": (("category",), later("Topics of these articles")),
    "tag": (("category", "region"), later("Topics and body parts in these articles")),
}
"""Which other words a list leads to, and what stands above them."""
FEED_OF = "{}: {}"


def ways(frame: Frame, heading: str, beside: Around, name: str, at: str) -> core.Ways:
    """Where to go on from a list that is called `name` and lies at an address."""
    feed = core.Link(FEED_OF.format(name, frame.clinic.name), frame.urls.path(feed_address(at)))
    return core.Ways(heading, tuple(frame.link(t.label, term_address(t)) for t in beside.terms),
                     feed if beside.has_feed else None)


def feed_address(address: str) -> str:
    """The feed of the list at an address."""
    return f"/feeds{address.rstrip('/')}.atom.xml"


def listing(frame: Frame, term: Term, introduction: Written | None, chunk: Chunk,
            cards: tuple[core.Card, ...], beside: Around, others: tuple[Term, ...]
            ) -> core.ListingPage:
    """A page of a topic, region or tag; the first one has the introduction."""
    pages, at = TERM_PAGES[term.kind], term_address(term)
    intro = introduction.record.summary if introduction else term.summary
    intro = intro or frame.words.say(pages.fallback).format(term.name)
    first = introduction if chunk.number == 1 else None
    on = ways(frame, frame.words.say(WAYS[term.kind][1]), beside, term.label, at)
    identity = PageIdentity(
        chunk.address, chunk.called(term.label, frame.words),
        chunk.described(intro, frame.words), "CollectionPage",
        ((frame.words.say(pages.title), pages.address),),
        ((on.feed.label, feed_address(at)),) if on.feed else (),
        section=at, has_form=bool(first and first.has_form))
    return core.ListingPage(
        frame.shell(identity), term.kind, term.label, intro,
        parts(frame, first.body) if first else (), cards, pagination(chunk, frame), on,
        tuple(frame.link(t.label, term_address(t)) for t in others))


def term_index(frame: Frame, kind: TermKind, counts: tuple[tuple[Term, int], ...],
               topics: tuple[core.TopicBlock, ...]) -> core.IndexPage:
    """All tags with their number of articles, or all `topics` with their newest."""
    pages = TERM_PAGES[kind]
    title, intro = frame.words.say(pages.title), frame.words.say(pages.intro)
    identity = PageIdentity(pages.address, title, f"{intro} {frame.clinic.name}.",
                            "CollectionPage")
    return core.IndexPage(frame.shell(identity), title, intro, tuple(
        core.Link(term.label, frame.urls.path(term_address(term)), articles=count)
        for term, count in counts), topics=topics)


def region_index(frame: Frame, body_map: core.BodyMap) -> core.RegionIndexPage:
    """The body map with all regions."""
    pages = TERM_PAGES["region"]
    title, intro = frame.words.say(pages.title), frame.words.say(pages.intro)
    identity = PageIdentity(pages.address, title, f"{intro} {frame.clinic.name}.",
                            "CollectionPage")
    return core.RegionIndexPage(frame.shell(identity), title, intro, body_map)


def people_index(frame: Frame, people: tuple[core.Byline, ...]) -> core.IndexPage:
    """The clinic's people."""
    title = frame.words.say("Our people")
    intro = frame.words.say("The physical therapists who write and review what you read here.")
    identity = PageIdentity("/people/", title, f"{intro} {frame.clinic.name}.",
                            "CollectionPage")
    return core.IndexPage(frame.shell(identity), title, intro, people=people)


def archive(frame: Frame, chunk: Chunk, years: tuple[tuple[str, tuple[core.Card, ...]], ...]
            ) -> core.ArchivePage:
    """A page of all articles, by year."""
    title = frame.words.say("All articles")
    intro = frame.words.say("Every article of {clinic}, newest first.", clinic=frame.clinic.name)
    identity = PageIdentity(chunk.address, chunk.called(title, frame.words),
                            chunk.described(intro, frame.words),
                            "CollectionPage")
    return core.ArchivePage(frame.shell(identity), title, years,
                            pagination(chunk, frame))
