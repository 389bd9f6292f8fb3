"""What can be done here. Each task is `make NAME`; the Makefile sets up `.venv` and forwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke import Context, task
from invoke.exceptions import Exit

if TYPE_CHECKING:
    from datetime import date

    from plugins.publishing.build import Report
    from plugins.related.report import Report as RelatedReport
    from plugins.site_model.core import Site
    from plugins.site_model.problem import Problem

ROOT = Path(__file__).resolve().parent
os.chdir(ROOT)
# A terminal that cannot show "—" must not stop a build that went well.
sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
sys.path.insert(0, str(ROOT))


@task
def serve(c: Context, port: int = 8000) -> None:
    """Show the blog in the browser and rebuild it as you write (drafts included)."""
    from plugins.preview.session import run

    run(ROOT, port)


@task
def build(c: Context, profile: bool = False) -> None:
    """Build the site into output/ without drafts, to look at it as readers would."""
    _build("pelicanconf.py", profile)


@task
def check(c: Context, format: str = "text") -> None:
    """Check every text and every built page; change nothing (format=json or sarif)."""
    from plugins.reports import core as reports
    from plugins.reports.sarif import sarif
    from plugins.rules.catalogue import RULES

    if format not in ("text", "json", "sarif"):
        raise Exit(f"format={format} is none of text, json, sarif", code=1)
    found, notes = _problems()
    if format == "sarif":
        print(sarif(found, {r.id: (r.why, r.cure, r.anchor) for r in RULES.values()}))
    elif format == "json":
        print(reports.as_json(found))
    else:
        _tell(found)
        print(*notes, sep="\n")
    if any(problem.severity == "error" for problem in found):
        raise Exit(code=1)


@task
def stale(c: Context, days: int = 90) -> None:
    """Tell which reviews, licences, offers, holidays and silences fall due within 90 days."""
    from plugins.page_models.prepare import line_in_settings
    from plugins.rules.stale import as_text, due

    site, today = _site()
    print(as_text(due(site, today, days, line_in_settings), today, days))


@task
def links(c: Context, pause: float = 1.0) -> None:
    """Ask the sites that the texts link to whether the links still lead somewhere (takes long)."""
    from plugins.outside_links import core as outside
    from plugins.outside_links.asking import Asker
    site, today = _site()
    places = outside.gather(site)
    memory = ROOT / ".cache" / "outside-links.json"
    known = outside.from_json(memory.read_text("utf-8")) if memory.is_file() else {}
    answers = Asker(pause=pause).all(outside.to_ask(places, known, today))
    known |= {a: outside.remembered(known.get(a), answer, today) for a, answer in answers.items()}
    memory.parent.mkdir(exist_ok=True)
    memory.write_text(outside.to_json({a: known[a] for a in places}), "utf-8")
    found = outside.problems(places, known)
    print(f"{len(places)} links to other sites, {len(answers)} asked.")
    if silent := sum(answer.status == 0 for answer in answers.values()):
        print(f"{silent} of them gave no answer"
              + (": look at your own connection." if silent == len(answers) else
                 "; after three days in a row it is told which."))
    _tell(found)
    if any(problem.severity == "error" for problem in found):
        raise Exit(code=1)


@task
def pr_summary(c: Context, against: str, folder: str = "output") -> None:
    """Tell what a change does to the site: make pr-summary against=FOLDER, an earlier output/."""
    from plugins.reports.built_page import read
    from plugins.reports.changes import summary

    for name in (against, folder):
        if not (Path(name) / "index.html").is_file():
            raise Exit(f"{name}: there is no built site — build it with `make build` and copy "
                       "output/", code=1)
    pages = [{path.relative_to(place).as_posix(): read(path.read_text("utf-8"))
              for path in sorted(Path(place).rglob("*.html"))} for place in (against, folder)]
    print(summary(*pages), end="")


@task
def publish(c: Context, profile: bool = False) -> None:
    """Build output/ for the public: refuses what must not go live."""
    _build("publishconf.py", profile)


@task
def form_watch(c: Context) -> None:
    """Ask, without sending a message, whether the public form's service is alive."""
    from datetime import date

    from plugins.contact_form.watch import ask_over_http, watch

    settings = _settings("publishconf.py")
    variable = "CONTACT_FORM" if os.environ.get("CONTACT_FORM", "").strip() else ""
    found = watch(settings["CLINIC"].contact, settings["SITEURL"], date.today(), ask_over_http,
                  variable=variable)
    if not found.alive:
        raise Exit(found.line, code=1)
    print(found.line)


