"""Which file answers which address, and that none outside the folder ever does."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.preview.files import Redirect, content_type, find


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for name in ("index.html", "blog/index.html", "a b/ü.html", "empty/x.txt"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "site-2").mkdir()
    (tmp_path / "site-2" / "index.html").write_text("secret")
    (site / "out.txt").symlink_to(tmp_path / "secret.txt")
    (site / "outside").symlink_to(tmp_path / "site-2")
    (site / "in.html").symlink_to(site / "index.html")
    (site / "loop").symlink_to(site / "loop")
    return site


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/blog/", "blog/index.html"),
        ("/a%20b/%C3%BC.html", "a b/ü.html"),
        ("/a%20b/\xc3\xbc.html", "a b/ü.html"),  # raw UTF-8 bytes, as http.server hands them on
        ("/in.html", "index.html"),
    ],
)
def test_found(folder: Path, address: str, name: str) -> None:
    assert find(folder, address) == folder / name


@pytest.mark.parametrize(
    "address",
    [
        "/../secret.txt",
        "/blog/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/%2Fetc/passwd",
        "//etc/passwd",
        "/./index.html",
        "/index.html%00.txt",
        "/out.txt",
        "/outside/",
        "/outside/index.html",
        "/../site-2/index.html",
        "/loop",
        "/%ff",
        "/index.html/",
        "/blog/index.html/x",
        "/missing",
        "/empty/",
        "/" + "x" * 5000,
        "http://localhost/index.html",
        "",
    ],
)
def test_not_found(folder: Path, address: str) -> None:
    assert find(folder, address) is None


def test_a_folder_without_its_slash_is_redirected(folder: Path) -> None:
    assert find(folder, "/blog") == Redirect("/blog/")
    assert find(folder, "/a%20b") == Redirect("/a%20b/")


def test_no_folder_yet(tmp_path: Path) -> None:
    assert find(tmp_path / "output", "/") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.CSS", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("feed.xml", "application/xml"),
        ("feed.atom", "application/atom+xml"),
        ("a.min.svg", "image/svg+xml"),
        ("a.avif", "image/avif"),
        ("a.woff2", "font/woff2"),
        ("noending", "application/octet-stream"),
    ],
)
def test_content_types(name: str, kind: str) -> None:
    assert content_type(name) == kind
