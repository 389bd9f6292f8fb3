"""Days on which the clinic keeps other hours than in other weeks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from itertools import pairwise

from plugins.site_model.vocabulary import is_date

AHEAD = timedelta(days=42)  # readers are told six weeks before, when visits are arranged
_CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d\Z")


@dataclass(frozen=True)
class SpecialHours:
    """A holiday, a training day, a week with fewer people. `day` and `last_day` are ISO dates, the
    second empty for a single day; times are HH:MM, empty where the clinic is closed."""

    label: str
    day: str
    last_day: str = ""
    opens: str = ""
    closes: str = ""

    @property
    def first(self) -> date:
        """The first day."""
        return date.fromisoformat(self.day)

    @property
    def last(self) -> date:
        """The last day, the first where it is the only one."""
        return date.fromisoformat(self.last_day or self.day)


def faults(special: Iterable[SpecialHours] | SpecialHours) -> list[str]:
    """What is wrong with special hours, each in a sentence."""
    if isinstance(special, SpecialHours):
        return [f"special_hours '{special.label}': a comma is missing after the entry; write "
                "special_hours=(SpecialHours(…),)"]
    listed = list(special)
    wrong = [f"special_hours: {each!r} is no entry; write SpecialHours(\"Thanksgiving\", "
             "\"2026-11-26\")" for each in listed if not isinstance(each, SpecialHours)]
    if wrong:
        return wrong
    wrong = [f"special_hours '{each.label}': {fault}" for each in listed for fault in _faults(each)]
    if wrong:
        return wrong
    ordered = sorted(listed, key=lambda each: (each.first, each.last))
    return [f"special_hours: '{one.label}' and '{other.label}' share a day; nobody can tell which "
            "hours hold" for one, other in pairwise(ordered) if other.first <= one.last]


def _faults(each: SpecialHours) -> Iterator[str]:
    if not all(isinstance(part, str) for part in astuple(each)):
        yield "the name, the days and the times are texts; put each in quotes"
        return
    if not each.label.strip():
        yield "the name is empty; write one such as Thanksgiving"
    wrong = [day for day in (each.day, each.last_day or each.day) if not is_date(day)]
    if wrong:
        yield f"'{wrong[0]}' is no date such as 2026-11-26"
    elif each.last < each.first:
        yield f"the last day, {each.last_day}, is before the first, {each.day}"
    times = [time for time in (each.opens, each.closes) if time]
    if wrong := [time for time in times if not _CLOCK.match(time)]:
        yield f"'{wrong[0]}' is no time of day (use 08:00)"
    elif len(times) == 1:
        yield "give both opens and closes, or neither where you are closed"
    elif times and each.opens >= each.closes:
        yield f"closes ({each.closes}) must be after opens ({each.opens})"


def told_on(special: Iterable[SpecialHours], today: date) -> tuple[SpecialHours, ...]:
    """Those that readers are told of on a day, in order: not over yet, and not far away."""
    return tuple(sorted((each for each in special
                         if today <= each.last and each.first - today <= AHEAD),
                        key=lambda each: each.first))
