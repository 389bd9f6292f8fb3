"""Atom feeds (RFC 4287) of whole articles, with the `feedgenerator` library that Pelican uses."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from feedgenerator import Atom1Feed

MAX_ENTRIES = 30


@dataclass(frozen=True)
class Entry:
    """One article: plain-text title and summary, HTML content with absolute addresses."""

    title: str
    address: str
    summary: str
    content: str
    author: str
    published: datetime
    updated: datetime
    labels: tuple[str, ...] = ()


def atom(title: str, subtitle: str, site_address: str, feed_address: str, language: str,
         entries: Sequence[Entry]) -> str:
    """The feed, newest entry first as given. `entries` must not be empty: the time of an empty
    feed would be the time of the build."""
    feed = Atom1Feed(title=title, link=site_address, description=None, subtitle=subtitle,
                     language=language, feed_url=feed_address, feed_guid=feed_address)
    for entry in entries[:MAX_ENTRIES]:
        feed.add_item(
            title=entry.title, link=entry.address,
            description=html.escape(entry.summary, quote=False),
            content=anchored(entry.content, entry.address), author_name=entry.author,
            pubdate=entry.published, updateddate=entry.updated, unique_id=entry.address,
            categories=entry.labels)
    return str(feed.writeString("utf-8"))


def anchored(content: str, address: str) -> str:
    """Fragments such as `#ref-1` lead back to the page: a feed reader does not show the rest."""
    return re.sub(r'href="#', f'href="{address}#', content)
