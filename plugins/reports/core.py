"""Problems for people and programs: the terminal and JSON; SARIF is in `sarif.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from plugins.site_model.problem import Problem

_BOLD, _RED, _YELLOW, _END = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
MOST = 50  # problems of one file that are told


def _serious_first(problems: Iterable[Problem]) -> list[tuple[str, list[Problem]]]:
    """The problems by file: files with the most errors first, in a file the errors first."""
    by_path: dict[str, list[Problem]] = {}
    for problem in sorted(set(problems)):
        by_path.setdefault(problem.path, []).append(problem)
    for found in by_path.values():
        found.sort(key=lambda p: (p.severity != "error", p.line))
    return sorted(by_path.items(), key=lambda item: (
        -sum(p.severity == "error" for p in item[1]), item[0]))


def terminal(problems: Iterable[Problem], colour: bool = False) -> str:
    """A list grouped by file, the most serious first, with a line that counts them."""
    blocks = []
    grouped = _serious_first(problems)
    for path, found in grouped:
        more = [f"{path}: and {len(found) - MOST} more"] if len(found) > MOST else []
        blocks.append("\n".join([*(_line(p, colour) for p in found[:MOST]), *more]))
    everything = [problem for _, found in grouped for problem in found]
    return "\n\n".join([*blocks, count(everything)])


def _line(problem: Problem, colour: bool) -> str:
    """One problem as everywhere else, so that an editor finds `path:line:`; with colours the place
    in bold, and its end in red or yellow."""
    line = str(problem)
    if not colour:
        return line
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    tone = _RED if problem.severity == "error" else _YELLOW
    rest, dash, cure = line.removeprefix(place).partition(" — ")
    return f"{_BOLD}{place}{_END}{tone}{rest}{_END}{dash}{cure}"


def count(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning in 2 files`."""
    wrong = sum(p.severity == "error" for p in problems)
    words = [f"{number} {name}{'' if number == 1 else 's'}"
             for number, name in ((wrong, "error"), (len(problems) - wrong, "warning")) if number]
    files = len({p.path for p in problems})
    return f"{', '.join(words)} in {files} file{'' if files == 1 else 's'}" if words \
        else "No problems"


def as_json(problems: Iterable[Problem]) -> str:
    """`{"problems": [{path, line, severity, rule, message, cure}]}`, sorted."""
    rows = [{"path": p.path, "line": p.line, "severity": p.severity, "rule": p.rule,
             "message": p.message, "cure": p.cure} for p in sorted(set(problems))]
    return json.dumps({"problems": rows}, ensure_ascii=False, indent=1)
