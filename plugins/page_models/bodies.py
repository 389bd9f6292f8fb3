"""All texts of a site converted, each with the links of the whole site in view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from plugins.article_body.core import Body, convert
from plugins.article_body.links import LinkError, Resolver, Target
from plugins.images.core import Picture
from plugins.page_models.core import Plan
from plugins.site_model.core import Article, Person, Site, TextPage
from plugins.site_model.cross_check import address, at_odds
from plugins.site_model.loading import Loaded
from plugins.site_model.problem import Problem, did_you_mean

# Places that the templates themselves make.
PAGE_ANCHORS = {"main", "key-points", "get-help", "contents", "sources", "end", "contact"}
PictureOf = Callable[[str], Picture]


@dataclass(frozen=True)
class Texts:
    """The converted texts by source file, and the pictures that headers name."""

    bodies: Mapping[str, Body]
    images: Mapping[str, Picture]
    problems: tuple[Problem, ...]


def convert_all(loaded: Loaded, root: str, picture_of: PictureOf, siteurl: str = "") -> Texts:
    """Convert every text. `root` is the content folder; `picture_of` see article_body.links."""
    site = loaded.site
    targets = _targets(loaded)
    bodies: dict[str, Body] = {}
    images: dict[str, Picture] = {}
    problems: list[Problem] = []
    for record in (*site.articles, *site.pages, *site.people):
        resolver = Resolver(record.source, root, targets, picture_of, siteurl)
        keys = [r.key for r in record.references] if isinstance(record, Article) else []
        draft = not isinstance(record, Person) and record.draft
        body = convert(record.body, record.source, record.body_line, resolver, keys, draft)
        bodies[record.source] = body
        problems += [*body.problems, *_marker_problems(record, body, site)]
        if not isinstance(record, TextPage) and record.image:
            try:
                images[record.source] = resolver.picture(record.image)
            except LinkError as error:
                problems.append(Problem(record.source, record.image_line, error.message,
                                        error.cure))
    for failed in loaded.failed:
        resolver = Resolver(failed.source, root, targets, picture_of, siteurl)
        problems += convert(failed.body, failed.source, failed.body_line, resolver,
                            failed.references, failed.draft).problems
    problems += _anchor_problems(site, bodies)
    return Texts(bodies, images, tuple(problems))


def _anchor_problems(site: Site, bodies: Mapping[str, Body]) -> list[Problem]:
    """Links to a heading of another text that has no such heading."""
    known = {address(record): {h.anchor for h in bodies[record.source].headings} | PAGE_ANCHORS
             for record in (*site.articles, *site.pages, *site.people)}
    return [Problem(source, line, f"there is no heading '#{fragment}' on the page {place}",
                    did_you_mean(fragment, known[place] - PAGE_ANCHORS))
            for source, body in bodies.items() for place, fragment, line in body.anchors
            if fragment and place in known and fragment not in known[place]]


def dead_links(texts: Texts, plan: Plan) -> list[Problem]:
    """Links from the site's root to where the finished site has nothing."""
    known = {page.address for page in plan.pages}
    files = {f"/{path}" for path in (*plan.pictures, *(text.path for text in plan.texts))}
    return [Problem(source, line, f"the link '{place}' leads to nothing on this site",
                    did_you_mean(place, known))
            for source, body in texts.bodies.items() for place, _, line in body.anchors
            if unquote(place.partition("?")[0]) not in known | files]


def _targets(loaded: Loaded) -> dict[str, Target]:
    records = (*loaded.site.articles, *loaded.site.pages, *loaded.site.people)
    targets = {record.source: Target(address(record)) for record in records}
    targets |= {failed.source: Target(f"/{failed.slug}/") for failed in loaded.failed}
    for article in loaded.withheld:
        state = "a draft" if article.draft else "a post that is not published yet"
        targets[article.source] = Target("", state)
    return targets


def _marker_problems(record: Article | TextPage | Person, body: Body, site: Site
                     ) -> list[Problem]:
    slugs = {article.slug: article for article in site.articles}
    problems = []
    seen: set[str] = set()
    for marker in body.markers:
        fault: tuple[str, str] | None = None
        if marker.name == "related" and not isinstance(record, Article):
            fault = "[related] stands on a page that is no post", "link to the post in words"
        elif marker.argument and isinstance(record, Article):
            if marker.argument == record.slug:
                fault = f"[related: {marker.argument}] names this post itself", "delete it"
            elif marker.argument in seen:
                fault = f"[related: {marker.argument}] is there twice", "delete one"
            elif marker.argument not in slugs:
                fault = (f"[related: {marker.argument}]: there is no published post of that name",
                         did_you_mean(marker.argument, slugs))
            elif marker.argument in record.not_related:
                fault = (f"[related: {marker.argument}] names a post that 'not related' names too",
                         "delete it from one of the two")
            elif odds := at_odds(record, slugs[marker.argument]):
                fault = f"[related: {marker.argument}]: {odds[0]}", odds[1]
        seen.add(marker.argument)
        if fault:
            problems.append(Problem(record.source, marker.line, *fault))
    return problems
