"""The form of each service, the three modes, and what keeps a form from being published."""

import re
from dataclasses import replace
from datetime import date

import pytest

from plugins.contact_form import core, fields
from plugins.contact_form.providers import (
    DEVELOPMENT,
    PROVIDERS,
    SECURE_FORMS,
    TURNSTILE_HOST,
    Csp,
    joined,
)
from plugins.site_model.settings import ContactSettings

SITE = "https://clinic.example/blog"
THANKS, FAILED = f"{SITE}/thanks/", f"{SITE}/not-sent/"
TODAY = date(2026, 11, 24)
ENDPOINT = "https://forms.fernhollow.clinic:8443/contact?site=1"
SECURE = "https://hipaa.jotform.com/240001112223"


def form(provider="formspree", form_id="abcd1234", development=False, compact=False, **changes):
    settings = ContactSettings(provider=provider, form_id=form_id, **changes)
    return core.form(settings, SITE, development, compact)


def id_of(provider):
    return ENDPOINT if provider == "endpoint" else "abcd1234"


# ---------------------------------------------------------------- the adapters


@pytest.mark.parametrize("provider, action, hidden, honeypot, origin", [
    ("formspree", "https://formspree.io/f/abcd1234", {"_next": THANKS}, ("_gotcha", "text"),
     "https://formspree.io"),
    ("basin", "https://usebasin.com/f/abcd1234", {}, ("_gotcha", "text"), "https://usebasin.com"),
    ("web3forms", "https://api.web3forms.com/submit",
     {"access_key": "abcd1234", "redirect": THANKS}, ("botcheck", "checkbox"),
     "https://api.web3forms.com"),
    ("formsubmit", "https://formsubmit.co/abcd1234", {"_next": THANKS, "_captcha": "false"},
     ("_honey", "text"), "https://formsubmit.co"),
    ("formspark", "https://submit-form.com/abcd1234", {"_redirect": THANKS, "_error": FAILED},
     ("_honeypot", "text"), "https://submit-form.com"),
    ("staticforms", "https://api.staticforms.xyz/submit",
     {"apiKey": "abcd1234", "redirectTo": THANKS}, ("honeypot", "text"),
     "https://api.staticforms.xyz"),
    ("forminit", "https://forminit.com/f/abcd1234", {}, ("_gotcha", "hidden"),
     "https://forminit.com"),
    ("netlify", "/blog/thanks/", {"form-name": "abcd1234"}, ("bot-field", "text"), ""),
    ("cloudflare", "/blog/thanks/", {}, ("_gotcha", "text"), ""),
    ("endpoint", ENDPOINT, {"form_id": "contact", "next": THANKS, "failed": FAILED},
     ("_gotcha", "text"), "https://forms.fernhollow.clinic:8443"),
])
def test_each_service_gets_the_form_it_documents(provider, action, hidden, honeypot, origin):
    found = form(provider, id_of(provider))

    assert found.action == action
    assert {each.name: each.value for each in found.hidden} == hidden
    assert (found.honeypot.name, found.honeypot.kind) == honeypot
    assert found.csp.form_action == ((origin,) if origin else ())


@pytest.mark.parametrize("provider, address, encoding, ok, errors", [
    ("formspree", "https://formspree.io/f/abcd1234", "urlencoded", "next", ("errors", "field", "")),
    ("netlify", "/blog/", "urlencoded", "", ("", "", "")),
    ("web3forms", "https://api.web3forms.com/submit", "multipart", "success", ("", "", "")),
    ("basin", "https://usebasin.com/f/abcd1234", "urlencoded", "", ("", "", "")),
    ("formsubmit", "https://formsubmit.co/ajax/abcd1234", "urlencoded", "success", ("", "", "")),
    ("staticforms", "https://api.staticforms.xyz/submit", "urlencoded", "success", ("", "", "")),
    ("endpoint", ENDPOINT, "urlencoded", "ok", ("errors", "field", "message")),
])
def test_the_script_is_told_where_to_send_and_what_an_answer_means(provider, address, encoding, ok,
                                                                   errors):
    found = form(provider, id_of(provider))

    assert (found.answers.address, found.answers.encoding, found.answers.ok) == (
        address, encoding, ok)
    assert (found.answers.errors, found.answers.field, found.answers.message) == errors
    assert found.csp.connect_src == found.csp.form_action


