"""A site that lies below a path: `https://golden.example.org/blog`."""

from __future__ import annotations

import re

from tests.golden.golden_site import SITEURL

_LINK = re.compile(r'(?:\b(?:href|src|action|srcset)="|; url=)([^"]*)')


def test_links_from_the_root_lead_below_the_path(golden: dict[str, bytes]) -> None:
    found = [(path, link) for path, data in golden.items() if path.endswith(".html")
             for link in _LINK.findall(data.decode())]

    assert len(found) > 100
    assert [pair for pair in found
            if pair[1].startswith("/") and not pair[1].startswith("/blog/")] == []


def test_whole_addresses_of_the_site_hold_the_path(golden: dict[str, bytes]) -> None:
    host = SITEURL.removesuffix("/blog")

    assert [path for path, data in golden.items() if path.endswith((".html", ".xml", ".txt"))
            for after in data.decode().split(host)[1:] if not after.startswith("/blog/")] == []


def test_files_for_the_host_name_the_path(golden: dict[str, bytes]) -> None:
    moved = [line.split()[:2] for line in golden["_redirects"].decode().splitlines()
             if line and not line.startswith("#")]

    assert ["/blog/2019/03/classic/", "/blog/classic/"] in moved
    assert [pair for pair in moved if not all(end.startswith("/blog/") for end in pair)] == []
    assert "/blog/static/*" in golden["_headers"].decode().splitlines()


def test_old_addresses_answer(golden: dict[str, bytes]) -> None:
    for path in ("2019/03/classic/index.html", "old-name.html", "all-fields/index.html",
                 "team/ada/index.html", "who/index.html"):
        assert b'http-equiv="refresh" content="0; url=/blog/' in golden[path]
