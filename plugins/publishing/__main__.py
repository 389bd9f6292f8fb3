"""python -m plugins.publishing SETTINGS_FILE [--profile]: what the Makefile calls, in a project."""

import os
import sys
from pathlib import Path

from plugins.publishing.command import run

sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
arguments = [each for each in sys.argv[1:] if each != "--profile"]
status = run(Path.cwd(), arguments[0], "--profile" in sys.argv)
sys.stdout.flush()
sys.stderr.flush()
os._exit(status)  # to take all records apart one by one takes longer than a small build
