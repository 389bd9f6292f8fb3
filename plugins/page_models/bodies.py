"""All texts of a site converted, each with the links of the whole site in view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from plugins.article_body.core import Body, convert, polish_text
from plugins.article_body.links import Asked, LinkError, Resolver, Target
from plugins.glossary.core import GLOSSARY, explained
from plugins.images.core import Picture
from plugins.page_models.core import Plan
from plugins.search.core import Pieces
from plugins.site_model.core import Article, Person, Site, TextPage
from plugins.site_model.cross_check import at_odds, place
from plugins.site_model.editions import edition_of, root
from plugins.site_model.glossary import Glossary, GlossaryTerm
from plugins.site_model.loading import Failed, Loaded
from plugins.site_model.problem import Problem, did_you_mean
from plugins.site_model.settings import Clinic
from plugins.words.core import ENGLISH, Words
from plugins.words.languages import Languages

# Places that the templates themselves make.
PAGE_ANCHORS = {"main", "key-points", "get-help", "contents", "sources", "what-changed", "end",
                "contact"}
PictureOf = Callable[[str], Picture]
Writing = Article | TextPage | Person | Failed
Polished = tuple[str, str]
"""Title and summary of an article as HTML."""


@dataclass(frozen=True)
class Converted:
    """One text converted by itself: its body, the picture its header names, and what is wrong; of
    an article its title and summary as HTML."""

    body: Body
    image: Picture | None = None
    problems: tuple[Problem, ...] = ()
    polished: Polished | None = None


class Explained(NamedTuple):
    """Words that a text explains, and where the page of the glossary is."""

    terms: tuple[GlossaryTerm, ...]
    page: str


class Said(NamedTuple):
    """The words of a page for the search, and the words of its language that say nothing, which
    are not among them."""

    everyday: str
    pieces: Pieces


@dataclass(frozen=True)
class Texts:
    """The converted texts by source file, and the pictures that headers name. `counted` are the
    counted words of posts, where somebody kept them: their name, and how to fetch them."""

    bodies: Mapping[str, Body]
    images: Mapping[str, Picture]
    problems: tuple[Problem, ...]
    counted: Mapping[str, tuple[bytes, Callable[[], bytes]]] = field(default_factory=dict)
    failed: Mapping[str, Body] = field(default_factory=dict)
    """The texts whose headers are faulty: nothing is printed of them, and they are judged too."""
    polished: Mapping[str, Polished] = field(default_factory=dict)
    said: dict[bytes, Said] = field(default_factory=dict)
    """What the search takes from articles that were converted just now, by their digests, until it
    has taken it."""


def convert_all(loaded: Loaded, root: str, picture_of: PictureOf, siteurl: str = "",
                languages: Languages = Languages()) -> Texts:  # noqa: B008
    """Convert every text. `root` is the content folder; `picture_of` see article_body.links."""
    targets = targets_of(loaded)
    return together(loaded, {
        each.source: convert_one(each, Resolver(each.source, root, targets, picture_of, siteurl),
                                 glossary_for(each, loaded.site.clinic, loaded.site.glossary),
                                 languages.words(language_of(each, loaded.site.clinic)))
        for each in texts_of(loaded)})


def texts_of(loaded: Loaded) -> tuple[Writing, ...]:
    """All texts that are to be converted, those among them whose headers are faulty."""
    return (*loaded.site.written, *loaded.failed)


def language_of(record: Writing, clinic: Clinic) -> str:
    """The language that a text is written in."""
    language = "" if isinstance(record, Failed) else record.language
    return language or clinic.language


def glossary_for(record: Writing, clinic: Clinic, glossary: Glossary) -> Explained:
    """The words explained in a text, and the page of all that are explained in its language."""
    if isinstance(record, Failed) or not (language := edition_of(record, clinic)):
        return Explained(glossary.terms, GLOSSARY)
    return Explained(glossary.spoken(language).terms, root(language) + GLOSSARY)


def convert_one(record: Writing, resolver: Asked, glossary: Explained,
                words: Words = ENGLISH) -> Converted:
    """Convert one text; nothing is asked of the rest of the site but through `resolver`. In an
    article words of the `glossary` are explained where they stand first; `words` are in its
    language."""
    keys: Sequence[str] = ()
    if isinstance(record, Article):
        keys = [reference.key for reference in record.references]
    elif isinstance(record, Failed):
        keys = record.references
    draft = not isinstance(record, Person) and record.draft
    body = convert(record.body, record.source, record.body_line, resolver, keys, draft, words)
    if isinstance(record, Article):
        body = explained(body, record.title, glossary.terms, words, glossary.page)
    polished = (polish_text(record.title), polish_text(record.summary)) \
        if isinstance(record, Article) else None
    if isinstance(record, Article | Person) and record.image:
        try:
            return Converted(body, resolver.picture(record.image), (), polished)
        except LinkError as error:
            return Converted(body, None, (Problem(record.source, record.image_line, error.message,
                                                  error.cure),), polished)
    return Converted(body, polished=polished)


def together(loaded: Loaded, converted: Mapping[str, Converted]) -> Texts:
    """The texts of a site, and what is wrong between them."""
    site = loaded.site
    problems: list[Problem] = []
    faulty = frozenset(failed.slug for failed in loaded.failed)
    slugs = {article.slug: article for article in site.articles}
    for record in site.written:
        one = converted[record.source]
        problems += [*one.body.problems, *_marker_problems(record, one.body, slugs, faulty),
                     *one.problems]
    for failed in loaded.failed:
        if failed.body.strip():  # else its bytes could not be read, and that is told
            problems += converted[failed.source].body.problems
    bodies = {record.source: converted[record.source].body
              for record in site.written}
    images = {path: one.image for path, one in converted.items() if one.image}
    problems += _anchor_problems(site, bodies)
    return Texts(bodies, images, tuple(problems), failed={
        failed.source: converted[failed.source].body for failed in loaded.failed},
        polished={path: one.polished for path, one in converted.items() if one.polished})


def _anchor_problems(site: Site, bodies: Mapping[str, Body]) -> list[Problem]:
    """Links to a heading of another text that has no such heading."""
    asked = {at for body in bodies.values() for at, fragment, _ in body.anchors if fragment}
    known = {at: {h.anchor for h in bodies[record.source].headings}
             for record in site.written if (at := place(record, site.clinic)) in asked}
    return [Problem(source, line, f"there is no heading '#{fragment}' on the page {at}",
                    did_you_mean(fragment, known[at] - PAGE_ANCHORS))
            for source, body in bodies.items() for at, fragment, line in body.anchors
            if fragment and at in known and fragment not in known[at] | PAGE_ANCHORS]


def dead_links(texts: Texts, plan: Plan) -> list[Problem]:
    """Links from the site's root to where the finished site has nothing."""
    known = {page.address for page in plan.pages}
    there = known | {f"/{path}" for path in (*plan.pictures, *(t.path for t in plan.texts))}
    return [Problem(source, line, f"the link '{at}' leads to nothing on this site",
                    did_you_mean(at, known))
            for source, body in texts.bodies.items() for at, _, line in body.anchors
            if unquote(at.partition("?")[0]) not in there]


