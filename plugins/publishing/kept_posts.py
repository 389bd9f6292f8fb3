"""What is remembered of a post's header, as a record of the store."""

from __future__ import annotations

from dataclasses import replace
from time import time_ns
from typing import Any, NamedTuple

from plugins.publishing.unchanged import SETTLED_NS
from plugins.site_model.content_folder import Listed
from plugins.site_model.core import Article
from plugins.site_model.problem import Problem
from plugins.site_model.settings import Trace


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
    traces: tuple[Trace, ...]


def as_row(kept: KeptPost) -> tuple[Any, ...]:
    """A record of `posts` as it is written: without the Markdown, which is in the file."""
    bare = replace(kept.article, body="")
    vars(bare)["digest"] = kept.article.digest
    return tuple(kept._replace(article=bare))


def settled(file: Listed) -> tuple[int, ...]:
    """The signature by which a file is known again; nothing for one that was written just now, as
    the next change might not show in it."""
    young = time_ns() - max(file.signature[:2]) < SETTLED_NS
    return () if young else file.signature
