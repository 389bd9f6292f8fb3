"""The clinic's glossary: words that patients may not know, each with what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugins.digest.core import Digested
from plugins.site_model import yaml_lines
from plugins.site_model.problem import Problem, did_you_mean
from plugins.site_model.vocabulary import Reference, slugify

TERMS, TO_EXPLAIN = "terms", "words to explain"
_FIELDS = ("meaning", "also", "sources")
MAX_MEANING = 300  # characters: it stands in the middle of a sentence


@dataclass(frozen=True)
class GlossaryTerm(Digested):
    """One word. `also` are other forms of it, `sources` what its meaning rests on."""

    slug: str
    name: str
    meaning: str
    also: tuple[str, ...] = ()
    sources: tuple[Reference, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way in which a text may write it; a plural with -s needs no entry."""
        return (self.name, *self.also)


@dataclass(frozen=True)
class Glossary:
    """The words explained, by name; and those of the clinic's jargon that authors must explain
    each time, because nobody has written down yet what they mean. `others` are the glossaries of
    other languages."""

    terms: tuple[GlossaryTerm, ...] = ()
    to_explain: tuple[str, ...] = ()
    others: tuple[tuple[str, Glossary], ...] = ()

    def spoken(self, language: str) -> Glossary:
        """The glossary of another language; an empty one where nobody has written it."""
        return dict(self.others).get(language, Glossary())


def read_glossary(text: str, path: str, references: Mapping[str, Reference]
                  ) -> tuple[Glossary, tuple[Problem, ...]]:
    """The file of the glossary to records. `references` are those that a meaning may rest on."""
    try:
        document = yaml_lines.load(text)
    except yaml_lines.YamlError as error:
        return Glossary(), (Problem(path, error.line, error.message, error.cure),)
    if document.value == "":
        return Glossary(), ()
    if not isinstance(document.value, dict):
        return Glossary(), (Problem(path, 1, "the glossary is not readable",
                                    f"write '{TERMS}:' on a line and the words below it"),)
    problems = [Problem(path, document.line(key), f"unknown list '{key}'",
                        did_you_mean(key, (TERMS, TO_EXPLAIN)))
                for key in document.value if key not in (TERMS, TO_EXPLAIN)]
    reader = _Reader(document, path, references, problems)
    terms = reader.terms(document.value.get(TERMS, ""))
    bare = reader.to_explain(document.value.get(TO_EXPLAIN, ""))
    return Glossary(terms, bare), tuple(problems)


class _Reader:
    """Gathers the words of one file; no two entries may claim the same form."""

    def __init__(self, document: yaml_lines.Document, path: str,
                 references: Mapping[str, Reference], problems: list[Problem]) -> None:
        self._document, self._path = document, path
        self._references, self._problems = references, problems
        self._owners: dict[str, str] = {}

    def _complain(self, at: yaml_lines.Path, message: str, cure: str) -> None:
        self._problems.append(Problem(self._path, self._document.line(*at), message, cure))

    def terms(self, entries: yaml_lines.Value) -> tuple[GlossaryTerm, ...]:
        if entries and not isinstance(entries, dict):
            self._complain((TERMS,), f"'{TERMS}' is no list of words with a meaning",
                           "write 'tendon:' and, below it, 'meaning: …'")
        found: dict[str, GlossaryTerm] = {}
        for name, fields in (entries.items() if isinstance(entries, dict) else ()):
            term = self._term(name.strip(), fields)
            if term and term.slug in found:
                self._complain((TERMS, name), f"'{name}' has the address of "
                               f"'{found[term.slug].name}'", "make one entry of the two")
            elif term:
                found[term.slug] = term
        return tuple(sorted(found.values(), key=lambda term: (term.slug, term.name)))

    def _term(self, name: str, fields: yaml_lines.Value) -> GlossaryTerm | None:
        at: yaml_lines.Path = (TERMS, name)
        if not isinstance(fields, dict):
            self._complain(at, f"'{name}' has no meaning",
                           "write 'meaning: …' on a line of its own below the word")
            return None
        before = len(self._problems)
        for where, message, cure in self._faults(name, fields):
            self._complain((*at, *where), message, cure)
        if len(self._problems) > before:
            return None
        return GlossaryTerm(slugify(name), name, str(fields["meaning"]).strip(),
                            tuple(_words(fields.get("also", ""))),
                            tuple(self._references[key]
                                  for key in _words(fields.get("sources", ""))))

    def _faults(self, name: str, fields: Mapping[str, yaml_lines.Value]
                ) -> Iterator[tuple[yaml_lines.Path, str, str]]:
        for field in fields:
            if field not in _FIELDS:
                yield (field,), f"unknown field '{field}'", did_you_mean(field, _FIELDS)
        meaning = fields.get("meaning", "")
        if not isinstance(meaning, str) or not meaning.strip():
            yield (), f"'{name}' has no meaning", "write 'meaning: …' below the word"
        elif len(meaning) > MAX_MEANING:
            yield ("meaning",), f"the meaning of '{name}' has {len(meaning)} characters", (
                f"say it in {MAX_MEANING}: it stands in the middle of a sentence")
        if not slugify(name):
            yield (), f"'{name}' has no letters", "write a word"
        for key in _words(fields.get("sources", "")):
            if key not in self._references:
                yield ("sources",), f"there is no reference '{key}'", did_you_mean(
                    key, self._references)
        for form in (name, *_words(fields.get("also", ""))):
            owner = self._owners.setdefault(_key(form), name)
            if owner != name:
                yield ("also",), f"'{form}' is explained under '{owner}' too", "delete one"

    def to_explain(self, entries: yaml_lines.Value) -> tuple[str, ...]:
        if isinstance(entries, dict):
            self._complain((TO_EXPLAIN,), f"'{TO_EXPLAIN}' is not written as a list",
                           "write one '- word' on each line below it")
        words = _words(entries)
        for i, word in enumerate(words):
            if _key(word) in self._owners:
                self._complain((TO_EXPLAIN, i), f"'{word}' is explained under '{TERMS}' already",
                               "delete it here")
        return tuple(word for word in words if _key(word) not in self._owners)


def _words(value: yaml_lines.Value) -> list[str]:
    """A list, or one word alone."""
    entries = value if isinstance(value, list) else [value]
    return [entry.strip() for entry in entries if isinstance(entry, str) and entry.strip()]


def _key(form: str) -> str:
    # Capitals count in abbreviations only: PT is not "pt".
    return form if form.isupper() else form.casefold()
