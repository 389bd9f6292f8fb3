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


def load(files: Mapping[str, bytes], root: str, clinic: Clinic, now: datetime,
         preview: bool) -> Loaded:
    """Read every Markdown file and both lists below `root` (a path from the project).

    `files` maps paths from the project to bytes; `preview` keeps drafts and future posts in the
    site. Nothing raises: what is wrong is in `problems`.
    """
    problems = cross_check.file_name_clashes(files)
    texts: dict[str, str] = {}
    for path in sorted(files):
        texts[path], wrong = decode(files[path], path)
        problems += wrong
    readable = {path for path in texts if not any(p.path == path for p in problems if p.line or
                                                  not texts[path])}
    vocabulary, references, list_problems = _lists(texts, root)
    problems += list_problems

    def headers(folder: str, kinds: Mapping[str, Kind]) -> list[Header]:
        return [front_matter.parse(text, path, kinds) for path, text in sorted(texts.items())
                if _is_text_in(path, f"{root}/{folder}") and (path in readable or not files[path])]

    people: list[Person] = []
    person_headers = headers("people", PERSON_FIELDS)
    for header in person_headers:
        person, wrong = read_person(header, PurePosixPath(header.path).stem)
        problems += wrong
        people += [person] if person else []
    lookups = Lookups(clinic, vocabulary, references, tuple(people), now)

    articles: list[Article] = []
    notes: list[str] = []
    post_headers = headers("posts", POST_FIELDS)
    for header in post_headers:
        article, wrong = read_article(header, lookups)
        if not preview and is_draft(header):
            # An unfinished draft must not stop the others from being published.
            notes.append(f"{header.path}: held back, it is a draft")
            wrong = ()
        problems += wrong
        articles += [article] if article else []
    page_headers = headers("pages", PAGE_FIELDS)
    pages: list[TextPage] = []
    for header in page_headers:
        page, wrong = read_page(header, lookups)
        if not preview and is_draft(header):
            notes.append(f"{header.path}: held back, it is a draft")
            continue
        problems += wrong
        if page and page.draft and not preview:
            notes.append(f"{header.path}: held back, its date is in the future")
        elif page:
            pages.append(page)

    by_path = {h.path: h for h in (*person_headers, *post_headers, *page_headers)}
    sound = {record.source for record in (*articles, *pages, *people)}
    failed = tuple(_failed(header) for path, header in by_path.items() if path not in sound
                   and (preview or not is_draft(header)))
    shown = [a for a in articles if preview or not a.hidden]
    problems += cross_check.address_clashes([*shown, *pages, *people], by_path)
    problems += cross_check.tag_spellings(shown, by_path)
    # One fault is told once: a post that could not be read is not also "not there" for others.
    checked = [a for a in articles if preview or not a.draft]
    problems += cross_check.pick_problems(checked, articles, frozenset(f.slug for f in failed),
                                          by_path)
    notes += [f"{a.source}: held back, its date {a.published:%Y-%m-%d} is in the future"
              for a in articles if a.upcoming and not a.draft and not preview]
    if not shown and not failed:
        notes.append(f'{root}/posts: there are no posts to show; start one: make new title="…"')
    shown.sort(key=lambda a: a.slug)
    shown.sort(key=lambda a: a.published, reverse=True)
    site = Site(clinic, vocabulary, tuple(shown), tuple(sorted(pages, key=lambda p: p.slug)),
                tuple(sorted(people, key=lambda p: p.key)))
    withheld = tuple(a for a in articles if a not in shown)
    return Loaded(site, withheld, tuple(problems), tuple(sorted(notes)), failed)


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

