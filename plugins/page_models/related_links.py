"""Which related articles each page shows, in its text and below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from plugins.article_body.core import Body, Marker
from plugins.article_body.places import after_a_third
from plugins.page_models.bodies import Texts
from plugins.related import core as related
from plugins.related import counts
from plugins.related.reasons import Reason
from plugins.related.settings import RelatedPosts
from plugins.site_model.core import Article, Site, primary
from plugins.site_model.cross_check import place
from plugins.site_model.problem import Problem
from plugins.words.core import Words, later

if TYPE_CHECKING:
    from plugins.related.matrix import Matrix
    from plugins.related.report import Report

Mapped = Callable[[Callable[[Any], Any], Sequence[Any]], Sequence[Any]]
"""A map that may spread its work over processes."""


@dataclass(frozen=True)
class RelatedLinks:
    """The ranking of all articles, and the links that came of it by slug of the page.

    Drafts are ranked apart, so that a preview shows the lists that readers will see: `everything`
    knows them too.
    """

    articles: Mapping[str, Article]
    bodies: Mapping[str, Body]
    known: related.Ranking
    everything: related.Ranking
    pages: Mapping[str, related.Page]
    lists: Mapping[str, related.Related]

    def in_text(self, article: Article) -> dict[int, related.Link]:
        """For each `[related]` among the parts of an article the link that goes there."""
        body = self.bodies[article.slug]
        links: dict[int, related.Link] = {}
        if not any(marker.name == "related" for marker in body.markers):
            return links
        best = iter(self.lists[article.slug].inline)
        for i, part in enumerate(body.parts):
            if isinstance(part, Marker) and part.name == "related":
                link = related.Link(part.argument) if part.argument else next(best, None)
                if link:
                    links[i] = link
        return links

    def why(self, article: Article, other: Article, words: Words) -> str:
        """The reason for a link in the language of its page. A tag or topic of which nobody has
        said what it is there says nothing."""
        known = self.everything if article.hidden else self.known
        if article.slug not in known.posts or other.slug not in known.posts:
            return ""
        found = related.why(known, article.slug, other.slug)
        if found.kind != "words" and article is not self.articles[article.slug]:
            found = _named(found, self.articles[article.slug], article)
        return _in_words(found, words)

    def crowded_out(self) -> list[Problem]:
        """Picks for which their page has no room."""
        problems = []
        for slug, found in self.lists.items():
            article, page = self.articles[slug], self.pages[slug]
            shown = {link.slug for link in (*found.inline, *found.close, *found.more)}
            problems += [Problem(article.source, article.related_line,
                                 f"'related': there is no room for '{pick}', places on the page: "
                                 f"{page.length + page.inline}",
                                 "delete one of them, or raise RELATED in pelicanconf.py")
                         for pick in article.related if pick not in shown | page.linked]
        return problems


def _named(found: Reason, plain: Article, spoken: Article) -> Reason:
    """A reason with the words of the vocabulary as the page's language has them."""
    names = {}
    for before, after in zip(plain.terms, spoken.terms, strict=True):
        if before.translations and before != after:
            names |= {before.name: after.name, before.label: after.label}
    if not names.keys() >= set(found.shared):
        return Reason()
    return Reason(found.kind, tuple(names[word] for word in found.shared))


REASONS = {"labels": later("Also about {}"), "words": later("Both mention {}"),
           "topic": later("Also in {}")}


def _in_words(found: Reason, words: Words) -> str:
    # A catalogue may join two with a comma where "and" would change with what follows.
    return words.say(REASONS[found.kind]).format(words.say(" and ").join(found.shared)) \
        if found.kind else ""


def related_links(site: Site, texts: Texts, known: related.Ranking, settings: RelatedPosts
                  ) -> RelatedLinks:
    """Choose the links of all articles. None is on a page twice, wherever it stands.

    `known` ranks the articles that are not hidden.
    """
    plain = {a.slug: texts.bodies[a.source] for a in site.articles}
    bodies = {a.slug: _with_link(a, plain[a.slug], settings) for a in site.articles}
    slugs = {place(article, site.clinic): article.slug for article in site.articles}
    hidden = frozenset(a.slug for a in site.articles if a.hidden)
    # Readers never meet a draft; an author who picks one for another draft sees it in the preview.
    pages = {a.slug: _page(bodies[a.slug], slugs, settings, hidden.difference(a.related))
             for a in site.articles}
    everything = known
    lists = related.recommend(known, {slug: page for slug, page in pages.items()
                                      if slug not in hidden})
    if hidden:
        everything = related.rank(candidates(site.articles, texts), settings.weights,
                                  before=known.matrices)
        lists |= related.recommend(everything, {slug: pages[slug] for slug in hidden})
    for slug, body in bodies.items():
        if body is not plain[slug] and not all(link.close for link in lists[slug].inline):
            # Nobody asked for this link: without a related post there is none.
            bodies[slug], lists[slug] = plain[slug], _without_inline(lists[slug], settings.length)
            pages[slug] = replace(pages[slug], inline=0)
    return RelatedLinks({a.slug: a for a in site.articles}, bodies, known, everything, pages, lists)


def _without_inline(found: related.Related, length: int) -> related.Related:
    more = (*found.inline, *found.more)
    return related.Related((), found.close, more[:length - len(found.close)])


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


def related_report(links: RelatedLinks, today: date) -> Report:
    """What an editor is told of the lists of all articles that are not hidden."""
    from plugins.related.report import report  # asked for by one task alone

    public = [a for a in links.articles.values() if not a.hidden]
    due = {a.slug: a.next_review for a in public if a.next_review}
    updated = {a.slug: a.updated.date() for a in public}
    return report(links.known, {a.slug: links.pages[a.slug] for a in public},
                  {a.slug: links.lists[a.slug] for a in public}, due, today, updated)


def candidates(articles: Sequence[Article], texts: Texts) -> list[related.Candidate]:
    """The articles as the ranking sees them; it fetches of their texts what it needs."""
    made = []
    for article in articles:
        name, counted = texts.counted.get(article.source, (b"", None))
        made.append(related.Candidate(
            article.slug, article.title, _text_of(texts.bodies[article.source]),
            article.category.slug, article.published.toordinal(), primary(article.language),
            tuple(t.name for t in article.tags), tuple(r.name for r in article.regions),
            article.related, article.not_related, article.category.label, counted, name))
    return made


def _text_of(body: Body) -> Callable[[], str]:
    return lambda: body.text


def counted(article: Article, body: Body, settings: RelatedPosts) -> bytes:
    """The counted words of one post, to be kept with it."""
    return counts.counts(article.title, body.text, article.category.slug,
                         tuple(t.name for t in article.tags),
                         tuple(r.name for r in article.regions), settings.weights)


def ranked(site: Site, texts: Texts, settings: RelatedPosts,
           before: Mapping[str, Matrix] | None = None, mapped: Mapped | None = None
           ) -> related.Ranking:
    """The ranking of the articles that are not hidden; `before` and `mapped` see
    `related.rank`."""
    return related.rank(candidates([a for a in site.articles if not a.hidden], texts),
                        settings.weights, before=before, mapped=mapped)
