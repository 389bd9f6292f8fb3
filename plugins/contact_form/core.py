"""The clinic's settings to the form that is printed, and what keeps it from being published.

What a service wants stands in `providers.py`, what may be asked in `fields.py`. Three modes: in
`no-phi` nothing clinical is asked and nothing can be typed freely; `message` has room for words and
needs a dated agreement; `link-out` leads to a secure form elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from plugins.contact_form.fields import FormField, fields_of, private_questions
from plugins.contact_form.providers import (
    DEVELOPMENT,
    PROVIDERS,
    SECURE_FORMS,
    TURNSTILE_CSP,
    TURNSTILE_SCRIPT,
    Answers,
    Csp,
    Hidden,
    Honeypot,
    Provider,
    SecureForm,
    joined,
)
from plugins.site_model.problem import did_you_mean
from plugins.site_model.settings import ContactSettings, Demand
from plugins.words.core import ENGLISH, Words, later

THANKS, NOT_SENT = "/thanks/", "/not-sent/"
# An agreement that ends soon is told of this many days ahead: a renewal takes its time.
REMIND_DAYS = 60

_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._\-]{2,79}\Z")
# A port up to 65535.
_PORT = r"[1-9]\d{0,3}|[1-5]\d{4}|6(?:[0-4]\d{3}|5(?:[0-4]\d\d|5(?:[0-2]\d|3[0-5])))"
# The host goes into the security policy, so it is held to what a host may be (RFC 1123).
_HTTPS = re.compile(r"^https://((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*"
                    rf"(?::(?:{_PORT}))?)(?:[/?][^\s\"<>\\]*)?\Z", re.I)
# What the services print in their examples, and what people leave standing.
_SAMPLES = re.compile(r"^(your|my)[-_ ].*|^((your)?(form[-_ ]?id|access[-_ ]?key|api[-_ ]?key)|"
                      r"endpoint|hash|x{3,}(-x+)*|sample|example|test|todo|changeme|abc-?123|"
                      r"mabcdefg|id)$", re.I)
# Names that never lead anywhere (RFC 2606), and those of instructions.
_SAMPLE_HOST = re.compile(r"^https://(?:[^/?#]*\.)?(?:example\.(?:com|net|org)|example|test|"
                          r"invalid|localhost|your-[\w.-]+)(?::\d+)?(?:[/?#]|$)", re.I)

NOTICE = later("Please leave out medical details and member numbers. This form is not for "
               "emergencies: call 911. To talk about symptoms, call us.")
MESSAGE_NOTICE = later("This form is not for emergencies: call 911. For anything that cannot wait, "
                       "call us.")
NOTICES = {"no-phi": NOTICE, "message": MESSAGE_NOTICE}
TURNSTILE_NOTICE = later("To keep robots out, this form loads a check from Cloudflare "
                         "(challenges.cloudflare.com), which sees your internet address.")


@dataclass(frozen=True)
class Door:
    """The way to a secure form elsewhere; `frame` is its address inside our page, if it may be."""

    href: str
    host: str
    frame: str = ""


@dataclass(frozen=True)
class ContactForm:
    """All that the form's template prints. `door` is set where the clinic only links out.

    `thanks` is the path of our thanks page. `answers` tells the script where and how to send; the
    browser sends by itself without it. `csp` is what the page's policy must let in for this form.
    """

    action: str
    fields: tuple[FormField, ...]
    reason_name: str
    reasons: tuple[str, ...]
    hidden: tuple[Hidden, ...]
    attributes: tuple[tuple[str, str], ...]
    honeypot: Honeypot
    notice: str
    thanks: str = THANKS
    answers: Answers | None = None
    csp: Csp = Csp()
    time_trap: str = ""
    turnstile: str = ""
    door: Door | None = None

    @property
    def scripts(self) -> tuple[str, ...]:
        """Scripts of others that a page with this form loads."""
        return (TURNSTILE_SCRIPT,) if self.turnstile else ()


# ---------------------------------------------------------------- the form


def form(settings: ContactSettings, siteurl: str, development: bool, compact: bool = False,
         words: Words = ENGLISH) -> ContactForm:
    """The form for these settings; `siteurl` has no trailing slash. The `compact` one is for the
    end of an article. In development it is the same form, sent to the receiver instead."""
    if settings.mode == "link-out":
        return _link_out(settings, words)
    provider = PROVIDERS.get(settings.provider, DEVELOPMENT)
    fill = _filler(settings, provider, siteurl, compact)
    turnstile = settings.turnstile if provider.turnstile and not development else ""
    made = ContactForm(
        action=fill(provider.action),
        fields=fields_of(settings.mode, compact, provider.field_names, words),
        reason_name=provider.field_names.get("reason", "reason"),
        reasons=tuple(words.say(reason) for reason in settings.reasons),
        hidden=tuple(replace(each, value=fill(each.value)) for each in provider.hidden),
        attributes=tuple((name, fill(value)) for name, value in provider.attributes),
        honeypot=provider.honeypot,
        notice=" ".join(words.say(each) for each in (
            NOTICES[settings.mode], *((TURNSTILE_NOTICE,) if turnstile else ()))),
        thanks=fill("{thanks_path}"),
        # A Turnstile token is good for one try, so the browser sends and comes back with another.
        answers=replace(provider.answers, address=fill(provider.answers.address))
        if provider.answers and not turnstile else None,
        csp=joined(provider.csp, _own_host(provider, settings),
                   TURNSTILE_CSP if turnstile else Csp()),
        time_trap=provider.time_trap, turnstile=turnstile)
    return _sent_to_the_receiver(made, provider) if development else made


def _filler(settings: ContactSettings, provider: Provider, siteurl: str, compact: bool
            ) -> Callable[[str], str]:
    base = urlsplit(siteurl).path.rstrip("/")
    own_name = "contact" if provider in (PROVIDERS["endpoint"], DEVELOPMENT) else settings.form_id
    values = {"id": settings.form_id, "form": own_name + ("-short" if compact else ""),
              "home": base + "/", "thanks_path": base + THANKS, "thanks": siteurl + THANKS,
              "failed": siteurl + NOT_SENT}
    return lambda text: re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)


def _own_host(provider: Provider, settings: ContactSettings) -> Csp:
    found = _HTTPS.match(settings.form_id) if provider.key == "endpoint" else None
    origin = (f"https://{found[1].lower()}",) if found else ()
    return Csp(form_action=origin, connect_src=origin)


def _sent_to_the_receiver(made: ContactForm, provider: Provider) -> ContactForm:
    """The same form, but that nothing leaves the author's computer."""
    address = f"/__preview__/contact/{provider.key}"
    answers = replace(made.answers, address=address + made.answers.preview) \
        if made.answers else None
    return replace(made, action=address, answers=answers, csp=Csp())


