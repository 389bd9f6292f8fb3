"""What the form asks, by mode, and what it may never ask without an agreement.

The rule is that of a form that receives no protected health information: no free text, no file, no
date of birth, and nothing whose name asks for health or for a member number. A list of reasons is
what the clinic may word, so its words are held to the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from plugins.words.core import ENGLISH, Words, later

Kind = Literal["text", "email", "tel", "textarea", "select", "file", "date"]
# Short texts with a known meaning, and lists. Everything else could carry a patient's story.
CLOSED_KINDS = frozenset(("text", "email", "tel", "select"))
# A text field is closed only if the browser knows what belongs in it.
KNOWN_TEXTS = frozenset(("name", "email", "tel"))


@dataclass(frozen=True)
class FormField:
    """One field: its name on the wire, its label, how it is filled in, and what a reader is told
    when it is left empty or is filled in wrongly."""

    key: str
    name: str
    label: str
    kind: Kind = "text"
    autocomplete: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    missing: str = ""
    invalid: str = ""


# A list, not a free text: whoever may type, types where it hurts.
TIMES = (later("Any time"), later("Morning"), later("Midday"), later("Afternoon"))

_NAME = FormField("name", "", later("Your name"), "text", "name", True,
                  missing=later("Enter your name"))
_EMAIL = FormField("email", "", later("Email address"), "email", "email", True,
                   missing=later("Enter your email address"),
                   invalid=later("Enter an email address with an @, such as name@example.org"))
_PHONE = FormField("phone", "", later("Telephone number"), "tel", "tel")
_TIME = FormField("time", "", later("Best time to call"), "select", choices=TIMES)
_MESSAGE = FormField("message", "", later("Your message"), "textarea", required=True,
                     missing=later("Write your message"))


def fields_of(mode: str, compact: bool, names: Mapping[str, str], words: Words = ENGLISH
              ) -> tuple[FormField, ...]:
    """The fields of a mode; the `compact` form asks only what an answer needs. `names` are the
    service's own names for our keys."""
    found = [_NAME, _EMAIL] if compact else [_NAME, _EMAIL, _PHONE, _TIME]
    if mode == "message":
        found.append(_MESSAGE)
    return tuple(replace(each, name=names.get(each.key, each.key), label=words.say(each.label),
                         choices=tuple(words.say(choice) for choice in each.choices),
                         missing=words.say(each.missing), invalid=words.say(each.invalid))
                 for each in found)


# Parts of words in a field's name or label, and in a reason: the common ones, for no list has all.
_BODY = r"(?:knee|shoulder|hip|ankle|neck|elbow|wrist|foot|feet|heel|leg|arm|spine|jaw|heart)s?"
_COMPLAINT = r"(?:problem|trouble|issue|complaint)s?\b"
_HEALTH = (r"symptom|diagnos|injur|\bpain(?!t)|hurt|\bach(?:e|es|ing)\b|condition|medicat|medicine|"
           r"prescri|surger|disease|illness|pregnan|disab|history|"
           r"\b(?:head|back|tooth|stomach|belly|ear)aches?\b|sciatic|arthr[io]|\bsore(?:s|ness)?\b|"
           r"\bstrokes?\b|dizz[iy]|\bnumb(?:ness)?\b|\bsprain|concuss|"
           r"\bpost[\s-]*op(?:s|erati\w*)?\b|"
           rf"\b(?:{_BODY}|back)[\s-]+(?:\w+\s+)?{_COMPLAINT}|"
           rf"\b{_COMPLAINT}\s+(?:\w+\s+){{0,3}}{_BODY}\b")
_IDENTITY = (r"\bdob\b|birth|\bssn\b|social[\s_-]*security|\bmrn\b|record[\s_-]*number|"
             r"\bmember[\s_-]*(?:id|num|card)|\bpolicy[\s_-]*(?:id|num)|"
             r"\b(?:medicare|medicaid|subscriber|group|claims?)[\s_-]*(?:ids?\b|num|card\b)|"
             r"insur\w*[\s_-]+(?:\w+[\s_-]+){0,2}(?:id|num\w*|card)\b")
_PRIVATE_WORDS = re.compile(f"{_HEALTH}|{_IDENTITY}", re.I)
# In a machine's name words run together, so there any part of a name counts.
_PRIVATE_NAME = re.compile(f"dob|ssn|insur|member|mrn|pain|birth|{_HEALTH}", re.I)


def asks_in_words(words: str) -> str:
    """What in a label or a reason asks for health or an insurance number; empty if nothing does.

    `Insurance or billing` is a topic and passes; `Insurance ID` asks for a number and does not.
    """
    found = _PRIVATE_WORDS.search(words)
    return found[0] if found else ""


def private_questions(fields: Iterable[FormField], reasons: Iterable[str]) -> tuple[str, ...]:
    """What a form without an agreement must not have, each as the end of a sentence."""
    found = []
    for each in fields:
        if each.kind not in CLOSED_KINDS or (
                each.kind == "text" and each.autocomplete not in KNOWN_TEXTS):
            found.append(f"the field '{each.key}' takes more than a name or a way to answer")
        private = [text for text in (each.key, each.name) if _PRIVATE_NAME.search(text)]
        private += [text for text in (each.label, *each.choices) if asks_in_words(text)]
        found += [f"the field '{each.key}' asks for '{text}'" for text in private]
    found += [f"the reason '{reason}' tells of health or of an insurance number"
              for reason in reasons if asks_in_words(reason)]
    return tuple(found)
