"""What a text is known by beside others, so that two that say the same are found."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from operator import xor
from zlib import crc32

_RUN = 5  # words
_MOST_WORDS = 200_000  # that are remembered


class _Numbers(dict[str, int]):
    """Words as numbers."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        self[word] = number = crc32(word.encode("utf-8"))
        return number


_NUMBERS = _Numbers()


def shingles(words: Sequence[str]) -> frozenset[int]:
    """One in eight of the runs of five words, chosen by content, so that equal texts choose alike
    (A. Broder, On the resemblance and containment of documents, 1997). The first two words choose,
    as a single one may be in every text or in none."""
    numbers = list(map(_NUMBERS.__getitem__, words))
    pairs = map(xor, numbers, numbers[1:len(words) - _RUN + 2])
    return frozenset([crc32(" ".join(words[start:start + _RUN]).encode("utf-8"))
                      for start, pair in enumerate(pairs) if not pair & 7])


def packed(marks: frozenset[int]) -> bytes:
    """Marks in four bytes each: as numbers in a set they take twenty times as much memory."""
    return struct.pack(f"<{len(marks)}I", *sorted(marks))


def unpacked(data: bytes) -> frozenset[int]:
    """The marks of `packed`."""
    return frozenset(_numbers(data))


def among(some: frozenset[int], data: bytes) -> frozenset[int]:
    """Those of some marks that are among the `packed` ones, sooner than by unpacking these."""
    return some.intersection(_numbers(data))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)
