"""Do related posts match the links that authors set by hand?

`related_quality.py FOLDER` reads each `*.jsonl` in the folder: a line a post with id, title, tags,
category, date, body_text (without links) and links (the ids the author linked). Truth is a link in
either direction. For our lists and some baselines it prints

    recall@5   share of the linked posts among the first five
    nDCG@5     the same, a hit counting more the higher it stands (Järvelin & Kekäläinen 2002)
    full       share of posts whose list has five entries
    named      share of posts that stand in at least one list
    most       how often the most often named post is named
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import related as ours  # noqa: E402
from plugins.related.core import Page, rank, recommend  # noqa: E402
from plugins.related.words import words  # noqa: E402

Posts = Sequence[Mapping[str, Any]]
Lists = Mapping[str, Sequence[str]]
Score = Callable[[Mapping[str, Any], Mapping[str, Any]], float]
FIRST = 5


def newest(posts: Posts) -> Lists:
    """What a list of "recent posts" gives."""
    ordered = [post["id"] for post in _newest_first(posts)]
    return {post["id"]: [other for other in ordered[:FIRST + 1] if other != post["id"]][:FIRST]
            for post in posts}


def nearest_in_time(posts: Posts) -> Lists:
    """What "previous and next" would give if it went on."""
    day = {post["id"]: date.fromisoformat(post["date"][:10]).toordinal() for post in posts}
    return {slug: sorted(day.keys() - {slug}, key=lambda other: (abs(day[slug] - day[other]),
                                                                 other))[:FIRST] for slug in day}


def shared_tags(posts: Posts) -> Lists:
    """The number of tags in common, newest first among equals: the usual plugin's way."""
    def score(post: Mapping[str, Any], other: Mapping[str, Any]) -> float:
        return len(set(post["tags"]) & set(other["tags"]))
    return _by_score(posts, score)


def cosine_of_texts(posts: Posts) -> Lists:
    """TF-IDF of the text and its cosine, the textbook's way."""
    counts = {post["id"]: Counter(words(post["body_text"])) for post in posts}
    users = Counter(word for count in counts.values() for word in count)
    vectors = {}
    for slug, count in counts.items():
        vector = {word: n * math.log(len(posts) / users[word]) for word, n in count.items()}
        length = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
        vectors[slug] = {word: weight / length for word, weight in vector.items()}

    def score(post: Mapping[str, Any], other: Mapping[str, Any]) -> float:
        here, there = sorted((vectors[post["id"]], vectors[other["id"]]), key=len)
        return math.fsum(weight * there.get(word, 0.0) for word, weight in here.items())
    return _by_score(posts, score)


def _by_score(posts: Posts, score: Score) -> Lists:
    ordered = _newest_first(posts)
    found = {}
    for post in posts:
        scored = [(-round(score(post, other), 9), i, other["id"])
                  for i, other in enumerate(ordered) if other["id"] != post["id"]]
        found[post["id"]] = [slug for points, _, slug in sorted(scored)[:FIRST] if points]
    return found


def _newest_first(posts: Posts) -> Posts:
    return sorted(sorted(posts, key=lambda post: post["id"]), key=lambda post: post["date"],
                  reverse=True)


METHODS: Mapping[str, Callable[[Posts], Lists]] = {
    "newest posts": newest, "nearest in time": nearest_in_time,
    "shared tags, counted": shared_tags, "TF-IDF cosine of the text": cosine_of_texts,
    "ours": ours.recommend}


def truth(posts: Posts) -> dict[str, set[str]]:
    """The posts that each post is linked with, for those that have any."""
    ids = {post["id"] for post in posts}
    found: dict[str, set[str]] = {}
    for post in posts:
        for other in ids.intersection(post["links"]) - {post["id"]}:
            found.setdefault(post["id"], set()).add(other)
            found.setdefault(other, set()).add(post["id"])
    return found


def quality(lists: Lists, linked: Mapping[str, set[str]], posts: int) -> dict[str, float]:
    """The measures described above. Every `linked` post counts as much as every other."""
    recall, gain = [], []
    for slug, wanted in linked.items():
        hits = [other in wanted for other in lists.get(slug, ())[:FIRST]]
        best = min(FIRST, len(wanted))
        recall.append(sum(hits) / best)
        gain.append(math.fsum(hit / math.log2(i + 2) for i, hit in enumerate(hits))
                    / math.fsum(1 / math.log2(i + 2) for i in range(best)))
    named = Counter(other for row in lists.values() for other in row[:FIRST])
    return {"recall@5": math.fsum(recall) / len(recall), "nDCG@5": math.fsum(gain) / len(gain),
            "full": sum(len(row) >= min(FIRST, posts - 1) for row in lists.values()) / posts,
            "named": len(named) / posts, "most": max(named.values(), default=0)}


def honesty(posts: Posts, linked: Mapping[str, set[str]]) -> dict[str, tuple[int, float]]:
    """How many entries of our lists stand as related and how many only fill up, and which share of
    each the authors had linked themselves; of posts with links only."""
    known = rank([ours.candidate(post) for post in posts])
    lists = recommend(known, {slug: Page(FIRST) for slug in known.posts})
    found = {}
    for name in ("close", "more"):
        hits = [link.slug in wanted for slug, wanted in linked.items()
                for link in getattr(lists[slug], name)]
        found[name] = len(hits), sum(hits) / max(len(hits), 1)
    return found


def main(folder: Path) -> None:
    """Print a table for each corpus."""
    for path in sorted(folder.glob("*.jsonl")):
        posts = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        linked = truth(posts)
        print(f"\n{path.stem}: {len(posts)} posts, {len(linked)} of them with links")
        print(f"{'':28}{'recall@5':>9}{'nDCG@5':>9}{'full':>7}{'named':>7}{'most':>6}")
        for name, method in METHODS.items():
            found = quality(method(posts), linked, len(posts))
            print(f"{name:28}{found['recall@5']:9.3f}{found['nDCG@5']:9.3f}{found['full']:7.2f}"
                  f"{found['named']:7.2f}{found['most']:6}")
        for name, (entries, share) in honesty(posts, linked).items():
            print(f"  of {entries} entries shown as {name}, the authors had linked {share:.0%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
