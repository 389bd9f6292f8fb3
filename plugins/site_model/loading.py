"""All files of a content folder, given as bytes, to a checked site. Pure: the adapter reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath

from plugins.site_model import cross_check, front_matter
from plugins.site_model.core import (
    LISTS,
    PAGE_FIELDS,
    PERSON_FIELDS,
    POST_FIELDS,
    VERSION_FIELDS,
    Article,
    Person,
    Site,
    TextPage,
    is_list,
)
from plugins.site_model.editions import edition_of
from plugins.site_model.front_matter import Header, Kind
from plugins.site_model.glossary import Glossary, read_glossary
from plugins.site_model.header_reader import HeaderReader, is_draft, named
from plugins.site_model.introductions import FOLDERS, introduction_header, read_introduction
from plugins.site_model.problem import Problem
from plugins.site_model.records_reader import (
    Lookups,
    read_article,
    read_page,
    read_person,
    read_version,
)
from plugins.site_model.settings import Clinic
from plugins.site_model.special_hours import told_on
from plugins.site_model.text_input import decode, without_unfit
from plugins.site_model.vocabulary import Reference, Vocabulary, read_references, read_vocabulary
from plugins.words.languages import Languages


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
    page: TextPage | None = field(default=None, repr=False)
    """What the rules can judge of it; None where nobody can tell which of them it silences."""

@dataclass(frozen=True)
class Loaded:
    """What a content folder holds. `withheld` are posts that a publish build keeps back; their
    files are known, so that a link to one can be named, but their text is in no record."""

    site: Site
    withheld: tuple[Article, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    failed: tuple[Failed, ...] = ()


@dataclass(frozen=True)
class ReadPost:
    """What one file of `posts/` says by itself. Its header is made when it is asked for: of most
    posts only the article is. `article` is None where a fault keeps it from being one."""

    path: str
    article: Article | None
    problems: tuple[Problem, ...]
    draft: bool
    header_of: Callable[[], Header] = field(repr=False)


@dataclass
class Reading:
    """What is gathered while one kind of file after the other is read."""

    preview: bool
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headers: dict[str, Callable[[], Header]] = field(default_factory=dict)
    pages: list[TextPage] = field(default_factory=list)
    due: list[datetime] = field(default_factory=list)
    """When a page's date comes: until then it is held back."""
    introductions: list[TextPage] = field(default_factory=list)
    versions: list[Person] = field(default_factory=list)

    def parse(self, texts: Mapping[str, str], folder: str, kinds: Mapping[str, Kind]
              ) -> list[Header]:
        """The headers of the texts of one folder, in order of path."""
        found = [front_matter.parse(text, path, kinds) for path, text in sorted(texts.items())
                 if _is_text_in(path, folder)]
        self.headers |= {header.path: partial(_itself, header) for header in found}
        return found

    def keep_back(self, path: str, draft: bool) -> bool:
        """Whether this build leaves a draft out; it may be unfinished, so its faults are not told,
        and must not stop the others from being published."""
        if self.preview or not draft:
            return False
        self.notes.append(f"{path}: held back, it is a draft")
        return True


_MARK = re.compile(r"\[\^([^\]\s]+)\]")
Lists = tuple[Vocabulary, Mapping[str, Reference], Glossary, Sequence[Problem]]
"""The vocabulary, the sources, the words of the glossary, and what is wrong with any."""


class _Headers(Mapping[str, Header]):
    """The headers by path, each made when somebody asks for it."""

    def __init__(self, makers: Mapping[str, Callable[[], Header]]) -> None:
        self._makers = makers

    def __getitem__(self, path: str) -> Header:
        return self._makers[path]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def load(files: Mapping[str, bytes], root: str, clinic: Clinic, now: datetime,
         preview: bool, languages: Languages = Languages()) -> Loaded:  # noqa: B008
    """Read every Markdown file and the lists below `root` (a path from the project).

    `files` maps paths from the project to bytes; `preview` keeps drafts and future posts in the
    site. Nothing raises: what is wrong is in `problems`.
    """
    others = {path: data for path, data in files.items() if not is_post(path, root)}
    lookups, reading = begin(others, root, clinic, now, preview, languages=languages)
    posts = [read_post(data, path, lookups) for path, data in sorted(files.items())
             if is_post(path, root)]
    return finish(posts, lookups, reading, files, root)


def is_post(path: str, root: str) -> bool:
    """Whether a file holds a post, by its place alone."""
    return _is_text_in(path, f"{root}/posts")