@task
def handout(c: Context) -> None:
    """Write a PDF to hand over for each post with exercises, into handouts/ (needs Chromium)."""
    from urllib.parse import urlsplit

    from plugins.handout.printing import NoBrowserError, write_handouts

    address = _settings("publishconf.py")["SITEURL"]
    if not address:
        raise Exit("the QR code needs the site's address — set site_url in pelicanconf.py, or "
                   "run SITEURL=https://your-clinic.org make handout", code=1)
    site, base = ROOT / ".cache" / "handouts", urlsplit(address).path
    _run_build("pelicanconf.py", keep=True, output=Path(f"{site}{base}"), SITEURL=address)
    try:
        for path in write_handouts(site, base, ROOT / "handouts"):
            print(path.relative_to(ROOT))
    except NoBrowserError as error:
        raise Exit(str(error), code=1) from None


@task
def new(c: Context, title: str) -> None:
    """Start a post: make new title="Heel pain in the morning"."""
    from plugins.new_post.command import create

    try:
        print(create(ROOT, title).relative_to(ROOT))
    except ValueError as error:
        raise Exit(str(error), code=1) from None


@task
def test(c: Context, args: str = "") -> None:
    """Run every test, those in a browser too."""
    python = sys.executable
    for command in ([python, "requirements/install.py", ".venv", "requirements/test.txt"],
                    [python, "-m", "ruff", "check", "--quiet", "."],
                    [python, "tests/browser/chromium.py"],
                    [python, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *args.split()]):
        if status := subprocess.run(command, check=False).returncode:
            raise Exit(code=status)


@task
def words(c: Context, language: str = "") -> None:
    """Bring the catalogues of the interface up to date (language=es starts one)."""
    status = subprocess.run([sys.executable, "requirements/install.py", ".venv",
                             "requirements/test.txt"], check=False).returncode
    if status:
        raise Exit(code=status)
    from babel.core import UnknownLocaleError

    from plugins.words.catalogues import update

    try:
        told = update(ROOT, ROOT / "theme" / "translations", language)
    except (UnknownLocaleError, ValueError):
        raise Exit(f"language={language}: there is no such language — give its code, such as "
                   "language=es", code=1) from None
    print(*told, sep="\n")


@task
def related_report(c: Context, json: bool = False, against: str = "") -> None:
    """Tell what to look at again in the related posts of all articles."""
    from plugins.related.report import compare
    from plugins.related.report_json import to_json
    from plugins.related.report_text import to_text

    if json and against:
        raise Exit("json=1 and against=FILE do not go together: leave one out", code=1)
    before = _earlier_report(against) if against else None
    found: list[RelatedReport] = []
    _run_build("pelicanconf.py", keep=False, RELATED_REPORT=found)
    change = compare(before, found[0]) if before else None
    print(to_json(found[0]) if json else to_text(found[0], change))


@task
def bench_related(c: Context, corpora: str = "") -> None:
    """Measure related posts: what they cost, and how good they are (corpora=FOLDER)."""
    from benchmarks import related_cost, related_quality

    if corpora and not list(Path(corpora).glob("*.jsonl")):
        raise Exit(f"{corpora}: there is no *.jsonl file — benchmarks/related_quality.py tells "
                   "what to put into one", code=1)
    if corpora:
        related_quality.main(Path(corpora))
    related_cost.main()


