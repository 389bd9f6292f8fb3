"""A site in several languages: one edition for each, with what is written in it.

The clinic's own language has the site's root; every other lies below its code, as `/es/`. Within an
edition addresses are told from its own root.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from plugins.site_model.core import Article, Person, Site, TextPage, primary
from plugins.site_model.settings import Clinic


def edition_of(record: Article | TextPage | Person, clinic: Clinic) -> str:
    """The language of the edition that a record belongs to: empty for the clinic's own."""
    return _edition(record.language, clinic)


def _edition(tag: str, clinic: Clinic) -> str:
    language = primary(tag)
    return "" if language in ("", primary(clinic.language)) else language


def root(language: str) -> str:
    """What the addresses of an edition begin with."""
    return f"/{language}" if language else ""


def languages(site: Site) -> tuple[str, ...]:
    """The editions of a site: the clinic's own, and those in which there are posts."""
    return ("", *sorted({_edition(tag, site.clinic) for tag in _tags(site.articles)} - {""}))


def _tags(records: Iterable[Article | TextPage | Person]) -> set[str]:
    """The languages of some records: few, so that of many thousand posts only these are asked for
    their edition."""
    return {each.language for each in records}


def edition(site: Site, language: str) -> Site:
    """What a site says in one language. The pages and people of the clinic's own stand in for those
    that are not written in it: `edition_of` tells them apart."""
    if not language and not any(_edition(tag, site.clinic) for tag in _tags(site.written)):
        return site
    articles, own, introductions, versions = (
        tuple(each for each in records if edition_of(each, site.clinic) == language)
        for records in (site.articles, site.pages, site.introductions, site.versions))
    if not language:
        alone = replace(site, articles=articles, pages=own, introductions=introductions,
                        versions=versions)
        return site if alone == site else alone
    there = {person.key: person for person in versions}
    people = tuple(there.get(person.key, replace(person, language=site.clinic.language))
                   for person in site.people)
    taken = {page.slug for page in own}
    others = (p for p in site.pages
              if p.slug not in taken and not edition_of(p, site.clinic))
    return replace(site, clinic=site.clinic.spoken(language),
                   vocabulary=site.vocabulary.spoken(language),
                   articles=tuple(spoken(a, language, people) for a in articles),
                   pages=tuple(sorted((*own, *(replace(p, language=site.clinic.language)
                                                for p in others)), key=lambda page: page.slug)),
                   people=people, versions=(), glossary=site.glossary.spoken(language),
                   introductions=introductions, spoken=language)


def own_pages(site: Site) -> tuple[TextPage, ...]:
    """The pages of an edition that are written in its language."""
    return tuple(page for page in site.pages if not edition_of(page, site.clinic))


def own_people(site: Site) -> tuple[Person, ...]:
    """The people whose pages are in an edition: all are in that of the clinic's own language."""
    return tuple(person for person in site.people if not edition_of(person, site.clinic))


def spoken(article: Article, language: str, people: Sequence[Person]) -> Article:
    """An article with its words of the vocabulary in the language of its edition, and the `people`
    as they are presented there."""
    if not language:
        return article
    there = {person.key: person for person in people}
    return replace(article, author=there[article.author.key],
                   reviewer=article.reviewer and there[article.reviewer.key],
                   category=article.category.spoken(language),
                   tags=tuple(term.spoken(language) for term in article.tags),
                   regions=tuple(term.spoken(language) for term in article.regions))


def translations(site: Site) -> dict[str, dict[str, str]]:
    """For each article that has a translation: the slug of each version by its edition, its own
    among them."""
    by_slug = {article.slug: article for article in site.articles}
    groups: dict[str, dict[str, str]] = {}
    for article in site.articles:
        original = article.translation_of if article.translation_of in by_slug else ""
        if original:
            group = groups.setdefault(original, {
                edition_of(by_slug[original], site.clinic): original})
            group[edition_of(article, site.clinic)] = article.slug
    return {slug: group for group in groups.values() for slug in group.values()}
