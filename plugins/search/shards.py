"""The words of all pages joined to files by the letters they start with, and joined again sooner
after an edit.

A line of a shard is the number of a page and its words with their weights. Numbers seldom change,
as new articles come last, so that an edit touches the few shards whose words it adds or takes away.
Of the others the digest is known, and nobody asks for their lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from plugins.digest.core import digest_of_bytes
from plugins.search.core import Pieces, as_json

MOST = 200  # pages kept for a word: of those that have more, the ones that are about it
# Characters of words and weights: the words of one letter lie together up to the first figure, and
# those of two letters up to the second. About 12 and 35 KiB on their way to a reader.
JOINED, UNDIVIDED = 48_000, 300_000
FEW = 40  # starts of words that are looked for one by one

Start = str
"""The first two letters of words, or the only one."""


@dataclass(frozen=True)
class Shard:
    """A file of the index: its digest tells it from any other, its text is made on demand."""

    digest: bytes
    make: Callable[[], str] = field(compare=False, repr=False)


class Joined(NamedTuple):
    """What is kept of the shards of some pages: the digests of the pages in their order, how many
    characters words of each start take, and the digests of shards by their letters, for each group
    of starts that lie together: that of a whole letter (True), or a single start."""

    pages: tuple[bytes, ...] = ()
    sizes: Mapping[Start, int] = {}
    groups: Mapping[tuple[Start, bool], Mapping[str, bytes]] = {}


NOTHING = Joined()


def joined(pages: Mapping[bytes, Pieces], before: Joined = NOTHING,
           known: Mapping[bytes, Pieces] | None = None) -> tuple[dict[str, Shard], Joined]:
    """The shards of pages by the letters they go by, and what to keep of them. Rare letters lie
    together, frequent ones are divided, so that no shard is large and a small site has few.

    `pages` are their pieces by their digests, in the order of their numbers; `known` are the
    pieces of pages that were there `before`. The result does not depend on either.
    """
    known = known or {}
    if not known.keys() >= set(before.pages):
        before = NOTHING
    lines: dict[Start, str] = {}
    if before.pages:
        sizes, touched = _resized(before, known, pages)
    else:  # all starts are touched: what their lines take is seen when they are there
        lines = _all_lines(pages.values())
        sizes = {start: len(text) + 1 for start, text in sorted(lines.items())}
        touched = set(sizes)
    letters = {start[0] for start in touched}
    found: dict[str, Shard] = {}
    groups: dict[tuple[Start, bool], Mapping[str, bytes]] = {}
    fresh: dict[tuple[Start, bool], tuple[Start, ...]] = {}
    for name, starts in _together(sizes):
        same = name[0] not in (letters if name[1] else touched) and before.groups.get(name)
        groups[name] = same or {}
        if same:
            found |= {each: Shard(digest, partial(_found_again, pages, name, starts, each))
                      for each, digest in same.items()}
        else:
            fresh[name] = starts
    lines = lines or _lines(pages.values(), {each for starts in fresh.values() for each in starts})
    for name, starts in fresh.items():
        parts = _parts(name, starts, lines)
        groups[name] = {each: digest_of_bytes(text.encode()) for each, text in parts.items()}
        found |= {each: Shard(groups[name][each], partial(_written, text))
                  for each, text in parts.items()}
        for start in starts:  # all lines twice would be much
            del lines[start]
    order = [each for digests in groups.values() for each in digests]
    return {each: found[each] for each in order}, Joined(tuple(pages), sizes, groups)


def _resized(before: Joined, known: Mapping[bytes, Pieces], pages: Mapping[bytes, Pieces]
             ) -> tuple[dict[Start, int], set[Start]]:
    """The sizes as they are now, and the starts of which pages have other words than before."""
    sizes, touched = dict(before.sizes), set()
    for number, (old, new) in enumerate(zip_longest(before.pages, pages)):
        if old != new:
            was, now = _by_start(known, old), _by_start(pages, new)
            for start in was.keys() | now.keys():
                if was.get(start) != now.get(start):
                    touched.add(start)
                    sizes[start] = sizes.get(start, 0) + _size(number, now.get(start)) \
                        - _size(number, was.get(start))
    return {start: size for start, size in sorted(sizes.items()) if size}, touched


def _by_start(pages: Mapping[bytes, Pieces], page: bytes | None) -> dict[Start, str]:
    """The words of a page; none of a page that is not there."""
    pieces = pages[page] if page is not None else ""
    return {words[:2].rstrip(" "): words for words in pieces.split("\n")} if pieces else {}


def _size(number: int, words: str | None) -> int:
    return len(f"{number} {words}\n") if words else 0


def _together(sizes: Mapping[Start, int]) -> Iterator[tuple[tuple[Start, bool], tuple[Start, ...]]]:
    """Which starts lie together, by the name of the group."""
    of_letter: dict[str, list[Start]] = {}
    for start in sizes:
        of_letter.setdefault(start[0], []).append(start)
    for letter, starts in of_letter.items():
        if sum(sizes[start] for start in starts) <= JOINED:
            yield (letter, True), tuple(starts)
        else:
            yield from (((start, False), (start,)) for start in starts)


def _lines(pages: Collection[Pieces], starts: Collection[Start]) -> dict[Start, str]:
    """The lines of some starts."""
    if len(starts) > FEW:
        return _all_lines(pages)
    lines: dict[Start, list[str]] = {start: [] for start in starts}
    for start, own in lines.items():
        # A line starts with two letters, or with a word of one letter and a blank.
        begins = start if len(start) > 1 else f"{start} "
        for number, pieces in enumerate(pages):
            at = 0 if pieces.startswith(begins) else pieces.find(f"\n{begins}") + 1 or None
            if at is not None:
                own.append(f"{number} {pieces[at:].partition(chr(10))[0]}")
    return {start: "\n".join(own) for start, own in lines.items()}


def _all_lines(pages: Iterable[Pieces]) -> dict[Start, str]:
    """The lines of all starts."""
    lines: defaultdict[Start, list[str]] = defaultdict(list)
    for number, pieces in enumerate(pages):
        page = f"{number} "
        for words in pieces.split("\n") if pieces else ():
            lines[words[:2]].append(page + words)
    found = {}
    while lines:  # a line is let go before the next is joined: together they are all texts twice
        start, own = lines.popitem()
        found[start.rstrip(" ")] = "\n".join(own)
    return found


def _parts(name: tuple[Start, bool], starts: Iterable[Start], lines: Mapping[Start, str]
           ) -> Mapping[str, str]:
    """The shards of a group: the lines of each by its letters."""
    start, together = name
    return {start: "\n".join(lines[each] for each in starts)} if together \
        else _divided(start, lines[start])


def _found_again(pages: Mapping[bytes, Pieces], name: tuple[Start, bool],
                 starts: tuple[Start, ...], letters: str) -> str:
    return _written(_parts(name, starts, _lines(pages.values(), starts))[letters])


def _divided(start: Start, lines: str) -> dict[str, str]:
    """The words of two letters by three, where they are many."""
    if len(lines) <= UNDIVIDED:
        return {start: lines}
    found: dict[str, list[str]] = {}
    for number, pieces in _read(lines):
        by_third: dict[str, list[str]] = {}
        for word, weight in pieces:
            by_third.setdefault(word[:3], []).append(f"{word} {weight}")
        for third, words in by_third.items():
            found.setdefault(third, []).append(f"{number} {' '.join(words)}")
    return {third: "\n".join(rows) for third, rows in found.items()}


def _read(lines: str) -> Iterable[tuple[str, Iterable[tuple[str, str]]]]:
    for line in lines.split("\n"):
        number, *pieces = line.split(" ")
        yield number, zip(pieces[::2], pieces[1::2], strict=True)


def as_file(shard: Shard) -> str:
    """A shard as JSON: for each word lists of a weight and the numbers of its pages, best first."""
    return shard.make()


def written(shards: dict[str, Shard]) -> dict[str, Shard]:
    """The same with their texts made now, for whoever has the time. Those given are let go one by
    one, as all of their lines and texts together take much memory."""
    found = {}
    for letters in list(shards):
        shard = shards.pop(letters)
        found[letters] = Shard(shard.digest, partial(str, shard.make()))
    return found


def _written(lines: str) -> str:
    pages: defaultdict[tuple[str, str], list[int]] = defaultdict(list)  # the newest come last
    for number, pieces in _read(lines):
        page = int(number)
        for piece in pieces:
            pages[piece].append(page)
    weights: dict[str, list[int]] = {}
    for word, weight in pages:
        weights.setdefault(word, []).append(int(weight))
    table = {}
    for word in sorted(weights):
        left, table[word] = MOST, []
        for weight in sorted(weights[word], reverse=True):
            numbers = pages[word, str(weight)][-left:]  # the newest of the equally good
            table[word].append([weight, *numbers])
            left -= len(numbers)
            if not left:
                break
    return as_json(table)
