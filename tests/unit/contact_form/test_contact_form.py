"""The form of each service, and what keeps a form from being published."""

import re
from dataclasses import replace

import pytest

from plugins.contact_form import core
from plugins.site_model.settings import ContactSettings

THANKS, THANKS_PATH = "https://clinic.example/thanks/", "/thanks/"
PHI = re.compile(r"dob|birth|ssn|symptom|diagnos|injur|pain|condition|medicat|insur.*id|member|mrn"
                 r"|history", re.I)


def form(provider="formspree", form_id="abcd1234", development=False, **changes):
    settings = ContactSettings(provider=provider, form_id=form_id, **changes)
    return core.form(settings, THANKS, THANKS_PATH, development)


@pytest.mark.parametrize("provider, action, hidden, honeypot, host", [
    ("formspree", "https://formspree.io/f/abcd1234", {"_next": THANKS}, "_gotcha", "formspree.io"),
    ("basin", "https://usebasin.com/f/abcd1234", {}, "_gotcha", "usebasin.com"),
    ("web3forms", "https://api.web3forms.com/submit",
     {"access_key": "abcd1234", "redirect": THANKS}, "botcheck", "api.web3forms.com"),
    ("formsubmit", "https://formsubmit.co/abcd1234", {"_next": THANKS}, "_honey", "formsubmit.co"),
    ("formspark", "https://submit-form.com/abcd1234", {"_redirect": THANKS}, "_honeypot",
     "submit-form.com"),
    ("staticforms", "https://api.staticforms.xyz/submit",
     {"apiKey": "abcd1234", "redirectTo": THANKS}, "honeypot", "api.staticforms.xyz"),
    ("forminit", "https://forminit.com/f/abcd1234", {}, "_gotcha", "forminit.com"),
    ("netlify", THANKS_PATH, {"form-name": "abcd1234"}, "bot-field", ""),
])
def test_each_service_gets_the_form_it_documents(provider, action, hidden, honeypot, host):
    found = form(provider)

    assert (found.action, dict(found.hidden), found.honeypot, found.host) == (
        action, hidden, honeypot, host)


def test_netlify_finds_the_form_by_its_attributes():
    assert dict(form("netlify").attributes) == {
        "name": "abcd1234", "data-netlify": "true", "netlify-honeypot": "bot-field"}


def test_an_endpoint_of_ones_own_is_posted_to_and_allowed_by_its_host():
    found = form("endpoint", "https://forms.example.org:8443/contact")

    assert (found.action, found.host) == (
        "https://forms.example.org:8443/contact", "forms.example.org:8443")
    assert dict(found.hidden) == {"next": THANKS}


def test_every_service_is_in_the_table_above():
    assert set(core.PROVIDERS) == {"formspree", "basin", "web3forms", "formsubmit", "formspark",
                                   "staticforms", "forminit", "netlify", "endpoint"}


def test_in_development_the_form_never_leaves_the_computer():
    found = form("formspree", development=True)

    assert found.action.startswith("/__preview__/")
    assert (found.host, found.link) == ("", "")
    assert "formspree" not in repr(found)


@pytest.mark.parametrize("provider", core.PROVIDERS)
def test_the_default_form_asks_nothing_clinical_and_offers_no_free_text(provider):
    found = form(provider, "https://example.org/x")
    names = [name for one in found.fields for name in (one.key, one.name, one.label)]
    names += [found.reason_name, *found.reasons, *dict(found.hidden)]

    assert not any(one.kind == "textarea" for one in found.fields)
    assert [name for name in names if PHI.search(name)] == []


@pytest.mark.parametrize("provider", core.PROVIDERS)
def test_nothing_is_left_to_fill_in(provider):
    assert "{" not in re.sub(r"\{'|\{\}", "", repr(form(provider)))