def _link_out(settings: ContactSettings, words: Words) -> ContactForm:
    vendor = _vendor(settings)
    found = _HTTPS.match(settings.form_id)
    host = found[1].lower() if found else ""
    frame, csp = "", Csp()
    if settings.placement == "frame" and vendor and host:
        frame = _with_query(settings.form_id, vendor.frame_query)
        # A frame's policy holds where its form is sent too, which is often a sister host.
        csp = Csp(frame_src=(f"https://{host}",
                             *(f"https://*.{domain}" for domain in vendor.domains)))
    return ContactForm("", (), "", (), (), (), Honeypot(""), words.say(MESSAGE_NOTICE),
                       "", csp=csp, door=Door(settings.form_id, host, frame))


def _with_query(address: str, query: str) -> str:
    if not query or query in address:
        return address
    return f"{address}{'&' if '?' in address else '?'}{query}"


def _vendor(settings: ContactSettings) -> SecureForm | None:
    return SECURE_FORMS.get(settings.provider or "other")


# ---------------------------------------------------------------- what is wrong with it


def _demand(message: str, cure: str, setting: str = "contact") -> Demand:
    return Demand("pelicanconf.py", setting, message, cure)


def privacy_demands(settings: ContactSettings) -> tuple[Demand, ...]:
    """What the form would ask that it must not, without an agreement. For every build."""
    if settings.mode != "no-phi":
        return ()
    asked = form(settings, "", development=False)
    cure = "name topics only, such as 'New appointment', or use mode='message' with an agreement"
    return tuple(_demand(f"mode='no-phi': {what}", cure, "reasons")
                 for what in private_questions(asked.fields, asked.reasons))


def demands(settings: ContactSettings, today: date) -> tuple[Demand, ...]:
    """What keeps the form from being published; `today` is the day of the build at the clinic."""
    return tuple(_link_demands(settings) if settings.mode == "link-out"
                 else _form_demands(settings, today))


def _form_demands(settings: ContactSettings, today: date) -> Iterator[Demand]:
    key = settings.provider
    if not key:
        yield _demand("no form provider is chosen: messages would be lost",
                      "set contact=ContactSettings(provider=…, form_id=…), or build with "
                      "CONTACT_FORM=formspree:your-form's-id")
    elif key in SECURE_FORMS:
        yield _demand(f"{key} keeps its form on its own pages, and takes no message from ours",
                      "use mode='link-out', with the address of the form as form_id")
    elif key not in PROVIDERS:
        yield _demand(f"unknown form provider '{key}'", did_you_mean(key, PROVIDERS))
    else:
        yield from _id_demands(key, settings.form_id)
        if settings.turnstile and not PROVIDERS[key].turnstile:
            yield _demand(f"{key} is not known to check Turnstile, so every robot would pass",
                          "take turnstile out, or choose another provider", "turnstile")
    if settings.mode == "message":
        yield from _agreement_demands(settings, today)


