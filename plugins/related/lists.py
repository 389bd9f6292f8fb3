"""A ranking to the lists of all pages at once: no post is left out, and none is everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from itertools import islice

from .exposure import Entry, most, spread, times_named
from .posts import Candidate, Link, Page, Ranking, Related
from .ranking import ONE

FEW_LINKS = 3  # to other posts: of a page with so many some likest more are looked at


def recommend(known: Ranking, pages: Mapping[str, Page]) -> dict[str, Related]:
    """The links of all pages, by slug.

    A list is full whenever enough other posts of the language exist that the page does not link
    already and nobody banned.
    """
    taken = _taken(known, pages)
    sizes = {slug: page.inline + page.length for slug, page in pages.items()}
    lists = _likest(known, taken, sizes)
    rest: dict[str, tuple[list[Entry], Iterator[Entry]]] = {}

    def spare(slug: str) -> Iterator[Entry]:
        if slug not in rest:
            row = _in_order(known, known.posts[slug], taken[slug])
            rest[slug] = [], islice(row, sizes[slug], None)
        return _again(*rest[slug])

    def homes(orphan: str, bars: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        # Likeness goes both ways: the pages that an orphan suits best are those it is near to.
        slugs, near = known.near.row(orphan)
        for place, likeness in near:
            page = slugs[place]
            if page in bars and likeness * 100 >= bars[page] and orphan not in taken[page]:
                yield page, likeness

    def entry(page: str, slug: str, likeness: int) -> Entry:
        return _entry(known, known.posts[page], slug, likeness)

    cap = most(sizes.values())
    lists = spread(lists, cap, spare, homes, entry)
    strangers = _Strangers(known, times_named(lists), cap)
    result = {}
    for slug, page in sorted(pages.items()):
        row = [Link(entry.slug, entry.likeness / ONE, entry.close, entry.fixed)
               for entry in sorted(lists[slug], key=_not_close)]
        if missing := sizes[slug] - len(row):
            there = taken[slug].union(link.slug for link in row)
            row += [Link(other, close=False)
                    for other in strangers.take(known.posts[slug], there, missing)]
        inline, below = row[:page.inline], row[page.inline:]
        result[slug] = Related(tuple(inline), tuple([link for link in below if link.close]),
                               tuple([link for link in below if not link.close]))
    return result


def _likest(known: Ranking, taken: Mapping[str, Set[str]], sizes: Mapping[str, int]
            ) -> dict[str, list[Entry]]:
    """The lists as likeness alone would have them."""
    ready: dict[tuple[str, int], Mapping[str, list[Entry]]] = {}
    lists = {}
    for slug, size in sizes.items():
        post, row, linked = known.posts[slug], None, len(taken[slug]) - 1  # it names itself
        if not post.picks and linked <= FEW_LINKS:
            kind = post.language, size + (FEW_LINKS if linked else 0)
            if kind not in ready:
                ready[kind] = _leading(known, *kind)
            row = [each for each in ready[kind].get(slug, ()) if each.slug not in taken[slug]]
        lists[slug] = row[:size] if row else list(
            islice(_in_order(known, post, taken[slug]), size))
    return lists


def _leading(known: Ranking, language: str, size: int) -> dict[str, list[Entry]]:
    """Of a large blog the first entries of most lists in one go: of those in which all are close
    whatever their labels."""
    if language not in known.matrices:
        return {}
    slugs = [slug for slug, post in known.posts.items() if post.language == language]
    leading = known.matrices[language].leading(size, known.floors[language])
    return {slugs[place]: [Entry(slugs[other], likeness) for other, likeness in row]
            for place, row in leading}


def _again(known: list[Entry], rest: Iterator[Entry]) -> Iterator[Entry]:
    """What was taken from an iterator before, kept in `known`, then the rest of it."""
    yield from known
    for entry in rest:
        known.append(entry)
        yield entry


def _not_close(entry: Entry) -> bool:
    return not entry.close


def _taken(known: Ranking, pages: Mapping[str, Page]) -> dict[str, set[str]]:
    """What must not be named on each page: itself, what it links, and bans from either side."""
    taken = {slug: {slug, *page.linked, *known.posts[slug].bans} for slug, page in pages.items()}
    for post in known.posts.values():
        for banned in post.bans:
            if banned in taken:
                taken[banned].add(post.slug)
    return taken


def _in_order(known: Ranking, post: Candidate, taken: Set[str]) -> Iterator[Entry]:
    """Picks in the author's order, related posts by likeness, then what else is near, the same
    topic first. Mostly few of them are asked for."""
    picked: set[str] = set()
    if post.picks:
        likeness = dict(known.near[post.slug])
        for pick in dict.fromkeys(post.picks):
            if pick in known.posts and pick not in taken \
                    and known.posts[pick].language == post.language:
                picked.add(pick)
                yield Entry(pick, likeness.get(pick, 0), fixed=True)
    below = []
    slugs, near = known.near.row(post.slug)
    for place, score in near:
        other = slugs[place]
        if other not in taken and other not in picked:
            entry = _entry(known, post, other, score)
            if entry.close:
                yield entry
            else:
                below.append(entry)
    yield from sorted(below, key=lambda entry: known.posts[entry.slug].topic != post.topic)


def _entry(known: Ranking, post: Candidate, other: str, likeness: int) -> Entry:
    return Entry(other, likeness, False, known.close(post, known.posts[other], likeness))


class _Strangers:
    """Posts for lists that all near posts together cannot fill: of the same topic first, those that
    nothing names yet first, then the newest, as long as a post is not everywhere."""

    def __init__(self, known: Ranking, named: Counter[str], cap: int) -> None:
        self._named, self._cap = named, cap
        self._newest: dict[tuple[str, str | None], list[Candidate]] = {}
        for post in known.posts.values():  # newest first
            self._newest.setdefault((post.language, post.topic), []).append(post)
            self._newest.setdefault((post.language, None), []).append(post)

    def take(self, post: Candidate, taken: Set[str], number: int) -> list[str]:
        """Posts to fill up the list of a post."""
        chosen: dict[str, None] = {}
        for other in self._in_turn(post) if number > 0 else ():
            if other.slug not in taken and other.slug not in chosen:
                chosen[other.slug] = None
                self._named[other.slug] += 1
                if len(chosen) == number:
                    break
        return list(chosen)

    def _in_turn(self, post: Candidate) -> Iterator[Candidate]:
        groups = [self._newest[post.language, topic] for topic in (post.topic, None)]
        for group in groups:
            for limit in (1, self._cap):
                yield from (other for other in group if self._named[other.slug] < limit)
        for group in groups:
            yield from group
