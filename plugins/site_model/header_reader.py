"""One checked header to one record. Every problem is collected; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from plugins.site_model.core import RED_FLAG_LEVELS, Article, Person, TextPage
from plugins.site_model.front_matter import Field, Groups, Header
from plugins.site_model.problem import Problem, Severity, did_you_mean, then
from plugins.site_model.settings import Clinic, Level
from plugins.site_model.vocabulary import Reference, Term, TermKind, Vocabulary, slugify

MAX_TITLE = 200
MAX_SLUG = 80
MAX_TAGS = 15
MENUS = ("main", "footer", "none")
# First parts of addresses that the site itself uses, or keeps for what it will.
RESERVED = frozenset("""404 archive archives assets author body-map categories category contact
    content drafts feed feeds glossary handouts home images index page pages people posts regions
    robots search site sitemap static tag tags thanks theme topics""".split())
# Names that no file may have on Windows, where some of the clinic's machines will check it out.
WINDOWS = frozenset(["con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)),
                     *(f"lpt{i}" for i in range(1, 10))])
_DATE = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)\s?(Z|[+-]\d{2}:\d{2})?)?$")
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_ALIAS = re.compile(r"^/[^\s?#\\<>\"'%]*(?:%[0-9A-Fa-f]{2}[^\s?#\\<>\"'%]*)*$")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
_PLACEHOLDER = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b|(?i:lorem ipsum|your content goes here)")


@dataclass(frozen=True)
class Lookups:
    """What a header may refer to. `now` decides what is still to come; it is an input."""

    clinic: Clinic
    vocabulary: Vocabulary
    references: Mapping[str, Reference]
    people: tuple[Person, ...]
    now: datetime


class HeaderReader:
    """Typed access to one header; each miss becomes a problem with file, line and cure."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.problems: list[Problem] = list(header.problems)

    def complain(self, name: str, message: str, cure: str, severity: Severity = "error") -> None:
        """Note a problem at the line of the field `name`."""
        line = self.header.line(name)
        self.problems.append(Problem(self.header.path, line, message, cure, severity))

    def text(self, name: str) -> str:
        """A single value, empty where the field is missing."""
        entry = self.header.fields.get(name)
        return str(entry.value) if entry else ""

    def required(self, name: str, cure: str = "") -> str:
        """A single value that must be there."""
        value = self.text(name)
        if not value:
            there = "empty" if name in self.header.fields else "missing"
            self.complain(name, f"'{name}' is {there}", cure or f"add a line '{name}: …'")
        return value

    def items(self, name: str) -> tuple[str, ...]:
        """The values of a list, none where the field is missing."""
        entry = self.header.fields.get(name)
        return tuple(str(item) for item in entry.value) if entry else ()

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
        for person in people:
            if value in person.names:
                return person
        known = {spelling for person in people for spelling in person.names}
        self.complain(name, f"unknown {name} '{value}'",
                      then(did_you_mean(value, known), "People live in content/people/"))
        return None

    def terms(self, name: str, kind: TermKind, vocabulary: Vocabulary) -> tuple[Term, ...]:
        """The words of a list that the vocabulary knows, each once, in the author's order."""
        found: dict[str, Term] = {}
        for word in self.items(name):
            term = vocabulary.find(kind, word)
            if term is None:
                self.complain(name, f"unknown {kind} '{word[:60]}'", vocabulary.cure(kind, word))
            else:
                found[term.slug] = term
        return tuple(found.values())

    def aliases(self) -> tuple[str, ...]:
        """Old addresses on this site, from the root: '/2019/03/heel-pain/'."""
        for alias in self.items("aliases"):
            if not _ALIAS.match(alias) or ".." in alias.split("/") or "//" in alias or alias == "/":
                self.complain("aliases", f"the alias '{alias[:60]}' is no address on this site",
                              "write the old path from the root, such as /2019/03/heel-pain/")
        return self.items("aliases")

    def policy(self, level: Level, missing: bool, name: str, message: str, cure: str) -> None:
        """Note what the clinic's policy asks for, as loud as it says. A draft may be unfinished."""
        if missing and level != "off" and not is_draft(self.header):
            self.complain(name, message, cure, level)


def is_draft(header: Header) -> bool:
    """Whether a header says so, in Pelican's words or in those of Hugo and Jekyll."""
    reader = HeaderReader(header)
    return reader.text("status").lower() == "draft" or reader.text("draft").lower() in (
        "true", "yes", "1")


