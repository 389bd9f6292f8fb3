"""A check that looks only at what changed finds what a check of everything finds."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.folder_check.core import (
    Budget,
    FileFacts,
    Identity,
    PageFacts,
    check,
    check_again,
    read_page,
)
from plugins.site_model.problem import errors
from tests.unit.fast_text.compare import fuzz
from tests.unit.folder_check.test_folder_check import HEAD

SITE = "https://clinic.example"
NAMES = ("a", "b", "c", "d", "e")
IDENTITY = Identity("Fernhollow", "+12075550142", "12 Example Street")
BUDGET = Budget(first_view=3_000, picture=500)


class Asked(Mapping[str, PageFacts]):
    """Pages that note which of them were read."""

    def __init__(self, pages: Mapping[str, PageFacts]) -> None:
        self.pages, self.read = pages, set[str]()

    def __getitem__(self, path: str) -> PageFacts:
        self.read.add(path)
        return self.pages[path]

    def __iter__(self):
        return iter(self.pages)

    def __len__(self):
        return len(self.pages)


def page(name, title="", inside=""):
    return read_page('<!doctype html><html lang="en"><head>'
                     f'{HEAD.format(title or name, f"/{name}/")}</head><body><h1 id="top">x</h1>'
                     f'{inside}</body></html>')


def again(last, changed, pages, files, withheld=(), siteurl=SITE, budget=BUDGET):
    paths = frozenset(pages) | frozenset(files)
    whole = check(pages, paths, siteurl, "output", files=files, identity=IDENTITY, budget=budget,
                  withheld=withheld)
    asked = Asked(pages)
    found = check_again(last, changed, asked, paths, siteurl, "output", files, IDENTITY, budget,
                        withheld)
    assert found.problems == whole
    return found, asked.read


LINKS = st.sampled_from([f'<a href="/{name}/{place}">x</a>' for name in NAMES
                         for place in ("", "#top", "#here", "#there")]
                        + ['<img src="/x.svg" alt="" width="1" height="1">',
                           '<i id="here"></i>', '<i id="there"></i>', "<h2>x</h2><h4>y</h4>",
                           '<a href="tel:+1999">x</a>'])
EDITS = st.lists(st.tuples(
    st.sampled_from(NAMES), st.sampled_from(("", "Same", "Other")),
    st.lists(LINKS, max_size=3, unique=True).map("".join) | st.none()), min_size=1, max_size=3)
WEIGHTS = st.sampled_from((100, 100, 100, 600, 4_000, None))


@fuzz
@given(st.lists(st.tuples(EDITS, WEIGHTS, st.sampled_from(((), (), ("d",)))), max_size=6))
def test_any_changes_are_told_as_a_check_of_everything_tells_them(rounds):
    pages = {f"{name}/index.html": page(name) for name in NAMES}
    files = {"404.html": FileFacts(1, 1), "x.svg": FileFacts(100, 100)}
    last, pending = None, set()
    for edits, weight, withheld in rounds:
        files = {"404.html": FileFacts(1, 1), **({"x.svg": FileFacts(weight, weight)}
                                                 if weight else {})}
        for name, title, inside in edits:
            path = f"{name}/index.html"
            if inside is None:
                pages.pop(path, None)
            else:
                pages[path] = page(name, title, inside)
                pending.add(path)
        found, _ = again(last, pending & pages.keys(), pages, files, withheld)
        if not errors(found.problems):  # a build goes on from the last that went well
            last, pending = found.kept, set()


@pytest.fixture
def site():
    pages = {"a/index.html": page("a", inside='<a href="/b/#here">x</a>'),
             "b/index.html": page("b", inside='<i id="here"></i><i id="there"></i>'),
             "c/index.html": page("c", inside='<img src="/x.svg" alt="" width="1" height="1">'),
             "404.html": page("404.html")}
    return pages, {"x.svg": FileFacts(100, 100)}


def test_only_what_changed_and_what_it_leads_to_is_read(site):
    pages, files = site
    last = again(None, (), pages, files)[0].kept
    pages["a/index.html"] = page("a", inside='<a href="/b/#there">x</a>')

    found, read = again(last, {"a/index.html"}, pages, files)

    assert read == {"a/index.html", "b/index.html"}
    assert again(found.kept, (), pages, files)[1] == set()


@pytest.mark.parametrize("changed, message", [
    ({"b/index.html": page("b", inside='<i id="there"></i>')}, "there is no 'here'"),
    ({"b/index.html": None}, "there is nothing at that address"),
    ({"x.svg": FileFacts(600, 600)}, "the picture /x.svg weighs"),
    ({"x.svg": None}, "there is nothing at that address"),
    ({"b/index.html": page("b", "a", inside='<i id="here"></i>')}, "that of a/index.html too"),
])
def test_what_a_change_does_to_other_pages_is_told(site, changed, message):
    pages, files = site
    last = again(None, (), pages, files)[0].kept
    for path, new in changed.items():
        kind = pages if path.endswith(".html") else files
        kind.pop(path)
        if new:
            kind[path] = new

    found, _ = again(last, changed.keys() & pages.keys(), pages, files)

    assert message in "\n".join(map(str, found.problems))


@pytest.mark.parametrize("settings", [{"siteurl": "https://other.example"}, {"budget": None}])
def test_other_settings_let_all_pages_be_looked_at(site, settings):
    pages, files = site
    last = again(None, (), pages, files)[0].kept

    assert again(last, (), pages, files, **settings)[1] == set(pages)
