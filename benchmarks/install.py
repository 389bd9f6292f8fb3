"""Put the generators to compare with into .cache/bench/: never beside the site's own packages."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.peers.tools import HOME, ROOT

HERE = Path(__file__).resolve().parent
LISTS = ("requirements.txt", "package.json", "package-lock.json")


def install() -> None:
    """Install what the lists name, once. Without npm the generators that need it are left out."""
    wanted = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in LISTS)).hexdigest()
    done = HOME / "installed"
    if done.is_file() and done.read_text("utf-8") == wanted:
        return
    print(f"Installing the generators to compare with into {HOME} …", flush=True)
    HOME.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, str(ROOT / "requirements" / "install.py"), str(HOME / "venv"),
                    str(HERE / "requirements.txt")], check=True)
    if shutil.which("npm"):
        for name in LISTS[1:]:
            shutil.copy2(HERE / name, HOME / name)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HOME,
                       check=True)
    else:
        print("There is no npm, and so no search index: the others are left out.",
              file=sys.stderr)
    done.write_text(wanted, "utf-8")
