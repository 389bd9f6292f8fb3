"""The SARIF log against the standard, of which the parts that we write stand here as a table, and
against what GitHub asks for. The schema itself is published as a page only, in no package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.reports.sarif import sarif
from plugins.rules.catalogue import RULES
from plugins.site_model.problem import Problem

DESCRIBED = {rule.id: (rule.why, rule.cure, rule.anchor) for rule in RULES.values()}
ERROR = Problem("content/posts/b.md", 7, "a link leads nowhere", "correct it", "error", "page-link")
WARNING = Problem("content/posts/a.md", 3, "it is long", "", "warning", "text-wall")
WHOLE = Problem("content/a b:c%é.md", 0, "the file is empty")
ALL = (WARNING, ERROR, WHOLE)


@dataclass(frozen=True)
class Kind:
    """An object of the standard: its section, what it must have, and what it may."""

    section: str
    must: dict[str, Any]
    may: dict[str, Any] = field(default_factory=dict)


def text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def one_of(*words: str) -> Any:
    return lambda value: value in words


def reference(value: Any) -> bool:
    """A relative reference (RFC 3986, 4.2) of characters that may stand in one."""
    return text(value) and re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+", value) \
        is not None and urlsplit(value).scheme == "" and not value.startswith("/")


def number(least: int) -> Any:
    return lambda value: type(value) is int and value >= least


def texts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(text, value.values()))


MESSAGE = Kind("3.11", {"text": text})
STRING = Kind("3.12", {"text": text})
DESCRIPTOR = Kind("3.49", {"id": text}, {
    "shortDescription": STRING, "fullDescription": STRING, "help": STRING})
COMPONENT = Kind("3.19", {"name": text}, {"rules": [DESCRIPTOR]})
ARTIFACT = Kind("3.4", {"uri": reference}, {"uriBaseId": text})
REGION = Kind("3.30", {"startLine": number(1)})
PHYSICAL = Kind("3.29", {"artifactLocation": ARTIFACT}, {"region": REGION})
LOCATION = Kind("3.28", {}, {"physicalLocation": PHYSICAL})
RESULT = Kind("3.27", {"message": MESSAGE}, {
    "ruleId": text, "ruleIndex": number(0), "locations": [LOCATION], "partialFingerprints": texts,
    "level": one_of("none", "note", "warning", "error")})
RUN = Kind("3.14", {"tool": Kind("3.18", {"driver": COMPONENT})}, {
    "results": [RESULT], "columnKind": one_of("utf16CodeUnits", "unicodeCodePoints")})
LOG = Kind("3.13", {"version": one_of("2.1.0"), "runs": [RUN]}, {"$schema": text})


def faults(value: Any, kind: Any, where: str = "log") -> Iterator[str]:
    """Where a value is not of its kind; every object may have `properties` (3.8), we write none."""
    if isinstance(kind, list):
        if not isinstance(value, list):
            yield f"{where} is no array"
            return
        for place, each in enumerate(value):
            yield from faults(each, kind[0], f"{where}[{place}]")
    elif isinstance(kind, Kind):
        if not isinstance(value, dict):
            yield f"{where} is no object (section {kind.section})"
            return
        known = {**kind.may, **kind.must}
        for name in kind.must.keys() - value.keys():
            yield f"{where} lacks {name} (section {kind.section})"
        for name, each in value.items():
            if name not in known:
                yield f"{where} has the unknown {name} (section {kind.section})"
            else:
                yield from faults(each, known[name], f"{where}.{name}")
    elif not kind(value):
        yield f"{where} is {value!r}"


def log(problems: Any) -> dict[str, Any]:
    return json.loads(sarif(problems, DESCRIBED))


def results(problems: Any) -> list[dict[str, Any]]:
    return log(problems)["runs"][0]["results"]


WORDS = st.text(min_size=1, max_size=30).filter(str.strip)
PROBLEMS = st.builds(
    Problem, st.lists(st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]),
                              min_size=1), min_size=1, max_size=3).map("/".join),
    st.integers(0, 9999), WORDS, st.text(max_size=20), st.sampled_from(["error", "warning"]),
    st.sampled_from([*RULES, "", "page-link", "file-feed", "silence"]))


@given(st.lists(PROBLEMS, max_size=6))
def test_every_log_is_as_the_standard_asks(problems):
    made = log(problems)
    run = made["runs"][0]
    rules = run["tool"]["driver"]["rules"]

    assert list(faults(made, LOG)) == []
    assert len({rule["id"] for rule in rules}) == len(rules)  # 3.19.23: an array without repeats
    assert len(run["results"]) == len(set(problems))
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]  # 3.27.6


@given(st.lists(PROBLEMS, max_size=6))
def test_every_log_has_what_github_asks_for(problems):
    made = log(problems)["runs"][0]

    for rule in made["tool"]["driver"]["rules"]:
        assert {"id", "shortDescription", "fullDescription", "help"} <= rule.keys()
        assert len(rule["shortDescription"]["text"]) <= 1024
    for result in made["results"]:
        (place,) = result["locations"]
        assert place["physicalLocation"]["region"]["startLine"] >= 1
    prints = [each["partialFingerprints"]["primaryLocationLineHash"] for each in made["results"]]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize("spoil, said", [
    (lambda log: log.update(version="2.0"), "log.version is '2.0'"),
    (lambda log: log.pop("runs"), "log lacks runs (section 3.13)"),
    (lambda log: log["runs"][0]["results"][0].pop("message"), "lacks message (section 3.27)"),
    (lambda log: log["runs"][0]["results"][0].update(level="fatal"), ".level is 'fatal'"),
    (lambda log: log["runs"][0]["results"][0].update(severity="error"), "unknown severity"),
    (lambda log: log["runs"][0]["results"][0]["locations"][0]["physicalLocation"][
        "artifactLocation"].update(uri="a b.md"), ".uri is 'a b.md'"),
    (lambda log: log["runs"][0]["results"][0]["locations"][0]["physicalLocation"][
        "region"].update(startLine=0), ".startLine is 0"),
])
def test_the_table_tells_a_log_that_is_wrong(spoil, said):
    made = log(ALL)
    spoil(made)

    assert said in "; ".join(faults(made, LOG))


def test_a_result_names_file_line_rule_and_cure():
    empty, wall, link = results(ALL)
    place = link["locations"][0]["physicalLocation"]

    assert (link["ruleId"], link["level"]) == ("page-link", "error")
    assert link["message"]["text"] == "a link leads nowhere — correct it"
    assert place == {"artifactLocation": {"uri": "content/posts/b.md", "uriBaseId": "%SRCROOT%"},
                     "region": {"startLine": 7}}
    assert (wall["level"], wall["message"]["text"]) == ("warning", "it is long")
    place = empty["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == "content/a b:c%é.md"
    assert place["region"] == {"startLine": 1}


def test_a_note_stays_the_same_when_text_above_it_changes():
    moved = [Problem(p.path, p.line + 3, p.message, p.cure, p.severity, p.rule) for p in ALL]

    assert [each["partialFingerprints"] for each in results(ALL)] == \
        [each["partialFingerprints"] for each in results(moved)]


def test_a_rule_tells_why_and_leads_to_its_page():
    rules = {rule["id"]: rule for rule in log(ALL)["runs"][0]["tool"]["driver"]["rules"]}

    assert rules["text-wall"]["fullDescription"]["text"] == RULES["text-wall"].why
    assert rules["text-wall"]["help"]["text"].endswith("See docs/rule-list.md#text-wall.")
    assert "docs/rules.md#checks-on-the-finished-pages" in rules["page-link"]["help"]["text"]
    assert "docs/authoring.md" in rules["content"]["help"]["text"]
