"""One post in each generator's format says the same."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import yaml

from benchmarks.corpus.core import Part, Post, posts
from benchmarks.peers import layouts

POSTS = list(posts(60))
LAYOUTS = (layouts.ours, layouts.hugo, layouts.eleventy, layouts.astro, layouts.jekyll,
           layouts.pelican, layouts.nikola)


def parts(file: str) -> tuple[str, str]:
    """Header and body."""
    if file.startswith("---\n"):
        header, _, body = file[4:].partition("---\n\n")
    else:
        header, _, body = file.partition("\n\n")
    return header, body


@pytest.mark.parametrize("write", LAYOUTS, ids=lambda write: write.__name__)
def test_every_layout_has_every_word_of_the_body(write: Callable[[Post], str]) -> None:
    for post in POSTS:
        _, body = parts(write(post))
        for part in post.parts:
            for line in part.lines:
                assert re.sub(r"\(post:.*?\)", "(", line).partition("(")[0] in body


@pytest.mark.parametrize("write", LAYOUTS, ids=lambda write: write.__name__)
def test_no_link_of_the_corpus_is_left_as_it_was(write: Callable[[Post], str]) -> None:
    linking = next(post for post in POSTS if "(post:" in repr(post.parts))

    assert "(post:" not in write(linking)


@pytest.mark.parametrize("write", LAYOUTS[:5], ids=lambda write: write.__name__)
def test_headers_are_yaml_with_title_and_tags(write: Callable[[Post], str]) -> None:
    for post in POSTS:
        fields = yaml.safe_load(parts(write(post))[0])
        assert fields["title"] == post.title
        assert set(post.tags) <= set(fields.get("tags", fields.get("words", ())))


def test_nikola_header_is_a_comment_in_the_text() -> None:
    header, _ = parts(layouts.nikola(POSTS[7]))

    assert header.startswith("<!--\n.. title: ") and header.endswith("\n-->")
    assert f"\n.. tags: {', '.join((*POSTS[7].tags, *POSTS[7].regions))}\n" in header


def test_pelican_header_has_one_line_a_field() -> None:
    header, _ = parts(layouts.pelican(POSTS[7]))

    assert dict(line.split(": ", 1) for line in header.splitlines())["Tags"] \
        == ", ".join(POSTS[7].tags)


def test_blocks_are_ours_here_and_quotes_elsewhere() -> None:
    post = next(post for post in POSTS if any(part.kind == "note" for part in post.parts))

    assert "\n/// note | " in layouts.ours(post)
    assert "///" not in layouts.hugo(post)
    assert "\n> **A word on the " in layouts.hugo(post)


def test_a_sentence_added_to_a_post_is_added_to_its_file() -> None:
    from benchmarks.scenarios import edited

    for write in LAYOUTS:
        assert "Then came tomorrow." in write(edited(POSTS[3], "tomorrow"))
    assert edited(POSTS[3], "x").parts[:-1] == POSTS[3].parts
    assert edited(POSTS[3], "x").parts[-1] == Part("paragraph", ("Then came x.",))
