"""Where the links of a page lead, and whether there is something."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from plugins.folder_check.files import FileFacts
from plugins.folder_check.page_facts import PageFacts
from plugins.folder_check.tags import WHOLE
from plugins.site_model.problem import Problem, Severity

# What a page may load from another site, if its own policy names that site: tag to directive.
_DECLARED = {"script": "script-src", "iframe": "frame-src"}
_FORM_TAGS = ("form", "input")
_MAY_LEAVE = ("a", "area", "form", "input", "link", "meta", "structured data")
LINK_CURE = "correct the link in the text this page is made of"
FORM_CURE = ("bring back the page the form leads to, which plugins/page_models/planner.py makes: "
             "without it nobody learns what became of a message")
_HERE = ("http://localhost", "https://localhost", "http://127.", "http://[::1]", "http://0.0.0.0")
_ELSEWHERE = "it lies on another site"


@dataclass
class Folder:
    """What the checks compare a page with: all pages (which may be read only when asked for), other
    files, the paths of both, the site's address and the name of the folder in messages.

    `asked` are the places in each page that other pages lead to.
    """

    pages: Mapping[str, PageFacts]
    files: Mapping[str, FileFacts]
    known: Collection[str]
    siteurl: str
    shown: str
    asked: dict[str, set[str]] = field(default_factory=dict)
    _places: dict[tuple[str, str], tuple[str, str, str]] = field(default_factory=dict)
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)
    _sound: set[str] = field(default_factory=set)

    def problem(self, path: str, line: int, rule: str, message: str, cure: str = "",
                severity: str = "error") -> Problem:
        """A problem of a file."""
        loud: Severity = "warning" if severity == "warning" else "error"
        return Problem(f"{self.shown}/{path}", line, message, cure, loud, rule)

    def links(self, path: str) -> Iterator[Problem]:
        """Links of a page that lead nowhere, or where they may not."""
        page = self.pages[path]
        for tag, link, line in page.links:
            if link in self._sound:
                continue
            fault = self._fault(link, path, page, tag)
            if not fault and link[:1] == "/" and link[1:2] != "/":
                self._sound.add(link)  # the same from every page
            elif fault:
                rule = "page-third-party" if fault == _ELSEWHERE else "page-link"
                yield self.problem(path, line, rule, f"<{tag}> leads to {link}: {fault}",
                                   FORM_CURE if tag in _FORM_TAGS else LINK_CURE)

    def file_links(self, path: str) -> Iterator[Problem]:
        """Addresses in a file that is no page, which lead nowhere or where they may not."""
        file = self.files[path]
        for kind, addresses in (("", file.addresses), ("css", file.fetched)):
            for address in addresses:
                found = self.place(address, path)
                fault = _ELSEWHERE if found[0] and kind else "" if found[0] \
                    else self._missing(*found[1:], path)
                if fault:
                    rule = "page-third-party" if fault == _ELSEWHERE else "page-link"
                    yield self.problem(path, 0, rule, f"it leads to {address}: {fault}", LINK_CURE)

    def _fault(self, link: str, path: str, page: PageFacts, tag: str) -> str:
        if link[:1] == "#":
            file, fragment, origin = path, unquote(link[1:]), ""
        else:
            origin, file, fragment = self.place(link, path)
        if origin and origin.startswith(_HERE):
            return "it leads to the reader's own computer"
        if origin:
            declared = dict(page.policy).get(_DECLARED.get(tag, ""), ())
            return "" if tag in _MAY_LEAVE or origin in declared else _ELSEWHERE
        return self._missing(file, fragment, path)

    def _missing(self, file: str, fragment: str, path: str) -> str:
        if file.startswith("\0"):
            return file[1:]
        if file and file not in self.known:
            return "there is nothing at that address"
        if fragment and file in self.pages and not self._has(file, fragment, file == path):
            return f"there is no '{fragment}' on that page"
        return ""

    def _has(self, file: str, fragment: str, same: bool) -> bool:
        if file not in self._ids:
            self._ids[file] = frozenset(self.pages[file].ids)
        if not same:
            self.asked.setdefault(file, set()).add(fragment)
        return fragment in self._ids[file]

    def place(self, link: str, path: str) -> tuple[str, str, str]:
        """Where a link leads: another origin; or a file of the folder, empty where there is nothing
        to look up, or a fault after a NUL; and the fragment. Links of menus are looked up once."""
        beside = "" if link.startswith(("/", *WHOLE)) else path
        found = self._places.get((beside, link))
        if found is None:
            found = self._places[(beside, link)] = _look_up(link, path, self.siteurl)
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
