"""`make serve`: watch, build, show, again and again, until Ctrl-C."""

from __future__ import annotations

import gc
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from plugins.contact_form.receiver import MessageStore
from plugins.preview.server import PreviewServer
from plugins.preview.watch import Watcher
from plugins.publishing.build import Report, build
from plugins.publishing.folder import Busy, of_the_disk
from plugins.publishing.quick import Page, Quick
from plugins.publishing.settings import read_settings
from plugins.publishing.templates import environment
from plugins.site_model.problem import ContentError, Problem
from plugins.site_model.settings import SettingsError
from plugins.style_guide import page as guide
from plugins.workers.fork import standing_by

WATCHED = ("content", "theme", "plugins", "pelicanconf.py", "publishconf.py")
# A collection of garbage goes through everything that is known of a large site, stops all threads
# for most of a second, and finds next to nothing: what a build leaves is let go without it.
BUILDS_A_COLLECTION = 50
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
    session = Session(root, folder, server)
    gc.disable()
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
            for changed in session.saves(watcher):
                if _needs_new_process(changed, root):
                    _start_again(server, watcher)
                session.build()
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


class Session:
    """Builds again and again, and tells the browsers.

    Two threads: one waits for saves and shows the page of a saved post at once, also while the
    other builds. The whole build of what was saved always follows.
    """

    def __init__(self, root: Path, folder: Path, server: PreviewServer) -> None:
        self._root, self._folder, self._server = root, folder, server
        self._saved: SimpleQueue[frozenset[Path] | BaseException] = SimpleQueue()
        self._turn = Lock()  # held while it is decided who answers, and while it is answered
        self._answer: Callable[[str], Page | tuple[Problem, ...]] | None = None
        self._quick: Quick | None = None  # of the last build that went well
        self._last: Report | None = None
        self._told: tuple[str, ...] = ()
        self._unseen: dict[str, str] = {}  # what was wrong by file, shown since a build began
        self._builds = 0

    def saves(self, watcher: Watcher) -> Iterator[frozenset[Path]]:
        """What was saved since the last time, after its pages were shown. Waits for it."""
        Thread(target=self._listen, args=(watcher,), daemon=True).start()
        while True:
            found = []
            with suppress(Empty):
                # Not for ever: on Windows, Ctrl-C would not be heard meanwhile.
                found.append(self._saved.get(timeout=0.5))
                while True:
                    found.append(self._saved.get_nowait())
            for each in found:
                if isinstance(each, BaseException):
                    raise each
            if found:
                yield frozenset().union(*found)  # type: ignore[arg-type]

    def _listen(self, watcher: Watcher) -> None:
        try:
            for changed in watcher.changes():
                self.show(changed)
                self._saved.put(changed)
        except Exception as error:  # raised where somebody can end the preview
            self._saved.put(error)

    def show(self, changed: frozenset[Path]) -> None:
        """One post was saved: show its page at once, or what is wrong with it."""
        started = time.monotonic()
        if len(changed) > 1:
            return
        with self._turn, suppress(Exception):  # the build that follows tells what is wrong
            path = min(changed).relative_to(self._root).as_posix()
            found = self._answer(path) if self._answer else ()
            self._unseen.pop(path, None)
            if isinstance(found, Page):
                self._server.ahead[found.path] = found.data
                print(f"{found.address} in {(time.monotonic() - started) * 1000:.0f} ms",
                      flush=True)
                self._server.notify("reload", [found.address])
            elif found:
                self._unseen[path] = str(ContentError(found))
                self._server.show_problems(self._unseen[path])

    def build(self) -> None:
        """Build what changed; what is wrong is shown, and the last good pages stay."""
        started, ahead = time.monotonic(), dict(self._server.ahead)
        with self._answering_meanwhile():
            report = self._build()
        if report:
            with self._turn:  # or a page that is shown just now would be taken away
                had = self._no_longer_ahead(ahead)
            self._tell(report, had, time.monotonic() - started)
        self._builds += 1
        if not self._builds % BUILDS_A_COLLECTION:
            gc.collect()

    @contextmanager
    def _answering_meanwhile(self) -> Iterator[None]:
        """A build changes much of what a page is made from, so another process answers."""
        with self._turn, ExitStack() as stack:
            self._unseen.clear()
            self._answer = self._quick and stack.enter_context(standing_by(self._quick.again))
            until_built = stack.pop_all()
        try:
            yield
        finally:
            with self._turn:
                until_built.close()
                self._answer = self._quick and self._quick.again

    def _build(self) -> Report | None:
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
            return report
        return None

    def _no_longer_ahead(self, ahead: Mapping[str, bytes]) -> frozenset[str]:
        """Readers get the pages from the folder again that were shown `ahead` of a build that went
        well. Those it made just so, which readers have already."""
        had = set()
        for path, data in ahead.items():
            with suppress(OSError):
                had |= {path} if (self._folder / path).read_bytes() == data else set()
            if self._server.ahead[path] is data:  # not saved once more since
                del self._server.ahead[path]
        return frozenset(had)

    def _wrong(self, text: str) -> None:
        print(f"{text}\n", file=sys.stderr, flush=True)
        self._show_problems(text)

    def _show_problems(self, *of_the_build: str) -> None:
        """What a build found wrong, and what was saved meanwhile, which it did not see."""
        with self._turn:
            self._server.show_problems("\n".join((*of_the_build, *self._unseen.values())) or None)

    def _tell(self, report: Report, had: frozenset[str], seconds: float) -> None:
        if report.lines != self._told:  # the same warnings are not told at every save
            self._told = report.lines
            print(*report.lines, sep="\n", file=sys.stderr)
        count = len(report.changed)
        print(f"Built {count} of {report.pages} pages in {seconds:.1f} s." if count < report.pages
              else f"Built {report.pages} pages in {seconds:.1f} s.", flush=True)
        self._show_problems()
        self._server.show_notes(_notes(report))
        places = [_address(name) for name in (*report.changed, *report.removed)
                  if name not in had]
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
