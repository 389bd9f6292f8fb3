"""Reads the folder of catalogues. The only module of this feature that touches files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.words.languages import Languages


def folder(settings: Mapping[str, Any]) -> Path:
    """Where the catalogues lie: beside the templates, unless the settings say otherwise."""
    return Path(settings.get("TRANSLATIONS") or Path(settings["THEME"]) / "translations")


def read(settings: Mapping[str, Any]) -> Languages:
    """The catalogues: `es.po` is that of Spanish."""
    place = folder(settings)
    return Languages({path.stem: (f"{place.parent.name}/{place.name}/{path.name}",
                                  path.read_bytes().decode("utf-8", "replace"))
                      for path in sorted(place.glob("*.po"))})
