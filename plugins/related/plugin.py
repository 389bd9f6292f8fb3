"""The related posts as a Pelican plugin: reads the articles, sets their lists, names the faults.

Everything happens when all generators have read their files, as only then the links between
articles can be resolved, and before anything is written.
"""

from __future__ import annotations

import difflib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator

from . import core, page
from .ranking import Weights

PICKS, BANS = ("related_posts", "related"), ("not_related",)
NEIGHBORS = ("prev_article", "next_article")  # with endings such as "_in_category"
MAX, WEIGHTS = "RELATED_POSTS_MAX", "RELATED_POSTS_WEIGHTS"
MANY = 500  # posts; ranked without NumPy in some 3 s, and four times that for twice as many

logger = logging.getLogger(__name__)


def register() -> None:
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(add_related_posts)


def add_related_posts(generators: Sequence[object]) -> None:
    """Give every article its `related_posts`, `more_posts` and `related_reasons`.

    Raises RuntimeError after the last fault where Pelican was told that errors are fatal.
    """
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            options, faults = read_options(generator.settings)
            site = Site(generator)
            if len(site.posts) > MANY and not _numpy():
                faults.append(Fault("", 0, f"{len(site.posts)} posts are ranked slowly without "
                                           "NumPy: pip install numpy", logging.WARNING))
            _log([*faults, *Lists(site, options).assign()])


def _numpy() -> bool:
    return find_spec("numpy") is not None


