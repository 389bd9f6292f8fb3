"""The search page, the pieces of its index, and the lists of titles for those who look by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from plugins.article_body.core import Body
from plugins.digest.core import digest
from plugins.page_models import core
from plugins.page_models.addresses import SEARCH, Urls, term_address
from plugins.page_models.articles import Post, Written
from plugins.page_models.bodies import Said, Texts
from plugins.page_models.frame import Frame, PageIdentity
from plugins.page_models.lists import Chunk, pagination
from plugins.page_models.related_links import Mapped
from plugins.search import core as search
from plugins.site_model.core import Article, Person, Site, TextPage
from plugins.site_model.cross_check import address
from plugins.site_model.editions import own_pages, own_people
from plugins.site_model.vocabulary import Term
from plugins.words.core import ENGLISH, Words, later

TITLE = later("Search")
INTRO = later("Find an article by its words, or in the lists below.")
PAGE, PERSON = later("About the clinic"), later("Our people")
INDEX = "/search/index/"
ALL_TITLES = 100  # on the search page itself; more of them have a page for each letter
OTHER = "0-9"  # for titles that start with no letter


# ---------------------------------------------------------------- the index


def searchable(site: Site, texts: Texts, bodies: Mapping[str, Body]) -> list[Written]:
    """Every page that can be found, in the order of its number in the index: new articles come
    last, so that they change no other's. `bodies` are those of articles, by slug."""
    others: list[TextPage | Person] = [*own_pages(site), *own_people(site)]
    return [*(Written(each, texts.bodies[each.source], texts.images.get(each.source))
              for each in others),
            *(Post(article, bodies[article.slug], texts.images.get(article.source))
              for article in reversed(site.articles))]


def pieces(pages: Iterable[Written], known: Mapping[bytes, search.Pieces],
           words: Words = ENGLISH, just_said: Mapping[bytes, Said] = {},  # noqa: B006
           mapped: Mapped | None = None) -> dict[bytes, search.Pieces]:
    """The words of each page by a digest of what they are made of, in the order given; those
    `known` are not read again, nor those of articles that were `just_said` (see Texts). `words`
    are those of the pages' language, `mapped` spreads work over processes."""
    everyday = words.say(search.EVERYDAY)
    keys = {digest(page.record.digest, page.body.digest, everyday): page for page in pages}
    found = {**known}
    for key, page in keys.items() if just_said else ():
        own = just_said.get(page.record.digest) if isinstance(page.record, Article) else None
        if own and own.everyday == everyday:
            found[key] = own.pieces
    missing = [key for key in keys if key not in found]
    read, unread = partial(_words, everyday=everyday), [keys[key] for key in missing]
    fresh = mapped(read, unread) if mapped else map(read, unread)
    found |= zip(missing, fresh, strict=True)
    return {key: found[key] for key in keys}


def said_in(record: Article, body: Body, words: Words) -> Said:
    """What the search takes from an article."""
    everyday = words.say(search.EVERYDAY)
    return Said(everyday, _words(Written(record, body), everyday))


def _words(page: Written, everyday: str) -> search.Pieces:
    record, headings = page.record, [heading.text for heading in page.body.headings]
    if isinstance(record, Article):
        flags = [item for _, items in record.red_flags for item in items]
        return search.words_of(record.title, [term.name for term in record.terms],
                               [record.summary, *record.key_points, *headings],
                               " ".join((*flags, record.author.name, page.body.text)), everyday)
    title = record.display_name if isinstance(record, Person) else record.title
    return search.words_of(title, (), [record.summary, *headings], page.body.text, everyday)


def found(page: Written, words: Words) -> search.Found:
    """How a page is shown where it is found; its address is without that of the site."""
    record = page.record
    if isinstance(record, Article):
        return search.Found(address(record), record.title, record.summary, record.category.label)
    if isinstance(record, Person):
        return search.Found(address(record), record.display_name, record.summary,
                            words.say(PERSON))
    return search.Found(address(record), record.title, record.summary, words.say(PAGE))


def titles(urls: Urls, pages: tuple[search.Found, ...]) -> str:
    """A file with what is shown of some pages."""
    return search.titles(replace(each, href=urls.path(each.href)) for each in pages)


# ---------------------------------------------------------------- the pages


@dataclass(frozen=True)
class Ways:
    """All that a reader can look through by hand."""

    topics: tuple[tuple[Term, int], ...]
    regions: tuple[tuple[Term, int], ...]
    tags: tuple[tuple[Term, int], ...]
    pages: tuple[core.Link, ...]


def by_letter(titles: Iterable[core.Link]) -> dict[str, tuple[core.Link, ...]]:
    """Titles by their first letter, in the order of the alphabet; what starts with none comes
    first."""
    groups: dict[str, list[tuple[list[str], core.Link]]] = {}
    for link in titles:
        key = search.normal(link.label)
        first = key[0][0].upper() if key else ""
        groups.setdefault(first if first.isalpha() else "", []).append((key, link))
    return {letter or OTHER: tuple(link for _, link in sorted(
        groups[letter], key=lambda each: (each[0], each[1].href))) for letter in sorted(groups)}


def letter_address(letter: str) -> str:
    """The page of the titles with a letter."""
    name = letter.lower() if letter.isascii() else f"{ord(letter):x}"
    return f"{SEARCH}{name}/"


def search_page(frame: Frame, ways: Ways, shards: tuple[str, ...], pages: int,
                synonyms: tuple[tuple[str, str], ...], letters: tuple[str, ...],
                titles: tuple[tuple[str, tuple[core.Link, ...]], ...]) -> core.SearchPage:
    """The page of the search."""
    title, intro = frame.words.say(TITLE), frame.words.say(INTRO)
    identity = PageIdentity(SEARCH, title, f"{intro} {frame.clinic.name}.", "CollectionPage",
                            searches=True, styled="find")
    box = core.SearchBox(frame.urls.path(SEARCH), frame.urls.path(INDEX), " ".join(shards), pages,
                         search.TITLES_A_FILE,
                         " ".join(sorted(search.common(frame.words.say(search.EVERYDAY)))),
                         search.rewritten(synonyms))
    return core.SearchPage(
        frame.shell(identity), title, intro, box, _counted(frame, ways.topics),
        _counted(frame, ways.regions), _counted(frame, ways.tags),
        ways.pages, _letters(frame, letters), tuple(core.TitleGroup(*group) for group in titles))


def titles_page(frame: Frame, chunk: Chunk, letter: str, letters: tuple[str, ...],
                titles: tuple[core.Link, ...]) -> core.TitlesPage:
    """The titles that start with a letter."""
    heading = frame.words.say("Articles: {letter}", letter=letter)
    text = frame.words.say("All articles of {clinic} whose title starts with {letter}.",
                           clinic=frame.clinic.name, letter=letter)
    identity = PageIdentity(chunk.address, chunk.called(heading, frame.words),
                            chunk.described(text, frame.words), "CollectionPage",
                            ((frame.words.say(TITLE), SEARCH),), styled="find")
    return core.TitlesPage(frame.shell(identity), heading, _letters(frame, letters, chunk.address),
                           (core.TitleGroup(letter, titles),), pagination(chunk, frame))


def _letters(frame: Frame, letters: Sequence[str], current: str = "") -> tuple[core.Link, ...]:
    return tuple(frame.link(letter, letter_address(letter), current) for letter in letters)


def _counted(frame: Frame, terms: tuple[tuple[Term, int], ...]) -> tuple[core.Link, ...]:
    return tuple(core.Link(term.label, frame.urls.path(term_address(term)), articles=count)
                 for term, count in terms)
