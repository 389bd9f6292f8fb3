"""The clinic's closed lists: categories (its topics), body regions, tags, and its references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from unidecode import unidecode

from plugins.digest.core import Digested
from plugins.site_model import yaml_lines
from plugins.site_model.problem import Problem, did_you_mean, then
from plugins.words.core import later

TermKind = Literal["category", "region", "tag"]
_TAG = re.compile(r"^[^\W_][^\W_]*(?:[ '’\-/&+][^\W_]+)*$")
MAX_TAG = 40
_ENTRY = re.compile(r"slug|(?:name|summary)(?: [a-z]{2,3})?")
# Names that no file may have on Windows, where some of the clinic's machines will check it out.
WINDOWS = frozenset(["con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)),
                     *(f"lpt{i}" for i in range(1, 10))])


def slugify(text: str) -> str:
    """Lower-case ASCII words joined by hyphens; other scripts are transliterated. May be empty."""
    ascii_text = unidecode(text).lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")


@dataclass(frozen=True, order=True)
class Term(Digested):
    """One word of a vocabulary: what a topic, region or tag page is about."""

    kind: TermKind
    slug: str
    name: str
    summary: str = ""
    translations: tuple[tuple[str, str, str], ...] = ()
    """Languages, each with the name and the summary in it."""

    def __hash__(self) -> int:
        # The words of all posts are put into sets again and again, and few words share a slug.
        return hash(self.slug)

    def spoken(self, language: str) -> Term:
        """The same word in another language, where the clinic has said what it is there."""
        found = next((each for each in self.translations if each[0] == language), None)
        return Term(self.kind, self.slug, found[1], found[2]) if found else \
            Term(self.kind, self.slug, self.name)

    @property
    def label(self) -> str:
        """The name as a heading or a link shows it."""
        return self.name[:1].upper() + self.name[1:]


@dataclass(frozen=True)
class Vocabulary:
    """The words that headers may use, in the clinic's order. `open_tags`: any tidy tag will do.

    `synonyms` are what patients say, each with what the clinic writes for it: for the search.
    """

    categories: tuple[Term, ...] = ()
    regions: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    open_tags: bool = False
    synonyms: tuple[tuple[str, str], ...] = ()
    path: str = "content/vocabulary.yaml"

    def spoken(self, language: str) -> Vocabulary:
        """The same words in another language. What patients say is known of the clinic's own."""
        return replace(self, synonyms=(), **{
            plural: tuple(term.spoken(language) for term in getattr(self, plural))
            for plural in ("categories", "regions", "tags")})

    def of(self, kind: TermKind) -> tuple[Term, ...]:
        """The terms of a kind."""
        return {"category": self.categories, "region": self.regions, "tag": self.tags}[kind]

    @cached_property
    def _terms(self) -> dict[tuple[str, str], Term]:
        """The first term of each kind that has a name or a slug."""
        found: dict[tuple[str, str], Term] = {}
        for kind in get_args(TermKind):
            for term in self.of(kind):
                found.setdefault((kind, term.name), term)
                found.setdefault((kind, term.slug), term)
        return found

    def find(self, kind: TermKind, word: str) -> Term | None:
        """The term of that exact name or slug. A tag of an open list need only be tidy."""
        if term := self._terms.get((kind, word)):
            return term
        if kind == "tag" and self.open_tags and tag_is_tidy(word):
            return Term("tag", slugify(word), word)
        return None

    def cure(self, kind: TermKind, word: str) -> str:
        """What an author can do about a word that `find` does not know."""
        if kind == "tag" and self.open_tags:
            return f"a tag is made of words, hyphens and spaces, at most {MAX_TAG} characters"
        plural = {"category": "categories", "region": "regions", "tag": "tags"}[kind]
        nearest = did_you_mean(word, (term.name for term in self.of(kind)))
        return then(nearest, f"To allow it, add the line '- {word[:60]}' under '{plural}:' in "
                             f"{self.path}")


def is_date(text: str) -> bool:
    """Whether a text is a day such as 2026-05-31."""
    # `fromisoformat` alone would take week dates and dates without hyphens too.
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def tag_is_tidy(word: str) -> bool:
    """Whether a tag of an open list can be shown and can name a folder."""
    return len(word) <= MAX_TAG and bool(_TAG.match(word)) and bool(slugify(word)) \
        and slugify(word) not in WINDOWS


