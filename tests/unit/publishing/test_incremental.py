"""Whatever was built before: a build gives what a build from nothing gives, byte for byte.

The judge is Pelican itself running our plugin, which remembers nothing, works in one process and
writes with Pelican's own writer. INCREMENTAL_STEPS=200 tries longer.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plugins.publishing import build as building
from plugins.publishing import folder, work
from plugins.publishing.build import build
from plugins.publishing.progress import Progress
from plugins.related.core import LARGE
from plugins.rules import catalogue as rules
from plugins.site_model.problem import ContentError

ROOT = Path(__file__).resolve().parents[3]
STEPS = int(os.environ.get("INCREMENTAL_STEPS", "9"))
START = int(datetime(2026, 11, 1, 12, tzinfo=UTC).timestamp())
DAY = 86_400
WORDS = "hip knee walk rest bend slow warm cold ten steps each day and then a little more".split()


class Site:
    """A project that edits happen to."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.random, self.now, self.count = root, random.Random(seed), START, 0
        for name in ("content", "theme"):
            shutil.copytree(ROOT / name, root / name)
        for name in ("pelicanconf.py", "publishconf.py"):
            shutil.copy(ROOT / name, root / name)
        for _ in range(4):
            self.new_post()

    @property
    def posts(self) -> list[Path]:
        return sorted((self.root / "content" / "posts").glob("*.md"))

    def words(self, count: int) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(count)).capitalize()

    def change(self, path: Path, pattern: str, put: str) -> None:
        text = path.read_text("utf-8")
        path.write_text(re.sub(pattern, lambda m: m.expand(put), text, count=1, flags=re.M),
                        "utf-8")

    # ------------------------------------------------------------ edits

    def new_post(self) -> None:
        self.count += 1
        day = self.random.choice(["2026-03-02", "2026-08-09", "2026-11-02", "2026-11-05"])
        (self.root / "content" / "posts" / f"new-{self.count}.md").write_text(
            f"---\ntitle: {self.words(4)} {self.count}\nslug: new-{self.count}\ndate: {day}\n"
            f"author: wren-okonjo\ncategory: Exercise\nregions: [hip]\ntags: [warm-up]\n"
            f"summary: {self.words(14)}.\nreviewer: teo-marlowe\nreviewed: 2026-10-19\n"
            "next review: 2028-10-19\nkey points:\n  - Walk a little.\n"
            "references: [gattie-2017]\n---\n\n"
            f"{self.words(60)}.[^gattie-2017] See [a post](sciatica.md).\n\n## {self.words(3)}\n\n"
            f"{self.words(40)}.\n", "utf-8")

    def edit_body(self) -> None:
        with self.random.choice(self.posts).open("a", encoding="utf-8") as file:
            file.write(f"\n{self.words(12)}.\n")

    def edit_title(self) -> None:
        self.change(self.random.choice(self.posts), r"^title: .*$", f"title: {self.words(5)}")

    def edit_slug(self) -> None:
        self.count += 1
        self.change(self.random.choice(self.posts), r"^slug: (.*)$",
                    f"slug: moved-{self.count}\naliases: [/\\1-{self.count}/]")

    def edit_date(self) -> None:
        day = self.random.choice(["2026-02-03", "2026-09-01", "2026-11-03", "2026-11-09"])
        self.change(self.random.choice(self.posts), r"^date: .*$", f"date: {day}")

    def edit_tags(self) -> None:
        tags = self.random.choice(["[warm-up]", "[dry needling, sciatica]", "[]"])
        self.change(self.random.choice(self.posts), r"^tags: .*$", f"tags: {tags}")

    def edit_status(self) -> None:
        path = self.random.choice(self.posts)
        if "\nstatus: draft" in path.read_text("utf-8"):
            self.change(path, r"^status: draft\n", "")
        else:
            self.change(path, r"^slug: ", "status: draft\nslug: ")

    def break_and_mend(self) -> None:
        path = self.random.choice(self.posts)
        if "[nowhere](nowhere.md)" in path.read_text("utf-8"):
            self.change(path, r"\[nowhere\]\(nowhere\.md\)", "somewhere")
        else:
            with path.open("a", encoding="utf-8") as file:
                file.write("\n[nowhere](nowhere.md)\n")

    def link_a_post(self) -> None:
        one, other = self.random.choice(self.posts), self.random.choice(self.posts)
        with one.open("a", encoding="utf-8") as file:
            file.write(f"\nRead [this too]({other.name}).\n")

    def delete_post(self) -> None:
        if len(self.posts) > 4:
            self.random.choice(self.posts).unlink()

    def rename_file(self) -> None:
        self.count += 1
        path = self.random.choice(self.posts)
        path.rename(path.with_name(f"renamed-{self.count}.md"))

    def edit_person(self) -> None:
        self.change(self.root / "content/people/teo-marlowe.md", r"^job title: .*$",
                    f"job title: {self.words(2)}")

    def edit_page(self) -> None:
        with (self.root / "content/pages/about.md").open("a", encoding="utf-8") as file:
            file.write(f"\n{self.words(12)}.\n")

    def edit_vocabulary(self) -> None:
        self.change(self.root / "content/vocabulary.yaml", r"^    summary: .*$",
                    f"    summary: {self.words(9)}.")

    def edit_glossary(self) -> None:
        self.change(self.root / "content/glossary.yaml", r"^    meaning: .*$",
                    f"    meaning: {self.words(9)}.")

    def new_word(self) -> None:
        word = self.random.choice(WORDS)
        with (self.root / "content/glossary.yaml").open("a", encoding="utf-8") as file:
            file.write(f"\nwords to explain: [{word}]\n" if self.random.random() < .2 else "")
        self.change(self.root / "content/glossary.yaml", r"^terms:$",
                    f"terms:\n  {word} {self.words(1)}:\n    meaning: Nothing.")

    def edit_synonyms(self) -> None:
        self.change(self.root / "content/vocabulary.yaml", r"^  sciatica: .*$",
                    f"  sciatica: [{self.words(2)}]")

    def edit_introduction(self) -> None:
        path = self.root / "content" / self.random.choice(
            ["topics/exercise.md", "topics/conditions.md", "regions/hip.md", "tags/warm-up.md"])
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{self.words(20)}. See [a post](../posts/sciatica.md).\n", "utf-8")

    def edit_another_language(self) -> None:
        name, text = self.random.choice([
            ("topics/exercise.es.md", f"{self.words(9)}.\n"),
            ("tags/warm-up.es.md", f"{self.words(9)}: [más](../posts/sciatica.md).\n"),
            ("people/wren-okonjo.es.md",
             f"summary: {self.words(4)}\nimage alt: {self.words(2)}\n\n{self.words(9)}.\n"),
            ("people/teo-marlowe.es.md", f"job title: {self.words(2)}\nimage alt: Teo.\n\nHola.\n"),
            ("glossary.es.yaml", f"terms:\n  {self.random.choice(WORDS)}:\n    meaning: Nada.\n")])
        path = self.root / "content" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    def edit_reference(self) -> None:
        self.change(self.root / "content/references.yaml", r"^  authors: .*$",
                    f"  authors: {self.words(2)}")

    def edit_template(self) -> None:
        path = self.random.choice(sorted((self.root / "theme").rglob("*.html")))
        self.change(path, r"</(p|h1|li|nav)>", f"<!-- {self.random.random()} --></\\1>")

    def edit_style(self) -> None:
        with (self.root / "theme/styles/base.css").open("a", encoding="utf-8") as file:
            file.write(f"@layer base {{ .x{self.random.randrange(99)} {{ color: red }} }}\n")

    def edit_setting(self) -> None:
        self.change(self.root / "pelicanconf.py", r"^    tagline=.*$",
                    f'    tagline="{self.words(4)}",')

    def edit_special_hours(self) -> None:
        first = datetime.fromtimestamp(self.now + self.random.randint(-2, 50) * DAY, UTC).date()
        self.change(self.root / "pelicanconf.py", r"^    special_hours=.*$",
                    f'    special_hours=(SpecialHours("{self.words(2)}", "{first}"),),')

    def edit_related(self) -> None:
        self.change(self.root / "pelicanconf.py", r"^RELATED = .*$", "RELATED = RelatedPosts("
                    f"length={self.random.randint(1, 4)}, in_text_from=0)")

    def edit_language(self) -> None:
        path = self.random.choice(self.posts)
        if "\nlang: es" in path.read_text("utf-8"):
            self.change(path, r"^lang: es\n", "")
        else:
            self.change(path, r"^slug: ", "lang: es\nslug: ")

    def edit_catalogue(self) -> None:
        self.change(self.root / "theme/translations/es.po",
                    r'^msgstr "(Buscar|Contacto|Fuentes|Qué hacer|Inicio|Temas)[^"]*"$',
                    f'msgstr "\\1 {self.words(1)}"')

    def edit_picture(self) -> None:
        path = self.random.choice(sorted((self.root / "content/images").rglob("*.svg")))
        self.change(path, r"</svg>", f"<!-- {self.random.random()} --></svg>")

    def pass_time(self) -> None:
        self.now += self.random.choice([60, DAY, 3 * DAY])

    def touch(self) -> None:
        self.random.choice(self.posts).touch()

    def spoil_output(self) -> None:
        files = sorted(path for path in (self.root / "output").rglob("*") if path.is_file()) \
            if (self.root / "output").is_dir() else []
        if files:
            self.random.choice(files).write_text("spoiled")
            self.random.choice(files).unlink()
            (self.root / "output" / "foreign.txt").write_text("nobody asked for this")

    def spoil_memory(self) -> None:
        for path in (self.root / ".cache").glob("output-*.sqlite3"):
            data = bytearray(path.read_bytes())
            start = self.random.randrange(len(data))
            data[start:start + 5000] = self.random.randbytes(len(data[start:start + 5000]))
            path.write_bytes(bytes(data))


