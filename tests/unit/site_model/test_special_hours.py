"""Days with other hours: what may be said, and when readers are told."""

from datetime import UTC, date, datetime

import pytest

from plugins.site_model.settings import SettingsError, SpecialHours
from plugins.site_model.special_hours import faults, told_on
from tests.unit.builders import clinic, post
from tests.unit.page_models.test_plan import planned

HOLIDAY = SpecialHours("Thanksgiving", "2026-11-26", "2026-11-27")
EVE = SpecialHours("Christmas Eve", "2026-12-24", opens="08:00", closes="12:30")


@pytest.mark.parametrize("special, said", [
    (SpecialHours(" ", "2026-11-26"), "the name is empty"),
    (SpecialHours("A", "26 November"), "'26 November' is no date such as 2026-11-26"),
    (SpecialHours("A", "2026-02-30"), "'2026-02-30' is no date"),
    (SpecialHours("A", "2026-11-26", "soon"), "'soon' is no date"),
    (SpecialHours("A", "2026-11-26", "2026-11-25"), "the last day, 2026-11-25, is before the"),
    (SpecialHours("A", "2026-11-26", opens="8:00", closes="12:00"), "is no time of day"),
    (SpecialHours("A", "2026-11-26", opens="08:00"), "give both opens and closes, or neither"),
    (SpecialHours("A", "2026-11-26", opens="12:00", closes="08:00"), "must be after opens"),
])
def test_hours_that_cannot_be_are_refused_with_their_name(special, said):
    with pytest.raises(SettingsError) as raised:
        clinic(special_hours=(HOLIDAY, special))

    assert said in str(raised.value)
    assert f"special_hours '{special.label}'" in str(raised.value)


def test_two_entries_for_one_day_are_refused():
    assert faults([HOLIDAY, SpecialHours("Training", "2026-11-27")]) == [
        "special_hours: 'Thanksgiving' and 'Training' share a day; nobody can tell which hours "
        "hold"]
    assert faults([SpecialHours("Training", "2026-11-28"), HOLIDAY, EVE]) == []


@pytest.mark.parametrize("today, told", [
    ("2026-10-14", []), ("2026-10-15", [HOLIDAY]), ("2026-11-12", [HOLIDAY, EVE]),
    ("2026-11-27", [HOLIDAY, EVE]), ("2026-11-28", [EVE]), ("2026-12-25", [])])
def test_readers_are_told_from_six_weeks_before_until_it_is_over(today, told):
    assert list(told_on([EVE, HOLIDAY], date.fromisoformat(today))) == told


def test_every_page_tells_them():
    made = planned({"posts/a.md": post()}, special_hours=(EVE, HOLIDAY),
                   now=datetime(2026, 11, 20, 12, tzinfo=UTC))

    shells = [page.model.shell for page in made.pages if hasattr(page.model, "shell")]
    assert len(shells) > 5
    assert {shell.chrome.clinic.special_hours for shell in shells} == {(
        ("Thanksgiving, November 26, 2026 to November 27, 2026", "closed"),
        ("Christmas Eve, December 24, 2026", "8\u00a0am to 12:30\u00a0pm"))}
    assert all('"validThrough":"2026-11-27"' in str(shell.head) for shell in shells)
