"""A tiny site, compared byte for byte with what it was; the diff is to be read as code is.

`pytest tests/golden --update-golden` takes over what is built now.
"""

from __future__ import annotations

import base64
import difflib
import hashlib
import html
import re
import shutil

from tests.components.rendering import style_sheets
from tests.golden.golden_site import HERE, tree

EXPECTED = HERE / "expected"
# Names in static/ and styles change with every colour. What is compared must not, or nobody would
# read the diff.
_HASH = re.compile(rb"(/static/[\w-]+)\.[0-9a-f]{8}\.")
_STYLE = re.compile(rb"(?<=<style>)[^<]+(?=</style>)|(?<=sha256-)[\w+/]{43}=")


def test_site_is_as_expected(golden: dict[str, bytes], update_golden: bool) -> None:
    built = {path: _STYLE.sub(b"STYLE", _HASH.sub(rb"\1.HASH.", data))
             for path, data in golden.items() if not path.startswith("static/")}
    if update_golden:
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for path, data in built.items():
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_bytes(data)
    expected = tree(EXPECTED)

    assert sorted(built) == sorted(expected)
    changed = "\n".join(_diff(path, expected[path], built[path]) for path in sorted(built)
                        if built[path] != expected[path])
    assert not changed, f"\n{changed}"


def test_hashed_names_are_all_that_is_not_compared(golden: dict[str, bytes]) -> None:
    names = [path for path in golden if path.startswith("static/")]

    assert [name for name in names if not _HASH.match(b"/" + name.encode())] == []
    assert len(names) >= 3


def test_each_style_is_known_to_the_policies_by_its_hash(golden: dict[str, bytes]) -> None:
    styles = {path: re.findall(r"<style>(.+?)</style>", data.decode("utf-8"), re.S)
              for path, data in golden.items() if path.endswith(".html")}
    full = {path: found for path, found in styles.items() if b"refresh" not in golden[path]}

    assert {len(found) for found in full.values()} == {1}
    for path, (style,) in full.items():
        code = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
        page = html.unescape(golden[path].decode("utf-8"))
        assert f"; style-src 'sha256-{code}';" in page, path
        assert f"'sha256-{code}'" in golden["_headers"].decode("utf-8"), path
    assert golden["_headers"].count(b"sha256-") == len({found[0] for found in full.values()}) <= 6


def test_what_a_page_shows_has_its_style_in_the_page(golden: dict[str, bytes]) -> None:
    """Every class of a page that the theme knows is known to the style of that page too."""
    known = _classes("".join(style_sheets().values()))
    for path, data in golden.items():
        if path.endswith(".html") and b"refresh" not in data:
            page = data.decode("utf-8")
            style = page[page.index("<style>"):page.index("</style>")]
            used = {name for words in re.findall(r'class="([^"]+)"', page)
                    for name in words.split()}
            assert used & known - _classes(style) == set(), path


def _classes(css: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)", css))


def _diff(path: str, before: bytes, after: bytes) -> str:
    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    return "\n".join(difflib.unified_diff(old, new, f"expected/{path}", "built", n=1, lineterm=""))
