"""One build: beside the last, checked, then put in its place. A failed build changes nothing."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import time_ns
from typing import Any

from plugins.folder_check.core import (
    Budget,
    Checked,
    Identity,
    check,
    check_again,
    read_file,
)
from plugins.memory.store import Damaged, Store
from plugins.page_models.core import Plan
from plugins.page_models.prepare import Prepared, moment, prepare
from plugins.publishing import folder, printing, unchanged
from plugins.publishing.finished import Finished, finished
from plugins.publishing.folder import (
    Lies,
    alone,
    look,
    new_staging,
    put_in_place,
    stamps,
    swap,
    take_over,
)
from plugins.publishing.printing import Outcome, Outputs, Printed
from plugins.publishing.progress import Progress
from plugins.publishing.quick import Quick
from plugins.publishing.reading import Reading
from plugins.publishing.settings import ours, read_settings
from plugins.publishing.unchanged import SETTLED_NS
from plugins.publishing.version import version
from plugins.site_model.problem import ContentError, Problem, errors
from plugins.workers.fork import fork_map

__all__ = ["Report", "build"]


# Threads of NumPy and forked workers would fight for the same cores. Read when NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@dataclass(frozen=True)
class Report:
    """What a build says when it went well: warnings, and posts held back; how many pages there
    are, and the files that changed. It holds `until` a moment (seconds since 1970). `places`
    tells of texts the address of their page, `finished` how all files lie there. A build in place
    also has `quick`, which makes the page of one post again, and `matrices`, what the ranking of
    related posts remembers; any other holds what it was made with (`held`), so that a process that
    ends now need not take a million records apart."""

    lines: tuple[str, ...]
    pages: int
    problems: tuple[Problem, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    until: float = 0.0
    places: Mapping[str, str] = field(default_factory=dict, repr=False)
    matrices: Mapping[str, Any] | None = field(default=None, repr=False)
    quick: Quick | None = None
    finished: Finished | None = field(default=None, repr=False)
    held: object = field(default=None, repr=False, compare=False)


def build(settings_file: Path, output: Path, overrides: Mapping[str, Any] | None = None,
          keep: bool = True, in_place: bool = False, progress: Progress | None = None,
          last: Report | None = None, seen: unchanged.Seen | None = None) -> Report:
    """Build the site into `output`, or only check it with `keep=False`.

    `in_place` changes the files of a folder that nobody publishes from one by one; `last` is what
    the build before said, for a process that builds the same folder again and again; `seen` is what
    lay in the folders of the site, for whoever looked just now. Raises ContentError, SettingsError
    or Busy with what is to be mended; `output` is then as it was.
    """
    progress = progress or Progress()
    with progress.stage("settings"):
        settings = read_settings(settings_file, overrides or {})
    shown, cache = output.name, Path(settings["CACHE_PATH"])
    if not keep:  # a folder of its own, so that a check knows what the last one found
        output, in_place = check_place(cache, output), True
    name = unchanged.name_of(output)
    folders = tuple(dict.fromkeys((settings["PATH"], settings["THEME"],
                                  *([settings["TRANSLATIONS"]] if "TRANSLATIONS" in settings
                                    else ()), *settings.get("THEME_TEMPLATES_OVERRIDES", ()))))
    with alone(cache / f"{name}.lock", shown):
        if not ours(settings):
            return _build_with_pelican(settings_file, overrides or {}, output, shown, keep)
        if seen is None or seen[0] != folders:
            seen = unchanged.inputs(settings_file, folders)
        unchanged.forget(cache / f"{name}.json")
        report = _build(settings, output, shown, in_place, cache / f"{name}.sqlite3", progress,
                        last)
        if not overrides and report.finished:
            unchanged.remember(cache / f"{name}.json", seen, settings_file, report.finished,
                               report.until,
                               (str(report.pages), *report.lines))
        return report


def check_place(cache: Path, output: Path) -> Path:
    """Where a build lies that is only checked."""
    return cache / "check" / output.name


def _build(settings: Mapping[str, Any], output: Path, shown: str, in_place: bool, memory: Path,
           progress: Progress, last: Report | None) -> Report:
    for store in _stores(memory, progress):
        try:
            return _Build(settings, output, shown, in_place, store, progress).run(last)
        except Damaged as error:
            store.take_away(error)
        finally:
            store.close()
    # A new memory is damaged by nothing but a disk that is full.
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(memory.parent))


def _stores(path: Path, progress: Progress) -> Iterable[Store]:
    yield Store(path, version(), progress.say)
    yield Store(path, version(), progress.say)
    yield Store(path / "nowhere", version(), progress.say)  # cannot be there: kept for one build


class _Build:
    def __init__(self, settings: Mapping[str, Any], output: Path, shown: str, in_place: bool,
                 store: Store, progress: Progress) -> None:
        self._settings, self._output, self._shown = settings, output, shown
        self._in_place, self._store, self._progress = in_place, store, progress
        self._next = Path(settings["CACHE_PATH"]) / f"{unchanged.name_of(output)}.next"

    def run(self, last: Report | None) -> Report:
        now = moment()
        reading = Reading(self._settings, now, self._store, self._progress)
        content = reading.read()
        templates = printing.load_templates(self._settings, self._store)
        with self._progress.stage("planning"), templates.compiling(content.spoken):
            prepared = prepare(self._settings, content, now, last and last.matrices, fork_map)
        del content
        if not self._in_place:
            prepared = _for_once(prepared)
        with self._progress.stage("comparing"):
            wanted = printing.files(prepared, Path(self._settings["PATH"]), templates)
            outputs, looked = printing.Outputs(self._store), time_ns()
            known, present = outputs.known(), look(self._output)
            stays = {file.path: known[file.path] for file in wanted
                     if file.path in known and file.path in present
                     and known[file.path].fingerprint == file.fingerprint
                     and known[file.path].stamp == present[file.path].stamp}
        todo = [file for file in wanted if file.path not in stays]
        kept = None if self._in_place else folder.kept_staging(self._next, self._output)
        staging = kept or new_staging(self._output)
        try:
            made = printing.make(todo, self._output, present, staging, self._progress)
            printed = stays | {path: each.printed for path, each in made.items()}
            pages, (problems, checked) = self._check(prepared, printed, made, outputs)
            changed = tuple(sorted(path for path, each in made.items() if not each.same))
            removed = folder.unwanted(present, printed)
            with self._progress.stage("putting in place", len(changed)):
                left = self._put_in_place(staging, printed, present, changed, removed, looked)
            outputs.keep(printed, made)
            printing.keep_templates(self._store, templates)
            printing.keep_check(self._store, checked)
            self._store.commit()
        finally:
            if not kept:
                shutil.rmtree(staging, ignore_errors=True)
        told = (*prepared.problems, *prepared.notes, *problems)
        return Report(tuple(str(each) for each in told), pages, (*prepared.problems, *problems),
                      changed, removed, reading.until, prepared.places,
                      prepared.matrices if self._in_place else None,
                      Quick(reading, prepared.plan, templates) if self._in_place else None,
                      left, None if self._in_place else (reading, prepared, wanted, known, present,
                                                         printed))

    def _put_in_place(self, staging: Path, printed: Mapping[str, Printed],
                      present: Mapping[str, Lies], changed: tuple[str, ...],
                      removed: tuple[str, ...], looked: int) -> Finished | None:
        """The finished folder, of which `present` was seen at a moment (ns)."""
        stamps = {path: each.stamp for path, each in printed.items()}
        if self._in_place:
            self._output.mkdir(parents=True, exist_ok=True)
            put_in_place(staging, self._output, changed, removed)
        elif changed or removed or not self._output.is_dir():
            take_over(self._output, staging, sorted(printed.keys() - set(changed)), changed,
                      present)
            # Nobody else puts anything into a folder that is not in its place yet.
            left = finished(staging, stamps, time_ns() - SETTLED_NS)
            swap(staging, self._output)
            return left
        with suppress(OSError):  # somebody took a folder away meanwhile
            return finished(self._output, stamps, looked - SETTLED_NS)
        return None

    def _check(self, prepared: Prepared, printed: Mapping[str, Printed],
               made: Mapping[str, Outcome], outputs: Outputs) -> tuple[int, Checked]:
        with self._progress.stage("checking pages", len(printed)):
            pages, files = (outputs.facts(printed, made, kind) for kind in (True, False))
            found = check_again(
                printing.load_check(self._store), made, pages, printed.keys(),
                self._settings["SITEURL"], self._shown, files,
                _identity(self._settings), _budget(self._settings), prepared.withheld)
        problems = _with_texts(found.problems, prepared.places, self._shown)
        if errors(problems):
            raise ContentError(problems)
        return len(pages), found._replace(problems=problems)


def _for_once(prepared: Prepared) -> Prepared:
    """What is left to do, without what only a process needs that builds again: the ranking of the
    related posts of a large blog takes much memory."""
    plan = prepared.plan
    return replace(prepared, plan=Plan(plan.pages, plan.texts, plan.pictures), matrices={})


def _with_texts(problems: Iterable[Problem], places: Mapping[str, str], shown: str
                ) -> tuple[Problem, ...]:
    """Problems of pages, with the text that each page is made of: an author knows no other."""
    texts = {f"{shown}{place}index.html": source for source, place in places.items()}
    return tuple(
        replace(each, cure=f"{each.cure or 'mend the text'} ({texts[each.path]})")
        if each.path in texts else each for each in problems)


def _identity(settings: Mapping[str, Any]) -> Identity:
    clinic = settings["CLINIC"]
    return Identity(clinic.name, clinic.phone, clinic.address.street)


def _budget(settings: Mapping[str, Any]) -> Budget:
    """What pages may weigh. A preview links one style sheet with the rules of all pages."""
    return Budget(first_view=16 * 1024, styles=8 * 1024) if settings["PREVIEW"] else Budget()


def _build_with_pelican(settings_file: Path, overrides: Mapping[str, Any], output: Path,
                        shown: str, keep: bool) -> Report:
    """A site with plugins of others: Pelican runs them, and everything is built."""
    from plugins.publishing.with_pelican import run

    staging = new_staging(output)
    try:
        settings, told = run(settings_file, staging, overrides)
        pages, found = _check_folder(staging, shown, settings)
        told = (*told, *found)
        if keep:
            swap(staging, output)
        return Report(tuple(str(each) for each in told), pages,
                      tuple(each for each in told if isinstance(each, Problem)),
                      places=settings["PLACES"])
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _check_folder(place: Path, shown: str, settings: Mapping[str, Any]
                  ) -> tuple[int, tuple[Problem, ...]]:
    """Check a finished folder; the number of its pages, and warnings. Raises ContentError."""
    names = sorted(stamps(place))
    pages = {name: (place / name).read_text("utf-8") for name in names if name.endswith(".html")}
    others = {name: read_file(name, (place / name).read_bytes()) for name in names
              if name not in pages}
    problems = check(pages, frozenset(names), settings["SITEURL"], shown, files=others,
                     budget=_budget(settings), identity=_identity(settings),
                     withheld=settings["WITHHELD"])
    problems = _with_texts(problems, settings["PLACES"], shown)
    if errors(problems):
        raise ContentError(problems)
    return len(pages), problems
