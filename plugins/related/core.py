"""Which posts to read next: hand-picked first, then by likeness, then an honest fallback.

`rank` finds for each post the posts most like it (`ranking`; `large` for many);
`recommend` turns that into the lists of all pages at once, so that no post is left out and none is
everywhere (`exposure`). No model, no network, no clock: the same posts give the same lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from . import ranking, reasons, words
from .counts import counts, name, unpacked
from .exposure import Entry, most, spread, times_named
from .ranking import ONE, Weights
from .reasons import Reason, reason

if TYPE_CHECKING:
    from .matrix import Matrix
    from .ranks import Map

DEPTH = 40  # likest posts known of each post: a page may leave out many that it links already
# From this many posts on, NumPy's time to load is less than the time it saves.
LARGE = 120
# Two posts are related from the higher of two floors on: FLOOR / ∛posts, because in a small blog
# all posts share the way of talking, and MEAN · ∛posts times the likeness of an average pair,
# because in a narrow blog they share the subject too. Set by evaluation on blogs of 8 to 508 posts,
# see docs/related-posts.md. A shared tag or region lowers it to LABELED.
FLOOR, MEAN, LABELED = 40 * ONE // 100, 48, 70  # the latter two in percent
# A word tells why two posts are related if at most one in so many uses it.
RARE = 8


@dataclass(frozen=True)
class Candidate:
    """What is known of a post. `day` is the day it was published, as an ordinal.

    `counted` are its terms (`counts.counts`) and `counted_name` what `counts.name` says of them. A
    ranking asks only for those of posts it does not remember by that name, and counts itself what
    nobody has counted; `text` is read for reasons. Either may be a function that fetches it.
    """

    slug: str
    title: str
    text: str | Callable[[], str]
    topic: str
    day: int
    language: str = "en"
    tags: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    bans: tuple[str, ...] = ()
    topic_label: str = ""
    counted: bytes | Callable[[], bytes] | None = None
    counted_name: bytes = b""

    @property
    def words(self) -> str:
        """The text."""
        return self.text if isinstance(self.text, str) else self.text()

    def counts(self, weights: Weights) -> bytes:
        """The counted terms."""
        if self.counted is None:
            return counts(self.title, self.words, self.topic, self.tags, self.regions, weights)
        return self.counted if isinstance(self.counted, bytes) else self.counted()

    def counts_name(self, weights: Weights) -> bytes:
        """Tells these counts from all others; found without counting."""
        if self.counted_name or self.counted is not None:
            return self.counted_name or name(self.counts(weights))
        parts = (repr(weights), self.title, self.words, self.topic, *self.tags, "", *self.regions)
        data = [part.encode("utf-8", "replace") for part in parts]
        return name(b"".join([len(part).to_bytes(8, "big") + part for part in data]))

    @cached_property
    def labels(self) -> frozenset[str]:
        """Tags and regions together."""
        return frozenset((*self.tags, *self.regions))


@dataclass(frozen=True)
class Page:
    """What the page of a post asks for: how long a list, and how many single links in its text.

    `linked` are the posts it links already. The list needs no room for them.
    """

    length: int
    linked: frozenset[str] = frozenset()
    inline: int = 0


class Link(NamedTuple):
    """A recommended post. `likeness` runs from 0 to 1 and a little more; a post that only fills the
    list is not `close`; `picked` by the author's hand."""

    slug: str
    likeness: float = 0.0
    close: bool = True
    picked: bool = False


class Related(NamedTuple):
    """What one page shows: links in the text, `close` posts (picked or alike), and `more` that only
    fill the list, to be shown under a heading that says so."""

    inline: tuple[Link, ...] = ()
    close: tuple[Link, ...] = ()
    more: tuple[Link, ...] = ()


# The place of a post in its group, the slugs of the group, and the places near each.
_Row = tuple[int, list[str], Sequence[Iterable[tuple[int, int]]]]


