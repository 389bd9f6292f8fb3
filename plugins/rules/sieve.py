"""Which texts a pattern cannot match, known without trying it.

Nearly no text holds any of the phrases that rules look for, and to try each phrase at each place of
each text is what costs. So pieces of words are read off a pattern's own parse tree: a text in
which none of them stands cannot match. Pieces are looked for in all texts at once, and a word that
was looked at is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, reduce
from math import log2
from operator import or_
from re import _constants as node  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Pieces = frozenset[str]
"""Pieces of which a word of the text must hold one. Small letters are those of the folded word;
`A` and `N` stand for any capital and any digit of the word as it is written."""

Needs = frozenset[frozenset[Pieces]]
"""The ways in which a text may match: all the conditions of one of them hold."""

_MOST_STRINGS = 16  # that a run of letters and choices is spelled out to
_MOST_WAYS = 32  # that are told apart
_MOST_PIECES = 64  # in one condition; more would be in every text
_SHORTEST = 3  # letters; 'we' and 'in' are in every text
_MOST_WORDS = 200_000  # that are remembered
# Letters that a pattern without case takes for i, s and k, and that `lower` leaves as they are.
_FOLDED = str.maketrans({"İ": "i", "ı": "i", "ſ": "s", "\u212a": "k"})
_SHAPED = re.compile(r"[A-Z]{2}|\d\d")


def fold(text: str) -> str:
    """A text in which any two letters that a pattern without case takes for one are one, of those
    that `pieces` are made of: ASCII, and signs that have no case."""
    return text.lower() if text.isascii() else text.translate(_FOLDED).lower()


class Sought:
    """A pattern that is compiled when it is needed, and what a text must hold to match it."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source, self.flags = source, flags

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.source, self.flags)

    @cached_property
    def needs(self) -> Needs:
        """What a text that matches holds."""
        tree = _parser.parse(self.source, self.flags)
        strings, found = _sequence(tree, bool(tree.state.flags & re.I))
        return _both(found, _condition(strings))

    def search(self, text: str) -> re.Match[str] | None:
        """See re.Pattern."""
        return self.pattern.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """See re.Pattern."""
        return self.pattern.finditer(text)


# -------------------------------------------------------------------- reading a parse tree
# Of each part of a pattern two things are told: the few strings it matches, if it is so simple, or
# None; and what it needs. Whatever is not known here needs nothing.

_Told = tuple[frozenset[str] | None, Needs]
_EMPTY = frozenset({""})
_ALWAYS = (0,)
_FREE: Needs = frozenset({frozenset()})


def _sequence(parts: Iterable[tuple[Any, Any]], caseless: bool) -> _Told:
    """Parts that stand one after another."""
    run, whole, found = _EMPTY, True, _FREE
    for kind, value in parts:
        strings, more = _part(kind, value, caseless)
        found = _both(found, more)
        if strings is _EMPTY:
            continue
        if strings is not None and len(run) * len(strings) <= _MOST_STRINGS:
            run = frozenset(first + then for first in run for then in strings)
        else:
            found = _both(found, _condition(run))
            run, whole = strings or _EMPTY, False
    return (run, found) if whole else (None, _both(found, _condition(run)))


def _part(kind: Any, value: Any, caseless: bool) -> _Told:
    if kind is node.LITERAL:
        return _letters((value,)), _FREE
    if kind is node.IN:
        return (_letters(tuple(each for _, each in value))
                if all(name is node.LITERAL for name, _ in value) else None), _FREE
    if kind is node.SUBPATTERN:
        _, added, removed, parts = value
        return _sequence(parts, (caseless or bool(added & re.I)) and not removed & re.I)
    if kind is node.BRANCH:
        return _choice([_sequence(each, caseless) for each in value[1]])
    if kind in (node.MAX_REPEAT, node.MIN_REPEAT, node.POSSESSIVE_REPEAT):
        return _repeat(*value, caseless)
    if kind is node.ATOMIC_GROUP:
        return _sequence(value, caseless)
    if kind is node.ASSERT:  # what is looked at must be in the text too
        strings, found = _sequence(value[1], caseless)
        return _EMPTY, _both(found, _condition(strings))
    if kind in (node.ASSERT_NOT, node.AT):
        return _EMPTY, _FREE
    return None, _FREE


def _both(one: Needs, other: Needs) -> Needs:
    """What two parts need together; where that has very many ways, less."""
    if one is _FREE or other is _FREE:
        return one if other is _FREE else other
    if len(one) * len(other) > _MOST_WAYS:
        one, other = (one, _weaker(other)) if len(one) < len(other) else (_weaker(one), other)
    ways = {some | more for some in one for more in other}
    return frozenset(way for way in ways if not any(less < way for less in ways))


def _weaker(needs: Needs) -> Needs:
    """Of each way its rarest condition, all made one."""
    if frozenset() in needs:
        return _FREE
    best = (max(way, key=lambda each: (_rarity(each), sorted(each))) for way in needs)
    return _condition(frozenset().union(*best))


@cache
def _letters(codes: tuple[int, ...]) -> frozenset[str] | None:
    letters = [chr(code) for code in codes]
    usable = all(letter.isascii() or letter.lower() == letter == letter.upper()
                 for letter in letters)
    return frozenset(map(fold, letters)) if usable else None


