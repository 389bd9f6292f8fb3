"""A converted text of which only what the rest of the site asks is at hand; the words themselves
are fetched when a page is printed from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from plugins.article_body.core import Body, Heading, Marker
from plugins.images.core import Picture
from plugins.site_model.problem import Problem

Parts = tuple[str | Marker, ...]


class Outline(NamedTuple):
    """All of a body but its words."""

    headings: tuple[Heading, ...]
    pictures: tuple[Picture, ...]
    linked: frozenset[str]
    anchors: tuple[tuple[str, str, int], ...]
    problems: tuple[Problem, ...]
    markers: tuple[Marker, ...]
    words: int
    digest: bytes
    explains: tuple[str, ...]


def outline(body: Body) -> Outline:
    """What is kept at hand of a body."""
    return Outline(body.headings, body.pictures, body.linked, body.anchors, body.problems,
                   body.markers, body.words, body.digest, body.explains)


class RememberedBody(Body):
    """A body whose words are fetched when they are asked for, and let go again."""

    def __init__(self, known: Outline, fetch: Callable[[], tuple[Parts, str]]) -> None:
        own: dict[str, Any] = vars(self)
        own.update(headings=known.headings, pictures=known.pictures, linked=known.linked,
                   anchors=known.anchors, problems=known.problems, digest=known.digest,
                   explains=known.explains)
        own["_known"], own["_fetch"] = known, fetch

    @property
    def parts(self) -> Parts:  # type: ignore[override]
        """The HTML and the markers in it."""
        found: Parts = vars(self)["_fetch"]()[0]
        return found

    @property
    def text(self) -> str:  # type: ignore[override]
        """The plain words."""
        found: str = vars(self)["_fetch"]()[1]
        return found

    @property
    def words(self) -> int:
        """How many words a reader reads."""
        return int(vars(self)["_known"].words)

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers in the order of the text."""
        found: tuple[Marker, ...] = vars(self)["_known"].markers
        return found
