"""The search index of a site in all its languages, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from plugins.page_models.bodies import Texts
from plugins.page_models.plan import editions
from plugins.page_models.related_links import Mapped
from plugins.page_models.search_pages import pieces, searchable
from plugins.search import store
from plugins.search.core import Pieces
from plugins.search.shards import NOTHING, Joined, Shard, joined
from plugins.site_model.core import Site
from plugins.words.languages import Languages

Shards = Mapping[str, dict[str, Shard]]
"""By language, and by the letters that each goes by."""
Beside = Callable[[Callable[[], Any]], AbstractContextManager[Callable[[], Any]]]
"""Begins a piece of work in a process of its own, and gives what waits for its result."""
MANY = 500  # texts; work over all of them is worth a process


@contextmanager
def indexing(memory: Path, site: Site, texts: Texts, languages: Languages,
             mapped: Mapped | None = None, beside: Beside | None = None
             ) -> Iterator[Callable[[], Shards]]:
    """The index, made when it is asked for, or `beside` what is done meanwhile where there is much
    to do and nothing is remembered in `memory`: it asks for the texts alone. What those `said` is
    taken from them, as it is large."""
    kept = store.load(memory)
    if not beside or kept.pages or len(texts.bodies) < MANY:
        yield cache(partial(_shards, memory, kept, site, texts, languages, mapped))
        return
    work = partial(_shards, memory, kept, site, texts, languages)
    with beside(work) as made:
        if made is not work:  # another process has them
            texts.said.clear()
        yield cache(made)


def _shards(memory: Path, kept: store.Kept, site: Site, texts: Texts, languages: Languages,
            mapped: Mapped | None = None) -> Shards:
    words: dict[bytes, Pieces] = {}
    known: dict[str, Joined] = {}
    shards = {}
    for language, each in editions(site):
        bodies = {article.slug: texts.bodies[article.source] for article in each.articles}
        own = pieces(searchable(each, texts, bodies), kept.pages,
                     languages.words(each.clinic.language), texts.said, mapped)
        shards[language], known[language] = joined(own, kept.joined.get(language, NOTHING),
                                                   kept.pages)
        words |= own
    texts.said.clear()
    if words.keys() != kept.pages.keys() or known != kept.joined:
        store.save(memory, store.Kept(words, known))
    return shards
