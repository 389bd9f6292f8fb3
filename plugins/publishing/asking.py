"""What a text asks of the rest of the site, written down: it need not be converted again while the
answers are the same."""

from __future__ import annotations

from plugins.article_body.links import LinkError, Resolver
from plugins.images.core import Picture

Answer = str | Picture | tuple[str, str]
Question = tuple[str, str, Answer]
"""`link` or `picture`, what was written, and the answer: an address, a picture, or what is wrong
and the cure."""


class Asking:
    """A resolver that writes down what it was asked and what it said."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self.questions: list[Question] = []

    def link(self, href: str) -> str:
        """See Resolver."""
        return str(self._told("link", href))

    def picture(self, src: str) -> Picture:
        """See Resolver."""
        found = self._told("picture", src)
        assert isinstance(found, Picture)
        return found

    def answer(self, kind: str, what: str) -> Answer:
        """The answer to a question, also where it is that something is wrong."""
        try:
            return self._resolver.link(what) if kind == "link" else self._resolver.picture(what)
        except LinkError as error:
            return error.message, error.cure

    def _told(self, kind: str, what: str) -> Answer:
        found = self.answer(kind, what)
        self.questions.append((kind, what, found))
        if isinstance(found, tuple):
            raise LinkError(*found)
        return found