EDITS: list[Callable[[Site], None]] = [
    edit for name, edit in vars(Site).items()
    if not name.startswith("_") and name not in ("posts", "words", "change")]


class Quiet(Progress):
    """Says nothing."""

    def say(self, line: str) -> None:
        """Nothing."""


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()} if folder.is_dir() else {}


def outcome(make: Callable[[], building.Report]) -> tuple[bool, tuple[str, ...]]:
    """Whether a build went well, and what it said."""
    try:
        return True, make().lines
    except ContentError as error:
        return False, tuple(str(error).split("\n"))


def from_nothing(site: Site, overrides: dict[str, object], output: Path) -> building.Report:
    """What Pelican makes of the site."""
    sys.modules.pop("pelicanconf", None)
    return building._with_pelican(
        site.root / "pelicanconf.py", {**overrides, "CACHE_PATH": str(output.parent / "none")},
        output, "output", True)


@pytest.mark.parametrize("preview", [False, True], ids=["output", "preview"])
def test_a_build_after_any_edits_is_a_build_from_nothing(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, preview: bool) -> None:
    if not preview:
        monkeypatch.setattr(work, "MANY", 1)  # files, as of a large blog
    site = Site(tmp_path / "site", seed=11 + preview)
    output = site.root / "output"
    edits: list[str] = []
    todo = list(EDITS)
    site.random.shuffle(todo)
    for step in range(STEPS):
        for _ in range(1 + (step % 3)):
            edit = todo.pop() if todo else site.random.choice(EDITS)
            edit(site)
            edits.append(edit.__name__)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(site.now))
        before = tree(output)
        said = outcome(lambda: build(site.root / "pelicanconf.py", output, {"PREVIEW": preview},
                                     in_place=preview, progress=Quiet()))
        oracle = tmp_path / f"cold-{step}" / "output"
        oracle.parent.mkdir()
        meant = outcome(lambda: from_nothing(site, {"PREVIEW": preview}, oracle))  # noqa: B023

        assert said == meant, edits
        assert tree(output) == (tree(oracle) if said[0] else before), edits
        shutil.rmtree(oracle.parent)


