"""One checked header to one record: an article, a page or a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from plugins.site_model.core import RED_FLAG_LEVELS, Article, Person, TextPage
from plugins.site_model.front_matter import Field, Groups, Header
from plugins.site_model.glossary import Glossary
from plugins.site_model.header_reader import HeaderReader, is_draft, is_key, named
from plugins.site_model.problem import Problem, did_you_mean, then
from plugins.site_model.settings import Clinic
from plugins.site_model.vocabulary import Reference, Term, Vocabulary, is_date, slugify
from plugins.words.languages import Languages

MAX_TITLE = 200
MAX_TAGS = 15
MENUS = ("main", "footer", "none")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
_SHORTCODE = re.compile(r"\[/?[A-Za-z][\w-]*(?:\s+[\w-]+=[^\[\]]*)?\]|\[&?hellip;?\]")
_PLACEHOLDER = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b|(?i:lorem ipsum|your content goes here)")
# One of these, in lower case, is in all that the two expressions find; most values have none.
_SIGNS = ("[", "todo", "fixme", "tbd", "xxx", "lorem", "your c")


@dataclass(frozen=True)
class Lookups:
    """What a header may refer to. `now` decides what is still to come; it is an input."""

    clinic: Clinic
    vocabulary: Vocabulary
    references: Mapping[str, Reference]
    people: tuple[Person, ...]
    now: datetime
    glossary: Glossary = Glossary()
    languages: Languages = Languages()
    sources_unread: bool = False
    """Whether nobody could read the list of references, and that is told."""

    @property
    def today(self) -> date:
        """The date on the clinic's calendar."""
        return self.now.astimezone(ZoneInfo(self.clinic.time_zone)).date()


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
    if modified and modified > lookups.now and not (published and published > lookups.now):
        reader.complain("modified", "'modified' is in the future", "correct the date")
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
    reader.choice("related in text", ("yes", "no", "true", "false"))
    language = _language(reader, lookups) or lookups.clinic.language
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
        related_line=header.line("related"),
        related_in_text=reader.text("related in text").lower() not in ("no", "false"),
        changes=_changes(reader, published, modified, lookups.now),
        silence=reader.items("silence"), lines=header.lines,
        **_clinical(reader, lookups, author),
    )
    if not is_draft(header):
        _no_placeholders(reader)
    if category is None or (lookups.sources_unread and reader.items("references")) or any(
            problem.severity == "error" for problem in reader.problems):
        return None, tuple(reader.problems)  # an error here, or in the list that it needs
    return Article(**article), tuple(reader.problems)  # type: ignore[arg-type]


def _language(reader: HeaderReader, lookups: Lookups) -> str:
    """The language of a text; its readers must be able to read what stands around it."""
    language = reader.text("lang")
    if language and not _LANGUAGE.match(language):
        reader.complain("lang", f"lang '{language}' is no language tag", "write 'lang: en' or es")
    elif language and not lookups.languages.has(language):
        reader.complain("lang", f"lang '{language}': there is no catalogue for this language",
                        lookups.languages.cure(language))
    return language


def _title(reader: HeaderReader) -> str:
    title = reader.required("title")
    if len(title) > MAX_TITLE:
        reader.complain("title", f"the title is too long ({len(title)} characters)",
                        "keep it under 60 if you can; details belong in the summary")
        return ""
    return title


def _changes(reader: HeaderReader, published: datetime | None, modified: datetime | None,
             now: datetime) -> tuple[tuple[date, str], ...]:
    """What changed since the post was published, newest first."""
    found = []
    for entry in reader.items("changes"):
        day, _, text = (part.strip() for part in entry.partition(":"))
        if not is_date(day) or not text:
            reader.complain("changes", f"'{entry[:60]}' is no change",
                            "write a day and what changed: '- 2026-11-02: New advice on rest.'")
        elif published and date.fromisoformat(day) < published.date():
            reader.complain("changes", f"the change of {day} is older than the post",
                            "correct the date, or delete the line")
        elif date.fromisoformat(day) > now.date():
            reader.complain("changes", f"the change of {day} is in the future",
                            "correct the date")
        else:
            found.append((date.fromisoformat(day), text))
    newest = max((day for day, _ in found), default=None)
    if newest and (not modified or modified.date() < newest):
        reader.complain("changes", f"the post changed on {newest}, and 'modified' does not say so",
                        f"write 'modified: {newest}'")
    return tuple(sorted(found, key=lambda change: change[0], reverse=True))


