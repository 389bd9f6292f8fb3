"""The real content, published once as the demonstration, and parsed once."""

from __future__ import annotations

from dataclasses import replace

import pytest

import pelicanconf
from plugins.publishing.build import build
from tests.content.published import ROOT, SITEURL, Built, parsed


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The demonstration as it is published. A page with a parse error stops the whole suite."""
    folder = tmp_path_factory.mktemp("content") / "output"
    clinic = pelicanconf.CLINIC
    clinic = replace(clinic, contact=replace(clinic.contact, provider="formspree",
                                             form_id="xqkrwbze"))
    build(ROOT / "pelicanconf.py", folder, {
        "CACHE_PATH": str(folder.parent / "cache"),
        "PUBLISH": True, "ALLOW_DEMO": True, "SITEURL": SITEURL, "CLINIC": clinic})
    return parsed(folder)