@task
def bench(c: Context, sizes: str = "100,1000", rounds: int = 3, scenarios: str = "",
          tools: str = "") -> None:
    """Measure builds beside those of other generators and write docs/benchmarks.md (takes long)."""
    from benchmarks import bench as benchmark

    numbers = sizes.split(",")
    if not all(number.isdecimal() for number in numbers):
        raise Exit(f"sizes={sizes}: give numbers of posts, such as sizes=100,1000", code=1)
    try:
        benchmark.main([int(number) for number in numbers], rounds,
                       scenarios.split(",") if scenarios else benchmark.ALL,
                       tools.split(",") if tools else ())
    except ValueError as error:
        raise Exit(f"{error} — docs/benchmarks.md has examples", code=1) from None


@task
def clean(c: Context) -> None:
    """Delete what was built: output/ and .cache/."""
    for name in ("output", ".cache"):
        shutil.rmtree(ROOT / name, ignore_errors=True)


def _tell(found: tuple[Problem, ...]) -> None:
    """Print problems: on standard error where one is an error, in colours on a terminal only."""
    from plugins.reports.core import terminal

    stream = sys.stderr if any(p.severity == "error" for p in found) else sys.stdout
    if found:
        colour = stream.isatty() and not os.environ.get("NO_COLOR")
        print(terminal(found, colour), file=stream, flush=True)


def _problems() -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """Every problem of the site, and which posts are held back."""
    from plugins.publishing.build import build as run
    from plugins.site_model.problem import ContentError
    from plugins.site_model.settings import SettingsError

    try:
        report = run(ROOT / "pelicanconf.py", ROOT / "output", {}, keep=False)
    except ContentError as error:
        return error.problems, ()
    except SettingsError as error:
        raise Exit(str(error), code=1) from None
    shown = {str(problem) for problem in report.problems}
    notes = tuple(line for line in report.lines if line not in shown)
    return report.problems, (*notes, f"Checked {report.pages} pages.")


def _site() -> tuple[Site, date]:
    """The site as its texts tell, and today on the clinic's calendar."""
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from plugins.site_model import content_folder
    from plugins.site_model.loading import load

    settings = _settings("pelicanconf.py")
    now = datetime.now(UTC)
    folder = Path(settings["PATH"])
    files, _ = content_folder.read(folder)
    site = load(files, folder.name, settings["CLINIC"], now, preview=True).site
    return site, now.astimezone(ZoneInfo(settings["CLINIC"].time_zone)).date()


def _settings(file: str) -> dict[str, Any]:
    """The settings of a file; a slip in them ends the task."""
    from plugins.publishing.settings import read_settings
    from plugins.site_model.settings import SettingsError

    try:
        return read_settings(ROOT / file, {})
    except SettingsError as error:
        raise Exit(str(error), code=1) from None


def _build(settings: str, profile: bool) -> None:
    from plugins.publishing.command import run

    if status := run(ROOT, settings, profile):
        raise Exit(code=status)


def _run_build(settings: str, keep: bool, output: Path = ROOT / "output",
               **overrides: object) -> Report:
    from plugins.publishing.build import build as run
    from plugins.site_model.problem import ContentError, how_many
    from plugins.site_model.settings import SettingsError

    try:
        return run(ROOT / settings, output, overrides, keep)
    except (ContentError, SettingsError) as error:
        raise Exit(f"{error}\n\n{how_many(str(error))}", code=1) from None


def _earlier_report(path: str) -> RelatedReport:
    from plugins.related.report_json import from_json

    try:
        return from_json(Path(path).read_text("utf-8-sig"))
    except OSError as error:
        why = error.strerror
    except ValueError as error:
        why = str(error)
    raise Exit(f"{path}: {why} — make it in the other version of the site with "
               "`make related-report json=1 > FILE`", code=1)
