"""The ranker as it ships, in the form that evaluations of related posts ask for.

`recommend(posts, k)` takes dicts with id, title, tags, category, date and body_text, and gives for
each id the ids to read next, best first.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from plugins.related.core import Candidate, index, related  # noqa: E402


def recommend(posts: Sequence[Mapping[str, Any]], k: int = 5) -> dict[str, list[str]]:
    """Rank all posts for each post, as the site would list them."""
    newest_first = sorted(sorted(posts, key=lambda p: p["id"]), key=lambda p: p["date"],
                          reverse=True)
    known = index([Candidate(p["id"], p["title"], p["body_text"], p["category"] or "", order,
                             tags=tuple(p["tags"])) for order, p in enumerate(newest_first)])
    lists = {p["id"]: related(known, p["id"], k) for p in newest_first}
    return {slug: [link.slug for link in (*found.close, *found.more)]
            for slug, found in lists.items()}
