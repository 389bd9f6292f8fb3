"""What a build says when it went well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from plugins.publishing.finished import Finished
from plugins.site_model.problem import Problem

if TYPE_CHECKING:
    from plugins.publishing.quick import Quick


@dataclass(frozen=True)
class Report:
    """What a build says when it went well: warnings, and posts held back; how many pages there
    are, and the files that changed. It holds `until` a moment (seconds since 1970). `places`
    tells of texts the address of their page, `finished` how all files lie there. A build in place
    also has `quick`, which makes the page of one post again, and `matrices`, what the ranking of
    related posts remembers; any other holds what it was made with (`held`), so that a process that
    ends now need not take a million records apart."""

    lines: tuple[str, ...]
    pages: int
    problems: tuple[Problem, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    until: float = 0.0
    places: Mapping[str, str] = field(default_factory=dict, repr=False)
    matrices: Mapping[str, Any] | None = field(default=None, repr=False)
    quick: Quick | None = None
    finished: Finished | None = field(default=None, repr=False)
    held: object = field(default=None, repr=False, compare=False)