def test_what_a_service_does_not_document_is_left_to_the_browser():
    silent = [key for key in PROVIDERS if not form(key, id_of(key)).answers]

    assert silent == ["forminit", "formspark", "cloudflare"]
    assert all(form(key).csp.connect_src == () for key in silent)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_script_sends_no_address_that_would_redirect_its_request(provider):
    found = form(provider, id_of(provider))
    kept = {each.name for each in found.hidden if not each.browser}

    # An endpoint of our own answers the script with JSON, whatever the addresses say.
    assert kept & {"_next", "redirect", "_redirect", "_error", "redirectTo"} == set()


def test_the_hosts_of_our_own_find_the_form_by_its_attributes():
    assert dict(form("netlify").attributes) == {
        "name": "abcd1234", "data-netlify": "true", "netlify-honeypot": "bot-field"}
    assert dict(form("cloudflare").attributes) == {"data-static-form-name": "abcd1234"}


def test_forms_with_other_fields_have_another_name_where_names_tell_them_apart():
    short = form("netlify", compact=True)

    assert dict(short.attributes)["name"] == "abcd1234-short"
    assert [each.value for each in short.hidden] == ["abcd1234-short"]
    assert form("endpoint", ENDPOINT, compact=True).hidden[0].value == "contact-short"


def test_the_tables_hold_every_service_that_is_promised():
    assert set(PROVIDERS) == {"formspree", "netlify", "web3forms", "basin", "forminit",
                              "formsubmit", "formspark", "staticforms", "cloudflare", "endpoint"}
    assert set(SECURE_FORMS) == {"jotform", "formstack", "hushmail", "paubox", "google-forms",
                                 "other"}


@pytest.mark.parametrize("entry", [*PROVIDERS.values(), *SECURE_FORMS.values()],
                         ids=lambda entry: entry.key)
def test_an_entry_tells_when_it_was_compared_and_what_may_trap_us(entry):
    assert entry.verified_on == "" or date.fromisoformat(entry.verified_on) <= TODAY
    assert entry.traps or entry.todo
    assert all(text.endswith(".") for text in (*entry.traps, *entry.todo))


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("mode", ["no-phi", "message"])
@pytest.mark.parametrize("compact", [False, True])
def test_nothing_is_left_to_fill_in_and_all_names_differ(provider, mode, compact):
    found = form(provider, id_of(provider), compact=compact, mode=mode)
    names = [each.name for each in (*found.fields, *found.hidden, found.honeypot)]

    assert not re.search(r"\{\w+\}", repr(found))
    assert len({*names, found.reason_name}) == len(names) + 1


@pytest.mark.parametrize("provider", [*PROVIDERS, ""])
def test_in_development_the_same_form_goes_to_the_receiver(provider):
    public, local = form(provider, id_of(provider)), form(provider, id_of(provider), True)
    address = f"/__preview__/contact/{provider or 'development'}"

    assert local.action == address
    assert local.csp == Csp()
    assert (local.fields, local.hidden, local.honeypot) == (public.fields, public.hidden,
                                                            public.honeypot)
    assert bool(local.answers) == bool(public.answers)
    if local.answers:
        assert local.answers.address == address + ("/ajax" if provider == "formsubmit" else "")


def test_forminit_gets_its_own_names_for_our_fields():
    found = form("forminit", mode="message")

    assert [each.name for each in found.fields] == [
        "fi-sender-fullName", "fi-sender-email", "fi-text-phone", "fi-text-time",
        "fi-text-message"]
    assert found.reason_name == "fi-text-reason"


def test_only_an_endpoint_of_ones_own_gets_a_time_trap():
    assert [key for key in PROVIDERS if form(key, id_of(key)).time_trap] == ["endpoint"]
    assert DEVELOPMENT.time_trap == "seconds"


@pytest.mark.parametrize("form_id", [
    "https://forms.clinic;script-src *", "https://a'b.org", "https://x.org:99;",
    "https://ex ample.org", "https://x.org:65536/", "https://x.org/a\n",
    "https://user@forms.org/x", 'https://forms.org/"><script>', "https://1.2.3.4/x"])
def test_no_endpoint_can_write_into_the_policy(form_id):
    assert form("endpoint", form_id).csp == Csp()


def test_sources_of_several_parts_are_each_named_once():
    assert joined(Csp(("a",), ("b",)), Csp(("a", "c"))) == Csp(("a", "c"), ("b",))
    assert Csp(("a",), frame_src=("b",)).directives() == {"form-action": ("a",),
                                                          "frame-src": ("b",)}


