"""What each form service answers, state by state, against its documentation."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest

from plugins.contact_form.imitation import (
    ELSEWHERE,
    RETRY_AFTER,
    SERVICES,
    STATES,
    Answer,
    Encoding,
    Fields,
    State,
    answer,
    filled_in,
    own_page,
)

HERE = "http://127.0.0.1:8000"
PERSON: Fields = (("name", "Ada"), ("email", "ada@example.org"))
# The least that each service takes, with its own way to our thanks page.
GOOD: dict[str, Fields] = {
    "formspree": PERSON,
    "netlify": (("form-name", "contact"), *PERSON),
    "web3forms": (("access_key", "k"), ("redirect", HERE + "/thanks/"), *PERSON),
    "basin": PERSON,
    "forminit": (("fi-sender-fullName", "Ada"), ("fi-sender-email", "ada@example.org")),
    "formsubmit": (("_next", HERE + "/thanks/"), ("_captcha", "false"), *PERSON),
    "formspark": (("_redirect", HERE + "/thanks/"), *PERSON),
    "staticforms": (("apiKey", "k"), ("redirectTo", HERE + "/thanks/"), *PERSON),
    "cloudflare": PERSON,
    "endpoint": (("form_id", "contact"), *PERSON),
    "development": PERSON,
}
OURS = ("cloudflare", "endpoint", "development")
OTHERS = tuple(key for key in SERVICES if key not in OURS)


def ask(
    provider: str,
    state: State = "ok",
    fields: Fields | None = None,
    script: bool = False,
    encoding: Encoding = "urlencoded",
    path: str | None = None,
) -> Answer:
    if path is None:
        path = "ajax" if script and provider == "formsubmit" else ""
    sent = GOOD[provider] if fields is None else fields
    return answer(provider, state, sent, script, "/thanks/", path, encoding=encoding)


def to(found: Answer) -> str:
    return dict(found.headers).get("Location", "")


def told(found: Answer) -> Any:
    assert dict(found.headers)["Content-Type"] == "application/json"
    return json.loads(found.body)


def without(provider: str, name: str) -> Fields:
    return tuple(field for field in GOOD[provider] if field[0] != name)


def test_every_service_has_an_example() -> None:
    assert set(GOOD) == set(SERVICES)


# --- A good day --------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", SERVICES)
def test_the_browser_is_sent_to_the_thanks_page(provider: str) -> None:
    found = ask(provider)
    assert (found.status, to(found), found.outcome, found.remark) == (303, "/thanks/", "kept", "")


SUCCESS = {"success": True, "message": "Email sent successfully!"}


@pytest.mark.parametrize(("provider", "reply"), [
    ("formspree", {"next": "/thanks/"}),
    ("web3forms", SUCCESS),
    ("basin", {}),
    ("forminit", {"data": {}, "redirectUrl": "/thanks/", "error": None}),
    ("formsubmit", {"success": "true", "message": "The form was submitted successfully."}),
    ("formspark", {}),
    ("staticforms", SUCCESS),
    ("cloudflare", {"ok": True, "next": "/thanks/"}),
    ("endpoint", {"ok": True, "next": "/thanks/"}),
    ("development", {"ok": True, "next": "/thanks/"}),
])
def test_a_script_is_told_in_the_services_own_words(provider: str, reply: object) -> None:
    found = ask(provider, script=True)
    assert (found.status, found.outcome, told(found)) == (200, "kept", reply)


def test_netlify_answers_a_script_as_it_does_a_browser() -> None:
    assert ask("netlify", script=True) == ask("netlify")
    assert b"<!doctype html>" in ask("netlify", "rate-limit", script=True).body


def test_formsubmit_speaks_json_at_one_address_only() -> None:
    assert to(ask("formsubmit", script=True, path="")) == "/thanks/"
    assert told(ask("formsubmit", script=False, path="ajax"))["success"] == "true"


@pytest.mark.parametrize("provider", SERVICES)
def test_no_service_has_another_address(provider: str) -> None:
    found = ask(provider, path="../x")
    assert (found.status, found.outcome) == (404, "refused")


# --- What a service asks of a message ----------------------------------------------------------


@pytest.mark.parametrize(("provider", "name", "status"), [
    ("netlify", "form-name", 404),
    ("web3forms", "access_key", 400),
    ("staticforms", "apiKey", 401),
    ("endpoint", "form_id", 422),
])
def test_what_a_message_must_name(provider: str, name: str, status: int) -> None:
    for fields in (without(provider, name), (*without(provider, name), (name, " "))):
        found = ask(provider, fields=fields, script=True)
        assert found.outcome == "refused"
        assert f"'{name}'" in found.remark
        assert found.status == status


def test_staticforms_does_not_take_its_older_key() -> None:
    older = (("accessKey", "k"), *without("staticforms", "apiKey"))
    assert ask("staticforms", fields=older).status == 401


@pytest.mark.parametrize(("field", "words"), [
    (("name", "Ada"), "'name'"),
    (("_subject", "Hello"), "'_subject'"),
    (("fi-", "x"), "'fi-'"),
    (("fi-sender-name", "Ada"), "'fi-sender-name'"),
    (("fi-sender-phone", "555-0100"), "telephone number"),
    (("fi-sender-phone", "+0123"), "telephone number"),
])
def test_forminit_takes_its_own_names_alone(field: tuple[str, str], words: str) -> None:
    found = ask("forminit", fields=(*GOOD["forminit"], field), script=True)
    assert (found.status, found.outcome) == (400, "refused")
    assert words in found.remark
    assert told(found)["error"] == found.remark


@pytest.mark.parametrize("field", [
    ("fi-text-message", "two\nlines"), ("fi-sender-phone", "+15550100"), ("fi-sender-phone", ""),
    ("_gotcha", ""),
])
def test_what_forminit_takes(field: tuple[str, str]) -> None:
    assert ask("forminit", fields=(*GOOD["forminit"], field)).outcome == "kept"


@pytest.mark.parametrize(("provider", "taken"), [
    ("netlify", False), ("forminit", False), ("formspree", True), ("web3forms", True),
    ("formspark", True), ("staticforms", True), ("endpoint", True),
])
def test_who_reads_json(provider: str, taken: bool) -> None:
    assert (ask(provider, encoding="json").outcome == "kept") == taken
    assert ask(provider, encoding="multipart").outcome == "kept"


def test_an_empty_message() -> None:
    nothing = (("_gotcha", ""), ("name", " "))
    found = ask("formspree", fields=nothing, script=True)
    assert told(found)["errors"][0]["code"] == "EMPTY"
    assert found.outcome == "refused"
    silent = ask("formspark", fields=(("_redirect", HERE + "/thanks/"), *nothing))
    assert (silent.status, to(silent), silent.outcome) == (303, "/thanks/", "dropped")


# --- Spam --------------------------------------------------------------------------------------

TRAPS = [
    ("formspree", "_gotcha"), ("netlify", "bot-field"), ("web3forms", "botcheck"),
    ("basin", "_gotcha"), ("forminit", "_gotcha"), ("formsubmit", "_honey"),
    ("formspark", "_honeypot"), ("staticforms", "honeypot"), ("staticforms", "my-HoneyPot-1"),
    ("cloudflare", "_gotcha"), ("endpoint", "_gotcha"), ("development", "_gotcha"),
]


@pytest.mark.parametrize(("provider", "trap"), TRAPS)
@pytest.mark.parametrize("script", [False, True])
def test_a_filled_trap_looks_like_success(provider: str, trap: str, script: bool) -> None:
    caught = ask(provider, fields=(*GOOD[provider], (trap, "on")), script=script)
    good = ask(provider, script=script)
    assert (caught.status, caught.headers, caught.body) == (good.status, good.headers, good.body)
    assert caught.outcome == "dropped"
    assert f"'{trap}'" in caught.remark
    assert ask(provider, fields=(*GOOD[provider], (trap, " "))).outcome == "kept"


@pytest.mark.parametrize(("provider", "name"), [
    ("formspree", "_honey"), ("netlify", "_gotcha"), ("web3forms", "_gotcha"),
    ("formsubmit", "_gotcha"), ("formspark", "_gotcha"), ("staticforms", "_gotcha"),
])
def test_the_trap_of_another_service_catches_nobody(provider: str, name: str) -> None:
    assert ask(provider, fields=(*GOOD[provider], (name, "x"))).outcome == "kept"


@pytest.mark.parametrize("provider", SERVICES)
@pytest.mark.parametrize("script", [False, True])
def test_silent_looks_like_success(provider: str, script: bool) -> None:
    found, good = ask(provider, "silent", script=script), ask(provider, script=script)
    assert (found.status, found.headers, found.body) == (good.status, good.headers, good.body)
    assert found.outcome == "dropped"


def test_what_is_shown_of_a_trap() -> None:
    assert filled_in("endpoint", (("a", ""), ("_gotcha", ""))) == (("a", ""),)
    assert filled_in("endpoint", (("_gotcha", "x"),)) == (("_gotcha", "x"),)
    assert filled_in("staticforms", (("a-honeypot", ""),)) == ()
    assert filled_in("netlify", (("_gotcha", ""),)) == (("_gotcha", ""),)


# --- Bad days ----------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", OTHERS)
@pytest.mark.parametrize(("state", "status"), [
    ("field-error", 400), ("rate-limit", 429), ("error-500", 500), ("hang", 504)])
def test_without_scripts_a_failure_is_a_page_of_the_service(
    provider: str, state: State, status: int
) -> None:
    found = ask(provider, state)
    assert found.status == status
    assert dict(found.headers) == {"Content-Type": "text/html; charset=utf-8"}
    assert SERVICES[provider].name.encode() in found.body
    assert found.hang == (state == "hang")
    # Its sender cannot know, but the message has arrived.
    assert found.outcome == ("kept" if state == "hang" else "refused")


@pytest.mark.parametrize("provider", OURS)
@pytest.mark.parametrize("state", ["field-error", "rate-limit", "error-500"])
def test_without_scripts_a_failure_of_ours_is_our_own_page(provider: str, state: State) -> None:
    found = answer(provider, state, GOOD[provider], False, "/thanks/", failed_url="/a/not-sent/")
    assert (found.status, to(found), found.outcome) == (303, "/a/not-sent/", "refused")
    assert "Retry-After" not in dict(found.headers)


WORDS = "The email address was not accepted."
MANY = "Too many messages just now."
OWN = {"ok": False, "errors": [{"field": "email", "code": "type_email", "message": WORDS}]}


@pytest.mark.parametrize(("provider", "status", "reply"), [
    ("formspree", 400, {"error": WORDS, "errors": [
        {"code": "TYPE_EMAIL", "field": "email", "message": WORDS}]}),
    ("web3forms", 400, {"success": False, "message": WORDS}),
    ("basin", 400, {"error": WORDS}),
    ("forminit", 400, {"data": None, "redirectUrl": None, "error": WORDS}),
    ("formsubmit", 200, {"success": "false", "message": WORDS}),
    ("formspark", 400, {}),
    ("staticforms", 400, {"success": False, "message": WORDS}),
    ("cloudflare", 422, OWN),
    ("endpoint", 422, OWN),
    ("development", 422, OWN),
])
def test_a_script_is_told_which_field_is_wrong(provider: str, status: int, reply: object) -> None:
    found = ask(provider, "field-error", script=True)
    assert (found.status, told(found), found.outcome) == (status, reply, "refused")


def test_the_wrong_field_has_the_name_it_was_sent_under() -> None:
    named = (("form_id", "contact"), ("your-email", "x"))
    assert told(ask("endpoint", "field-error", named, script=True))["errors"][0]["field"] \
        == "your-email"


@pytest.mark.parametrize(("provider", "reply"), [
    ("formspree", {"error": MANY, "errors": [{"code": "RATE_LIMIT", "message": MANY}]}),
    ("basin", {"error": MANY}),
    ("web3forms", {"success": False, "message": MANY}),
    ("formsubmit", {"success": "false", "message": MANY}),
    ("endpoint", {"ok": False, "errors": [
        {"field": "", "code": "rate_limit", "message": MANY}]}),
])
def test_a_script_is_told_of_too_many(provider: str, reply: object) -> None:
    found = ask(provider, "rate-limit", script=True)
    assert (found.status, told(found)) == (429, reply)
    # Only our own promises a time after which it may be tried again.
    retry = {"Retry-After": str(RETRY_AFTER)} if provider == "endpoint" else {}
    assert {key: value for key, value in found.headers if key == "Retry-After"} == retry


@pytest.mark.parametrize("provider", SERVICES)
@pytest.mark.parametrize(("state", "status"), [("error-500", 500), ("hang", 504)])
def test_a_service_that_is_down_speaks_no_json(provider: str, state: State, status: int) -> None:
    found = ask(provider, state, script=True)
    assert found.status == status
    assert found.body.startswith(b"<!doctype html>")


@pytest.mark.parametrize("provider", SERVICES)
@pytest.mark.parametrize("script", [False, True])
def test_elsewhere_is_a_page_of_the_service(provider: str, script: bool) -> None:
    found = ask(provider, "elsewhere", script=script)
    assert (found.status, to(found), found.outcome) == (303, ELSEWHERE + provider, "kept")
    assert escape(SERVICES[provider].name) in own_page(provider)


def test_a_service_that_is_down_does_not_look_at_the_message() -> None:
    assert ask("web3forms", "error-500", PERSON).status == 500
    assert ask("web3forms", "field-error", PERSON).remark.endswith("'access_key'.")


# --- Where the reader is sent ------------------------------------------------------------------

NAMED = [("web3forms", "redirect"), ("formsubmit", "_next"), ("formspark", "_redirect"),
         ("staticforms", "redirectTo")]


@pytest.mark.parametrize(("provider", "name"), NAMED)
@pytest.mark.parametrize(("wish", "page"), [
    ("http://localhost:8000/danke/", "/danke/"),
    ("http://127.0.0.1:8000/dan%20ke/", "/dan%20ke/"),
    ("http://[::1]:1/ä", "/%C3%A4"),
    ("http://localhost//evil.example/", "/evil.example/"),
    ("http://localhost/\\evil.example", "/evil.example"),
    ("http://localhost/a\r\nSet-Cookie: x=1", "/aSet-Cookie:%20x=1"),
])
def test_the_page_a_message_names(provider: str, name: str, wish: str, page: str) -> None:
    assert to(ask(provider, fields=(*without(provider, name), (name, wish)))) == page


@pytest.mark.parametrize(("provider", "name"), NAMED)
@pytest.mark.parametrize("wish", [
    "", "thanks", "https://example.org/thanks/", "//example.org/thanks/", "javascript:alert(1)",
    "http://[x/", "http://localhost.example.org/", "mailto:a@example.org"])
def test_a_page_that_is_not_ours_is_not_gone_to(provider: str, name: str, wish: str) -> None:
    found = ask(provider, fields=(*without(provider, name), (name, wish)))
    assert (found.status, to(found), found.outcome) == (200, "", "kept")
    assert f"'{name}'" in found.remark


def test_formsubmit_wants_a_whole_address() -> None:
    for provider, name in NAMED:
        found = ask(provider, fields=(*without(provider, name), (name, "/thanks/")))
        assert (found.status == 303) == (provider != "formsubmit")


@pytest.mark.parametrize("provider", ["formspree", "netlify", "basin", "forminit", "endpoint"])
def test_where_the_page_is_set_at_the_service_no_field_changes_it(provider: str) -> None:
    if provider != "forminit":
        fields = (*GOOD[provider], ("_next", HERE + "/x/"), ("redirect", HERE + "/x/"))
        assert to(ask(provider, fields=fields)) == "/thanks/"
    assert to(ask(provider)) == "/thanks/"


def test_formspark_goes_to_the_failure_page_a_message_names() -> None:
    fields = (*GOOD["formspark"], ("_error", HERE + "/not-sent/"))
    found = ask("formspark", "field-error", fields)
    assert (found.status, to(found), found.outcome) == (303, "/not-sent/", "refused")


# --- Warnings ----------------------------------------------------------------------------------


def test_formsubmit_asks_for_a_captcha_unless_told_not_to() -> None:
    found = ask("formsubmit", fields=without("formsubmit", "_captcha"))
    assert found.outcome == "kept"
    assert "'_captcha'" in found.remark


@pytest.mark.parametrize(("seconds", "warned"), [("0", True), ("2", True), ("3", False),
                                                 ("", False), ("-1", False), ("9" * 99, False)])
def test_a_form_sent_in_no_time(seconds: str, warned: bool) -> None:
    found = ask("endpoint", fields=(*GOOD["endpoint"], ("seconds", seconds)))
    assert found.outcome == "kept"
    assert bool(found.remark) == warned


@pytest.mark.parametrize("provider", SERVICES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("script", [False, True])
def test_every_page_is_whole_and_every_word_escaped(
    provider: str, state: State, script: bool
) -> None:
    fields = (*GOOD[provider], ("<b>", "<script>"), ("form_id", "<b>\r\nX: y"))
    found = ask(provider, state, fields, script)
    assert not any("\r" in value or "\n" in value for _, value in found.headers)
    if dict(found.headers)["Content-Type"].startswith("text/html"):
        page = found.body.decode()
        assert "<b>" not in page
        assert all(part in page for part in ('<html lang="en">', "<title>", "<main>", "<h1>"))