def test_a_process_that_dies_while_it_looks_at_the_folders_costs_time_alone(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START))
    monkeypatch.setenv("WORKERS", "2")
    monkeypatch.setattr(work, "MANY", 1)
    own, see, asked = os.getpid(), folder.see, []

    def dies_elsewhere(*args: Any, **options: Any) -> folder.Seen:
        if os.getpid() != own:
            (tmp_path / "died").touch()
            os._exit(1)
        asked.append(args)
        return see(*args, **options)

    monkeypatch.setattr(folder, "see", dies_elsewhere)
    site = Site(tmp_path / "site", seed=5)
    for _ in range(2):
        site.new_post()
        build(site.root / "pelicanconf.py", site.root / "output", progress=Quiet())
    from_nothing(site, {}, tmp_path / "cold" / "output")

    assert (tmp_path / "died").exists()
    assert len(asked) == 2  # the first build of few files, and the second when its process had died
    assert tree(site.root / "output") == tree(tmp_path / "cold" / "output")


@pytest.mark.parametrize("workers", ["1", "3"])
def test_a_large_blog_is_the_same_on_any_number_of_cores(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START))
    monkeypatch.setenv("WORKERS", workers)
    site = Site(tmp_path / "site", seed=5)
    while len(site.posts) < LARGE + 5:
        site.new_post()
    for path in site.posts:
        site.change(path, r"^date: .*$", "date: 2026-03-02")
    # Short enough that some posts get a related one in their text, and some have none to show.
    site.change(site.root / "pelicanconf.py", r"^RELATED = .*$",
                "RELATED = RelatedPosts(length=2, in_text_from=90)")
    ours = build(site.root / "pelicanconf.py", site.root / "output", progress=Quiet())
    meant = from_nothing(site, {}, tmp_path / "cold" / "output")

    assert ours.lines == meant.lines
    assert tree(site.root / "output") == tree(tmp_path / "cold" / "output")
    assert (site.root / ".cache" / "related").is_file()


