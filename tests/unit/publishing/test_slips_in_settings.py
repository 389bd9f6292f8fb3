"""A slip in pelicanconf.py is told with the line of the setting, and in a volunteer's words."""

from pathlib import Path

import pytest

from plugins.publishing.settings import read_settings
from plugins.site_model.settings import SettingsError

SETTINGS = """\
from plugins.site_model.settings import Address, Clinic, Hours, SpecialHours

CLINIC = Clinic(
    name="Probe",
    phone="+12075550142",
    # email="old@example.org",
    email="hello@example.org",
    address=Address("1 Street", "Town", "ME", "00000"),
    hours=(
        Hours(("Monday",), "08:00", "18:00"),
    ),
    special_hours=(
        SpecialHours("Christmas", "2026-12-24"),
    ),
    time_zone="America/New_York",
)
PATH = "."
"""


@pytest.mark.parametrize("right, wrong, told", [
    ('"+12075550142"', '"555"', "5: CLINIC: phone '555' must look like +12075550142"),
    ('="hello@', '="hello', "7: CLINIC: email 'helloexample.org' is no mail address"),
    ('    email="hello', '    emial="hello',
     "7: Clinic has no setting 'emial' — compare with docs/publishing.md"),
    ('"Probe"', "Probe", "4: 'Probe' is unknown here; correct it, or put quotes around a text — "
     "compare with docs/publishing.md"),
    ('"Probe",', '"Probe"',
     "4: invalid syntax. Perhaps you forgot a comma? — look for a missing comma, quote or bracket "
     "there or just above"),
    ('("Monday",)', '("Monday")',
     '10: Hours: a comma is missing after the day; write ("Monday",)'),
    ('"18:00"),\n', '"18:00")\n',
     "9: CLINIC: hours is one entry; put a comma after it: (Hours(…),)"),
    ('"2026-12-24"),\n', '"2026-12-24")\n',
     "13: special_hours 'Christmas': a comma is missing after the entry; write "
     "special_hours=(SpecialHours(…),)"),
    ('"2026-12-24"', '"24.12.2026"',
     "13: special_hours 'Christmas': '24.12.2026' is no date such as 2026-11-26"),
    ('"2026-12-24"', "2026-12-24",
     "13: special_hours 'Christmas': the name, the days and the times are texts; put each in "
     "quotes"),
    ('"2026-12-24")', '"2026-12-24", opens="12:00", closes="8 pm")',
     "13: special_hours 'Christmas': '8 pm' is no time of day (use 08:00)"),
    ('SpecialHours("Christmas", ', '("Christmas", ',
     "12: special_hours: ('Christmas', '2026-12-24') is no entry; write "
     'SpecialHours("Thanksgiving", "2026-11-26")'),
    (', "2026-12-24")', ")", "13: SpecialHours lacks 'day' — compare with docs/publishing.md"),
    ('    email="hello@example.org",\n    address=Address("1 Street", "Town", "ME", "00000"),\n',
     "", "3: Clinic lacks 'email' and 'address' — compare with docs/publishing.md"),
    ('"2026-12-24")', '"2026-12-24", open="08:00")',
     "13: SpecialHours has no setting 'open' — compare with docs/publishing.md"),
    # What Python takes, and what no page can be made of.
    ('"+12075550142"', "12075550142", "5: CLINIC: phone is 12075550142; write a text in quotes"),
    ('"Probe"', "None", "4: CLINIC: name is None; write a text in quotes"),
    ('"Probe"', '"Pro\u200bbe"', "4: CLINIC: name is 'Pro\\u200bbe', with a character that nobody "
     "sees; type it again"),
    ('"00000")', "0)", "8: Address: postal_code is 0; write a text in quotes"),
    ('Address("1 Street", "Town", "ME", "00000")', '("1 Street", "Town")',
     "8: CLINIC: address is ('1 Street', 'Town'); write Address(…)"),
    ('"08:00", "18:00"', '8, "18:00"', "10: Hours: opens is 8; write a text in quotes"),
    ('"Probe",', '"Probe", demo="no",', "4: CLINIC: demo is 'no'; write True or False"),
    ('"Probe",', '"Probe", location=(444, -69),',
     "4: CLINIC: location (444, -69) is nowhere on earth; write latitude and longitude, such as "
     "(44.1, -69.2)"),
    ('"Probe",', '"Probe", contact="formspree",',
     "4: CLINIC: contact is 'formspree'; write ContactSettings(…)"),
    ('"Probe",', '"Probe", translations=["es"],',
     "4: CLINIC: translations is ['es']; write {a text in quotes: ClinicWords(…)}"),
    ('PATH = "."', "PATH = 5", "17: PATH is 5; write the path of a folder in quotes"),
    ('PATH = "."', "raise SystemExit", "17: this line ends the program; delete it — compare with "
     "docs/publishing.md"),
    ('"Probe"', "“Probe”", "4: invalid character '“' (U+201C) — delete it and type it again; "
     'quotes are straight: "…"'),
])
def test_a_slip_is_told_with_its_line(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    file = tmp_path / "pelicanconf.py"
    assert SETTINGS.count(right) == 1
    file.write_text(SETTINGS.replace(right, wrong), "utf-8")

    with pytest.raises(SettingsError) as raised:
        read_settings(file, {})

    assert str(raised.value) == f"pelicanconf.py:{told}"


def test_all_faults_of_one_call_are_told_each_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "pelicanconf.py"
    file.write_text(SETTINGS.replace("+12075550142", "1").replace("America/New_York", "Boston"))

    with pytest.raises(SettingsError) as raised:
        read_settings(file, {})

    assert [line.partition(": ")[0] for line in str(raised.value).split("\n")] == [
        "pelicanconf.py:5", "pelicanconf.py:15"]
