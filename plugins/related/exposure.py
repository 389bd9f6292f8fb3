"""Fair exposure: no post that no list names, and none that every list names.

Likeness alone leaves a few posts out of every list and puts others into many (hubs; Radovanović et
al. 2010). Here an entry gives way to the next best where that costs little likeness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

MAX_LOSS = 20  # percent of its likeness that an entry may lose by giving way
HUB = 3  # times as often as the average post


class Entry(NamedTuple):
    """A post in a list. `likeness` as in `ranking`; `fixed` entries were picked and stay; those
    that are not `close` only fill the list."""

    slug: str
    likeness: int
    fixed: bool = False
    close: bool = True


Lists = dict[str, list[Entry]]


def times_named(lists: Mapping[str, Sequence[Entry]]) -> Counter[str]:
    """How often the lists name each post."""
    return Counter(entry.slug for row in lists.values() for entry in row)


def most(lengths: Iterable[int]) -> int:
    """How often one post may be named by lists of these lengths."""
    sizes = list(lengths)
    return HUB * -(-sum(sizes) // max(len(sizes), 1))


def spread(lists: Mapping[str, Sequence[Entry]], cap: int,
           spare: Callable[[str], Iterable[Entry]],
           homes: Callable[[str, Mapping[str, int]], Iterable[tuple[str, int]]],
           entry: Callable[[str, str, int], Entry]) -> Lists:
    """The lists, one for each post, with hubs and orphans evened out.

    `spare` gives what could follow in a list, best first; `homes` tells of a post the lists that
    may take it, with its likeness, best first, and may leave out pages whose bar a hundred times
    the likeness does not reach, or that have none; `entry` makes the entry of a page and a post.
    """
    result = {page: list(row) for page, row in lists.items()}
    named = times_named(result)
    _cap_hubs(result, named, cap, spare)
    bars = _bars(result, named)
    for post in sorted(result):
        if not named[post]:
            _adopt(post, result, named, homes(post, bars), entry)
    return result


def _bars(lists: Lists, named: Counter[str]) -> dict[str, int]:
    """What the likeness to a page must be at least for a post to be adopted there, in hundredths.

    While posts are adopted, entries that may give way become fewer, so that a bar never falls.
    """
    bars = {}
    for page, row in lists.items():
        loose = [entry for entry in row if named[entry.slug] > 1 and not entry.fixed]
        if loose:
            bars[page] = min([(100 - MAX_LOSS) * entry.likeness if entry.close else 0
                              for entry in loose])
    return bars


def _loss(entry: Entry, likeness: int) -> int:
    """What is lost, in percent of the likeness, rounded up. What only fills a list promises
    nothing."""
    return -(100 * (likeness - entry.likeness) // max(entry.likeness, 1)) if entry.close else 0


def _cap_hubs(lists: Lists, named: Counter[str], cap: int,
              spare: Callable[[str], Iterable[Entry]]) -> None:
    pages: dict[str, list[str]] = {hub: [] for hub in sorted(named) if named[hub] > cap}
    for page in sorted(lists):
        for entry in lists[page]:
            if entry.slug in pages and not entry.fixed:
                pages[entry.slug].append(page)
    for hub, found in sorted(pages.items(), key=lambda pair: (-named[pair[0]], pair[0])):
        offers = []
        for page in found:
            here = next(entry for entry in lists[page] if entry.slug == hub)
            instead = _next(lists[page], spare(page), named, cap)
            if instead and (instead.close or not here.close) \
                    and _loss(here, instead.likeness) <= MAX_LOSS:
                offers.append((_loss(here, instead.likeness), page, here, instead))
        for _, page, here, instead in sorted(offers, key=lambda offer: offer[:2]):
            if named[hub] > cap and named[instead.slug] < cap:
                _replace(lists[page], here, instead, named)


def _next(row: Sequence[Entry], spare: Iterable[Entry], named: Counter[str], cap: int
          ) -> Entry | None:
    return next((entry for entry in spare if entry not in row and named[entry.slug] < cap), None)


def _adopt(post: str, lists: Lists, named: Counter[str], homes: Iterable[tuple[str, int]],
           entry: Callable[[str, str, int], Entry]) -> None:
    """Put a post where it costs least into a list, in the place of one that others name too. Of
    equal costs the first counts."""
    best: tuple[int, str, Entry, Entry] | None = None
    least = MAX_LOSS + 1
    for page, likeness in homes:
        weakest = _weakest(lists[page], named)
        if weakest is None or (loss := _loss(weakest, likeness)) >= least:
            continue
        instead = entry(page, post, likeness)
        if instead.close or not weakest.close:
            least, best = loss, (loss, page, weakest, instead)
            if loss <= 0:
                break
    if best:
        _, page, weakest, instead = best
        _replace(lists[page], weakest, instead, named)


def _weakest(row: Sequence[Entry], named: Counter[str]) -> Entry | None:
    """The last entry that may give way and is in another list too."""
    for entry in reversed(row):
        if named[entry.slug] > 1 and not entry.fixed:
            return entry
    return None


def _replace(row: list[Entry], here: Entry, instead: Entry, named: Counter[str]) -> None:
    row.remove(here)
    row.append(instead)
    named[here.slug] -= 1
    named[instead.slug] += 1
