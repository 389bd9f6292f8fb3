"""Articles as feed readers get them: whole, with the advice and the sources that the page has."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from plugins.article_body.core import based
from plugins.feeds.core import Entry
from plugins.page_models import core
from plugins.page_models.articles import RED_FLAG_HEADINGS, ArticleComposer, reference
from plugins.page_models.frame import typed
from plugins.site_model.core import Article
from plugins.site_model.cross_check import address


def entry(composer: ArticleComposer, article: Article) -> Entry:
    """One entry; every address in it is whole."""
    urls = composer.frame.urls
    return Entry(
        article.title, urls.absolute(address(article)), article.summary,
        "\n".join(_content(composer, article)), article.author.display_name, article.published,
        article.updated,
        tuple(term.label for term in (article.category, *article.regions, *article.tags)))


def _content(composer: ArticleComposer, article: Article) -> Iterable[str]:
    siteurl, body = composer.frame.urls.siteurl, composer.body(article)
    picture = composer.picture(article)
    if picture:
        image = composer.frame.image(picture, article.image_alt)
        source = composer.frame.urls.absolute(image.src.removeprefix(composer.frame.urls.base))
        yield Markup('<p><img src="{}" alt="{}" width="{}" height="{}"></p>').format(
            source, image.alt, image.width, image.height)
    if article.key_points:
        yield "<h2>Key points</h2>"
        yield _list(typed(point) for point in article.key_points)
    for level, items in article.red_flags:
        yield Markup("<h2>{}</h2>").format(RED_FLAG_HEADINGS[level])
        yield _list(typed(item) for item in items)
    yield from (based(part, siteurl) for part in body.parts if isinstance(part, str))
    if article.references:
        yield "<h2>Sources</h2>"
        yield _list((_source(reference(r, body)) for r in article.references), "ol")


def _list(items: Iterable[Markup], tag: str = "ul") -> str:
    rows = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), rows)


def _source(item: core.ReferenceItem) -> Markup:
    link = Markup(' <a href="{}">{}</a>').format(item.href, item.link_text) if item.href else ""
    return Markup("{}. {}. <cite>{}</cite>. {}.{}").format(item.kind, item.text, item.title,
                                                          item.where, link)