def _id_demands(key: str, form_id: str) -> Iterator[Demand]:
    page = "from the service's page for this form"
    if not form_id:
        yield _demand(f"the provider {key} has no form_id",
                      f"set form_id, or build with CONTACT_FORM={key}:…")
    elif _SAMPLES.match(form_id) or _SAMPLE_HOST.match(form_id):
        yield _demand(f"the form_id '{form_id}' of {key} is only a sample",
                      f"copy the real one {page}")
    elif key == "endpoint" and not form_id.lower().startswith("https://"):
        yield _demand(f"the endpoint '{form_id}' must start with https://",
                      "messages must travel encrypted")
    elif key == "endpoint" and not _HTTPS.match(form_id):
        yield _demand(f"the endpoint '{form_id}' is no address that can be posted to",
                      "write it as https://host/path, with a host of letters, digits, dots and "
                      "hyphens, and a port of at most 65535 if it needs one")
    elif key != "endpoint" and not _ID.match(form_id):
        yield _demand(f"the form_id '{form_id}' cannot be right", f"copy it {page}")


def _agreement_demands(settings: ContactSettings, today: date) -> Iterator[Demand]:
    signed, ends = settings.agreement_signed, settings.agreement_ends
    if not signed:
        yield _demand("mode='message' lets patients write freely, which needs a signed agreement "
                      "with the provider",
                      "set agreement_signed to its date, or use mode='no-phi'",
                      "agreement_signed")
    elif date.fromisoformat(signed) > today:
        yield _demand(f"agreement_signed='{signed}' lies in the future",
                      "write the day on which it was signed, or use mode='no-phi' until then",
                      "agreement_signed")
    if ends and date.fromisoformat(ends) < today:
        yield _demand(f"the agreement with the form provider ended on {ends}",
                      "renew it and set agreement_ends, or use mode='no-phi'", "agreement_ends")


def _link_demands(settings: ContactSettings) -> Iterator[Demand]:
    key, address = settings.provider or "other", settings.form_id
    vendor = _vendor(settings)
    if key in PROVIDERS:
        yield _demand(f"mode='link-out' leads to a form elsewhere, but {key} takes messages from "
                      "our own", "use mode='no-phi', or name the vendor of the secure form")
    elif not vendor:
        yield _demand(f"unknown vendor '{key}'", did_you_mean(key, SECURE_FORMS))
    found = _HTTPS.match(address)
    if not found:
        yield _demand("the contact form links out, but to no https:// address",
                      "set form_id to the address of the clinic's secure form")
        return
    if _SAMPLE_HOST.match(address) or "…" in address:
        yield _demand(f"the form_id '{address}' is only a sample",
                      "copy the address of the clinic's own form from the vendor's page")
    elif vendor and not _below(found[1].lower(), vendor):
        yield _demand(f"'{address}' is no address at {' or '.join(vendor.domains)}, where forms of "
                      f"{vendor.name} lie", "copy the form's address from the vendor's page, or "
                      "set provider='other'")
    elif vendor and vendor.domains and not urlsplit(address).path.strip("/"):
        yield _demand(f"'{address}' is the home page of {vendor.name}, and no form",
                      "copy the whole address of the clinic's own form from the vendor's page")


def _below(host: str, vendor: SecureForm) -> bool:
    name = host.partition(":")[0]
    return not vendor.domains or any(name == domain or name.endswith("." + domain)
                                     for domain in vendor.domains)


# ---------------------------------------------------------------- what is left to do


def notes(settings: ContactSettings, today: date) -> tuple[str, ...]:
    """What the clinic must still do or know, which no file of ours can."""
    return tuple(_notes(settings, today))


def _notes(settings: ContactSettings, today: date) -> Iterator[str]:
    chosen = _vendor(settings) if settings.mode == "link-out" \
        else PROVIDERS.get(settings.provider)
    if not chosen:
        return
    yield from (f"{chosen.name}: {each}" for each in chosen.todo)
    if not chosen.verified_on:
        yield (f"{chosen.name}: not all that is used of it was found in its documentation. Send "
               "yourself a message before you rely on it.")
    if settings.mode == "message" and settings.agreement_ends:
        left = (date.fromisoformat(settings.agreement_ends) - today).days
        if left <= REMIND_DAYS:
            yield (f"the agreement with {chosen.name} ends on {settings.agreement_ends}, in {left} "
                   "days. Renew it in time: afterwards this build stops.")
    if settings.turnstile and settings.mode != "link-out":
        yield ("Turnstile: readers now load a script of Cloudflare, a third party, on each page "
               "with the form, and cannot send it without scripts. The form says so; let your "
               "privacy page say it too.")
