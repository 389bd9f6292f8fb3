"""The header of a content file, in both forms, to named fields with their lines.

YAML between `---` lines is what other tools and editors write; `Key: value` lines up to the first
blank one are Pelican's own form (Python-Markdown's meta data syntax). The names are the same, in
any case, with spaces, hyphens or underscores.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from plugins.site_model import yaml_lines
from plugins.site_model.problem import Problem, did_you_mean, nearest

Kind = Literal["text", "words", "sentences", "entries", "groups"]
"""text: one value; words: a list with commas; sentences: one a line; entries: sentences that may
hold a colon; groups: named lists."""

Groups = tuple[tuple[str, tuple[str, ...]], ...]
Value = str | tuple[str, ...] | Groups

# Pelican lets these decide where a file goes and what draws it. That is not the author's to say.
REFUSED = {"save as": "slug", "url": "slug", "template": ""}
_KEY = re.compile(r"^ {0,3}([^\W\d_][\w \-]{0,40}?)\s*:(.*)$")
_FULL_WIDTH = re.compile(r"^\s{0,3}[\w \-]{1,40}：")


@dataclass(frozen=True)
class Field:
    """One named value of a header and the line it stands on."""

    name: str
    value: Value
    line: int


@dataclass(frozen=True)
class Header:
    """A header read as far as it can be read, with the body that follows it."""

    path: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()
    """Fields that are there in a form that cannot be read, or mistyped: none of them is missing."""

    @property
    def lines(self) -> tuple[tuple[str, int], ...]:
        """Every field with its line."""
        return tuple((name, entry.line) for name, entry in self.fields.items())

    def line(self, name: str) -> int:
        """The line of a field, 1 where it is missing."""
        return self.fields[name].line if name in self.fields else 1


@lru_cache(maxsize=1_024)  # the same few names stand in all headers
def canonical(name: str) -> str:
    """`Next_Review` and `next-review` are `next review`."""
    return re.sub(r"[\s_\-]+", " ", name).strip().lower()


def parse(text: str, path: str, kinds: Mapping[str, Kind]) -> Header:
    """Read the header of `text`. Never raises: what is wrong is in the header's `problems`."""
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return Header(path, problems=(Problem(path, 0, "the file is empty: no title, no text",
                                              "write it, or delete the file"),))
    first = lines[start].rstrip()
    if first == "---":
        return _parse_yaml(lines, start, path, kinds)
    if first == "+++":
        return _no_header(path, start, "the header is TOML ('+++')")
    if _FULL_WIDTH.match(first):
        return _no_header(path, start, "the header has a full-width colon ('：') after the name")
    if not _KEY.match(first):
        return _no_header(path, start, "the header is missing (no title, no date …)")
    return _parse_classic(lines, start, path, kinds)


def _no_header(path: str, start: int, message: str) -> Header:
    cure = "start the file with 'title: …', 'date: …' and the other lines of docs/authoring.md"
    return Header(path, problems=(Problem(path, start + 1, message, cure),))


# ---------------------------------------------------------------- YAML


def _parse_yaml(lines: list[str], start: int, path: str, kinds: Mapping[str, Kind]) -> Header:
    end = next((i for i in range(start + 1, len(lines)) if lines[i].rstrip() in ("---", "...")),
               None)
    if end is None:
        return Header(path, problems=(Problem(path, start + 1, "the header is never closed",
                                              "add a line '---' after its last field"),))
    body = "\n".join(lines[end + 1:])
    try:
        document = yaml_lines.load("\n".join(lines[start + 1:end]))
    except yaml_lines.YamlError as error:
        problem = Problem(path, error.line + start + 1, error.message, error.cure)
        return Header(path, body=body, body_line=end + 2, problems=(problem,))
    if not isinstance(document.value, dict):
        return _no_header(path, start, "the header has no 'name: value' lines")
    taken = _Taken(path, kinds)
    for key, value in document.value.items():
        taken.take(key, value, document.line(key) + start + 1)
    return taken.header(body, end + 2)


# ---------------------------------------------------------------- Key: value


