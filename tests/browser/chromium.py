"""Finds Chromium on this machine, or installs it where that is allowed.

    python tests/browser/chromium.py     # prints its path, or why there is none
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Root needs --no-sandbox; the others keep the browser from looking for hosts of its maker.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run"]


def find() -> str:
    """The path of a Chromium that answers, empty where there is none. CHROME names another."""
    for name in (os.environ.get("CHROME", ""), *NAMES, _playwrights_own()):
        path = shutil.which(name) if name else None
        if path and _answers(path):
            return path
    return ""


def install() -> str:
    """Find Chromium, or install it with the package manager, or as Playwright does."""
    if path := find():
        return path
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not root or shutil.which("sudo")):
        print("Installing Chromium for the browser tests …", flush=True)
        for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run([*root, "apt-get", *command], check=False, capture_output=True)
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"],
                       check=False, capture_output=True, timeout=300)
    return find()


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
