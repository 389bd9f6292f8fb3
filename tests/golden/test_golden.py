"""A tiny site, compared byte for byte with what it was; the diff is to be read as code is.

`pytest tests/golden --update-golden` takes over what is built now.
"""

from __future__ import annotations

import difflib
import re
import shutil

from tests.golden.golden_site import HERE, tree

EXPECTED = HERE / "expected"
# Names in static/ change with every colour. The pages must not, or nobody would read the diff.
_HASH = re.compile(rb"(/static/[\w-]+)\.[0-9a-f]{8}\.")


def test_site_is_as_expected(golden: dict[str, bytes], update_golden: bool) -> None:
    built = {path: _HASH.sub(rb"\1.HASH.", data) for path, data in golden.items()
             if not path.startswith("static/")}
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


def _diff(path: str, before: bytes, after: bytes) -> str:
    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    return "\n".join(difflib.unified_diff(old, new, f"expected/{path}", "built", n=1, lineterm=""))
