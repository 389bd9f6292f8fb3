"""What falls due: reviews, licences, agreements, offers, silences. For `make stale`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plugins.rules.catalogue import RULES
from plugins.rules.core import Record
from plugins.rules.dates import ENDS, REVIEW_MONTHS, end_of
from plugins.rules.prose import blocks
from plugins.rules.silence import read as read_silences
from plugins.site_model.core import Article, Person, Site

DAYS = 90
SOURCE_YEARS = 3  # after which somebody should open a source again


@dataclass(frozen=True, order=True)
class Due:
    """Something to see to by a day. `path` is from the project, `line` 0 for the file."""

    day: date
    path: str
    line: int
    what: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{self.day}  {place}: {self.what}"


def due(site: Site, today: date, days: int = DAYS,
        line_in_settings: Callable[[str], int] = lambda _: 0) -> tuple[Due, ...]:
    """All that has fallen due or will in the next `days`, the earliest first."""
    end = today + timedelta(days=days)
    found = (*_all(site), *_hours(site, line_in_settings))
    return tuple(sorted(each for each in found if each.day <= end))


def as_text(found: Iterable[Due], today: date, days: int = DAYS) -> str:
    """What `make stale` prints."""
    listed = list(found)
    late = [f"  {each}" for each in listed if each.day < today]
    soon = [f"  {each}" for each in listed if each.day >= today]
    parts = [*(["Overdue:", *late] if late else []),
             *([f"Due within {days} days:", *soon] if soon else [])]
    return "\n".join(parts) or f"Nothing falls due within {days} days."


def _all(site: Site) -> Iterator[Due]:
    for article in site.articles:
        yield from _reviews(article)
    for person in site.people:
        if person.licence_expires:
            yield Due(person.licence_expires, person.source, _line(person, "licence expires"),
                      f"the licence of {person.name} expires")
    records: tuple[Record, ...] = site.written
    for record in records:
        line = _line(record, "silence")
        for silence in read_silences(record.silence, record.source, line, RULES)[0]:
            yield Due(silence.until, record.source, line, f"the silence of '{silence.rule}' ends")
        for block in blocks(record.body, record.body_line):
            for match in ENDS.finditer(block.text):
                if day := end_of(match):
                    yield Due(day, record.source, block.line_of(match.start()),
                              f"the text says '{' '.join(match[0].split())}'")
    if site.clinic.contact.agreement_ends:
        yield Due(date.fromisoformat(site.clinic.contact.agreement_ends), "pelicanconf.py", 0,
                  "the agreement with the form service ends")
    for each in site.references:
        if each.verified_on:
            yield Due(_years_on(each.verified_on, SOURCE_YEARS), "content/references.yaml",
                      each.line, f"'{each.key}' was last opened on {each.verified_on}")


def _hours(site: Site, line_in_settings: Callable[[str], int]) -> Iterator[Due]:
    for each in site.clinic.special_hours:
        yield Due(each.last, "pelicanconf.py", line_in_settings(each.day),
                  f"the special hours of '{each.label}' end")


def _reviews(article: Article) -> Iterator[Due]:
    if article.next_review:
        yield Due(article.next_review, article.source, _line(article, "next review"),
                  "the next review is due")
    elif article.reviewed:
        yield Due(_years_on(article.reviewed, REVIEW_MONTHS // 12), article.source,
                  _line(article, "reviewed"), f"the last review was on {article.reviewed}")


def _years_on(day: date, years: int) -> date:
    """The same day some years later; of 29 February the day before March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _line(record: Article | Person | Record, name: str) -> int:
    return dict(record.lines).get(name, 0)
