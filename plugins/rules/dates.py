"""What grows old: reviews, licences, words such as 'recently', offers, copyright years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from plugins.rules.core import (
    SENTENCES,
    Dated,
    Hit,
    Passing,
    Writing,
    day_rule,
    phrases,
    rule,
    said,
    sentence_around,
    short,
)
from plugins.rules.prose import BlockKind
from plugins.rules.sieve import Sought
from plugins.site_model.core import Article, Person

# Months since the last review; two years is what health sites promise.
DUE, REVIEW_MONTHS, OVERDUE = 22, 24, 36
_RECENT = phrases(
    r"(?:a |one |the |in )?(?:recent|new|latest) (?:stud(?:y|ies)|research|trials?|review|"
    r"guidelines?|"
    r"evidence)", r"(?:earlier |later )?this year", r"(?:was |were )?"
    r"recently (?:published|updated|found|showed|shown|changed)")
_WORK = re.compile(r"stud|research|trial|review|guideline|evidence", re.I)
_FOUND = re.compile(r"\b(?:shows?|showed|shown|finds?|found|suggests?|suggested|says?|said|"
                    r"reports?|reported|concludes?|concluded|confirms?|confirmed|proves?|proved|reveals?|"
                    r"indicates?|supports?|recommends?|recommended|advises?|tells?|points?|"
                    r"based on|according to|changed|changes)\b", re.I)
_THEIRS = re.compile(r"\b(?:its|our|their|his|her)\s+\Z", re.I)  # such studies go on
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTHS = ("january february march april may june july august september october november december"
           .split())
ENDS = Sought(
    r"\b(?:until|through|ends?(?: on)?|expires?(?: on)?|valid (?:to|till|until)|offer good (?:to|"
    r"until)|"
    r"by|before|register by|join us on)\s+(?:\w+day,?\s+)?(" + "|".join(_MONTHS) + r")\s+(\d{1,2})"
    r"(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b", re.I)
_OFFER = Sought(r"\b(?:offers?|discounts?|specials?|sale|register|sign up|enrol\w*|workshop|"
                    r"class|"
                    r"event|open house|free|tickets?|spots)\b", re.I)
_OFFERED: tuple[BlockKind, ...] = ("paragraph", "item", "heading", "table", "title", "summary")
_COPYRIGHT = Sought(r"(?:©|\(c\)|\bcopyright)\s*(?:19|20)\d\d\b", re.I)


def end_of(match: re.Match[str]) -> date | None:
    """The day that a match of ENDS names, None where the calendar has no such day."""
    try:
        return date(int(match[3]), _MONTHS.index(match[1].lower()) + 1, int(match[2]))
    except ValueError:
        return None


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month \
        - (later.day < earlier.day)


@day_rule("review-due", "warning", source="DATE-STALE (22 months)", kinds=("post",),
      why="Advice is checked every two years, so that it is not older than it looks.",
      cure="have the post reviewed, and set 'reviewed' and 'next review' anew",
      bad="---\nreviewer: teo-marlowe\nreviewed: 2024-11-01⟵\n---\nRest.",
      good="---\nreviewer: teo-marlowe\nreviewed: 2025-03-01\n---\nRest.")
def review_due(file: Dated) -> Iterator[Hit]:
    """Reviews of nearly two years ago, and a date set for the next one that has passed."""
    article, today = file.record, file.today
    if not isinstance(article, Article) or _is_old(article, today):
        return
    if article.next_review and article.next_review < today:
        yield file.line("next review"), "the next review is overdue"
    elif article.reviewed and not article.next_review \
            and months_between(article.reviewed, today) >= DUE:
        yield file.line("reviewed"), (f"the last review was "
                                      f"{months_between(article.reviewed, today)} months ago")


@day_rule("review-old", "warning", source="DATE-STALE (36 months)", kinds=("post",),
      why="After three years a guideline has usually changed; old advice can harm.",
      cure="have the post reviewed now, or set 'status: draft' until it is",
      bad="---\nreviewer: teo-marlowe\nreviewed: 2023-05-01⟵\n---\nRest.",
      good="---\nreviewer: teo-marlowe\nreviewed: 2024-03-01\nnext review: 2027-03-01\n---\nRest.")
def review_old(file: Dated) -> Iterator[Hit]:
    """Reviews of three years ago and more."""
    if isinstance(file.record, Article) and _is_old(file.record, file.today):
        assert file.record.reviewed
        age = months_between(file.record.reviewed, file.today)
        yield file.line("reviewed"), f"the last review was {age} months ago"


def _is_old(article: Article, today: date) -> bool:
    return bool(article.reviewed) and months_between(article.reviewed, today) >= OVERDUE  # type: ignore[arg-type]


@rule("review-before-change", "warning", source="DATE-ORDER (reviewed)", kinds=("post",),
      why="'Reviewed by' vouches for words that the reviewer has not seen.",
      cure="have the change reviewed, and set 'reviewed' anew",
      bad="---\nmodified: 2026-09-01\nreviewer: teo-marlowe\nreviewed: 2026-05-01⟵\n---\nRest.",
      good="---\nmodified: 2026-04-01\nreviewer: teo-marlowe\nreviewed: 2026-05-01\n---\nRest.")
def review_before_change(writing: Writing) -> Iterator[Hit]:
    """Reviews older than the last change."""
    article = writing.record
    if isinstance(article, Article) and article.reviewed and article.modified \
            and article.reviewed < article.modified.date():
        yield writing.line("reviewed"), (f"the review of {article.reviewed} is older than the last "
                                         f"change of {article.modified:%Y-%m-%d}")


@day_rule("licence-expired", "error", source="CRED-EXPIRED", kinds=("person",),
      why="Nobody may be shown as licensed who is not; boards look at websites.",
      cure="write the new date at 'licence expires', or take the person off the site",
      bad="---\nlicence expires: 2026-08-31⟵\n---\nHello.",
      good="---\nlicence expires: 2027-08-31\n---\nHello.")
def licence(file: Dated) -> Iterator[Hit]:
    """Licences that have run out."""
    person = file.record
    if isinstance(person, Person) and person.licence_expires \
            and person.licence_expires < file.today:
        yield file.line("licence expires"), f"the licence expired on {person.licence_expires}"


@rule("date-relative", "warning", source="DATE-RELATIVE", kinds=("post", "page"),
      why="'A new study' is read for years; without its year nobody knows how new.",
      cure="write the year, or name the source",
      bad="A new study found that walking helps.⟵",
      good="A new study of 2025 found that walking helps.\n\nWe read new studies each month.\n\n"
           "New research is needed. They tell of "
           "their recent research.")
def relative(writing: Writing) -> Iterator[Hit]:
    """Words that are true only when written, without a year in the paragraph."""
    for block, match, line in said(writing, _RECENT, SENTENCES):
        if _WORK.search(match[0]) and not _FOUND.search(sentence_around(block.text, *match.span())):
            continue  # nothing is said to be so because of it
        after = block.text[match.end():match.end() + 30].lower()
        if not _YEAR.search(block.text) and not _THEIRS.search(block.text[:match.start()]) \
                and not block.cited and not block.links \
                and not any(word in after for word in ("need", "is lacking", "may change")):
            yield line, f"true only when it was written: '{short(match[0])}'"


@day_rule("offer-expired", "warning", source="DATE-RELATIVE (offers)",
      why="An offer that has ended tells a reader that nobody looks after the site.",
      cure="delete it, or write the new date",
      bad="Our offer ends June 30, 2026.⟵",
      good="Our offer ends June 30, 2027. The rule held until June 30, 1998.")
def expired(file: Dated) -> Iterator[Hit]:
    """Offers and events whose day has passed."""
    for line, day, words in file.ends:
        # A post that was written after the day tells of something past.
        told = isinstance(file.record, Article) and day < file.record.published.date()
        if day < file.today and not told:
            yield line, f"it ended: '{words}'"


def ends(writing: Writing) -> Iterator[Passing]:
    """The days that a text gives as the end of an offer or an event."""
    for block in writing.holding(ENDS, _OFFER, kinds=_OFFERED):
        for place, sentence in block.sentences:
            for match in ENDS.finditer(sentence) if _OFFER.search(sentence) else ():
                if day := end_of(match):
                    yield Passing(block.line_of(place + match.start()), day, short(match[0]))


@rule("copyright-year", "warning", source="DATE-FUTURE (copyright)",
      why="A typed year is wrong from January on; the footer has the right one by itself.",
      cure="delete it",
      bad="© 2024 Our clinic⟵", good="The copyright of 2024 guidelines is theirs.")
def copyright_year(writing: Writing) -> Iterator[Hit]:
    """A copyright year typed by hand."""
    for _, match, line in said(writing, _COPYRIGHT, ("paragraph", "item", "heading")):
        yield line, f"a copyright year typed by hand: '{match[0]}'"
