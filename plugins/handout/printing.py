"""Prints the handouts of a built site with Chromium: a PDF for each post with exercises."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_EXERCISE = '<section class="exercise">'
_ARTICLE = '<meta property="og:type" content="article">'
TIMEOUT = 120  # seconds for one page; a cold start of Chromium takes a few


class NoBrowserError(RuntimeError):
    """There is no Chromium here, or it did not print; the text says which."""


def exercise_pages(site: Path) -> list[Path]:
    """The pages of posts with exercises in a built folder, by path."""
    texts = {path: path.read_text("utf-8") for path in sorted(site.rglob("index.html"))}
    return [path for path, text in texts.items() if _EXERCISE in text and _ARTICLE in text]


def write_handouts(site: Path, base: str, folder: Path) -> list[Path]:
    """Print the posts with exercises of the site in `site`, whose pages lie below the path `base`,
    into `folder`, as `slug.pdf`. Raises NoBrowserError."""
    browser = _browser()
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with _served(site) as address, tempfile.TemporaryDirectory() as profile:
        for page in exercise_pages(site / base.strip("/")):
            place = page.parent.relative_to(site).as_posix()
            target = folder / f"{page.parent.name}.pdf"
            _print(browser, f"{address}/{place}/", target, profile)
            written.append(target)
    return written


def _browser() -> str:
    names = (os.environ.get("CHROME", ""), *BROWSERS)
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if not found:
        raise NoBrowserError("there is no Chromium on this computer — install it (Debian, Ubuntu: "
                             "sudo apt-get install chromium), or name one with CHROME=…")
    return found


def _print(browser: str, address: str, target: Path, profile: str) -> None:
    # Chromium refuses its sandbox to root, who is the user in most containers.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    command = [browser, "--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer",
               "--disable-background-networking", f"--user-data-dir={profile}", *sandbox,
               f"--print-to-pdf={target}", address]
    target.unlink(missing_ok=True)
    try:
        ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        raise NoBrowserError(f"{browser} took longer than {TIMEOUT} s for {target.name}") from None
    if not target.is_file():
        raise NoBrowserError(f"{browser} printed no {target.name}: {ran.stderr.strip()[-500:]}")


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The folder on the loopback, at a port that is free."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    """Serves without telling of each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Called for each request."""
