"""What an editor and a reviewer want to know of the related posts of a whole site.

`report` finds orphans, picks to look at again, lists that had to be filled up, hubs and links
without a reason; `compare` finds what changed since another report. Both are plain records, kept as
JSON (`report_json`) and told as text (`report_text`). The same lists give the same report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from . import core, exposure
from .ranking import ONE

# An article keeps its worth for a while: a pick is old when what it keeps out is newer by a year.
OLDER = 365
_NOTHING: Mapping[str, date] = MappingProxyType({})


@dataclass(frozen=True)
class Post:
    """A post as it is named in a report."""

    slug: str
    title: str
    language: str


@dataclass(frozen=True)
class Link:
    """A link of a list. `likeness` runs from 0 to 1 and a little more; None where both posts have
    so many closer ones that the ranking did not keep it. `kind` and `shared` are its reason."""

    slug: str
    part: Literal["text", "related", "more"]
    close: bool
    picked: bool
    likeness: float | None
    kind: Literal["labels", "words", "topic", ""]
    shared: tuple[str, ...]


@dataclass(frozen=True)
class PageList:
    """What the page of a post recommends, in its text and below it, in this order."""

    page: str
    places: int
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Orphan:
    """A post that no list names, and why. `outdone`: other posts fill the lists that may name it;
    it is most like the post of `page`, where the least alike related post has the likeness
    `weakest`."""

    slug: str
    why: Literal["alone", "no places", "banned", "linked", "barred", "outdone"]
    page: str = ""
    likeness: float | None = None
    weakest: float | None = None


@dataclass(frozen=True)
class Near:
    """A post that could have had a place, and how far `below` the `floor` it is (0: it is
    related)."""

    slug: str
    likeness: float
    floor: float
    below: float


@dataclass(frozen=True)
class Stale:
    """A hand pick to look at again: `unlike` the page, its review `due` in the past, or last
    changed `older` days before `instead`, which is more alike and has no place."""

    page: str
    slug: str
    likeness: float | None
    floor: float
    unlike: bool
    due: date | None
    older: int
    instead: Near | None


@dataclass(frozen=True)
class Weak:
    """A list with fewer `related` posts than places, what fills it up, and the nearest post that
    is not among the related ones: the one least below the floor."""

    page: str
    places: int
    related: int
    fillers: tuple[str, ...]
    nearest: Near | None


@dataclass(frozen=True)
class Hub:
    """A post that as many lists name as may name one post, or more; `picked` are the pages whose
    authors chose it."""

    slug: str
    pages: tuple[str, ...]
    picked: tuple[str, ...]


@dataclass(frozen=True)
class Thin:
    """A link that nothing can be said for."""

    page: str
    slug: str


@dataclass(frozen=True)
class Report:
    """All lists and findings, each sorted by language, then by weight, then by slug. `cap` is how
    many lists may name one post before it counts as a hub; 0 for no limit."""

    cap: int
    posts: tuple[Post, ...]
    lists: tuple[PageList, ...]
    orphans: tuple[Orphan, ...]
    stale: tuple[Stale, ...]
    weak: tuple[Weak, ...]
    hubs: tuple[Hub, ...]
    thin: tuple[Thin, ...]


@dataclass(frozen=True)
class ListChange:
    """How the list of one page changed. `moved` stand in another part of the page now; `order`
    tells whether the posts that stayed stand in another order."""

    page: Post
    lost: tuple[Post, ...]
    gained: tuple[Post, ...]
    moved: tuple[Post, ...]
    order: bool


@dataclass(frozen=True)
class Change:
    """What is different from an earlier report. The lists of new and of deleted posts are not among
    `lists`."""

    orphans: tuple[Post, ...]
    hubs: tuple[Post, ...]
    lists: tuple[ListChange, ...]
    new: tuple[Post, ...]
    gone: tuple[Post, ...]


# ---------------------------------------------------------------- findings


def report(known: core.Ranking, pages: Mapping[str, core.Page], lists: Mapping[str, core.Related],
           due: Mapping[str, date] = _NOTHING, today: date | None = None,
           updated: Mapping[str, date] = _NOTHING) -> Report:
    """Look at the lists that `core.recommend` made of `known` and `pages`.

    `due` holds by slug when a post is to be reviewed again; without `today` no review is overdue.
    `updated` holds when a post was last changed; one that is not in it, when it was published.
    Raises ValueError for pages, lists and links that do not belong together.
    """
    if set(pages) != set(lists):
        raise ValueError(f"pages and lists differ: {few(set(pages) ^ set(lists))}")
    links = {link.slug for found in lists.values() for link in _all_links(found)}
    if unknown := (links | set(pages)) - set(known.posts):
        raise ValueError(f"posts that were not ranked: {few(unknown)}")
    site = _Site(known, pages, lists)
    overdue = {slug: day for slug, day in due.items() if today and day < today}
    changed = {slug: updated[slug].toordinal() if slug in updated else post.day
               for slug, post in known.posts.items()}
    cap = exposure.most(page.length + page.inline for page in pages.values())
    return Report(
        cap, tuple(Post(slug, known.posts[slug].title, known.posts[slug].language)
                   for slug in sorted(known.posts, key=site.order)),
        tuple(site.shown.values()), tuple(_orphans(site)),
        tuple(_stale(site, overdue, changed)), tuple(_weak(site)), tuple(_hubs(site, cap)),
        tuple(_thin(site)))


class _Site:
    """The ranking and its lists, as the findings ask for them."""

    def __init__(self, known: core.Ranking, pages: Mapping[str, core.Page],
                 lists: Mapping[str, core.Related]) -> None:
        self.known, self.pages = known, pages
        self._near = {slug: dict(row) for slug, row in known.near.items()}
        self._depth = max(map(len, self._near.values()), default=0)
        self._least = {slug: min(row.values(), default=0) for slug, row in self._near.items()}
        self.shown = {slug: PageList(slug, pages[slug].inline + pages[slug].length,
                                     tuple(self._shown(slug, lists[slug])))
                      for slug in sorted(lists, key=self.order)}

    def _shown(self, page: str, found: core.Related) -> Iterator[Link]:
        parts = (("text", found.inline), ("related", found.close), ("more", found.more))
        for part, links in parts:
            for link in links:
                why = core.why(self.known, page, link.slug)
                yield Link(link.slug, part, link.close, link.picked,  # type: ignore[arg-type]
                           _share(self.likeness(page, link.slug)), why.kind, why.shared)

    def order(self, slug: str) -> tuple[str, str]:
        """Languages apart."""
        return self.known.posts[slug].language, slug

    def likeness(self, one: str, other: str) -> int | None:
        """How alike two posts are, as far as the ranking knows from either side. A row shorter than
        the longest has everything in it, so what it lacks has nothing in common with it."""
        here, there = self._near[one], self._near[other]
        found = here.get(other, there.get(one))
        return 0 if found is None and min(len(here), len(there)) < self._depth else found

    def most(self, one: str, other: str) -> int:
        """The likeness, or what it is at most."""
        found = self.likeness(one, other)
        return min(self._least[one], self._least[other]) if found is None else found

    def floor(self, page: str, other: str) -> int:
        """The likeness from which on the two posts would be called related."""
        return self.known.floor(self.known.posts[page], self.known.posts[other])

    def banned(self, page: str, other: str) -> bool:
        """Whether an author keeps the two apart."""
        return other in self.known.posts[page].bans or page in self.known.posts[other].bans

    def offers(self, page: str, taken: Iterable[str]) -> Iterator[Near]:
        """The posts that the page may name and that are not taken, likest first."""
        barred = {*taken, *self.pages[page].linked, page}
        for other, likeness in self.known.near[page]:
            if other not in barred and not self.banned(page, other):
                floor = self.floor(page, other)
                # However little it is below, it does not round to 0.
                below = max(_rounded(floor - likeness), 0.0001) if likeness < floor else 0.0
                yield Near(other, _rounded(likeness), _rounded(floor), below)


def _rounded(likeness: int) -> float:
    return round(likeness / ONE, 4)


def _share(likeness: int | None) -> float | None:
    return None if likeness is None else _rounded(likeness)


def _all_links(found: core.Related) -> tuple[core.Link, ...]:
    return (*found.inline, *found.close, *found.more)


def _orphans(site: _Site) -> Iterator[Orphan]:
    named = {link.slug for shown in site.shown.values() for link in shown.links}
    pages: dict[str, list[str]] = {}
    for slug in site.shown:
        pages.setdefault(site.known.posts[slug].language, []).append(slug)
    roomy = {language: [slug for slug in slugs if site.shown[slug].places]
             for language, slugs in pages.items()}
    for slug in sorted(set(site.known.posts) - named, key=site.order):
        language = site.known.posts[slug].language
        if not set(pages.get(language, ())) - {slug}:
            yield Orphan(slug, "alone")
        else:
            yield _why_orphan(site, slug, [page for page in roomy[language] if page != slug])


def _why_orphan(site: _Site, slug: str, pages: Sequence[str]) -> Orphan:
    """`pages` are the other pages of its language that have places."""
    if not pages:
        return Orphan(slug, "no places")
    banned = {page for page in pages if site.banned(page, slug)}
    linked = {page for page in pages if slug in site.pages[page].linked}
    free = [page for page in pages if page not in banned and page not in linked]
    if not free:
        whole = set(pages)
        return Orphan(slug, "banned" if banned == whole else
                      "linked" if linked == whole else "barred")
    page = min(free, key=lambda page: (-site.most(page, slug), page))
    rivals = [_rounded(site.most(page, link.slug)) for link in site.shown[page].links
              if link.close and not link.picked]
    return Orphan(slug, "outdone", page, _share(site.likeness(page, slug)),
                  min(rivals, default=None))


def _stale(site: _Site, overdue: Mapping[str, date], changed: Mapping[str, int]
           ) -> list[Stale]:
    found = []
    for page, shown in site.shown.items():
        picks = [link for link in shown.links if link.picked]
        offers = site.offers(page, [link.slug for link in shown.links]) if picks else iter(())
        instead = next((offer for offer in offers if not offer.below), None)
        for pick in picks:
            one = _pick(site, page, pick, overdue.get(pick.slug), instead, changed)
            found += [one] if one.unlike or one.due or one.older else []
    return sorted(found, key=lambda one: (
        site.order(one.page)[0], not one.due, not one.unlike, one.page, one.slug))


def _pick(site: _Site, page: str, link: Link, due: date | None, instead: Near | None,
          changed: Mapping[str, int]) -> Stale:
    most, floor = site.most(page, link.slug), site.floor(page, link.slug)
    older = 0
    if instead and instead.likeness > _rounded(most):
        older = changed[instead.slug] - changed[link.slug]
    return Stale(page, link.slug, link.likeness, _rounded(floor), most < floor, due,
                 older if older > OLDER else 0, instead)


def _weak(site: _Site) -> list[Weak]:
    found = []
    for page, shown in site.shown.items():
        close = [link.slug for link in shown.links if link.close]
        if len(close) < shown.places:
            fillers = tuple(link.slug for link in shown.links if not link.close)
            found.append(Weak(page, shown.places, len(close), fillers,
                              min(site.offers(page, close), key=lambda near: near.below,
                                  default=None)))
    return sorted(found, key=lambda one: (
        site.order(one.page)[0], one.related, -one.places, one.page))


def _hubs(site: _Site, cap: int) -> list[Hub]:
    named: dict[str, list[tuple[str, bool]]] = {}
    for page, shown in site.shown.items():
        for link in shown.links:
            named.setdefault(link.slug, []).append((page, link.picked))
    hubs = [Hub(slug, tuple(page for page, _ in by), tuple(page for page, picked in by if picked))
            for slug, by in named.items() if len(by) >= cap > 0]
    return sorted(hubs, key=lambda hub: (site.order(hub.slug)[0], -len(hub.pages), hub.slug))


def _thin(site: _Site) -> list[Thin]:
    found = [(page, link) for page, shown in site.shown.items() for link in shown.links
             if link.close and not link.kind]
    found.sort(key=lambda pair: (site.order(pair[0])[0], not pair[1].picked))
    return [Thin(page, link.slug) for page, link in found]


# ---------------------------------------------------------------- change


def compare(before: Report, after: Report) -> Change:
    """What is new in `after`: lists, orphans, hubs, posts."""
    old, new = by_slug(before), by_slug(after)
    posts = {**old, **new}
    was, now = ({one.page: {link.slug: link for link in one.links} for one in found.lists}
                for found in (before, after))
    lists = [_list_change(posts[page], was.get(page, {}), now.get(page, {}), posts)
             for page in sorted(now.keys() | was.keys(), key=lambda page: _order(posts[page]))
             if page in old and page in new]
    return Change(_fresh(before.orphans, after.orphans, new),
                  _fresh(before.hubs, after.hubs, new),
                  tuple(one for one in lists if one.lost or one.gained or one.moved or one.order),
                  tuple(post for post in after.posts if post.slug not in old),
                  tuple(post for post in before.posts if post.slug not in new))


def by_slug(found: Report) -> dict[str, Post]:
    """The posts that a report knows."""
    return {post.slug: post for post in found.posts}


def _order(post: Post) -> tuple[str, str]:
    return post.language, post.slug


def _list_change(page: Post, was: Mapping[str, Link], now: Mapping[str, Link],
                 posts: Mapping[str, Post]) -> ListChange:
    stayed = [slug for slug in now if slug in was]
    return ListChange(
        page, tuple(posts[slug] for slug in was if slug not in now),
        tuple(posts[slug] for slug in now if slug not in was),
        tuple(posts[slug] for slug in stayed if was[slug].part != now[slug].part),
        stayed != [slug for slug in was if slug in now])


def _fresh(before: Iterable[Orphan | Hub], after: Iterable[Orphan | Hub],
           posts: Mapping[str, Post]) -> tuple[Post, ...]:
    known = {one.slug for one in before}
    return tuple(posts[one.slug] for one in after if one.slug not in known)


def few(slugs: Iterable[str]) -> str:
    """Some of many slugs, for a message."""
    found = sorted(slugs)
    return ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
