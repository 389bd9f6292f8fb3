"""`make serve`: write, see, break, mend, stop."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest


class Served:
    """A running preview and what it has printed so far."""

    def __init__(self, project: Path) -> None:
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "invoke", "serve", "--port", "0"], cwd=project,
            encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        Thread(target=self._listen, daemon=True).start()
        self.url = self.until(r"The blog is at\s+(\S+)/\n")

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line

    def until(self, pattern: str, seconds: float = 30) -> str:
        """The first group (or the whole match) of a pattern in what it says."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := re.search(pattern, self.said):
                return found[1] if found.groups() else found[0]
            time.sleep(0.02)
        raise AssertionError(f"never said {pattern!r}:\n{self.said}")

    def page(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8")


@pytest.fixture
def served(project: Path) -> Iterator[Served]:
    running = Served(project)
    yield running
    if running.process.poll() is None:
        os.killpg(running.process.pid, signal.SIGKILL)
    running.process.wait()
    if running.process.stdout:
        running.process.stdout.close()


def test_write_see_break_mend_stop(served: Served, project: Path) -> None:
    assert served.page("/")[0] == 200
    assert served.page("/no-such-page/")[0] == 404

    post = min((project / "content" / "posts").glob("*.md"))
    text = post.read_text("utf-8")
    address = f"/{re.search('^slug: (.*)$', text, re.M)[1]}/"  # type: ignore[index]
    assert served.page(address)[0] == 200

    served.said = ""
    post.write_text(text.replace("title: ", "status: draft\ntitle: ", 1)
                    + "\nA freshly written sentence.\n", "utf-8")
    served.until("Built .* pages")
    status, page = served.page(address)
    assert status == 200
    assert "A freshly written" in page
    assert "Only you see this page" in page

    served.said = ""
    post.write_text(text.replace("\ndate: ", "\ndate: soon ", 1), "utf-8")
    served.until(rf"content/posts/{post.name}:\d+: .*no date")
    assert "Traceback" not in served.said
    assert "A freshly written" in served.page(address)[1]

    served.said = ""
    post.write_text(text, "utf-8")
    served.until("Built .* pages")
    assert "A freshly written" not in served.page(address)[1]

    os.killpg(served.process.pid, signal.SIGINT)
    assert served.process.wait(timeout=10) == 0
    assert "Traceback" not in served.said
    assert not (project / "output").exists()


def test_a_changed_plugin_is_taken_up(served: Served, project: Path) -> None:
    served.said = ""
    source = project / "plugins" / "page_models" / "articles.py"
    source.write_text(source.read_text("utf-8").replace("More from our blog", "Also here"), "utf-8")
    again = served.until(r"The blog is at\s+(\S+)/\n")

    assert again == served.url
    assert served.page("/")[0] == 200