def targets_of(loaded: Loaded) -> dict[str, Target]:
    """Where a link to each file leads."""
    records = loaded.site.written
    targets = {record.source: Target(place(record, loaded.site.clinic)) for record in records}
    targets |= {failed.source: Target(f"/{failed.slug}/") for failed in loaded.failed}
    for article in loaded.withheld:
        state = "a draft" if article.draft else "a post that is not published yet"
        targets[article.source] = Target("", state)
    return targets


def _marker_problems(record: Article | TextPage | Person, body: Body,
                     slugs: Mapping[str, Article], faulty: frozenset[str]) -> list[Problem]:
    """What is wrong with the markers of a text. Of the posts that are `faulty` nothing is told
    here: a post with a fault in its header is not also missing for others."""
    if not body.markers:
        return []
    problems = []
    seen: set[str] = set()
    for marker in body.markers:
        fault: tuple[str, str] | None = None
        if marker.name == "related" and not isinstance(record, Article):
            fault = "[related] stands on a page that is no post", "link to the post in words"
        elif marker.argument and isinstance(record, Article):
            if marker.argument == record.slug:
                fault = f"[related: {marker.argument}] names this post itself", "delete it"
            elif marker.argument in seen:
                fault = f"[related: {marker.argument}] is there twice", "delete one"
            elif marker.argument in faulty:
                continue
            elif marker.argument not in slugs:
                fault = (f"[related: {marker.argument}]: there is no published post of that name",
                         did_you_mean(marker.argument, slugs))
            elif marker.argument in record.not_related:
                fault = (f"[related: {marker.argument}] names a post that 'not related' names too",
                         "delete it from one of the two")
            elif odds := at_odds(record, slugs[marker.argument]):
                fault = f"[related: {marker.argument}]: {odds[0]}", odds[1]
        seen.add(marker.argument)
        if fault:
            problems.append(Problem(record.source, marker.line, *fault))
    return problems
