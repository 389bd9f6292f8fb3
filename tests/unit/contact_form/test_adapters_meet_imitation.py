"""Our description of each form service against an independent one: what the form sends is taken.

`providers.py` says how we send; `imitation.py`, written apart from it, says what a service takes.
"""

from __future__ import annotations

import json
from itertools import product
from typing import Literal

import pytest

from plugins.contact_form.core import ContactForm, form
from plugins.contact_form.imitation import SERVICES, Answer, Fields, State, answer
from plugins.contact_form.providers import DEVELOPMENT, PROVIDERS
from plugins.site_model.settings import ContactSettings

SITE, PLACE = "http://127.0.0.1:8000", "/__preview__/contact/"
Mode = Literal["no-phi", "message"]
MODES: tuple[Mode, ...] = ("no-phi", "message")
FORMS = list(product([*PROVIDERS, ""], MODES, [False, True]))


def made(key: str, mode: Mode = "no-phi", compact: bool = False) -> ContactForm:
    form_id = "https://clinic.test/inbox" if key == "endpoint" else "abc123"
    return form(ContactSettings(provider=key, form_id=form_id, mode=mode), SITE, True, compact)


def filled(asked: ContactForm, trap: str = "") -> Fields:
    """What a browser sends when a person, or a robot with a `trap`, has filled in the form."""
    words = {"email": "ada@example.org", "tel": "555-0100", "textarea": "Two\nlines"}
    typed = [(each.name, each.choices[0] if each.choices else words.get(each.kind, "Ada"))
             for each in asked.fields]
    hidden = [(each.name, each.value) for each in asked.hidden]
    reason = [(asked.reason_name, asked.reasons[0])]
    # An unticked box is not sent at all.
    sends_trap = trap or asked.honeypot.kind != "checkbox"
    return (*hidden, *typed, *reason, *([(asked.honeypot.name, trap)] if sends_trap else []))


def sent(asked: ContactForm, state: State = "ok", script: bool = False, trap: str = "") -> Answer:
    address = asked.answers.address if script and asked.answers else asked.action
    key, _, path = address.removeprefix(PLACE).partition("/")
    encoding = asked.answers.encoding if script and asked.answers else "urlencoded"
    return answer(key, state, filled(asked, trap), script, "/thanks/", path, encoding=encoding)


def test_both_know_the_same_services() -> None:
    assert {*PROVIDERS, DEVELOPMENT.key} == set(SERVICES)


@pytest.mark.parametrize(("key", "mode", "compact"), FORMS)
def test_the_browser_comes_to_the_thanks_page(key: str, mode: Mode, compact: bool) -> None:
    found = sent(made(key, mode, compact))
    assert (found.status, dict(found.headers)["Location"]) == (303, "/thanks/")
    assert (found.outcome, found.remark) == ("kept", "")


@pytest.mark.parametrize(("key", "mode", "compact"), FORMS)
def test_the_script_is_understood_too(key: str, mode: Mode, compact: bool) -> None:
    found = sent(made(key, mode, compact), script=True)
    assert (found.outcome, found.remark) == ("kept", "")


@pytest.mark.parametrize("key", [*PROVIDERS, ""])
@pytest.mark.parametrize("script", [False, True])
def test_the_trap_is_the_services_own(key: str, script: bool) -> None:
    assert sent(made(key), script=script, trap="on").outcome == "dropped"


WITH_ANSWERS = [key for key in [*PROVIDERS, ""] if made(key).answers]


@pytest.mark.parametrize("key", WITH_ANSWERS)
def test_success_and_failure_are_told_apart(key: str) -> None:
    """By the rule the script is given: a good status, and where a field is named, a true one."""
    asked = made(key)

    def reads_as_sent(found: Answer) -> bool:
        rule = asked.answers.ok if asked.answers else ""
        if found.status >= 400:
            return False
        return not rule or json.loads(found.body).get(rule) not in (None, "", False, "false")

    assert reads_as_sent(sent(asked, script=True))
    for state in ("field-error", "rate-limit", "error-500"):
        assert not reads_as_sent(sent(asked, state, script=True))


@pytest.mark.parametrize("key", [key for key in WITH_ANSWERS if made(key).answers.errors])
def test_the_wrong_field_is_found(key: str) -> None:
    asked = made(key)
    reply = json.loads(sent(asked, "field-error", script=True).body)
    (error,) = reply[asked.answers.errors]
    assert error[asked.answers.field] in {each.name for each in asked.fields}
