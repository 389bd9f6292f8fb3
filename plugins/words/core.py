"""The words of the interface in the language of a page.

English stands where it is used, in code and templates, and is its own key: a catalogue in the
format of gettext says what stands there instead. A word that a catalogue does not know stays
English. What speaks to authors (errors, warnings) is no word of the interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from gettext import c2py  # type: ignore[attr-defined]

from plugins.digest.core import Digested

SOURCE = "en"
"""The language of the words as they stand in code and templates."""


@dataclass(frozen=True)
class Catalogue(Digested):
    """What a language says instead. `messages` are the forms of each word by what stands in the
    source; `plural` is the rule that chooses among them, as gettext writes it, from `n`."""

    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plural: str = "n != 1"


@dataclass(frozen=True)
class Words(Digested):
    """The words of pages in one language (BCP 47)."""

    language: str = SOURCE
    catalogue: Catalogue = Catalogue()

    def say(self, text: str, /, **values: object) -> str:
        """A text in this language; `values` stand for the names in braces in it."""
        found = self.catalogue.messages.get(text)
        said = found[0] if found else text
        return said.format(**values) if values else said

    def forms(self, one: str, many: str) -> tuple[str, ...]:
        """All forms of a text that depends on a number: `which` tells the place of the right one.
        """
        found = self.catalogue.messages.get(one, ())
        return found if len(found) > self._highest else \
            (one, *(many for _ in range(self._highest)))

    @cached_property
    def which(self):  # type: ignore[no-untyped-def]
        """The function from a number to the place of its form."""
        return c2py(self.catalogue.plural)

    @cached_property
    def _highest(self) -> int:
        """The place of the last form; languages differ for numbers below 201, if at all."""
        return max(self.which(n) for n in range(201))


ENGLISH = Words()


def later(text: str) -> str:
    """A word that is said later, where the language is known: this marks it for the catalogue."""
    return text


@cache  # asked many times for each post, and a site has few languages
def primary(language: str) -> str:
    """The language of a tag such as en-US without its country (BCP 47)."""
    return language.partition("-")[0].lower()
