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
from plugins.publishing.build import build
from plugins.site_model.problem import ContentError
from plugins.site_model.settings import SettingsError

WATCHED = ("content", "theme", "plugins", "pelicanconf.py", "publishconf.py")


def run(root: Path, port: int = 8000) -> None:
    """Serve the preview of the project in `root`. Returns on Ctrl-C.

    The preview lies in `.cache/`, apart from `output/`: drafts never stand where a folder is
    taken from to be published.
    """
    folder = root / ".cache" / "preview"
    (folder / "static").mkdir(parents=True, exist_ok=True)
    server = PreviewServer(lambda: folder, MessageStore(root / ".cache" / "messages.sqlite3"), port)
    # Open before the first build: what is saved meanwhile must not be lost.
    with Watcher([root / name for name in WATCHED if (root / name).exists()]) as watcher:
        try:
            _rebuild(root, folder, server)
            server.start()
            print(
                f"\nThe blog is at    {server.url}/\nMessages arrive at {server.url}"
                "/__preview__/messages\nSave a file and the page follows. Ctrl-C stops.\n",
                flush=True,
            )
            for changed in watcher.changes():
                if _needs_new_process(changed, root):
                    _start_again(server, watcher)
                _rebuild(root, folder, server)
        except KeyboardInterrupt:
            print("\nStopped.")
        finally:
            server.stop()


def _rebuild(root: Path, folder: Path, server: PreviewServer) -> None:
    started = time.monotonic()
    try:
        report = build(root / "pelicanconf.py", folder, {"PREVIEW": True, "SITEURL": server.url})
    except (ContentError, SettingsError) as error:
        print(f"{error}\n", file=sys.stderr, flush=True)
        server.show_problems(str(error))
        return
    except Exception:  # a mistake in a template or in the settings file: show it, go on serving
        text = traceback.format_exc(limit=-3)
        print(text, file=sys.stderr, flush=True)
        server.show_problems(text)
        return
    for line in report.lines:
        print(line, file=sys.stderr)
    print(f"Built {report.pages} pages in {time.monotonic() - started:.1f} s.", flush=True)
    server.show_problems(None)
    server.notify("reload")


def _needs_new_process(changed: Iterable[Path], root: Path) -> bool:
    """Python keeps the code it has read, so a changed plugin needs a fresh start."""
    return any(path.suffix == ".py" and path.is_relative_to(root / "plugins") for path in changed)


def _start_again(server: PreviewServer, watcher: Watcher) -> None:
    port = server.url.rsplit(":", 1)[1]
    server.stop()
    watcher.close()
    os.execv(sys.executable, [sys.executable, "-m", "invoke", "serve", "--port", port])
