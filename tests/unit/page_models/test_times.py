"""Days and opening hours in words, whose order a catalogue decides."""

from datetime import UTC, date, datetime

import pytest

from plugins.page_models.core import Day
from plugins.page_models.times import day, opening
from plugins.site_model.settings import Hours
from plugins.words.core import ENGLISH, Catalogue, Words

GERMAN = Words("de", Catalogue({
    "May": ("Mai",), "{month} {day}, {year}": ("{day}. {month} {year}",), "Monday": ("Montag",),
    "Wednesday": ("Mittwoch",), "{first} to {last}": ("{first} bis {last}",),
    "{hour} am": ("{hour24} Uhr",), "{hour}:{minute} pm": ("{hour24}:{minute} Uhr",),
    "{opens} to {closes}": ("{opens} bis {closes}",)}))


@pytest.mark.parametrize("days, opens, closes, said", [
    (("Monday", "Tuesday", "Wednesday"), "08:00", "18:00",
     "Monday to Wednesday 8\u00a0am to 6\u00a0pm"),
    (("Monday", "Tuesday"), "07:30", "12:00", "Monday and Tuesday 7:30\u00a0am to 12\u00a0pm"),
    (("Monday", "Wednesday", "Friday"), "00:00", "00:15",
     "Monday and Wednesday and Friday 12\u00a0am to 12:15\u00a0am"),
    (("Sunday",), "13:05", "23:59", "Sunday 1:05\u00a0pm to 11:59\u00a0pm"),
])
def test_hours_are_said_in_words(days, opens, closes, said):
    assert " ".join(opening(Hours(days, opens, closes), ENGLISH)) == said


def test_a_language_has_its_own_order_and_clock():
    assert day(date(2026, 5, 9), GERMAN) == Day("9. Mai 2026", "2026-05-09")
    assert opening(Hours(("Monday", "Tuesday", "Wednesday"), "08:00", "17:30"), GERMAN) \
        == ("Montag bis Mittwoch", "8\u00a0Uhr bis 17:30\u00a0Uhr")


def test_a_moment_is_told_by_its_day():
    assert day(datetime(2026, 9, 14, 23, 59, tzinfo=UTC), ENGLISH) \
        == Day("September 14, 2026", "2026-09-14")
