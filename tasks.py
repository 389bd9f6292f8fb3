"""What can be done here. Each task is `make NAME`; the Makefile sets up `.venv` and forwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from invoke import Context, task
from invoke.exceptions import Exit

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
    found = watch(settings["CLINIC"].contact, settings["SITEURL"], date.today(), ask_over_http)
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
def clean(c: Context) -> None:
    """Delete what was built: output/ and .cache/."""
    for name in ("output", ".cache"):
        shutil.rmtree(ROOT / name, ignore_errors=True)


def _build(settings: str, done: str, keep: bool = True) -> None:
    from plugins.publishing.build import build as run
    from plugins.site_model.problem import ContentError
    from plugins.site_model.settings import SettingsError

    try:
        report = run(ROOT / settings, ROOT / "output", keep=keep)
    except (ContentError, SettingsError) as error:
        lines = str(error).split("\n")
        count = f"{len(lines)} problem{'s' if len(lines) > 1 else ''}"
        raise Exit(f"{error}\n\n{count} to mend; nothing was changed.", code=1) from None
    for line in report.lines:
        print(line)
    print(f"{done} {report.pages} pages{' in output/' if keep else ''}.")
