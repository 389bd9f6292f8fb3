"""A disk without room: said in a line, and the last good folder stays."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.publishing.test_incremental import ROOT, START, Site, tree


def run(site: Site, most: int | None) -> subprocess.CompletedProcess[str]:
    """A build in which no file can be larger than `most` bytes."""
    return subprocess.run(
        [sys.executable, "-m", "plugins.publishing", "pelicanconf.py"], cwd=site.root, text=True,
        capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(START)},
        preexec_fn=None if most is None else
        lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))


@pytest.mark.parametrize("remembers", [True, False])
def test_a_full_disk_leaves_the_last_folder(tmp_path: Path, remembers: bool) -> None:
    site = Site(tmp_path / "site", seed=3)
    assert run(site, None).returncode == 0
    before = tree(site.root / "output")
    site.edit_template()

    for most in (0, 1_000, 20_000, 120_000):
        if not remembers:
            shutil.rmtree(site.root / ".cache")
        said = run(site, most)

        assert said.returncode == 1
        assert "Traceback" not in said.stderr
        assert said.stderr.endswith("look at the disk's free space and at the permissions\n"
                                    "Nothing was changed.\n")
        assert tree(site.root / "output") == before

    assert run(site, None).returncode == 0
    assert tree(site.root / "output") != before
    assert sorted(path.name for path in site.root.iterdir() if path.name.startswith(".")) == \
        [".cache"]
