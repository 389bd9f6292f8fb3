"""Where a text may be interrupted: between two of its own paragraphs, never inside a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def after_a_third(parts: Sequence[object]) -> tuple[int, int] | None:
    """The part, and the place in it, between two paragraphs nearest to a third of the words.

    None where no two paragraphs follow each other between a fifth and half of the words: after a
    heading, before a list or after a colon nothing may come between.
    """
    scans = {i: _Scan(part) for i, part in enumerate(parts) if isinstance(part, str)}
    total = sum(scan.words for scan in scans.values())
    best: tuple[float, int, int] | None = None
    before = 0
    for i, scan in scans.items():
        for words, place in scan.gaps():
            distance = abs(before + words - total / 3)
            if total / 5 <= before + words <= total / 2 and (best is None or distance < best[0]):
                best = (distance, i, place)
        before += scan.words
    return best[1:] if best else None


class _Scan(HTMLParser):
    """The elements that stand on their own in a fragment of HTML, and the words up to each."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self._lines = [0]
        for line in fragment.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._depth = self.words = 0
        self._announced: set[int] = set()  # places after a paragraph that ends with a colon
        self._colon = False
        self._blocks: list[tuple[str, int, int]] = []  # name, where it starts, words before it
        self.feed(fragment)
        self.close()

    def gaps(self) -> Iterator[tuple[int, int]]:
        """Between two paragraphs: the words before, and the place in the fragment."""
        for (first, _, _), (second, place, words) in zip(self._blocks, self._blocks[1:],
                                                         strict=False):
            if first == second == "p" and place not in self._announced:
                yield words, place

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by HTMLParser."""
        if self._depth == 0:
            line, column = self.getpos()
            place = self._lines[line - 1] + column
            self._blocks.append((tag, place, self.words))
            self._announced |= {place} if self._colon else set()
        self._depth += tag not in _VOID

    def handle_endtag(self, tag: str) -> None:
        """Called by HTMLParser."""
        self._depth = max(self._depth - (tag not in _VOID), 0)

    def handle_data(self, data: str) -> None:
        """Called by HTMLParser."""
        self.words += len(data.split())
        if data.strip():
            self._colon = data.rstrip().endswith(":")
