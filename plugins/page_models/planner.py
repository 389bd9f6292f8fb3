"""One language of a site to its pages and texts.

The planner sees all of it. It hands each page the few things it is made of; the functions that make
pages see those and nothing else, so that a page whose inputs are the same as in an earlier build is
the same page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from markupsafe import Markup

from plugins.article_body.core import Body
from plugins.body_map import core as body_map
from plugins.contact_form import core as contact_form
from plugins.feeds import core as feeds
from plugins.glossary.core import GLOSSARY
from plugins.images.core import Picture
from plugins.page_models import core, front_pages, glossary_page, lists, notes, search_pages
from plugins.page_models.addresses import FEED, SEARCH, TERM_PAGES, term_address
from plugins.page_models.articles import InText, Post, Written, article_page, card
from plugins.page_models.bodies import Texts
from plugins.page_models.core import PlannedPage, PlannedText
from plugins.page_models.feed_entries import feed, feed_of_list
from plugins.page_models.frame import Frame
from plugins.page_models.lists import ARCHIVE_A_PAGE, CARDS_A_PAGE, chunks, newest, terms_in_use
from plugins.page_models.related_links import RelatedLinks
from plugins.related import core as related
from plugins.search import core as search
from plugins.search import shards
from plugins.search.shards import Shard
from plugins.site_model.core import Article, Person, Site, TextPage
from plugins.site_model.cross_check import address, alias_file
from plugins.site_model.editions import own_pages, own_people, spoken
from plugins.site_model.vocabulary import Term, TermKind

LATEST, CARDS_A_TOPIC = 3, 3
OF_A_LIST = 10  # entries of the feed of a topic, region, tag or person


class Planner:
    """Gives each file of a site what it is made of."""

    def __init__(self, site: Site, texts: Texts, frame: Frame, links: RelatedLinks,
                 home_picture: Picture | None,
                 indexed: Callable[[], Mapping[str, Shard]] | None = None) -> None:
        self.site, self.frame, self.links, self.home_picture = site, frame, links, home_picture
        self._texts, self._indexed = texts, indexed
        self._items: dict[str, tuple[core.RelatedItem, ...]] = {}  # of each article's page
        self._reasons: Mapping[str, str] = {}  # known already, by the address of the other page

    def pages(self) -> Iterable[PlannedPage]:
        """All pages; no two have the same path unless the author's words make it so."""
        yield self._home()
        yield from (self.article(article) for article in self.site.articles)
        for kind, terms in self._terms.items():
            for term in terms:
                yield from self._listing(term, terms)
            if terms:
                yield self._region_index() if kind == "region" else self._term_index(kind, terms)
        if self.site.glossary.terms:
            yield self._glossary()
        yield from (self._person(person) for person in own_people(self.site))
        if own_people(self.site):
            yield self._people_index()
        if self.site.articles:
            yield from self._archive()
            yield from self._search()
        yield from (self._text_page(page) for page in own_pages(self.site)
                    if page.slug != "contact")
        yield self._contact()
        yield self._note("thanks/index.html", contact_form.THANKS, notes.thanks)
        yield self._note("not-sent/index.html", contact_form.NOT_SENT, notes.not_sent)
        if not self.site.spoken:  # a host knows one
            yield self._note("404.html", "/404.html", notes.not_found)
        for record in self._records():
            yield from self._moved(record)

    def texts(self) -> Iterable[PlannedText]:
        """Feeds, and the pieces of the search index."""
        public = [self._post(a) for a in self.site.articles if not a.hidden]
        if public:
            yield self._text(FEED, feed, self.frame, tuple(public[:feeds.MAX_ENTRIES]))
        yield from self._feeds()
        if self.site.articles:
            yield from self._index()

    def aliases(self) -> tuple[tuple[str, str], ...]:
        """Old addresses, each with the new one, from the root of the site."""
        at = self.frame.urls.root
        return tuple((alias, at + address(record)) for record in self._records()
                     for alias in _aliases(record))

    def _text(self, at: str, compose: Callable[..., str], *inputs: object) -> PlannedText:
        return PlannedText(f"{self.frame.urls.root}{at}".lstrip("/"), compose, inputs)

    # ------------------------------------------------------------ records with what is theirs

    def _records(self) -> Iterable[Article | TextPage | Person]:
        return (*self.site.articles, *own_pages(self.site), *own_people(self.site))

    @cached_property
    def _terms(self) -> Mapping[TermKind, list[Term]]:
        return terms_in_use(self.site)

    @cached_property
    def _newest(self) -> str:
        return newest(self.site.articles)

    @cached_property
    def _cards(self) -> Mapping[str, core.Card]:
        return {a.slug: card(self.frame, self._post(a), self._texts.polished[a.source])
                for a in self.site.articles}

    @cached_property
    def _bylines(self) -> Mapping[str, core.Byline]:
        return {p.key: self.frame.byline(p, self._texts.images.get(p.source))
                for p in self.site.people}

    @cached_property
    def _titles(self) -> Mapping[str, tuple[str, Markup]]:
        """Where a link to an article leads, and what it says."""
        return {slug: (card.href, card.title_html) for slug, card in self._cards.items()}

    @cached_property
    def _introductions(self) -> Mapping[str, Written]:
        """What the pages of words say first, by their address."""
        return {address(page): self._written(page) for page in self.site.introductions}

    def _feeds(self) -> Iterable[PlannedText]:
        """The feeds of topics, regions, tags and people."""
        for term in (term for terms in self._terms.values() for term in terms):
            yield from self._feed(term.label, term.summary, term_address(term),
                                  self.site.about(term))
        for person in own_people(self.site):
            yield from self._feed(person.display_name, person.summary, address(person),
                                  self.site.by_author(person))

    def _feed(self, name: str, subtitle: str, at: str, articles: Iterable[Article]
              ) -> Iterable[PlannedText]:
        public = [article for article in articles if not article.hidden][:OF_A_LIST]
        if public:
            title = lists.FEED_OF.format(name, self.site.clinic.name)
            yield self._text(lists.feed_address(at), feed_of_list, self.frame, title, subtitle, at,
                             tuple(self._post(a) for a in public))

    def _post(self, article: Article) -> Post:
        return self._posts.get(article.slug) or Post(article, self.links.bodies[article.slug],
                                                     self._texts.images.get(article.source))

    @cached_property
    def _posts(self) -> Mapping[str, Post]:
        """Each post once, so that its digest is taken once."""
        return {page.record.slug: page for page in self._searchable if isinstance(page, Post)}

    def _written(self, record: Person | TextPage) -> Written:
        return Written(record, self._texts.bodies[record.source],
                       self._texts.images.get(record.source))

    # ------------------------------------------------------------ pages

    def _home(self) -> PlannedPage:
        frame, site = self.frame, self.site
        picture = frame.image(self.home_picture, site.clinic.home_picture_alt) \
            if self.home_picture else None
        inputs = (frame, picture, self._cards_of(site.articles[:LATEST]), self._topics,
                  core.BodyMap(self._regions), tuple(self._bylines.values()))
        return PlannedPage("index.html", "index", "/", front_pages.home, inputs,
                           self._newest)

    @cached_property
    def _topics(self) -> tuple[core.TopicBlock, ...]:
        return tuple(core.TopicBlock(
            self.frame.link(term.label, term_address(term)), term.summary,
            self._cards_of(self.site.about(term)[:CARDS_A_TOPIC]))
            for term in self._terms["category"])

    @cached_property
    def _regions(self) -> tuple[core.BodyRegion, ...]:
        terms = self._terms["region"]
        return tuple(core.BodyRegion(
            core.Link(term.label, self.frame.urls.path(term_address(term)),
                      articles=len(self.site.about(term))), zones)
            for term, zones in zip(terms, body_map.places([t.slug for t in terms]), strict=True))

    def _region_index(self) -> PlannedPage:
        pages = TERM_PAGES["region"]
        return PlannedPage(f"{pages.folder}/index.html", "region_index", pages.address,
                           lists.region_index, (self.frame, core.BodyMap(self._regions)),
                           self._newest)

    def article(self, article: Article) -> PlannedPage:
        """The page of one article."""
        found = self.links.lists[article.slug]
        related_list = core.RelatedList(
            tuple(self._item(article, link) for link in found.close),
            tuple(self._item(article, link) for link in found.more),
            self.frame.words.say("More from our blog"))
        in_text = self._in_text(article)
        self._items[article.slug] = (*related_list.close, *related_list.more,
                                     *(item for _, item in in_text))
        reviewer = self._bylines[article.reviewer.key] if article.reviewer else None
        inputs = (self.frame, self._post(article), self._bylines[article.author.key], reviewer,
                  related_list, in_text)
        return PlannedPage(f"{article.slug}/index.html", "article", address(article),
                           article_page, inputs, article.changed.isoformat(), not article.hidden,
                           self.frame.words)

    def again(self, article: Article, body: Body, image: Picture | None) -> PlannedPage | None:
        """The page of an article that was changed since, between the same others. None where it
        moved, or was shown or hidden: then others change with it."""
        before = self.links.articles.get(article.slug)
        if before is None or before.hidden != article.hidden or before.source != article.source \
                or before.language != article.language \
                or self.links.bodies[article.slug] is not self._texts.bodies[article.source] \
                or not {marker.argument for marker in body.markers} <= {"", *self.links.articles}:
            return None
        links = replace(self.links, articles={**self.links.articles, article.slug: article},
                        bodies={**self.links.bodies, article.slug: body})
        images = {**self._texts.images, article.source: image} if image else {
            path: each for path, each in self._texts.images.items() if path != article.source}
        planner = Planner(self.site, replace(self._texts, images=images), self.frame, links,
                          self.home_picture, self._indexed)
        # Why the others are related has been found out. It would take their texts, which may be
        # the ones of a newer build by now.
        reasons = {item.href: item.reason for item in self._items[article.slug] if item.close}
        vars(planner).update(_titles=self._titles, _bylines=self._bylines, _posts={},
                             _reasons=reasons)
        return planner.article(spoken(article, self.site.spoken, self.site.people))

    def _in_text(self, article: Article) -> InText:
        return tuple((place, self._item(article, link))
                     for place, link in self.links.in_text(article).items())

    def _item(self, article: Article, link: related.Link) -> core.RelatedItem:
        href, title = self._titles[link.slug]
        if not link.close:
            return core.RelatedItem(href, title, "", False)
        reason = self._reasons.get(href)
        if reason is None:
            reason = self.links.why(article, self.links.articles[link.slug], self.frame.words)
        return core.RelatedItem(href, title, reason, True)

    def _cards_of(self, articles: Iterable[Article]) -> tuple[core.Card, ...]:
        return tuple(self._cards[article.slug] for article in articles)

    def _listing(self, term: Term, terms: list[Term]) -> Iterable[PlannedPage]:
        others = tuple(t for t in terms if t != term) if term.kind != "tag" else ()
        about = self.site.about(term)
        beside = lists.around(about, lists.WAYS[term.kind][0], self.site.vocabulary)
        introduction = self._introductions.get(term_address(term))
        for chunk, articles in chunks(about, CARDS_A_PAGE, term_address(term)):
            yield PlannedPage(
                f"{chunk.address.lstrip('/')}index.html", term.kind, chunk.address, lists.listing,
                (self.frame, term, introduction, chunk, self._cards_of(articles), beside, others),
                newest(articles))

    def _term_index(self, kind: TermKind, terms: list[Term]) -> PlannedPage:
        counts = tuple((term, len(self.site.about(term))) for term in terms)
        folder = TERM_PAGES[kind].folder
        return PlannedPage(f"{folder}/index.html", "term_index", f"/{folder}/", lists.term_index,
                           (self.frame, kind, counts, self._topics if kind == "category" else ()),
                           self._newest)

    def _glossary(self) -> PlannedPage:
        users: dict[str, list[Article]] = {}
        for article in self.site.articles:
            for slug in self._post(article).body.explains:
                users.setdefault(slug, []).append(article)
        words = tuple((term, tuple(core.RelatedItem(*self._titles[a.slug], "")
                                   for a in users.get(term.slug, ())[:glossary_page.POSTS]),
                       len(users.get(term.slug, ()))) for term in self.site.glossary.terms)
        return PlannedPage("glossary/index.html", "glossary", GLOSSARY, glossary_page.glossary,
                           (self.frame, words))

    def _archive(self) -> Iterable[PlannedPage]:
        for chunk, articles in chunks(self.site.articles, ARCHIVE_A_PAGE, "/archive/"):
            years: dict[str, list[core.Card]] = {}
            for article in articles:
                years.setdefault(str(article.published.year), []).append(self._cards[article.slug])
            grouped = tuple((year, tuple(cards)) for year, cards in years.items())
            yield PlannedPage(f"{chunk.address.lstrip('/')}index.html", "archives", chunk.address,
                              lists.archive, (self.frame, chunk, grouped), newest(articles))

    @cached_property
    def _searchable(self) -> Sequence[Written]:
        return search_pages.searchable(self.site, self._texts, self.links.bodies)

    @cached_property
    def _shards(self) -> Mapping[str, Shard]:
        if self._indexed:
            return self._indexed()
        return shards.joined(search_pages.pieces(self._searchable, {}, self.frame.words))[0]

    def _index(self) -> Iterable[PlannedText]:
        """The pieces of the search index."""
        folder = search_pages.INDEX
        for letters, shard in self._shards.items():
            yield self._text(f"{folder}{search.file_name(letters)}", shards.as_file, shard)
        found = tuple(search_pages.found(page, self.frame.words) for page in self._searchable)
        size = search.TITLES_A_FILE
        for start in range(0, len(found), size):
            yield self._text(f"{folder}titles/{start // size}.json", search_pages.titles,
                             self.frame.urls, found[start:start + size])

    def _search(self) -> Iterable[PlannedPage]:
        groups = search_pages.by_letter(
            core.Link(a.title, self.frame.urls.path(address(a))) for a in self.site.articles)
        many = len(self.site.articles) > search_pages.ALL_TITLES
        letters = tuple(groups) if many else ()
        ways = search_pages.Ways(*(tuple((term, len(self.site.about(term))) for term in terms)
                                   for terms in self._terms.values()),
                                 tuple(self.frame.link(each.title, each.href) for each in (
                                     search_pages.found(page, self.frame.words)
                                     for page in self._searchable
                                     if not isinstance(page.record, Article))))
        yield PlannedPage("search/index.html", "search", SEARCH, search_pages.search_page,
                          (self.frame, ways, tuple(self._shards), len(self._searchable),
                           self.site.vocabulary.synonyms, letters,
                           () if many else tuple(groups.items())), self._newest)
        for letter in letters:
            at = search_pages.letter_address(letter)
            for chunk, titles in chunks(groups[letter], ARCHIVE_A_PAGE, at):
                yield PlannedPage(f"{chunk.address.lstrip('/')}index.html", "titles",
                                  chunk.address, search_pages.titles_page,
                                  (self.frame, chunk, letter, letters, tuple(titles)))

    def _person(self, person: Person) -> PlannedPage:
        written = self.site.by_author(person)
        return PlannedPage(f"people/{person.key}/index.html", "author", address(person),
                           front_pages.person_page,
                           (self.frame, self._written(person), self._cards_of(written),
                            lists.around(written, ("category", "region"), self.site.vocabulary)),
                           newest(written))

    def _people_index(self) -> PlannedPage:
        return PlannedPage("people/index.html", "term_index", "/people/", lists.people_index,
                           (self.frame, tuple(self._bylines.values())))

    def _text_page(self, page: TextPage) -> PlannedPage:
        return PlannedPage(f"{page.slug}/index.html", "page", address(page),
                           front_pages.text_page, (self.frame, self._written(page)),
                           _changed(page), not page.draft)

    def _contact(self) -> PlannedPage:
        own = next((page for page in own_pages(self.site) if page.slug == "contact"), None)
        title = self.frame.words.say(front_pages.CONTACT.title)
        written = self._written(own) if own else \
            Written(replace(front_pages.CONTACT, title=title), Body())
        return PlannedPage("contact/index.html", "contact", "/contact/",
                           front_pages.contact_page, (self.frame, written),
                           _changed(own) if own else "")

    def _note(self, path: str, at: str, compose: Callable[[Frame], core.NotePage]) -> PlannedPage:
        return PlannedPage(path, "note", at, compose, (self.frame,), listed=False)

    def _moved(self, record: Article | TextPage | Person) -> Iterable[PlannedPage]:
        """An answer at each old address of a page."""
        title = record.display_name if isinstance(record, Person) else record.title
        inputs = (self.frame.urls, self.site.clinic.language, title, address(record))
        return [PlannedPage(alias_file(alias), "redirect", alias, notes.moved, inputs,
                            listed=False) for alias in _aliases(record)]


def _changed(page: TextPage) -> str:
    return page.updated.date().isoformat() if page.updated else ""


def _aliases(record: Article | TextPage | Person) -> tuple[str, ...]:
    return () if getattr(record, "hidden", False) else record.aliases