def read_article(header: Header, lookups: Lookups) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article of a header, None where a problem keeps it from being one."""
    reader = HeaderReader(header)
    if not header.fields:
        return None, header.problems
    zone = ZoneInfo(lookups.clinic.time_zone)
    title = _title(reader)
    reader.required("date", "add a line such as 'date: 2026-03-02'")
    published = reader.moment("date", zone)
    modified = reader.moment("modified", zone)
    if published and modified and modified < published:
        reader.complain("modified", "'modified' is before 'date'", "correct one of the two dates")
    reader.required("author", "add a line 'author: …' with a name from content/people/")
    author = reader.person("author", lookups.people)
    category = _category(reader, lookups.vocabulary)
    reader.required("summary", "add one or two sentences, 70 to 155 characters")
    tags = reader.terms("tags", "tag", lookups.vocabulary)
    if len(reader.items("tags")) > MAX_TAGS:
        reader.complain("tags", f"{len(reader.items('tags'))} tags are too many",
                        f"keep the {MAX_TAGS} that fit best")
    reader.choice("status", ("draft", "published"))
    reader.choice("draft", ("true", "false", "yes", "no", "1", "0"))
    language = reader.text("lang") or lookups.clinic.language
    if not _LANGUAGE.match(language):
        reader.complain("lang", f"lang '{language}' is no language tag", "write 'lang: en' or es")
    if not header.body.strip():
        reader.complain("", "the body is empty: there is no text below the header", "write it")
    article = dict(
        slug=reader.slug(title), title=title, summary=reader.text("summary"), published=published,
        author=author, category=category, source=header.path, body=header.body,
        body_line=header.body_line, tags=tags,
        regions=reader.terms("regions", "region", lookups.vocabulary), modified=modified,
        draft=is_draft(header), upcoming=bool(published and published > lookups.now),
        language=language, translation_of=reader.text("translation of"),
        aliases=reader.aliases(), image=_image(reader), image_alt=reader.text("image alt"),
        image_line=header.line("image"),
        related=reader.items("related"), not_related=reader.items("not related"),
        **_clinical(reader, lookups, author, published),
    )
    if not is_draft(header):
        _no_placeholders(reader)
    if any(problem.severity == "error" for problem in reader.problems):
        return None, tuple(reader.problems)
    return Article(**article), tuple(reader.problems)  # type: ignore[arg-type]


def _title(reader: HeaderReader) -> str:
    title = reader.required("title")
    if len(title) > MAX_TITLE:
        reader.complain("title", f"the title is too long ({len(title)} characters)",
                        "keep it under 60 if you can; details belong in the summary")
        return ""
    return title


def _category(reader: HeaderReader, vocabulary: Vocabulary) -> Term | None:
    value = reader.required("category", "add a line 'category: …' with one of the clinic's topics")
    if not value:
        return None
    term = vocabulary.find("category", value)
    if term is None:
        one = " (one category only)" if "," in value else ""
        reader.complain("category", f"unknown category '{value[:60]}'{one}",
                        vocabulary.cure("category", value))
    return term


def _image(reader: HeaderReader) -> str:
    image, alt = reader.text("image"), reader.text("image alt")
    if image and not alt:
        reader.complain("image", "the image has no text alternative",
                        "add a line 'image alt: …' that says what the picture shows")
    return image


def _no_placeholders(reader: HeaderReader) -> None:
    for entry in reader.header.fields.values():
        texts = [entry.value] if isinstance(entry.value, str) else [str(v) for v in entry.value]
        if any(_PLACEHOLDER.search(text) for text in texts):
            reader.complain(entry.name, f"'{entry.name}' still holds placeholder text",
                            "replace it, or set 'status: draft' until you do")


def _clinical(reader: HeaderReader, lookups: Lookups, author: Person | None,
              published: datetime | None) -> dict[str, object]:
    """The fields of a clinical article, each as strict as the clinic's policy."""
    policy = lookups.clinic.policy
    reviewer = reader.person("reviewer", lookups.people)
    reviewed, next_review = reader.day("reviewed"), reader.day("next review")
    if reviewer and reviewer == author:
        reader.complain("reviewer", "the reviewer is the author",
                        "let somebody else review it, or delete the line")
    if reviewer and not reviewed:
        reader.complain("reviewer", "there is a reviewer but no date of review",
                        "add a line such as 'reviewed: 2026-03-02'")
    if reviewed and reviewed > lookups.now.date():
        reader.complain("reviewed", "'reviewed' is in the future", "correct the date")
    if reviewed and next_review and next_review <= reviewed:
        reader.complain("next review", "'next review' is not after 'reviewed'", "correct it")
    reader.policy(policy.reviewer, not reader.text("reviewer"), "reviewer",
                  "nobody has reviewed this post", "add 'reviewer: …' and 'reviewed: …'")
    points, flags = reader.items("key points"), _red_flags(reader)
    reader.policy(policy.key_points, not points, "key points", "there are no key points",
                  "add 'key points:' with three to five short sentences")
    reader.policy(policy.red_flags, not flags, "red flags", "there is no 'get help' advice",
                  "add 'red flags:' with emergency, same day or see us")
    references = _references(reader, lookups.references)
    reader.policy(policy.references, not reader.items("references"), "references",
                  "there are no references",
                  "add 'references:' with keys of content/references.yaml")
    return {"reviewer": reviewer, "reviewed": reviewed, "next_review": next_review,
            "key_points": points, "red_flags": flags, "references": references}


