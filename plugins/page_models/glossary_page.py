"""The page of all words that the clinic explains, each with the posts that use it."""

from __future__ import annotations

from plugins.glossary.core import GLOSSARY
from plugins.page_models import core
from plugins.page_models.frame import Frame, PageIdentity, typed
from plugins.site_model.glossary import GlossaryTerm
from plugins.site_model.vocabulary import Reference
from plugins.words.core import later

TITLE = later("Glossary")
INTRO = later("Words you may meet in our articles, and what they mean.")
POSTS = 5  # named under a word; of the others there is only their number
LETTERS_FROM = 20  # words
Used = tuple[GlossaryTerm, tuple[core.RelatedItem, ...], int]
"""A word, links to the newest posts that explain it, and how many do."""


def glossary(frame: Frame, words: tuple[Used, ...]) -> core.GlossaryPage:
    """The page of the glossary."""
    title, intro = frame.words.say(TITLE), frame.words.say(INTRO)
    identity = PageIdentity(GLOSSARY, title, f"{intro} {frame.clinic.name}.", "CollectionPage",
                            styled="find")
    return core.GlossaryPage(
        frame.shell(identity), title, intro, _letters(words),
        tuple(_entry(frame, term, posts, count) for term, posts, count in words))


def _entry(frame: Frame, term: GlossaryTerm, posts: tuple[core.RelatedItem, ...], count: int
           ) -> core.GlossaryEntry:
    return core.GlossaryEntry(
        f"word-{term.slug}", term.name[:1].upper() + term.name[1:], term.also, typed(term.meaning),
        tuple(core.Link(_source(frame, each), each.href) for each in term.sources), posts, count)


def _source(frame: Frame, reference: Reference) -> str:
    first = reference.authors.split(",")[0].rstrip(".")
    return f"{frame.words.say(reference.kind)}: {first}, {reference.year}"


def _letters(words: tuple[Used, ...]) -> tuple[core.Link, ...]:
    if len(words) < LETTERS_FROM:
        return ()
    first: dict[str, str] = {}
    for term, _, _ in words:
        first.setdefault(term.slug[0].upper(), f"#word-{term.slug}")
    return tuple(core.Link(letter, place) for letter, place in first.items())
