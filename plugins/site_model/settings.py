"""Who the clinic is. `pelicanconf.py` fills in a `Clinic`; it checks itself as it is made."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plugins.site_model.problem import did_you_mean
from plugins.site_model.special_hours import SpecialHours as SpecialHours
from plugins.site_model.special_hours import faults
from plugins.site_model.typed import slips
from plugins.site_model.vocabulary import is_date
from plugins.words.core import later

Level = Literal["off", "warning", "error"]
Trace = tuple[str, int, str]
"""Where a file names something of the sample clinic: path, line, what."""
DAYS = (later("Monday"), later("Tuesday"), later("Wednesday"), later("Thursday"),
        later("Friday"), later("Saturday"), later("Sunday"))
_E164 = re.compile(r"^\+[1-9]\d{6,14}$")  # ITU-T E.164: at most fifteen digits
_CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
# 555-0100 to 555-0199 are kept for fiction (North American Numbering Plan).
_FICTIONAL = re.compile(r"^\+1\d{3}55501\d{2}$")
_SAMPLE = re.compile(r"555[-. ]?01\d\d|@example\.(?:org|com)|\bDEMO-\d+|\bFernhollow\b|"
                     r"\b12 Example Street\b|\bdemonstration clinic\b|\bmade-up person\b|"
                     r"\bhelp of AI tools\b|\b(?:Juniper Ashgrove|Teo Marlowe|Wren Okonjo)\b",
                     re.I)
# One of these is in all that _SAMPLE finds; most texts have none.
_SAMPLE_SIGNS = ("555", "example", "demo", "fernhollow", "made-up", "ai tools", "ashgrove",
                 "marlowe", "okonjo")
_SITE_KEY = re.compile(r"^[0-9A-Za-z_-]{10,60}\Z")
_EMAIL = re.compile(r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$")


class SettingsError(ValueError):
    """Settings that cannot be used; every problem at once, one a line."""


def _refuse(problems: list[str]) -> None:
    if problems:
        raise SettingsError("\n".join(problems))


@dataclass(frozen=True)
class Address:
    """A postal address. `region` is the state's two letters, `country` ISO 3166 alpha-2."""

    street: str
    city: str
    region: str
    postal_code: str
    country: str = "US"

    def __post_init__(self) -> None:
        _refuse(slips(self, "Address"))

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as it is written on an envelope."""
        return (self.street, f"{self.city}, {self.region} {self.postal_code}".strip())


@dataclass(frozen=True)
class Hours:
    """Opening hours on some days of the week, local time as HH:MM."""

    days: tuple[str, ...]
    opens: str
    closes: str

    def __post_init__(self) -> None:
        if isinstance(self.days, str):
            raise SettingsError(f"Hours: a comma is missing after the day; write "
                                f"(\"{self.days}\",)")
        _refuse(slips(self, "Hours"))
        wrong = [f"Hours: '{day}' is no day of the week (use {DAYS[0]} … {DAYS[6]})"
                 for day in self.days if day not in DAYS]
        wrong += [f"Hours: '{time}' is no time of day (use 08:00)"
                  for time in (self.opens, self.closes) if not _CLOCK.match(time)]
        if not wrong and self.opens >= self.closes:
            wrong.append(f"Hours: closes ({self.closes}) must be after opens ({self.opens})")
        _refuse(wrong)


@dataclass(frozen=True)
class Offer:
    """What the card at the end of an article offers. `terms` is the slug of a page."""

    title: str
    text: str
    terms: str = ""

    def __post_init__(self) -> None:
        _refuse(slips(self, "Offer"))


@dataclass(frozen=True)
class ContactSettings:
    """How messages reach the clinic. `provider` and `form_id` come from the form service.

    `agreement_signed` and `agreement_ends` are ISO dates. `placement` is how a form elsewhere is
    shown, with mode `link-out`; `turnstile` is a site key of Cloudflare's robot check.
    """

    mode: Literal["no-phi", "message", "link-out"] = "no-phi"
    provider: str = ""
    form_id: str = ""
    agreement_signed: str = ""
    agreement_ends: str = ""
    placement: Literal["link", "frame"] = "link"
    turnstile: str = ""
    reasons: tuple[str, ...] = (later("New appointment"), later("Existing appointment"),
                                later("Insurance or billing"), later("Something else"))
    answer_time: str = later("one working day")

    def __post_init__(self) -> None:
        one = ("reasons",) if isinstance(self.reasons, str) else ()
        _refuse(slips(self, "ContactSettings", ("mode", "placement", *one)))
        wrong = []
        if self.mode not in ("no-phi", "message", "link-out"):
            wrong.append(f"ContactSettings: mode '{self.mode}' is none of no-phi, message, "
                         "link-out")
        if self.placement not in ("link", "frame"):
            wrong.append(f"ContactSettings: placement '{self.placement}' is neither link nor frame")
        wrong += [f"ContactSettings: {name} '{getattr(self, name)}' is no date such as 2026-05-31"
                  for name in ("agreement_signed", "agreement_ends")
                  if getattr(self, name) and not is_date(getattr(self, name))]
        if self.turnstile and not _SITE_KEY.match(self.turnstile):
            wrong.append(f"ContactSettings: turnstile '{self.turnstile}' is no site key; copy it "
                         "from Cloudflare's page for the widget")
        if isinstance(self.reasons, str):
            wrong.append("ContactSettings: reasons is one text; write a list, such as "
                         "(\"New appointment\", \"Something else\")")
        elif not self.reasons or not all(reason.strip() for reason in self.reasons):
            wrong.append("ContactSettings: reasons is empty or has an empty one; give at least one")
        else:
            names = [reason.strip() for reason in self.reasons]
            wrong += [f"ContactSettings: the reason '{name}' is listed twice; list it once"
                      for name in dict.fromkeys(names) if names.count(name) > 1]
        if not self.answer_time.strip():
            wrong.append("ContactSettings: answer_time is empty; say when you answer, such as "
                         "\"one working day\"")
        _refuse(wrong)


@dataclass(frozen=True)
class Policy:
    """How strict the checks are: 'off', 'warning' or 'error' for what a post should have.

    `rules` changes single rules of docs/rules.md: `{"claims-free": "off"}`.
    """

    reviewer: Level = "warning"
    key_points: Level = "off"
    red_flags: Level = "off"
    references: Level = "off"
    rules: Mapping[str, Level] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.rules, Mapping):
            raise SettingsError("Policy: rules is no mapping; write rules={\"claims-free\": "
                                "\"off\"}")
        levels = {**vars(self), **self.rules}
        _refuse([f"Policy: {name}='{value}' is none of off, warning, error"
                 for name, value in levels.items()
                 if name != "rules" and value not in ("off", "warning", "error")])


@dataclass(frozen=True)
class ClinicWords:
    """What a clinic says in another language; what is left out is not said there. `reasons` and
    `answer_time` need it only where they are the clinic's own."""

    tagline: str = ""
    welcome: str = ""
    home_picture_alt: str = ""
    offer: Offer | None = None
    reasons: tuple[str, ...] = ()
    answer_time: str = ""

    def __post_init__(self) -> None:
        _refuse(slips(self, "ClinicWords"))


