"""The texts of the content folder, converted as far as they changed since the last build, on all
cores.

A converted text is remembered as long as every link and picture in it still leads to the same
place. What holds between texts is always looked at anew: it is cheap, and everything depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import process_time
from typing import Any, TypeVar

from plugins.article_body.links import Asked, Resolver
from plugins.digest.core import digest
from plugins.memory.groups import Groups
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
from plugins.page_models.prepare import Content
from plugins.page_models.related_links import counted
from plugins.page_models.search_pages import said_in
from plugins.publishing.asking import Asking
from plugins.publishing.headers import Headers
from plugins.publishing.kept_texts import KeptText, as_row, kept_text
from plugins.publishing.pictures import Pictures
from plugins.publishing.progress import Done, Progress
from plugins.publishing.remembered_body import Parts, RememberedBody, outline
from plugins.related.counts import name as name_of_counts
from plugins.related.settings import RelatedPosts
from plugins.rules import catalogue as rules
from plugins.rules.core import Facts
from plugins.site_model.calendar import day
from plugins.site_model.core import Article, Person, TextPage
from plugins.site_model.loading import Failed, Loaded, failed_of, is_post, read_post
from plugins.site_model.problem import Problem, errors
from plugins.site_model.settings import sample_traces
from plugins.words.core import Words
from plugins.workers.fork import fork_each

TEXTS_AT_ONCE = 100  # whose words lie in memory until they are put into the store
AT_HAND = 2_000  # texts: of no more new ones the words stay in memory too, some 15 KB of each
_LINKS = "links"  # a row of the table of lists: where links and pictures led in the last build
T, R = TypeVar("T"), TypeVar("R")

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

    def __init__(self, settings: Mapping[str, Any], headers: Headers, store: Store,
                 progress: Progress) -> None:
        self._headers, self._store, self._progress = headers, store, progress
        self._keep_new = headers.keep
        self._clinic, self._siteurl = settings["CLINIC"], settings["SITEURL"]
        related = settings.get("RELATED")
        self._related = related if isinstance(related, RelatedPosts) else RelatedPosts()
        self._weights = repr(self._related.weights)
        self._last_words: tuple[tuple[str, bytes], tuple[Parts, str]] = (("", b""), ((), ""))
        self._at_hand: dict[tuple[str, str], bytes] = {}  # by table and path, see AT_HAND

    def read(self) -> Content:
        """All that the content folder says, as `page_models.prepare.read` would tell it."""
        headers, loaded = self._headers, self._headers.loaded
        kept, converted, said = self._texts(loaded)
        counted = {path: (each.counted, partial(self._counts, path, each.counted))
                   for path, each in kept.items() if each.counted}
        texts = replace(together(loaded, converted), counted=counted, said=said)
        traces = [trace for path in sorted(kept) for trace in headers.traces.get(path, ())]
        traces += sample_traces({path: data.decode("utf-8", "replace")
                                 for path, data in headers.others.items()})
        return Content(loaded, texts, {path: each.judged for path, each in kept.items()},
                       tuple(traces), headers.problems, self._pictures.of, headers.languages)

    def again(self, path: str) -> Again | None:
        """A post that was changed since, beside the same others; None where it is new."""
        file = self._headers.listed.get(path)
        if file is None or not is_post(path, self._headers.root):
            return None
        try:
            post = read_post(file.read(), path, self._headers.lookups)
        except OSError:
            return None
        record: Writing = post.article or failed_of(post.header_of())
        one = self._converted(record, self._resolver(record))
        judged = record.page if isinstance(record, Failed) else record
        today = day(self._clinic, self._headers.now)
        found = (*post.problems, *one.problems, *one.body.problems, *(
            rules.problems_of_one(judged, one.body, self._facts, today) if judged else ()))
        return Again(post.article, one, found if errors(found) else ())

    # ------------------------------------------------------------ texts

    def _texts(self, loaded: Loaded
               ) -> tuple[dict[str, KeptText], dict[str, Converted], dict[bytes, Said]]:
        self._targets = targets_of(loaded)
        self._pictures = Pictures(self._headers.folder, self._store, self._progress)
        lookups = self._headers.lookups
        self._facts = Facts(self._clinic, lookups.people, lookups.glossary)
        self._facts_key = digest(self._facts.clinic, self._facts.people, self._facts.glossary)
        records = texts_of(loaded)
        rows = Groups(self._store, "texts", self._headers.codec)
        kept = self._kept_texts(rows, records)
        missing = [record for record in records if record.source not in kept]
        converted: dict[str, Converted] = {}
        said: dict[bytes, Said] = {}
        rules.make_ready(len(missing))
        with self._progress.stage("converting texts", len(missing)) as done:
            self._convert_all(missing, kept, converted, said, done)
            self._keep_headers()
        rows.save(kept, [record.source for record in missing],
                  lambda path: as_row(kept[path]))
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
        """Convert texts, and keep what has no fault."""
        waiting: dict[str, list[tuple[str, bytes]]] = {"bodies": [], "counts": []}

        def take(number: int, result: tuple[_Made | Converted, float]) -> None:
            record, (made, seconds) = missing[number], result
            self._progress.spent(record.source, seconds)
            if isinstance(made, Converted):
                converted[record.source] = made
                return
            row, body, counted, own = made
            if own and isinstance(record, Article):
                said[record.digest] = own
            kept[record.source] = kept_text(self._headers.codec.load(row))
            for table, data in (("bodies", body), ("counts", counted)):
                if data:
                    waiting[table].append((record.source, data))
                    if len(missing) <= AT_HAND:
                        self._at_hand[table, record.source] = data
            if len(waiting["bodies"]) >= TEXTS_AT_ONCE:
                put()

        def put() -> None:
            for table, texts in waiting.items():
                self._store.put(table, texts)
                texts.clear()

        convert = _timed(self._convert)
        # One is converted here, so that workers find the engine made and its expressions compiled.
        for first in missing[:1]:
            take(0, convert(first))
            done(1)
        fork_each(convert, missing[1:], lambda number, result: take(number + 1, result),
                  name=lambda record: record.source, done=done, meanwhile=self._keep_headers)
        put()

    def _keep_headers(self) -> None:
        """Put the headers into the store, once."""
        keep, self._keep_new = self._keep_new, lambda: None
        keep()

    def _kept_texts(self, rows: Groups, records: tuple[Writing, ...]) -> dict[str, KeptText]:
        targets = tuple((path, target.address, target.withheld)
                        for path, target in sorted(self._targets.items()))
        self._links_key = digest(self._headers.root, self._siteurl, targets, self._pictures.found)
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
        return digest(record.source, self._headers.contents[record.source],
                      self._words_of(record).digest, *own)

    def _same_answers(self, record: Writing, kept: KeptText) -> bool:
        asking = Asking(self._resolver(record))
        return all(asking.answer(kind, what) == answer for kind, what, answer in kept.questions)

    def _words_of(self, record: Writing) -> Words:
        return self._headers.languages.words(language_of(record, self._clinic))

    def _converted(self, record: Writing, resolver: Asked) -> Converted:
        glossary = glossary_for(record, self._clinic, self._headers.lookups.glossary)
        return convert_one(record, resolver, glossary, self._words_of(record))

    def _resolver(self, record: Writing) -> Resolver:
        return Resolver(record.source, self._headers.root, self._targets, self._pictures.of,
                        self._siteurl)

    def _convert(self, record: Writing) -> _Made | Converted:
        """In a child: a text converted and judged."""
        path = record.source
        if not record.body and not isinstance(record, Failed):
            record = replace(record, body=self._headers.of(path).body)
        asking = Asking(self._resolver(record))
        one = self._converted(record, asking)
        if isinstance(record, Failed):
            return one
        counts = counted(record, one.body, self._related) if isinstance(record, Article) else b""
        kept = KeptText(self._text_key(record), self._facts_key, one.image, one.problems,
                        outline(one.body), tuple(asking.questions),
                        rules.judged(record, one.body, self._facts),
                        name_of_counts(counts) if counts else b"", one.polished)
        words = self._headers.codec.dump((kept.key, one.body.parts, one.body.text))
        own = said_in(record, one.body, self._words_of(record)) if isinstance(record, Article) \
            else None
        return self._headers.codec.dump(as_row(kept)), words, counts, own

    def _counts(self, path: str, name: bytes) -> bytes:
        data = self._kept("counts", path)
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
        data = self._kept("bodies", path)
        found = self._headers.codec.load(data) if data else (b"", (), "")
        if found[0] != key:
            raise self._store.damaged(f"the text of {path} is gone")
        return found[1], found[2]

    def _kept(self, table: str, path: str) -> bytes | None:
        return self._at_hand.get((table, path)) or self._store.get(table, path)


def _timed(function: Callable[[T], R]) -> Callable[[T], tuple[R, float]]:
    """A function that tells its seconds of CPU beside its result."""
    def timed(item: T) -> tuple[R, float]:
        started = process_time()
        return function(item), process_time() - started
    return timed
