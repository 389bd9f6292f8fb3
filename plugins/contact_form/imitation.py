"""How each form service would answer a message, in each state an author wants to see.

Written from the services' documentation alone, and on purpose not from our own description of them
in `providers.py`: where the two disagree, a test fails. What the documentation leaves open is kept
as bare as it can be (no fields in a reply, status 400), so that nothing can come to rely on it. A
failure of the whole service (500) is a page of HTML even to a script, as gateways send it.

Pure: what arrived goes in, the answer comes out. The preview server does the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Literal
from urllib.parse import quote, urlsplit

State = Literal["ok", "field-error", "rate-limit", "error-500", "hang", "elsewhere", "silent"]
Encoding = Literal["urlencoded", "multipart", "json"]
Outcome = Literal["kept", "dropped", "refused"]
Fields = tuple[tuple[str, str], ...]

# What an author may choose, in the order of the viewer.
STATES: Mapping[str, str] = {
    "ok": "Take the message",
    "field-error": "Refuse the email address",
    "rate-limit": "Say that there were too many messages (429)",
    "error-500": "Fail (500)",
    "hang": "Keep the sender waiting",
    "elsewhere": "Show a page of the service's own instead of the thanks page",
    "silent": "Say it was sent, and drop it as spam",
}
STYLESHEET = "/__preview__/viewer.css"
ELSEWHERE = "/__preview__/elsewhere/"
# Seconds after which a service of the clinic's own may be asked again.
RETRY_AFTER = 60
# A person needs longer than this, in seconds, to fill in the form.
QUICKEST_PERSON = 3


@dataclass(frozen=True)
class Answer:
    """What goes back, and what became of the message.

    `hang`: the sender waits first, and the rest is what comes after that. `remark` says in words
    what the author should know: why the message was not taken, or what would happen elsewhere.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    hang: bool = False
    outcome: Outcome = "kept"
    remark: str = ""


@dataclass(frozen=True)
class Fault:
    """Why a service does not take a message; `field` is its name on the wire, if it is one."""

    status: int
    code: str
    message: str
    field: str = ""


Reply = Mapping[str, object]


@dataclass(frozen=True)
class Service:
    """One service on the wire.

    `honeypots` are names; the message is dropped when one is filled. `redirect` is the field that
    names the thanks page; without one it is set at the service, or by its code. `accepted` and
    `refused` make what a script gets; a service without them answers in HTML only.
    """

    name: str
    honeypots: tuple[str, ...] = ()
    encodings: tuple[Encoding, ...] = ("urlencoded", "multipart", "json")
    redirect: str = ""
    key: str = ""
    key_status: int = 400
    accepted: Callable[[str], Reply] | None = None
    refused: Callable[[Fault], Reply] | None = None
    ours: bool = False


def _formspree_error(fault: Fault) -> Reply:
    named = {"field": fault.field} if fault.field else {}
    return {"error": fault.message,
            "errors": [{"code": fault.code, **named, "message": fault.message}]}


def _own_error(fault: Fault) -> Reply:
    return {"ok": False, "errors": [{"field": fault.field, "code": fault.code.lower(),
                                     "message": fault.message}]}


def _own(name: str, key: str = "") -> Service:
    """A service the clinic writes itself, so it answers as this repository documents."""
    return Service(name, ("_gotcha",), key=key, key_status=422, ours=True,
                   refused=_own_error, accepted=lambda thanks: {"ok": True, "next": thanks})


def _success(_: str) -> Reply:
    return {"success": True, "message": "Email sent successfully!"}


def _no_success(fault: Fault) -> Reply:
    return {"success": False, "message": fault.message}


SERVICES: Mapping[str, Service] = {
    "formspree": Service("Formspree", ("_gotcha",), accepted=lambda thanks: {"next": thanks},
                         refused=_formspree_error),
    # It adds form-name itself to a form it finds in a page, but not to what a script sends; asked
    # of both, as a page that names its form is right either way.
    "netlify": Service("Netlify", ("bot-field",), ("urlencoded", "multipart"), key="form-name",
                       key_status=404),
    "web3forms": Service("Web3Forms", ("botcheck",), redirect="redirect", key="access_key",
                         accepted=_success, refused=_no_success),
    "basin": Service("Basin", ("_gotcha",), accepted=lambda _: {},
                     refused=lambda fault: {"error": fault.message}),
    # Its JSON is made of blocks, not of the form's fields.
    "forminit": Service(
        "Forminit", ("_gotcha",), ("urlencoded", "multipart"),
        accepted=lambda thanks: {"data": {}, "redirectUrl": thanks, "error": None},
        refused=lambda fault: {"data": None, "redirectUrl": None, "error": fault.message}),
    "formsubmit": Service(
        "FormSubmit", ("_honey",), redirect="_next",
        # Both are texts, and a text is true to a script whatever it says.
        accepted=lambda _: {"success": "true", "message": "The form was submitted successfully."},
        refused=lambda fault: {"success": "false", "message": fault.message}),
    "formspark": Service("Formspark", ("_honeypot",), redirect="_redirect",
                         accepted=lambda _: {}, refused=lambda _: {}),
    "staticforms": Service("StaticForms", redirect="redirectTo", key="apiKey", key_status=401,
                           accepted=_success, refused=_no_success),
    "cloudflare": _own("The clinic's function at Cloudflare"),
    "endpoint": _own("The clinic's own endpoint", "form_id"),
    "development": _own("The development receiver"),
}


