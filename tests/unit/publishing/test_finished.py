"""A folder is known again as it was left, and any change in it is seen."""

import json
import os
import time

import pytest

from plugins.publishing.finished import Finished, finished, is_same
from plugins.publishing.folder import stamps

FILES = ("index.html", "a/index.html", "a/b/c/é.html", "search/index/kn.json")


@pytest.fixture(params=["old", "young"])
def site(tmp_path, request):
    """A folder, and what is remembered of it: times of folders, or what is listed in them."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Rest.")
    since = time.time_ns() + 10 ** 9 if request.param == "old" else 0
    left = finished(tmp_path, dict(reversed(stamps(tmp_path).items())), since)
    assert bool(left.listed) == (request.param == "young")
    return tmp_path, Finished(*json.loads(json.dumps(left)))


def test_a_folder_that_nobody_touched_is_the_same(site):
    assert is_same(*site)


def put(path):
    path.write_text("Foreign.")


@pytest.mark.parametrize("change", [
    lambda top: put(top / "a" / "b" / "more.html"),
    lambda top: put(top / "more.html"),
    lambda top: (top / "a" / "foreign").symlink_to(top / "index.html"),
    lambda top: (top / "a" / "b" / "empty").mkdir(),
    lambda top: put(top / "a" / "index.html"),
    lambda top: os.utime(top / "a" / "b" / "c" / "é.html", (1, 1)),
    lambda top: (top / "index.html").unlink(),
    lambda top: (top / "a" / "b").rename(top / "a" / "other"),
    lambda top: (top / "a" / "index.html").rename(top / "a" / "other.html"),
])
def test_every_change_is_seen(site, change):
    change(site[0])
    assert not is_same(*site)


def test_a_folder_in_the_place_of_another_is_another(site):
    top, left = site
    elsewhere = top.with_name(f"{top.name}-elsewhere")
    (top / "a").rename(elsewhere)
    (top / "a").symlink_to(elsewhere)
    assert not is_same(top, left)


def test_what_is_remembered_wrongly_is_not_believed(site):
    top, left = site
    for wrong in (left._replace(files=left.files[1:]), left._replace(folders=left.folders[1:]),
                  left._replace(listed=[] if left.listed else left.folders),
                  left._replace(digest=""), left._replace(files=[*left.files, "b"])):
        assert not is_same(top, wrong)


def test_a_folder_that_is_gone_is_not_the_same(site, tmp_path):
    assert not is_same(tmp_path / "nowhere", site[1])
