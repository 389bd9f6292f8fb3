"""Which posts to read next: hand-picked first, then by content, then an honest fallback.

Content is compared as one bag of words per post (title, tags and topic counted more), square-root
counts times squared inverse document frequency, pairs of neighbouring words kept, by cosine: the
classic vector space model (Salton, Wong, Yang 1975). No model and no network is needed.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WORD = re.compile(r"[^\W\d_][\w'’-]*")
TITLE_WEIGHT, TAG_WEIGHT = 3, 5
# Posts that share a region, tag or topic are related above FLOOR; others must be very alike.
# On a small blog all posts share the clinic's way of talking, so a cosine alone says little.
FLOOR, ALIKE = 0.05, 0.4
STOP_WORDS = frozenset("""a about after again all also although always am an and another any are as
    at be because been before being below between both but by can cannot could did do does doing
    done down during each either else even ever every few for from further get give go had has have
    having he her here hers him his how however i if in into is it its itself just last less made
    make many may me might mine more most much must my myself near need neither never no nor not
    now of off often on once one only or other others our ours out over own per perhaps put quite
    rather same see seem several she should since so some such take than that the their them then
    there therefore these they thing things this those though through thus to together too toward
    two under until up upon us use used using usually very via was way we well were what when where
    whether which while who whole whom whose why will with within without would yet you your
    yours""".split())


@dataclass(frozen=True)
class Candidate:
    """What the ranking knows of a post. `order` is its place among all posts, newest first."""

    slug: str
    title: str
    text: str
    topic: str
    order: int
    language: str = "en"
    tags: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    bans: tuple[str, ...] = ()
    topic_label: str = ""


@dataclass(frozen=True)
class Link:
    """A recommended post, and what it has in common with the one being read."""

    slug: str
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Related:
    """`close` posts were picked by hand or are alike; `more` only fill the list, and say so."""

    close: tuple[Link, ...] = ()
    more: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Index:
    """The posts and their word vectors, made once for a site."""

    candidates: Mapping[str, Candidate]
    vectors: Mapping[str, Mapping[str, float]] = field(repr=False)
    postings: Mapping[str, tuple[tuple[str, float], ...]] = field(repr=False)


def terms(text: str) -> list[str]:
    """The telling words of a text in order, lower case, and each pair of neighbours."""
    found: list[str] = []
    before = ""
    for match in WORD.finditer(text.lower()):
        word = match[0].strip("'’-").replace("’", "'").removesuffix("'s")
        if len(word) < 2 or word in STOP_WORDS:
            continue
        found.append(word)
        if before:
            found.append(f"{before} {word}")
        before = word
    return found


def index(candidates: Sequence[Candidate]) -> Index:
    """Count and weigh all words once; every list of the site is then cheap."""
    counts = {c.slug: _count(c) for c in candidates}
    documents = Counter(term for count in counts.values() for term in count)
    total = len(candidates)
    rarity = {term: (math.log((1 + total) / (1 + n)) + 1) ** 2
              for term, n in documents.items() if n > 1}
    vectors = {slug: _unit({term: math.sqrt(n) * rarity[term]
                            for term, n in sorted(count.items()) if term in rarity})
               for slug, count in counts.items()}
    postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for slug, vector in sorted(vectors.items()):
        for term, weight in vector.items():
            postings[term].append((slug, weight))
    return Index({c.slug: c for c in candidates}, vectors,
                 {term: tuple(rows) for term, rows in postings.items()})


def _count(candidate: Candidate) -> Counter[str]:
    count = Counter(terms(candidate.text))
    for term in terms(candidate.title):
        count[term] += TITLE_WEIGHT
    for label in (*candidate.tags, *candidate.regions):
        for term in terms(label):
            count[term] += TAG_WEIGHT
    count[f"topic:{candidate.topic}"] += TAG_WEIGHT
    return count


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / length for term, weight in vector.items()}


def related(posts: Index, slug: str, limit: int, already_linked: frozenset[str] = frozenset()
            ) -> Related:
    """Up to `limit` posts to read after `slug`, none of which the page links already.

    The list is full whenever enough other posts of the same language exist.
    """
    post = posts.candidates[slug]
    allowed = {other.slug for other in posts.candidates.values()
               if other.language == post.language and other.slug != slug
               and other.slug not in already_linked and not _banned(post, other)}
    close = [pick for pick in post.picks if pick in allowed][:limit]
    for other, score in _ranked(posts, slug, allowed - set(close)):
        if len(close) == limit or score < FLOOR:
            break
        if score >= ALIKE or shared(post, posts.candidates[other]):
            close.append(other)
    rest = sorted(allowed - set(close), key=lambda other: (
        posts.candidates[other].topic != post.topic, posts.candidates[other].order))
    more = rest[:limit - len(close)]
    return Related(tuple(Link(other, shared(post, posts.candidates[other])) for other in close),
                   tuple(Link(other) for other in more))


def _banned(post: Candidate, other: Candidate) -> bool:
    return other.slug in post.bans or post.slug in other.bans


def _ranked(posts: Index, slug: str, allowed: set[str]) -> list[tuple[str, float]]:
    scores: dict[str, float] = defaultdict(float)
    for term, weight in posts.vectors[slug].items():
        for other, other_weight in posts.postings[term]:
            if other in allowed:
                scores[other] += weight * other_weight
    # Rounded, so that the order of additions cannot decide; newest first among equals.
    return sorted(((other, round(score, 9)) for other, score in scores.items()),
                  key=lambda pair: (-pair[1], posts.candidates[pair[0]].order, pair[0]))


def shared(post: Candidate, other: Candidate) -> tuple[str, ...]:
    """The regions and tags both posts have, in the order of the one being read, at most two; the
    topic where it is all they share."""
    common = [label for label in (*post.regions, *post.tags)
              if label in other.regions or label in other.tags]
    if not common and post.topic == other.topic:
        return (post.topic_label or post.topic,)
    return tuple(dict.fromkeys(common))[:2]
