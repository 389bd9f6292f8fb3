"""The records that everything else works on: articles, people, pages, and the whole site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from plugins.digest.core import Digested
from plugins.site_model.front_matter import Groups, Kind
from plugins.site_model.glossary import Glossary
from plugins.site_model.settings import Clinic
from plugins.site_model.special_hours import SpecialHours
from plugins.site_model.vocabulary import Reference, Term, Vocabulary
from plugins.words.core import primary as primary

Key = TypeVar("Key")
# The folders of content/ that hold texts.
TEXT_FOLDERS = ("posts", "pages", "people", "topics", "regions", "tags")
# The lists that posts refer to, beside those folders.
LISTS = ("vocabulary.yaml", "references.yaml", "glossary.yaml")
_GLOSSARY = re.compile(r"glossary\.[a-z]{2,3}\.yaml")
POST_FIELDS: Mapping[str, Kind] = {
    "title": "text", "date": "text", "author": "text", "category": "text", "summary": "text",
    "tags": "words", "regions": "words",
    "slug": "text", "modified": "text", "status": "text", "draft": "text", "lang": "text",
    "translation of": "text", "aliases": "words",
    "image": "text", "image alt": "text",
    "reviewer": "text", "reviewed": "text", "next review": "text",
    "key points": "sentences", "red flags": "groups", "references": "words",
    "related": "words", "not related": "words", "related in text": "text",
    "changes": "entries", "silence": "entries",
}
# Other tools write a post's header above a page too, so a page takes every field of a post.
PAGE_FIELDS: Mapping[str, Kind] = {**POST_FIELDS, "menu": "text"}
PERSON_FIELDS: Mapping[str, Kind] = {
    "name": "text", "credentials": "text", "job title": "text", "licence state": "text",
    "licence number": "text", "languages": "words", "summary": "text", "image": "text",
    "image alt": "text", "aliases": "words", "licence expires": "text", "silence": "entries",
}
# What a person's page says in another language; name, letters, licence and portrait are the same.
VERSION_FIELDS: Mapping[str, Kind] = {
    name: PERSON_FIELDS[name] for name in ("job title", "languages", "summary", "image alt",
                                           "silence")}
INTRODUCTION_FIELDS: Mapping[str, Kind] = {"summary": "text", "silence": "entries"}
RED_FLAG_LEVELS = ("emergency", "same day", "see us")
# The Markdown of a record, and where things stand in its file. Pages are made of the converted
# text, and lines are for messages only.
_SOURCE = frozenset({"body", "body_line", "image_line", "related_line"})


def is_list(name: str) -> bool:
    """Whether a file of that name is a list; each language may have a glossary of its own."""
    return name in LISTS or bool(_GLOSSARY.fullmatch(name))


Lines = tuple[tuple[str, int], ...]
"""The fields of a header, each with the line it stands on."""


@dataclass(frozen=True)
class Person(Digested):
    """A clinician of the clinic. `credentials` in the order they are written: 'PT, DPT, OCS'.
    `language` is that of the text, empty where it is the clinic's own."""

    UNDIGESTED = _SOURCE

    key: str
    name: str
    credentials: str
    job_title: str
    summary: str
    source: str
    body: str = ""
    body_line: int = 1
    licence_state: str = ""
    licence_number: str = ""
    licence_expires: date | None = None
    languages: tuple[str, ...] = ()
    image: str = ""
    image_alt: str = ""
    image_line: int = 1
    aliases: tuple[str, ...] = ()
    silence: tuple[str, ...] = ()
    lines: Lines = field(default=(), repr=False)
    language: str = ""

    @property
    def display_name(self) -> str:
        """The name with credentials, as boards ask for it: 'Juniper Ashgrove, PT, DPT'."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Every way in which a header may name this person."""
        return (self.key, self.name, self.display_name, f"{self.name} {self.credentials}".strip())


