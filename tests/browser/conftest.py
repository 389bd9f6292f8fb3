"""A browser, and the sample site served to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from plugins.contact_form.receiver import MessageStore
from plugins.preview.server import PreviewServer
from plugins.publishing.build import build
from tests.browser.chromium import ARGUMENTS, find

ROOT = Path(__file__).resolve().parents[2]
MISSING = "NO BROWSER: the tests in tests/browser were not run; install Chromium and try again"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser."""
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; without it they are skipped, or fail where CI demands it."""
    path = find()
    if not path:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> MessageStore:
    """Where the messages of the contact form arrive."""
    return MessageStore(tmp_path_factory.mktemp("messages") / "messages.sqlite3")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, store: MessageStore) -> Iterator[str]:
    """The preview of the sample site, as an author sees it."""
    folder = tmp_path_factory.mktemp("preview") / "site"
    server = PreviewServer(lambda: folder, store, 0, say=lambda line: None)
    build(ROOT / "pelicanconf.py", folder, {"PREVIEW": True, "SITEURL": server.url})
    server.start()
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory, store: MessageStore) -> Iterator[str]:
    """The site as readers get it: no script at all."""
    folder = tmp_path_factory.mktemp("public") / "site"
    server = PreviewServer(lambda: folder, store, 0, say=lambda line: None)
    build(ROOT / "pelicanconf.py", folder, {"SITEURL": server.url})
    server.start()
    yield server.url
    server.stop()