# ---------------------------------------------------------------- faults


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend, or to know; `level` as in `logging`, `line` 0 where it is not known."""

    path: str
    line: int
    message: str
    level: int = logging.ERROR

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message


def _log(faults: Iterable[Fault]) -> None:
    """Log all faults, and only then let Pelican stop: it would do so after the first."""
    stop = None
    for fault in sorted(faults):
        try:
            logger.log(fault.level, "%s", fault)
        except RuntimeError as error:
            stop = error
    if stop:
        raise stop


# ---------------------------------------------------------------- settings


@dataclass(frozen=True)
class Options:
    """How many posts a list has, and what counts how much."""

    length: int = 5
    weights: Weights = Weights()


def read_options(settings: Mapping[str, Any]) -> tuple[Options, list[Fault]]:
    """The settings of the plugin. What is wrong with them is left at its default."""
    faults = [Fault("", 0, f"{name} is no setting of this plugin; there are {MAX} and {WEIGHTS}",
                    logging.WARNING)
              for name in settings
              if name.startswith("RELATED_POSTS") and name not in (MAX, WEIGHTS)]
    options = Options()
    length = settings.get(MAX, options.length)
    if type(length) is int and 0 <= length <= core.DEPTH:
        options = replace(options, length=length)
    else:
        faults.append(Fault("", 0, f"{MAX} = {length!r} must be a whole number from 0 to "
                                   f"{core.DEPTH}; {options.length} is used"))
    try:
        options = replace(options, weights=_weights(settings.get(WEIGHTS, {})))
    except ValueError as error:
        faults.append(Fault("", 0, f"{WEIGHTS}: {error}; the usual weights are used"))
    return options, faults


def _weights(given: object) -> Weights:
    known = vars(Weights())
    if not isinstance(given, Mapping):
        raise ValueError(f"{given!r} must be a dict such as {{'title': 3}}")
    for name in given:
        if name not in known:
            close = difflib.get_close_matches(str(name), known, 1)
            meant = f", did you mean {close[0]!r}?" if close else ""
            raise ValueError(f"no part {name!r} among {', '.join(known)}{meant}")
    return Weights(**given)


# ---------------------------------------------------------------- articles


@dataclass(frozen=True)
class Post:
    """An article as the lists need it. `key` tells it from all others, translations too."""

    article: Article
    key: str
    language: str
    content: page.Content

    @property
    def listed(self) -> bool:
        """Whether other pages may recommend it."""
        return bool(self.article.status == "published")

    def field(self, name: str) -> tuple[str, ...]:
        """The names in a field of the header."""
        return next((page.names(value) for key, value in self.article.metadata.items()
                     if key.lower() == name), ())

    def fault(self, field: str, name: str, nth: int, message: str, level: int = logging.ERROR
              ) -> Fault:
        """What is wrong with the nth mention of a name. A draft is allowed to be unfinished."""
        source = Path(self.article.source_path or "")
        text = source.read_text("utf-8-sig", "replace") if source.is_file() else ""
        return Fault(self.article.get_relative_source_path() or str(source),
                     page.line_of(text, field, name, nth), f"{field}: '{name}' {message}",
                     min(level, logging.WARNING) if self.article.status == "draft" else level)


class Site:
    """All articles of a generator, and how to find them by slug, address or object."""

    def __init__(self, generator: ArticlesGenerator) -> None:
        self._address = generator.settings.get("SITEURL") or ""
        self.no_category = generator.settings.get("DEFAULT_CATEGORY", "misc")
        self.posts = {post.key: post for post in _read(generator)}
        self.keys: dict[tuple[str, str], str] = {}
        self._places: dict[str, str] = {}
        for post in self.posts.values():
            self.keys.setdefault((post.language, post.article.slug), post.key)
            for address in (post.article.url, post.article.save_as):
                self._places.setdefault(page.place(address, self._address), post.key)
        self._places.pop("", None)  # stands for every address elsewhere
        self._objects = {id(post.article): post.key for post in self.posts.values()}
        self.slugs = page.Slugs(
            {name: Path(self.posts[key].article.source_path or "").stem
             for name, key in self.keys.items() if self.posts[key].listed},
            {name: self.posts[key].article.status for name, key in self.keys.items()
             if not self.posts[key].listed})

    def linked(self, post: Post) -> frozenset[str]:
        """The posts that a page leads to already: in its text, and as previous and next."""
        places = (page.place(link, self._address, post.article.url) for link in post.content.links)
        beside = (self._objects.get(id(value)) for name, value in vars(post.article).items()
                  if name.startswith(NEIGHBORS))
        return frozenset(key for key in chain(map(self._places.get, places), beside) if key)


def _read(generator: ArticlesGenerator) -> Iterator[Post]:
    """All articles, the published ones first."""
    seen: set[str] = set()
    for article in chain(generator.articles, generator.translations, generator.hidden_articles,
                         generator.hidden_translations, generator.drafts,
                         generator.drafts_translations):
        language = str(getattr(article, "lang", "")).lower().replace("_", "-")
        key = f"{language}/{article.slug}"
        if key in seen:  # Pelican warns of it, but publishes both where their addresses differ
            key = f"{key} {article.source_path}"
        seen.add(key)
        # With an address of our own: what Pelican remembers of this call is not what it prints, so
        # a plugin that comes after us may still change the text.
        content = page.read(article.get_content(page.HERE) or "")
        yield Post(article, key, language, content)


# ---------------------------------------------------------------- lists


class Lists:
    """The lists of all articles, and the faults found on the way."""

    def __init__(self, site: Site, options: Options) -> None:
        self._site, self._options = site, options
        self._faults: list[Fault] = []
        self._candidates = {key: self._candidate(post) for key, post in site.posts.items()}

    def assign(self) -> list[Fault]:
        """Set the lists of all articles; what is to mend."""
        listed = [post for post in self._site.posts.values() if post.listed]
        known = [self._candidates[post.key] for post in listed]
        self._recommend(known, listed)
        # Drafts and hidden articles have lists of their own, but no list names them and none
        # changes for them: they are ranked apart, and banned from each other's lists.
        apart = [post for post in self._site.posts.values() if not post.listed]
        keys, languages = tuple(post.key for post in apart), {post.language for post in apart}
        self._recommend(
            [one for one in known if one.language in languages]
            + [replace(one, bans=one.bans + keys) for one in (self._candidates[k] for k in keys)],
            apart)
        return self._faults

    def _recommend(self, candidates: Sequence[core.Candidate], posts: Sequence[Post]) -> None:
        known = core.rank(candidates, self._options.weights)
        pages = {post.key: core.Page(self._options.length, self._site.linked(post))
                 for post in posts}
        for key, found in core.recommend(known, pages).items():
            post = self._site.posts[key]
            close = [self._site.posts[link.slug] for link in found.close]
            more = [self._site.posts[link.slug] for link in found.more]
            reasons = {other.article.slug: core.why(known, key, other.key).phrase(post.language)
                       for other in (*close, *more)}
            post.article.related_posts = [other.article for other in close]
            post.article.more_posts = [other.article for other in more]
            post.article.related_reasons = {slug: why for slug, why in reasons.items() if why}
            self._explain(post, {other.key for other in close}, pages[key].linked)

    def _candidate(self, post: Post) -> core.Candidate:
        article = post.article
        category = getattr(article, "category", None)
        # Pelican's category for articles that have none makes no two of them more alike.
        none = self._site.no_category
        topic = category if category and category.name != none else None
        return core.Candidate(
            slug=post.key, title=page.read(str(article.title)).text, text=post.content.text,
            topic=topic.slug if topic else "", day=article.date.toordinal(),
            language=post.language, tags=tuple(map(str, getattr(article, "tags", ()))),
            regions=post.field("regions"), picks=self._named(post, PICKS, self._site.slugs.no_pick),
            bans=self._named(post, BANS, self._site.slugs.no_ban),
            topic_label=topic.name if topic else "")

    # ------------------------------------------------------------ what headers name

    def _named(self, post: Post, fields: Iterable[str], fault: Callable[[str, str], str]
               ) -> tuple[str, ...]:
        """The keys of the posts that a header names; what is wrong with it is noted."""
        found: list[str] = []
        for field, name, nth, again in _mentions(post, fields):
            if again:
                message = "is named twice"
            elif name == post.article.slug:
                message = "is this post itself"
            else:
                message = fault(name, post.language)
            if message:
                self._faults.append(post.fault(field, name, nth, message))
            else:
                found.append(self._site.keys[post.language, name])
        return tuple(found)

    def _explain(self, post: Post, shown: set[str], linked: frozenset[str]) -> None:
        """Note why a faultless pick is not in the list, so that none is dropped in silence."""
        left_out = {*self._candidates[post.key].picks} - shown if self._options.length else set()
        for field, name, nth, again in _mentions(post, PICKS):
            key = self._site.keys.get((post.language, name), "")
            if key in left_out and not again:
                message, level = self._why_not(post, key, linked)
                self._faults.append(post.fault(field, name, nth, f"is left out: {message}", level))

    def _why_not(self, post: Post, key: str, linked: frozenset[str]) -> tuple[str, int]:
        if key in self._candidates[post.key].bans:
            return f"it stands in {BANS[0]} too", logging.ERROR
        if post.key in self._candidates[key].bans:
            other = self._site.posts[key].article.get_relative_source_path()
            return f"{BANS[0]} in {other} names this post", logging.ERROR
        if key in linked:  # as it should be, and changes with every new post: nothing to mend
            return "the page links it already", logging.INFO
        return f"{MAX} = {self._options.length} leaves no room for it", logging.ERROR


def _mentions(post: Post, fields: Iterable[str]) -> Iterator[tuple[str, str, int, bool]]:
    """The posts that fields of a header name: the field, the slug, its how manyth mention in that
    field this is, and whether any of the fields named it before."""
    seen: Counter[str] = Counter()
    for field in fields:
        here: Counter[str] = Counter()
        for name in post.field(field):
            here[name] += 1
            yield field, name, here[name], seen[name] > 0
            seen[name] += 1
