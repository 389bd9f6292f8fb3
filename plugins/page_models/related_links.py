"""Which related articles each page shows, in its text and below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plugins.article_body.core import Body, Marker
from plugins.article_body.places import after_a_third
from plugins.page_models.bodies import Texts
from plugins.related import core as related
from plugins.related.report import Report, report
from plugins.related.settings import RelatedPosts
from plugins.site_model.core import Article, Site
from plugins.site_model.cross_check import address


@dataclass(frozen=True)
class RelatedLinks:
    """The ranking of all articles, and the links that came of it by slug of the page."""

    articles: Mapping[str, Article]
    bodies: Mapping[str, Body]
    known: related.Ranking
    pages: Mapping[str, related.Page]
    lists: Mapping[str, related.Related]

    def in_text(self, article: Article
                ) -> tuple[tuple[str | Marker, ...], dict[int, related.Link]]:
        """The parts of an article, and for each `[related]` among them the link that goes there."""
        parts = self.bodies[article.slug].parts
        best = iter(self.lists[article.slug].inline)
        links = {}
        for i, part in enumerate(parts):
            if isinstance(part, Marker) and part.name == "related":
                link = related.Link(part.argument) if part.argument else next(best, None)
                if link:
                    links[i] = link
        return parts, links


def related_links(site: Site, texts: Texts, known: related.Ranking, settings: RelatedPosts
                  ) -> RelatedLinks:
    """Choose the links of all articles. None is on a page twice, wherever it stands."""
    bodies = {a.slug: _with_link(a, texts.bodies[a.source], settings) for a in site.articles}
    slugs = {address(article): article.slug for article in site.articles}
    # Readers never meet a draft; an author who picks one for another draft sees it in the preview.
    hidden = frozenset(a.slug for a in site.articles if a.hidden)
    pages = {a.slug: _page(bodies[a.slug], slugs, settings, hidden.difference(a.related))
             for a in site.articles}
    return RelatedLinks({a.slug: a for a in site.articles}, bodies, known, pages,
                        related.recommend(known, pages))


def _page(body: Body, slugs: Mapping[str, str], settings: RelatedPosts, hidden: frozenset[str]
          ) -> related.Page:
    markers = [marker for marker in body.markers if marker.name == "related"]
    linked = {slugs[place] for place in body.linked if place in slugs}
    linked |= {marker.argument for marker in markers if marker.argument}
    return related.Page(settings.length, hidden.union(linked),
                        sum(not marker.argument for marker in markers))


def _with_link(article: Article, body: Body, settings: RelatedPosts) -> Body:
    """The text with a place for one more link, where the clinic wants it and the author did not
    choose one."""
    if not settings.in_text_from or body.words < settings.in_text_from \
            or not article.related_in_text \
            or any(marker.name == "related" for marker in body.markers):
        return body
    return body.with_marker(Marker("related", "", 0), after_a_third(body.parts))


def related_report(site: Site, texts: Texts, known: related.Ranking, settings: RelatedPosts,
                   today: date) -> Report:
    """What an editor is told of the lists of all articles."""
    links = related_links(site, texts, known, settings)
    due = {a.slug: a.next_review for a in site.articles if a.next_review}
    updated = {a.slug: a.updated.date() for a in site.articles}
    return report(known, links.pages, links.lists, due, today, updated)


def candidates(site: Site, texts: Texts) -> list[related.Candidate]:
    """The articles as the ranking sees them, in a preview drafts too: they have lists of their own.
    """
    return [related.Candidate(
        a.slug, a.title, texts.bodies[a.source].text, a.category.slug, a.published.toordinal(),
        a.language.partition("-")[0].lower(), tuple(t.name for t in a.tags),
        tuple(r.name for r in a.regions), a.related, a.not_related, a.category.label)
        for a in site.articles]
