"""The contact form as data: what each form service wants, and the fields our modes allow.

Facts about the services were gathered from public documentation on the day that `noted_on` names,
and not tried against the services themselves. None of them is known to sign a business associate
agreement (HIPAA, 45 CFR 160.103), so the default mode asks for nothing clinical and offers no free
text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from plugins.site_model.problem import did_you_mean
from plugins.site_model.settings import ContactSettings, Demand

_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._\-]{2,79}$")
_HTTPS = re.compile(r"^https://([^/\s?#@]+)(/\S*)?$")
# What the services print in their examples, and what people leave standing.
_SAMPLES = re.compile(r"^(your|my)[-_ ].*|^(form[-_ ]?id|access[-_ ]?key|api[-_ ]?key|endpoint|"
                      r"hash|x{3,}|sample|example|test|todo|changeme|abc-?123|id)$", re.I)


@dataclass(frozen=True)
class Provider:
    """How a plain HTML form talks to one service. `{id}` and `{thanks}` are filled in."""

    key: str
    name: str
    action: str
    noted_on: str
    host: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    honeypot: str = "_gotcha"
    field_names: Mapping[str, str] = field(default_factory=dict)
    redirect_note: str = ""


DASHBOARD = "set the thank-you address in the service's own settings"
PROVIDERS: Mapping[str, Provider] = {provider.key: provider for provider in (
    Provider("formspree", "Formspree", "https://formspree.io/f/{id}", "2026-11-23",
             "formspree.io", {"_next": "{thanks}"}),
    Provider("basin", "Basin", "https://usebasin.com/f/{id}", "2026-11-23", "usebasin.com",
             redirect_note=DASHBOARD),
    Provider("web3forms", "Web3Forms", "https://api.web3forms.com/submit", "2026-11-23",
             "api.web3forms.com", {"access_key": "{id}", "redirect": "{thanks}"},
             honeypot="botcheck"),
    Provider("formsubmit", "FormSubmit", "https://formsubmit.co/{id}", "2026-11-23",
             "formsubmit.co", {"_next": "{thanks}"}, honeypot="_honey"),
    Provider("formspark", "Formspark", "https://submit-form.com/{id}", "2026-11-23",
             "submit-form.com", {"_redirect": "{thanks}"}, honeypot="_honeypot"),
    Provider("staticforms", "StaticForms", "https://api.staticforms.xyz/submit", "2026-11-23",
             "api.staticforms.xyz", {"apiKey": "{id}", "redirectTo": "{thanks}"},
             honeypot="honeypot"),
    Provider("forminit", "Forminit", "https://forminit.com/f/{id}", "2026-11-23", "forminit.com",
             field_names={"name": "fi-sender-fullName", "email": "fi-sender-email",
                          "phone": "fi-sender-phone", "reason": "fi-text-reason",
                          "time": "fi-text-time", "message": "fi-text-message"},
             redirect_note=DASHBOARD),
    Provider("netlify", "Netlify Forms", "{thanks_path}", "2026-11-23", "",
             {"form-name": "{id}"}, {"name": "{id}", "data-netlify": "true",
                                     "netlify-honeypot": "bot-field"}, honeypot="bot-field"),
    Provider("endpoint", "your own endpoint", "{id}", "2026-11-23",
             hidden={"next": "{thanks}"}),
)}
# The receiver that `make serve` starts on the same computer; a publish build never names it.
DEVELOPMENT = Provider("development", "the development receiver", "/__preview__/contact/{id}",
                       "2026-11-23")


@dataclass(frozen=True)
class FormField:
    """One field: what it is called on the wire and on the page, and how it may be filled in."""

    key: str
    name: str
    label: str
    kind: Literal["text", "email", "tel", "textarea", "select"] = "text"
    autocomplete: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContactForm:
    """All that the form's template prints. `link` is set where the clinic only links out."""

    action: str
    fields: tuple[FormField, ...]
    reason_name: str
    reasons: tuple[str, ...]
    hidden: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, str], ...]
    honeypot: str
    notice: str
    host: str = ""
    link: str = ""


