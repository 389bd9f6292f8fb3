"""The form services as data: what each wants of a form, how it answers, and where it may trap us.

All of it was read in public documentation; nothing was tried against a service. So `verified_on` is
the day on which a service's documentation was read for its entry, and it is empty where a name that
the form relies on could not be found there. Nothing here may be a guess: what a service
does not document is left out, and the plain HTML form, which every service takes, does the work.

None of the services that take a message is known to sign a business associate agreement (HIPAA,
45 CFR 160.103). The vendors of `SECURE_FORMS` are; the clinic links to its form there.

In texts, `{id}` stands for the clinic's `form_id`, `{form}` for the name of this one form, `{home}`
and `{thanks_path}` for paths on the own site, `{thanks}` and `{failed}` for whole addresses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

READ_ON = "2026-11-23"


@dataclass(frozen=True)
class Csp:
    """Sources that a form adds to the page's Content Security Policy, by directive."""

    form_action: tuple[str, ...] = ()
    connect_src: tuple[str, ...] = ()
    frame_src: tuple[str, ...] = ()
    script_src: tuple[str, ...] = ()

    def directives(self) -> Mapping[str, tuple[str, ...]]:
        """The sources under the names that the policy uses: `form-action` and so on."""
        return {each.name.replace("_", "-"): getattr(self, each.name) for each in fields(self)
                if getattr(self, each.name)}


@dataclass(frozen=True)
class Honeypot:
    """A field that a person leaves as it is. Services drop what fills it, and report success."""

    name: str
    kind: Literal["text", "checkbox", "hidden"] = "text"


@dataclass(frozen=True)
class Hidden:
    """A hidden field. One that is only for the `browser` is left out of what the script sends: an
    answer that redirects to our own site is one that a script may not read."""

    name: str
    value: str
    browser: bool = False


@dataclass(frozen=True)
class Answers:
    """How a service answers a script that sends with `Accept: application/json`.

    `ok` is the JSON key that must be true or filled beside a status of 2xx; without it the status
    is enough. `errors` is the key of a list, in which each entry has the wire name of a field under
    `field` and, where it is written for readers, a text under `message`. `preview` is what the
    receiver's address has at its end. Both encodings go without a CORS preflight.
    """

    address: str
    encoding: Literal["urlencoded", "multipart"] = "urlencoded"
    ok: str = ""
    errors: str = ""
    field: str = ""
    message: str = ""
    preview: str = ""


