"""Checks on a finished folder. `read_page` and `read_file` look at one file each, so their answers
can be kept and computed on all cores; `check` compares them, `check_again` only what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from plugins.folder_check.files import FileFacts, read_file
from plugins.folder_check.links import Folder
from plugins.folder_check.page_facts import Link, PageFacts
from plugins.folder_check.page_reader import read_page
from plugins.site_model.problem import Problem

__all__ = ["Budget", "Checked", "FileFacts", "Identity", "Kept", "PageFacts", "check",
           "check_again", "read_file", "read_page"]

# Elements that lead somewhere, and load nothing.
_FOLLOWED = frozenset(("a", "area", "form", "input", "link", "iframe", "meta", "refresh",
                       "button", "structured data"))


@dataclass(frozen=True)
class Identity:
    """The clinic as its settings have it; every page must say the same."""

    name: str
    phone: str
    street: str


@dataclass(frozen=True)
class Budget:
    """Bytes, compressed where a server would: a page with its style, the style whether it stands in
    the page or in files, the scripts of a page, a picture, all that a page loads."""

    first_view: int = 14 * 1024
    styles: int = 6 * 1024
    scripts: int = 15 * 1024
    picture: int = 200_000
    page: int = 500_000


@dataclass(frozen=True)
class Kept:
    """What one check leaves for the next, when nothing was wrong: what pages were held to, with the
    weights of the files they load; the paths that were there; titles by path; the places in each
    page that others lead to; warnings by path; what had to be named nowhere."""

    ground: tuple[object, ...]
    loaded: Mapping[str, FileFacts]
    paths: frozenset[str]
    titles: Mapping[str, tuple[str, str]]
    asked: Mapping[str, frozenset[str]]
    warnings: Mapping[str, tuple[Problem, ...]]
    withheld: frozenset[str]


class Checked(NamedTuple):
    """What a check found, and what it leaves for the next."""

    problems: tuple[Problem, ...]
    kept: Kept


def check(pages: Mapping[str, PageFacts | str], others: frozenset[str], siteurl: str, shown: str,
          *, files: Mapping[str, FileFacts] | None = None, identity: Identity | None = None,
          budget: Budget | None = None, withheld: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Problems of a folder. `pages` maps paths to what `read_page` told (or to HTML), `others` are
    the paths of other files; `siteurl` is the address of the folder, `shown` its name in messages.

    `files` are the facts of other files, `identity` and `budget` what pages are held to, `withheld`
    the places of drafts and future posts, such as `es/rodilla`, which nothing may name.
    """
    facts = {path: read_page(page) if isinstance(page, str) else page
             for path, page in pages.items()}
    return check_again(None, (), facts, others | facts.keys(), siteurl, shown, files or {},
                       identity, budget, withheld).problems


def check_again(last: Kept | None, changed: Iterable[str], pages: Mapping[str, PageFacts],
                paths: Collection[str], siteurl: str, shown: str, files: Mapping[str, FileFacts],
                identity: Identity | None, budget: Budget | None, withheld: Iterable[str]
                ) -> Checked:
    """The same, where `last` is what a check left of which only the pages and files `changed` may
    differ; no others are then asked for in `pages`, but for a few that the changed ones lead to.
    `paths` are those of all pages and files."""
    folder = Folder(pages, files, paths, siteurl, shown)
    ground = (siteurl, shown, identity, budget)
    hidden, changed = frozenset(withheld), frozenset(changed)
    if last and (last.ground != ground or not _holds(last, changed, folder)):
        last = None
    asked = sorted(pages if last is None else (each for each in changed if each in pages))
    warnings = dict(last.warnings) if last else {}
    titles = dict(last.titles) if last else {}
    loaded = dict(last.loaded) if last else {}
    for path in asked:
        page = pages[path]
        warnings.pop(path, None)
        if found := tuple(_page(path, page, folder, identity, budget)):
            warnings[path] = found
        titles[path] = (page.language, "" if page.hidden or page.redirect else page.title)
        loaded |= {name: files[name] for name in _loaded(path, page, folder)}
    problems = [each for path in sorted(warnings) for each in warnings[path]]
    problems += _drafts(hidden, folder)
    problems += _titles(titles, folder)
    again = changed if last and hidden <= last.withheld else files.keys()
    problems += _other_files(again, hidden, folder)
    places = {path: frozenset(found | (last.asked.get(path, frozenset()) if last else frozenset()))
              for path, found in folder.asked.items()}
    return Checked(tuple(problems), Kept(
        ground, loaded, frozenset(paths), titles, {**(last.asked if last else {}), **places},
        warnings, hidden))


def _holds(last: Kept, changed: Iterable[str], folder: Folder) -> bool:
    """Whether what was found of other pages is still so."""
    return last.paths.issubset(folder.known) \
        and all(folder.files.get(name) == facts for name, facts in last.loaded.items()) \
        and all(last.asked[path].issubset(folder.pages[path].ids)
                for path in changed if path in last.asked)


def _page(path: str, page: PageFacts, folder: Folder, identity: Identity | None,
          budget: Budget | None) -> Iterator[Problem]:
    for fault in page.faults:
        yield folder.problem(path, *fault)
    yield from folder.links(path)
    yield from _identity(path, page, identity, folder) if identity else ()
    yield from _weights(path, page, budget, folder) if budget else ()
    yield from _canonical(path, page, folder)


