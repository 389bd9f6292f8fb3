"""The related posts as they ship, in the form that evaluations of related posts ask for.

`recommend(posts, k)` takes dicts with id, title, tags, category, date and body_text, and gives for
each id the ids to read next, best first.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from plugins.related.core import DEPTH, Candidate, Page, rank  # noqa: E402
from plugins.related.core import recommend as lists

SHOWN = 5  # evaluations look at the first five: they are the page's list, the rest its continuation


def recommend(posts: Sequence[Mapping[str, Any]], k: int = SHOWN) -> dict[str, list[str]]:
    """Rank all posts for each post: the list that the site would show, then what would follow."""
    known = rank([candidate(post) for post in posts], depth=max(k + SHOWN, DEPTH))
    shown = _named(lists(known, {slug: Page(min(k, SHOWN)) for slug in known.posts}))
    if k <= SHOWN:
        return shown
    rest = lists(known, {slug: Page(k - SHOWN, frozenset(shown[slug])) for slug in known.posts})
    return {slug: shown[slug] + found for slug, found in _named(rest).items()}


def candidate(post: Mapping[str, Any]) -> Candidate:
    """A post of an evaluation as the ranking takes it."""
    day = date.fromisoformat(post["date"][:10]).toordinal() if post["date"] else 0
    return Candidate(post["id"], post["title"], post["body_text"], post["category"] or "", day,
                     tags=tuple(post["tags"]))


def _named(found: Mapping[str, Any]) -> dict[str, list[str]]:
    return {slug: [link.slug for link in (*one.close, *one.more)] for slug, one in found.items()}
