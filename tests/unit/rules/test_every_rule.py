"""Every rule finds its bad example, on the marked line by its own id, and passes its good one."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from plugins.article_body.core import Body, convert
from plugins.article_body.links import Resolver, Target
from plugins.rules.catalogue import RULES, judge_all, problems
from plugins.rules.core import Rule
from plugins.site_model.loading import Loaded
from plugins.site_model.problem import Problem
from plugins.site_model.settings import DAYS, Hours, Level, Policy, SpecialHours
from tests.unit.builders import NOW, SOUND, loaded

MARK = "⟵"
SETTINGS = "pelicanconf.py"
HOURS = (Hours(DAYS[:4], "08:00", "18:00"), Hours(("Friday",), "08:00", "14:00"))
FIELDS = {"post": SOUND, "page": {"title": "About"}, "person": {"name": "Sam Lee",
                                                                 "credentials": "PT, DPT"}}
FOLDERS = {"post": "posts", "page": "pages", "person": "people"}
_REFERENCE = "{0}:\n  kind: {1}\n  authors: Doe J\n  year: {2}\n  title: About {0}\n"
REFERENCES = "".join(_REFERENCE.format(*entry) for entry in (
    ("doe-2020", "Trial", "2020"), ("roe-2010", "Trial", "2010"), ("low-2024", "Trial", "2024"),
    ("poe-2024", "Expert opinion", "2024"), ("loe-2024", "Patient information", "2024"),
    ("low-2015", "Trial", "2015"))) + "  superseded by: low-2024\n"


def files(rule: Rule, example: str | Mapping[str, str]) -> dict[str, str]:
    """An example as files of a content folder, with the header that every file needs."""
    if not isinstance(example, str):
        return {path.removeprefix("content/"): text for path, text in example.items()}
    match = re.match(r"---\n(.*?)---\n(.*)", example, re.S)
    header, body = (match[1], match[2]) if match else ("", example)
    missing = "".join(f"{name}: {value}\n" for name, value in FIELDS[rule.kinds[0]].items()
                      if not re.search(rf"^{name}:", header, re.M))
    return {f"{FOLDERS[rule.kinds[0]]}/me.md": f"---\n{header}{missing}---\n{body}\n",
            "references.yaml": REFERENCES}


def told(rule: Rule, example: str | Mapping[str, str]
         ) -> tuple[list[Problem], list[tuple[str, int]]]:
    """What the rule says of an example, and the marked places."""
    places = [(path if path == SETTINGS else f"content/{path}", number)
              for path, text in files(rule, example).items()
              for number, line in enumerate(text.split("\n"), 1) if MARK in line]
    return [problem for problem in said_at(rule, example, "warning") if problem.rule == rule.id], \
        places


def said_at(rule: Rule, example: str | Mapping[str, str], level: Level) -> tuple[Problem, ...]:
    """What all rules say of an example, with one rule at a level."""
    texts = {path: text.replace(MARK, "") for path, text in files(rule, example).items()}
    settings = texts.pop(SETTINGS, "")
    found = loaded(texts, policy=Policy(reviewer="off", rules={rule.id: level}), hours=HOURS,
                   **eval(f"dict({settings})", {"SpecialHours": SpecialHours}))
    assert [p for p in found.problems if p.severity == "error"] == []
    return all_said(found, settings)


def all_said(found: Loaded, settings: str = "") -> tuple[Problem, ...]:
    """What the rules say of a site with these settings."""
    def line(words: str) -> int:
        return next((number for number, text in enumerate(settings.split("\n"), 1)
                     if words in text), 0)
    return problems(found.site, judge_all(found.site, bodies(found)), NOW.date(), line)


def bodies(found: Loaded) -> dict[str, Body]:
    """The texts, converted; what they link to is taken to be there."""
    class Anything(dict[str, Target]):
        def __contains__(self, key: object) -> bool:
            return True

        def __missing__(self, key: str) -> Target:
            return Target("/there/")

    def body(source: str, text: str, line: int) -> Body:
        resolver = Resolver(source, "content", Anything(), lambda path: (_ for _ in ()).throw(
            KeyError(path)))
        return convert(text, source, line, resolver)
    site = found.site
    return {each.source: body(each.source, each.body, each.body_line)
            for each in (*site.articles, *site.pages, *site.people)}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_the_bad_example_is_found_on_its_line(rule: Rule) -> None:
    said, places = told(rule, rule.bad)

    assert said, "it finds nothing"
    if places:
        assert {(problem.path, problem.line) for problem in said} == set(places)
    assert all(problem.cure and problem.message for problem in said)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_the_good_example_is_passed_in_silence(rule: Rule) -> None:
    assert told(rule, rule.good)[0] == []


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_can_be_turned_off(rule: Rule) -> None:
    assert rule.id not in {problem.rule for problem in said_at(rule, rule.bad, "off")}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_speaks_plainly(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert rule.why.endswith(".") and len(rule.why) <= 120
    assert rule.cure and not rule.cure.endswith(".")
    assert rule.bad != rule.good
    assert rule.source
