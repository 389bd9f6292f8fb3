"""The adapter to Pelican: one generator that reads the content, plans the site and prints it.

Pelican's own article and page generators stay idle (`ARTICLE_PATHS`, `PAGE_PATHS`), see
docs/decisions/0002. All deciding is done in the cores.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plugins.site_model.calendar import moment
from plugins.site_model.settings import clinic_of


def _generators(pelican_object: object) -> type:
    # The settings file names this module, and our own build reads that before anything else.
    from pelican.generators import Generator

    from plugins.page_models.prepare import prepare, read
    from plugins.words.templates import spoken

    class BlogGenerator(Generator):  # type: ignore[misc]
        """Prints every page of the blog from its page model."""

        def generate_context(self) -> None:
            """Read, check and plan. Raises ContentError with every problem at once."""
            now = moment()
            self.prepared = prepare(self.settings, read(self.settings, now), now)
            if "REPORT" in self.settings:  # our build asks, to tell it and to check the folder
                self.settings["REPORT"] += [*self.prepared.problems, *self.prepared.notes]
                self.settings["WITHHELD"] += self.prepared.withheld
                self.settings["PLACES"].update(self.prepared.places)

        def generate_output(self, writer: Any) -> None:
            """Print the pages and put the other files beside them."""
            plan, output = self.prepared.plan, Path(self.output_path)
            for page in plan.pages:
                template = spoken(self.env, page.words).get_template(f"{page.template}.html")
                writer.write_file(page.path, template, {}, model=page.model)
            for planned in plan.texts:
                _write(output / planned.path, planned.text.encode("utf-8"))
            for path, data in self.prepared.static.items():
                _write(output / path, data)
            for path in plan.pictures:
                _write(output / path, (Path(self.path) / path).read_bytes())

    return BlogGenerator


def _tell_of_the_clinic(pelican: Any) -> None:
    """Give Pelican, and plugins of others, what follows from the clinic and the theme."""
    settings = pelican.settings
    clinic = clinic_of(settings)
    settings.update(SITENAME=clinic.name, TIMEZONE=clinic.time_zone, DEFAULT_LANG=clinic.language,
                    THEME_TEMPLATES_OVERRIDES=[*settings["THEME_TEMPLATES_OVERRIDES"],
                                               settings["THEME"]])


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def register() -> None:
    """Called by Pelican, which is not loaded before: our own build goes without."""
    from pelican import signals

    signals.initialized.connect(_tell_of_the_clinic)
    signals.get_generators.connect(_generators)
