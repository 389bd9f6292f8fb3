"""Checks on a finished folder. `read_page` and `read_file` look at one file each, so their answers
can be kept and computed on all cores; `check` compares them, and is quick."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from plugins.folder_check.files import FileFacts, read_file
from plugins.folder_check.page_reader import WHOLE, PageFacts, read_page
from plugins.site_model.problem import Problem, Severity

__all__ = ["Budget", "FileFacts", "Identity", "PageFacts", "check", "read_file", "read_page"]

# What a page may load from another site, if its own policy names that site: tag to directive.
_DECLARED = {"script": "script-src", "iframe": "frame-src"}
_FORM_TAGS = ("form", "input")
_MAY_LEAVE = ("a", "area", "form", "input", "link")
LINK_CURE = "correct the link in the text this page is made of"
FORM_CURE = ("bring back the page the form leads to, which plugins/page_models/plan.py makes: "
             "without it nobody learns what became of a message")


@dataclass(frozen=True)
class Identity:
    """The clinic as its settings have it; every page must say the same."""

    name: str
    phone: str
    street: str


@dataclass(frozen=True)
class Budget:
    """Bytes, compressed where a server would: a page with its style sheets, the style sheets, the
    scripts of a page, a picture, all that a page loads."""

    first_view: int = 14 * 1024
    styles: int = 6 * 1024
    scripts: int = 15 * 1024
    picture: int = 200_000
    page: int = 500_000


@dataclass
class _Folder:
    """What the checks compare a page with."""

    facts: Mapping[str, PageFacts]
    files: Mapping[str, FileFacts]
    known: set[str]
    siteurl: str
    shown: str
    places: dict[tuple[str, str], tuple[str, str, str]]
    ids: dict[str, frozenset[str]]
    sound: set[str]

    def problem(self, path: str, line: int, rule: str, message: str, cure: str = "",
                severity: str = "error") -> Problem:
        loud: Severity = "warning" if severity == "warning" else "error"
        return Problem(f"{self.shown}/{path}", line, message, cure, loud, rule)


def check(pages: Mapping[str, PageFacts | str], others: frozenset[str], siteurl: str, shown: str,
          *, only: Iterable[str] | None = None, files: Mapping[str, FileFacts] | None = None,
          identity: Identity | None = None, budget: Budget | None = None,
          withheld: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Problems of a folder. `pages` maps paths to what `read_page` told (or to HTML), `others` are
    the paths of other files; `siteurl` is the address of the folder, `shown` its name in messages.

    `only` asks for some pages, while links into all others are still known. `files` are the facts
    of other files, `identity` and `budget` what pages are held to, `withheld` the slugs of drafts
    and future posts, which nothing may name.
    """
    facts = {path: read_page(page) if isinstance(page, str) else page
             for path, page in pages.items()}
    folder = _Folder(facts, files or {}, {*pages, *others}, siteurl, shown, {}, {}, set())
    asked = sorted(facts if only is None else facts.keys() & set(only))
    hidden = frozenset(withheld)
    problems: list[Problem] = []
    for path in asked:
        page = facts[path]
        problems += [folder.problem(path, *fault) for fault in page.faults]
        problems += _links(path, page, folder)
        if path.removesuffix("/index.html") in hidden:
            problems.append(folder.problem(path, 0, "page-draft", "a draft or a future post has a "
                                           "page", "do not publish this folder"))
        problems += _identity(path, page, identity, folder) if identity else ()
        problems += _weights(path, page, budget, folder) if budget else ()
        problems += _canonical(path, page, folder)
    problems += _titles(asked, folder)
    if only is None:
        problems += _other_files(hidden, folder)
    return tuple(problems)


# ------------------------------------------------------------------ links


def _links(path: str, page: PageFacts, folder: _Folder) -> Iterator[Problem]:
    for tag, link, line in page.links:
        if link in folder.sound:
            continue
        fault = _fault(link, path, page, folder, tag)
        if not fault and link[:1] == "/" and link[1:2] != "/":
            folder.sound.add(link)  # the same from every page
        elif fault:
            rule = "page-third-party" if fault == _ELSEWHERE else "page-link"
            yield folder.problem(path, line, rule, f"<{tag}> leads to {link}: {fault}",
                                 FORM_CURE if tag in _FORM_TAGS else LINK_CURE)


_ELSEWHERE = "it lies on another site"


def _fault(link: str, path: str, page: PageFacts, folder: _Folder, tag: str) -> str:
    if link[:1] == "#":
        file, fragment, origin = path, unquote(link[1:]), ""
    else:
        origin, file, fragment = _place(link, path, folder)
    if origin:
        declared = dict(page.policy).get(_DECLARED.get(tag, ""), ())
        return "" if tag in _MAY_LEAVE or origin in declared else _ELSEWHERE
    if file.startswith("\0"):
        return file[1:]
    if file and file not in folder.known:
        return "there is nothing at that address"
    if fragment and file in folder.facts:
        if file not in folder.ids:
            folder.ids[file] = frozenset(folder.facts[file].ids)
        if fragment not in folder.ids[file]:
            return f"there is no '{fragment}' on that page"
    return ""


