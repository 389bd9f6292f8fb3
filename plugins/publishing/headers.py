"""The headers of all texts, read as far as they changed since the last build, on all cores.

A file counts as unchanged while its signature (times, size, number) is that of the last build, or
else its bytes are. Of an unchanged post its record is remembered as long as what headers refer to
is the same. The rest of the site is always looked at anew: it is cheap, and everything depends on
it.

This is a build's first work, and little has to be loaded for it: what converts and prints texts is
loaded while children read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.digest.core import digest, digest_of_bytes
from plugins.fast_text import switch as fast_text
from plugins.memory.groups import Groups
from plugins.memory.records import Codec, Unreadable, shared
from plugins.memory.store import Store
from plugins.publishing.kept_posts import KeptPost, as_row, settled
from plugins.publishing.progress import Progress
from plugins.site_model import content_folder, front_matter
from plugins.site_model.calendar import day
from plugins.site_model.content_folder import Listed, announce
from plugins.site_model.core import POST_FIELDS, Lines
from plugins.site_model.front_matter import Header
from plugins.site_model.loading import (
    Lists,
    Loaded,
    ReadPost,
    begin,
    finish,
    is_post,
    read_lists,
    read_post,
)
from plugins.site_model.problem import Problem
from plugins.site_model.records_reader import Lookups
from plugins.site_model.settings import Trace, sample_traces
from plugins.site_model.text_input import decode
from plugins.site_model.vocabulary import Term, Vocabulary
from plugins.words import folder as catalogues
from plugins.words.languages import Languages
from plugins.workers.fork import fork_each

_LISTS = "lists"  # a row of the table of that name


@dataclass(frozen=True)
class Headers:
    """What headers say. `contents` are the digests of all files, `others` the bytes of those that
    are no posts, `traces` what posts have of the sample clinic. It holds `until` a moment (seconds
    since 1970). `keep` puts them into the store: best while others work, as it takes its time."""

    folder: Path
    now: datetime
    listed: Mapping[str, Listed] = field(repr=False)
    others: Mapping[str, bytes] = field(repr=False)
    contents: Mapping[str, bytes] = field(repr=False)
    traces: Mapping[str, tuple[Trace, ...]] = field(repr=False)
    lookups: Lookups = field(repr=False)
    codec: Codec = field(repr=False)
    loaded: Loaded = field(repr=False)
    problems: tuple[Problem, ...]
    languages: Languages = field(repr=False)
    until: float
    keep: Callable[[], None] = field(repr=False)

    @property
    def root(self) -> str:
        """The folder's own name, with which all paths begin."""
        return self.folder.name

    def of(self, path: str) -> Header:
        """The header of a post that is not at hand, for a message that names its lines."""
        return _header(self.listed, path)


def read_headers(settings: Mapping[str, Any], now: datetime, store: Store, progress: Progress,
                 meanwhile: Callable[[int], object] = lambda posts: None) -> Headers:
    """Read them. `meanwhile` is called with the number of posts that children read, if any do."""
    return _Reader(settings, now, store, progress).read(meanwhile)


@dataclass
class _Found:
    """A post of this build: as it is kept, or as it was read just now."""

    post: ReadPost
    content: bytes
    traces: tuple[Trace, ...] = ()


