"""Texts to counted terms: words and pairs of neighbouring words, each as a number.

Terms are hashed into 2^24 slots (the "hashing trick", Weinberger et al. 2009): a table of ten
thousand posts' terms then fits in little memory, and needs no vocabulary that moves with each edit.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from zlib import crc32

SLOTS = 1 << 24
# Scripts that put no space between words are read letter by letter; pairs then stand for words.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Vowel signs of Indic scripts are no letters to Python, but belong to the word.
_SIGNS = "\u0300-\u036f\u0900-\u0963\u0980-\u0dff"
WORD = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W\d_])"
                  rf"(?:(?![{_UNSPACED}])[\w'’{_SIGNS}-])*")
_LETTER = re.compile(rf"[{_UNSPACED}]")
_SPACED = re.compile(rf"[^\W\d_][\w'’{_SIGNS}-]*")  # as WORD reads a text without _LETTER
# A blank for each byte that stands for a sign between words; those of other letters stay.
_BLANKS = bytes(byte if byte > 127 or chr(byte).isalnum() or chr(byte) in "_'-" else 32
                for byte in range(256))
STOP_WORDS = frozenset("""a about after again all also although always am an and another any are as
    at be because been before being below between both but by can cannot could did do does doing
    done down during each either else even ever every few for from further get give go had has have
    having he her here hers him his how however i if in into is it its itself just last less made
    make many may me might mine more most much must my myself near need neither never no nor not
    now of off often on once one only or other others our ours out over own per perhaps put quite
    rather same see seem several she should since so some such take than that the their them then
    there therefore these they thing things this those though through thus to together too toward
    two under until up upon us use used using usually very via was way we well were what when where
    whether which while who whole whom whose why will with within without would yet you your
    yours""".split())


def words(text: str) -> Iterator[str]:
    """The telling words of a text in order, in lower case, without a possessive 's."""
    for found in _found(text):
        if word := _telling(found):
            yield word


def vocabulary(text: str) -> set[str]:
    """The telling words of a text, sooner than one by one."""
    return set(map(_telling, set(_found(text)))) - {""}


def _found(text: str) -> list[str]:
    """All words as they are written, in lower case, and numbers before them, which tell nothing.

    No word goes on over a blank or an ASCII sign, so that a text is divided there first: only the
    pieces with other characters are left to an expression.
    """
    lowered = unicodedata.normalize("NFC", text).lower()
    pieces = lowered.encode("utf-8", "surrogatepass").translate(_BLANKS) \
        .decode("utf-8", "surrogatepass").split()
    if lowered.isascii():
        return pieces
    # Most texts are in scripts with spaces, which a simpler expression reads sooner.
    read = (WORD if _LETTER.search(lowered) else _SPACED).findall
    found: list[str] = []
    for piece in pieces:
        if piece.isascii():
            found.append(piece)
        else:
            found += read(piece)
    return found


def _telling(found: str) -> str:
    word = found.lstrip("0123456789_'-").rstrip("'’-").replace("’", "'").removesuffix("'s")
    if word in STOP_WORDS or (len(word) < 2 and not _LETTER.match(word)):
        return ""
    return word


class Numbers(dict[str, int]):
    """The number of each word as it was found; 0 for a word that tells nothing."""

    def __missing__(self, found: str) -> int:
        word = _telling(found)
        self[found] = number = _number(word) if word else 0
        return number


class Spread(dict[int, int]):
    """The number of each word times 2^32 divided by the golden ratio (Knuth's multiplicative
    hashing), so far as it matters: the first word of a pair."""

    def __missing__(self, number: int) -> int:
        self[number] = spread = number * 2654435769 & 0xFFFFFFFF
        return spread


# The words met so far. They change no result, and are let go before they grow many.
_NUMBERS, _SPREAD, _MANY = Numbers(), Spread(), 200_000


def _number(word: str) -> int:
    return crc32(word.encode("utf-8", "replace")) or 1


def slot(word: str) -> int:
    """Where a word of `words` is counted."""
    return _number(word) >> 8


def slots(text: str) -> list[int]:
    """The slot of each telling word of a text, then of each pair of neighbours."""
    if len(_NUMBERS) > _MANY:
        _NUMBERS.clear()
        _SPREAD.clear()
    row = list(filter(None, map(_NUMBERS.__getitem__, _found(text))))
    found = [number >> 8 for number in row]
    spread = map(_SPREAD.__getitem__, row)
    found += [a + b >> 8 & 0xFFFFFF for a, b in zip(spread, row[1:], strict=False)]
    return found


def count(weighted: Iterable[tuple[str, int]], labels: Iterable[tuple[str, int]]
          ) -> dict[int, int]:
    """Add up the terms of texts with weights, and of labels that count as they stand."""
    total: Counter[int] = Counter()
    for text, weight in weighted:
        if weight == 1:
            total.update(slots(text))
        elif weight:
            for found in slots(text):
                total[found] += weight
    for label, weight in labels:
        if label and weight:
            total[crc32(f"\0{label}".encode()) >> 8] += weight
    return total
