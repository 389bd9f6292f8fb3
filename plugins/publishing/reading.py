"""The content folder, read as far as it changed since the last build, on all cores.

A file counts as unchanged while its signature (times, size, number) is that of the last build, or
else its bytes are. Of an unchanged post its record is remembered as long as what headers refer to
is the same, and its converted text as long as every link and picture in it still leads to the same
place. The rest of the site is always looked at anew: it is cheap, and everything depends on it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from plugins.article_body.links import Asked, Resolver
from plugins.digest.core import digest, digest_of_bytes
from plugins.fast_text import switch as fast_text
from plugins.memory.groups import Groups
from plugins.memory.records import Codec, Unreadable, shared
from plugins.memory.store import Store
from plugins.page_models.bodies import (
    Converted,
    Said,
    Writing,
    convert_one,
    glossary_for,
    language_of,
    targets_of,
    texts_of,
    together,
)
from plugins.page_models.prepare import Content, day
from plugins.page_models.related_links import counted
from plugins.page_models.search_pages import said_in
from plugins.publishing.asking import Asking
from plugins.publishing.kept_rows import (
    KeptPost,
    KeptText,
    as_row,
    kept_text,
    settled,
    text_as_row,
)
from plugins.publishing.pictures import Pictures
from plugins.publishing.progress import Done, Progress
from plugins.publishing.remembered_body import Parts, RememberedBody, outline
from plugins.related.counts import name as name_of_counts
from plugins.related.settings import RelatedPosts
from plugins.rules import catalogue as rules
from plugins.rules.core import Facts
from plugins.site_model import content_folder, front_matter
from plugins.site_model.content_folder import Listed
from plugins.site_model.core import POST_FIELDS, Article, Lines, Person, TextPage
from plugins.site_model.front_matter import Header
from plugins.site_model.loading import (
    Failed,
    Lists,
    Loaded,
    ReadPost,
    begin,
    failed_of,
    finish,
    is_post,
    read_lists,
    read_post,
)
from plugins.site_model.problem import Problem, errors
from plugins.site_model.settings import sample_traces
from plugins.site_model.text_input import decode
from plugins.site_model.vocabulary import Term, Vocabulary
from plugins.words import folder as catalogues
from plugins.words.core import Words
from plugins.workers.fork import fork_map

TEXTS_AT_ONCE = 1_000  # whose words lie in memory until they are put into the store
# Two rows of one table: the lists, and where links and pictures led in the last build.
_LISTS, _LINKS = "lists", "links"
T, R = TypeVar("T"), TypeVar("R")


@dataclass
class _Found:
    """A post of this build: as it is kept, or as it was read just now."""

    post: ReadPost
    content: bytes


_Made = tuple[bytes, bytes, bytes, Said | None]
"""A text as its rows in the store, and what the search takes from it."""


@dataclass(frozen=True)
class Again:
    """A post that was changed since everything was read. `faults` is all that is known to be wrong
    with it by itself if that stops a build; without any, there is an article."""

    article: Article | None
    text: Converted
    faults: tuple[Problem, ...]


class Reading:
    """One reading of the content folder."""

    def __init__(self, settings: Mapping[str, Any], now: datetime, store: Store,
                 progress: Progress) -> None:
        self._folder, self._now, self._store = Path(settings["PATH"]), now, store
        self._root, self._clinic = self._folder.name, settings["CLINIC"]
        self._preview, self._siteurl = settings["PREVIEW"], settings["SITEURL"]
        related = settings.get("RELATED")
        self._related = related if isinstance(related, RelatedPosts) else RelatedPosts()
        self._weights = repr(self._related.weights)
        self._progress, self._fast = progress, settings.get("FAST_TEXT", True)
        self._last_words: tuple[tuple[str, bytes], tuple[Parts, str]] = (("", b""), ((), ""))
        self._languages = catalogues.read(settings)

    def read(self) -> Content:
        """All that the content folder says, as `page_models.prepare.read` would tell it."""
        fast_text.use(self._fast)
        listed, problems = content_folder.listing(self._folder)
        self._listed = listed
        others, unreadable = content_folder.read_all(
            {path: file for path, file in listed.items() if not is_post(path, self._root)})
        self._lookups, reading = begin(others, self._root, self._clinic, self._now, self._preview,
                                       self._lists, self._languages)
        lookups = self._lookups
        self._codec = Codec(shared(
            ("person", {p.key: p for p in lookups.people}), ("reference", lookups.references),
            ("term", {f"{t.kind} {t.name}": t for t in _terms(lookups.vocabulary)})))
        posts, wrong = self._posts()
        self.until = self._until(reading.due, posts)
        found = {each.post.path: each for each in posts}
        loaded = finish([each.post for each in posts], lookups, reading, listed, self._root)
        self._contents = {path: each.content for path, each in found.items()} | {
            path: digest_of_bytes(data) for path, data in others.items()}
        kept, converted, said = self._texts(loaded)
        counted = {path: (each.counted, partial(self._counts, path, each.counted))
                   for path, each in kept.items() if each.counted}
        texts = replace(together(loaded, converted), counted=counted, said=said)
        traces = [trace for path in sorted(kept) for trace in kept[path].traces]
        traces += sample_traces({path: data.decode("utf-8", "replace")
                                 for path, data in others.items() if path not in kept})
        return Content(loaded, texts, {path: each.judged for path, each in kept.items()},
                       tuple(traces), (*problems, *unreadable, *wrong), self._pictures.of,
                       self._languages)

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

    def again(self, path: str) -> Again | None:
        """A post that was changed since, beside the same others; None where it is new."""
        file = self._listed.get(path)
        if file is None or not is_post(path, self._root):
            return None
        try:
            post = read_post(file.read(), path, self._lookups)
        except OSError:
            return None
        record: Writing = post.article or failed_of(post.header_of())
        one = self._converted(record, self._resolver(record))
        judged = record.page if isinstance(record, Failed) else record
        found = (*post.problems, *one.problems, *one.body.problems, *(
            rules.problems_of_one(judged, one.body, self._facts, day(self._clinic, self._now))
            if judged else ()))
        return Again(post.article, one, found if errors(found) else ())

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

    # ------------------------------------------------------------ posts

    def _posts(self) -> tuple[list[_Found], list[Problem]]:
        """The posts in order of path, and the files that cannot be read."""
        lookups = self._lookups
        self._key = digest(lookups.clinic, lookups.vocabulary, lookups.references, lookups.people,
                           tuple(self._languages.files))
        paths = sorted(path for path in self._listed if is_post(path, self._root))
        rows = Groups(self._store, "posts", self._codec)
        kept, changed = self._kept_posts(rows, paths)
        found = {path: self._found(path, each) for path, each in kept.items()}
        missing = [path for path in paths if path not in found]
        with self._progress.stage("reading posts", len(missing)) as done:
            fresh = fork_map(self._read_one, missing, done=done)
        problems = [one for one in fresh if isinstance(one, Problem)]
        for path in reversed(missing):
            one = fresh.pop()  # so that its bytes are let go
            if isinstance(one, bytes):
                kept[path] = KeptPost._make(self._codec.load(one))
                found[path] = self._found(path, kept[path])
            elif isinstance(one, _Found):
                found[path] = one
        same: dict[Lines, Lines] = {}  # most headers have the same fields on the same lines
        for each in found.values():
            if article := each.post.article:
                vars(article)["lines"] = same.setdefault(article.lines, article.lines)
        rows.save(kept, [*changed, *missing], lambda path: as_row(kept[path]))
        return [found[path] for path in paths if path in found], problems

    def _found(self, path: str, kept: KeptPost) -> _Found:
        return _Found(ReadPost(path, kept.article, kept.problems, kept.article.draft,
                               partial(self._header, path)), kept.content)

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
            post.problems)))

    def _header(self, path: str) -> Header:
        """The header of a post that is not at hand, for a message that names its lines."""
        text, _ = decode(self._listed[path].read(), path)
        return front_matter.parse(text, path, POST_FIELDS)

    # ------------------------------------------------------------ texts

    def _texts(self, loaded: Loaded
               ) -> tuple[dict[str, KeptText], dict[str, Converted], dict[bytes, Said]]:
        self._targets = targets_of(loaded)
        self._pictures = Pictures(self._folder, self._store, self._progress)
        self._facts = Facts(self._clinic, self._lookups.people, self._lookups.glossary)
        self._facts_key = digest(self._facts.clinic, self._facts.people, self._facts.glossary)
        records = texts_of(loaded)
        rows = Groups(self._store, "texts", self._codec)
        kept = self._kept_texts(rows, records)
        missing = [record for record in records if record.source not in kept]
        converted: dict[str, Converted] = {}
        said: dict[bytes, Said] = {}
        rules.make_ready(len(missing))
        with self._progress.stage("converting texts", len(missing)) as done:
            for start in range(0, len(missing), TEXTS_AT_ONCE):
                self._convert_all(missing[start:start + TEXTS_AT_ONCE], kept, converted, said,
                                  done)
        rows.save(kept, [record.source for record in missing],
                  lambda path: text_as_row(kept[path]))
        self._store.put("lists", [(_LINKS, self._links_key)])
        for table in ("bodies", "counts"):
            self._store.keep_only(table, kept)
        self._store.commit()  # from now on children read the words from the file
        for path, each in kept.items():
            body = RememberedBody(each.outline, partial(self._words, path, each.key))
            converted[path] = Converted(body, each.image, each.problems, each.polished)
        return kept, converted, said

    def _convert_all(self, missing: Sequence[Writing], kept: dict[str, KeptText],
                     converted: dict[str, Converted], said: dict[bytes, Said], done: Done) -> None:
        """Convert some texts, and keep what has no fault."""
        convert = _timed(self._convert)
        # One is converted here, so that workers find the engine made and its expressions compiled.
        fresh = [convert(record) for record in missing[:1]]
        done(len(fresh))
        fresh += fork_map(convert, missing[1:], name=lambda r: r.source, done=done)
        bodies, counts = [], []
        for record, (made, seconds) in zip(missing, fresh, strict=True):
            self._progress.spent(record.source, seconds)
            if isinstance(made, Converted):
                converted[record.source] = made
                continue
            row, body, counted, own = made
            if own and isinstance(record, Article):
                said[record.digest] = own
            kept[record.source] = kept_text(self._codec.load(row))
            bodies.append((record.source, body))
            counts += [(record.source, counted)] if counted else []
        self._store.put("bodies", bodies)
        self._store.put("counts", counts)

    def _kept_texts(self, rows: Groups, records: tuple[Writing, ...]) -> dict[str, KeptText]:
        targets = tuple((path, target.address, target.withheld)
                        for path, target in sorted(self._targets.items()))
        self._links_key = digest(self._root, self._siteurl, targets, self._pictures.found)
        same_places = self._store.get("lists", _LINKS) == self._links_key
        known, kept = rows.load(), {}
        for record in records:
            if record.source not in known or isinstance(record, Failed):
                continue
            try:
                each = kept_text(known[record.source])
            except TypeError:
                continue
            if each.key == self._text_key(record) and each.facts == self._facts_key \
                    and (same_places or self._same_answers(record, each)):
                kept[record.source] = each
        return kept

    def _text_key(self, record: Writing) -> bytes:
        own: tuple[object, ...] = ()
        if isinstance(record, Article):  # what its words are counted with, and cited sources
            own = (tuple(r.key for r in record.references), record.title, record.summary,
                   record.category.slug,
                   tuple(t.name for t in record.tags), tuple(r.name for r in record.regions),
                   self._weights)
        elif isinstance(record, TextPage):  # an introduction takes both from the vocabulary
            own = (record.title, record.summary)
        elif isinstance(record, Person):  # in another language the portrait is named elsewhere
            own = (record.image,)
        return digest(record.source, self._contents[record.source], self._words_of(record).digest,
                      *own)

    def _same_answers(self, record: Writing, kept: KeptText) -> bool:
        asking = Asking(self._resolver(record))
        return all(asking.answer(kind, what) == answer for kind, what, answer in kept.questions)

    def _words_of(self, record: Writing) -> Words:
        return self._languages.words(language_of(record, self._clinic))

    def _converted(self, record: Writing, resolver: Asked) -> Converted:
        glossary = glossary_for(record, self._clinic, self._lookups.glossary)
        return convert_one(record, resolver, glossary, self._words_of(record))

    def _resolver(self, record: Writing) -> Resolver:
        return Resolver(record.source, self._root, self._targets, self._pictures.of,
                        self._siteurl)

    def _convert(self, record: Writing) -> _Made | Converted:
        """In a child: a text converted and judged."""
        path = record.source
        if not record.body and not isinstance(record, Failed):
            record = replace(record, body=self._header(path).body)
        asking = Asking(self._resolver(record))
        one = self._converted(record, asking)
        if isinstance(record, Failed):
            return one
        text = self._listed[path].read().decode("utf-8", "replace")
        counts = counted(record, one.body, self._related) if isinstance(record, Article) else b""
        kept = KeptText(self._text_key(record), self._facts_key, one.image, one.problems,
                        outline(one.body), tuple(asking.questions),
                        rules.judged(record, one.body, self._facts),
                        name_of_counts(counts) if counts else b"",
                        tuple(sample_traces({path: text})), one.polished)
        words = self._codec.dump((kept.key, one.body.parts, one.body.text))
        own = said_in(record, one.body, self._words_of(record)) if isinstance(record, Article) \
            else None
        return self._codec.dump(text_as_row(kept)), words, counts, own

    def _counts(self, path: str, name: bytes) -> bytes:
        data = self._store.get("counts", path)
        if data is None or name_of_counts(data) != name:
            raise self._store.damaged(f"the words of {path} are gone")
        return data

    def _words(self, path: str, key: bytes) -> tuple[Parts, str]:
        """The words of a text. Those fetched last are at hand: a page asks several times."""
        last = self._last_words
        if last[0] != (path, key):
            last = self._last_words = (path, key), self._fetched(path, key)
        return last[1]

    def _fetched(self, path: str, key: bytes) -> tuple[Parts, str]:
        data = self._store.get("bodies", path)
        found = self._codec.load(data) if data else (b"", (), "")
        if found[0] != key:
            raise self._store.damaged(f"the text of {path} is gone")
        return found[1], found[2]

def _terms(vocabulary: Vocabulary) -> tuple[Term, ...]:
    return (*vocabulary.categories, *vocabulary.regions, *vocabulary.tags)


def _timed(function: Callable[[T], R]) -> Callable[[T], tuple[R, float]]:
    """A function that tells its seconds of CPU beside its result."""
    def timed(item: T) -> tuple[R, float]:
        started = process_time()
        return function(item), process_time() - started
    return timed
