"""`make build`, `make publish`: nothing large is loaded until it is known that there is work."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from plugins.publishing import unchanged

DONE = {"pelicanconf.py": "Built", "publishconf.py": "Ready to publish:"}
_held: list[object] = []  # what a build was made with, so that nobody takes it apart at the end


def run(project: Path, settings: str, profile: bool = False) -> int:
    """Build `output/` of a project by one of its settings files; the exit code. `profile` tells
    where the time went."""
    output, file = project / "output", project / settings
    memory = project / ".cache" / f"{unchanged.name_of(output)}.json"
    told, seen = (None, None) if profile else unchanged.told_before(memory, file, output)
    if told is None:
        try:
            told = _build(file, output, profile, seen)
        except _Refused as error:
            print(error, file=sys.stderr)
            return 1
    pages, *lines = told
    print(*lines, f"{DONE[settings]} {pages} pages in output/.", sep="\n")
    return 0


class _Refused(Exception):
    """The site cannot be built; why, in the author's words."""


def _build(file: Path, output: Path, profile: bool, seen: unchanged.Seen | None) -> list[str]:
    gc.disable()  # a process of one build ends before its garbage could matter
    from plugins.publishing.build import build
    from plugins.publishing.folder import Busy, of_the_disk
    from plugins.publishing.progress import Progress
    from plugins.site_model.problem import ContentError, how_many
    from plugins.site_model.settings import SettingsError
    from plugins.workers.fork import WorkerDied

    progress = Progress()
    try:
        report = build(file, output, progress=progress, seen=seen)
        _held.append(report)
    except (ContentError, SettingsError) as error:
        raise _Refused(f"{error}\n\n{how_many(str(error))}") from None
    except (Busy, WorkerDied) as error:
        raise _Refused(f"{error}\nNothing was changed.") from None
    except OSError as error:
        raise _Refused(f"{of_the_disk(error)}\nNothing was changed.") from None
    if profile:
        print(progress.table(), file=sys.stderr)
    return [str(report.pages), *report.lines]
