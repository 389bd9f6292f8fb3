"""The files of a theme: what is published of it, the styles of pages, and its templates."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.assets import core as assets
from plugins.page_models.frame import STYLED, Assets

TOKENS = "styles/tokens.css"
STYLESHEET = "site.css"
STYLES_FIRST = ("styles/layers.css", TOKENS, "styles/base.css")


def template_folders(settings: Mapping[str, Any]) -> list[str]:
    """Where templates are looked for, the first first: folders of the clinic's own, the theme for
    its components, and the theme's pages."""
    theme = settings["THEME"]
    return [*settings.get("THEME_TEMPLATES_OVERRIDES", ()), theme, str(Path(theme) / "templates")]


def theme_files(settings: Mapping[str, Any], palette: str = "", preview: bool = False
                ) -> tuple[dict[str, bytes], Assets]:
    """`theme/static/` under names that change with the content, and the styles with the clinic's
    own `palette` if it has one.

    A preview has one style sheet for all, and names without hashes: a change of style changes no
    page, so that no page need be loaded again.
    """
    theme = Path(settings["THEME"])
    sheets = {path.relative_to(theme).as_posix(): path.read_text("utf-8")
              for folder in ("styles", "components")
              for path in sorted((theme / folder).rglob("*.css"))}
    files = {path.name: path.read_bytes() for path in sorted((theme / "static").iterdir())
             if not path.name.startswith(".")}
    if preview:
        whole = assets.stylesheet(sheets, STYLES_FIRST) + palette
        files[STYLESHEET] = whole.encode("utf-8")
    named = {name: f"static/{name if preview else assets.hashed_name(name, data)}"
             for name, data in files.items()}
    return ({named[name]: data for name, data in files.items()},
            Assets(f"/static/{STYLESHEET}", f"/{named['favicon.svg']}",
                   f"/{named['apple-touch-icon.png']}", f"/{named['social-card.png']}",
                   f"/{named['contact.js']}", f"/{named['search.js']}",
                   {} if preview else _styles(sheets, template_files(settings), palette)))


def _styles(sheets: Mapping[str, str], files: Mapping[str, bytes], palette: str
            ) -> dict[str, assets.Style]:
    """The styles that stand in pages, each with what the pages that share it print."""
    templates = {name: data.decode("utf-8") for name, data in files.items()}
    found = {}
    for name, pages in STYLED.items():
        needed = assets.styles_of(templates, pages, sheets)
        found[name] = assets.style(assets.stylesheet(
            {path: sheets[path] for path in needed}, STYLES_FIRST) + palette)
    return found


def template_files(settings: Mapping[str, Any]) -> dict[str, bytes]:
    """Every file that may be a template, by the name templates use; the first folder wins."""
    found: dict[str, bytes] = {}
    for folder in map(Path, template_folders(settings)):
        for path in sorted(folder.rglob("*.html")):
            found.setdefault(path.relative_to(folder).as_posix(), path.read_bytes())
    return found
