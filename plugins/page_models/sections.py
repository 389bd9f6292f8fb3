"""The ways into a site: what its menus and its footer lead to."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.page_models.addresses import SEARCH, term_address
from plugins.site_model.core import Site, TextPage, primary
from plugins.site_model.cross_check import address
from plugins.site_model.settings import Clinic
from plugins.words.core import Words


@dataclass(frozen=True)
class Place:
    """What a link within the site says, and where it leads; `language` is that of a page that is
    not there in the language of the reader, and lies at the site's own root."""

    label: str
    address: str
    language: str = ""


@dataclass(frozen=True)
class Sections:
    """The ways into a site that its pages tell of: all that a shell knows of the rest."""

    topics: tuple[Place, ...] = ()
    menu: tuple[Place, ...] = ()
    footer: tuple[Place, ...] = ()
    has_articles: bool = False
    has_regions: bool = False
    terms: Place | None = None
    privacy: Place | None = None


def _place(page: TextPage, clinic: Clinic) -> Place:
    other = primary(page.language) not in ("", primary(clinic.language))
    return Place(page.title, address(page), page.language if other else "")


def sections(site: Site, words: Words, people: str = "") -> Sections:
    """The ways into a site. `people` is the language of their pages where it is another one."""
    pages = {page.slug: _place(page, site.clinic) for page in site.pages}
    footer = [pages[page.slug] for page in site.pages if page.menu == "footer"]
    footer += [Place(words.say("All articles"), "/archive/"),
               Place(words.say("Search"), SEARCH)] if site.articles else []
    footer += [Place(words.say("Tags"), "/tags/")] if any(a.tags for a in site.articles) else []
    footer += [Place(words.say("Glossary"), "/glossary/")] if site.glossary.terms else []
    footer += [Place(words.say("Our people"), "/people/", people)] if site.people else []
    offer = site.clinic.offer
    return Sections(
        tuple(Place(term.label, term_address(term)) for term in site.vocabulary.categories
              if site.about(term)),
        tuple(pages[page.slug] for page in site.pages if page.menu == "main"), tuple(footer),
        bool(site.articles), any(a.regions for a in site.articles),
        pages.get(offer.terms) if offer else None, pages.get("privacy"))