def _category(reader: HeaderReader, vocabulary: Vocabulary) -> Term | None:
    value = reader.required("category", "add a line 'category: …' with one of the clinic's topics")
    if not value:
        return None
    term = vocabulary.find("category", value)
    if term is None and vocabulary.categories:  # else nobody could read the list: told there
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
        low = "\n".join(texts).lower()
        if not any(sign in low for sign in _SIGNS):
            continue
        if any(_SHORTCODE.search(text) for text in texts):
            reader.complain(entry.name, f"'{entry.name}' holds a shortcode of another system",
                            "write what it showed in words")
        if any(_PLACEHOLDER.search(text) for text in texts):
            reader.complain(entry.name, f"'{entry.name}' still holds placeholder text",
                            "replace it, or set 'status: draft' until you do")


def _clinical(reader: HeaderReader, lookups: Lookups, author: Person | None
              ) -> dict[str, object]:
    """The fields of a clinical article, each as strict as the clinic's policy."""
    policy = lookups.clinic.policy
    reviewer = reader.person("reviewer", lookups.people)
    reviewed, next_review = reader.day("reviewed"), reader.day("next review")
    if reviewer and reviewer == author:
        reader.complain("reviewer", "the reviewer is the author",
                        "let somebody else review it, or delete the line")
    if reviewer and not reader.text("reviewed") and not reader.unread("reviewed"):
        reader.complain("reviewer", "there is a reviewer but no date of review",
                        "add a line such as 'reviewed: 2026-03-02'")
    today = lookups.today
    if reviewed and reviewed > today:
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
    references = _references(reader, lookups)
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


def _references(reader: HeaderReader, lookups: Lookups) -> tuple[Reference, ...]:
    known = lookups.references
    found: dict[str, Reference] = {}
    for key in reader.items("references"):
        if key in known:
            found[key] = known[key]
        elif not lookups.sources_unread:
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
    updated = reader.moment("modified", zone) or reader.moment("date", zone)
    reader.choice("status", ("draft", "published"))
    reader.choice("draft", ("true", "false", "yes", "no", "1", "0"))
    upcoming = bool(updated and updated > lookups.now)
    slug = "contact" if reader.text("slug") == "contact" else reader.slug(title)
    menu = reader.choice("menu", MENUS) or "footer"
    if not header.body.strip():
        reader.complain("", "the body is empty: there is no text below the header", "write it")
    if not is_draft(header):
        _no_placeholders(reader)
    page = TextPage(slug=slug, title=title, summary=reader.text("summary"), source=header.path,
                    body=header.body, body_line=header.body_line, menu=menu, updated=updated,
                    draft=is_draft(header) or upcoming, aliases=reader.aliases(),
                    silence=reader.items("silence"), lines=header.lines,
                    language=_language(reader, lookups))
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
    if not is_key(key):
        reader.complain("", f"the file name '{key}' has a character other than a-z, 0-9, hyphen",
                        f"call it {slugify(key) or 'first-last'}.md")
    _no_placeholders(reader)
    person = Person(
        key=key, name=name, credentials=credentials, job_title=reader.text("job title"),
        summary=reader.text("summary"), source=header.path, body=header.body,
        body_line=header.body_line, licence_state=reader.text("licence state"),
        licence_number=reader.text("licence number"), languages=reader.items("languages"),
        image=_image(reader), image_alt=reader.text("image alt"),
        image_line=header.line("image"), aliases=reader.aliases(),
        licence_expires=reader.day("licence expires"), silence=reader.items("silence"),
        lines=header.lines)
    if any(problem.severity == "error" for problem in reader.problems):
        return None, tuple(reader.problems)
    return person, tuple(reader.problems)


def read_version(header: Header, lookups: Lookups) -> tuple[Person | None, tuple[Problem, ...]]:
    """A person as another language presents them, from the header of `name.es.md`. What is left
    out is not said, but name, letters, licence and portrait are those of `name.md`."""
    reader = HeaderReader(header)
    key, language = named(header.path)
    reader.other_language(language, lookups.clinic, lookups.languages)
    person = next((each for each in lookups.people if each.key == key), None)
    if person is None:
        reader.complain("", f"there is no person '{key}' to present in another language",
                        did_you_mean(key, (each.key for each in lookups.people))
                        or f"write {key}.md first")
    elif person.image and not reader.text("image alt"):
        reader.complain("", "the portrait has no text alternative in this language",
                        "add a line 'image alt: …' that says what the picture shows")
    _no_placeholders(reader)
    if person is None or any(problem.severity == "error" for problem in reader.problems):
        return None, tuple(reader.problems)
    return replace(person, language=language, job_title=reader.text("job title"),
                   summary=reader.text("summary"), languages=reader.items("languages"),
                   image_alt=reader.text("image alt"), silence=reader.items("silence"),
                   aliases=(), source=header.path, body=header.body, body_line=header.body_line,
                   lines=header.lines), tuple(reader.problems)