def begin(files: Mapping[str, bytes], root: str, clinic: Clinic, now: datetime, preview: bool,
          known: Callable[[Mapping[str, str]], Lists] | None = None,
          languages: Languages = Languages()  # noqa: B008
          ) -> tuple[Lookups, Reading]:
    """Read what posts refer to: the lists, the people, and the pages beside them. `known` gives
    what `read_lists` says of the same texts, for whoever remembers it."""
    reading = Reading(preview)
    texts = _decoded(files, reading)
    given = {path: text for path, text in texts.items() if is_list(path.removeprefix(f"{root}/"))}
    vocabulary, references, glossary, wrong = known(given) if known else read_lists(given, root)
    # Of a list that could not even be decoded nothing more is said.
    reading.problems += [each for each in wrong if given.get(each.path) or not files.get(each.path)]
    for path in given:
        reader = HeaderReader(Header(path))
        reader.other_language(named(path)[1], clinic, languages)
        reading.problems += reader.problems
    people = _people(texts, root, reading)
    _, sources, _ = (f"{root}/{name}" for name in LISTS)
    unread = not references and any(problem.path == sources for problem in wrong)
    lookups = Lookups(clinic, vocabulary, references, tuple(people), now, glossary, languages,
                      unread)
    reading.versions = _versions(texts, root, lookups, reading)
    reading.pages = _pages(texts, root, lookups, reading)
    reading.introductions = _introductions(texts, root, lookups, reading)
    return lookups, reading


def read_post(data: bytes, path: str, lookups: Lookups) -> ReadPost:
    """One post, from its bytes and what it may refer to alone."""
    text, wrong = decode(data, path)
    if wrong:
        return ReadPost(path, None, wrong, False, partial(_itself, Header(path)))
    return post_of(front_matter.parse(text, path, POST_FIELDS), lookups)


def post_of(header: Header, lookups: Lookups) -> ReadPost:
    """The post of a header."""
    article, problems = read_article(header, lookups)
    return ReadPost(header.path, article, problems, is_draft(header), partial(_itself, header))


def finish(posts: Sequence[ReadPost], lookups: Lookups, reading: Reading, paths: Iterable[str],
           root: str) -> Loaded:
    """Check everything against everything: the site, or what is wrong with it. `paths` are those
    of all files."""
    preview = reading.preview
    reading.problems += cross_check.file_name_clashes(paths)
    articles = _articles(posts, reading)
    pages, people = reading.pages, lookups.people
    headers = _Headers(reading.headers)
    shown = [a for a in articles if preview or not a.hidden]
    sound = {record.source for record in (*articles, *pages, *people, *reading.versions,
                                          *reading.introductions)}
    drafts = {post.path: post.draft for post in posts}
    failed = tuple(failed_of(headers[path]) for path in reading.headers if path not in sound
                   and (preview or not (drafts[path] if path in drafts
                                        else is_draft(headers[path]))))
    reading.problems += cross_check.address_clashes(
        [*shown, *pages, *people, *reading.versions], headers, lookups.clinic)
    reading.problems += cross_check.tag_spellings(shown, headers)
    # One fault is told once: a post that could not be read is not also "not there" for others.
    reading.problems += cross_check.pick_problems(
        [a for a in articles if preview or not a.draft], articles,
        frozenset(f.slug for f in failed), headers)
    if not shown and not failed:
        reading.notes.append(
            f'{root}/posts: there are no posts to show; start one: make new title="…"')
    shown.sort(key=lambda a: a.slug)
    shown.sort(key=lambda a: a.published, reverse=True)
    site = Site(lookups.clinic, lookups.vocabulary, tuple(shown),
                tuple(sorted(pages, key=lambda p: p.slug)),
                tuple(sorted(people, key=lambda p: p.key)),
                tuple(lookups.references.values()), lookups.glossary,
                tuple(reading.introductions), tuple(reading.versions),
                told_on(lookups.clinic.special_hours, lookups.today))
    reading.problems += _unseen(site)
    return Loaded(site, tuple(a for a in articles if a.hidden and not preview),
                  tuple(reading.problems), tuple(sorted(reading.notes)), failed)


def _itself(header: Header) -> Header:
    return header


def _decoded(files: Mapping[str, bytes], reading: Reading) -> dict[str, str]:
    """The texts whose characters are sound, and the lists without those that are not: of the others
    nothing more is said."""
    texts: dict[str, str] = {}
    for path in sorted(files):
        text, wrong = decode(files[path], path)
        reading.problems += wrong
        if not wrong or not path.lower().endswith(".md"):
            texts[path] = without_unfit(text) if wrong else text
    return texts


def _people(texts: Mapping[str, str], root: str, reading: Reading) -> list[Person]:
    people = []
    own = {path: text for path, text in texts.items() if not named(path)[1]}
    for header in reading.parse(own, f"{root}/people", PERSON_FIELDS):
        person, wrong = read_person(header, PurePosixPath(header.path).stem)
        reading.problems += wrong
        people += [person] if person else []
    return people