def _place(link: str, path: str, folder: _Folder) -> tuple[str, str, str]:
    """Where a link leads: another origin; or a file of the folder, empty where there is nothing to
    look up, or a fault after a NUL; and the fragment. Links of menus are looked up once."""
    beside = "" if link.startswith(("/", *WHOLE)) else path
    found = folder.places.get((beside, link))
    if found is None:
        found = folder.places[(beside, link)] = _look_up(link, path, folder.siteurl)
    return found


def _look_up(link: str, path: str, siteurl: str) -> tuple[str, str, str]:
    home = siteurl + "/"
    try:
        target = home if link == siteurl else urljoin(home + path.removesuffix("index.html"), link)
        parts = urlsplit(target)
    except ValueError:
        return "", "\0it is no address", ""
    if parts.scheme not in ("http", "https"):
        return "", "", ""
    if parts.netloc != urlsplit(home).netloc:
        return f"{parts.scheme}://{parts.netloc}", "", ""
    if "/__preview__/" in link:
        return "", "", ""
    if not target.startswith(home):
        return "", "\0it leaves the folder of the site", ""
    place, _, fragment = target.removeprefix(home).partition("#")
    file = unquote(place.partition("?")[0])
    if not file or file.endswith("/"):
        file += "index.html"
    return "", posixpath.normpath(file), unquote(fragment)


# ------------------------------------------------------------------ one page against the rest


def _canonical(path: str, page: PageFacts, folder: _Folder) -> Iterator[Problem]:
    """The canonical address of a page is its own; a page that is moved names one that is there."""
    if not page.canonical or page.hidden:
        return
    origin, file, _ = _place(page.canonical, path, folder)
    if origin or file.startswith("\0") or file not in folder.known:
        yield folder.problem(path, 0, "page-canonical", f"the canonical address {page.canonical} "
                             "is not on this site", "build with the right SITEURL")
    elif not page.redirect and file != path:
        yield folder.problem(path, 0, "page-canonical", f"the canonical address {page.canonical} "
                             "is that of another page", "plugins/page_models/frame.py makes it")


def _titles(asked: Iterable[str], folder: _Folder) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for path in sorted(folder.facts):
        page = folder.facts[path]
        if page.title and not (page.hidden or page.redirect):
            owners.setdefault(page.title, path)
    for path in asked:
        page = folder.facts[path]
        other = owners.get(page.title, path)
        if other != path and not (page.hidden or page.redirect):
            yield folder.problem(path, 0, "page-title", f"the title '{page.title[:80]}' is that of "
                                 f"{other} too", "give one of the two another title", "warning")


def _slug(address: str, siteurl: str) -> str:
    base = urlsplit(siteurl).path
    return address.removeprefix(siteurl).removeprefix(base).partition("#")[0].strip("/")


def _identity(path: str, page: PageFacts, clinic: Identity, folder: _Folder) -> Iterator[Problem]:
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


def _weights(path: str, page: PageFacts, budget: Budget, folder: _Folder) -> Iterator[Problem]:
    loaded: dict[str, list[FileFacts]] = {"css": [], "js": [], "all": []}
    for tag, link, line in page.links:
        if tag in ("a", "area", "form", "input", "link", "iframe"):
            continue
        _, name, _ = _place(link, path, folder)
        file = folder.files.get(name)
        if not file:
            continue
        loaded["all"].append(file)
        loaded.get(name.rsplit(".", 1)[-1], []).append(file)
        if tag in ("img", "source") and file.size > budget.picture:
            yield _heavy(path, line, f"the picture {link}", file.size, budget.picture, folder)
    styles = sum(file.weight for file in loaded["css"])
    for what, weight, most in (
            ("the page with its styles", page.weight + styles, budget.first_view),
            ("the style sheets", styles + page.styles, budget.styles),
            ("the scripts", sum(file.weight for file in loaded["js"]), budget.scripts),
            ("all that the page loads", page.weight + sum(f.weight for f in loaded["all"]),
             budget.page)):
        if weight > most:
            yield _heavy(path, 0, what, weight, most, folder)


def _heavy(path: str, line: int, what: str, weight: int, most: int, folder: _Folder) -> Problem:
    return folder.problem(path, line, "page-weight", f"{what} weighs {weight / 1024:.1f} KiB of "
                          f"{most / 1024:.0f}", "shorten the text, or save the pictures smaller",
                          "warning")


def _other_files(withheld: frozenset[str], folder: _Folder) -> Iterator[Problem]:
    for path, file in sorted(folder.files.items()):
        if file.fault:
            yield folder.problem(path, 0, "file-feed", file.fault,
                                 "the feature of that name in plugins/ makes the file")
        for address in file.addresses:
            if _slug(address, folder.siteurl) in withheld:
                yield folder.problem(path, 0, "page-draft", "it names a draft or a future post: "
                                     f"{address}", "do not publish this folder")
    if "404.html" not in folder.known and folder.files:
        yield folder.problem("404.html", 0, "file-missing", "there is no page for dead addresses",
                             "plugins/page_models/plan.py makes it")
