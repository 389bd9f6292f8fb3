"""Related posts: the ranker, and a plugin for any Pelican site (README.md).

Nothing of Pelican is imported before Pelican itself calls `register`.
"""

from __future__ import annotations


def register() -> None:
    """What Pelican calls for `PLUGINS = ["related"]`."""
    from . import plugin

    plugin.register()