@dataclass(frozen=True)
class Article(Digested):
    """A post whose header is sound. Times carry the clinic's zone; `draft` and `upcoming` posts
    are never part of a publish build."""

    UNDIGESTED = _SOURCE

    slug: str
    title: str
    summary: str
    published: datetime
    author: Person
    category: Term
    source: str
    body: str = field(repr=False)
    body_line: int
    tags: tuple[Term, ...] = ()
    regions: tuple[Term, ...] = ()
    modified: datetime | None = None
    draft: bool = False
    upcoming: bool = False
    language: str = "en-US"
    translation_of: str = ""
    aliases: tuple[str, ...] = ()
    image: str = ""
    image_alt: str = ""
    image_line: int = 1
    reviewer: Person | None = None
    reviewed: date | None = None
    next_review: date | None = None
    key_points: tuple[str, ...] = ()
    red_flags: Groups = ()
    references: tuple[Reference, ...] = ()
    changes: tuple[tuple[date, str], ...] = ()
    related: tuple[str, ...] = ()
    not_related: tuple[str, ...] = ()
    related_in_text: bool = True
    related_line: int = 1
    silence: tuple[str, ...] = ()
    lines: Lines = field(default=(), repr=False)

    @property
    def updated(self) -> datetime:
        """The last change a reader should know of."""
        return self.modified or self.published

    @cached_property
    def changed(self) -> date:
        """The day from which the page reads as it does: a review changes it too."""
        day = self.updated.date()
        return max(day, self.reviewed or day)

    @cached_property  # as `hidden`, asked ten times and more for each post in each build
    def terms(self) -> tuple[Term, ...]:
        """Every word of the vocabulary that the post stands under."""
        return (self.category, *self.regions, *self.tags)

    @cached_property
    def hidden(self) -> bool:
        """Whether readers must not see it yet."""
        return self.draft or self.upcoming


@dataclass(frozen=True)
class TextPage(Digested):
    """A page such as 'About us'. `menu` is main, footer or none; `language` is empty where it is
    the clinic's own."""

    UNDIGESTED = _SOURCE

    slug: str
    title: str
    summary: str
    source: str
    body: str = field(repr=False)
    body_line: int
    menu: str = "footer"
    updated: datetime | None = None
    draft: bool = False
    aliases: tuple[str, ...] = ()
    silence: tuple[str, ...] = ()
    lines: Lines = field(default=(), repr=False)
    language: str = ""


@dataclass(frozen=True)
class Site:
    """All that is published, checked against itself. Articles stand newest first.

    `introductions` are what pages of topics, regions and tags say first: pages at their addresses.
    `versions` are people as other languages present them.
    `special_hours` are those of the clinic's that readers are told of on the day of the build;
    `spoken` is the language of an edition other than the clinic's own.
    """

    clinic: Clinic
    vocabulary: Vocabulary
    articles: tuple[Article, ...]
    pages: tuple[TextPage, ...]
    people: tuple[Person, ...]
    references: tuple[Reference, ...] = ()
    glossary: Glossary = Glossary()
    introductions: tuple[TextPage, ...] = ()
    versions: tuple[Person, ...] = ()
    special_hours: tuple[SpecialHours, ...] = ()
    spoken: str = ""

    @property
    def written(self) -> tuple[Article | TextPage | Person, ...]:
        """Every record that has a text of its own."""
        return (*self.articles, *self.pages, *self.people, *self.versions, *self.introductions)

    def about(self, term: Term) -> tuple[Article, ...]:
        """The articles of a topic, about a part of the body, or with a tag; newest first."""
        return self._about.get(term, ())

    def by_author(self, person: Person) -> tuple[Article, ...]:
        """The articles a person wrote, newest first."""
        return self._by_author.get(person.key, ())

    # Each found once for the whole site: to look through all articles for every word would cost
    # the square of their number.
    @cached_property
    def _about(self) -> Mapping[Term, tuple[Article, ...]]:
        return _grouped((term, article) for article in self.articles
                        for term in dict.fromkeys(article.terms))

    @cached_property
    def _by_author(self) -> Mapping[str, tuple[Article, ...]]:
        return _grouped((article.author.key, article) for article in self.articles)


def _grouped(pairs: Iterable[tuple[Key, Article]]) -> dict[Key, tuple[Article, ...]]:
    found: dict[Key, list[Article]] = {}
    for key, article in pairs:
        found.setdefault(key, []).append(article)
    return {key: tuple(articles) for key, articles in found.items()}
