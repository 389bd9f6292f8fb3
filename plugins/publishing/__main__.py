"""python -m plugins.publishing SETTINGS_FILE [--profile]: what the Makefile calls, in a project."""

import sys
from pathlib import Path

from plugins.publishing.command import run

sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
arguments = [each for each in sys.argv[1:] if each != "--profile"]
sys.exit(run(Path.cwd(), arguments[0], "--profile" in sys.argv))