# ---------------------------------------------------------------- the modes


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("compact", [False, True])
def test_the_default_form_asks_nothing_clinical_and_offers_no_free_text(provider, compact):
    found = form(provider, id_of(provider), compact=compact)

    assert fields.private_questions(found.fields, found.reasons) == ()
    assert {each.kind for each in found.fields} <= {"text", "email", "tel", "select"}


@pytest.mark.parametrize("changes", [
    {"kind": "textarea"}, {"kind": "file"}, {"kind": "date"}, {"autocomplete": ""},
    {"autocomplete": "bday"}, {"key": "dob"}, {"name": "date_of_birth"}, {"name": "ssn"},
    {"name": "your-symptoms"}, {"name": "fi-text-diagnosis"}, {"name": "injuryDate"},
    {"name": "painScore"}, {"name": "condition"}, {"name": "medications"},
    {"name": "insurance_id"}, {"name": "memberNumber"}, {"name": "mrn"}, {"name": "history"},
    {"label": "Where does it hurt?"}, {"label": "Member ID"}, {"label": "Your insurance number"},
    {"label": "Date of birth"}, {"choices": ("Back pain", "Something else")},
])
def test_each_kind_of_private_question_is_found(changes):
    sound = fields.FormField("name", "name", "Your name", "text", "name")

    assert fields.private_questions([sound], []) == ()
    assert fields.private_questions([replace(sound, **changes)], []) != ()


@pytest.mark.parametrize("reason, private", [
    ("New appointment", False), ("Insurance or billing", False), ("Insurance question", False),
    ("Medicare and Medicaid", False), ("Talk to a team member", False), ("Directions", False),
    ("A question about outside hours", False), ("Insurance: paid or due", False),
    ("House painting offer", False),
    ("Back pain", True), ("Sports injury", True), ("My symptoms", True), ("Insurance ID", True),
    ("Insurance card number", True), ("Insurance member number", True), ("Member ID", True),
    ("Date of birth", True), ("After surgery", True), ("Medical history", True),
    ("Existing appointment", False), ("Something else", False), ("Group class", False),
    ("Number of visits", False), ("Book a class", False), ("Gift card", False),
    ("Problem with the website", False), ("Post office box", False), ("Call back", False),
    ("Headache", True), ("Headaches", True), ("Sciatica", True), ("Arthritis", True),
    ("Sore knee", True), ("Stroke", True), ("Dizziness", True), ("Numbness", True),
    ("Sprain", True), ("Concussion", True), ("Post-op care", True), ("Knee problem", True),
    ("A problem with my knee", True), ("Medicare number", True), ("Medicaid ID", True),
    ("Subscriber ID", True), ("Group number", True), ("Claim number", True),
    ("A diagnosis I was given", True), ("My back aches", True), ("SSN", True),
])
def test_a_reason_names_a_topic_and_no_health(reason, private):
    found = core.privacy_demands(ContactSettings(reasons=("Another matter", reason)))

    assert bool(found) == private
    assert all(reason in each.message and each.setting == "reasons" for each in found)


def test_with_an_agreement_the_clinic_may_word_its_reasons():
    assert core.privacy_demands(ContactSettings("message", reasons=("Back pain",))) == ()


def test_only_message_mode_has_room_for_a_message():
    for compact in (False, True):
        kinds = [each.kind for each in form(mode="message", compact=compact).fields]
        assert kinds.count("textarea") == 1


def test_the_compact_form_asks_only_what_an_answer_needs():
    assert [each.key for each in form(compact=True).fields] == ["name", "email"]
    assert [each.key for each in form().fields] == ["name", "email", "phone", "time"]


def test_browsers_can_fill_the_form_in_and_each_duty_has_its_words():
    filled = {each.key: each for each in form(mode="message").fields}

    assert [filled[key].autocomplete for key in ("name", "email", "phone")] == [
        "name", "email", "tel"]
    assert {key for key, each in filled.items() if each.required} == {"name", "email", "message"}
    assert all(bool(each.missing) == each.required for each in filled.values())


# ---------------------------------------------------------------- Turnstile


def test_turnstile_is_off_unless_asked_for():
    assert (form().turnstile, form().scripts, form().csp.script_src) == ("", (), ())


@pytest.mark.parametrize("provider", [key for key, each in PROVIDERS.items() if each.turnstile])
def test_turnstile_is_declared_and_the_browser_sends(provider):
    found = form(provider, id_of(provider), turnstile="0x4AAAAAAAA")

    assert found.csp.script_src == found.csp.frame_src == (TURNSTILE_HOST,)
    assert [each.startswith(TURNSTILE_HOST) for each in found.scripts] == [True]
    assert "Cloudflare" in found.notice
    assert found.answers is None