def demands(settings: ContactSettings) -> tuple[Demand, ...]:
    """What keeps the form from being published."""
    file, key, form_id = "pelicanconf.py", settings.provider, settings.form_id
    env = "or build with CONTACT_FORM=formspree:your-form's-id"
    if settings.mode == "link-out":
        return () if _HTTPS.match(form_id) else (Demand(
            file, "contact", "the contact form links out, but to no https:// address",
            "set form_id to the address of the clinic's secure form"),)
    if not key:
        return (Demand(file, "contact", "no form provider is chosen: messages would be lost",
                       f"set contact=ContactSettings(provider=…, form_id=…), {env}"),)
    if key not in PROVIDERS:
        return (Demand(file, "contact", f"unknown form provider '{key}'",
                       did_you_mean(key, PROVIDERS)),)
    found = []
    if not form_id:
        found.append(Demand(file, "contact", f"the provider {key} has no form_id",
                            f"set form_id, {env}"))
    elif _SAMPLES.match(form_id):
        found.append(Demand(file, "contact", f"the form_id '{form_id}' of {key} is only a sample",
                            "copy the real one from the service's page for this form"))
    elif key == "endpoint" and not _HTTPS.match(form_id):
        found.append(Demand(file, "contact", f"the endpoint '{form_id}' must start with https://",
                            "messages must travel encrypted"))
    elif key != "endpoint" and not _ID.match(form_id):
        found.append(Demand(file, "contact", f"the form_id '{form_id}' cannot be right",
                            "copy it from the service's page for this form"))
    if settings.mode == "message" and not settings.agreement_signed:
        found.append(Demand(file, "contact", "mode='message' lets patients write freely, which "
                            "needs a signed agreement with the provider",
                            "set agreement_signed to its date, or use mode='no-phi'"))
    return tuple(found)


def notes(settings: ContactSettings) -> tuple[str, ...]:
    """What the clinic must still do at the service, which no file of ours can."""
    provider = PROVIDERS.get(settings.provider)
    if not provider or not provider.redirect_note or settings.mode == "link-out":
        return ()
    return (f"{provider.name}: {provider.redirect_note}",)


# A list, not a free text: whoever may type, types where it hurts.
TIMES = ("Any time", "Morning", "Midday", "Afternoon")
NOTICE = ("Please leave out medical details and member numbers. This form is not for emergencies: "
          "call 911. To talk about symptoms, call us.")


def form(settings: ContactSettings, thanks_url: str, thanks_path: str, development: bool
         ) -> ContactForm:
    """The form for these settings. `thanks_url` is absolute, `thanks_path` from the host's root."""
    provider = DEVELOPMENT if development else PROVIDERS.get(settings.provider, DEVELOPMENT)
    values = {"id": settings.form_id or "contact", "thanks": thanks_url,
              "thanks_path": thanks_path}
    if development:
        values["id"] = "contact"

    def fill(template: str) -> str:
        for name, value in values.items():
            template = template.replace("{" + name + "}", value)
        return template

    def wire(key: str) -> str:
        return provider.field_names.get(key, key)

    fields = [FormField("name", wire("name"), "Your name", "text", "name", True),
              FormField("email", wire("email"), "Email address", "email", "email", True),
              FormField("phone", wire("phone"), "Telephone number", "tel", "tel"),
              FormField("time", wire("time"), "Best time to call", "select", choices=TIMES)]
    if settings.mode == "message":
        fields.append(FormField("message", wire("message"), "Your message", "textarea",
                                required=True))
    link = settings.form_id if settings.mode == "link-out" and not development else ""
    endpoint = _HTTPS.match(values["id"]) if provider.key == "endpoint" else None
    return ContactForm(
        fill(provider.action), tuple(fields), wire("reason"), settings.reasons,
        tuple((name, fill(value)) for name, value in provider.hidden.items()),
        tuple((name, fill(value)) for name, value in provider.attributes.items()),
        provider.honeypot, NOTICE, endpoint[1] if endpoint else provider.host, link)
