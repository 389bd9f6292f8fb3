"""Finds Chromium on this machine, or installs it where that is allowed.

    python tests/browser/chromium.py     # prints its path, or why there is none
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

# Chromium without windows: a page takes it a third of the CPU that it takes a whole one.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Root needs --no-sandbox; the others keep the browser from looking for hosts of its maker.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run"]


def find() -> str:
    """The path of a Chromium that answers, empty where there is none. CHROME names another."""
    for name in (os.environ.get("CHROME", ""), *NAMES):
        path = shutil.which(name) if name else None
        if path and _answers(path):
            return path
    own = _playwrights_own()  # asked last: it cannot be asked while another test uses it
    return own if shutil.which(own) and _answers(own) else ""


def install() -> str:
    """Find Chromium, or install it with the package manager, or as Playwright does. Where a browser
    is demanded the shell is installed beside a whole one, if it can be had."""
    path = find()
    if path and (Path(path).name == SHELL or not os.environ.get("REQUIRE_BROWSER")):
        return path
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not root or shutil.which("sudo")):
        print("Installing Chromium for the browser tests …", flush=True)
        # A mirror that stumbles once must not cost the whole run.
        for command, needed in ((["update", "-qq"], not path),
                                (["install", "-y", "-qq", SHELL], False),
                                (["install", "-y", "-qq", "chromium"], True)):
            if not needed or not find():
                _run([*root, "apt-get", "-o", "Acquire::Retries=5", *command],
                     tries=3 if needed else 1)
    if not find():
        _run([sys.executable, "-m", "playwright", "install", "chromium"])
    return find()


def _run(command: list[str], tries: int = 1) -> None:
    """Run `command` until it succeeds, `tries` times at most; what it last said is shown if not."""
    for attempt in range(tries):
        time.sleep(10 * attempt)
        try:
            ran = subprocess.run(command, check=False, text=True, timeout=300,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        except subprocess.TimeoutExpired:
            said = "no answer after 300 s"
            continue
        if ran.returncode == 0:
            return
        said = ran.stdout.strip()[-2000:]
    print(f"{' '.join(command)} failed:\n{said}", flush=True)


def _answers(path: str) -> bool:
    # On Ubuntu `chromium-browser` may be a note that tells to install something else.
    try:
        told = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0 and b"hrom" in told.stdout


def _playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    print(install() or "No Chromium: it is not installed and could not be installed.")