class _Reader:
    def __init__(self, settings: Mapping[str, Any], now: datetime, store: Store,
                 progress: Progress) -> None:
        self._folder, self._now, self._store = Path(settings["PATH"]), now, store
        self._root, self._clinic = self._folder.name, settings["CLINIC"]
        self._preview, self._progress = settings["PREVIEW"], progress
        self._languages = catalogues.read(settings)
        fast_text.use(settings.get("FAST_TEXT", True))

    def read(self, meanwhile: Callable[[int], object]) -> Headers:
        listed, problems = content_folder.listing(self._folder)
        self._listed = listed
        others, unreadable = content_folder.read_all(
            {path: file for path, file in listed.items() if not is_post(path, self._root)})
        lookups, reading = begin(others, self._root, self._clinic, self._now, self._preview,
                                 self._lists, self._languages)
        self._lookups = lookups
        self._codec = Codec(shared(
            ("person", {p.key: p for p in lookups.people}), ("reference", lookups.references),
            ("term", {f"{t.kind} {t.name}": t for t in _terms(lookups.vocabulary)})))
        posts, wrong = self._posts(meanwhile)
        loaded = finish([each.post for each in posts], lookups, reading, listed, self._root)
        contents = {each.post.path: each.content for each in posts} | {
            path: digest_of_bytes(data) for path, data in others.items()}
        traces = {each.post.path: each.traces for each in posts if each.traces}
        return Headers(self._folder, self._now, listed, others, contents, traces, lookups,
                       self._codec, loaded, (*problems, *unreadable, *wrong), self._languages,
                       self._until(reading.due, posts), self._keep)

    def _lists(self, texts: Mapping[str, str]) -> Lists:
        """The lists that posts refer to, remembered while their files are the same."""
        codec, key = Codec(), digest(self._root, texts)
        with suppress(Unreadable, ValueError, TypeError):
            of, *found = codec.load(self._store.get("lists", _LISTS) or b"")
            if of == key:
                return tuple(found)  # type: ignore[return-value]
        read = read_lists(texts, self._root)
        self._store.put("lists", [(_LISTS, codec.dump((key, *read)))])
        return read

    def _until(self, pages: Iterable[datetime], posts: Iterable[_Found]) -> float:
        """The next moment at which something changes by itself, in seconds since 1970: the next
        day on the clinic's calendar, or a date that comes."""
        if os.environ.get("SOURCE_DATE_EPOCH"):  # this clock stands still
            return float("inf")
        zone = ZoneInfo(self._clinic.time_zone)
        tomorrow = datetime.combine(day(self._clinic, self._now) + timedelta(days=1), time.min,
                                    zone)
        dates = [each.post.article.published for each in posts
                 if each.post.article and each.post.article.upcoming]
        return min(moment.timestamp() for moment in (tomorrow, *pages, *dates))

    def _posts(self, meanwhile: Callable[[int], object]
               ) -> tuple[list[_Found], list[Problem]]:
        """The posts in order of path, and the files that cannot be read."""
        lookups = self._lookups
        self._key = digest(lookups.clinic, lookups.vocabulary, lookups.references, lookups.people,
                           tuple(self._languages.files))
        paths = sorted(path for path in self._listed if is_post(path, self._root))
        rows = Groups(self._store, "posts", self._codec)
        kept, changed = self._kept_posts(rows, paths)
        found = {path: self._found(path, each) for path, each in kept.items()}
        missing = [path for path in paths if path not in found]
        problems: list[tuple[int, Problem]] = []

        def take(number: int, one: _Found | bytes | Problem) -> None:
            path = missing[number]
            if isinstance(one, Problem):
                problems.append((number, one))
            elif isinstance(one, bytes):
                kept[path] = KeptPost._make(self._codec.load(one))
                found[path] = self._found(path, kept[path])
            else:
                found[path] = one

        def besides() -> None:
            announce(self._listed[path] for path in missing)
            meanwhile(len(missing))

        with self._progress.stage("reading posts", len(missing)) as done:
            fork_each(self._read_one, missing, take, done=done, meanwhile=besides)
        same: dict[Lines, Lines] = {}  # most headers have the same fields on the same lines
        for each in found.values():
            if article := each.post.article:
                vars(article)["lines"] = same.setdefault(article.lines, article.lines)
        self._keep = partial(rows.save, kept, [*changed, *missing],
                             lambda path: as_row(kept[path]))
        return [found[path] for path in paths if path in found], \
            [problem for _, problem in sorted(problems, key=lambda each: each[0])]

    def _found(self, path: str, kept: KeptPost) -> _Found:
        return _Found(ReadPost(path, kept.article, kept.problems, kept.article.draft,
                               partial(_header, self._listed, path)), kept.content, kept.traces)

    def _kept_posts(self, rows: Groups, paths: Iterable[str]
                    ) -> tuple[dict[str, KeptPost], list[str]]:
        """The posts that are as they were, and those whose files were touched nevertheless."""
        found, touched = {}, []
        known = rows.load()
        for path in paths:
            with suppress(KeyError, TypeError):
                kept = KeptPost._make(known[path])
                if (same := self._unchanged(self._listed[path], kept)) is not None:
                    found[path] = same
                    touched += [path] if same is not kept else []
        return found, touched

    def _unchanged(self, file: Listed, kept: KeptPost) -> KeptPost | None:
        """What is kept of a post, with the signature that its file has now; None where the post is
        another one."""
        if kept.key != self._key or not kept.since <= self._now.timestamp() < kept.until:
            return None
        if kept.signature == file.signature:
            return kept
        try:
            same = digest_of_bytes(file.read()) == kept.content
        except OSError:
            return None
        return kept._replace(signature=settled(file)) if same else None

    def _read_one(self, path: str) -> _Found | bytes | Problem:
        """In a child: a post from its file, as bytes (KeptPost) if it is sound: so its parts that
        others share are theirs in the parent too."""
        file = self._listed[path]
        try:
            data = file.read()
        except OSError as error:
            return Problem(path, 0, f"cannot be read: {error.strerror}",
                           "check the file's permissions")
        post, content = read_post(data, path, self._lookups), digest_of_bytes(data)
        if post.article is None or any(p.severity == "error" for p in post.problems):
            return _Found(post, content)
        post.article.digest  # noqa: B018  (so that it is kept too)
        until = post.article.published.timestamp() if post.article.upcoming else float("inf")
        return self._codec.dump(tuple(KeptPost(
            settled(file), content, self._key, self._now.timestamp(), until, post.article,
            post.problems, tuple(sample_traces({path: data.decode("utf-8", "replace")})))))


def _header(listed: Mapping[str, Listed], path: str) -> Header:
    text, _ = decode(listed[path].read(), path)
    return front_matter.parse(text, path, POST_FIELDS)


def _terms(vocabulary: Vocabulary) -> tuple[Term, ...]:
    return (*vocabulary.categories, *vocabulary.regions, *vocabulary.tags)
