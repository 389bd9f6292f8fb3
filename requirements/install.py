"""Make a virtual environment and put the pinned, hash-checked packages of a list into it.

    python3 requirements/install.py .venv requirements/site.txt

Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def main(folder: str, requirements: str) -> int:
    """The exit status: 0 when the environment is ready."""
    if sys.version_info < (3, 11):
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.\n"
              "Name a newer one, for example: make PYTHON=python3.12 serve", file=sys.stderr)
        return 1
    python = Path(folder) / "bin" / "python"
    if not _works(python):
        print(f"Setting up {folder} (once, about a minute) …", flush=True)
        if not _create(folder):
            print("Python's venv module is not complete on this machine. Install it:\n"
                  "  sudo apt-get install python3-venv", file=sys.stderr)
            return 1
    install = subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--require-hashes",
                              "--disable-pip-version-check", "--no-warn-script-location",
                              "-r", requirements], check=False)
    return install.returncode


def _works(python: Path) -> bool:
    return python.exists() and subprocess.run(
        [str(python), "-m", "pip", "--version"], check=False, capture_output=True).returncode == 0


def _create(folder: str) -> bool:
    make = [sys.executable, "-m", "venv", "--clear", folder]
    if subprocess.run(make, check=False, capture_output=True).returncode == 0:
        return True
    # Debian and Ubuntu leave ensurepip out of python3; its package is named by the version.
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which([*root, "apt-get"][0]) or not shutil.which("apt-get"):
        return False
    quiet = {"check": False, "capture_output": True}
    subprocess.run([*root, "apt-get", "update", "-qq"], **quiet)
    for package in (f"python3.{sys.version_info.minor}-venv", "python3-venv"):
        subprocess.run([*root, "apt-get", "install", "-y", "-qq", package], **quiet)
        if subprocess.run(make, **quiet).returncode == 0:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