@dataclass(frozen=True)
class Provider:
    """A service that takes the form's message. Without `answers` the browser sends, not the script.

    `redirect` says what makes the browser land on our thanks page: a hidden field, the form's own
    action, a setting at the service (dashboard), or the clinic's own code. `todo` is what the
    clinic must do there, `traps` what it should know.
    """

    key: str
    name: str
    action: str
    verified_on: str
    honeypot: Honeypot
    redirect: Literal["field", "action", "dashboard", "code"]
    hidden: tuple[Hidden, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    field_names: Mapping[str, str] = field(default_factory=dict)
    answers: Answers | None = None
    csp: Csp = Csp()
    turnstile: bool = False
    time_trap: str = ""
    todo: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()


@dataclass(frozen=True)
class SecureForm:
    """A vendor whose own form the clinic links to. `domains` are those its forms lie below.

    `frame` says whether the form may stand inside our page, `frame_query` what its address needs
    for that.
    """

    key: str
    name: str
    verified_on: str
    domains: tuple[str, ...] = ()
    frame: bool = True
    frame_query: str = ""
    todo: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()


def _at(origin: str) -> Csp:
    return Csp(form_action=(origin,), connect_src=(origin,))


_DASHBOARD = "Enter the thanks page (your address and /thanks/) in the form's settings there: it " \
             "cannot be sent with the form."
_SILENT = "A message that looks like spam to it is dropped while the sender sees success."

PROVIDERS: Mapping[str, Provider] = {each.key: each for each in (
    Provider(
        "formspree", "Formspree", "https://formspree.io/f/{id}", READ_ON, Honeypot("_gotcha"),
        "field", (Hidden("_next", "{thanks}", browser=True),),
        answers=Answers("https://formspree.io/f/{id}", ok="next", errors="errors", field="field"),
        csp=_at("https://formspree.io"), turnstile=True,
        todo=("Switch reCAPTCHA off in the form's settings: it is on at first, and shows a test "
              "by Google before a message is taken.",
              "Enter the thanks page in the form's settings too: your plan may not follow the one "
              "sent with the form."),
        traps=(_SILENT,)),
    Provider(
        "netlify", "Netlify Forms", "{thanks_path}", READ_ON, Honeypot("bot-field"), "action",
        (Hidden("form-name", "{form}"),),
        (("name", "{form}"), ("data-netlify", "true"), ("netlify-honeypot", "bot-field")),
        answers=Answers("{home}"),
        todo=("Switch form detection on in Netlify's settings and publish once more: without it "
              "no form is seen.",),
        traps=("Works only on a site that Netlify itself publishes.",
               "It answers a script with a page of HTML and status 200, so faults in single fields "
               "are not told.",
               "A field that is not in the published HTML is dropped, so the short form has a name "
               "of its own.")),
    Provider(
        "web3forms", "Web3Forms", "https://api.web3forms.com/submit", READ_ON,
        Honeypot("botcheck", "checkbox"), "field",
        (Hidden("access_key", "{id}"), Hidden("redirect", "{thanks}", browser=True)),
        answers=Answers("https://api.web3forms.com/submit", "multipart", ok="success"),
        csp=_at("https://api.web3forms.com"), turnstile=True,
        traps=("Its documentation no longer recommends the hidden checkbox against spam, which "
               "does no harm.",
               "All forms post to one address, so the form watch cannot see whether your access "
               "key still works.",
               "Turnstile needs its paid plan.")),
    Provider(
        "basin", "Basin", "https://usebasin.com/f/{id}", "", Honeypot("_gotcha"), "dashboard",
        answers=Answers("https://usebasin.com/f/{id}"), csp=_at("https://usebasin.com"),
        turnstile=True, todo=(_DASHBOARD,),
        traps=("Messages that look like spam are kept apart for 30 days: look there too.",)),
    Provider(
        "forminit", "Forminit", "https://forminit.com/f/{id}", READ_ON,
        Honeypot("_gotcha", "hidden"), "dashboard",
        # `fi-sender-phone` takes only numbers written as E.164, which nobody types.
        field_names={"name": "fi-sender-fullName", "email": "fi-sender-email",
                     "phone": "fi-text-phone", "reason": "fi-text-reason",
                     "time": "fi-text-time", "message": "fi-text-message"},
        csp=Csp(form_action=("https://forminit.com",)), todo=(_DASHBOARD,),
        traps=("Fields must carry its own names, or they are lost.",
               "It takes one message in 30 seconds from a form without a key.",
               "Only its own script is documented to read its answers. That script collects "
               "advertising ids and places, so it is not loaded and the browser sends the form.")),
    Provider(
        "formsubmit", "FormSubmit", "https://formsubmit.co/{id}", READ_ON, Honeypot("_honey"),
        "field", (Hidden("_next", "{thanks}", browser=True), Hidden("_captcha", "false")),
        # Here "false" is a text, and true may be one: the script takes both spellings.
        answers=Answers("https://formsubmit.co/ajax/{id}", ok="success", preview="/ajax"),
        csp=_at("https://formsubmit.co"),
        todo=("Send one message from the public site and follow the link in the mail it brings: "
              "until then nothing is delivered.",),
        traps=("Its form_id is the random code it gives you. Your mail address would work as well, "
               "and be on every page for address collectors.",
               "Its own test by Google is switched off by a hidden field.")),
    Provider(
        "formspark", "Formspark", "https://submit-form.com/{id}", "", Honeypot("_honeypot"),
        "field", (Hidden("_redirect", "{thanks}", browser=True),
                  Hidden("_error", "{failed}", browser=True)),
        csp=Csp(form_action=("https://submit-form.com",)),
        traps=(_SILENT,
               "What it answers a script is not known well enough to rely on, so the browser sends "
               "the form.")),
    Provider(
        "staticforms", "StaticForms", "https://api.staticforms.xyz/submit", READ_ON,
        Honeypot("honeypot"), "field",
        (Hidden("apiKey", "{id}"), Hidden("redirectTo", "{thanks}", browser=True)),
        answers=Answers("https://api.staticforms.xyz/submit", ok="success"),
        csp=_at("https://api.staticforms.xyz"),
        traps=("Older guides call the key accessKey; it is apiKey now.",
               "All forms post to one address, so the form watch cannot see whether your key still "
               "works.")),
    Provider(
        "cloudflare", "Cloudflare Pages", "{thanks_path}", READ_ON, Honeypot("_gotcha"), "code",
        attributes=(("data-static-form-name", "{form}"),), turnstile=True,
        todo=("Install its Static Forms plugin and write the function that keeps the message, "
              "drops one whose field _gotcha is filled, and answers 303 with the path of the "
              "thanks page.",),
        traps=("Works only on a site that Cloudflare Pages itself publishes.",
               "The plugin sets the form's address itself, so the browser sends the form.")),
    Provider(
        "endpoint", "your own endpoint", "{id}", READ_ON, Honeypot("_gotcha"), "field",
        (Hidden("form_id", "{form}"), Hidden("next", "{thanks}"), Hidden("failed", "{failed}")),
        answers=Answers("{id}", ok="ok", errors="errors", field="field", message="message"),
        turnstile=True, time_trap="seconds",
        traps=("It must redirect only to addresses of your own site, whatever next and failed say.",
               "The field seconds is empty where scripts are off: an empty one is no spam.",
               "Where it lies on another host, it must allow your site's origin (CORS), or the "
               "script cannot read its answer.")),
)}
# The receiver that `make serve` starts on the same computer; a publish build never names it.
DEVELOPMENT = Provider(
    "development", "the development receiver", "/__preview__/contact/development", READ_ON,
    Honeypot("_gotcha"), "field", PROVIDERS["endpoint"].hidden,
    answers=Answers("/__preview__/contact/development", ok="ok", errors="errors", field="field",
                    message="message"), time_trap="seconds")

_AGREEMENT = "Have its business associate agreement signed before patients use the form."
SECURE_FORMS: Mapping[str, SecureForm] = {each.key: each for each in (
    SecureForm(
        "jotform", "Jotform", READ_ON, ("jotform.com",),
        todo=("Have its business associate agreement signed: it is offered with the plans Gold "
              "HIPAA and Enterprise, once you have them.",),
        traps=("Its mails leave out what patients wrote, and most links to other services are "
               "off.",)),
    SecureForm(
        "formstack", "Formstack", "", ("formstack.com",), todo=(_AGREEMENT,),
        traps=("Only its HIPAA plan is covered: check which of its products yours has.",)),
    SecureForm("hushmail", "Hushmail for Healthcare", "", ("hushforms.com", "hushmail.com"),
               todo=(_AGREEMENT,), traps=("Whether its form may stand inside a page was not found "
                                          "in its documentation: try it, or use a link.",)),
    SecureForm("paubox", "Paubox Forms", "", ("paubox.com",), todo=(_AGREEMENT,),
               traps=("Whether its form may stand inside a page was not found in its "
                      "documentation: try it, or use a link.",)),
    SecureForm(
        "google-forms", "Google Forms", "", ("docs.google.com",), frame_query="embedded=true",
        todo=("An administrator must accept the business associate agreement of Google Workspace "
              "first; a form of a free account is never covered.",),
        traps=("Google sets cookies once the form is opened.",
               "A short forms.gle link is not taken: open it once and copy the long address from "
               "the browser.")),
    SecureForm("other", "another vendor", "",
               todo=("Ask the vendor for a signed business associate agreement.",)),
)}

# https://developers.cloudflare.com/turnstile/: a script and a frame, both from this host.
TURNSTILE_HOST = "https://challenges.cloudflare.com"
TURNSTILE_SCRIPT = f"{TURNSTILE_HOST}/turnstile/v0/api.js"
TURNSTILE_CSP = Csp(frame_src=(TURNSTILE_HOST,), script_src=(TURNSTILE_HOST,))


def joined(*parts: Csp) -> Csp:
    """The sources of several parts of a page, each once, in the order they come."""
    def both(name: str) -> Iterator[str]:
        yield from dict.fromkeys(source for part in parts for source in getattr(part, name))

    return Csp(*(tuple(both(each.name)) for each in fields(Csp)))
