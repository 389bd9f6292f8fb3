"""All rules, and how they are run: per file first (which may be remembered), then over all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from plugins.article_body.core import Body
from plugins.rules import (
    claims,
    dates,
    identity,
    layout,
    notices,
    opening,
    reading,
    silence,
    sources,
    wording,
)
from plugins.rules.core import (
    Dated,
    Facts,
    Finding,
    Hit,
    Passing,
    Record,
    Rule,
    Whole,
    Writing,
    kind_of,
    line_of,
)
from plugins.rules.near import alike as all_alike
from plugins.rules.shingles import packed
from plugins.rules.sieve import Sieve, Sought
from plugins.site_model.core import Site
from plugins.site_model.problem import Problem, Severity, did_you_mean
from plugins.site_model.settings import Demand, Level, Policy

THEMES = (claims, wording, reading, layout, dates, opening, identity, sources, notices)
RULES: Mapping[str, Rule] = {
    rule.id: rule for theme in THEMES
    for rule in (*(each for each in vars(theme).values() if isinstance(each, Rule)),
                 *getattr(theme, "NOTICES", ()))}
_FILE_RULES = tuple(rule for rule in RULES.values() if rule.find)
_DAY_RULES = tuple(rule for rule in RULES.values() if rule.find_due)
_SIEVE = Sieve(each for theme in THEMES for each in vars(theme).values()
               if isinstance(each, Sought))
SIEVED_FROM = 6  # texts; to make the sieve takes as long as to judge some without it
MOST = 5  # findings of one rule in one file that are told; the next run tells the rest


def level(rule: Rule, policy: Policy) -> Level:
    """How loud a rule is at this clinic."""
    return policy.rules.get(rule.id, rule.severity)


def policy_demands(policy: Policy) -> tuple[Demand, ...]:
    """Rules in the clinic's policy that there are not, or that may not stop a build."""
    wrong = [(f"policy: there is no rule '{id}'", did_you_mean(id, RULES))
             for id in policy.rules if id not in RULES]
    wrong += [(f"policy: '{id}' is a measure and cannot be an error", "write 'warning' or 'off'")
              for id, loud in policy.rules.items()
              if id in RULES and loud == "error" and not RULES[id].stops]
    return tuple(Demand("pelicanconf.py", "policy", message, cure) for message, cure in wrong)


def judge(record: Record, body: Body, facts: Facts) -> tuple[Finding, ...]:
    """All that the rules about single files find in one file: plain data that depends on nothing
    but the arguments, so it may be kept by their hash. Severities and silences come later."""
    return _judge(Writing(record, body, facts, _sieve()))


def make_ready(texts: int) -> None:
    """Call it before so many texts are judged, and before processes share them: what makes that
    quick is then there for all of them."""
    if texts >= SIEVED_FROM:
        _SIEVE.make()


def _sieve() -> Sieve:
    return _SIEVE if _SIEVE.made else Sieve()


def _judge(writing: Writing) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for rule in _FILE_RULES:
        if writing.kind in rule.kinds and level(rule, writing.facts.clinic.policy) != "off":
            found += _findings(rule, rule.find(writing))  # type: ignore[misc]
    return tuple(found)


def _findings(rule: Rule, hits: Iterable[Hit]) -> list[Finding]:
    each = dict.fromkeys(hits)
    return [Finding(rule.id, *hit) for hit in islice(each, MOST)] if each else []


@dataclass(frozen=True)
class Judged:
    """What the rules need of one file once it is judged: its findings, the marks by which its
    text is compared with others (see `shingles.packed`), and the days it names. Plain data, to be
    kept with the file: it holds on every day."""

    findings: tuple[Finding, ...]
    marks: bytes
    ends: tuple[Passing, ...] = ()


def judged(record: Record, body: Body, facts: Facts) -> Judged:
    """All that the rules ask of one file by itself, whatever the day."""
    writing = Writing(record, body, facts, _sieve())
    return Judged(_judge(writing), packed(writing.marks), tuple(dates.ends(writing)))


def judge_all(site: Site, bodies: Mapping[str, Body]) -> dict[str, Judged]:
    """Every file of a site judged by itself."""
    facts = facts_of(site)
    make_ready(len(site.written))
    return {record.source: judged(record, bodies[record.source], facts)
            for record in site.written}


def problems(site: Site, known: Mapping[str, Judged], today: date,
             line_in_settings: Callable[[str], int] = lambda _: 0,
             alike: Callable[[Mapping[str, bytes]], Mapping[str, str]] = all_alike
             ) -> tuple[Problem, ...]:
    """What the rules say of a whole site; `known` are its files judged one by one.
    `line_in_settings` tells where words stand in the clinic's settings, 0 if nobody knows; `alike`
    is `near.alike`, or something that remembers what it said."""
    facts = facts_of(site)
    records: dict[str, Record] = {record.source: record for record in site.written}
    by_path = {path: list(known[path].findings) for path in records}
    asked = [rule for rule in _DAY_RULES if level(rule, site.clinic.policy) != "off"]
    for path, record in records.items():
        by_path[path] += _due(Dated(record, known[path].ends, today), asked)
    whole = Whole(site, facts, lambda path: known[path].marks, alike, today, line_in_settings)
    for rule in RULES.values():
        if rule.find_all and level(rule, site.clinic.policy) != "off" \
                and not (rule.real_only and site.clinic.demo):
            for path, hit in rule.find_all(whole):
                by_path.setdefault(path, []).append(Finding(rule.id, *hit))
    off = {id for id, rule in RULES.items() if level(rule, site.clinic.policy) == "off"}
    told: list[Problem] = []
    for path, found in by_path.items():
        shown = [_problem(path, each, site.clinic.policy) for each in found]
        told += _silenced(records[path], shown, today, off) if path in records else shown
    return tuple(told)


def facts_of(site: Site) -> Facts:
    """What the rules may know of a site beside the file they judge."""
    return Facts(site.clinic, site.people, site.glossary)


def problems_of_one(record: Record, body: Body, facts: Facts, today: date) -> tuple[Problem, ...]:
    """What the rules say of one text alone, such as one with a faulty header."""
    found = [_problem(record.source, each, facts.clinic.policy)
             for each in judge(record, body, facts)]
    return _silenced(record, found, today, (), whole=False)


def _due(file: Dated, asked: Sequence[Rule]) -> Iterator[Finding]:
    """What some rules about days say of one file."""
    kind = kind_of(file.record)
    for rule in asked:
        if kind in rule.kinds:
            yield from _findings(rule, rule.find_due(file))  # type: ignore[misc]


def _problem(path: str, finding: Finding, policy: Policy) -> Problem:
    rule = RULES[finding.rule]
    loud = level(rule, policy)
    severity: Severity = "error" if loud == "error" else "warning"
    return Problem(path, finding.line, finding.message, finding.cure or rule.cure, severity,
                   rule.id)


def _silenced(record: Record, found: Sequence[Problem], today: date, off: Iterable[str],
              whole: bool = True) -> tuple[Problem, ...]:
    """What no line of the file silences. Where not all rules were asked, a line that silences
    nothing is no fault."""
    if not record.silence:
        return tuple(found)
    line = line_of(record, "silence")
    silences, wrong = silence.read(record.silence, record.source, line, RULES)
    if not whole:
        off = {each.rule for each in silences} - {each.rule for each in found}
    return (*silence.apply(found, silences, record.source, line, today, frozenset(off)), *wrong)
