"""A checked site to the complete list of files it is made of: what the planner makes of each of its
languages, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from plugins.article_body.core import Body
from plugins.contact_form import core as contact_form
from plugins.images.core import Picture
from plugins.page_models import core
from plugins.page_models.addresses import Urls
from plugins.page_models.bodies import Texts
from plugins.page_models.core import PlannedPage, PlannedText
from plugins.page_models.frame import Assets, Frame
from plugins.page_models.planner import Planner
from plugins.page_models.related_links import RelatedLinks, ranked, related_links
from plugins.page_models.sections import sections
from plugins.page_models.versions import Edition, placed
from plugins.redirects import core as redirects
from plugins.related.settings import RelatedPosts
from plugins.search.shards import Shard
from plugins.security_policy import core as security_policy
from plugins.site_model.core import Article, Site
from plugins.site_model.editions import edition, edition_of, own_people, root, translations
from plugins.site_model.editions import languages as languages_of
from plugins.sitemap import core as sitemap
from plugins.words.core import ENGLISH, Words
from plugins.words.languages import Languages


def plan(site: Site, texts: Texts, siteurl: str, assets: Assets, home_picture: Picture | None,
         preview: bool, reading_on: RelatedPosts = RelatedPosts(),  # noqa: B008
         links: RelatedLinks | None = None,
         indexed: Callable[[], Mapping[str, Mapping[str, Shard]]] | None = None,
         languages: Languages = Languages()) -> core.Plan:  # noqa: B008
    """Every page, text and picture of the site. Pure: the same records give the same plan.

    `links` are the related articles, for whoever has chosen them already, and `indexed` gives
    the shards of the search index by language, for whoever remembers some: it is asked late.
    """
    links = links or related_links(site, texts, ranked(site, texts, reading_on), reading_on)
    planners = [Planner(each, texts, frame(each, siteurl, assets, preview,
                                           languages.words(each.clinic.language),
                                           site.clinic.language), links, home_picture,
                        indexed and partial(_of_language, indexed, language))
                for language, each in editions(site)]
    found = [tuple(planner.pages()) for planner in planners]
    known = [Edition(planner.site.spoken, planner.frame,
                     frozenset(page.address for page in pages if page.listed))
             for planner, pages in zip(planners, found, strict=True)]
    groups = translations(site) if len(known) > 1 else {}
    pages = tuple(placed(page, here, known, groups)
                  for here, each in zip(known, found, strict=True) for page in each)

    def again(article: Article, body: Body, image: Picture | None) -> PlannedPage | None:
        for planner, here in zip(planners, known, strict=True):
            if here.language == edition_of(article, site.clinic):
                page = planner.again(article, body, image)
                return page and placed(page, here, known, groups)
        return None

    texts_of_all = [text for planner in planners for text in planner.texts()]
    return core.Plan(pages, (*texts_of_all, *_for_hosts(planners, pages)),
                     tuple(sorted({p.path for p in _pictures(texts, home_picture)})), again)


def _of_language(indexed: Callable[[], Mapping[str, Mapping[str, Shard]]], language: str
                 ) -> Mapping[str, Shard]:
    return indexed()[language]


def editions(site: Site) -> Iterable[tuple[str, Site]]:
    """What the site says in each of its languages, the clinic's own first."""
    return ((language, edition(site, language)) for language in languages_of(site))


def frame(site: Site, siteurl: str, assets: Assets, preview: bool, words: Words = ENGLISH,
          home_language: str = "") -> Frame:
    """What all pages of one language of a site share. `home_language` is that of the clinic."""
    at = root(site.spoken)
    people = "" if own_people(site) else home_language
    form, short_form = (contact_form.form(site.clinic.contact, siteurl + at, preview, compact,
                                          words) for compact in (False, True))
    # The year of the newest article, not of the build: the same input gives the same bytes.
    year = str(max((a.updated.year for a in site.articles), default=""))
    clinic = replace(site.clinic, special_hours=site.special_hours)
    return Frame(clinic, sections(site, words, people), Urls(siteurl, at), assets, form,
                 short_form, preview, year, words)


def _pictures(texts: Texts, home_picture: Picture | None) -> Iterable[Picture]:
    yield from (home_picture,) if home_picture else ()
    yield from texts.images.values()
    for body in texts.bodies.values():
        yield from body.pictures


def _for_hosts(planners: Sequence[Planner], pages: Iterable[PlannedPage]) -> Iterable[PlannedText]:
    """Sitemap, and what hosts and robots read: one for all languages."""
    frame = planners[0].frame
    yield PlannedText("sitemap.xml", _sitemap, (frame.urls, tuple(
        (page.address, page.changed, core.alternates(page.versions))
        for page in pages if page.listed)))
    yield PlannedText("robots.txt", _robots, (frame.urls,))
    yield PlannedText("_headers", _headers, (frame,))
    if aliases := tuple(pair for planner in planners for pair in planner.aliases()):
        yield PlannedText("_redirects", _redirects, (frame.urls, aliases))


def _sitemap(urls: Urls, pages: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]) -> str:
    return sitemap.sitemap((urls.absolute(place), changed, others)
                           for place, changed, others in pages)


def _robots(urls: Urls) -> str:
    return sitemap.robots(urls.absolute("/sitemap.xml"))


def _headers(frame: Frame) -> str:
    return security_policy.headers_file(
        security_policy.policy(
            frame.form.csp.directives(), not frame.form.door or frame.sections.has_articles,
            tuple(dict.fromkeys(style.source for style in frame.assets.styles.values()))),
        (frame.urls.path("/static/"),))


def _redirects(urls: Urls, moved: tuple[tuple[str, str], ...]) -> str:
    return redirects.redirects_file([(urls.path(old), urls.path(new)) for old, new in moved])