def read_vocabulary(text: str, path: str) -> tuple[Vocabulary, tuple[Problem, ...]]:
    """The vocabulary file to terms; entries are a name alone, or `name` with `summary`/`slug`."""
    try:
        document = yaml_lines.load(text)
    except yaml_lines.YamlError as error:
        return Vocabulary(path=path), (Problem(path, error.line, error.message, error.cure),)
    problems: list[Problem] = []
    if not isinstance(document.value, dict):
        document = yaml_lines.Document({}, {})
    data = document.value
    assert isinstance(data, dict)
    known = ("categories", "regions", "tags", "open tags", "synonyms")
    for key in data:
        if key not in known:
            problems.append(Problem(path, document.line(key), f"unknown list '{key}'",
                                    did_you_mean(key, known)))
    open_tags = str(data.get("open tags") or "no").lower()
    if open_tags not in ("true", "yes", "false", "no"):
        problems.append(Problem(path, document.line("open tags"), f"'open tags: {open_tags[:40]}' "
                                "is unknown", "write true or false"))
    kinds: tuple[tuple[str, TermKind], ...] = (
        ("categories", "category"), ("regions", "region"), ("tags", "tag"))
    terms = {plural: _terms(document, plural, kind, path, problems) for plural, kind in kinds}
    if not terms["categories"]:
        problems.append(Problem(path, document.line("categories"), "there are no categories",
                                "add at least one under 'categories:'"))
    return Vocabulary(terms["categories"], terms["regions"], terms["tags"],
                      open_tags not in ("false", "no"),
                      _synonyms(document, path, problems), path), tuple(problems)


def _terms(document: yaml_lines.Document, plural: str, kind: TermKind, path: str,
           problems: list[Problem]) -> tuple[Term, ...]:
    assert isinstance(document.value, dict)
    entries = document.value.get(plural, [])
    found: dict[str, Term] = {}
    if entries and not isinstance(entries, list):
        problems.append(Problem(path, document.line(plural), f"'{plural}' is not written as a list",
                                "write one '- name' on each line below it"))
        entries = [entries] if isinstance(entries, str) else []
    for i, entry in enumerate(entries if isinstance(entries, list) else []):
        fields = {"name": entry} if isinstance(entry, str) else entry
        if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()) \
                or not fields.get("name") or not all(map(_ENTRY.fullmatch, fields)):
            problems.append(Problem(path, document.line(plural, i), "this entry is not readable",
                                    "write '- name', or '- name: …' with 'summary: …' below it; "
                                    "in Spanish, 'name es: …' and 'summary es: …'"))
            continue
        name = str(fields["name"]).strip()
        slug = slugify(str(fields.get("slug") or name))
        if not slug or slug in found:
            problems.append(Problem(path, document.line(plural, i), f"'{name}' is there twice"
                                    if slug else f"'{name}' has no letters", "delete one"))
            continue
        found[slug] = Term(kind, slug, name, str(fields.get("summary", "")).strip(),
                           _translations(fields))
    return tuple(found.values())


def _translations(fields: Mapping[str, yaml_lines.Value]) -> tuple[tuple[str, str, str], ...]:
    """What `name es` and `summary es` say."""
    return tuple((language, str(fields[key]).strip(),
                  str(fields.get(f"summary {language}", "")).strip())
                 for key in sorted(fields) if key.startswith("name ")
                 for language in (key.removeprefix("name "),))


def _synonyms(document: yaml_lines.Document, path: str, problems: list[Problem]
              ) -> tuple[tuple[str, str], ...]:
    assert isinstance(document.value, dict)
    entries = document.value.get("synonyms", "")
    found: dict[tuple[str, str], None] = {}
    for written, said in (entries.items() if isinstance(entries, dict) else ()):
        words = said if isinstance(said, list) else [said]
        for i, word in enumerate(words):
            fault = _synonym_fault(written, word, found)
            if fault:
                problems.append(Problem(path, document.line("synonyms", written, i), *fault))
            else:
                found[str(word).strip(), written.strip()] = None
    if entries and not isinstance(entries, dict):
        problems.append(Problem(path, document.line("synonyms"), "'synonyms' is no list of words",
                                "write '- sciatica: [pinched nerve]' without the hyphen"))
    return tuple(found)


def _synonym_fault(written: str, said: yaml_lines.Value, known: Iterable[tuple[str, str]]
                   ) -> tuple[str, str] | None:
    if not isinstance(said, str) or not slugify(said) or not slugify(written):
        return (f"'{written}' has a synonym that is no word",
                "write what patients say in square brackets, such as [pinched nerve]")
    if slugify(said) == slugify(written):
        return f"'{said}' is a synonym of itself", "delete it"
    if (said.strip(), written.strip()) in known:
        return f"'{said}' is there twice", "delete one"
    return None


# ---------------------------------------------------------------- references

REFERENCE_KINDS = (later("Guideline"), later("Review of trials"), later("Trial"),
                   later("Cohort study"), later("Expert opinion"), later("Clinical review"),
                   later("Patient information"))
_REFERENCE_FIELDS = ("kind", "authors", "year", "title", "journal", "volume", "doi", "url",
                     "superseded by", "verified by", "verified on")
