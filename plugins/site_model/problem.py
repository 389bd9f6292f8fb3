"""What is wrong, where, and how to mend it: the one shape in which an author hears of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
MAX_MESSAGE, MAX_OF_A_FILE = 300, 50
_UNSEEN = re.compile("[\x00-\x1f\x7f-\xa0\xad\u180e\u200b\u200e\u200f\u2028-\u202f\u2060-\u206f"
                     "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. `path` is from the project; `line` counts from 1, 0 for the file.
    `rule` is the id of the rule of `plugins/rules` that found it, empty for all other faults."""

    path: str
    line: int
    message: str
    cure: str = ""
    severity: Severity = "error"
    rule: str = ""

    def __str__(self) -> str:
        path, message, cure = map(_visible, (self.path, self.message, self.cure))
        place = f"{path}:{self.line}" if self.line else path
        sign = "" if self.severity == "error" else "warning: "
        cure = f" — {cure[:MAX_MESSAGE]}" if cure else ""
        rule = f" [{self.rule}]" if self.rule else ""
        return f"{place}: {sign}{message[:MAX_MESSAGE]}{cure}{rule}"


def _visible(text: str) -> str:
    """A text with what cannot be seen in it named: two words that look alike are told apart, and
    a line end in a value starts no line of its own."""
    return _UNSEEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


class ContentError(SystemExit):
    """Raised once, with every problem of every file. Its text is the list, one problem a line.

    A SystemExit, because the plain `pelican` command prints a traceback for any other exception;
    this way it ends with the list on standard error and status 1.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = set(problems)
        stops = {problem.path for problem in found if problem.severity == "error"}
        # What stops the build comes first: a site may have a hundred warnings beside one error.
        self.problems = tuple(sorted(found, key=lambda problem: (
            problem.path not in stops, problem.path, problem.severity != "error", problem)))
        super().__init__("\n".join(_lines(self.problems)))


def _lines(problems: Iterable[Problem]) -> Iterator[str]:
    """One line a problem; of a file with very many the first ones and how many there are."""
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        by_path.setdefault(problem.path, []).append(problem)
    for path, found in by_path.items():
        yield from (str(problem) for problem in found[:MAX_OF_A_FILE])
        if len(found) > MAX_OF_A_FILE:
            yield f"{path}: and {len(found) - MAX_OF_A_FILE} more problems in this file"


def how_many(told: str) -> str:
    """How many of the problems told, one a line, stop the build, and how many do not."""
    lines = told.split("\n")
    warnings = sum(line.partition(": ")[2].startswith("warning: ") for line in lines)
    stops = len(lines) - warnings
    beside = f", {warnings} warning{'s' if warnings > 1 else ''} beside" if warnings else ""
    return f"{stops} problem{'s' if stops > 1 else ''} to mend{beside}; nothing was changed."


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that stop a build, in order and once each."""
    return tuple(sorted({p for p in problems if p.severity == "error"}))


def then(cure: str, more: str) -> str:
    """Two cures as two sentences."""
    return f"{cure}{'' if cure.endswith(('?', '.', '…')) else '.'} {more}"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty where none is like it."""
    by_lower = {choice.lower(): choice for choice in sorted(set(known))}
    near = difflib.get_close_matches(word[:200].lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A cure for a word outside a closed list: the nearest known word, or the whole short list."""
    choices = sorted(set(known))
    if near := nearest(word, choices):
        return f"did you mean '{near}'?"
    if not choices:
        return "none is known yet"
    shown = [choice for i, choice in enumerate(choices[:12]) if len(", ".join(choices[:i])) < 150]
    return f"known: {', '.join(shown)}{' …' if len(choices) > len(shown) else ''}"
