"""The work of a build once headers are read: to convert, plan, print, check, and put in place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import time_ns
from typing import Any

from plugins.folder_check.core import Checked, check_again
from plugins.memory.store import Store
from plugins.page_models.core import Plan
from plugins.page_models.prepare import Prepared, prepare
from plugins.publishing import folder, printing, unchanged
from plugins.publishing.checks import budget, identity, with_texts
from plugins.publishing.finished import Finished, finished
from plugins.publishing.folder import Seen, new_staging, put_in_place, swap, take_over
from plugins.publishing.headers import Headers
from plugins.publishing.printing import Outcome, Outputs, Printed
from plugins.publishing.progress import Progress
from plugins.publishing.quick import Quick
from plugins.publishing.reading import Reading
from plugins.publishing.report import Report
from plugins.publishing.unchanged import SETTLED_NS
from plugins.related import core as related
from plugins.site_model.problem import ContentError, errors
from plugins.workers.fork import WorkerDied, beside, fork_map

MANY = 2_000  # files; to look at fewer is sooner done than to begin a process


def make_ready(posts: int) -> None:
    """Load what so many new posts need, sooner than they need it."""
    related.make_ready(posts)


class Work:
    """One build of our own."""

    def __init__(self, settings: Mapping[str, Any], output: Path, shown: str, in_place: bool,
                 store: Store, progress: Progress) -> None:
        self._settings, self._output, self._shown = settings, output, shown
        self._in_place, self._store, self._progress = in_place, store, progress
        self._next = Path(settings["CACHE_PATH"]) / f"{unchanged.name_of(output)}.next"

    def run(self, headers: Headers, last: Report | None) -> Report:
        """Do it; `last` is what the build before said. Raises ContentError and Damaged."""
        reading = Reading(self._settings, headers, self._store, self._progress)
        outputs = printing.Outputs(self._store)
        known = outputs.known()
        kept = None if self._in_place else folder.kept_staging(self._next, self._output)
        with self._seeing(kept, len(known)) as seen:
            content = reading.read()
            templates = printing.load_templates(self._settings, self._store)
            with self._progress.stage("planning"), templates.compiling(content.spoken):
                prepared = prepare(self._settings, content, headers.now, last and last.matrices,
                                   fork_map, beside)
            del content
            if not self._in_place:
                prepared = _for_once(prepared)
            with self._progress.stage("comparing"):
                wanted = printing.files(prepared, Path(self._settings["PATH"]), templates)
                lies = seen()
                present = lies.old
                stays = {file.path: known[file.path] for file in wanted
                         if file.path in known and file.path in present
                         and known[file.path].fingerprint == file.fingerprint
                         and known[file.path].stamp == present[file.path].stamp}
        todo = [file for file in wanted if file.path not in stays]
        staging = kept or new_staging(self._output)
        try:
            made = printing.make(todo, self._output, present, staging, self._progress)
            printed = stays | {path: each.printed for path, each in made.items()}
            pages, (problems, checked) = self._check(prepared, printed, made, outputs)
            changed = tuple(sorted(path for path, each in made.items() if not each.same))
            removed = folder.unwanted(present, printed)
            with self._progress.stage("putting in place", len(changed)):
                left = self._put_in_place(staging, printed, lies, changed, removed)
            outputs.keep(printed, made)
            printing.keep_templates(self._store, templates)
            printing.keep_check(self._store, checked)
            self._store.commit()
        finally:
            if not kept:
                shutil.rmtree(staging, ignore_errors=True)
        told = (*prepared.problems, *prepared.notes, *problems)
        return Report(tuple(str(each) for each in told), pages, (*prepared.problems, *problems),
                      changed, removed, headers.until, prepared.places,
                      prepared.matrices if self._in_place else None,
                      Quick(reading, prepared.plan, templates) if self._in_place else None,
                      left, None if self._in_place else (reading, prepared, wanted, known, present,
                                                         printed))

    @contextmanager
    def _seeing(self, staging: Path | None, known: int) -> Iterator[Callable[[], Seen]]:
        """What lies in the finished folder and in the next one; of many files that is found out
        beside what is done meanwhile, but for the preview: pages are put there while it builds."""
        see = partial(folder.see, self._output, staging, link=known > 0)
        if self._in_place or known < MANY:
            yield see
            return
        with beside(see) as found:
            def told() -> Seen:
                try:
                    return found()
                except WorkerDied:
                    return see()

            yield told

    def _put_in_place(self, staging: Path, printed: Mapping[str, Printed], lies: Seen,
                      changed: tuple[str, ...], removed: tuple[str, ...]) -> Finished | None:
        """The finished folder, and what is known of it."""
        stamps = {path: each.stamp for path, each in printed.items()}
        if self._in_place:
            self._output.mkdir(parents=True, exist_ok=True)
            put_in_place(staging, self._output, changed, removed)
        elif changed or removed or not self._output.is_dir():
            take_over(self._output, staging, sorted(printed.keys() - set(changed)), changed, lies)
            # Nobody else puts anything into a folder that is not in its place yet.
            left = finished(staging, stamps, time_ns() - SETTLED_NS)
            swap(staging, self._output)
            return left
        with suppress(OSError):  # somebody took a folder away meanwhile
            return finished(self._output, stamps, lies.at - SETTLED_NS)
        return None

    def _check(self, prepared: Prepared, printed: Mapping[str, Printed],
               made: Mapping[str, Outcome], outputs: Outputs) -> tuple[int, Checked]:
        with self._progress.stage("checking pages", len(printed)):
            pages, files = (outputs.facts(printed, made, kind) for kind in (True, False))
            found = check_again(
                printing.load_check(self._store), made, pages, printed.keys(),
                self._settings["SITEURL"], self._shown, files,
                identity(self._settings), budget(self._settings), prepared.withheld)
        problems = with_texts(found.problems, prepared.places, self._shown)
        if errors(problems):
            raise ContentError(problems)
        return len(pages), found._replace(problems=problems)


def _for_once(prepared: Prepared) -> Prepared:
    """What is left to do, without what only a process needs that builds again: the ranking of the
    related posts of a large blog takes much memory."""
    plan = prepared.plan
    return replace(prepared, plan=Plan(plan.pages, plan.texts, plan.pictures), matrices={})
