"""Typed access to the fields of one header. Every problem is collected; nothing is guessed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePosixPath
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from plugins.site_model.core import Person, primary
from plugins.site_model.front_matter import Header
from plugins.site_model.problem import Problem, Severity, did_you_mean, then
from plugins.site_model.settings import Clinic, Level
from plugins.site_model.text_input import fits
from plugins.site_model.vocabulary import WINDOWS, Term, TermKind, Vocabulary, slugify
from plugins.words.languages import Languages

MAX_SLUG = 80
# First parts of addresses that the site itself uses, or keeps for what it will.
RESERVED = frozenset("""404 archive archives assets author body-map categories category contact
    content drafts feed feeds glossary handouts home images index not-sent page pages people posts
    regions robots search site sitemap static tag tags thanks theme topics""".split())
_DATE = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)\s?"
                   r"(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$", re.A)
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_IN_LANGUAGE = re.compile(r"^([^.]+)\.([a-z]{2,3})$")
_ALIAS = re.compile(r"^/(?:[^\s?#\\<>\"'%*:|]|%[0-9A-Fa-f]{2})+$")
MAX_ALIAS, MAX_ITEMS, MAX_VALUE = 200, 100, 1000
# What the site makes itself: an old address there would be written over, or write over it.
SITE_NAMES = frozenset("""topics regions tags people archive contact thanks not-sent static images
    feeds glossary search 404.html index.html robots.txt sitemap.xml _headers _redirects""".split())


class HeaderReader:
    """Typed access to one header; each miss becomes a problem with file, line and cure."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.problems: list[Problem] = list(header.problems)
        self._long: set[str] = set()

    def complain(self, name: str, message: str, cure: str, severity: Severity = "error") -> None:
        """Note a problem at the line of the field `name`."""
        line = self.header.line(name)
        self.problems.append(Problem(self.header.path, line, message, cure, severity))

    def text(self, name: str) -> str:
        """A single value, empty where the field is missing."""
        entry = self.header.fields.get(name)
        # What was exported from another system may hold `&amp;`.
        value = html.unescape(str(entry.value)) if entry else ""
        return "" if self._too_long(name, value) else value

    def unread(self, name: str) -> bool:
        """Whether a field is there and could not be read, so that it is not missing."""
        return name in self.header.unread or name in self._long

    def other_language(self, language: str, clinic: Clinic, languages: Languages) -> None:
        """Refuse a language in the name of a file that readers of the site cannot have."""
        if language and primary(language) == primary(clinic.language):
            path = PurePosixPath(self.header.path)
            self.complain("", f"'{language}' is the clinic's own language",
                          f"call the file {path.with_stem(named(path.name)[0]).name}")
        elif language and not languages.has(language):
            self.complain("", f"there is no catalogue for the language '{language}'",
                          languages.cure(language))

    def required(self, name: str, cure: str = "") -> str:
        """A single value that must be there."""
        value = self.text(name)
        if not value and not self.unread(name):
            there = "empty" if name in self.header.fields else "missing"
            self.complain(name, f"'{name}' is {there}", cure or f"add a line '{name}: …'")
        return value

    def items(self, name: str) -> tuple[str, ...]:
        """The values of a list, none where the field is missing."""
        entry = self.header.fields.get(name)
        found = tuple(str(item) for item in entry.value) if entry else ()
        if len(found) > MAX_ITEMS:
            self.complain(name, f"'{name}' has {len(found)} entries, which is too many",
                          f"keep at most {MAX_ITEMS}")
        return () if any(self._too_long(name, item) for item in found) else found[:MAX_ITEMS]

    def _too_long(self, name: str, value: str) -> bool:
        """Whether a value is a text by itself; told once, and then it is as if it were unread."""
        if len(value) <= MAX_VALUE:
            return False
        if name not in self._long:
            self._long.add(name)
            self.complain(name, f"'{name}' is too long ({len(value)} of {MAX_VALUE} characters)",
                          "shorten it; details belong in the text")
        return True

    def moment(self, name: str, zone: ZoneInfo) -> datetime | None:
        """A date with or without a time (ISO 8601); without an offset it is the clinic's time."""
        value = self.text(name)
        if not value:
            return None
        cure = "write it as 2026-03-02 or 2026-03-02 09:00"
        match = _DATE.match(value)
        if not match:
            self.complain(name, f"'{name}: {value}' is no date", cure)
            return None
        day, clock, offset = match.groups()
        try:
            found = datetime.fromisoformat(f"{day}T{clock or '00:00'}{offset or ''}")
        except ValueError as error:
            self.complain(name, f"'{name}: {value}' is no date: {error}", cure)
            return None
        if not 1990 <= found.year <= 2200:
            self.complain(name, f"the year of '{name}: {value}' cannot be right", cure)
            return None
        return found if found.tzinfo else found.replace(tzinfo=zone)

    def day(self, name: str) -> date | None:
        """A date without a time."""
        moment = self.moment(name, ZoneInfo("UTC"))
        return moment.date() if moment else None

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """One of a few words, in any case; empty where the field is missing or wrong."""
        value = self.text(name).lower()
        if value and value not in allowed:
            self.complain(name, f"'{name}: {value}' is unknown", did_you_mean(value, allowed))
            return ""
        return value

    def slug(self, title: str) -> str:
        """The last part of the page's address, from the field or from the title."""
        given = self.text("slug")
        slug = given or slugify(title)[:MAX_SLUG].strip("-")
        where = "slug" if given else "title"
        nearest = slugify(given)[:MAX_SLUG].strip("-")
        cure = f"write 'slug: {nearest}'" if nearest else "add a line 'slug: some-words'"
        if not slug:
            if title:
                self.complain(where, "the title gives no slug: it has no letters or digits", cure)
        elif len(slug) > MAX_SLUG:
            self.complain(where, f"the slug is too long ({len(slug)} of {MAX_SLUG} characters)",
                          "shorten it")
        elif not _SLUG.match(slug):
            self.complain(where, f"the slug '{slug[:60]}' has a character other than a-z, 0-9 and "
                          "single hyphens", cure)
        elif slug in RESERVED or slug in WINDOWS:
            self.complain(where, f"the slug '{slug}' is reserved", f"write 'slug: {slug}-advice'")
        else:
            return slug
        return ""

    def person(self, name: str, people: tuple[Person, ...]) -> Person | None:
        """The person a field names, by key or as written on their page."""
        value = self.text(name)
        if not value:
            return None
        named = [person for person in people if value in person.names]
        if len(named) > 1:
            self.complain(name, f"'{value}' is the name of {len(named)} people", "write the name "
                          f"of the file: {' or '.join(person.key for person in named)}")
        if named:
            return named[0]
        spellings = {spelling for person in people for spelling in person.names}
        nearest = did_you_mean(value, spellings)
        if not nearest.startswith("did you mean"):
            nearest = did_you_mean(value, [person.key for person in people])
        self.complain(name, f"unknown {name} '{value}'",
                      then(nearest, "People live in content/people/"))
        return None

    def terms(self, name: str, kind: TermKind, vocabulary: Vocabulary) -> tuple[Term, ...]:
        """The words of a list that the vocabulary knows, each once, in the author's order."""
        found: dict[str, Term] = {}
        for word in self.items(name):
            term = vocabulary.find(kind, word)
            if term is None and not vocabulary.categories:
                continue  # nobody could read the list, and that is told there
            if term is None:
                self.complain(name, f"unknown {kind} '{word[:60]}'", vocabulary.cure(kind, word))
            else:
                found[term.slug] = term
        return tuple(found.values())

    def aliases(self) -> tuple[str, ...]:
        """Old addresses on this site, from the root: '/2019/03/heel-pain/'."""
        found = self.items("aliases")
        for alias in found:
            parts = unquote(alias).strip("/").split("/")
            if not _ALIAS.match(alias) or "//" in alias or len(alias) > MAX_ALIAS \
                    or not fits(unquote(alias)) \
                    or not all(map(_is_file_name, parts)) or "index.html" in parts[:-1]:
                self.complain("aliases", f"the alias '{alias[:60]}' is no address on this site",
                              "write the old path from the root, such as /2019/03/heel-pain/")
            elif parts[0].lower() in SITE_NAMES:
                self.complain("aliases", f"the alias '{alias[:60]}' lies where the site has pages "
                              "of its own", "delete it")
        return found

    def policy(self, level: Level, missing: bool, name: str, message: str, cure: str) -> None:
        """Note what the clinic's policy asks for, as loud as it says. A draft may be unfinished."""
        if missing and level != "off" and not self.unread(name) \
                and not is_draft(self.header):
            self.complain(name, message, cure, level)


def _is_file_name(part: str) -> bool:
    """Whether a redirect can lie under this name: hidden files steer some servers, Windows keeps
    some names for itself and drops a last dot or blank."""
    return bool(part) and not part.startswith(".") and not part.endswith((".", " ")) \
        and part.partition(".")[0].lower() not in WINDOWS


def is_draft(header: Header) -> bool:
    """Whether a header says so, in Pelican's words or in those of Hugo and Jekyll."""
    reader = HeaderReader(header)
    return reader.text("status").lower() == "draft" or reader.text("draft").lower() in (
        "true", "yes", "1")


def named(path: str) -> tuple[str, str]:
    """What a file is named after, and the language of its text: empty for the clinic's own, `es`
    for `shoulder.es.md`."""
    found = _IN_LANGUAGE.match(stem := PurePosixPath(path).stem)
    return (found[1], found[2]) if found else (stem, "")


def is_key(text: str) -> bool:
    """Whether a text can name a file and a part of an address."""
    return bool(_SLUG.match(text))
