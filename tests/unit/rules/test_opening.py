"""Hours in a text beside those of the settings."""

import pytest

from plugins.article_body.core import Body
from plugins.rules.catalogue import judge
from plugins.rules.core import Facts
from plugins.site_model.settings import DAYS, Hours
from tests.unit.builders import article, clinic

HOURS = (Hours(DAYS[:4], "08:00", "18:00"), Hours(("Friday",), "08:00", "14:00"))


def told(text, hours=HOURS):
    found = judge(article(body=text, body_line=9), Body(), Facts(clinic(hours=hours)))
    return [(each.line, each.message) for each in found if each.rule == "hours-drift"]


@pytest.mark.parametrize("text", [
    "We are open Monday to Thursday, 8 am to 6 pm, and Friday 8 a.m. to 2 p.m.",
    "Our opening hours: Mondays 8:00 am - 6:00 pm", "The clinic is open Fridays from 8 to 2 pm.",
    "We are open Monday and Tuesday 8 to 6 pm.", "The farmers sell on Monday 9 am to 5 pm.",
    "A sign says “we are open Monday to Friday, 9 am to 5 pm”.", "We are open most days."])
def test_the_hours_of_the_settings_and_other_people_pass(text):
    assert told(text) == []


@pytest.mark.parametrize("text, wrong", [
    ("We are open Monday to Friday, 8 am to 6 pm.", "Friday 08:00 to 14:00"),
    ("Our office hours are Monday through Thursday 8:30 am–6 pm.", "Monday 08:00 to 18:00"),
    ("The clinic is open on Saturday 9 am to 1 pm.", "Saturday closed"),
    ("Our phones are answered Friday 1 to 5 pm.", "Friday 08:00 to 14:00"),
    ("We are open Thursday and Friday, 8 to 6 pm.", "Friday 08:00 to 14:00")])
def test_other_hours_are_named_with_those_of_the_settings(text, wrong):
    ((line, message),) = told(f"Come.\n\n{text}")

    assert line == 11
    assert message.endswith(f"is not what the settings say: {wrong}")


def test_a_clinic_that_tells_no_hours_is_asked_nothing():
    assert told("We are open Monday to Friday, 8 am to 5 pm.", ()) == []