def _drafts(withheld: frozenset[str], folder: Folder) -> Iterator[Problem]:
    for path in sorted(f"{place}/index.html" for place in withheld):
        if path in folder.pages:
            yield folder.problem(path, 0, "page-draft", "a draft or a future post has a page",
                                 "do not publish this folder")


# ------------------------------------------------------------------ one page against the rest


def _canonical(path: str, page: PageFacts, folder: Folder) -> Iterator[Problem]:
    """The canonical address of a page is its own; a page that is moved names one that is there."""
    if not page.canonical or page.hidden:
        return
    origin, file, _ = folder.place(page.canonical, path)
    if origin or file.startswith("\0") or file not in folder.known:
        yield folder.problem(path, 0, "page-canonical", f"the canonical address {page.canonical} "
                             "is not on this site", "build with the right SITEURL")
    elif not page.redirect and file != path:
        yield folder.problem(path, 0, "page-canonical", f"the canonical address {page.canonical} "
                             "is that of another page", "plugins/page_models/frame.py makes it")


def _titles(titles: Mapping[str, tuple[str, str]], folder: Folder) -> Iterator[Problem]:
    """Titles that two pages of one language share."""
    owners: dict[tuple[str, str], str] = {}
    for path in sorted(titles):
        _, title = titles[path]
        other = owners.setdefault(titles[path], path)
        if title and other != path:
            yield folder.problem(path, 0, "page-title", f"the title '{title[:80]}' is that of "
                                 f"{other} too", "give one of the two another title", "warning")


def _place(address: str, siteurl: str, base: str) -> str:
    return address.removeprefix(siteurl).removeprefix(base).partition("#")[0].strip("/")


def _identity(path: str, page: PageFacts, clinic: Identity, folder: Folder) -> Iterator[Problem]:
    """Name, address and telephone are the same in footer, links and structured data."""
    if page.redirect:
        return
    cure = "all of them come from CLINIC in pelicanconf.py; look for one typed by hand"
    for number, line in page.phones:
        if len(number) > 4 and number != clinic.phone:
            yield folder.problem(path, line, "page-identity", f"the telephone link dials {number}, "
                                 f"not {clinic.phone}", cure)
    for name, phone, street in page.clinics:
        for said, meant in ((name, clinic.name), (phone, clinic.phone), (street, clinic.street)):
            if said != meant:
                yield folder.problem(path, 0, "page-identity", f"the structured data says "
                                                               f"'{said}', "
                                     f"the settings '{meant}'", cure)
    for meant in (clinic.name, clinic.street) if page.footer else ():
        if " ".join(meant.split()) not in page.footer:
            yield folder.problem(path, 0, "page-identity", f"the footer lacks '{meant}'", cure)


# ------------------------------------------------------------------ weights and other files


def _loaded(path: str, page: PageFacts, folder: Folder) -> dict[str, Link]:
    """The files that a browser loads with a page, each with the first link that asks for it."""
    found: dict[str, Link] = {}
    for link in page.links:
        if link[0] not in _FOLLOWED and (name := folder.place(link[1], path)[1]) in folder.files:
            found.setdefault(name, link)
    return found


def _weights(path: str, page: PageFacts, budget: Budget, folder: Folder) -> Iterator[Problem]:
    loaded: dict[str, list[FileFacts]] = {"css": [], "js": [], "all": []}
    for name, (tag, link, line) in _loaded(path, page, folder).items():
        file = folder.files[name]
        loaded["all"].append(file)
        loaded.get(name.rsplit(".", 1)[-1], []).append(file)
        if tag in ("img", "source") and file.size > budget.picture:
            yield _heavy(path, line, f"the picture {link}", file.size, budget.picture, folder)
    styles = sum(file.weight for file in loaded["css"])
    for what, weight, most in (
            ("the page with its style", page.weight + styles, budget.first_view),
            ("the style", styles + page.styles, budget.styles),
            ("the script", sum(file.weight for file in loaded["js"]), budget.scripts),
            ("all that the page loads", page.weight + sum(f.weight for f in loaded["all"]),
             budget.page)):
        if weight > most:
            yield _heavy(path, 0, what, weight, most, folder)


_LIGHTER = {"the style": "make the styles in theme/components/ shorter",
            "the script": "make the scripts in theme/static/ shorter"}


def _heavy(path: str, line: int, what: str, weight: int, most: int, folder: Folder) -> Problem:
    return folder.problem(path, line, "page-weight", f"{what} weighs {weight / 1024:.1f} KiB of "
                          f"{most / 1024:.0f}",
                          _LIGHTER.get(what, "shorten the text, or save the pictures smaller"),
                          "warning")


def _other_files(asked: Collection[str], withheld: frozenset[str], folder: Folder
                 ) -> Iterator[Problem]:
    base = urlsplit(folder.siteurl).path
    for path in sorted(asked & folder.files.keys()):
        file = folder.files[path]
        if file.fault:
            yield folder.problem(path, 0, "file-drawing" if path.endswith(".svg") else "file-feed",
                                 file.fault, "the feature of that name in plugins/ makes the file")
        for address in file.addresses if withheld else ():
            if _place(address, folder.siteurl, base) in withheld:
                yield folder.problem(path, 0, "page-draft", "it names a draft or a future post: "
                                     f"{address}", "do not publish this folder")
        yield from folder.file_links(path)
    if "404.html" not in folder.known and folder.files:
        yield folder.problem("404.html", 0, "file-missing", "there is no page for dead addresses",
                             "plugins/page_models/planner.py makes it")
