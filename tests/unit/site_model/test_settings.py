"""The clinic's own settings check themselves and read well."""

from datetime import date

import pytest

from plugins.contact_form.core import demands
from plugins.site_model.settings import (
    Address,
    ContactSettings,
    Hours,
    Policy,
    SettingsError,
    from_environment,
    publish_demands,
    sample_traces,
    site_url,
)
from tests.unit.builders import clinic


def test_all_faults_of_a_clinic_are_told_at_once():
    with pytest.raises(SettingsError) as raised:
        clinic(name=" ", phone="207 555 0142", email="hello", time_zone="Maine",
               language="English!", home_picture="images/x.svg")

    lines = str(raised.value).splitlines()
    assert len(lines) == 6
    assert all(line.startswith("CLINIC: ") for line in lines)


@pytest.mark.parametrize("change", [
    {"phone": "+1 207 555 0142"}, {"phone": "+0123456789"}, {"phone": "+12"}, {"email": "a@b"},
    {"email": "Fern <a@example.org>"}, {"time_zone": ""}, {"time_zone": "../etc/passwd"},
    {"language": "en_US"}, {"name": ""}])
def test_each_fault_is_found(change):
    with pytest.raises(SettingsError):
        clinic(**change)


@pytest.mark.parametrize("phone, shown", [
    ("+12075550142", "(207) 555-0142"), ("+442079460958", "+442079460958")])
def test_a_telephone_number_is_shown_as_people_write_it(phone, shown):
    assert clinic(phone=phone).phone_display == shown


def test_an_address_is_written_as_on_an_envelope():
    assert Address("12 Example Street", "Fernhollow", "ME", "00000").lines == (
        "12 Example Street", "Fernhollow, ME 00000")


@pytest.mark.parametrize("days, opens, closes, message", [
    (("Mon",), "08:00", "18:00", "'Mon' is no day of the week"),
    (("Monday",), "8:00", "18:00", "'8:00' is no time of day"),
    (("Monday",), "08:00", "24:00", "'24:00' is no time of day"),
    (("Monday",), "18:00", "08:00", "closes (08:00) must be after opens (18:00)"),
])
def test_hours_that_cannot_be_are_refused(days, opens, closes, message):
    with pytest.raises(SettingsError) as raised:
        Hours(days, opens, closes)

    assert message in str(raised.value)


def test_a_policy_knows_three_levels():
    with pytest.raises(SettingsError, match="key_points='on' is none of off, warning, error"):
        Policy(key_points="on")


OWN = {"name": "Hill Physical Therapy", "phone": "+442079460958", "email": "office@hill.test",
       "address": Address("1 Hill Road", "Hilltown", "VT", "05001")}


@pytest.mark.parametrize("siteurl, demo, allow, missing", [
    ("https://fernhollow.example", False, False, []),
    ("https://fernhollow.example/blog", True, True, []),
    ("https://fernhollow.example", True, False, ["demo"]),
    ("", False, False, ["site_url"]),
    ("http://fernhollow.example", False, False, ["site_url"]),
    ("https://", False, False, ["site_url"]),
    ("https://fernhollow.example/?x", False, False, ["site_url"]),
    ("https://fern hollow.example", True, False, ["demo", "site_url"]),
])
def test_a_publish_build_asks_for_what_is_missing(siteurl, demo, allow, missing):
    found = publish_demands(clinic(demo=demo, **OWN), siteurl, allow)

    assert [demand.setting for demand in found] == missing
    assert all(demand.file.endswith(".py") and demand.cure for demand in found)


def test_a_made_up_number_is_not_published():
    found = publish_demands(clinic(), "https://fernhollow.example", False)

    assert [demand.setting for demand in found] == ["phone", "name", "email", "address"]
    assert publish_demands(clinic(), "https://fernhollow.example", True) == ()


@pytest.mark.parametrize("text, traces", [
    ("Call (207) 555-0142 now", [1]), ("a\nhello@example.org", [2]),
    ("licence number: DEMO-0001", [1]),
    ("Welcome to Fernhollow.", [1]), ("Call (207) 555-0242.\nhello@clinic.test", []),
])
def test_traces_of_the_sample_clinic_are_found(text, traces):
    assert [line for _, line, _ in sample_traces({"content/pages/a.md": text})] == traces


