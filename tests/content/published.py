"""The texts of content/ and the pages that were made of them, as these tests see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element

from tests.components.rendering import document, elements, words

SITEURL = "https://fernhollow.example.org"
ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"


@dataclass(frozen=True)
class Source:
    """A text of the content folder, as far as these tests read it by themselves."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    def field(self, name: str) -> str:
        found = re.search(rf"^{name}: *\"?(.+?)\"?\s*(?:#.*)?$", self.text, re.M | re.I)
        return found[1] if found else ""

    @property
    def slug(self) -> str:
        return self.field("slug") or self.path.stem

    @property
    def shown(self) -> bool:
        """Whether it is meant to be public today."""
        draft = self.field("draft") == "true" or self.field("status") == "draft"
        return not draft and self.field("date")[:10] <= date.today().isoformat()


@dataclass(frozen=True)
class Page:
    """A built page: its place in the folder, its bytes, its tree."""

    path: str
    source: bytes
    tree: Element

    @property
    def address(self) -> str:
        return f"{SITEURL}/{self.path.removesuffix('index.html')}"

    @property
    def indexed(self) -> bool:
        return self.meta("robots") == ""

    def all(self, tag: str) -> list[Element]:
        return [element for element in elements(self.tree) if element.tag == tag]

    def one(self, tag: str) -> Element:
        found, = self.all(tag)
        return found

    def title(self) -> str:
        return words(self.one("title"))

    def meta(self, name: str) -> str:
        """The content of a meta element by name or property, empty where there is none."""
        found = [element.get("content", "") for element in self.all("meta")
                 if name in (element.get("name"), element.get("property"),
                             element.get("http-equiv"))]
        assert len(found) < 2, f"{self.path} has <meta> {name} twice"
        return found[0] if found else ""

    def links(self, rel: str) -> list[str]:
        """The addresses of the link elements of a kind."""
        return [element.get("href", "") for element in self.all("link")
                if element.get("rel") == rel]


@dataclass(frozen=True)
class Built:
    """The published folder."""

    folder: Path
    pages: tuple[Page, ...]

    def page(self, path: str) -> Page:
        return next(page for page in self.pages if page.path == path)

    @property
    def full(self) -> list[Page]:
        """All pages but those that only answer an old address."""
        return [page for page in self.pages if not page.meta("refresh")]

    def read(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    @property
    def posts(self) -> Iterator[tuple[Source, Page]]:
        """Each public post with its page."""
        return ((source, self.page(f"{source.slug}/index.html")) for source in sources("posts"))


def sources(folder: str) -> list[Source]:
    """The public texts of a folder of content/."""
    found = [Source(path) for path in sorted((CONTENT / folder).glob("*.md"))]
    return [source for source in found if source.shown]


def parsed(folder: Path) -> Built:
    """A published folder, each page read as strictly as HTML allows."""
    found = []
    for path in sorted(folder.rglob("*.html")):
        source = path.read_bytes()
        try:
            tree = document(source.decode("utf-8"))
        except Exception as error:
            error.add_note(f"in {path}")
            raise
        found.append(Page(path.relative_to(folder).as_posix(), source, tree))
    return Built(folder, tuple(found))
