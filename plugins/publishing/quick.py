"""The page of one post at once, for the author who just saved it; the whole build follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from plugins.page_models.core import Plan
from plugins.publishing.folder import replace_file
from plugins.publishing.reading import Reading
from plugins.publishing.templates import Templates
from plugins.site_model.problem import Problem


@dataclass(frozen=True)
class Quick:
    """What the last build knows, to make one page of it again."""

    _reading: Reading = field(repr=False)
    _plan: Plan = field(repr=False)
    _templates: Templates = field(repr=False)
    _output: Path

    def again(self, path: str) -> str | None:
        """Make the page of the post at `path` (from the project) anew, in place. Its address, or
        None where more than this page may change, or something is wrong: then nothing is done."""
        found = self._reading.again(path)
        page = self._plan.again(found[0], found[1].body, found[1].image) if found else None
        if page is None:
            return None
        data = self._templates.render(page.template, page.model, page.words).encode("utf-8")
        replace_file(self._output / page.path, data)
        return page.address

    def faults(self, path: str) -> tuple[Problem, ...]:
        """What keeps the post at `path` from being published, as far as it is known by itself."""
        return self._reading.faults(path)