def test_a_form_has_a_known_mode_and_a_reason():
    with pytest.raises(SettingsError, match="mode 'nophi' is none of(.|\n)*reasons is empty"):
        ContactSettings(mode="nophi", reasons=())


@pytest.mark.parametrize("changes, message", [
    ({"placement": "popup"}, "placement 'popup' is neither"),
    ({"agreement_signed": "May 2026"}, "agreement_signed 'May 2026' is no date"),
    ({"agreement_signed": "20260501"}, "is no date"), ({"agreement_ends": "2026-02-30"}, "no date"),
    ({"agreement_ends": "2026-W09-1"}, "is no date"),
    ({"turnstile": "0x4AAAAAAAAAA\n"}, "no site key"),
    ({"answer_time": ""}, "answer_time is empty"), ({"answer_time": " "}, "answer_time is empty"),
    ({"reasons": ("Gift card", "New appointment", "Gift card ")},
     "^ContactSettings: the reason 'Gift card' is listed twice; list it once$"),
    ({"turnstile": "<script>"}, "no site key"), ({"reasons": "New appointment"}, "is one text"),
    ({"reasons": ("New appointment", " ")}, "reasons is empty"),
])
def test_a_slip_in_the_settings_of_the_form_is_told(changes, message):
    with pytest.raises(SettingsError, match=message):
        ContactSettings(**changes)


def test_the_dates_of_an_agreement_are_kept_as_written():
    found = ContactSettings(agreement_signed="2026-05-01", agreement_ends="2027-04-30")

    assert (found.agreement_signed, found.agreement_ends) == ("2026-05-01", "2027-04-30")


@pytest.mark.parametrize("value, provider, form_id", [
    ("formspree:abcdwxyz", "formspree", "abcdwxyz"),
    ("endpoint:https://forms.example.org/x", "endpoint", "https://forms.example.org/x"),
    ("", "basin", "kept"), ("formspree", "formspree", ""), (" \n", "basin", "kept"),
    (" formspree : abcdwxyz\n", "formspree", "abcdwxyz"), (":abc", "", "abc"), (":", "", ""),
])
def test_ci_names_the_form_in_the_environment(value, provider, form_id):
    before = clinic(contact=ContactSettings("message", "basin", "kept"))
    contact = from_environment(before, {"CONTACT_FORM": value}).contact

    assert (contact.mode, contact.provider, contact.form_id) == ("message", provider, form_id)
    assert from_environment(before, {}) == before


@pytest.mark.parametrize("chosen, value, dates", [
    ("basin", "formspree:abcdwxyz", ("", "")),
    ("basin", ":abcdwxyz", ("", "")),
    ("basin", "basin:abcdwxyz", ("2026-05-01", "2027-04-30")),
    ("", "basin:abcdwxyz", ("2026-05-01", "2027-04-30")),
    ("basin", "", ("2026-05-01", "2027-04-30")),
])
def test_an_agreement_does_not_carry_over_to_another_provider(chosen, value, dates):
    before = clinic(contact=ContactSettings("message", chosen, "kept", "2026-05-01", "2027-04-30"))
    contact = from_environment(before, {"CONTACT_FORM": value}).contact

    assert (contact.agreement_signed, contact.agreement_ends) == dates
    refused = [each.setting for each in demands(contact, date(2026, 11, 24))]
    assert ("agreement_signed" in refused) == (dates == ("", ""))


def test_a_provider_left_out_of_the_environment_is_refused():
    contact = from_environment(clinic(), {"CONTACT_FORM": ":abcdwxyz"}).contact

    assert "no form provider is chosen" in demands(contact, date(2026, 11, 24))[0].message


@pytest.mark.parametrize("written", ["https://a.example", "https://a.example/",
                                     " https://a.example// "])
def test_the_address_of_the_site_ends_without_a_slash(written):
    assert site_url(written) == "https://a.example"
