"""What is known of posts, what their pages ask for and what they get, and a ranking of posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from . import ranking
from .counts import counts, name
from .ranking import Weights

if TYPE_CHECKING:
    from .matrix import Matrix

LABELED = 70  # percent of the floor from which two posts with a tag or region in common are related


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
Row = tuple[int, list[str], Sequence[Iterable[tuple[int, int]]]]


class Near(Mapping[str, Sequence[tuple[str, int]]]):
    """The posts near each post by their slugs, each list made when it is asked for: of ten
    thousand posts they would be large."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
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
    near: Near = field(repr=False)
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
