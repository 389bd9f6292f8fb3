"""The same content gives the same bytes anywhere, and a failed build changes none of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.fast_text import switch
from plugins.site_model.problem import ContentError
from tests.golden.golden_site import CONTENT, HERE, publish, tree

BUILD = """
import sys
from pathlib import Path
from tests.golden.golden_site import publish
publish(Path(sys.argv[1]) / "output", Path(sys.argv[1]) / "content")
"""
HERE_AND_NOW = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "PYTHONHASHSEED": "2",
             # Without these two, Python would quietly turn the plain locale into UTF-8.
             "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_place_time_zone_locale_and_hash_seed_do_not_matter(
        tmp_path: Path, golden: dict[str, bytes]) -> None:
    for name, environment in (("here", HERE_AND_NOW), ("else where", ELSEWHERE)):
        shutil.copytree(CONTENT, tmp_path / name / "content")
        subprocess.run([sys.executable, "-W", "error", "-c", BUILD, str(tmp_path / name)],
                       cwd=HERE.parents[1], env={**os.environ, **environment}, check=True)

        assert tree(tmp_path / name / "output") == golden


def test_the_libraries_alone_give_the_same_pages(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: dict[str, bytes]) -> None:
    monkeypatch.setattr(switch, "_wanted", True)  # and so again after this test
    publish(tmp_path / "output", FAST_TEXT=False)

    assert not switch.on()
    assert tree(tmp_path / "output") == golden


def test_time_of_the_build_does_not_matter(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: dict[str, bytes]) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1830297600")  # 2028-01-01
    publish(tmp_path / "output")

    assert tree(tmp_path / "output") == golden


@pytest.mark.parametrize("name, text", [
    ("posts/broken.md", "title: Nothing else\n\nText.\n"),
    ("posts/dead-link.md", "---\ntitle: A dead link\ndate: 2026-01-01\nauthor: ada-example\n"
     "category: Forms\nsummary: It links to nothing.\n---\n[Nowhere](nowhere.md)\n"),
    ("vocabulary.yaml", "categories: [Other]\n"),
])
def test_failed_build_leaves_all_as_it_was(tmp_path: Path, name: str, text: str) -> None:
    content, output = tmp_path / "content", tmp_path / "output"
    shutil.copytree(CONTENT, content)
    publish(output, content)
    before = tree(output)
    (content / name).write_text(text, "utf-8")

    with pytest.raises(ContentError):
        publish(output, content)

    assert tree(output) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "output"]
