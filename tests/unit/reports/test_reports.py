"""Problems as a terminal, a program and a code review read them."""

import json

from plugins.reports.core import as_json, terminal
from plugins.site_model.problem import Problem

ERROR = Problem("content/posts/b.md", 7, "a link leads nowhere", "correct it", "error", "page-link")
WARNING = Problem("content/posts/a.md", 3, "it is long", "", "warning", "text-wall")
LATE = Problem("content/posts/b.md", 2, "it is late", "hurry", "warning")
WHOLE = Problem("content/a b.md", 0, "the file is empty")
ALL = (WARNING, LATE, ERROR, WHOLE)


def test_a_terminal_gets_files_with_the_most_serious_first():
    assert terminal(ALL).split("\n") == [
        "content/a b.md: the file is empty", "",
        "content/posts/b.md:7: a link leads nowhere — correct it [page-link]",
        "content/posts/b.md:2: warning: it is late — hurry", "",
        "content/posts/a.md:3: warning: it is long [text-wall]", "",
        "2 errors, 2 warnings in 3 files"]


def test_colour_is_only_there_when_asked_for():
    assert "\x1b" not in terminal(ALL)
    assert "\x1b[1mcontent/posts/b.md:7\x1b[0m\x1b[31m: a link" in terminal(ALL, colour=True)


def test_nothing_wrong_is_said_too():
    assert terminal(()) == "No problems"


def test_a_file_with_very_many_problems_is_cut():
    many = [Problem("x.md", line, "wrong") for line in range(1, 61)]

    assert "x.md: and 10 more" in terminal(many)
    assert terminal(many).endswith("60 errors in 1 file")


def test_json_holds_every_field():
    first, *rest = json.loads(as_json(ALL))["problems"]

    assert first == {"path": "content/a b.md", "line": 0, "severity": "error", "rule": "",
                     "message": "the file is empty", "cure": ""}
    assert len(rest) == 3
