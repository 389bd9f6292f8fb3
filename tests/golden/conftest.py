"""Builds of the tiny site, each made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.golden_site import NOW, publish, tree


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether to rewrite what is expected, instead of comparing with it."""
    return bool(pytestconfig.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every build of a test happens at the same moment."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site as it is published."""
    return _built(tmp_path_factory.mktemp("golden"))


@pytest.fixture(scope="session")
def preview(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site as its author sees it, drafts included."""
    return _built(tmp_path_factory.mktemp("preview"), PUBLISH=False, PREVIEW=True)


def _built(folder: Path, **overrides: object) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", NOW)
        publish(folder / "output", **overrides)
    return tree(folder / "output")