@dataclass(frozen=True)
class Clinic:
    """The clinic's identity, kept once; pages, footer and structured data all read it here.

    `site_url` is the public address, with `https://` and a path where the site lies below one.
    `phone` is E.164 (`+12075550142`), `time_zone` an IANA name, `language` a BCP 47 tag.
    `accent` is a colour such as `#15625b`; empty, the site has that of the theme.
    `translations` are its words in other languages: `{"es": ClinicWords(tagline="…")}`.
    `not_offered` are treatments that it may not or does not give: `("dry needling",)`.
    """

    name: str
    phone: str
    email: str
    address: Address
    site_url: str = ""
    hours: tuple[Hours, ...] = ()
    special_hours: tuple[SpecialHours, ...] = ()
    tagline: str = ""
    welcome: str = ""
    accent: str = ""
    home_picture: str = ""
    home_picture_alt: str = ""
    time_zone: str = "America/New_York"
    language: str = "en-US"
    location: tuple[float, float] | None = None
    demo: bool = False
    offer: Offer | None = None
    contact: ContactSettings = field(default_factory=ContactSettings)
    policy: Policy = field(default_factory=Policy)
    translations: Mapping[str, ClinicWords] = field(default_factory=dict)
    not_offered: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Of a single entry, and of special hours, more can be said than that they are no list.
        one = ("hours",) if isinstance(self.hours, Hours) else ()
        more = ("special_hours",) if isinstance(self.special_hours, Iterable | SpecialHours) else ()
        _refuse(slips(self, "CLINIC", one + more))
        wrong = []
        if not self.name.strip():
            wrong.append("CLINIC: the name is empty")
        if self.home_picture and not self.home_picture_alt:
            wrong.append("CLINIC: home_picture needs home_picture_alt, which says what it shows")
        if not _E164.match(self.phone):
            wrong.append(f"CLINIC: phone '{self.phone}' must look like +12075550142")
        if not _EMAIL.match(self.email):
            wrong.append(f"CLINIC: email '{self.email}' is no mail address")
        if isinstance(self.hours, Hours):
            wrong.append("CLINIC: hours is one entry; put a comma after it: (Hours(…),)")
        wrong += faults(self.special_hours)
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            wrong.append(f"CLINIC: time_zone '{self.time_zone}' is unknown (America/New_York …)")
        if not re.match(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", self.language):
            wrong.append(f"CLINIC: language '{self.language}' is no language tag (en-US …)")
        if self.location and not (abs(self.location[0]) <= 90 and abs(self.location[1]) <= 180):
            wrong.append(f"CLINIC: location {self.location} is nowhere on earth; write latitude "
                         "and longitude, such as (44.1, -69.2)")
        _refuse(wrong)

    def spoken(self, language: str) -> Clinic:
        """The clinic in another language."""
        said = self.translations.get(language, ClinicWords())
        contact = replace(self.contact, reasons=said.reasons or self.contact.reasons,
                          answer_time=said.answer_time or self.contact.answer_time)
        return replace(self, language=language, tagline=said.tagline, welcome=said.welcome,
                       home_picture_alt=said.home_picture_alt or self.home_picture_alt,
                       offer=said.offer, contact=contact)

    @property
    def phone_display(self) -> str:
        """The telephone number as people write it; North American numbers as (207) 555-0142."""
        digits = self.phone[1:]
        if len(digits) == 11 and digits[0] == "1":
            return f"({digits[1:4]}) {digits[4:7]}-{digits[7:]}"
        return self.phone


@dataclass(frozen=True)
class Demand:
    """Something a publish build needs: the setting, where it stands, and the cure."""

    file: str
    setting: str
    message: str
    cure: str


def from_environment(clinic: Clinic, environment: Mapping[str, str]) -> Clinic:
    """The clinic with `CONTACT_FORM=provider:id` of the environment, which CI uses, taken over.

    An agreement binds the provider of the settings, so it does not carry over to another one.
    """
    value = environment.get("CONTACT_FORM", "").strip()
    if not value:
        return clinic
    provider, _, form_id = value.partition(":")
    contact = replace(clinic.contact, provider=provider.strip(), form_id=form_id.strip())
    if clinic.contact.provider not in ("", contact.provider):
        contact = replace(contact, agreement_signed="", agreement_ends="")
    return replace(clinic, contact=contact)


def clinic_of(settings: Mapping[str, object]) -> Clinic:
    """The clinic that the settings describe. Raises SettingsError where they describe none."""
    clinic = settings.get("CLINIC")
    if not isinstance(clinic, Clinic):
        raise SettingsError(f"CLINIC is {'missing' if clinic is None else repr(clinic)}; write "
                            "CLINIC = Clinic(name=\"…\", …) in pelicanconf.py, as "
                            "docs/publishing.md tells")
    return clinic


def site_url(value: str) -> str:
    """The public address without a trailing slash."""
    return value.strip().rstrip("/")


def home_picture_demand(clinic: Clinic, why: str) -> Demand:
    """What to tell of a `home_picture` that cannot be shown."""
    return Demand("pelicanconf.py", "home_picture", f"home_picture '{clinic.home_picture}': {why}",
                  "write the path of a picture, such as images/home/welcome.svg")


def accent_demand(clinic: Clinic, why: str, cure: str) -> Demand:
    """What to tell of an `accent` that readers could not read."""
    return Demand("pelicanconf.py", "accent", f"accent '{clinic.accent}': {why}", cure)


def offer_demands(clinic: Clinic, pages: Collection[str]) -> tuple[Demand, ...]:
    """An offer must name a page with its terms that is among `pages`, given by slug."""
    terms = clinic.offer.terms if clinic.offer else ""
    if not terms or terms in pages:
        return ()
    return (Demand("pelicanconf.py", "offer", f"offer: there is no page '{terms}'",
                   did_you_mean(terms, pages)),)


def publish_demands(clinic: Clinic, siteurl: str, allow_demo: bool) -> tuple[Demand, ...]:
    """What is still missing before the site may be shown to the world."""
    demands = []
    if clinic.demo and not allow_demo:
        demands.append(Demand("pelicanconf.py", "demo", f"'{clinic.name}' is the demonstration "
                       "clinic: its telephone, address and people are made up",
                       "fill in your clinic and set demo=False, or publish the demonstration "
                       "itself with ALLOW_DEMO=1"))
    elif not allow_demo:
        demands += _sample_settings(clinic)
    if not re.match(r"^https://[^/\s?#]+(/[^\s?#]*)?$", siteurl):
        what = f"the address '{siteurl}' is not a whole address with https://" if siteurl \
            else "the site's address is missing"
        demands.append(Demand("pelicanconf.py", "site_url", what, "set site_url to the public "
                              "address, such as https://your-clinic.org, or build with SITEURL=…"))
    return tuple(demands)


def _sample_settings(clinic: Clinic) -> Iterator[Demand]:
    """Settings that still are the sample clinic's."""
    if _FICTIONAL.match(clinic.phone):
        yield Demand("pelicanconf.py", "phone", f"the telephone number {clinic.phone} is a made-up "
                     "one", "write the clinic's own")
    texts = {"name": clinic.name, "tagline": clinic.tagline, "welcome": clinic.welcome,
             "email": clinic.email, "address": " ".join(clinic.address.lines)}
    for setting, text in texts.items():
        if found := _SAMPLE.search(text):
            yield Demand("pelicanconf.py", setting, f"{setting}: '{found[0]}' belongs to the "
                         "sample clinic", "write the clinic's own")


def sample_traces(texts: Mapping[str, str]) -> Iterator[Trace]:
    """Places where a text still names the sample clinic."""
    for path, text in sorted(texts.items()):
        folded = text.casefold()
        signs = [sign for sign in _SAMPLE_SIGNS if sign in folded]
        if not signs:
            continue
        lines, low = text.split("\n"), folded.split("\n")
        for i in sorted({i for sign in signs for i, line in enumerate(low) if sign in line}):
            if match := _SAMPLE.search(lines[i]):
                yield path, i + 1, match[0]