@pytest.mark.parametrize("provider", core.PROVIDERS)
def test_the_names_on_the_wire_are_all_different(provider):
    found = form(provider, mode="message")
    names = [one.name for one in found.fields] + [found.reason_name, found.honeypot,
                                                  *dict(found.hidden)]

    assert len(names) == len(set(names))


def test_forminit_gets_its_own_names_for_our_fields():
    found = form("forminit", mode="message")

    assert all(one.name.startswith("fi-") for one in found.fields)
    assert found.reason_name == "fi-text-reason"


def test_only_message_mode_has_room_for_a_message():
    assert [one.kind for one in form(mode="message").fields].count("textarea") == 1


def test_a_clinic_may_link_out_to_a_secure_form():
    address = "https://portal.example.org/form"

    assert form("", address, mode="link-out").link == address
    assert form("formspree").link == ""


def test_browsers_can_fill_the_form_in():
    filled = {one.key: (one.autocomplete, one.required) for one in form().fields}

    assert filled["name"] == ("name", True)
    assert filled["email"] == ("email", True)
    assert filled["phone"][0] == "tel"


SOUND = ContactSettings(provider="formspree", form_id="xwpkqrgb")


@pytest.mark.parametrize("changes, messages", [
    ({}, []),
    ({"provider": ""}, ["no form provider is chosen"]),
    ({"provider": "formspre"}, ["unknown form provider 'formspre'"]),
    ({"form_id": ""}, ["has no form_id"]),
    ({"form_id": "your-form-id"}, ["is only a sample"]),
    ({"form_id": "YOUR_FORM_ID"}, ["is only a sample"]),
    ({"form_id": "form_id"}, ["is only a sample"]),
    ({"form_id": "xxxxxxxx"}, ["is only a sample"]),
    ({"form_id": "TODO"}, ["is only a sample"]),
    ({"provider": "web3forms", "form_id": "YOUR_ACCESS_KEY"}, ["is only a sample"]),
    ({"provider": "web3forms", "form_id": "YOUR_ACCESS_KEY_HERE"}, ["is only a sample"]),
    ({"provider": "web3forms", "form_id": "a1b2c3d4-0000-4000-8000-1234567890ab"}, []),
    ({"form_id": "https://formspree.io/f/xwpkqrgb"}, ["cannot be right"]),
    ({"form_id": "a b"}, ["cannot be right"]),
    ({"provider": "endpoint", "form_id": "https://forms.example.org/x"}, []),
    ({"provider": "endpoint", "form_id": "http://forms.example.org/x"}, ["start with https://"]),
    ({"provider": "endpoint", "form_id": "forms.example.org/x"}, ["start with https://"]),
    ({"mode": "message"}, ["needs a signed agreement"]),
    ({"mode": "message", "agreement_signed": "2026-05-01"}, []),
    ({"mode": "message", "form_id": "todo"}, ["is only a sample", "needs a signed agreement"]),
    ({"mode": "link-out", "provider": "", "form_id": "https://portal.example.org"}, []),
    ({"mode": "link-out", "provider": "", "form_id": "http://portal.example.org"},
     ["to no https:// address"]),
    ({"mode": "link-out", "form_id": ""}, ["to no https:// address"]),
])
def test_a_publish_build_asks_for_a_form_that_delivers(changes, messages):
    found = core.demands(replace(SOUND, **changes))

    assert len(found) == len(messages)
    assert all(message in demand.message for message, demand in zip(messages, found, strict=True))
    assert all(demand.file == "pelicanconf.py" and demand.cure for demand in found)


def test_a_mistyped_service_gets_the_nearest():
    assert core.demands(replace(SOUND, provider="formspre"))[0].cure == "did you mean 'formspree'?"


@pytest.mark.parametrize("provider, told", [
    ("basin", "Basin: set the thank-you address"), ("forminit", "Forminit: "), ("formspree", ""),
    ("", "")])
def test_what_is_left_to_do_at_the_service_is_told(provider, told):
    found = core.notes(replace(SOUND, provider=provider))

    assert bool(found) == bool(told)
    assert told in "".join(found)
