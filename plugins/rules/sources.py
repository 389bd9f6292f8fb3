"""What posts cite: one post's references, and the list of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from plugins.rules.core import (
    Dated,
    Hit,
    Whole,
    Writing,
    day_rule,
    line_of,
    rule,
    short,
    site_rule,
)
from plugins.site_model.core import Article
from plugins.site_model.vocabulary import Reference

OLD = 10  # years
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
WEAK_KINDS = ("Expert opinion", "Patient information")
_SHOPS = ("medium.com", "substack.com", "wordpress.com", "blogspot.com", "prnewswire.com",
          "businesswire.com", "amazon.com", "wikipedia.org", "facebook.com", "youtube.com")
_PUB = re.compile(r"^(10\.1002/14651858\.[A-Z]+\d+)(?:\.pub(\d+))?$", re.I)


@lru_cache(maxsize=10_000)  # many posts cite the same sources
def _year(text: str) -> int:
    """The year that stands in a text, 0 if none does."""
    found = _YEAR.search(text)
    return int(found[0]) if found else 0


def _references(writing: Writing | Dated) -> tuple[Reference, ...]:
    return writing.record.references if isinstance(writing.record, Article) else ()


@day_rule("references-old", "warning", source="REF-OLD", kinds=("post",),
      why="What was known ten years ago may be wrong today.",
      cure="look for a newer review or guideline and cite it",
      bad="---\nreferences: [roe-2010]⟵\n---\nRest.[^roe-2010]",
      good="---\nreferences: [doe-2020, roe-2010]\n---\nRest.[^doe-2020][^roe-2010]")
def old(file: Dated) -> Iterator[Hit]:
    """Posts whose newest source is old."""
    years = [year for r in _references(file) if (year := _year(r.year))]
    if years and file.today.year - max(years) > OLD:
        yield file.line("references"), f"the newest source is of {max(years)}"


@rule("references-few", "warning", source="ART-REFS (fewer than two)", kinds=("post",),
      why="One paper is seldom the last word; a second one shows that it is not alone.",
      cure="cite a guideline or a review beside it",
      bad="---\nreferences: [roe-2010, ]⟵\n---\nRest.[^roe-2010]".replace("roe-2010", "doe-2020")
          .replace(", ]", "]"),
      good="---\nreferences: [doe-2020, roe-2010]\n---\nRest.[^doe-2020][^roe-2010]")
def few(writing: Writing) -> Iterator[Hit]:
    """A single source that is neither a guideline nor a review."""
    found = _references(writing)
    if len(found) == 1 and found[0].kind not in ("Guideline", "Review of trials"):
        yield writing.line("references"), f"one source only, a '{found[0].kind}'"


@rule("references-weak", "warning", source="REF-WEAK", kinds=("post",),
      why="Opinions, blogs and shops cannot carry advice about health alone.",
      cure="cite a guideline, a review or a trial beside it",
      bad="---\nreferences: [poe-2024, loe-2024]⟵\n---\nRest.[^poe-2024][^loe-2024]",
      good="---\nreferences: [doe-2020, poe-2024]\n---\nRest.[^doe-2020][^poe-2024]")
def weak(writing: Writing) -> Iterator[Hit]:
    """Only opinions, leaflets, blogs, press or shops."""
    found = _references(writing)
    if found and all(r.kind in WEAK_KINDS or (urlsplit(r.url).hostname or "").removeprefix("www.")
                     .endswith(_SHOPS) for r in found):
        yield writing.line("references"), "no source but opinions, leaflets, blogs or shops"


@rule("references-uncited", "warning", source="REF-ORPHAN", kinds=("post",),
      why="A source that no sentence names looks like decoration.",
      cure="put its mark after the sentence it supports, or take it out of the list",
      bad="---\nreferences: [doe-2020, roe-2010]⟵\n---\nRest.[^doe-2020]",
      good="---\nreferences: [doe-2020, roe-2010]\n---\nRest.[^doe-2020] Walk.[^roe-2010]")
def uncited(writing: Writing) -> Iterator[Hit]:
    """Sources in the header that the text never marks."""
    missing = [r.key for r in _references(writing) if f"[^{r.key}]" not in writing.record.body]
    if missing:
        yield writing.line("references"), f"never cited in the text: {', '.join(missing)}"


@rule("references-superseded", "error", source="REF-SUPERSEDED", kinds=("post",),
      why="A newer version says something else; readers deserve that one.",
      cure="read the newer version, and cite it",
      bad="---\nreferences: [doe-2020, low-2015]⟵\n---\nRest.[^doe-2020][^low-2015]",
      good="---\nreferences: [doe-2020, low-2024]\n---\nRest.[^doe-2020][^low-2024]")
def superseded(writing: Writing) -> Iterator[Hit]:
    """Sources that their list says were replaced."""
    for each in _references(writing):
        if each.superseded_by and each.superseded_by not in {r.key for r in _references(writing)}:
            yield (writing.line("references"), f"'{each.key}' was superseded",
                   f"read '{each.superseded_by}', and cite it instead")


_LIST = "content/references.yaml"
_ENTRY = "{key}:\n  kind: Trial\n  authors: Doe J\n  year: 2020\n  title: {title}\n"


@site_rule("reference-duplicate", "error", source="REF-DOI (repeated)",
           why="One paper under two keys gets two numbers, and one of them a wrong title.",
           cure="keep one of the two keys, and use it in all posts",
           bad={_LIST: _ENTRY.format(key="a-1", title="One") + "  doi: 10.1234/x\n"
                + _ENTRY.format(key="b-1⟵", title="Two").replace("⟵:", ":⟵") + "  doi: "
                                                                               "10.1234/X\n"},
           good={_LIST: _ENTRY.format(key="a-1", title="One") + "  doi: 10.1234/x\n"
                 + _ENTRY.format(key="b-1", title="Two") + "  doi: 10.1234/y\n"})
def duplicate(whole: Whole) -> Iterator[tuple[str, Hit]]:
    """Two keys for one DOI, or for one title of one year."""
    seen: dict[str, str] = {}
    for each in sorted(whole.site.references, key=lambda r: r.line):
        marks = (each.doi.lower(), f"{' '.join(each.title.lower().split())} {each.year}")
        other = next((seen[mark] for mark in marks if mark in seen), "")
        if other:
            yield whole.references_path, (each.line, f"'{each.key}' and '{other}' are one source")
        seen |= {mark: each.key for mark in marks if mark and mark not in seen}


@site_rule("reference-version", "error", source="REF-SUPERSEDED (Cochrane .pubN)",
           why="Cochrane reviews are brought up to date under a DOI that ends in a higher number.",
           cure="write 'superseded by: …' with the key of the newer one, and cite that",
           bad={_LIST: _ENTRY.format(key="a-1", title="Old⟵").replace("a-1:", "a-1:⟵").replace(
                    "Old⟵", "Old") + "  doi: 10.1002/14651858.CD004376.pub3\n"
                + _ENTRY.format(key="b-1", title="New") + "  doi: "
                                                          "10.1002/14651858.CD004376.pub4\n"},
           good={_LIST: _ENTRY.format(key="a-1", title="Old") + "  superseded by: b-1\n"
                 "  doi: 10.1002/14651858.CD004376.pub3\n"
                 + _ENTRY.format(key="b-1", title="New") + "  doi: "
                                                           "10.1002/14651858.CD004376.pub4\n"})
def version(whole: Whole) -> Iterator[tuple[str, Hit]]:
    """An older version of a Cochrane review beside a newer one, without a word."""
    newest: dict[str, tuple[int, str]] = {}
    found = [(r, m[1].lower(), int(m[2] or 1)) for r in whole.site.references
             if (m := _PUB.match(r.doi))]
    for each, review, number in found:
        newest[review] = max(newest.get(review, (0, "")), (number, each.key))
    for each, review, number in found:
        if number < newest[review][0] and not each.superseded_by:
            yield whole.references_path, (each.line, f"'{each.key}' is an older version of "
                                          f"'{newest[review][1]}'")


@site_rule("reference-unverified", "warning", source="REF-UNVERIFIED", real_only=True,
           why="A citation copied from another page is often wrong; somebody must have opened it.",
           cure="open it, and add 'verified by: …' and 'verified on: …'",
           bad={_LIST: _ENTRY.format(key="a-1", title="One").replace("a-1:", "a-1:⟵")},
           good={_LIST: _ENTRY.format(key="a-1", title="One")
                 + "  verified by: juniper-ashgrove\n  verified on: 2026-05-01\n"})
def unverified(whole: Whole) -> Iterator[tuple[str, Hit]]:
    """Sources of which nobody says that they opened them; those that posts cite come first."""
    for each in sorted(whole.site.references, key=lambda r: r.line):
        if not (each.verified_by and each.verified_on):
            yield whole.references_path, (each.line, f"nobody vouches for '{each.key}', "
                                          f"'{short(each.title, 40)}'")


_POST = ("---\ntitle: {title}\nslug: {slug}\ndate: 2026-03-02\nauthor: juniper-ashgrove\n"
         "category: Conditions\nsummary: {summary}\n---\n{body}\n")
_ADVICE = " ".join(f"Step {n} is to bend knee number {n} a little and to rest after it."
                   for n in range(40))


def _two(title: str, summary: str, body: str) -> dict[str, str]:
    return {"content/posts/a.md": _POST.format(title="Knees", slug="a", body=_ADVICE,
                                               summary="About the knees."),
            "content/posts/b.md": _POST.format(title=title, slug="b", summary=summary, body=body)}


@site_rule("post-duplicate", "warning", source="ART-DUP",
           why="Two posts that say the same compete with each other, and one of them grows old.",
           cure="join them, and add the address of the other to 'aliases'",
           bad=_two("Hips⟵", "About the hips.", _ADVICE), good=_two("Hips", "About the hips.",
                                                                      "Walk a little each day."))
def near_duplicate(whole: Whole) -> Iterator[tuple[str, Hit]]:
    """Posts with the same title, the same summary or mostly the same words."""
    articles = sorted(whole.site.articles, key=lambda a: a.source)
    like = whole.alike({a.source: whole.marks_of(a.source) for a in articles})
    titles: dict[tuple[str, str], str] = {}
    for article in articles:
        told = False
        for name, text in (("title", article.title), ("summary", article.summary)):
            other = titles.setdefault((name, f"{article.language} {text.strip().lower()}"),
                                      article.source)
            if other != article.source and not told:
                told = True
                yield article.source, (line_of(article, "title"), f"the {name} is that of {other}")
        if not told and (other := like.get(article.source)):
            yield article.source, (line_of(article, "title"),
                                   f"most of the text stands in {other} too")