def answer(provider: str, state: State, fields: Fields, wants_json: bool, thanks_url: str,
           path: str = "", *, encoding: Encoding = "urlencoded", failed_url: str = "/not-sent/"
           ) -> Answer:
    """What the service `provider` (a key of SERVICES, else KeyError) answers to a message.

    `thanks_url` and `failed_url` are paths of our own pages, ready for a header. `path` is what
    follows the form's address: only FormSubmit has one, `ajax`, for scripts.
    """
    service = SERVICES[provider]
    talk = _Talk(provider, service, dict(fields), _in_json(provider, service, wants_json, path),
                 thanks_url, failed_url)
    if path not in _paths(provider):
        nowhere = f"{service.name} takes no message at this address."
        return replace(_html(404, provider, "not found", nowhere), outcome="refused",
                       remark=nowhere)
    if state in _GATES:
        return _GATES[state](talk)
    fault = _unmet(provider, service, fields, encoding)
    if fault:
        return talk.no(fault)
    unsaved = _unsaved(provider, fields)
    if state == "silent":
        unsaved = f"{service.name} was asked to take this for spam."
    if unsaved:
        return replace(talk.yes(), outcome="dropped", remark=unsaved)
    if state == "field-error":
        return talk.no(Fault(422 if service.ours else 400, "TYPE_EMAIL",
                             "The email address was not accepted.", _mail_field(fields)))
    if state == "elsewhere":
        return talk.to(ELSEWHERE + provider, "The reader was sent to a page of the service's own.")
    return talk.yes()


def is_honeypot(provider: str, name: str) -> bool:
    """Whether a field of this name is a trap for robots at this service."""
    if provider == "staticforms":
        return "honeypot" in name.lower()
    return name in SERVICES[provider].honeypots


def filled_in(provider: str, fields: Fields) -> Fields:
    """What was sent, but for a trap that nobody fell into: it says nothing."""
    return tuple((name, value) for name, value in fields
                 if value.strip() or not is_honeypot(provider, name))


def own_page(provider: str) -> str:
    """The page of a service's own to which it sends readers where it does not know of ours."""
    name = SERVICES[provider].name
    return _page(name, f"{name}: thank you", "Your message was sent. This page stands for one at "
                 "the service's own address, which readers get where no thanks page is set there.",
                 '<p><a href="/">Back to the site</a></p>')


# ---------------------------------------------------------------- what a service asks of a message


def _unmet(provider: str, service: Service, fields: Fields, encoding: Encoding) -> Fault | None:
    sent = dict(fields)
    if encoding not in service.encodings:
        return Fault(400, "ENCODING",
                     f"{service.name} would not read a message sent as {encoding}.")
    if service.key and not sent.get(service.key, "").strip():
        return Fault(service.key_status, "REQUIRED_FIELD_MISSING",
                     f"{service.name} would not take a message without a field named "
                     f"'{service.key}'.", service.key)
    if provider == "formspree" and not any(value.strip() for name, value in fields
                                           if not name.startswith("_")):
        return Fault(400, "EMPTY", "Formspree would not take a message with nothing in it.")
    return _forminit_fault(fields) if provider == "forminit" else None


_BLOCK = re.compile(r"fi-[a-z]+-[A-Za-z0-9_]+")
_SENDER = ("fullName", "firstName", "lastName", "email", "phone")
_E164 = re.compile(r"\+[1-9]\d{1,14}")


def _forminit_fault(fields: Fields) -> Fault | None:
    for name, value in fields:
        kind, _, part = name.removeprefix("fi-").partition("-")
        known = _BLOCK.fullmatch(name) and (kind != "sender" or part in _SENDER)
        if not known and not is_honeypot("forminit", name):
            return Fault(400, "NAME", f"Forminit would not take a field named '{name}'.", name)
        if name == "fi-sender-phone" and value.strip() and not _E164.fullmatch(value.strip()):
            return Fault(400, "PHONE", "Forminit would not take this telephone number: it wants "
                         "the form +15550100.", name)
    return None


def _unsaved(provider: str, fields: Fields) -> str:
    """Why a service says that all went well, but keeps nothing."""
    name = SERVICES[provider].name
    for trap, value in fields:
        if is_honeypot(provider, trap) and value.strip():
            return (f"{name} would say that it was sent, and drop it as spam: the hidden field "
                    f"'{trap}' was filled in.")
    if provider == "formspark" and not any(value.strip() for field, value in fields
                                           if not field.startswith("_")):
        return "Formspark would say that it was sent, and keep nothing: the message was empty."
    return ""


def _mail_field(fields: Fields) -> str:
    return next((name for name, _ in fields if name.lower().endswith("email")), "email")


