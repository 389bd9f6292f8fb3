"""The first lines of a new post: every required field, with what may stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plugins.site_model.header_reader import MAX_SLUG, RESERVED
from plugins.site_model.vocabulary import WINDOWS, slugify

SUMMARY = "TODO: say in one or two sentences what a reader learns (70 to 155 characters)."


def file_name(title: str) -> str:
    """The slug of a title. Raises ValueError where the title cannot be one."""
    slug = slugify(title)[:MAX_SLUG].strip("-")
    if not slug:
        raise ValueError(f"the title '{title}' has no letters or digits")
    if slug in RESERVED or slug in WINDOWS:
        raise ValueError(f"'{slug}' is reserved; choose a longer title")
    return slug


def quoted(value: str) -> str:
    """A value in YAML's double quotes."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def text(title: str, today: date, authors: Sequence[str], categories: Sequence[str],
         regions: Sequence[str], tags: Sequence[str]) -> str:
    """A draft that builds at once, to be written over."""
    return f"""---
title: {quoted(title)}
date: {today.isoformat()}
status: draft            # delete this line when the post may be seen
author: {authors[0]}            # one of: {", ".join(authors)}
category: {quoted(categories[0])}            # one of: {", ".join(categories)}
regions: []              # some of: {", ".join(regions)}
tags: []                 # some of: {", ".join(tags)}
summary: "{SUMMARY}"
reviewer:                # somebody else's name, when it has been reviewed
reviewed:                # the date of the review, such as {today.isoformat()}
key points:
  - "TODO: the first thing to remember."
references: []           # keys of content/references.yaml
---

TODO: the first paragraph says who this is for and what they will learn.

## What is going on

## What helps

## When to come and see us
"""
