"""`make serve`: watch, build, show, again and again, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Iterable
from pathlib import Path

from plugins.contact_form.receiver import MessageStore
from plugins.preview.server import PreviewServer
from plugins.preview.watch import Watcher
from plugins.publishing.build import Report, build
from plugins.publishing.folder import Busy, of_the_disk
from plugins.publishing.quick import Quick
from plugins.publishing.settings import read_settings
from plugins.publishing.templates import environment
from plugins.site_model.problem import ContentError, Problem
from plugins.site_model.settings import SettingsError
from plugins.style_guide import page as guide

WATCHED = ("content", "theme", "plugins", "pelicanconf.py", "publishconf.py")
MOST_TOLD = 200  # changed addresses that browsers are told one by one; beyond, all load again


def run(root: Path, port: int = 8000) -> None:
    """Serve the preview of the project in `root`. Returns on Ctrl-C.

    The preview lies in `.cache/`, apart from `output/`: drafts never stand where a folder is
    taken from to be published.
    """
    folder = root / ".cache" / "preview"
    (folder / "static").mkdir(parents=True, exist_ok=True)
    server = PreviewServer(lambda: folder, MessageStore(root / ".cache" / "messages.sqlite3"), port,
                           guide=lambda: style_guide(root / "pelicanconf.py", folder))
    session = _Session(root, folder, server)
    # Open before the first build: what is saved meanwhile must not be lost.
    with Watcher([root / name for name in WATCHED if (root / name).exists()]) as watcher:
        try:
            session.build()
            server.start()
            print(
                f"\nThe blog is at    {server.url}/\nMessages arrive at {server.url}"
                f"/__preview__/messages\nThe style guide is {server.url}/__preview__/style-guide\n"
                "Save a file and the page follows. Ctrl-C stops.\n",
                flush=True,
            )
            for changed in watcher.changes():
                if _needs_new_process(changed, root):
                    _start_again(server, watcher)
                session.follow(changed)
        except KeyboardInterrupt:
            print("\nStopped.")
        finally:
            server.stop()


def style_guide(settings_file: Path, folder: Path) -> str:
    """The style guide of the site in `folder`, as its theme is now."""
    settings = read_settings(settings_file, {})
    sheet = max((folder / "static").glob("site*.css"), key=lambda path: path.stat().st_mtime,
                default=Path("site.css"))
    return guide.page(environment(settings), Path(settings["THEME"]), f"/static/{sheet.name}",
                      settings["CLINIC"].accent)


class _Session:
    """Builds again and again, and tells the browsers."""

    def __init__(self, root: Path, folder: Path, server: PreviewServer) -> None:
        self._root, self._folder, self._server = root, folder, server
        self._quick: Quick | None = None
        self._known: Quick | None = None  # of the last build that went well
        self._last: Report | None = None
        self._told: tuple[str, ...] = ()

    def follow(self, changed: frozenset[Path]) -> None:
        """Files changed: the page of a post at once, then everything that hangs on it."""
        started = time.monotonic()
        if len(changed) == 1:
            (path,) = changed
            if faults := self._faults(self._known, path) if self._known else ():
                self._server.show_problems(str(ContentError(faults)))
            elif self._quick and (address := self._at_once(self._quick, path)):
                print(f"{address} in {(time.monotonic() - started) * 1000:.0f} ms", flush=True)
                self._server.notify("reload", [address])
        self.build()

    def _at_once(self, quick: Quick, path: Path) -> str | None:
        try:
            return quick.again(path.relative_to(self._root).as_posix())
        except Exception:  # the build that follows tells what is wrong
            return None

    def _faults(self, quick: Quick, path: Path) -> tuple[Problem, ...]:
        """What is wrong with a post, told before the build has looked at everything else."""
        try:
            return quick.faults(path.relative_to(self._root).as_posix())
        except Exception:  # the build that follows tells what is wrong
            return ()

    def build(self) -> None:
        """Build what changed; what is wrong is shown, and the last good pages stay."""
        started = time.monotonic()
        self._quick = None
        try:
            report = build(self._root / "pelicanconf.py", self._folder,
                           {"PREVIEW": True, "SITEURL": self._server.url}, in_place=True,
                           last=self._last)
        except (ContentError, SettingsError, Busy) as error:
            self._wrong(str(error))
        except OSError as error:
            self._wrong(of_the_disk(error))
        except Exception:  # a mistake in a template or in the settings file: show it, go on serving
            self._wrong(traceback.format_exc(limit=-3))
        else:
            self._quick, self._last = report.quick, report
            self._known = report.quick
            self._tell(report, time.monotonic() - started)

    def _wrong(self, text: str) -> None:
        print(f"{text}\n", file=sys.stderr, flush=True)
        self._server.show_problems(text)

    def _tell(self, report: Report, seconds: float) -> None:
        if report.lines != self._told:  # the same warnings are not told at every save
            self._told = report.lines
            print(*report.lines, sep="\n", file=sys.stderr)
        count = len(report.changed)
        print(f"Built {count} of {report.pages} pages in {seconds:.1f} s." if count < report.pages
              else f"Built {report.pages} pages in {seconds:.1f} s.", flush=True)
        self._server.show_problems(None)
        self._server.show_notes(_notes(report))
        places = [_address(name) for name in (*report.changed, *report.removed)]
        if places:
            self._server.notify("reload", places if len(places) <= MOST_TOLD else None)


def _notes(report: Report) -> dict[str, list[str]]:
    """What each page's author should know, by its address: the warnings of its text."""
    notes: dict[str, list[str]] = {}
    for problem in report.problems:
        if problem.path in report.places:
            cure = f" — {problem.cure}" if problem.cure else ""
            notes.setdefault(report.places[problem.path], []).append(
                f"line {problem.line}: {problem.message}{cure}")
    return notes


def _address(name: str) -> str:
    """Where a file of the folder is found."""
    return f"/{name.removesuffix('index.html') if name.endswith('/index.html') else name}" \
        if name != "index.html" else "/"


def _needs_new_process(changed: Iterable[Path], root: Path) -> bool:
    """Python keeps the code it has read, so a changed plugin needs a fresh start."""
    return any(path.suffix == ".py" and path.is_relative_to(root / "plugins") for path in changed)


def _start_again(server: PreviewServer, watcher: Watcher) -> None:
    port = server.url.rsplit(":", 1)[1]
    server.stop()
    watcher.close()
    os.execv(sys.executable, [sys.executable, "-m", "invoke", "serve", "--port", port])