def test_a_fault_of_pages_is_told_in_the_same_words_by_both(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START))
    site = Site(tmp_path / "site", seed=3)
    rules_of_style = "".join(f".x{site.random.getrandbits(64):x} {{ color: red }}\n"
                             for _ in range(1_500))
    with (site.root / "theme/styles/base.css").open("a", encoding="utf-8") as file:
        file.write(f"@layer base {{ {rules_of_style} }}\n")
    ours = build(site.root / "pelicanconf.py", site.root / "output", progress=Quiet())
    meant = from_nothing(site, {}, tmp_path / "cold" / "output")

    assert ours.lines == meant.lines
    assert ours.places == meant.places
    assert any("the page with its style weighs" in line and "(content/posts/sciatica.md)" in line
               for line in ours.lines)


def test_files_that_did_not_change_keep_their_time(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START))
    site = Site(tmp_path / "site", seed=1)
    output = site.root / "output"
    build(site.root / "pelicanconf.py", output, progress=Quiet())
    times = {path: path.stat().st_mtime_ns for path in output.rglob("*.html")}
    with (site.root / "content/posts/sciatica.md").open("a", encoding="utf-8") as file:
        file.write("\nOne more sentence about walking.\n")
    report = build(site.root / "pelicanconf.py", output, progress=Quiet())

    assert "sciatica/index.html" in report.changed
    changed = [path for path in report.changed if not path.startswith(("feeds/", "search/index/"))]
    assert len(changed) < 6
    assert len([path for path in report.changed if path.startswith("search/index/")]) < 8
    assert {path.relative_to(output).as_posix() for path, before in times.items()
            if path.stat().st_mtime_ns != before} == \
        {name for name in report.changed if name.endswith(".html")}


def test_a_build_that_is_killed_leaves_the_old_folder_or_the_new(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START))
    site = Site(tmp_path / "site", seed=2)
    output = site.root / "output"
    command = [sys.executable, "-c",
               "import sys; from pathlib import Path; from plugins.publishing.build import build\n"
               "build(Path(sys.argv[1]) / 'pelicanconf.py', Path(sys.argv[1]) / 'output')",
               str(site.root)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.monotonic()
    subprocess.run(command, check=True, env=environment, capture_output=True)
    longest = time.monotonic() - started
    for _ in range(int(os.environ.get("KILLS", "4"))):
        old = tree(output)
        site.edit_template()
        site.edit_setting()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(site.random.uniform(0, longest))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        left = tree(output)
        subprocess.run(command, check=True, env=environment, capture_output=True)
        new = tree(output)

        assert left in (old, new)
        assert new != old
    assert sorted(path.name for path in site.root.iterdir() if path.name.startswith(".")) == \
        [".cache"]


def test_a_new_day_judges_no_text_again_and_tells_what_fell_due(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START))
    site = Site(tmp_path / "site", seed=3)
    for path in site.posts:
        if path.stem.startswith("new"):  # one of these may come out on the second day
            path.unlink()
    with (site.root / "content/posts/sciatica.md").open("a", encoding="utf-8") as file:
        file.write("\nOur walking class ends November 1, 2026.\n")
    before = build(site.root / "pelicanconf.py", site.root / "output", progress=Quiet())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START + DAY))
    monkeypatch.setattr(rules, "judged", _never)
    after = build(site.root / "pelicanconf.py", site.root / "output", progress=Quiet())

    assert "offer-expired" not in {problem.rule for problem in before.problems}
    assert [problem.message for problem in after.problems if problem.rule == "offer-expired"] == \
        ["it ended: 'ends November 1, 2026'"]


def _never(*_: object) -> None:
    raise AssertionError("a text was judged again")