def _parse_classic(lines: list[str], start: int, path: str, kinds: Mapping[str, Kind]) -> Header:
    entries: list[tuple[str, list[str], int]] = []
    taken = _Taken(path, kinds)
    position = start
    while position < len(lines) and lines[position].strip():
        line = lines[position]
        match = _KEY.match(line)
        if line.startswith(("    ", "\t")) and entries:
            entries[-1][1].append(line.strip())
        elif match:
            entries.append((match[1], [match[2].strip()], position + 1))
        else:
            taken.complain(position + 1, f"'{line.strip()[:40]}' is no header line",
                           "write 'name: value', or put a blank line before the text")
        position += 1
    for key, values, line in entries:
        kept = [_unquoted(value) for value in values if value]
        if kinds.get(canonical(key)) in ("text", "words"):
            kept = [(" " if kinds[canonical(key)] == "text" else ", ").join(kept)]
        taken.take(key, kept if len(kept) > 1 else "".join(kept), line)
    return taken.header("\n".join(lines[position:]), position + 1)


def _unquoted(value: str) -> str:
    """A value without the quotes that the other form would need."""
    inner = value[1:-1]
    return inner if len(value) > 2 and value[0] == value[-1] == '"' and '"' not in inner else value


# ---------------------------------------------------------------- both


@dataclass
class _Taken:
    """The fields of one header as they are gathered."""

    path: str
    kinds: Mapping[str, Kind]
    fields: dict[str, Field] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def take(self, key: str, value: yaml_lines.Value, line: int) -> None:
        """Take over one field, or say what is wrong with it."""
        name = canonical(key)
        if name in REFUSED:
            cure = f"use '{REFUSED[name]}' instead" if REFUSED[name] else "delete the line"
            self.complain(line, f"'{key}' is not allowed in a header", cure)
        elif name not in self.kinds:
            self.complain(line, f"unknown field '{key[:60]}'", did_you_mean(name, self.kinds))
            self.unread.add(nearest(name, self.kinds))
        elif name in self.fields:
            self.complain(line, f"duplicate field: '{key}' is there twice", "delete one of the two")
        else:
            kind = self.kinds[name]
            shaped = _shape(value, kind)
            if shaped is None:
                cure = _ONE_VALUE if kind == "text" and isinstance(value, list) else _OTHER_FORM
                self.complain(line, f"'{key}' is not written as a {_SHAPES[kind]}", cure)
                self.unread.add(name)
            else:
                self.fields[name] = Field(name, shaped, line)

    def complain(self, line: int, message: str, cure: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.path, line, message, cure))

    def header(self, body: str, body_line: int) -> Header:
        """What was gathered, with the text below it."""
        return Header(self.path, self.fields, body, body_line, tuple(self.problems),
                      frozenset(self.unread))


_ONE_VALUE = "write one value, without brackets and without lines that start with '-'"
_OTHER_FORM = "put a text with ': ' in it in quotes, or compare with docs/authoring.md"
_SHAPES = {"text": "single value", "words": "list", "sentences": "list of sentences",
           "entries": "list of lines", "groups": "list for each of its levels"}


def _shape(value: yaml_lines.Value, kind: Kind) -> Value | None:
    """The value in the form its kind asks for, or None where it has another."""
    if kind == "text":
        if isinstance(value, list) and len(value) == 1:  # other tools list one author, one topic
            value = value[0]
        return value.strip() if isinstance(value, str) else None
    if kind == "groups":
        return _groups(value)
    items = value if isinstance(value, list) else [value]
    if kind == "entries":
        items = [_entry(item) for item in items]
    if not all(isinstance(item, str) for item in items):
        return None
    texts = [str(item) for item in items]
    if kind == "words":
        texts = re.split(r"[,;]", texts[0]) if len(texts) == 1 else texts
    return tuple(text.strip() for text in texts if text.strip())


def _entry(item: yaml_lines.Value) -> yaml_lines.Value:
    """`one: two` as the one line it was typed as; YAML takes it for a mapping."""
    if isinstance(item, dict) and len(item) == 1:
        (name, value), = item.items()
        return f"{name}: {value}" if isinstance(value, str) else item
    return item


def _groups(value: yaml_lines.Value) -> Groups | None:
    gathered: dict[str, list[str]] = {}
    if isinstance(value, dict):
        for name, items in value.items():
            shaped = _shape(items, "sentences")
            if shaped is None:
                return None
            gathered.setdefault(canonical(name), []).extend(str(item) for item in shaped)
        return tuple((level, tuple(texts)) for level, texts in gathered.items())
    if value == "":
        return ()
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, str) or ":" not in item:
            return None
        level, text = item.split(":", 1)
        gathered.setdefault(canonical(level), []).append(text.strip())
    return tuple((level, tuple(texts)) for level, texts in gathered.items())
