"""The words of all pages joined to files by the letters they start with, and joined again sooner
after an edit.

Numbers of pages seldom change, as new articles come last, so that an edit touches the few shards
whose words it adds or takes away. Of the others the digest is known, and nobody asks for their
words.
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
# Characters of words and weights of all pages: the words of one letter lie together up to the first
# figure, and those of two letters up to the second. About 12 and 35 KiB on their way to a reader.
JOINED, UNDIVIDED = 36_000, 225_000
FEW = 40  # starts of words that are looked for one by one

Start = str
"""The first two letters of words, or the only one."""
Index = dict[str, list[int]]
"""The pages that have a word with a weight (`knee=8`), by their numbers, which rise."""


@dataclass(frozen=True)
class Shard:
    """A file of the index: its digest tells its text from any other, which is made on demand."""

    digest: bytes
    make: Callable[[], str] = field(compare=False, repr=False)


class Joined(NamedTuple):
    """What is kept of the shards of some pages: the digests of the pages in their order, how many
    characters the words of each start take, and the digests of shards by their letters, for each
    group of starts that lie together: that of a whole letter (True), or a single start."""

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
    index: dict[Start, Index] = {}
    if before.pages:
        sizes, touched = _resized(before, known, pages)
    else:
        index = _whole(pages.values())
        sizes = {start: _taken(index[start]) for start in sorted(index)}
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
    index = index or _part(pages.values(), {each for starts in fresh.values() for each in starts})
    for name, starts in fresh.items():
        texts = _texts(name, starts, index)
        groups[name] = {each: digest_of_bytes(text.encode()) for each, text in texts.items()}
        found |= {each: Shard(groups[name][each], partial(str, text))
                  for each, text in texts.items()}
        for start in starts:  # all words and all texts at once would be much
            del index[start]
    order = [each for digests in groups.values() for each in digests]
    return {each: found[each] for each in order}, Joined(tuple(pages), sizes, groups)


def _resized(before: Joined, known: Mapping[bytes, Pieces], pages: Mapping[bytes, Pieces]
             ) -> tuple[dict[Start, int], set[Start]]:
    """The sizes as they are now, and the starts of which pages have other words than before."""
    sizes, touched = dict(before.sizes), set()
    for old, new in zip_longest(before.pages, pages):
        if old != new:
            was, now = _by_start(known, old), _by_start(pages, new)
            for start in was.keys() | now.keys():
                if was.get(start) != now.get(start):
                    touched.add(start)
                    sizes[start] = sizes.get(start, 0) + _size(now.get(start)) \
                        - _size(was.get(start))
    return {start: size for start, size in sorted(sizes.items()) if size}, touched


def _by_start(pages: Mapping[bytes, Pieces], page: bytes | None) -> dict[Start, str]:
    """The words of a page; none of a page that is not there."""
    pieces = pages[page] if page is not None else ""
    return {_start(words): words for words in pieces.split("\n")} if pieces else {}


def _start(words: str) -> Start:
    return words[:2].rstrip("=")


def _size(words: str | None) -> int:
    return len(words) + 1 if words else 0


def _taken(index: Index) -> int:
    """What `_size` would tell of the words of each page, in all."""
    return sum((len(piece) + 1) * len(numbers) for piece, numbers in index.items())


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


def _whole(pages: Iterable[Pieces]) -> dict[Start, Index]:
    """The words of all pages by their starts."""
    index: defaultdict[str, list[int]] = defaultdict(list)
    for number, pieces in enumerate(pages):
        for piece in pieces.split():
            index[piece].append(number)
    found: dict[Start, Index] = {}
    for piece, numbers in index.items():
        found.setdefault(_start(piece), {})[piece] = numbers
    return found


def _part(pages: Collection[Pieces], starts: Collection[Start]) -> dict[Start, Index]:
    """The words of some starts."""
    if len(starts) > FEW:
        index = _whole(pages)
        return {start: index.get(start, {}) for start in starts}
    found: dict[Start, Index] = {start: {} for start in starts}
    for start, own in found.items():
        # A line starts with two letters, or with a word of one letter and its weight.
        begins = start if len(start) > 1 else f"{start}="
        for number, pieces in enumerate(pages):
            at = 0 if pieces.startswith(begins) else pieces.find(f"\n{begins}") + 1 or None
            if at is not None:
                for piece in pieces[at:].partition("\n")[0].split():
                    own.setdefault(piece, []).append(number)
    return found


def _texts(name: tuple[Start, bool], starts: Iterable[Start], index: Mapping[Start, Index]
           ) -> dict[str, str]:
    """The shards of a group as JSON, each by its letters."""
    start, together = name
    parts = {start: {piece: numbers for each in starts for piece, numbers in index[each].items()}}
    if not together and _taken(index[start]) > UNDIVIDED:
        parts = _divided(index[start])
    return {letters: _text(part) for letters, part in parts.items()}


def _found_again(pages: Mapping[bytes, Pieces], name: tuple[Start, bool],
                 starts: tuple[Start, ...], letters: str) -> str:
    return _texts(name, starts, _part(pages.values(), starts))[letters]


def _divided(index: Index) -> dict[str, Index]:
    """Words of the same two letters by the first three, where they are many."""
    found: dict[str, Index] = {}
    for piece, numbers in index.items():
        found.setdefault(piece.partition("=")[0][:3], {})[piece] = numbers
    return found


def as_file(shard: Shard) -> str:
    """A shard as JSON: for each word lists of a weight and the numbers of its pages, best first."""
    return shard.make()


def _text(index: Index) -> str:
    pages: dict[str, list[tuple[int, list[int]]]] = {}
    for piece, numbers in index.items():
        word, _, weight = piece.partition("=")
        pages.setdefault(word, []).append((int(weight), numbers))
    table = {}
    for word in sorted(pages):
        left, table[word] = MOST, []
        for weight, numbers in sorted(pages[word], reverse=True):
            best = numbers[-left:]  # the newest of the equally good come last
            table[word].append([weight, *best])
            left -= len(best)
            if not left:
                break
    return as_json(table)
