"""Sound records and files that default everything, so that a test names only what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from plugins.site_model.core import Article, Person
from plugins.site_model.loading import Loaded, load
from plugins.site_model.problem import Problem
from plugins.site_model.records_reader import Lookups
from plugins.site_model.settings import Address, Clinic, Policy
from plugins.site_model.vocabulary import Reference, Term, Vocabulary
from plugins.words.languages import Languages

LANGUAGES = Languages({"es": ("theme/translations/es.po", "")})  # that it is there is enough
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


def term(name: str, kind: Any = "category") -> Term:
    """A word of the vocabulary."""
    return Term(kind, name.lower().replace(" ", "-"), name)


def clinic(**changes: Any) -> Clinic:
    """The sample clinic, which asks of a post only what every post needs."""
    return Clinic(**{"name": "Fernhollow Physical Therapy", "phone": "+12075550142",
                     "email": "hello@example.org",
                     "address": Address("12 Example Street", "Fernhollow", "ME", "00000"),
                     "policy": Policy(reviewer="off"), **changes})


def person(key: str = "juniper-ashgrove", **changes: Any) -> Person:
    """A clinician, by default one whose name is the key spelled out."""
    return Person(**{"key": key, "name": key.replace("-", " ").title(), "credentials": "PT, DPT",
                     "job_title": "Physical therapist", "summary": "Works with knees.",
                     "source": f"content/people/{key}.md", **changes})


def article(slug: str = "me", **changes: Any) -> Article:
    """A sound post."""
    return Article(**{"slug": slug, "title": slug.capitalize(), "summary": "What helps.",
                      "published": datetime(2026, 3, 2, tzinfo=UTC), "author": person(),
                      "category": term("Conditions"), "source": f"content/posts/{slug}.md",
                      "body": "Move a little.", "body_line": 9, **changes})


def reference(key: str = "doe-2020", **changes: Any) -> Reference:
    """A source to cite."""
    return Reference(**{"key": key, "kind": "Trial", "authors": "Doe J", "year": "2020",
                        "title": "A trial", **changes})


VOCABULARY = Vocabulary(
    categories=(term("Conditions"), term("Exercise")),
    regions=(term("neck", "region"), term("lower back", "region")),
    tags=(term("knee pain", "tag"), term("running", "tag")))


def lookups(now: datetime = NOW, **changes: Any) -> Lookups:
    """What a header may refer to; keywords change the clinic."""
    people = (person(), person("teo-marlowe"))
    return Lookups(clinic(**changes), VOCABULARY, {"doe-2020": reference()}, people, now,
                   languages=LANGUAGES)


SOUND = {"title": "Knee pain", "date": "2026-03-02", "author": "juniper-ashgrove",
         "category": "Conditions", "summary": "What a sore knee needs, and what it does not."}


def post(drop: Iterable[str] = (), body: str = "Move a little.", **fields: str) -> str:
    """The text of a post's file: `next_review="…"` writes the field `next review`.

    The fields stand in a set order from line 2 on: title, date, author, category, summary, others.
    """
    named = {**SOUND, **{name.replace("_", " "): value for name, value in fields.items()}}
    header = "".join(f"{name}: {value}\n" for name, value in named.items() if name not in drop)
    return f"---\n{header}---\n{body}\n"


FOLDER = {
    "content/vocabulary.yaml": "categories: [Conditions, Exercise]\nregions: [neck, lower back]\n"
                               "tags: [knee pain, running]\n",
    "content/people/juniper-ashgrove.md": "---\nname: Juniper Ashgrove\ncredentials: PT, DPT\n---\n"
                                          "Hello.\n",
    "content/people/teo-marlowe.md": "---\nname: Teo Marlowe\ncredentials: PT, DPT\n---\nHello.\n",
}


def loaded(files: Mapping[str, str | bytes], preview: bool = False, now: datetime = NOW,
           **changes: Any) -> Loaded:
    """A content folder with these files (paths below `content/`) beside the sound ones."""
    whole = {**FOLDER, **{f"content/{path}": data for path, data in files.items()}}
    return load({path: data if isinstance(data, bytes) else data.encode()
                 for path, data in whole.items()}, "content", clinic(**changes), now, preview,
                LANGUAGES)


def shown(problems: Iterable[Problem]) -> str:
    """The problems as an author reads them, one a line."""
    return "\n".join(str(problem) for problem in problems)
