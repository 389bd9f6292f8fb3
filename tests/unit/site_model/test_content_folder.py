"""What lies in a content folder besides texts: told with its name, and never followed."""

import os
from pathlib import Path

import pytest

from plugins.site_model import content_folder
from tests.unit.builders import shown

POST = "posts/knee.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "posts").mkdir(parents=True)
    (folder / "images").mkdir()
    (folder / POST).write_text("Text.\n", "utf-8")
    (folder / "images" / "knee.png").write_bytes(b"x")
    (tmp_path / "secret.md").write_text("Secret.\n", "utf-8")
    return folder


def told(content):
    files, problems = content_folder.read(content)
    assert set(files) == {f"content/{POST}"}
    return shown(problems)


def test_a_sound_folder_is_passed(content):
    assert told(content) == ""
    assert set(content_folder.picture_files(content)) == {"images/knee.png"}


@pytest.mark.parametrize("target", ["../../secret.md", "knee.md", "gone.md", "l.md", "../.."])
@pytest.mark.parametrize("folder", ["posts", "images"])
def test_a_link_is_told_wherever_it_leads(content, folder, target):
    (content / folder / "l.md").symlink_to(target)

    found = told(content)

    assert f"content/{folder}/l.md: is a symbolic link to another" in found
    assert set(content_folder.picture_files(content)) == {"images/knee.png"}


@pytest.mark.parametrize("folder", ["posts", "images"])
def test_a_name_that_is_no_text_is_told(content, folder):
    with open(os.fsencode(content / folder) + b"/\xff.md", "wb") as file:  # noqa: PTH123
        file.write(b"x")

    assert rf"content/{folder}/\udcff.md: the file name is no readable text" in told(content)
    assert set(content_folder.picture_files(content)) == {"images/knee.png"}


@pytest.mark.parametrize("name", ["a\nb.md", "a\rb.md", "\u202egnp.md", "a\x1b[31m.md"])
@pytest.mark.parametrize("folder", ["posts", "images"])
def test_a_name_that_shows_as_something_else_is_told(content, folder, name):
    (content / folder / name).write_bytes(b"x")

    assert told(content).count("\n") == 0
    assert "the file name is no readable text" in told(content)


@pytest.mark.parametrize("name", ["Knee.PNG", "KNEE.png"])
def test_pictures_that_are_one_on_other_machines_are_told(content, name):
    (content / "images" / name).write_bytes(b"x")

    assert f"has the same name as content/images/{name} but for case" in told(content)


@pytest.mark.parametrize("name", ["posts", "pages", "people", "images", "topics", "regions"])
def test_a_file_or_a_link_in_the_place_of_a_folder_is_told(content, name):
    place = content / name
    if place.is_dir():
        place.rename(content.parent / name)
    place.symlink_to(content.parent)

    files, problems = content_folder.read(content)

    assert f"content/{name}: is a link or a file, not a folder" in shown(problems)
    assert not any("secret" in path for path in files)


def test_a_folder_that_cannot_be_listed_is_not_taken_for_an_empty_one(tmp_path, monkeypatch):
    for name in ("posts", "images"):
        (tmp_path / "content" / name).mkdir(parents=True)
    listed = os.scandir

    def refuse(place):
        if Path(place).name in ("posts", "images"):
            raise PermissionError(13, "Permission denied", str(place))
        return listed(place)

    monkeypatch.setattr(os, "scandir", refuse)
    _, problems = content_folder.read(tmp_path / "content")

    assert [str(problem) for problem in problems] == [
        f"content/{name}: cannot be read: Permission denied — check the folder's permissions"
        for name in ("posts", "images")]


def test_a_list_under_another_name_is_not_passed_over(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "references.yml").write_text("a: b\n", "utf-8")
    _, problems = content_folder.read(tmp_path / "content")

    assert [str(problem) for problem in problems] == [
        "content/references.yml: is not read under this name — did you mean 'references.yaml'?"]


def test_files_are_announced_to_the_disk_and_one_that_went_is_told_when_it_is_read(
        content, monkeypatch):
    listed, _ = content_folder.listing(content)
    file = listed[f"content/{POST}"]
    gone = file._replace(place=f"{file.place}.gone")
    asked = []
    monkeypatch.setattr(os, "posix_fadvise", lambda number, *_: asked.append(number),
                        raising=False)
    content_folder.announce([gone, file])

    assert len(asked) == 1
    with pytest.raises(OSError):
        os.fstat(asked[0])  # it was closed again
    assert content_folder.read_all({"gone": gone})[1]