class _Near(Mapping[str, Sequence[tuple[str, int]]]):
    """The posts near each post by their slugs, each list made when it is asked for: of ten
    thousand posts they would be large."""

    def __init__(self, rows: Mapping[str, _Row]) -> None:
        self._rows = rows

    def __getitem__(self, slug: str) -> list[tuple[str, int]]:
        slugs, near = self.row(slug)
        return [(slugs[place], likeness) for place, likeness in near]

    def row(self, slug: str) -> tuple[list[str], Iterable[tuple[int, int]]]:
        """The list of one post by places, for whoever often needs no more than its beginning; and
        the slugs at all places."""
        place, slugs, near = self._rows[slug]
        return slugs, near[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class Ranking:
    """The posts, and for each the posts most like it with their likeness (1 is `ranking.ONE`).

    By language, `floors` are the likeness from which posts are related, `sizes` count the posts,
    `users` tell how many posts use a term (`words.slot`), `matrices` are what a later ranking of a
    large blog starts from.
    """

    posts: Mapping[str, Candidate]
    near: _Near = field(repr=False)
    floors: Mapping[str, int] = field(repr=False)
    sizes: Mapping[str, int] = field(repr=False)
    users: Mapping[str, Callable[[int], int]] = field(repr=False)
    matrices: Mapping[str, Matrix] = field(repr=False)

    weights: Weights = Weights()

    def floor(self, one: Candidate, other: Candidate) -> int:
        """The likeness from which two posts are called related. Being of one time does not count
        for that, only for the order of the list."""
        labeled = not one.labels.isdisjoint(other.labels)
        return -(-self._floor(one, other) * (LABELED if labeled else 100) // 100)

    def close(self, one: Candidate, other: Candidate, likeness: int) -> bool:
        """Whether two posts are called related: likeness is not below `floor`."""
        if likeness * 100 >= self.floors[one.language] * (100 + self.weights.time):
            return True  # so they are on whatever day they were published
        floor = self._floor(one, other)
        return likeness >= floor or (likeness * 100 >= floor * LABELED
                                     and not one.labels.isdisjoint(other.labels))

    def _floor(self, one: Candidate, other: Candidate) -> int:
        time = ranking.nearness(abs(one.day - other.day), self.weights.time)
        return self.floors[one.language] * time // 100


# ---------------------------------------------------------------- ranking


def rank(posts: Sequence[Candidate], weights: Weights = Weights(), depth: int = DEPTH,  # noqa: B008
         before: Mapping[str, Matrix] | None = None, mapped: Map[Any, Any] | None = None
         ) -> Ranking:
    """Rank all posts against all others of their language.

    `before` are the matrices of an earlier ranking: then only what changed is read and ranked
    again, with the same result as from nothing. `mapped(function, items)`, which gives the results
    in order, may spread the work over processes. Raises ValueError for two posts of one slug, be it
    in two languages: put the language before it.
    """
    newest_first = sorted(posts, key=lambda post: (-post.day, post.slug))
    if len({post.slug for post in newest_first}) < len(newest_first):
        raise ValueError("two posts have the same slug")
    near: dict[str, _Row] = {}
    floors: dict[str, int] = {}
    sizes: dict[str, int] = {}
    users: dict[str, Callable[[int], int]] = {}
    matrices: dict[str, Matrix] = {}
    for language in sorted({post.language for post in posts}):
        group = [post for post in newest_first if post.language == language]
        large = _large() if len(group) >= LARGE else None
        if large is None:
            found = ranking.ranked(
                [ranking.Post(post.day, unpacked(post.counts(weights))) for post in group],
                weights.time, depth)
        else:
            matrices[language], found = _by_matrix(
                large, group, weights, depth, (before or {}).get(language), mapped)
        slugs = [post.slug for post in group]
        near |= {slug: (place, slugs, found.near) for place, slug in enumerate(slugs)}
        floors[language] = _floor(len(group), found.mean)
        sizes[language], users[language] = len(group), found.users
    return Ranking({post.slug: post for post in newest_first}, _Near(near), floors,
                   sizes, users, matrices, weights)


def _by_matrix(large: ModuleType, group: Sequence[Candidate], weights: Weights, depth: int,
               before: Matrix | None, mapped: Map[Any, Any] | None) -> tuple[Matrix, ranking.Found]:
    """Rank the posts of one language with NumPy."""
    names = [f"{post.slug} {post.day} {post.counts_name(weights).hex()}" for post in group]
    found: tuple[Matrix, ranking.Found] = large.ranked(
        names, [post.day for post in group], lambda place: group[place].counts(weights),
        weights.time, depth, before, mapped)
    return found


def _large() -> ModuleType | None:
    try:
        from . import large
    except ImportError:  # without NumPy the same lists take longer
        return None
    return large


def _floor(posts: int, mean: int) -> int:
    """The likeness from which posts of a language are related, exact on every machine."""
    absolute = _cube_root(FLOOR ** 3 // posts)
    return max(absolute, _cube_root((mean * MEAN // 100) ** 3 * posts))


def _cube_root(value: int) -> int:
    low, high = 0, 1 << (value.bit_length() // 3 + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle ** 3 <= value else (low, middle)
    return low


# ---------------------------------------------------------------- lists


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
        inline, rest = row[:page.inline], row[page.inline:]
        result[slug] = Related(tuple(inline), tuple([link for link in rest if link.close]),
                               tuple([link for link in rest if not link.close]))
    return result


def _likest(known: Ranking, taken: Mapping[str, Set[str]], sizes: Mapping[str, int]
            ) -> dict[str, list[Entry]]:
    """The lists as likeness alone would have them."""
    ready: dict[tuple[str, int], Mapping[str, list[Entry]]] = {}
    lists = {}
    for slug, size in sizes.items():
        post, row = known.posts[slug], None
        if not post.picks and len(taken[slug]) == 1:  # nothing but the post itself
            kind = post.language, size
            if kind not in ready:
                ready[kind] = _leading(known, *kind)
            row = ready[kind].get(slug)
        lists[slug] = row or list(islice(_in_order(known, post, taken[slug]), size))
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


def common_words(here: Candidate, there: Candidate) -> tuple[str, ...]:
    """The words that may be the reason for a link, read from titles and texts alone: to be
    remembered by whoever asks often."""
    return reasons.common_words((here.title, there.title), (here.words, there.words))


def why(known: Ranking, slug: str, other: str,
        common: Callable[[Candidate, Candidate], Sequence[str]] = common_words) -> Reason:
    """What the posts have in common, seen from the page of the first. `common` is `common_words`,
    or something that remembers what it said."""
    here, there = known.posts[slug], known.posts[other]
    return reason((*here.regions, *here.tags), (*there.regions, *there.tags),
                  lambda: common(here, there), (here.topic, there.topic), here.topic_label,
                  lambda word: known.users[here.language](words.slot(word)) * RARE
                  <= known.sizes[here.language])
