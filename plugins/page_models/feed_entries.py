"""Articles as feed readers get them: whole, with the advice and the sources that the page has."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from plugins.article_body.core import based
from plugins.feeds import core as feeds
from plugins.feeds.core import Entry
from plugins.page_models import core
from plugins.page_models.addresses import FEED
from plugins.page_models.articles import RED_FLAG_HEADINGS, Post, reference
from plugins.page_models.frame import Frame, typed
from plugins.page_models.lists import feed_address
from plugins.site_model.cross_check import address


def feed(frame: Frame, posts: tuple[Post, ...]) -> str:
    """The feed of a site's newest articles, newest first."""
    return feeds.atom(frame.clinic.name, frame.clinic.tagline, frame.urls.absolute("/"),
                      frame.urls.absolute(FEED), frame.clinic.language,
                      [entry(frame, post) for post in posts])


def feed_of_list(frame: Frame, title: str, subtitle: str, at: str, posts: tuple[Post, ...]) -> str:
    """The feed of the newest articles of the list at an address."""
    return feeds.atom(title, subtitle, frame.urls.absolute(at),
                      frame.urls.absolute(feed_address(at)), frame.clinic.language,
                      [entry(frame, post) for post in posts])


_MADE: dict[bytes, Entry] = {}  # those that were asked for last; they are as long as the posts
_MANY = 500


def entry(frame: Frame, post: Post) -> Entry:
    """One entry; every address in it is whole. A new post is in the feeds of its topic, regions,
    tags and author, so that most are asked for again soon."""
    key = frame.digest + post.digest
    found = _MADE.get(key)
    if found is None:
        if len(_MADE) >= _MANY:
            _MADE.clear()
        found = _MADE[key] = _entry(frame, post)
    return found


def _entry(frame: Frame, post: Post) -> Entry:
    urls, article = frame.urls, post.record
    return Entry(
        article.title, urls.absolute(address(article)), article.summary,
        "\n".join(_content(frame, post)), article.author.display_name, article.published,
        article.updated,
        tuple(term.label for term in (article.category, *article.regions, *article.tags)))


def _content(frame: Frame, post: Post) -> Iterable[str]:
    say = frame.words.say
    siteurl, article, body, picture = frame.urls.siteurl, post.record, post.body, post.picture
    if picture:
        image = frame.image(picture, article.image_alt)
        source = frame.urls.whole(image.src.removeprefix(frame.urls.base))
        yield Markup('<p><img src="{}" alt="{}" width="{}" height="{}"></p>').format(
            source, image.alt, image.width, image.height)
    if article.key_points:
        yield _heading(say("Key points"))
        yield _list(typed(point) for point in article.key_points)
    for level, items in article.red_flags:
        yield _heading(say(RED_FLAG_HEADINGS[level]))
        yield _list(typed(item) for item in items)
    yield from (based(part, siteurl) for part in body.parts if isinstance(part, str))
    if article.references:
        yield _heading(say("Sources"))
        yield _list((_source(reference(r, {}, frame.words)) for r in article.references), "ol")


def _heading(words: str) -> str:
    return f"<h2>{escape(words)}</h2>"


# Put together as plain text, escaped by hand: each entry of all feeds has several lists, and
# Markup.format takes three times as long and more.
def _list(items: Iterable[str], tag: str = "ul") -> str:
    """A list of safe HTML."""
    return f"<{tag}>{''.join([f'<li>{item}</li>' for item in items])}</{tag}>"


def _source(item: core.ReferenceItem) -> str:
    link = f' <a href="{escape(item.href)}">{escape(item.link_text)}</a>' if item.href else ""
    return (f"{escape(item.kind)}. {escape(item.text)}. <cite>{escape(item.title)}</cite>. "
            f"{escape(item.where)}.{link}")