def _paths(provider: str) -> tuple[str, ...]:
    return ("", "ajax") if provider == "formsubmit" else ("",)


def _in_json(provider: str, service: Service, wants_json: bool, path: str) -> bool:
    if provider == "formsubmit":  # it goes by the address
        return path == "ajax"
    return wants_json and service.accepted is not None


# ---------------------------------------------------------------- how it says so


@dataclass(frozen=True)
class _Talk:
    """One message and the service that answers it."""

    provider: str
    service: Service
    sent: Mapping[str, str]
    json: bool
    thanks: str
    failed: str

    def yes(self) -> Answer:
        """All went well, as far as the sender learns."""
        remark = self._warning()
        if self.json and self.service.accepted:
            return _json(200, self.service.accepted(self.thanks), remark=remark)
        if not self.service.redirect:
            return self.to(self.thanks, remark)
        wish = self.sent.get(self.service.redirect, "")
        target = _here(wish, absolute=self.provider == "formsubmit")
        if target:
            return self.to(target, remark)
        return replace(
            _html(200, self.provider, "thank you", "Your message was sent."),
            remark=f"{self.service.name} would keep the reader on a page of its own: the field "
                   f"'{self.service.redirect}' names no page of this site. {remark}".rstrip())

    def no(self, fault: Fault) -> Answer:
        """The message was not taken."""
        if self.json and self.service.refused:
            # FormSubmit says it in words alone.
            status = 200 if self.provider == "formsubmit" and fault.status == 400 else fault.status
            found = _json(status, self.service.refused(fault))
        elif self.service.ours:
            found = self.to(self.failed)
        elif self.provider == "formspark" and (page := _here(self.sent.get("_error", ""))):
            found = self.to(page)
        else:
            found = _html(fault.status, self.provider, "your message was not sent", fault.message)
        late = found.status == 429 and self.service.ours
        headers = (*found.headers, *((("Retry-After", str(RETRY_AFTER)),) if late else ()))
        return replace(found, headers=headers, outcome="refused", remark=fault.message)

    def to(self, address: str, remark: str = "") -> Answer:
        """Send the browser on, so that a reload does not send the message again."""
        return Answer(303, (("Content-Type", "text/plain; charset=utf-8"), ("Location", address)),
                      b"", remark=remark)

    def broken(self) -> Answer:
        """The service has failed, and its gateway says so."""
        remark = f"{self.service.name} was asked to fail."
        if self.service.ours and not self.json:
            return replace(self.to(self.failed, remark), outcome="refused")
        page = _html(500, self.provider, "something went wrong", "Internal Server Error.")
        return replace(page, outcome="refused", remark=remark)

    def _warning(self) -> str:
        if self.provider == "formsubmit" and not self.json and self.sent.get("_captcha") != "false":
            return "FormSubmit would first ask the reader to prove to be no robot: the field " \
                   "'_captcha' is not 'false'."
        spent = self.sent.get("seconds", "")
        if self.service.ours and re.fullmatch(r"\d{1,9}", spent) and int(spent) < QUICKEST_PERSON:
            return f"It was sent after {spent} seconds: an endpoint may take that for a robot."
        return ""


def _waiting(talk: _Talk) -> Answer:
    page = _html(504, talk.provider, "no answer", "The service did not answer in time.")
    return replace(page, hang=True, remark="The message arrived, but its sender was kept waiting "
                   "and cannot know.")


_GATES: Mapping[str, Callable[[_Talk], Answer]] = {
    "rate-limit": lambda talk: talk.no(Fault(429, "RATE_LIMIT", "Too many messages just now.")),
    "error-500": _Talk.broken,
    "hang": _waiting,
}

_LOCAL = ("localhost", "127.0.0.1", "::1")


def _here(wish: str, absolute: bool = False) -> str:
    """The page of this site that a message names, ready for a header; "" if it names none.

    Only its path is used: an author's browser never leaves the preview.
    """
    try:
        found = urlsplit(wish.strip())
        host = found.hostname
    except ValueError:
        return ""
    if host not in _LOCAL and (host or absolute or found.scheme):
        return ""
    if not found.path.startswith("/"):
        return ""
    return "/" + quote(found.path.lstrip("/\\"), safe="/:@!$&'()*+,;=%~")


def _json(status: int, found: Reply, remark: str = "") -> Answer:
    return Answer(status, (("Content-Type", "application/json"),),
                  json.dumps(found).encode("ascii"), remark=remark)


def _html(status: int, provider: str, title: str, message: str) -> Answer:
    name = SERVICES[provider].name
    page = _page(name, f"{name}: {title}", message,
                 "<p>To return to the form, use the Back button of your browser.</p>")
    return Answer(status, (("Content-Type", "text/html; charset=utf-8"),), page.encode("utf-8"))


def _page(name: str, title: str, message: str, after: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{STYLESHEET}">\n</head>\n'
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n<p>{escape(message)}</p>\n{after}\n"
        f'<p class="private">The preview imitates {escape(name)} here. Nothing was sent to anyone.'
        "</p>\n</main>\n</body>\n</html>\n"
    )
