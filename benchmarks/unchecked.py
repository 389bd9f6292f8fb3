"""Our build with the checks of texts and pages left out, so that they can be counted apart: other
generators do not check.

    python unchecked.py build      # in the folder of a site
    python unchecked.py pelican    # the same by stock Pelican and our plugin, by the libraries

For measuring alone: it replaces functions in its own process, as the product has no way to leave
checks out.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Names of the measured site, which lies in the working folder, and not of this one.
sys.path[0] = str(Path.cwd())


def leave_out() -> None:
    """Put functions that do nothing in the place of the rules about texts and of the checks of
    the finished folder."""
    from plugins.publishing import printing, work
    from plugins.rules import catalogue

    unjudged = catalogue.Judged((), b"")

    def pages(work: Any, prepared: Any, printed: Mapping[str, Any], *_: Any) -> tuple[int, Any]:
        return sum(path.endswith(".html") for path in printed), ((), None)

    catalogue.make_ready = lambda texts: None
    catalogue.judged = lambda record, body, facts: unjudged
    catalogue.judge_all = lambda site, bodies: dict.fromkeys(bodies, unjudged)
    catalogue.problems = lambda *_: ()
    printing._facts = lambda file, data: b""
    work.Work._check = pages  # type: ignore[method-assign,assignment]


def main(how: str) -> None:
    """Build, as the two commands themselves do."""
    if how == "pelican":
        leave_out()
        sys.argv = ["pelican", "-s", "pelicanconf.py", "-q", "-e", "FAST_TEXT=false"]
        runpy.run_module("pelican", run_name="__main__", alter_sys=True)
    else:
        from plugins.publishing import build

        load = build.load_the_rest  # while children read

        def load_without_checks(posts: int) -> Any:
            work = load(posts)
            leave_out()
            return work

        build.load_the_rest = load_without_checks
        sys.argv = ["plugins.publishing", "pelicanconf.py"]
        runpy.run_module("plugins.publishing", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1])
