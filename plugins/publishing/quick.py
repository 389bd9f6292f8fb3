"""The page of one post at once, for the author who just saved it; the whole build follows."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.page_models.core import Plan
from plugins.publishing.reading import Reading
from plugins.publishing.templates import Templates
from plugins.site_model.problem import Problem


@dataclass(frozen=True)
class Page:
    """The page of a post as it is now: its address, its file in the folder, and its bytes."""

    address: str
    path: str
    data: bytes


@dataclass(frozen=True)
class Quick:
    """What the last build knows, to make one page of it again. It changes nothing."""

    _reading: Reading = field(repr=False)
    _plan: Plan = field(repr=False)
    _templates: Templates = field(repr=False)

    def again(self, path: str) -> Page | tuple[Problem, ...]:
        """The page of the post at `path` (from the project) as it was saved just now; or what
        keeps it from being published, as far as it is known by itself: nothing, where more than
        this page may change."""
        found = self._reading.again(path)
        if found is None or found.faults or found.article is None:
            return found.faults if found else ()
        page = self._plan.again(found.article, found.text.body, found.text.image)
        if page is None:
            return ()
        data = self._templates.render(page.template, page.model, page.words)
        return Page(page.address, page.path, data)
