"""A whole build by Pelican itself, for sites whose settings name plugins of others."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.publishing.checks import check_folder
from plugins.publishing.folder import new_staging, swap
from plugins.publishing.report import Report
from plugins.publishing.settings import settings_error
from plugins.site_model.problem import Problem


def build_all(settings_file: Path, overrides: Mapping[str, Any], output: Path, shown: str,
              keep: bool) -> Report:
    """Build everything, check it, and put it in its place. Raises ContentError and
    SettingsError."""
    staging = new_staging(output)
    try:
        settings, told = _run(settings_file, staging, overrides)
        pages, found = check_folder(staging, shown, settings)
        told = (*told, *found)
        if keep:
            swap(staging, output)
        return Report(tuple(str(each) for each in told), pages,
                      tuple(each for each in told if isinstance(each, Problem)),
                      places=settings["PLACES"])
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _run(settings_file: Path, staging: Path, overrides: Mapping[str, Any]
         ) -> tuple[Mapping[str, Any], tuple[str | Problem, ...]]:
    """Build into `staging`: the settings, and what is to be told."""
    from pelican import Pelican
    from pelican.log import console
    from pelican.settings import read_settings

    logging.getLogger("pelican").setLevel(logging.ERROR)
    console.quiet = True  # It would tell of the articles of Pelican's idle generator: none.
    report: list[str | Problem] = []
    try:
        settings = read_settings(str(settings_file), override={
            **overrides, "OUTPUT_PATH": str(staging), "REPORT": report, "WITHHELD": [],
            "PLACES": {}})
    except Exception as error:  # whatever a slip in a settings file may raise
        raise settings_error(error) from None
    Pelican(settings).run()
    return settings, tuple(report)
