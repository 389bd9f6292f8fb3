"""The languages that pages can be in: English, and those that have a catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.words import po
from plugins.words.core import SOURCE, Words, primary

Fault = tuple[str, int, str, str]
"""What is wrong with a catalogue: its path, the line, what it is, and the cure."""


@dataclass(frozen=True)
class Languages:
    """The catalogues by language tag, each with its path and text; one is read when its language
    is first asked for. Regions share one: `es` serves `es-US` too."""

    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list, compare=False)
    _known: dict[str, Words] = field(default_factory=dict, compare=False, repr=False)

    def has(self, language: str) -> bool:
        """Whether the words of the interface are there in a language."""
        return primary(language) == SOURCE or bool(self._tag(language))

    def words(self, language: str) -> Words:
        """The words of pages in a language: English ones where it has no catalogue, or one with a
        fault, which is then among the `faults`."""
        if language not in self._known:
            self._known[language] = self._read(language)
        return self._known[language]

    def cure(self, language: str) -> str:
        """What to do about a language without a catalogue."""
        there = ", ".join(sorted({SOURCE, *self.files}))
        return (f"write one: `make words language={primary(language)}` starts it, "
                f"docs/publishing.md tells how; or use one of {there}")

    def _tag(self, language: str) -> str:
        by_name = {tag.lower(): tag for tag in self.files}
        return by_name.get(language.lower()) or by_name.get(primary(language)) or ""

    def _read(self, language: str) -> Words:
        tag = self._tag(language)
        if not tag:
            return Words(language)
        path, text = self.files[tag]
        try:
            return Words(language, po.read(text))
        except po.CatalogueError as error:
            self.faults.append((path, error.line, error.message, error.cure))
            return Words(language)
