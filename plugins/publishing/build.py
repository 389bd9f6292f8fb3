"""One build: beside the last, checked, then put in its place. A failed build changes nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from plugins.memory.store import Damaged, Store
from plugins.publishing import unchanged
from plugins.publishing.folder import alone
from plugins.publishing.headers import read_headers
from plugins.publishing.progress import Progress
from plugins.publishing.report import Report
from plugins.publishing.settings import ours, read_settings
from plugins.publishing.version import version
from plugins.site_model.calendar import moment

__all__ = ["Report", "build"]

# Threads of NumPy and forked workers would fight for the same cores. Read when NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


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
            return _with_pelican(settings_file, overrides or {}, output, shown, keep)
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
    now = moment()
    for store in _stores(memory, progress):
        try:
            headers = read_headers(settings, now, store, progress, load_the_rest)
            work = load_the_rest(0).Work(settings, output, shown, in_place, store, progress)
            return work.run(headers, last)
        except Damaged as error:
            store.take_away(error)
        finally:
            store.close()
    # A new memory is damaged by nothing but a disk that is full.
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(memory.parent))


def load_the_rest(posts: int) -> Any:
    """The module that does most of the work, ready for so many new posts. Loading it takes as long
    as reading some hundred headers, and is done while children read them."""
    work = import_module("plugins.publishing.work")
    work.make_ready(posts)
    return work


def _stores(path: Path, progress: Progress) -> Iterable[Store]:
    yield Store(path, version(), progress.say)
    yield Store(path, version(), progress.say)
    yield Store(path / "nowhere", version(), progress.say)  # cannot be there: kept for one build


def _with_pelican(settings_file: Path, overrides: Mapping[str, Any], output: Path, shown: str,
                  keep: bool) -> Report:
    """A site with plugins of others: Pelican runs them, and everything is built."""
    from plugins.publishing.with_pelican import build_all

    return build_all(settings_file, overrides, output, shown, keep)
