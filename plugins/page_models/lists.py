"""Pages that list articles or words: topics, regions, tags, people, the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from plugins.page_models import core
from plugins.page_models.articles import ArticleComposer, last_changed
from plugins.page_models.frame import TERM_PAGES, Frame, PageIdentity, term_address
from plugins.site_model.core import Article, Site
from plugins.site_model.cross_check import address
from plugins.site_model.vocabulary import Term, TermKind

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
    return max((last_changed(a) for a in articles), default="")


def listing(composer: ArticleComposer, term: Term, others: Sequence[Term]
            ) -> list[core.PlannedPage]:
    """The pages of a topic, region or tag."""
    frame, site = composer.frame, composer.frame.site
    pages = TERM_PAGES[term.kind]
    intro = term.summary or pages.fallback.format(term.name)
    trail = ((pages.title, pages.address),)

    def one(number: int, of: int, chunk: Sequence[Article], at: Callable[[int], str]
            ) -> core.PlannedPage:
        title = term.label if number == 1 else f"{term.label}, page {number}"
        description = intro if number == 1 else f"{intro} Page {number} of {of}."
        identity = PageIdentity(at(number), title, description, "CollectionPage", trail,
                                section=term_address(term))
        model = core.ListingPage(
            frame.shell(identity), term.kind, term.label, intro,
            tuple(composer.card(a) for a in chunk), pagination(number, of, at, frame),
            tuple(frame.link(t.label, term_address(t)) for t in others)
            if term.kind != "tag" else ())
        return core.PlannedPage(at(number).lstrip("/") + "index.html", term.kind, model,
                                at(number), newest(chunk))

    return paged(site.about(term), CARDS_A_PAGE, term_address(term), one)


def paged(articles: Sequence[Article], size: int, first: str, one: Callable[
        [int, int, Sequence[Article], Callable[[int], str]], core.PlannedPage]
          ) -> list[core.PlannedPage]:
    """A long list in pages: `/topics/x/`, `/topics/x/page/2/` …, which can clash with nothing."""
    of = max(1, -(-len(articles) // size))

    def at(number: int) -> str:
        return first if number == 1 else f"{first}page/{number}/"

    return [one(n, of, articles[(n - 1) * size:n * size], at) for n in range(1, of + 1)]


def pagination(number: int, of: int, at: Callable[[int], str], frame: Frame
               ) -> core.Pagination | None:
    """Where a page of a list stands; none for a list that fits one page."""
    if of == 1:
        return None
    return core.Pagination(number, of, frame.urls.path(at(number - 1)) if number > 1 else "",
                           frame.urls.path(at(number + 1)) if number < of else "")


def term_index(composer: ArticleComposer, kind: TermKind, terms: Sequence[Term]
               ) -> core.PlannedPage:
    """All topics, regions or tags with their number of articles."""
    frame, site = composer.frame, composer.frame.site
    pages = TERM_PAGES[kind]
    identity = PageIdentity(pages.address, pages.title, f"{pages.intro} {site.clinic.name}.",
                            "CollectionPage")
    model = core.IndexPage(frame.shell(identity), pages.title, pages.intro, tuple(
        core.Link(t.label, frame.urls.path(term_address(t)), count=len(site.about(t)))
        for t in terms))
    return core.PlannedPage(f"{pages.folder}/index.html", "term_index", model, pages.address,
                            newest(site.articles))


def people_index(composer: ArticleComposer) -> core.PlannedPage:
    """The clinic's people."""
    frame, site = composer.frame, composer.frame.site
    intro = "The physical therapists who write and review what you read here."
    identity = PageIdentity("/people/", "Our people", f"{intro} {site.clinic.name}.",
                            "CollectionPage")
    model = core.IndexPage(frame.shell(identity), "Our people", intro, tuple(
        core.Link(p.display_name, frame.urls.path(address(p)), count=len(site.by_author(p)))
        for p in site.people))
    return core.PlannedPage("people/index.html", "term_index", model, "/people/")


def archive(composer: ArticleComposer) -> list[core.PlannedPage]:
    """Every article by year."""
    frame, site = composer.frame, composer.frame.site
    intro = f"Every article of {site.clinic.name}, newest first."

    def one(number: int, of: int, chunk: Sequence[Article], at: Callable[[int], str]
            ) -> core.PlannedPage:
        title = "All articles" if number == 1 else f"All articles, page {number}"
        identity = PageIdentity(at(number), title, intro if number == 1
                                else f"{intro} Page {number} of {of}.", "CollectionPage")
        years: dict[str, list[core.Card]] = {}
        for article in chunk:
            years.setdefault(str(article.published.year), []).append(composer.card(article))
        model = core.ArchivePage(
            frame.shell(identity), "All articles",
            tuple((year, tuple(cards)) for year, cards in years.items()),
            pagination(number, of, at, frame))
        return core.PlannedPage(at(number).lstrip("/") + "index.html", "archives", model,
                                at(number), newest(chunk))

    return paged(site.articles, ARCHIVE_A_PAGE, "/archive/", one)
