"""Problems as SARIF 2.1.0 (OASIS), as code hosts take it for notes in a review.

Section numbers are those of the standard; what GitHub asks beyond it is said where it is met.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from plugins.digest.core import digest
from plugins.site_model.problem import Problem

Described = tuple[str, str, str]
"""Of a rule its sentence, its cure and the page that documents it."""

# Faults that no rule of `plugins/rules` finds, by the start of their id.
_OTHERS: Mapping[str, Described] = {
    "page-": ("A finished page must work for every reader.", "follow the message",
              "docs/rules.md#checks-on-the-finished-pages"),
    "file-": ("A finished site has the files that readers and search engines ask for.",
              "follow the message", "docs/rules.md#checks-on-the-finished-pages"),
    "silence": ("A silence has a rule, a reason and a day, and hides something.",
                "follow the message", "docs/rules.md#silence-a-rule-in-one-file"),
    "": ("Texts and settings must be whole and agree with each other.", "follow the message",
         "docs/authoring.md"),
}
_CONTENT = "content"  # the id of faults that have none


def sarif(problems: Iterable[Problem], rules: Mapping[str, Described]) -> str:
    """The log as JSON. `rules` describes rules by their id."""
    found = sorted(set(problems))
    used = sorted({problem.rule or _CONTENT for problem in found})
    driver = {"name": "clinic-blog",
              "rules": [_rule(id, *rules.get(id) or _other(id)) for id in used]}
    return json.dumps({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints",
                  "results": list(_results(found, used))}]}, ensure_ascii=False, indent=1)


def _other(id: str) -> Described:
    return next(told for start, told in _OTHERS.items() if id.startswith(start))


def _rule(id: str, why: str, cure: str, page: str) -> dict[str, Any]:
    """A reportingDescriptor (3.49). GitHub asks for both descriptions and help."""
    return {"id": id, "shortDescription": {"text": why}, "fullDescription": {"text": why},
            "help": {"text": f"{cure[:1].upper()}{cure[1:]}. See {page}."}}


def _results(problems: Sequence[Problem], used: Sequence[str]) -> Iterable[dict[str, Any]]:
    met: Counter[bytes] = Counter()
    for problem in problems:
        # Without the line, so that a note stays the same one when text above it changes.
        name = digest(problem.path, problem.rule, problem.message)
        met[name] += 1
        yield _result(problem, used, f"{name.hex()[:16]}:{met[name]}")


def _result(problem: Problem, used: Sequence[str], fingerprint: str) -> dict[str, Any]:
    """A result (3.27). What is said of a whole file stands at its first line: GitHub shows no
    note without one."""
    id = problem.rule or _CONTENT
    cure = f" — {problem.cure}" if problem.cure else ""
    return {"ruleId": id, "ruleIndex": used.index(id), "level": problem.severity,
            "message": {"text": f"{problem.message}{cure}"},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": quote(problem.path), "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": max(problem.line, 1)}}}],
            "partialFingerprints": {"primaryLocationLineHash": fingerprint}}