def test_turnstile_is_not_asked_of_services_that_are_not_known_to_check_it():
    found = form("formspark", turnstile="0x4AAAAAAAA")

    assert (found.turnstile, found.scripts) == ("", ())
    assert form("formspree", development=True, turnstile="0x4AAAAAAAA").scripts == ()


# ---------------------------------------------------------------- forms elsewhere


def test_a_clinic_may_link_out_to_a_secure_form():
    found = form("jotform", SECURE, mode="link-out")

    assert (found.door.href, found.door.host, found.door.frame) == (SECURE, "hipaa.jotform.com", "")
    assert (found.csp, found.fields, found.answers) == (Csp(), (), None)
    assert form().door is None


def test_only_a_frame_lets_the_vendor_into_the_page():
    found = form("jotform", SECURE, mode="link-out", placement="frame")

    assert found.csp == Csp(frame_src=("https://hipaa.jotform.com", "https://*.jotform.com"))
    assert found.door.frame == SECURE


@pytest.mark.parametrize("query, framed", [
    ("", "?embedded=true"), ("?a=1", "?a=1&embedded=true"),
    ("?embedded=true", "?embedded=true")])
def test_google_is_told_when_it_stands_in_a_page(query, framed):
    address = "https://docs.google.com/forms/d/e/1FAI/viewform"
    found = form("google-forms", address + query, mode="link-out", placement="frame")

    assert found.door.frame == address + framed


# ---------------------------------------------------------------- what stops a publish build

SOUND = ContactSettings(provider="formspree", form_id="xwpkqrgb")
PORTAL = "https://portal.fernhollow.clinic/form"


