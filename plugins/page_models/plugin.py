"""The adapter to Pelican: one generator that reads the content, plans the site and prints it.

Pelican's own article and page generators stay idle (`ARTICLE_PATHS`, `PAGE_PATHS`), see
docs/decisions/0002. All deciding is done in the cores; here are only files, settings, the clock.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.generators import Generator

from plugins.assets import core as assets
from plugins.contact_form import core as contact_form
from plugins.images.core import PictureError
from plugins.page_models.bodies import convert_all, dead_links
from plugins.page_models.core import Plan
from plugins.page_models.frame import Assets
from plugins.page_models.plan import plan
from plugins.page_models.related_links import ranked, related_links, related_report
from plugins.related import store
from plugins.related.settings import RelatedPosts
from plugins.rules import catalogue as rules
from plugins.site_model import content_folder
from plugins.site_model.loading import load
from plugins.site_model.problem import ContentError, Problem, errors
from plugins.site_model.settings import (
    Clinic,
    ContactSettings,
    Demand,
    home_picture_demand,
    offer_demands,
    publish_demands,
    sample_traces,
)

STYLES_FIRST = ("styles/layers.css", "styles/tokens.css", "styles/base.css")


class BlogGenerator(Generator):  # type: ignore[misc]
    """Prints every page of the blog from its page model."""

    def generate_context(self) -> None:
        """Read, check and plan. Raises ContentError with every problem of every file at once."""
        settings = self.settings
        clinic: Clinic = settings["CLINIC"]
        preview: bool = settings["PREVIEW"]
        folder = Path(self.path)
        files, problems = content_folder.read(folder)
        now = _now()
        loaded = load(files, folder.name, clinic, now, preview)
        picture_of = content_folder.picture_reader(folder)
        texts = convert_all(loaded, folder.name, picture_of, settings["SITEURL"])
        found = [*problems, *loaded.problems, *texts.problems, *self._demands(clinic, now),
                 *rules.problems(loaded.site, texts.bodies, _day(clinic, now)),
                 *self._sample_identity(files)]
        self.static, names = _theme_files(Path(self.theme))
        home_picture = None
        try:
            home_picture = picture_of(clinic.home_picture) if clinic.home_picture else None
        except (PictureError, KeyError) as error:
            why = str(error) if isinstance(error, PictureError) else "it is not there"
            found.append(_located(home_picture_demand(clinic, why)))
        slugs = {page.slug for page in loaded.site.pages}
        found += [_located(demand) for demand in offer_demands(clinic, slugs)]
        if errors(found):
            raise ContentError(found)
        reading_on = settings.get("RELATED", RelatedPosts())
        if not isinstance(reading_on, RelatedPosts):
            raise ContentError([Problem("pelicanconf.py", 0, f"RELATED is {reading_on!r}",
                                        "write RELATED = RelatedPosts(length=3)")])
        memory = Path(settings["CACHE_PATH"]) / "related.npz"
        known = ranked(loaded.site, texts, reading_on, store.load(memory))
        store.save(memory, known.matrices)
        links = related_links(loaded.site, texts, known, reading_on)
        found += links.crowded_out()
        self.plan = plan(loaded.site, texts, settings["SITEURL"], names, home_picture, preview,
                         reading_on, links)
        found += [*_clashes(self.plan, folder.name), *dead_links(texts, self.plan)]
        if errors(found):
            raise ContentError(found)
        if "RELATED_REPORT" in settings:  # `make related-report` asks for it
            today = _now().astimezone(ZoneInfo(clinic.time_zone)).date()
            settings["RELATED_REPORT"].append(related_report(links, today))
        if "WITHHELD" in settings:  # what no page may name
            settings["WITHHELD"] += [article.slug for article in loaded.withheld]
        settings["REPORT"].extend([*sorted(set(found)), *loaded.notes])
        if settings["PUBLISH"]:
            settings["REPORT"].extend(contact_form.notes(clinic.contact, _day(clinic, now)))

    def _demands(self, clinic: Clinic, now: datetime) -> list[Problem]:
        demands = [*contact_form.privacy_demands(clinic.contact),
                   *rules.policy_demands(clinic.policy)]
        if self.settings["PUBLISH"]:
            demands += (*publish_demands(clinic, self.settings["SITEURL"],
                                         self.settings["ALLOW_DEMO"]),
                        *contact_form.demands(clinic.contact, _day(clinic, now)))
        return [_located(demand) for demand in demands]

    def _sample_identity(self, files: dict[str, bytes]) -> list[Problem]:
        """A clinic's own site must not carry the sample clinic's number, people or mail address."""
        settings = self.settings
        if not settings["PUBLISH"] or settings["ALLOW_DEMO"] or settings["CLINIC"].demo:
            return []
        texts = {path: data.decode("utf-8", "replace") for path, data in files.items()}
        return [Problem(path, line, f"'{found}' belongs to the sample clinic",
                        "write your clinic's own, or delete the file")
                for path, line, found in sample_traces(texts)]

    def generate_output(self, writer: Any) -> None:
        """Print the pages and put the other files beside them."""
        for page in self.plan.pages:
            writer.write_file(page.path, self.get_template(page.template), {}, model=page.model)
        output = Path(self.output_path)
        for planned in self.plan.texts:
            _write(output / planned.path, planned.text.encode("utf-8"))
        for path, data in self.static.items():
            _write(output / path, data)
        for path in self.plan.pictures:
            _write(output / path, (Path(self.path) / path).read_bytes())


def _now() -> datetime:
    """The moment of the build; SOURCE_DATE_EPOCH sets it (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not (epoch.isascii() and epoch.isdigit() and len(epoch) < 12):
        raise ContentError([Problem("SOURCE_DATE_EPOCH", 0, f"'{epoch}' is no moment",
                                    "give the seconds since 1970, such as 1795000000")])
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


def _day(clinic: Clinic, now: datetime) -> date:
    """The date on the clinic's calendar."""
    return now.astimezone(ZoneInfo(clinic.time_zone)).date()


def _theme_files(theme: Path) -> tuple[dict[str, bytes], Assets]:
    """The style sheet and `theme/static/`, under names that change with their content."""
    sheets = {path.relative_to(theme).as_posix(): path.read_text("utf-8")
              for folder in ("styles", "components")
              for path in sorted((theme / folder).rglob("*.css"))}
    files = {"site.css": assets.stylesheet(sheets, STYLES_FIRST).encode("utf-8")}
    for path in sorted((theme / "static").iterdir()):
        if not path.name.startswith("."):
            files[path.name] = path.read_bytes()
    named = {name: f"static/{assets.hashed_name(name, data)}" for name, data in files.items()}
    return ({named[name]: data for name, data in files.items()},
            Assets(f"/{named['site.css']}", f"/{named['favicon.svg']}",
                   f"/{named['apple-touch-icon.png']}", f"/{named['social-card.png']}",
                   f"/{named['contact.js']}"))


def _located(demand: Demand) -> Problem:
    """A demand with the line of the setting in the file where the clinic would change it."""
    variable = {"contact": "CONTACT_FORM", "site_url": "SITEURL"}.get(demand.setting, "")
    if os.environ.get(variable):
        return Problem(f"{variable} (from the environment)", 0, demand.message, demand.cure)
    path = Path(__file__).resolve().parents[2] / demand.file
    lines = path.read_text("utf-8").split("\n") if path.is_file() else []
    return Problem(demand.file, _line(demand.setting, lines), demand.message, demand.cure)


def _line(setting: str, lines: Sequence[str]) -> int:
    """Where a setting stands, counted from 1; 0 if it does not."""
    patterns = [rf"\s*{re.escape(setting)}\s*="]
    if setting in {each.name for each in fields(ContactSettings)}:
        # These often share a line, and stand in that of the whole where they are left out.
        patterns += [rf"\s*[^#\s].*[\s(]{re.escape(setting)}\s*=", r"\s*contact\s*="]
    return next((i for pattern in patterns for i, text in enumerate(lines, 1)
                 if re.match(pattern, text)), 0)


def _clashes(plan: Plan, root: str) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for page in plan.pages:
        key = page.path.casefold()
        if key in seen:
            problems.append(Problem(root, 0, f"two pages want the address {page.address}",
                                    "change the slug or the alias of one of them"))
        seen[key] = page.path
    return problems


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _generators(pelican_object: object) -> type[BlogGenerator]:
    return BlogGenerator


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generators)
