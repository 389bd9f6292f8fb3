"""The last good folder is never lost on the way to the next."""

import os
import subprocess
import sys

import pytest

from plugins.publishing import folder as folders
from plugins.publishing.folder import (
    Busy,
    alone,
    put_in_place,
    see,
    stamps,
    swap,
    take_over,
    write_new,
)


def folder(path, text):
    path.mkdir()
    (path / "index.html").write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("exchange", [True, False])
def test_the_new_folder_takes_the_place_of_the_old(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    output = folder(tmp_path / "output", "old")
    swap(folder(tmp_path / "new", "new"), output)

    assert (output / "index.html").read_text("utf-8") == "new"
    assert (tmp_path / "new" / "index.html").read_text("utf-8") == "old"  # kept for the next
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "output"]


def test_the_old_folder_comes_back_where_the_new_one_cannot_take_its_place(tmp_path, monkeypatch):
    output, new = folder(tmp_path / "output", "old"), folder(tmp_path / "new", "new")
    rename = type(output).replace

    def full(path, target):
        if path == new:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    monkeypatch.setattr(type(output), "replace", full)
    with pytest.raises(OSError, match="No space"):
        swap(new, output)

    assert (output / "index.html").read_text("utf-8") == "old"


def test_unchanged_files_are_the_same_files_in_the_new_folder(tmp_path):
    output, new = folder(tmp_path / "output", "old"), folder(tmp_path / "new", "new")
    (output / "a").mkdir()
    (output / "a" / "stays.html").write_text("stays", "utf-8")
    number = (output / "a" / "stays.html").stat().st_ino
    (new / "a").write_text("in the way of a folder", "utf-8")
    (new / "left.html").write_text("of the folder before", "utf-8")
    (new / "link.html").symlink_to("index.html")
    take_over(output, new, ["a/stays.html"], ["index.html"])
    swap(new, output)

    assert (output / "a" / "stays.html").stat().st_ino == number
    assert stamps(output).keys() == {"index.html", "a/stays.html"}


def test_a_new_file_is_never_written_into_a_published_one(tmp_path):
    output, new = folder(tmp_path / "output", "old"), tmp_path / "new"
    new.mkdir()
    take_over(output, new, ["index.html"])
    write_new(f"{new}/index.html", b"new")

    assert (output / "index.html").read_text("utf-8") == "old"


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_unchanged_files_are_taken_over_whatever_stands_in_their_place(tmp_path, monkeypatch,
                                                                       links):
    def none(source, target):
        raise OSError(1, "Operation not permitted")

    output, new = folder(tmp_path / "output", "old"), folder(tmp_path / "new", "of before")
    names = ["index.html", "a/index.html", "b/c/index.html", "d.html"]
    for name in names[1:]:
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(name, "utf-8")
    (new / "b").write_text("a file where a folder must be", "utf-8")
    (new / "d.html" / "deep").mkdir(parents=True)
    if not links:
        monkeypatch.setattr(os, "link", none)
    take_over(output, new, names)

    assert stamps(new) == stamps(output)
    assert (new / "index.html").read_text("utf-8") == "old"
    same = (new / "a/index.html").samefile(output / "a/index.html")
    assert same is links


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_what_was_linked_sooner_is_not_linked_again(tmp_path, monkeypatch, links):
    output, new = folder(tmp_path / "output", "old"), tmp_path / "new"
    for name in ("a/b/index.html", "a/gone.html", "c/index.html"):
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(name, "utf-8")
    new.mkdir()
    made, link = [], os.link

    def linked(source, target):
        if not links:
            raise OSError(1, "Operation not permitted")
        link(source, target)
        made.append(target)

    monkeypatch.setattr(os, "link", linked)
    seen = see(output, new, link=True)
    assert stamps(new) == (stamps(output) if links else {})
    assert seen.new == {name: lies.number for name, lies in seen.old.items() if links}

    write_new(f"{new}/c/index.html", b"changed")
    take_over(output, new, ["index.html", "a/b/index.html"], ["c/index.html"], seen)
    assert len(made) == 4 * links
    assert stamps(new).keys() == {"index.html", "a/b/index.html", "c/index.html"}
    assert (output / "c/index.html").read_text("utf-8") == "c/index.html"


def test_a_folder_that_has_files_is_given_no_others_before_it_is_known_which_stay(tmp_path):
    output, new = folder(tmp_path / "output", "old"), tmp_path / "new"
    new.mkdir()
    (new / "left.html").write_text("left by a build before", "utf-8")
    seen = see(output, new, link=True)

    assert seen.new.keys() == stamps(new).keys() == {"left.html"}
    take_over(output, new, ["index.html"], seen=seen)
    assert stamps(new).keys() == {"index.html"}


def test_a_folder_changed_in_place_holds_what_is_wanted_and_nothing_else(tmp_path):
    output, new = folder(tmp_path / "output", "old"), folder(tmp_path / "new", "new")
    (output / "gone").mkdir()
    (output / "gone" / "index.html").write_text("gone", "utf-8")
    (output / "page").write_text("a file where a folder must be", "utf-8")
    (new / "page").mkdir()
    (new / "page" / "index.html").write_text("page", "utf-8")
    put_in_place(new, output, ["index.html", "page/index.html"], ["gone/index.html"])

    assert stamps(output).keys() == {"index.html", "page/index.html"}
    assert not (output / "gone").exists()


def test_what_is_no_plain_file_is_not_taken_over(tmp_path):
    output = folder(tmp_path / "output", "old")
    (output / "link.html").symlink_to("index.html")

    assert stamps(output).keys() == {"index.html"}


def test_two_builds_at_once_do_not_mix(tmp_path):
    lock = tmp_path / "lock"
    with alone(lock, "output"):
        told = subprocess.run(
            [sys.executable, "-c", "import sys; from pathlib import Path\n"
             "from plugins.publishing.folder import alone, Busy\n"
             "try:\n    alone(Path(sys.argv[1]), 'output').__enter__()\n"
             "except Busy as busy: print(busy)", str(lock)],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "."})
    assert f"another build is at work on it (process {os.getpid()})" in told.stdout
    with alone(lock, "output"):
        pass  # free again
    assert issubclass(Busy, RuntimeError)