def _choice(told: list[_Told]) -> _Told:
    """One of several."""
    strings: frozenset[str] = frozenset().union(*(some for some, _ in told if some is not None))
    if all(some is not None for some, _ in told) and len(strings) <= _MOST_STRINGS:
        return strings, _FREE
    ways = frozenset(way for some, found in told for way in _both(found, _condition(some)))
    return None, _FREE if frozenset() in ways else ways if len(ways) <= _MOST_WAYS \
        else _weaker(ways)


def _repeat(least: int, most: int, parts: Any, caseless: bool) -> _Told:
    strings, found = _sequence(parts, caseless)
    if strings is not None and (least, most) == (0, 1) and len(strings) < _MOST_STRINGS:
        return strings | _EMPTY, _FREE
    if least == 0:
        return None, _FREE
    if strings is None:
        return None, _both(found, _shape(parts, least, caseless))
    return None, _both(found, _condition(frozenset(each * least for each in strings)
                                         if len(strings) == 1 else strings))


def _shape(parts: Any, least: int, caseless: bool) -> Needs:
    """Capitals or digits in a row."""
    kind, value = parts[0] if len(parts) == 1 else (None, None)
    if kind is not node.IN or len(value) != 1 or least < 2:
        return _FREE
    name, what = value[0]
    if name is node.RANGE and what[0] >= ord("A") and what[1] <= ord("Z") and not caseless:
        return _one({"A" * least})
    return _one({"N" * least}) if name is node.CATEGORY and what is node.CATEGORY_DIGIT else _FREE


def _condition(strings: Iterable[str] | None) -> Needs:
    """That one of these strings is in the text, said of pieces of single words: those that all
    the strings have, and one of the others."""
    words = [set(each.split()) for each in strings or ()]
    common = set.intersection(*words) if words else set()
    conditions = [frozenset({each}) for each in common]
    if words and all(each - common for each in words):
        longest = {max(each - common, key=lambda word: (_weight(word), word)) for each in words}
        conditions.append(frozenset(each for each in longest if not any(
            other != each and other in each for other in longest)))
    return frozenset({frozenset(
        each for each in conditions if len(each) <= _MOST_PIECES
        and min(map(_weight, each)) >= _SHORTEST)})


def _one(pieces: Iterable[str]) -> Needs:
    return frozenset({frozenset({frozenset(pieces)})})


def _weight(piece: str) -> int:
    """How rare a piece is, in letters: a sign is worth three."""
    return len(piece) + 2 * (not piece.isalnum())


def _rarity(pieces: Pieces) -> float:
    return min(map(_weight, pieces)) - log2(len(pieces))


# -------------------------------------------------------------------- looking at texts

class Sieve:
    """Tells of some patterns at once which of them a text may match."""

    def __init__(self, sought: Iterable[Sought] = ()) -> None:
        self._sought = tuple(sought)

    def may_match(self, sought: Sought, held: int) -> bool:
        """Whether a text that meets these conditions may match; always of an unknown pattern."""
        for way in self._ways.get(sought, _ALWAYS):  # noqa: SIM110  (asked very often)
            if way & held == way:
                return True
        return False

    def held(self, words: Iterable[str]) -> int:
        """The conditions that a text meets, by its words: whatever stands between white space."""
        return reduce(or_, filter(None, map(self._words.__getitem__, words)), 0)

    def make(self) -> None:
        """Do now what is otherwise done for the first text."""
        self._words  # noqa: B018
        self._ways  # noqa: B018

    @property
    def made(self) -> bool:
        """Is that done?"""
        return "_ways" in vars(self)

    @cached_property
    def _bits(self) -> Mapping[Pieces, int]:
        conditions = dict.fromkeys(sorted({condition for each in self._sought
                                           for way in each.needs for condition in way},
                                          key=sorted))
        return {pieces: 1 << place for place, pieces in enumerate(conditions)}

    @cached_property
    def _ways(self) -> Mapping[Sought, tuple[int, ...]]:
        return {each: tuple(reduce(or_, map(self._bits.__getitem__, way), 0) for way in each.needs)
                for each in self._sought}

    @cached_property
    def _words(self) -> _Words:
        return _Words(self._bits)


class _Words(dict[str, int]):
    """Words that were looked at, each with the conditions it meets."""

    def __init__(self, bits: Mapping[Pieces, int]) -> None:
        super().__init__()
        self._signs: dict[str, int] = {}  # pieces of one sign or two; of letters there are none
        self._by_start: dict[str, dict[str, int]] = {}
        for pieces, bit in bits.items():
            for piece in pieces:
                same = self._signs if len(piece) < _SHORTEST \
                    else self._by_start.setdefault(piece[:_SHORTEST], {})
                same[piece] = same.get(piece, 0) | bit

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        form, found = fold(word), 0
        if _SHAPED.search(word):
            form = f"{form} {''.join(map(_sign, word))}"
        for place in range(len(form) - _SHORTEST + 1):
            same_start = self._by_start.get(form[place:place + _SHORTEST])
            if same_start:
                for piece, bit in same_start.items():
                    if form.startswith(piece, place):
                        found |= bit
        if not form.isalnum():
            for piece, bit in self._signs.items():
                if piece in form:
                    found |= bit
        self[word] = found
        return found


def _sign(letter: str) -> str:
    return "A" if "A" <= letter <= "Z" else "N" if letter.isdecimal() else "."