_YEAR = re.compile(r"^(?:19|20)\d\d\b")  # "2021, updated 2023" is one too
_DOI = re.compile(r"^10\.\d{4,9}/\S+$")  # DOI Handbook 2.2; Crossref's pattern for modern DOIs


@dataclass(frozen=True)
class Reference:
    """A source that articles cite by its key. `doi` without the resolver's address.

    `superseded_by` is the key of the version that took its place. `verified_by` and `verified_on`
    say who opened the source, and when. `line` is where the entry starts in its file.
    """

    key: str
    kind: str
    authors: str
    year: str
    title: str
    journal: str = ""
    volume: str = ""
    doi: str = ""
    url: str = ""
    superseded_by: str = ""
    verified_by: str = ""
    verified_on: date | None = None
    line: int = field(default=0, compare=False)

    @property
    def href(self) -> str:
        """Where the source can be read, empty where no address is certain."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def read_references(text: str, path: str) -> tuple[Mapping[str, Reference], tuple[Problem, ...]]:
    """The file of references to records by key."""
    try:
        document = yaml_lines.load(text)
    except yaml_lines.YamlError as error:
        return {}, (Problem(path, error.line, error.message, error.cure),)
    problems: list[Problem] = []
    found: dict[str, Reference] = {}
    if document.value and not isinstance(document.value, dict):
        problems.append(Problem(path, 1, "the references have no keys",
                                "write 'key:' on a line and the fields of the source below it"))
    for key, fields in (document.value.items() if isinstance(document.value, dict) else ()):
        wrong = list(_reference_problems(key, fields))
        problems += [Problem(path, document.line(key, *at), message, cure)
                     for at, message, cure in wrong]
        # A faulty one is known too: that it is not there must not be said to who cites it.
        found[key] = _reference(key, fields, document.line(key))
    for key, other in ((each.key, each.superseded_by) for each in found.values()):
        if other == key:
            problems.append(Problem(path, document.line(key, "superseded by"),
                                    f"'{key}' is superseded by itself", "name the newer version"))
        elif other and other not in found:
            problems.append(Problem(path, document.line(key, "superseded by"), "there is no "
                                    f"reference '{other}'", did_you_mean(other, found)))
    return found, tuple(problems)


_WHOLE = re.compile(r"^https://[^\s/?#\[\]@:]+(?::\d{1,5})?(?:[/?#]\S*)?$")


def _reference(key: str, fields: yaml_lines.Value, line: int) -> Reference:
    given = fields if isinstance(fields, dict) else {}
    values = {name.replace(" ", "_"): str(given.get(name, "")) for name in _REFERENCE_FIELDS}
    verified = values.pop("verified_on")
    return Reference(key, **values, line=line,  # type: ignore[arg-type]
                     verified_on=date.fromisoformat(verified) if is_date(verified) else None)


def _reference_problems(key: str, fields: yaml_lines.Value
                        ) -> Iterable[tuple[tuple[str, ...], str, str]]:
    if not isinstance(fields, dict):
        yield (), f"reference '{key}' is not a list of 'name: value' lines", "see docs/authoring.md"
        return
    if shapes := [name for name, value in fields.items() if not isinstance(value, str)]:
        for name in shapes:
            yield (name,), f"'{name}' is not written as a single value", \
                "write one value, without brackets and without lines that start with '-'"
        return
    for name in fields:
        if name not in _REFERENCE_FIELDS:
            yield (name,), f"unknown field '{name}'", did_you_mean(name, _REFERENCE_FIELDS)
    for name in ("kind", "authors", "year", "title"):
        if not fields.get(name):
            yield (), f"reference '{key}' has no '{name}'", f"add a line '{name}: …'"
    if fields.get("kind") and fields["kind"] not in REFERENCE_KINDS:
        yield ("kind",), f"unknown kind '{fields['kind']}'", did_you_mean(
            str(fields["kind"]), REFERENCE_KINDS)
    if fields.get("year") and not _YEAR.match(str(fields["year"])):
        yield ("year",), f"'{fields['year']}' is no year", "write it as 2021"
    if fields.get("doi") and not _DOI.match(str(fields["doi"])):
        yield ("doi",), f"'{fields['doi']}' is no DOI", "write it as 10.1234/abcd, no address"
    if fields.get("verified on") and not is_date(str(fields["verified on"])):
        yield ("verified on",), f"'{fields['verified on']}' is no date", "write it as 2026-05-31"
    if fields.get("verified on") and not fields.get("verified by"):
        yield ("verified on",), "nobody is named who verified it", "add a line 'verified by: …'"
    if fields.get("url") and not _WHOLE.match(str(fields["url"])):
        yield ("url",), "the address must start with https:// and name a host", "correct it"
