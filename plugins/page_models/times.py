"""Days and opening hours as a language writes them. The order of their parts is a catalogue's."""

from __future__ import annotations

from datetime import date, datetime

from plugins.page_models.core import Day
from plugins.site_model.settings import DAYS, Hours, SpecialHours
from plugins.words.core import Words, later

MONTHS = (later("January"), later("February"), later("March"), later("April"), later("May"),
          later("June"), later("July"), later("August"), later("September"), later("October"),
          later("November"), later("December"))
NO_BREAK = "\u00a0"

CLOCK = {  # by whether it is morning, and a full hour
    # for translators: {hour24} instead of {hour} is the hour of the whole day
    (True, True): later("{hour} am"), (False, True): later("{hour} pm"),
    # for translators: {hour24} instead of {hour} is the hour of the whole day
    (True, False): later("{hour}:{minute} am"), (False, False): later("{hour}:{minute} pm"),
}


def day(moment: date | datetime, words: Words) -> Day:
    """`September 14, 2026`, whatever the machine speaks, and the ISO date."""
    found = moment.date() if isinstance(moment, datetime) else moment
    text = words.say("{month} {day}, {year}", month=words.say(MONTHS[found.month - 1]),
                     day=found.day, year=found.year)
    return Day(text, found.isoformat())


def opening(hours: Hours, words: Words) -> tuple[str, str]:
    """Days and times: `Monday to Friday`, `8 am to 6 pm`. Days begin the line, so with a capital in
    languages that write them small, too."""
    days = _days(hours, words)
    said = words.say("{opens} to {closes}", opens=_clock(hours.opens, words),
                     closes=_clock(hours.closes, words))
    return days[:1].upper() + days[1:], said


def special(hours: SpecialHours, words: Words) -> tuple[str, str]:
    """`Thanksgiving, November 26, 2026 to November 27, 2026` and `closed`."""
    days = day(hours.first, words).text
    if hours.last != hours.first:
        days = words.say("{first} to {last}", first=days, last=day(hours.last, words).text)
    times = words.say("{opens} to {closes}", opens=_clock(hours.opens, words),
                      closes=_clock(hours.closes, words)) if hours.opens else words.say("closed")
    return words.say("{holiday}, {days}", holiday=hours.label, days=days), times


def _days(hours: Hours, words: Words) -> str:
    places = [DAYS.index(name) for name in hours.days]
    named = [words.say(name) for name in hours.days]
    if len(places) > 2 and places == list(range(places[0], places[-1] + 1)):
        return words.say("{first} to {last}", first=named[0], last=named[-1])
    return words.say(" and ").join(named)


def _clock(clock: str, words: Words) -> str:
    """A time of day, kept in one line. A catalogue may write `{hour24}` instead of `{hour}`."""
    hour, minute = int(clock[:2]), clock[3:]
    said = words.say(CLOCK[hour < 12, minute == "00"]).format(
        hour=hour % 12 or 12, hour24=hour, minute=minute)
    return said.replace(" ", NO_BREAK)
