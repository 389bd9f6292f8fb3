"""Which posts to read next: hand-picked first, then by likeness, then an honest fallback.

`rank` finds for each post the posts most like it (`ranking`; `large` for many);
`recommend` turns that into the lists of all pages at once (`lists`, `exposure`); `why` tells what
two posts have in common. No model, no network, no clock: the same posts give the same lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

from . import ranking, reasons, words
from .counts import unpacked
from .lists import recommend
from .posts import LABELED, Candidate, Link, Near, Page, Ranking, Related, Row
from .ranking import ONE, Weights
from .reasons import Reason, labeled, reason

if TYPE_CHECKING:
    from .matrix import Matrix
    from .ranks import Map

__all__ = ["DEPTH", "FLOOR", "LABELED", "LARGE", "MEAN", "ONE", "RARE", "Candidate", "Link", "Page",
           "Ranking", "Reason", "Related", "Weights", "common_words", "rank", "recommend", "why"]

DEPTH = 40  # likest posts known of each post: a page may leave out many that it links already
# From this many posts on, NumPy's time to load is less than the time it saves.
LARGE = 120
# Two posts are related from the higher of two floors on: FLOOR / ∛posts, because in a small blog
# all posts share the way of talking, and MEAN · ∛posts times the likeness of an average pair,
# because in a narrow blog they share the subject too. Set by evaluation on blogs of 8 to 508 posts,
# see docs/related-posts.md. A shared tag or region lowers it to LABELED.
FLOOR, MEAN = 40 * ONE // 100, 48  # the latter in percent
# A word tells why two posts are related if at most one in so many uses it.
RARE = 8


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
    near: dict[str, Row] = {}
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
    return Ranking({post.slug: post for post in newest_first}, Near(near), floors,
                   sizes, users, matrices, weights)


def make_ready(posts: int) -> None:
    """Call it where so many posts will be ranked, and there is time to load what that takes."""
    if posts >= LARGE:
        _large()


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


def common_words(here: Candidate, there: Candidate) -> tuple[str, ...]:
    """The words that may be the reason for a link, read from titles and texts alone: to be
    remembered by whoever asks often."""
    return reasons.common_words((here.title, there.title), (here.words, there.words))


def why(known: Ranking, slug: str, other: str,
        common: Callable[[Candidate, Candidate], Sequence[str]] = common_words) -> Reason:
    """What the posts have in common, seen from the page of the first. `common` is `common_words`,
    or something that remembers what it said."""
    here, there = known.posts[slug], known.posts[other]
    if not here.labels.isdisjoint(there.labels):  # mostly, and then nothing else is asked for
        return labeled([label for label in (*here.regions, *here.tags) if label in there.labels])
    return reason((*here.regions, *here.tags), (*there.regions, *there.tags),
                  lambda: common(here, there), (here.topic, there.topic), here.topic_label,
                  lambda word: known.users[here.language](words.slot(word)) * RARE
                  <= known.sizes[here.language])
