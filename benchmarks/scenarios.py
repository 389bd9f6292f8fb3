"""What people do with a site, done to each generator's site, and proved to have been done."""

from __future__ import annotations

import http.client
import os
import re
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.corpus.core import Part, Post, post
from benchmarks.measure import Cost, Failed, run, start, stop
from benchmarks.peers.tools import Tool, put

EDITS, WARM_UP, POLL, PATIENCE = 3, 1, 0.004, 600.0  # of a served site; seconds


@dataclass(frozen=True)
class Place:
    """A tool's site with `size` posts in a folder."""

    tool: Tool
    folder: Path
    size: int

    @property
    def post(self) -> Post:
        """The post that is edited: one from the middle."""
        return post(self.size // 2)

    def page(self, address: str) -> str:
        """A page of the output; empty if there is none."""
        path = self.folder / self.tool.output / address / "index.html"
        return path.read_text("utf-8") if path.is_file() else ""


def cold(place: Place, mark: str) -> Callable[[], bool]:
    """No output and nothing remembered; the post as it was at first."""
    put(place.tool, place.folder, place.post)
    aside = set_aside(place.folder) / str(time.monotonic_ns())
    aside.mkdir(parents=True)
    for pattern in (place.tool.output, *place.tool.made):
        for path in place.folder.glob(pattern):
            path.rename(aside / path.name)

    def done() -> bool:
        page = place.page(place.post.slug)
        does_more = place.tool.lacks and place.tool.lacks in page
        return bool(page and place.page(f"post-{place.size - 1}") and not does_more)

    return done


def set_aside(folder: Path) -> Path:
    """Where the outputs of a site lie until everything has been measured. To delete thousands of
    files and then time a build measures the disk: ext4 without a journal does not give away the
    place of a file for minutes after, and looks past each of them for a free one."""
    return folder.with_name(f"{folder.name}-before")


def unchanged(place: Place, mark: str) -> Callable[[], bool]:
    """The same command once more."""
    return lambda: place.page(place.post.slug) != ""


def edit(place: Place, mark: str) -> Callable[[], bool]:
    """A sentence more in one post."""
    put(place.tool, place.folder, edited(place.post, mark))
    return lambda: mark in place.page(place.post.slug)


def template(place: Place, mark: str) -> Callable[[], bool]:
    """An attribute in the template of posts."""
    path = place.folder / place.tool.template
    path.write_text(re.sub(r"<article\b(.*?)( data-mark=\"\w+\")?>",
                           rf'<article\1 data-mark="{mark}">', path.read_text("utf-8"), count=1),
                    "utf-8")
    return lambda: f'data-mark="{mark}"' in place.page(place.post.slug)


def tag(place: Place, mark: str) -> Callable[[], bool]:
    """A tag that no post had."""
    put(place.tool, place.folder, replace(place.post, tags=(*place.post.tags, f"new {mark}")))
    return lambda: place.page(f"tags/new-{mark}") != ""


SCENARIOS: dict[str, Callable[[Place, str], Callable[[], bool]]] = {
    "cold": cold, "unchanged": unchanged, "edit": edit, "template": template, "tag": tag}


def measure(place: Place, scenario: str, mark: str) -> Cost:
    """Do it, time the build, and make sure that the output tells of it. `mark` is a word."""
    done = SCENARIOS[scenario](place, mark)
    os.sync()  # what the last one wrote is not to be paid for by this one
    cost = run(place.tool.build(), place.folder, place.tool.environment)
    if not done():
        raise Failed(f"{place.tool.key}, {place.size} posts: the output does not show the change "
                     f"({scenario})")
    return cost


def edited(post: Post, mark: str) -> Post:
    """The post with a sentence at its end."""
    return replace(post, parts=(*post.parts, Part("paragraph", (f"Then came {mark}.",))))


def serve(place: Place) -> list[float]:
    """Seconds from the save of a post until its page is served with the change, some times."""
    assert place.tool.serve
    cold(place, "")  # an old page would be served before the first build has begun
    port = _free_port()
    with tempfile.TemporaryFile() as said:
        process = start(place.tool.serve(port), place.folder, place.tool.environment, said)
        try:
            found = [_until(port, place.post.slug, place.post.slug)]
            for number in range(WARM_UP + EDITS):
                # An author pauses between two saves. Some tools write the page long before they
                # have done, and miss what is saved meanwhile.
                time.sleep(1.0 + found[-1])
                put(place.tool, place.folder, edited(place.post, f"served{number}"))
                found.append(_until(port, place.post.slug, f"served{number}"))
            return found[1 + WARM_UP:]
        finally:
            stop(process)


def _until(port: int, slug: str, text: str) -> float:
    """Seconds until the page of a post shows a text."""
    started = time.perf_counter()
    while text not in _get(port, slug):
        if time.perf_counter() > started + PATIENCE:
            raise Failed(f"the page did not show '{text}' within {PATIENCE:.0f} s")
        time.sleep(POLL)
    return time.perf_counter() - started


def _get(port: int, slug: str) -> str:
    """A served page; empty while there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", f"/{slug}/", headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.read().decode("utf-8", "replace") if answer.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
