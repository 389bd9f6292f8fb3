"""What can be done here. Each task is `make NAME`; the Makefile sets up `.venv` and forwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Context, task
from invoke.exceptions import Exit

if TYPE_CHECKING:
    from plugins.publishing.build import Report
    from plugins.related.report import Report as RelatedReport

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
def build(c: Context) -> None:
    """Build the site into output/ without drafts, to look at it as readers would."""
    _build("pelicanconf.py", "Built")


@task
def check(c: Context) -> None:
    """Check every text and every built page; change nothing."""
    _build("pelicanconf.py", "Checked", keep=False)


@task
def publish(c: Context) -> None:
    """Build output/ for the public: refuses what must not go live."""
    _build("publishconf.py", "Ready to publish:")


@task
def form_watch(c: Context) -> None:
    """Ask, without sending a message, whether the public form's service is alive."""
    import runpy
    from datetime import date

    from plugins.contact_form.watch import ask_over_http, watch
    from plugins.publishing.build import settings_error

    try:
        settings = runpy.run_path(str(ROOT / "publishconf.py"))
    except Exception as error:  # whatever a slip in a settings file may raise
        raise Exit(str(settings_error(error)), code=1) from None
    variable = "CONTACT_FORM" if os.environ.get("CONTACT_FORM", "").strip() else ""
    found = watch(settings["CLINIC"].contact, settings["SITEURL"], date.today(), ask_over_http,
                  variable=variable)
    if not found.alive:
        raise Exit(found.line, code=1)
    print(found.line)


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
    status = subprocess.run([sys.executable, "requirements/install.py", ".venv",
                             "requirements/test.txt"], check=False).returncode
    status = status or subprocess.run([sys.executable, "-m", "ruff", "check", "--quiet", "."],
                                      check=False).returncode
    raise Exit(code=status or subprocess.run(
        [sys.executable, "-m", "pytest", *args.split()], check=False).returncode)


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
def clean(c: Context) -> None:
    """Delete what was built: output/ and .cache/."""
    for name in ("output", ".cache"):
        shutil.rmtree(ROOT / name, ignore_errors=True)


def _build(settings: str, done: str, keep: bool = True) -> None:
    report = _run_build(settings, keep)
    for line in report.lines:
        print(line)
    print(f"{done} {report.pages} pages{' in output/' if keep else ''}.")


def _run_build(settings: str, keep: bool, **overrides: object) -> Report:
    from plugins.publishing.build import build as run
    from plugins.site_model.problem import ContentError
    from plugins.site_model.settings import SettingsError

    try:
        return run(ROOT / settings, ROOT / "output", overrides, keep)
    except (ContentError, SettingsError) as error:
        lines = str(error).split("\n")
        count = f"{len(lines)} problem{'s' if len(lines) > 1 else ''}"
        raise Exit(f"{error}\n\n{count} to mend; nothing was changed.", code=1) from None


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
