"""Opening hours that a text tells beside those of the settings, and those that are over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.rules.core import PROSE, Hit, Whole, Writing, quoted, rule, short, site_rule
from plugins.rules.sieve import Sought
from plugins.site_model.settings import DAYS, Clinic

_DAY = rf"({'|'.join(DAYS)})s?"
_TIME = r"(\d{1,2})(?::(\d\d))?\s?"
_HOURS = Sought(
    rf"\b{_DAY}(?:\s*(to|through|thru|and|-|–)\s*{_DAY})?[,:]?\s+(?:from\s+)?"
    rf"{_TIME}(?:([ap])\.?m\b\.?)?\s*(?:to|until|-|–)\s*{_TIME}([ap])\.?m\b", re.I)
_OURS = Sought(r"\b(?:(?:we|clinic|office|front desk|phones?)\b[^.!?]{0,60}\b(?:open|answered|"
               r"here)|our (?:[\w-]+ ){0,2}hours|opening hours|office hours)\b", re.I)


@rule("hours-drift", "warning", source="HOURS-DRIFT (texts), NAP-DRIFT (hours)",
      why="Who reads other hours in a text than at the foot of the page comes to a locked door.",
      cure="write the hours of pelicanconf.py, or link to the contact page",
      bad="We are open Monday to Friday, 8 am to 5 pm.⟵",
      good="We are open Monday to Thursday, 8 am to 6 pm.\n\nThe pool is open Monday 6 to 8 am.")
def drift(writing: Writing) -> Iterator[Hit]:
    """Opening hours of the clinic that its settings do not have."""
    clinic = writing.facts.clinic
    for block in writing.holding(_HOURS, _OURS, kinds=PROSE) if clinic.hours else ():
        for place, sentence in block.sentences:
            for match in _HOURS.finditer(sentence) if _OURS.search(sentence) else ():
                wrong = _wrong(match, clinic)
                if wrong and not quoted(sentence, *match.span()):
                    yield (block.line_of(place + match.start()),
                           f"'{short(match[0])}' is not what the settings say: {wrong}")


def _wrong(match: re.Match[str], clinic: Clinic) -> str:
    """The first day that the settings give other hours; empty where all agree."""
    first, joined, last, *clock = match.groups()
    told = _clock(*clock)
    for day in _days(first, joined, last):
        known = [(hours.opens, hours.closes) for hours in clinic.hours if day in hours.days]
        if told not in known:
            return f"{day} " + (" and ".join(" to ".join(each) for each in known) or "closed")
    return ""


def _days(first: str, joined: str | None, last: str | None) -> tuple[str, ...]:
    start = DAYS.index(first.capitalize())
    if not last:
        return (DAYS[start],)
    stop = DAYS.index(last.capitalize())
    if joined and joined.lower() == "and" or stop < start:
        return DAYS[start], DAYS[stop]
    return tuple(DAYS[start:stop + 1])


def _clock(opens: str, minute: str | None, half: str | None, closes: str, last_minute: str | None,
           last_half: str) -> tuple[str, str]:
    """Times as the settings write them: 08:00. A first time without am or pm is in the same half
    of the day as the second, if that comes before it: '1 to 6 pm', but '8 to 6 pm'."""
    end = _time(closes, last_minute, last_half)
    start = _time(opens, minute, half or last_half)
    return (start if half or start < end else _time(opens, minute, "a")), end


def _time(hour: str, minute: str | None, half: str) -> str:
    return f"{int(hour) % 12 + 12 * (half.lower() == 'p'):02}:{minute or '00'}"


@site_rule("hours-past", "warning", source="HOURS-DRIFT (holiday hours past)",
           why="Special hours that are over stand in nobody's way, until the next ones are missed.",
           cure="delete the line, and enter the next holiday",
           bad={"pelicanconf.py": 'special_hours=(\n'
                '    SpecialHours("Spring break", "2026-04-02", "2026-04-05"),⟵\n)'},
           good={"pelicanconf.py": 'special_hours=(\n'
                 '    SpecialHours("Autumn break", "2026-09-28", "2026-10-05"),\n)'})
def past(whole: Whole) -> Iterator[tuple[str, Hit]]:
    """Special opening hours that are over."""
    for each in whole.site.clinic.special_hours:
        if each.last < whole.today:
            yield whole.settings_path, (whole.line_in_settings(each.day),
                                        f"the special hours of '{each.label}' ended on {each.last}")
