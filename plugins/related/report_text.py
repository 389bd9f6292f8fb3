"""A report of related posts in words, for a terminal or the review of a change."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .reasons import Reason
from .report import (
    Change,
    Hub,
    Link,
    ListChange,
    Orphan,
    PageList,
    Post,
    Report,
    Stale,
    Thin,
    Weak,
    by_slug,
)

WIDTH = 80  # columns


WHY = {
    "alone": "there is no other page in its language",
    "no places": "no other page in its language has a place for a link",
    "banned": "it is kept apart (\"not related\") from every page that has a list",
    "linked": "every page that has a list links it in its text already",
    "barred": "every page that has a list is kept apart from it or links it in its text",
    "outdone": "other posts fill every list that may name it",
}


def to_text(found: Report, change: Change | None = None) -> str:
    """The report to be read, most serious first, at most 80 columns wide and without colour."""
    languages = sorted({post.language for post in found.posts})
    lines = _wrap(_summary(found, languages), "", "  ")
    if len(languages) > 1:
        for language in languages:
            lines += _wrap(f"{language}: {_summary(found, [language])}", "  ", "      ")
    text = _Text(found)
    if change:
        lines += _change(change, text)
    lines += text.section("Orphans", "no list names these posts. Name one under \"related\" in a "
                          "post that suits it.", found.orphans, text.orphan)
    lines += text.section("Stale picks", "chosen by hand; look again whether they still serve.",
                          found.stale, text.stale)
    lines += text.section("Weak lists", "fewer related posts than places. A tag or region that two "
                          "posts share lowers the floor between them.", found.weak, text.weak)
    lines += text.section("Hubs", f"a post is a hub from {found.cap} lists on.", found.hubs,
                          text.hub)
    lines += text.section("Thin reasons", "nothing can be said for these links. A tag or region "
                          "that both posts share gives a reason.", found.thin, text.thin)
    lines += text.section("Lists", "likeness, post, reason. The same words make a likeness of 1, "
                          "the same time a little more; \"-\" is too low to be ranked.",
                          found.lists, text.links)
    return "\n".join(lines)


def _summary(found: Report, languages: Sequence[str]) -> str:
    """The counts of some languages."""
    spoken = {post.slug: post.language for post in found.posts}

    def number(slugs: Iterable[str]) -> int:
        return sum(spoken[slug] in languages for slug in slugs)

    counts = ((number(spoken), "post"), (number(one.page for one in found.lists), "list"),
              (number(one.slug for one in found.orphans), "orphan"),
              (number(one.page for one in found.stale), "stale pick"),
              (number(one.page for one in found.weak), "weak list"),
              (number(one.slug for one in found.hubs), "hub"),
              (number(one.page for one in found.thin), "thin reason"))
    return ", ".join(_count(n, what) for i, (n, what) in enumerate(counts) if n or i < 3)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number or 'no'} {(many or one + 's') if number > 1 else one}"


class _Text:
    """The findings of one report in words; each method gives the lines of one finding."""

    def __init__(self, found: Report) -> None:
        self.posts = by_slug(found)
        self.lists = {one.page: one for one in found.lists}
        self.several = len({post.language for post in found.posts}) > 1

    def section(self, title: str, told: str, findings: Sequence[Any],
                lines: Callable[[Any], list[str]]) -> list[str]:
        """A heading with what was found below it, by language if there are several."""
        if not findings:
            return []
        found = ["", *_wrap(f"{title} ({len(findings)}): {told}", "", "")]
        groups: dict[str, list[Any]] = {}
        for one in findings:
            groups.setdefault(self.language(one), []).append(one)
        for language, group in groups.items():
            found += _wrap(f"{language} ({len(group)})", " ", " ") if self.several else []
            for one in group:
                found += lines(one)
        return found

    def language(self, one: Any) -> str:
        """Where a finding belongs: to the page with the list or, of a post alone, to the post."""
        post = one if isinstance(one, Post) else getattr(one, "page", "") or one.slug
        return post.language if isinstance(post, Post) else self.posts[post].language

    def name(self, slug: str) -> str:
        return _name(self.posts[slug])

    def orphan(self, one: Orphan) -> list[str]:
        lines = [*_wrap(self.name(one.slug), "  ", "    "), *_wrap(WHY[one.why], "    ", "      ")]
        if one.page:
            last = "" if one.weakest is None else \
                f"; the least alike related post there has {one.weakest:.3f}"
            told = f"it is most like {self.name(one.page)}: {_likeness(one.likeness)}{last}" \
                if one.likeness != 0 else "no page that may name it has anything in common with it"
            lines += _wrap(told, "    ", "      ")
        return lines

    def stale(self, one: Stale) -> list[str]:
        lines = _wrap(f"{self.name(one.page)} picks {self.name(one.slug)}", "  ", "    ")
        faults = [f"its review was due on {one.due}"] if one.due else []
        if one.unlike:
            faults.append(f"{_likeness(one.likeness)}, below the floor of {one.floor:.3f}")
        if one.instead and (one.unlike or one.older):
            age = f", was changed {one.older} days later" if one.older else ""
            faults.append(f"{self.name(one.instead.slug)} has a likeness of "
                          f"{one.instead.likeness:.3f}{age} and has no place")
        return lines + [line for fault in faults for line in _wrap(fault, "    ", "      ")]

    def weak(self, one: Weak) -> list[str]:
        empty = one.places - one.related - len(one.fillers)
        told = [f"{_count(one.related, 'related post')} for {_count(one.places, 'place')}"
                + (f", {empty} left empty" if empty else "")]
        if one.fillers:
            told.append("filled up with " + ", ".join(map(self.name, one.fillers)))
        if one.nearest:
            near = one.nearest
            below = f"{near.below:.3f}" if near.below >= 0.001 else "less than 0.001"
            far = f"{below if near.below else 'not'} below the floor of {near.floor:.3f}"
            told.append(f"nearest: {self.name(near.slug)}, likeness {near.likeness:.3f}, {far}")
        else:
            told.append("no other post may stand there" if empty else
                        "no other post that may stand there is like it")
        return [*_wrap(self.name(one.page), "  ", "    "),
                *(line for each in told for line in _wrap(each, "    ", "      "))]

    def hub(self, one: Hub) -> list[str]:
        hand = f", {len(one.picked)} of them by hand" if one.picked else ""
        lines = _wrap(f"{self.name(one.slug)}: named by {len(one.pages)} lists{hand}", "  ", "    ")
        for page in one.pages:
            lines += _wrap(self.name(page) + (" [picked]" if page in one.picked else ""),
                           "    ", "      ")
        return lines

    def thin(self, one: Thin) -> list[str]:
        link = next((link for link in self.lists[one.page].links if link.slug == one.slug), None)
        return _wrap(f"{self.name(one.page)} to {self.name(one.slug)}{_marks(link)}",
                     "  ", "    ")

    def links(self, one: PageList) -> list[str]:
        lines = _wrap(self.name(one.page), "  ", "    ")
        for link in one.links:
            reason = Reason(link.kind, link.shared)
            phrase = reason.phrase(self.posts[one.page].language) or reason.phrase("en")
            likeness = "    -" if link.likeness is None else f"{link.likeness:.3f}"
            lines += _wrap(f"{self.name(link.slug)}{_marks(link)}: {phrase or 'no reason'}",
                           f"    {likeness}  ", " " * 11)
        return lines if one.links else [*lines, "    no links"]

    def post(self, one: Post) -> list[str]:
        return _wrap(_name(one), "  ", "    ")

    def changed(self, one: ListChange) -> list[str]:
        lines = _wrap(_name(one.page), "  ", "    ")
        for label, posts in (("lost", one.lost), ("gained", one.gained), ("moved", one.moved)):
            for post in posts:
                lines += _wrap(_name(post), f"    {label:6}  ", " " * 12)
        return [*lines, "    in another order"] if one.order else lines


def _change(change: Change, text: _Text) -> list[str]:
    counts = ((change.orphans, "new orphan", ""), (change.hubs, "new hub", ""),
              (change.lists, "changed list", ""), (change.new, "new post", ""),
              (change.gone, "post gone", "posts gone"))
    told = ", ".join(_count(len(found), one, many) for found, one, many in counts if found)
    return ["", *_wrap(f"Against the other report: {told or 'nothing has changed'}", "", "  "),
            *text.section("New orphans", "no list names these posts; below is why.", change.orphans,
                          text.post),
            *text.section("New hubs", "they were none in the other report.", change.hubs,
                          text.post),
            *text.section("Changed lists", "a post that moved stands in another part of the page.",
                          change.lists, text.changed),
            *text.section("New posts", "not in the other report.", change.new, text.post),
            *text.section("Posts gone", "only in the other report.", change.gone, text.post)]


def _name(post: Post) -> str:
    return f"{post.title} ({post.slug})" if post.title.strip() else post.slug


def _likeness(likeness: float | None) -> str:
    return "likeness too low to be ranked" if likeness is None else f"likeness {likeness:.3f}"


def _marks(link: Link | None) -> str:
    """What is special about a link."""
    if not link:
        return ""
    marks = [mark for mark, holds in (("picked", link.picked), ("fills up", not link.close),
                                      ("in the text", link.part == "text")) if holds]
    return f" [{', '.join(marks)}]" if marks else ""


def _wrap(text: str, first: str, rest: str) -> list[str]:
    """Lines of at most WIDTH columns. Words wider than a line, such as long slugs, are cut."""
    room = WIDTH - max(len(first), len(rest))
    # Titles may hold anything, orders to a terminal among it.
    words = ["".join(filter(str.isprintable, word)) for word in text.split()]
    lines = [""]
    for piece in (piece for word in words for piece in _pieces(word, room)):
        line = f"{lines[-1]} {piece}" if lines[-1] else piece
        if _columns(line) <= room:
            lines[-1] = line
        else:
            lines.append(piece)
    return [f"{rest if i else first}{line}" for i, line in enumerate(lines)]


def _pieces(word: str, room: int) -> Iterator[str]:
    piece = ""
    for letter in word:
        if _columns(piece + letter) > room:
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese and the like take two a letter."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