def _red_flags(reader: HeaderReader) -> Groups:
    entry: Field | None = reader.header.fields.get("red flags")
    groups: Groups = entry.value if entry else ()  # type: ignore[assignment]
    for level, _ in groups:
        if level not in RED_FLAG_LEVELS:
            reader.complain("red flags", f"unknown level '{level}'",
                            did_you_mean(level, RED_FLAG_LEVELS))
    by_level = dict(groups)
    return tuple((level, by_level[level]) for level in RED_FLAG_LEVELS if by_level.get(level))


def _references(reader: HeaderReader, known: Mapping[str, Reference]) -> tuple[Reference, ...]:
    found: dict[str, Reference] = {}
    for key in reader.items("references"):
        if key in known:
            found[key] = known[key]
        else:
            reader.complain("references", f"unknown reference '{key}'", then(
                did_you_mean(key, known), "References live in content/references.yaml"))
    return tuple(found.values())


def read_page(header: Header, lookups: Lookups) -> tuple[TextPage | None, tuple[Problem, ...]]:
    """The page of a header. Of the fields of a post it needs the title only."""
    reader = HeaderReader(header)
    if not header.fields:
        return None, header.problems
    zone = ZoneInfo(lookups.clinic.time_zone)
    title = _title(reader)
    # The contact page's own text stands above the form, at the address that is kept for it.
    slug = "contact" if reader.text("slug") == "contact" else reader.slug(title)
    updated = reader.moment("modified", zone) or reader.moment("date", zone)
    menu = reader.choice("menu", MENUS) or "footer"
    if not header.body.strip():
        reader.complain("", "the body is empty: there is no text below the header", "write it")
    page = TextPage(slug=slug, title=title, summary=reader.text("summary"), source=header.path,
                    body=header.body, body_line=header.body_line, menu=menu, updated=updated,
                    draft=is_draft(header), aliases=reader.aliases())
    if any(problem.severity == "error" for problem in reader.problems):
        return None, tuple(reader.problems)
    return page, tuple(reader.problems)


def read_person(header: Header, key: str) -> tuple[Person | None, tuple[Problem, ...]]:
    """The clinician of a header; `key` is the name of the file."""
    reader = HeaderReader(header)
    if not header.fields:
        return None, header.problems
    name = reader.required("name")
    credentials = reader.required("credentials", "add a line such as 'credentials: PT, DPT'")
    if not _SLUG.match(key):
        reader.complain("", f"the file name '{key}' has a character other than a-z, 0-9, hyphen",
                        f"call it {slugify(key) or 'first-last'}.md")
    person = Person(
        key=key, name=name, credentials=credentials, job_title=reader.text("job title"),
        summary=reader.text("summary"), source=header.path, body=header.body,
        body_line=header.body_line, licence_state=reader.text("licence state"),
        licence_number=reader.text("licence number"), languages=reader.items("languages"),
        image=_image(reader), image_alt=reader.text("image alt"),
        image_line=header.line("image"), aliases=reader.aliases())
    if any(problem.severity == "error" for problem in reader.problems):
        return None, tuple(reader.problems)
    return person, tuple(reader.problems)
