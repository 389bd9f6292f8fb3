"""A change is made, timed and proved: with a generator of ten lines in the place of a real one."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import scenarios
from benchmarks.corpus.core import post, posts
from benchmarks.measure import Failed
from benchmarks.peers import layouts
from benchmarks.peers.tools import ROOT, SITES, TOOLS, Tool, put, python
from benchmarks.scenarios import SCENARIOS, Place, measure, serve

BUILD = """
import pathlib, re, sys
around = pathlib.Path("post.html").read_text()
for file in pathlib.Path("posts").glob("*.md"):
    text = file.read_text()
    for page in (file.stem, *("tags/" + tag for tag in re.findall(r"new-?[a-z0-9]+", text.replace(
            "new ", "new-")))):
        target = pathlib.Path("out", page, "index.html")
        if "lazy" in sys.argv and target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(around + text)
pathlib.Path("memory.1").write_text("what is remembered")
"""
SERVE = """
import http.server, pathlib, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        text = pathlib.Path("posts", self.path.strip("/") + ".md").read_bytes()
        self.send_response(200), self.end_headers(), self.wfile.write(text)
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr("os.sync", lambda: None)  # the disk of all, which may be busy
    tool = Tool("tiny", "tiny", "", "posts", layouts.hugo,
                lambda: (sys.executable, "-c", BUILD), "out", ("memory.*",), "post.html",
                lambda port: (sys.executable, "-c", SERVE, str(port)))
    (tmp_path / "posts").mkdir()
    (tmp_path / "post.html").write_text('<article class="a">\n', "utf-8")
    for each in posts(4):
        put(tool, tmp_path, each)
    return Place(tool, tmp_path, 4)


def lazy(place: Place) -> Place:
    """A generator that never writes a page anew."""
    return replace(place, tool=replace(place.tool, build=lambda: (
        sys.executable, "-c", BUILD, "lazy")))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_was_done_is_seen_in_the_output(place: Place, scenario: str) -> None:
    measure(place, "cold", "first")

    assert measure(place, scenario, "second").wall > 0


@pytest.mark.parametrize("scenario", ["edit", "template"])
def test_a_build_that_does_not_show_the_change_has_no_figure(place: Place, scenario: str) -> None:
    measure(place, "cold", "first")

    with pytest.raises(Failed, match=f"tiny, 4 posts: .*{scenario}"):
        measure(lazy(place), scenario, "second")


def test_cold_forgets_all_and_puts_the_post_back(place: Place) -> None:
    measure(place, "cold", "first")
    measure(place, "tag", "second")
    proved = SCENARIOS["cold"](place, "third")

    assert not proved()
    assert sorted(path.name for path in place.folder.iterdir()) == ["post.html", "posts"]
    assert (place.folder / "posts" / "post-2.md").read_text("utf-8") == layouts.hugo(post(2))


def test_a_template_can_be_changed_again_and_again(place: Place) -> None:
    for mark in ("one", "two"):
        SCENARIOS["template"](place, mark)

    text = (place.folder / "post.html").read_text("utf-8")
    assert text == '<article class="a" data-mark="two">\n'


def test_a_generator_that_shows_what_it_should_leave_out_has_no_figure(place: Place) -> None:
    title = place.post.title
    measure(replace(place, tool=replace(place.tool, lacks="nowhere")), "cold", "one")

    with pytest.raises(Failed, match="does not show the change"):
        measure(replace(place, tool=replace(place.tool, lacks=title)), "cold", "one")


def test_a_served_page_is_asked_for_until_it_shows_the_change(
        place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenarios, "EDITS", 1)

    assert [0 < seconds < 5 for seconds in serve(place)] == [True]


def test_a_served_page_that_never_changes_is_told_of(
        place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenarios, "PATIENCE", 1.0)
    stubborn = replace(place, tool=replace(place.tool, write=lambda post: "post-2"))

    with pytest.raises(Failed, match="did not show 'served0'"):
        serve(stubborn)


@pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda tool: tool.key)
def test_the_template_of_posts_is_where_it_is_said_to_be(tool: Tool) -> None:
    home = ROOT if tool.site == "ours" else SITES / tool.site

    assert (home / tool.template).read_text("utf-8").count("<article") == 1


def test_it_is_told_whose_python_was_measured() -> None:
    assert python("3.11.2", "/usr", {"NAME": "Some Linux", "VERSION_ID": "12"}) \
        == "3.11.2 of Some Linux 12"
    assert python("3.11.2", "/usr", {}) == python("3.11.2", "/opt/own", {"NAME": "Some Linux"}) \
        == "3.11.2"
