"""What a rule is, what it looks at, and what it says. The rules themselves stand in the modules
beside this one, one theme each; `catalogue.py` lists them and runs them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import Literal, NamedTuple

from plugins.article_body.core import Body
from plugins.rules.prose import Block, BlockKind, blocks
from plugins.rules.shingles import shingles
from plugins.rules.sieve import Sieve, Sought
from plugins.site_model.core import Article, Person, Site, TextPage
from plugins.site_model.glossary import Glossary
from plugins.site_model.settings import Clinic, Level

Record = Article | TextPage | Person
RecordKind = Literal["post", "page", "person"]
# Blocks in which the clinic speaks in sentences. What somebody else says is quoted.
PROSE: tuple[BlockKind, ...] = ("title", "summary", "key points", "paragraph", "item", "heading",
                                "table", "option")
SENTENCES: tuple[BlockKind, ...] = ("summary", "key points", "paragraph", "item")


class Finding(NamedTuple):
    """What a rule found: plain data, so that it can be kept with a file. `cure` is empty where
    the rule's own says it."""

    rule: str
    line: int
    message: str
    cure: str = ""


@dataclass(frozen=True)
class Facts:
    """What a rule may know beside its file."""

    clinic: Clinic
    people: tuple[Person, ...] = ()
    glossary: Glossary = Glossary()


@dataclass(frozen=True, eq=False)
class Writing:
    """One file as rules see it. `sieve` knows which patterns cannot match it."""

    record: Record
    body: Body
    facts: Facts = field(repr=False)
    sieve: Sieve = field(repr=False, default=Sieve())

    @cached_property
    def kind(self) -> RecordKind:
        """What kind of file it is."""
        return kind_of(self.record)

    def line(self, name: str) -> int:
        """The line of a header field, 1 where it is missing."""
        return line_of(self.record, name)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The header's texts, then the body's blocks."""
        record = self.record
        title = record.name if isinstance(record, Person) else record.title
        head: list[tuple[BlockKind, int, str]] = [
            ("title", self.line("title"), title), ("summary", self.line("summary"), record.summary)]
        if isinstance(record, Article):
            head += [("key points", self.line("key points"), point)
                     for point in record.key_points]
            head.append(("alt", self.line("image alt"), record.image_alt))
        return (*(Block(*each) for each in head if each[2]),
                *blocks(record.body, record.body_line))

    def of(self, *kinds: BlockKind) -> Iterator[Block]:
        """The blocks of some kinds."""
        return (block for block in self.blocks if block.kind in kinds)

    def holding(self, *sought: Sought, kinds: tuple[BlockKind, ...] | None = None
                ) -> Sequence[Block]:
        """The blocks in whose text or source all these patterns may match: mostly none."""
        held, may_match = self._held, self.sieve.may_match
        for each in sought:
            if not may_match(each, held[None]):
                return ()
        found: Sequence[Block] = self.blocks
        for each in sought:
            found = [block for block in found if may_match(each, held[block])]
        return found if kinds is None else [block for block in found if block.kind in kinds]

    @cached_property
    def _held(self) -> Mapping[Block | None, int]:
        """The conditions of the sieve that each block meets, and under None all together."""
        held: dict[Block | None, int] = {}
        for block in self.blocks:
            held[block] = self.sieve.held(block.words)
            if block.raw != block.text:
                held[block] |= self.sieve.held(block.raw.split())
        held[None] = reduce(or_, held.values(), 0)
        return held

    @cached_property
    def links(self) -> tuple[tuple[Block, str, str, int], ...]:
        """Block, words, address and line of each link."""
        return tuple((block, *link) for block in self.blocks if "](" in block.raw
                     for link in block.links)

    @cached_property
    def words(self) -> int:
        """How many words the body has."""
        return sum(len(block.words) for block in self._in_body)

    @cached_property
    def _in_body(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks
                     if block.kind not in ("title", "summary", "key points", "alt"))

    @cached_property
    def marks(self) -> frozenset[int]:
        """What the body is known by beside others; see `shingles`."""
        return shingles([*chain.from_iterable(block.words for block in self._in_body)])


def kind_of(record: Record) -> RecordKind:
    """What kind of file a record was read from."""
    return "post" if isinstance(record, Article) \
        else "page" if isinstance(record, TextPage) else "person"


def line_of(record: Record, name: str) -> int:
    """The line of a header field, 1 where it is missing."""
    return next((line for field, line in record.lines if field == name), 1)


class Passing(NamedTuple):
    """A day that a text gives as the end of something: line, day, words."""

    line: int
    day: date
    words: str


@dataclass(frozen=True)
class Dated:
    """What a rule about days may know of a file: its header, and the days that its text names.
    `today` is the day on the clinic's calendar."""

    record: Record
    ends: tuple[Passing, ...]
    today: date

    def line(self, name: str) -> int:
        """The line of a header field, 1 where it is missing."""
        return line_of(self.record, name)


@dataclass(frozen=True)
class Whole:
    """All files at once, for the few rules that compare them. `marks_of` gives of a file what its
    text is known by, see `shingles.packed`; `alike` compares those, see `near.alike`;
    `line_in_settings` tells where words stand in the settings."""

    site: Site
    facts: Facts
    marks_of: Callable[[str], bytes]
    alike: Callable[[Mapping[str, bytes]], Mapping[str, str]]
    today: date
    line_in_settings: Callable[[str], int]
    references_path: str = "content/references.yaml"
    settings_path: str = "pelicanconf.py"


