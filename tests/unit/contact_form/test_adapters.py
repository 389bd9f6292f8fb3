"""Our table of services against the imitation of each, which was written apart from it."""

from __future__ import annotations

import json

import pytest

from plugins.contact_form import imitation
from plugins.contact_form.core import ContactForm, form
from plugins.contact_form.providers import PROVIDERS
from plugins.site_model.settings import ContactSettings

SITE = "http://127.0.0.1:8000"
KEYS = [*PROVIDERS, "development"]
BY_SCRIPT = [key for key in KEYS if key not in ("forminit", "formspark", "cloudflare")]
VALUES = {"name": "Zoë O'Hara", "email": "zoe@example.org", "phone": "(207) 555-0142",
          "time": "Any time", "message": "A question."}

every_service = pytest.mark.parametrize("key", KEYS)
every_size = pytest.mark.parametrize("compact", [False, True], ids=["full", "compact"])


def form_of(key: str, compact: bool = False, mode: str = "no-phi") -> ContactForm:
    settings = ContactSettings(mode, "" if key == "development" else key,  # type: ignore[arg-type]
                               "https://forms.fernhollow.clinic/x" if key == "endpoint"
                               else "xqkrwbze")
    return form(settings, SITE, development=True, compact=compact)


def sent(found: ContactForm, script: bool, trap: str = "") -> imitation.Fields:
    """What a browser sends of the form, or the script; `trap` is what a robot fills in."""
    fields = [(each.name, each.value) for each in found.hidden if not (script and each.browser)]
    fields += [(each.name, VALUES[each.key]) for each in found.fields]
    fields.append((found.reason_name, "New appointment"))
    if found.honeypot.kind != "checkbox" or trap:
        fields.append((found.honeypot.name, trap))
    return tuple(fields)


def answered(key: str, found: ContactForm, script: bool, state: imitation.State = "ok",
             trap: str = "") -> imitation.Answer:
    address = found.answers.address if script and found.answers else found.action
    path = address.removeprefix(f"/__preview__/contact/{key}").strip("/")
    return imitation.answer(
        key, state, sent(found, script, trap), script, "/thanks/", path,
        encoding=found.answers.encoding if script and found.answers else "urlencoded")


@every_service
@every_size
@pytest.mark.parametrize("mode", ["no-phi", "message"])
def test_a_browser_is_led_to_the_thanks_page(key: str, compact: bool, mode: str) -> None:
    found = answered(key, form_of(key, compact, mode), script=False)

    assert (found.status, found.outcome, found.remark) == (303, "kept", "")
    assert dict(found.headers)["Location"] == "/thanks/"


@pytest.mark.parametrize("key", BY_SCRIPT)
@every_size
def test_a_script_is_told_that_all_went_well_where_it_looks(key: str, compact: bool) -> None:
    shown = form_of(key, compact)
    found = answered(key, shown, script=True)
    assert shown.answers

    assert (found.outcome, found.remark) == ("kept", "")
    assert key == "netlify" or found.status == 200
    if shown.answers.ok:
        assert json.loads(found.body)[shown.answers.ok] not in (False, "false", "", None)


@pytest.mark.parametrize("key", [key for key in BY_SCRIPT if key != "netlify"])
def test_a_script_can_tell_that_it_did_not(key: str) -> None:
    shown = form_of(key)
    found = answered(key, shown, script=True, state="field-error")
    assert shown.answers
    reply = json.loads(found.body)

    assert found.outcome == "refused"
    assert found.status >= 400 or reply[shown.answers.ok] in (False, "false")
    if shown.answers.errors:
        mail = next(each.name for each in shown.fields if each.key == "email")
        assert [each[shown.answers.field] for each in reply[shown.answers.errors]] == [mail]
        assert not shown.answers.message or all(
            each[shown.answers.message] for each in reply[shown.answers.errors])


@pytest.mark.parametrize("key, script", [*((key, False) for key in KEYS),
                                         *((key, True) for key in BY_SCRIPT)])
def test_what_a_robot_fills_in_is_dropped(key: str, script: bool) -> None:
    found = answered(key, form_of(key), script, trap="on")

    assert found.outcome == "dropped"
    assert found.status < 400


@every_service
def test_the_tables_are_of_the_same_services(key: str) -> None:
    assert key in imitation.SERVICES
    assert set(imitation.SERVICES) == set(KEYS)
