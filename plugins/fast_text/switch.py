"""Whether the quick ways of this folder are taken: same results as the libraries, sooner.

Each quick way was written against the inner workings of one version of a library. With any other
version it stays off: the result is then the library's own, only slower, and a test fails so that
somebody looks (docs/decisions/0020).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

WRITTEN_FOR: Mapping[str, str] = {
    "Markdown": "3.11.3", "pymdown-extensions": "12.3", "typogrify": "2.1.0",
    "smartypants": "2.0.2", "PyYAML": "6.0.3",
}

_wanted = True


def use(wanted: bool) -> None:
    """Take over the setting FAST_TEXT. Results do not depend on it."""
    global _wanted
    _wanted = wanted


def on(*libraries: str) -> bool:
    """Whether to take a quick way that imitates or changes these libraries."""
    return _wanted and all(is_known(library) for library in libraries)


@cache
def is_known(library: str) -> bool:
    """Whether a library is installed in the version that its quick way was written for."""
    from importlib.metadata import version  # slow to load, and not every task reads texts

    return version(library) == WRITTEN_FOR[library]
