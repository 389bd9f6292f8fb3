"""What is remembered of a post and of its converted text, as records of the store."""

from __future__ import annotations

from dataclasses import replace
from time import time_ns
from typing import Any, NamedTuple

from plugins.images.core import Picture
from plugins.page_models.bodies import Polished
from plugins.page_models.prepare import Trace
from plugins.publishing.asking import Question
from plugins.publishing.remembered_body import Outline
from plugins.publishing.unchanged import SETTLED_NS
from plugins.rules import catalogue as rules
from plugins.site_model.content_folder import Listed
from plugins.site_model.core import Article
from plugins.site_model.problem import Problem


class KeptPost(NamedTuple):
    """A record of `posts`: the post of a file of these bytes, for these lookups, from a moment
    until before another (seconds since 1970)."""

    signature: tuple[int, ...]
    content: bytes
    key: bytes
    since: float
    until: float
    article: Article
    problems: tuple[Problem, ...]


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
    traces: tuple[Trace, ...]
    polished: Polished | None


def as_row(kept: KeptPost) -> tuple[Any, ...]:
    """A record of `posts` as it is written: without the Markdown, which is in the file."""
    bare = replace(kept.article, body="")
    vars(bare)["digest"] = kept.article.digest
    return tuple(kept._replace(article=bare))


def text_as_row(kept: KeptText) -> tuple[Any, ...]:
    """A record of `texts` as it is written."""
    return tuple(kept._replace(outline=tuple(kept.outline)))  # type: ignore[arg-type]


def kept_text(row: tuple[Any, ...]) -> KeptText:
    """A record of `texts` as it was read."""
    kept = KeptText._make(row)
    return kept._replace(outline=Outline._make(kept.outline))


def settled(file: Listed) -> tuple[int, ...]:
    """The signature by which a file is known again; nothing for one that was written just now, as
    the next change might not show in it."""
    young = time_ns() - max(file.signature[:2]) < SETTLED_NS
    return () if young else file.signature
