"""The counted terms of one post, made from that post alone: a value to keep until the post changes.

Bytes, so that it can be kept in any file, compared and digested as it is: for n terms, n slots of
32 bits each (`words.slot`), then n counts of 16 bits each, the lowest byte first. No term is in it
twice.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from hashlib import blake2b

from . import words
from .ranking import Weights

SIZE = 6  # bytes a term
MOST = 65535  # times that a term can be counted


def counts(title: str, text: str, topic: str, tags: Sequence[str] = (),
           regions: Sequence[str] = (), weights: Weights = Weights()) -> bytes:  # noqa: B008
    """The counted terms of a post; `weights.time` does not matter here."""
    texts = [(text, weights.text), (title, weights.title)]
    texts += [(tag, weights.tags) for tag in tags]
    texts += [(region, weights.regions) for region in regions]
    return packed(words.count(texts, [(topic, weights.topic)]))


def packed(count: dict[int, int]) -> bytes:
    """Counted terms as bytes."""
    slots, times = array("I", [*count]), [*count.values()]
    numbers = array("H", times if max(times, default=0) <= MOST else [min(n, MOST) for n in times])
    if sys.byteorder == "big":
        slots.byteswap()
        numbers.byteswap()
    return slots.tobytes() + numbers.tobytes()


def unpacked(data: bytes) -> dict[int, int]:
    """The way back."""
    size = len(data) // SIZE
    slots, numbers = array("I", data[:4 * size]), array("H", data[4 * size:])
    if sys.byteorder == "big":
        slots.byteswap()
        numbers.byteswap()
    return dict(zip(slots, numbers, strict=True))


def name(data: bytes) -> bytes:
    """Sixteen bytes that stand for counts, or for other data: equal exactly when they are."""
    return blake2b(data, digest_size=16).digest()