Hit = tuple[int, str] | tuple[int, str, str]
"""Line, message and, where the rule's own cure is not the best one, a cure."""


@dataclass(frozen=True)
class Rule:
    """One thing that is judged.

    `why` is the sentence for the author, `cure` what to do. `stops` is False for rules that no
    policy may make an error of. `bad` and `good` are its tests: a text, with a header between
    `---` where it needs one, or several files by path; in `bad` the sign ⟵ ends the line that is
    to be named. `source` names the ids of the list of defects that it covers.
    """

    id: str
    severity: Level
    why: str
    cure: str
    bad: str | Mapping[str, str]
    good: str | Mapping[str, str]
    source: str
    find: Callable[[Writing], Iterable[Hit]] | None = None
    find_all: Callable[[Whole], Iterable[tuple[str, Hit]]] | None = None
    find_due: Callable[[Dated], Iterable[Hit]] | None = None
    kinds: tuple[RecordKind, ...] = ("post", "page", "person")
    stops: bool = True
    real_only: bool = False

    @property
    def anchor(self) -> str:
        """Where it is documented."""
        return f"docs/rule-list.md#{self.id}"


def rule(id: str, severity: Level, *, why: str, cure: str, bad: str | Mapping[str, str],
         good: str | Mapping[str, str], source: str,
         kinds: tuple[RecordKind, ...] = ("post", "page", "person"), stops: bool = True
         ) -> Callable[[Callable[[Writing], Iterable[Hit]]], Rule]:
    """Declare a rule about one file."""
    def declared(find: Callable[[Writing], Iterable[Hit]]) -> Rule:
        return Rule(id, severity, why, cure, bad, good, source, find, kinds=kinds, stops=stops)
    return declared


def day_rule(id: str, severity: Level, *, why: str, cure: str, bad: str | Mapping[str, str],
             good: str | Mapping[str, str], source: str,
             kinds: tuple[RecordKind, ...] = ("post", "page", "person")
             ) -> Callable[[Callable[[Dated], Iterable[Hit]]], Rule]:
    """Declare a rule about one file that a new day may break; it is asked in every build."""
    def declared(find: Callable[[Dated], Iterable[Hit]]) -> Rule:
        return Rule(id, severity, why, cure, bad, good, source, find_due=find, kinds=kinds)
    return declared


def site_rule(id: str, severity: Level, *, why: str, cure: str, bad: Mapping[str, str],
              good: Mapping[str, str], source: str, real_only: bool = False
              ) -> Callable[[Callable[[Whole], Iterable[tuple[str, Hit]]]], Rule]:
    """Declare a rule about all files; `real_only` ones pass over a demonstration clinic, whose
    people are made up and can vouch for nothing."""
    def declared(find: Callable[[Whole], Iterable[tuple[str, Hit]]]) -> Rule:
        return Rule(id, severity, why, cure, bad, good, source, find_all=find,
                    real_only=real_only)
    return declared


def phrases(*words: str) -> Sought:
    """Whole words in any case; a space stands for any white space, also the end of a line."""
    joined = re.sub(r" (?!\?)", r"\\s+", "|".join(words))
    return Sought(rf"(?<![\w-])(?:{joined})(?![\w-])", re.I)


_QUOTED = re.compile(r"“[^“”]{1,600}”|\"[^\"\n]{1,120}\"|‘[^‘’]{1,80}’(?!\w)")
_DENIED = re.compile(r"\b(?:no|not|never|nobody|none|nothing|cannot|without|neither|nor|rarely|"
                     r"avoid|beware|wary|seldom|unlikely|if|whether|promis(?:e|es|ed|ing)|"
                     r"claims?|claiming|\w+n['’]t)\b", re.I)


def quoted(text: str, start: int, end: int) -> bool:
    """Whether a place in a text stands in quotation marks: somebody else's words."""
    return any(m.start() <= start and end <= m.end() for m in _QUOTED.finditer(text))


def denied(text: str, start: int) -> bool:
    """Whether the clause before a place says no to it: 'we cannot guarantee'."""
    clause = re.split(r"[.!?;:\n]\s", text[max(0, start - 60):start])[-1]
    return bool(_DENIED.search(clause))


def said(writing: Writing, sought: Sought, kinds: tuple[BlockKind, ...] = PROSE
         ) -> Iterator[tuple[Block, re.Match[str], int]]:
    """Where the clinic itself says something: block, match and line; not what it quotes."""
    for block in writing.holding(sought, kinds=kinds):
        for match in sought.finditer(block.text):
            if not quoted(block.text, *match.span()):
                yield block, match, block.line_of(match.start())


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence that holds a place in a text."""
    first = max(text.rfind(mark, 0, start) for mark in ".!?") + 1
    last = min((found for mark in ".!?" if (found := text.find(mark, end)) >= 0),
               default=len(text))
    return text[first:last]


def short(text: str, most: int = 60) -> str:
    """A few words on one line, to show."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most - 1].rstrip() + "…"