def _versions(texts: Mapping[str, str], root: str, lookups: Lookups, reading: Reading
              ) -> list[Person]:
    versions = []
    others = {path: text for path, text in texts.items() if named(path)[1]}
    for header in reading.parse(others, f"{root}/people", VERSION_FIELDS):
        version, wrong = read_version(header, lookups)
        reading.problems += wrong
        versions += [version] if version else []
    return versions


def _articles(posts: Sequence[ReadPost], reading: Reading) -> list[Article]:
    """All articles, drafts among them: a link or a pick that names one must be told so."""
    articles = []
    for post in posts:
        reading.headers[post.path] = post.header_of
        article = post.article
        reading.problems += () if reading.keep_back(post.path, post.draft) else post.problems
        articles += [article] if article else []
        if article and article.upcoming and not article.draft and not reading.preview:
            reading.notes.append(f"{post.path}: held back, its date "
                                 f"{article.published:%Y-%m-%d} is in the future")
    return articles


def _pages(texts: Mapping[str, str], root: str, lookups: Lookups, reading: Reading
           ) -> list[TextPage]:
    pages = []
    for header in reading.parse(texts, f"{root}/pages", PAGE_FIELDS):
        if reading.keep_back(header.path, is_draft(header)):
            continue
        page, wrong = read_page(header, lookups)
        reading.problems += wrong
        if page and page.updated and page.updated > lookups.now:
            reading.due.append(page.updated)
        if page and page.draft and not reading.preview:
            reading.notes.append(f"{header.path}: held back, its date is in the future")
        elif page:
            pages.append(page)
    return pages


def _introductions(texts: Mapping[str, str], root: str, lookups: Lookups, reading: Reading
                   ) -> list[TextPage]:
    found = []
    for folder in FOLDERS:
        for path in sorted(path for path in texts if _is_text_in(path, f"{root}/{folder}")):
            header = introduction_header(texts[path], path)
            reading.headers[path] = partial(_itself, header)
            page, wrong = read_introduction(header, folder, lookups)
            reading.problems += wrong
            found += [page] if page else []
    return found


def _unseen(site: Site) -> list[Problem]:
    """Introductions of words that no post uses: their pages are not made."""
    if not site.introductions:
        return []
    filed = {(edition_of(article, site.clinic), term) for article in site.articles
             for term in article.terms}
    used = {(language, f"{folder}/{term.slug}") for folder, kind in FOLDERS.items()
            for language, term in filed if term.kind == kind}
    return [Problem(page.source, 0, "no post is filed under it, so nobody sees this text",
                    "file a post under it, or keep the text for later", "warning")
            for page in site.introductions
            if (edition_of(page, site.clinic), page.slug) not in used]


def read_lists(texts: Mapping[str, str], root: str) -> Lists:
    """The lists that posts refer to, from those of their files that are there."""
    path, sources, words = (f"{root}/{name}" for name in LISTS)
    if path not in texts:
        missing = Problem(path, 0, "the file is missing",
                          "restore it: it lists the clinic's categories, regions and tags")
        vocabulary, problems = Vocabulary(path=path), (missing,)
    else:
        vocabulary, problems = read_vocabulary(texts[path], path)
    references, wrong = read_references(texts.get(sources, ""), sources)
    glossary, faults = read_glossary(texts.get(words, ""), words, references)
    others = {named(each)[1]: read_glossary(texts[each], each, references)
              for each in sorted(texts) if each not in (path, sources, words)}
    glossary = replace(glossary, others=tuple((language, other)
                                              for language, (other, _) in others.items()))
    more = (problem for _, found in others.values() for problem in found)
    return vocabulary, references, glossary, (*problems, *wrong, *faults, *more)


def failed_of(header: Header) -> Failed:
    """What can be told of a text whose header keeps it from being a record."""
    given, cited = header.fields.get("slug"), header.fields.get("references")
    keys = [str(key) for key in cited.value] if cited else []
    if not header.fields or "references" in header.unread:
        keys += _MARK.findall(header.body)  # nobody knows which of them the header names
    slug = str(given.value) if given else PurePosixPath(header.path).stem
    reader = HeaderReader(header)
    page = TextPage(slug, reader.text("title"), reader.text("summary"), header.path, header.body,
                    header.body_line, silence=reader.items("silence"), lines=header.lines)
    return Failed(header.path, slug, header.body, header.body_line, tuple(keys), is_draft(header),
                  page if header.fields and "silence" not in header.unread else None)


def _is_text_in(path: str, folder: str) -> bool:
    return path.startswith(folder + "/") and path.lower().endswith(".md")

