"""The first use of each word of the glossary in a text, linked to its meaning beside it.

The meaning stands right after the word, hidden until its link is followed (`:target`), so that it
needs no script, works in every browser, is read out with the link, and is there on paper. Only
words in running text count: not headings, links, code, quotes, tables or captions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from markupsafe import Markup

from plugins.article_body.core import Body, polish_text
from plugins.article_body.links import BASE
from plugins.site_model.glossary import GlossaryTerm
from plugins.words.core import ENGLISH, Words

GLOSSARY = "/glossary/"
_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_OPEN_TO_WORDS = frozenset({"p", "li", "dd"})
_CLOSED_TO_WORDS = frozenset({"a", "abbr", "blockquote", "code", "figure", "h2", "h3", "h4", "h5",
                              "h6", "kbd", "pre", "sup", "table"})
_WATCHED = _OPEN_TO_WORDS | _CLOSED_TO_WORDS
# What typography makes of a space and an apostrophe.
_SPACE, _APOSTROPHE = r"(?:\s|&nbsp;)+", r"(?:'|’|&\#8217;)"


def explained(body: Body, title: str, terms: Sequence[GlossaryTerm], words: Words = ENGLISH,
              page: str = GLOSSARY) -> Body:
    """The text with the meaning of each word of the glossary beside its first use.

    Words of the `title` are passed over: the text is about them, and says what they are. `explains`
    of the body that comes back holds the slugs of those explained, in the order of the text.
    `page` is where all words in its language are listed.
    """
    pattern, owners = _pattern(tuple(terms))
    if pattern is None:
        return body
    known = {_owner(owners, match[0]).slug for match in pattern.finditer(title)}
    walk = _Walk(pattern, owners, BASE + page, words.say("Glossary"), known)
    parts = tuple(walk.part(part) if isinstance(part, str) else part for part in body.parts)
    return replace(body, parts=parts, explains=tuple(walk.used)) if walk.used else body


class _Walk:
    """Goes through the parts of one text; what it has explained once it leaves alone."""

    def __init__(self, pattern: re.Pattern[str], owners: dict[str, GlossaryTerm],
                 page: str, name: str, known: Iterable[str]) -> None:
        self._pattern, self._owners, self._known = pattern, owners, set(known)
        self._page, self._name = page, name
        self.used: list[str] = []

    def part(self, fragment: str) -> str:
        """A fragment of HTML with the meanings put in."""
        inside: list[str] = []
        pieces = _TAG.split(fragment)  # text, tag, text, tag …
        for i, piece in enumerate(pieces):
            if i % 2:
                _follow(piece, inside)
            elif piece and inside and _CLOSED_TO_WORDS.isdisjoint(inside):
                pieces[i] = self._pattern.sub(self._meaning, piece)
        return "".join(pieces)

    def _meaning(self, match: re.Match[str]) -> str:
        term = _owner(self._owners, match[0])
        if term.slug in self._known:
            return match[0]
        self._known.add(term.slug)
        self.used.append(term.slug)
        return Markup(
            '<a class="word" href="#word-{0}" aria-describedby="word-{0}">{1}</a>'
            '<span class="word__meaning" id="word-{0}" role="note"> ({2}'
            '<span class="word__more"> <a href="{3}#word-{0}">{4}</a></span>)</span>').format(
                term.slug, Markup(match[0]), Markup(polish_text(term.meaning)), self._page,
                self._name)


def _follow(tag: str, inside: list[str]) -> None:
    """Keep the names of the elements that are open here, as far as they matter."""
    found = _NAME.match(tag)
    if not found or found[1] not in _WATCHED:
        return
    if tag[1] != "/":
        inside.append(found[1])
    elif found[1] in inside:
        inside.reverse()
        inside.remove(found[1])
        inside.reverse()


@lru_cache(maxsize=4)
def _pattern(terms: tuple[GlossaryTerm, ...]
             ) -> tuple[re.Pattern[str] | None, dict[str, GlossaryTerm]]:
    """What finds all forms of all words, the longest first, and whose form each is."""
    owners: dict[str, GlossaryTerm] = {}
    for term in terms:
        for form in term.forms:
            owners.setdefault(_key(form), term)
            owners.setdefault(_key(form + "s"), term)
    if not owners:
        return None, owners
    forms = sorted({form for term in terms for form in term.forms}, key=lambda f: (-len(f), f))
    return re.compile(rf"(?<![\w&#-])(?:{'|'.join(map(_form, forms))})s?(?![\w-])"), owners


def _form(form: str) -> str:
    pattern = re.escape(form).replace(r"\ ", _SPACE)
    pattern = re.sub("['’]", lambda _: _APOSTROPHE, pattern)
    return pattern if form.isupper() else f"(?i:{pattern})"


def _owner(owners: dict[str, GlossaryTerm], found: str) -> GlossaryTerm:
    """Whose form was found, however typography and capitals dressed it."""
    plain = " ".join(re.sub(_APOSTROPHE, "'", found.replace("&nbsp;", " ")).split())
    return owners.get(plain) or owners[plain.casefold()]


def _key(form: str) -> str:
    """A form as `_owner` looks for it. Capitals count in abbreviations only: PT is not "pt"."""
    plain = " ".join(form.replace("’", "'").split())
    return plain if plain.removesuffix("s").isupper() else plain.casefold()
