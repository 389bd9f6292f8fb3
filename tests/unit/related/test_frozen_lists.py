"""The lists are what they were: chosen posts, order, likeness, reasons, frozen in `golden.json`.

Speed may change, lists may not. `python -m tests.unit.related.test_frozen_lists` writes it anew:
only after a decision that lists shall differ.
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest

from benchmarks.related_cost import posts as made_up
from plugins.related.core import Candidate, Page, rank, recommend, why

GOLDEN = Path(__file__).with_name("golden.json")
WHOLE = (8, 60, 140)  # posts up to which lists are kept, above that only their digest
SIZES = (*WHOLE, 119, 120, 450, 1500)


def site(number: int) -> tuple[list[Candidate], dict[str, Page]]:
    """Posts with picks, bans, regions, days in common and a second language; pages with links."""
    generator = random.Random(number)
    posts = made_up(number, seed=number)
    slugs = [post.slug for post in posts]

    def some(chance: float) -> tuple[str, ...]:
        return tuple(generator.sample(slugs, 2)) if generator.random() < chance else ()

    posts = [replace(post, day=post.day - generator.randrange(2000), picks=some(0.05),
                     bans=some(0.05), regions=tuple(post.title.split()[:1]),
                     language="es" if generator.random() < 0.2 else "en",
                     text=post.text if i % 9 else "", topic_label=post.topic.upper())
             for i, post in enumerate(posts)]
    pages = {slug: Page(generator.choice((3, 3, 3, 5)), frozenset(some(0.2)),
                        generator.choice((0, 0, 1))) for slug in slugs}
    return posts, pages


def lists(number: int) -> dict[str, list[str]]:
    """What every page of a made-up site shows, as text."""
    posts, pages = site(number)
    known = rank(posts)
    found = {}
    for slug, one in recommend(known, pages).items():
        found[slug] = [
            f"{part} {link.slug} {link.likeness:.9f} {link.picked} "
            f"{why(known, slug, link.slug).phrase('en')}"
            for part in ("inline", "close", "more") for link in getattr(one, part)]
    return found


def frozen(number: int) -> object:
    """The lists, or their digest where they would be long."""
    found = lists(number)
    if number in WHOLE:
        return found
    return blake2b(json.dumps(found, sort_keys=True).encode(), digest_size=16).hexdigest()


@pytest.mark.parametrize("number", SIZES)
def test_the_lists_are_what_they_were(number: int) -> None:
    assert frozen(number) == json.loads(GOLDEN.read_text("utf-8"))[str(number)]


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps({str(number): frozen(number) for number in SIZES}, indent=1)
                      + "\n", "utf-8")