@pytest.mark.parametrize("changes, messages", [
    ({}, []),
    ({"provider": ""}, ["no form provider is chosen"]),
    ({"provider": "formspre"}, ["unknown form provider 'formspre'"]),
    ({"provider": "jotform", "form_id": SECURE}, ["jotform keeps its form on its own pages"]),
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
    ({"form_id": "YOURFORMID"}, ["is only a sample"]),
    ({"form_id": "mabcdefg"}, ["is only a sample"]),
    ({"provider": "web3forms", "form_id": "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"},
     ["is only a sample"]),
    ({"form_id": "a b"}, ["cannot be right"]),
    ({"form_id": "xwpkqrgb\n"}, ["cannot be right"]),
    ({"form_id": "…"}, ["cannot be right"]),
    ({"provider": "formsubmit", "form_id": "hello@fernhollow.clinic"}, ["cannot be right"]),
    ({"provider": "endpoint", "form_id": ENDPOINT}, []),
    ({"provider": "endpoint", "form_id": "https://forms.example.org/x"}, ["is only a sample"]),
    ({"provider": "endpoint", "form_id": "https://your-server.org/x"}, ["is only a sample"]),
    ({"provider": "endpoint", "form_id": "https://localhost/x"}, ["is only a sample"]),
    ({"provider": "endpoint", "form_id": "http://forms.fernhollow.clinic/x"},
     ["start with https://"]),
    ({"provider": "endpoint", "form_id": "forms.fernhollow.clinic/x"}, ["start with https://"]),
    ({"provider": "endpoint", "form_id": "https://forms;x.clinic/"}, ["is no address"]),
    ({"provider": "endpoint", "form_id": "https://forms.fernhollow.clinic/x\n"},
     ["is no address"]),
    ({"provider": "endpoint", "form_id": "https://forms.fernhollow.clinic:65535/x"}, []),
    ({"provider": "endpoint", "form_id": "https://forms.fernhollow.clinic:65536/x"},
     ["is no address"]),
    ({"provider": "endpoint", "form_id": "https://forms.fernhollow.clinic:99999"},
     ["is no address"]),
    ({"mode": "message"}, ["needs a signed agreement"]),
    ({"mode": "message", "agreement_signed": "2026-05-01"}, []),
    ({"mode": "message", "agreement_signed": "2026-11-24"}, []),
    ({"mode": "message", "agreement_signed": "2026-11-25"}, ["lies in the future"]),
    ({"mode": "message", "agreement_signed": "2025-05-01", "agreement_ends": "2026-11-24"}, []),
    ({"mode": "message", "agreement_signed": "2025-05-01", "agreement_ends": "2026-11-23"},
     ["ended on 2026-11-23"]),
    ({"mode": "no-phi", "agreement_ends": "2026-11-23"}, []),
    ({"mode": "message", "form_id": "todo"}, ["is only a sample", "needs a signed agreement"]),
    ({"turnstile": "0x4AAAAAAAA"}, []),
    ({"provider": "formspark", "turnstile": "0x4AAAAAAAA"}, ["not known to check Turnstile"]),
    ({"mode": "link-out", "provider": "", "form_id": PORTAL}, []),
    ({"mode": "link-out", "provider": "other", "form_id": PORTAL}, []),
    ({"mode": "link-out", "provider": "jotform", "form_id": SECURE}, []),
    ({"mode": "link-out", "provider": "jotform", "form_id": PORTAL},
     ["is no address at jotform.com"]),
    ({"mode": "link-out", "provider": "jotform", "form_id": "https://notjotform.com/1"},
     ["is no address at jotform.com"]),
    ({"mode": "link-out", "provider": "google-forms", "form_id": "https://forms.gle/abc"},
     ["is no address at docs.google.com"]),
    ({"mode": "link-out", "provider": "jotform", "form_id": "https://hipaa.jotform.com/…"},
     ["is only a sample"]),
    ({"mode": "link-out", "provider": "", "form_id": "https://portal.fernhollow.clinic/…"},
     ["is only a sample"]),
    ({"mode": "link-out", "provider": "jotform", "form_id": "https://www.jotform.com"},
     ["is the home page of Jotform"]),
    ({"mode": "link-out", "provider": "jotform", "form_id": "https://www.jotform.com/?from=mail"},
     ["is the home page of Jotform"]),
    ({"mode": "link-out", "provider": "", "form_id": "https://portal.fernhollow.clinic"}, []),
    ({"mode": "link-out", "provider": "hushmail", "form_id": "https://hushforms.com/clinic"}, []),
    ({"mode": "link-out", "provider": "hushmail",
      "form_id": "https://secure.hushmail.com/clinic"}, []),
    ({"mode": "link-out", "provider": "", "form_id": PORTAL + "\n"}, ["to no https:// address"]),
    ({"mode": "link-out", "provider": "", "form_id": "http://portal.fernhollow.clinic"},
     ["to no https:// address"]),
    ({"mode": "link-out", "provider": "", "form_id": ""}, ["to no https:// address"]),
    ({"mode": "link-out", "provider": "", "form_id": "https://portal.example.org"},
     ["is only a sample"]),
    ({"mode": "link-out", "form_id": PORTAL}, ["leads to a form elsewhere, but formspree"]),
    ({"mode": "link-out", "provider": "jotfrom", "form_id": PORTAL}, ["unknown vendor"]),
])
def test_a_publish_build_asks_for_a_form_that_delivers(changes, messages):
    found = core.demands(replace(SOUND, **changes), TODAY)

    assert len(found) == len(messages)
    assert all(message in demand.message for message, demand in zip(messages, found, strict=True))
    assert all(demand.file == "pelicanconf.py" and demand.cure for demand in found)


def test_a_mistyped_service_gets_the_nearest():
    found = core.demands(replace(SOUND, provider="formspre"), TODAY)

    assert found[0].cure == "did you mean 'formspree'?"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_cure_for_a_missing_id_names_the_chosen_service(provider):
    found = core.demands(replace(SOUND, provider=provider, form_id=""), TODAY)

    assert f"CONTACT_FORM={provider}:…" in found[0].cure
    assert provider == "formspree" or "formspree" not in found[0].cure


# ---------------------------------------------------------------- what is left to do


@pytest.mark.parametrize("changes, told", [
    ({"provider": "basin"}, "Basin: Enter the thanks page"),
    ({"provider": "forminit"}, "Forminit: Enter the thanks page"),
    ({}, "Formspree: Switch reCAPTCHA off"),
    ({"provider": "formspark"}, "Formspark: not all that is used of it was found"),
    ({"provider": "staticforms"}, ""),
    ({"provider": ""}, ""),
    ({"turnstile": "0x4AAAAAAAA"}, "Cloudflare, a third party"),
    ({"mode": "link-out", "provider": "jotform", "form_id": SECURE}, "Jotform: Have its business"),
    ({"mode": "message", "provider": "staticforms", "agreement_ends": "2026-12-04"},
     "ends on 2026-12-04, in 10 days"),
    ({"mode": "message", "provider": "staticforms", "agreement_ends": "2027-12-04"}, ""),
])
def test_what_is_left_to_do_at_the_service_is_told(changes, told):
    found = core.notes(replace(SOUND, **changes), TODAY)

    assert bool(found) == bool(told)
    assert told in "\n".join(found)
