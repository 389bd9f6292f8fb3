"""What is known of files that stay is read when it is asked for, and is theirs or nobody's."""

from pathlib import Path

import pytest

from plugins.memory.store import Damaged, Store
from plugins.publishing.folder import Stamp
from plugins.publishing.printing import Facts, File, Outputs, make
from plugins.publishing.progress import Progress

PAGE = b"<!DOCTYPE html><html lang='en'><title>Knees</title><p id='here'>Walk.</p></html>"


def stays(tmp_path: Path) -> tuple[Store, Facts, Facts]:
    """A page and a file of the build before, and what is known of them."""
    store = Store(tmp_path / "memory.sqlite3", b"version")
    made = make([File("a/index.html", lambda: b"one", lambda: PAGE),
                 File("b.txt", lambda: b"two", lambda: b"B")],
                tmp_path / "output", {}, tmp_path / "staging", Progress())
    printed = {path: each.printed for path, each in made.items()}
    Outputs(store).keep(printed, made)
    again = Outputs(store)
    assert again.known() == printed
    return store, again.facts(printed, {}, True), again.facts(printed, {}, False)


def test_facts_are_those_of_the_files(tmp_path):
    _, pages, files = stays(tmp_path)

    assert list(pages) == ["a/index.html"] and list(files) == ["b.txt"]
    assert pages["a/index.html"].title == "Knees" and "here" in pages["a/index.html"].ids
    assert files["b.txt"].size == 1 and files.get("c.txt") is None


@pytest.mark.parametrize("spoil", [
    lambda store: store.keep_only("facts", ["b.txt"]),
    lambda store: store.put("facts", [("a/index.html", b"nonsense")]),
    lambda store: store.put("facts", [("a/index.html", store.get("facts", "b.txt"))])])
def test_facts_of_something_else_are_damage(tmp_path, spoil):
    store, pages, _ = stays(tmp_path)
    spoil(store)

    with pytest.raises(Damaged):
        pages["a/index.html"]


def test_files_of_the_build_before_are_forgotten_when_they_go(tmp_path):
    store, pages, files = stays(tmp_path)
    outputs = Outputs(store)
    known = outputs.known()
    outputs.keep({"b.txt": known["b.txt"]._replace(stamp=Stamp(1, 2))}, {})

    assert Outputs(store).known().keys() == {"b.txt"}
    assert [name for name, _ in store.all("facts")] == ["b.txt"]
