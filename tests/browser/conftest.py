"""A browser, and the sample site served to it."""

from __future__ import annotations

import os
import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from plugins.contact_form.receiver import MessageStore
from plugins.preview.server import PreviewServer
from plugins.preview.session import style_guide
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
    server = PreviewServer(lambda: folder, store, 0, say=lambda line: None,
                           guide=lambda: style_guide(ROOT / "pelicanconf.py", folder))
    build(ROOT / "pelicanconf.py", folder, {
        "PREVIEW": True, "SITEURL": server.url, "CACHE_PATH": str(folder.parent / "cache")})
    server.start()
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory, store: MessageStore) -> Iterator[str]:
    """The site as readers get it. SITE_FOLDER names a finished folder instead,
    built for the SITEURL of the environment; CI looks at what it is about to publish."""
    folder = tmp_path_factory.mktemp("public") / "site"
    server = PreviewServer(lambda: folder, store, 0, say=lambda line: None)
    base = ""
    if finished := os.environ.get("SITE_FOLDER"):
        base = urlsplit(os.environ.get("SITEURL", "")).path.rstrip("/")
        shutil.copytree(ROOT / finished, folder / base.lstrip("/"))
    else:
        build(ROOT / "pelicanconf.py", folder, {
            "SITEURL": server.url, "CACHE_PATH": str(folder.parent / "cache")})
    server.start()
    yield server.url + base
    server.stop()


@pytest.fixture(scope="session")
def kinds(public: str) -> dict[str, str]:
    """The address of one page of each kind, whatever the clinic has written: of several the one
    with the longest text. Found by the sitemap, and by what is never in it."""
    with urllib.request.urlopen(f"{public}/sitemap.xml", timeout=10) as answer:
        listed = re.findall("<loc>(.*?)</loc>", answer.read().decode("utf-8"))
    home = min(listed, key=len)
    paths = [address.removeprefix(home.rstrip("/")) for address in listed]
    sizes = {path: len(urllib.request.urlopen(public + path, timeout=10).read()) for path in paths}
    folders = {"topic": "/topics/", "region": "/regions/", "tag": "/tags/", "person": "/people/"}
    found = {"home": "/", "contact": "/contact/", "thanks": "/thanks/",
             "not sent": "/not-sent/", "not found": "/404.html"}
    for kind, folder in folders.items():
        below = [path for path in paths if path.startswith(folder)]
        if below:
            found[f"{kind} index"] = folder
            found[kind] = max((p for p in below if p != folder), key=sizes.__getitem__)
    found |= {kind: f"/{kind}/" for kind in ("archive", "glossary", "search")
              if f"/{kind}/" in paths}
    single = [path for path in paths if path.count("/") == 2 and path not in
              (*found.values(), *folders.values())]
    found["article"] = max(single, key=sizes.__getitem__)
    found["page"] = min(single, key=sizes.__getitem__)
    return {kind: public + path for kind, path in found.items()}
