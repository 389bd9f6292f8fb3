"""A whole build by Pelican itself, for sites whose settings name plugins of others."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.publishing.settings import settings_error
from plugins.site_model.problem import Problem


def run(settings_file: Path, staging: Path, overrides: Mapping[str, Any]
        ) -> tuple[Mapping[str, Any], tuple[str | Problem, ...]]:
    """Build into `staging`: the settings, and what is to be told. Raises ContentError and
    SettingsError."""
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
