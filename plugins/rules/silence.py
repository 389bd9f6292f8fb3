"""Lines of a file that silence a rule: for a reason, until a day.

    silence:
      - claims-guarantee until 2027-03-01: quoted from a patient leaflet
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plugins.site_model.problem import Problem, did_you_mean
from plugins.site_model.vocabulary import is_date

_ENTRY = re.compile(r"^([\w-]+)\s+until\s+(\S+?)\s*:\s*(.*)$")
FORM = "write 'rule until 2027-03-01: the reason'"


@dataclass(frozen=True)
class Silence:
    """One rule, silent in one file to the end of a day."""

    rule: str
    until: date
    reason: str


def read(entries: Iterable[str], path: str, line: int, known: Collection[str]
         ) -> tuple[tuple[Silence, ...], tuple[Problem, ...]]:
    """The silences of a header, and what is wrong with them."""
    found, problems = [], []
    for entry in entries:
        match = _ENTRY.match(entry.strip())
        fault = ("is not readable", FORM) if not match else \
            (f"names the unknown rule '{match[1]}'", did_you_mean(match[1], known)) \
            if match[1] not in known else \
            (f"has no date: '{match[2]}'", FORM) if not is_date(match[2]) else \
            ("gives no reason", FORM) if not match[3].strip() else None
        if fault or not match:
            assert fault
            problems.append(Problem(path, line, f"the silence '{entry[:60]}' {fault[0]}", fault[1],
                                    rule="silence"))
        else:
            found.append(Silence(match[1], date.fromisoformat(match[2]), match[3].strip()))
    return tuple(found), tuple(problems)


def apply(problems: Sequence[Problem], silences: Sequence[Silence], path: str, line: int,
          today: date, off: Collection[str]) -> tuple[Problem, ...]:
    """The problems of one file without the silenced ones; a silence that has run out or is not
    needed any more is a problem itself, or it would hide the next fault."""
    current = {s.rule for s in silences if s.until >= today}
    left = [p for p in problems if p.rule not in current]
    for silence in silences:
        name = f"the silence of '{silence.rule}'"
        if silence.until < today:
            left.append(Problem(path, line, f"{name} ended on {silence.until}", "mend what it hid, "
                                "or give it a new day and reason", "warning", "silence"))
        elif silence.rule not in {p.rule for p in problems} and silence.rule not in off:
            left.append(Problem(path, line, f"{name} is not needed: the rule finds nothing here",
                                "delete it", "warning", "silence"))
    return tuple(left)
