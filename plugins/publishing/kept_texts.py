"""What is remembered of a converted text, as a record of the store."""

from __future__ import annotations

from typing import Any, NamedTuple

from plugins.images.core import Picture
from plugins.page_models.bodies import Polished
from plugins.publishing.asking import Question
from plugins.publishing.remembered_body import Outline
from plugins.rules import catalogue as rules
from plugins.site_model.problem import Problem


class KeptText(NamedTuple):
    """A record of `texts`: what became of a text, but for its words, a row of `bodies`."""

    key: bytes
    facts: bytes
    image: Picture | None
    problems: tuple[Problem, ...]
    outline: Outline
    questions: tuple[Question, ...]
    judged: rules.Judged
    counted: bytes
    polished: Polished | None


def as_row(kept: KeptText) -> tuple[Any, ...]:
    """A record of `texts` as it is written."""
    return tuple(kept._replace(outline=tuple(kept.outline)))  # type: ignore[arg-type]


def kept_text(row: tuple[Any, ...]) -> KeptText:
    """A record of `texts` as it was read."""
    kept = KeptText._make(row)
    return kept._replace(outline=Outline._make(kept.outline))
