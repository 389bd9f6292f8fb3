"""The last good folder is never lost on the way to the next."""

import pytest

from plugins.publishing.build import swap


def folder(path, text):
    path.mkdir()
    (path / "index.html").write_text(text, "utf-8")
    return path


def test_the_new_folder_takes_the_place_of_the_old(tmp_path):
    output = folder(tmp_path / "output", "old")
    swap(folder(tmp_path / "new", "new"), output)

    assert (output / "index.html").read_text("utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_the_old_folder_comes_back_where_the_new_one_cannot_take_its_place(tmp_path, monkeypatch):
    output, new = folder(tmp_path / "output", "old"), folder(tmp_path / "new", "new")
    rename = type(output).replace

    def full(path, target):
        if path == new:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(type(output), "replace", full)
    with pytest.raises(OSError, match="No space"):
        swap(new, output)

    assert (output / "index.html").read_text("utf-8") == "old"
