"""Whether anything happened since the last build, asked before anything large is loaded.

Only the standard library, and little of it: this runs each time somebody types `make build`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path

from plugins.publishing.finished import Finished, is_same

# Of the environment these change from call to call, and no page depends on them.
_VOLATILE = ("_", "SHLVL", "PWD", "OLDPWD", "COLUMNS", "LINES", "MAKELEVEL", "MAKEFLAGS", "MFLAGS",
             "MAKE_TERMOUT", "MAKE_TERMERR", "TERM", "WINDOWID", "WORKERS",
             "OPENBLAS_NUM_THREADS")
# A file may be written twice within one tick of its file system's clock (2 s on FAT), so what was
# told of one that was written just now is not believed by the next build.
SETTLED_NS = 2_000_000_000


Seen = tuple[tuple[str, ...], bytes, int]
"""The folders of a build, a digest of all that it depends on, and the time of the latest change
(ns)."""


def inputs(settings_file: Path, folders: Iterable[str]) -> Seen:
    """All that a build depends on, as it is now."""
    folders = tuple(folders)
    lines: list[str] = []
    latest = 0
    for folder in (*folders, Path(__file__).resolve().parents[1]):
        latest = max(latest, _walk(str(folder), lines))
    for file in sorted(settings_file.parent.glob("*.py")):  # settings may be in several files
        with suppress(OSError):
            latest = max(latest, _tell(str(file), file.stat(), lines))
    for place in sys.path:
        if place.endswith("-packages"):  # that no library was put in or taken out is enough
            with suppress(OSError):
                lines.append(f"{Path(place).stat().st_mtime_ns}\n")
    environment = sorted((k, v) for k, v in os.environ.items() if k not in _VOLATILE)
    lines.append(repr((sys.version, environment, str(settings_file))))
    seen = "".join(lines).encode("utf-8", "surrogateescape")
    return folders, blake2b(seen, digest_size=16).digest(), latest


def _walk(folder: str, lines: list[str]) -> int:
    """Tell of all that lies in a folder; the time of its latest change (ns)."""
    latest = 0
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=attrgetter("name"))
    except OSError:
        return 0
    lines.append(f"/{folder}\n")
    inner = []
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                inner.append(entry.path)
        else:
            latest = max(latest, _tell(entry.name, entry.stat(follow_symlinks=False), lines))
    return max(latest, *(_walk(path, lines) for path in inner)) if inner else latest


def _tell(name: str, stat: os.stat_result, lines: list[str]) -> int:
    written, changed = stat.st_mtime_ns, stat.st_ctime_ns
    lines.append(f"{name}\0{stat.st_size} {written} {changed} {stat.st_ino}\n")
    return written if written > changed else changed


def remember(file: Path, seen: Seen, settings_file: Path, made: Finished, until: float,
             told: Iterable[str]) -> None:
    """Keep what a build was made of (`inputs` as it began), what it `made`, until when that holds
    (seconds since 1970), and what it said."""
    folders, found, latest = seen
    if time.time_ns() - latest < SETTLED_NS:
        forget(file)  # a file may be changed once more within the same tick of its clock
        return
    kept = {"inputs": found.hex(), "settings": str(settings_file), "folders": folders,
            "outputs": made, "since": time.time(), "until": until,
            "told": list(told)}
    with suppress(OSError):
        beside = file.with_name(f".{file.name}-{os.getpid()}")
        beside.write_text(json.dumps(kept), "utf-8")
        beside.replace(file)


def forget(file: Path) -> None:
    """There is nothing to be remembered of."""
    with suppress(OSError):
        file.unlink()


def told_before(file: Path, settings_file: Path, output: Path
                ) -> tuple[list[str] | None, Seen | None]:
    """What the last build said, if a build now would say and do the same; and what was seen, so
    that a build need not look again."""
    seen = None
    try:
        kept = json.loads(file.read_text("utf-8"))
        if kept["settings"] != str(settings_file) \
                or not kept["since"] <= time.time() < kept["until"]:
            return None, None
        seen = inputs(settings_file, kept["folders"])
        same = kept["inputs"] == seen[1].hex() and is_same(output, Finished(*kept["outputs"]))
        return [str(line) for line in kept["told"]] if same else None, seen
    except (OSError, ValueError, KeyError, TypeError):
        return None, seen


def name_of(output: Path) -> str:
    """The name under which things are kept of a folder."""
    where = blake2b(str(output.absolute()).encode("utf-8", "surrogateescape"), digest_size=4)
    return f"{output.name}-{where.hexdigest()}"
