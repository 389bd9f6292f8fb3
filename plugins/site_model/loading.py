"""All files of a content folder, given as bytes, to a checked site. Pure: the adapter reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from plugins.site_model import cross_check, front_matter
from plugins.site_model.core import (
    PAGE_FIELDS,
    PERSON_FIELDS,
    POST_FIELDS,
    Article,
    Person,
    Site,
    TextPage,
)
from plugins.site_model.front_matter import Header, Kind
from plugins.site_model.header_reader import is_draft
from plugins.site_model.problem import Problem
from plugins.site_model.records_reader import Lookups, read_article, read_page, read_person
from plugins.site_model.settings import Clinic
from plugins.site_model.text_input import decode
from plugins.site_model.vocabulary import Reference, Vocabulary, read_references, read_vocabulary


@dataclass(frozen=True)
class Failed:
    """A file whose header keeps it from being a record: the slug it most likely has, and its
    text, whose faults are told in the same run."""

    source: str
    slug: str
    body: str = field(repr=False)
    body_line: int
    references: tuple[str, ...]
    draft: bool


@dataclass(frozen=True)
class Loaded:
    """What a content folder holds. `withheld` are posts that a publish build keeps back; their
    files are known, so that a link to one can be named, but their text is in no record."""

    site: Site
    withheld: tuple[Article, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    failed: tuple[Failed, ...] = ()


@dataclass
class _Reading:
    """What is gathered while one kind of file after the other is read."""

    preview: bool
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headers: dict[str, Header] = field(default_factory=dict)

    def parse(self, texts: Mapping[str, str], folder: str, kinds: Mapping[str, Kind]
              ) -> list[Header]:
        """The headers of the texts of one folder, in order of path."""
        found = [front_matter.parse(text, path, kinds) for path, text in sorted(texts.items())
                 if _is_text_in(path, folder)]
        self.headers |= {header.path: header for header in found}
        return found

    def keep_back(self, header: Header) -> bool:
        """Whether this build leaves a draft out; it may be unfinished, so its faults are not told,
        and must not stop the others from being published."""
        if self.preview or not is_draft(header):
            return False
        self.notes.append(f"{header.path}: held back, it is a draft")
        return True


def load(files: Mapping[str, bytes], root: str, clinic: Clinic, now: datetime,
         preview: bool) -> Loaded:
    """Read every Markdown file and both lists below `root` (a path from the project).

    `files` maps paths from the project to bytes; `preview` keeps drafts and future posts in the
    site. Nothing raises: what is wrong is in `problems`.
    """
    reading = _Reading(preview, cross_check.file_name_clashes(files))
    texts = _decoded(files, reading)
    vocabulary, references, wrong = _lists(texts, root)
    reading.problems += wrong
    people = _people(texts, root, reading)
    lookups = Lookups(clinic, vocabulary, references, tuple(people), now)
    articles = _articles(texts, root, lookups, reading)
    pages = _pages(texts, root, lookups, reading)
    shown = [a for a in articles if preview or not a.hidden]
    sound = {record.source for record in (*articles, *pages, *people)}
    failed = tuple(_failed(header) for path, header in reading.headers.items()
                   if path not in sound and (preview or not is_draft(header)))
    reading.problems += cross_check.address_clashes([*shown, *pages, *people], reading.headers)
    reading.problems += cross_check.tag_spellings(shown, reading.headers)
    # One fault is told once: a post that could not be read is not also "not there" for others.
    reading.problems += cross_check.pick_problems(
        [a for a in articles if preview or not a.draft], articles,
        frozenset(f.slug for f in failed), reading.headers)
    if not shown and not failed:
        reading.notes.append(
            f'{root}/posts: there are no posts to show; start one: make new title="…"')
    shown.sort(key=lambda a: a.slug)
    shown.sort(key=lambda a: a.published, reverse=True)
    site = Site(clinic, vocabulary, tuple(shown), tuple(sorted(pages, key=lambda p: p.slug)),
                tuple(sorted(people, key=lambda p: p.key)), tuple(references.values()))
    return Loaded(site, tuple(a for a in articles if a not in shown), tuple(reading.problems),
                  tuple(sorted(reading.notes)), failed)


def _decoded(files: Mapping[str, bytes], reading: _Reading) -> dict[str, str]:
    """The lists, and the texts whose characters are sound: of the others nothing more is said."""
    texts: dict[str, str] = {}
    for path in sorted(files):
        text, wrong = decode(files[path], path)
        reading.problems += wrong
        if not wrong or not path.lower().endswith(".md"):
            texts[path] = text
    return texts


def _people(texts: Mapping[str, str], root: str, reading: _Reading) -> list[Person]:
    people = []
    for header in reading.parse(texts, f"{root}/people", PERSON_FIELDS):
        person, wrong = read_person(header, PurePosixPath(header.path).stem)
        reading.problems += wrong
        people += [person] if person else []
    return people


def _articles(texts: Mapping[str, str], root: str, lookups: Lookups, reading: _Reading
              ) -> list[Article]:
    """All articles, drafts among them: a link or a pick that names one must be told so."""
    articles = []
    for header in reading.parse(texts, f"{root}/posts", POST_FIELDS):
        article, wrong = read_article(header, lookups)
        reading.problems += () if reading.keep_back(header) else wrong
        articles += [article] if article else []
        if article and article.upcoming and not article.draft and not reading.preview:
            reading.notes.append(f"{header.path}: held back, its date "
                                 f"{article.published:%Y-%m-%d} is in the future")
    return articles


def _pages(texts: Mapping[str, str], root: str, lookups: Lookups, reading: _Reading
           ) -> list[TextPage]:
    pages = []
    for header in reading.parse(texts, f"{root}/pages", PAGE_FIELDS):
        if reading.keep_back(header):
            continue
        page, wrong = read_page(header, lookups)
        reading.problems += wrong
        if page and page.draft and not reading.preview:
            reading.notes.append(f"{header.path}: held back, its date is in the future")
        elif page:
            pages.append(page)
    return pages


def _lists(texts: Mapping[str, str], root: str
           ) -> tuple[Vocabulary, Mapping[str, Reference], list[Problem]]:
    path = f"{root}/vocabulary.yaml"
    if path not in texts:
        missing = Problem(path, 0, "the file is missing",
                          "restore it: it lists the clinic's categories, regions and tags")
        vocabulary, problems = Vocabulary(path=path), (missing,)
    else:
        vocabulary, problems = read_vocabulary(texts[path], path)
    path = f"{root}/references.yaml"
    references, wrong = read_references(texts.get(path, ""), path)
    return vocabulary, references, [*problems, *wrong]


def _failed(header: Header) -> Failed:
    given, cited = header.fields.get("slug"), header.fields.get("references")
    return Failed(header.path, str(given.value) if given else PurePosixPath(header.path).stem,
                  header.body, header.body_line,
                  tuple(str(key) for key in cited.value) if cited else (), is_draft(header))


def _is_text_in(path: str, folder: str) -> bool:
    return path.startswith(folder + "/") and path.lower().endswith(".md")

