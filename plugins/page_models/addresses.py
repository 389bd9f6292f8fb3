"""Where pages lie that are made of no one text, and addresses as pages link to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from plugins.site_model.vocabulary import Term, TermKind
from plugins.words.core import later

FEED = "/feeds/all.atom.xml"
SEARCH = "/search/"


@dataclass(frozen=True)
class TermPages:
    """How the pages of one kind of word are called, where they lie and what they say first."""

    title: str
    folder: str
    intro: str
    fallback: str

    @property
    def address(self) -> str:
        """The page that lists all words of the kind."""
        return f"/{self.folder}/"


TERM_PAGES: Mapping[TermKind, TermPages] = {
    "category": TermPages(later("Topics"), "topics", later("What we write about."),
                          later("What we have written about {}.")),
    "region": TermPages(later("Body parts"), "regions",
                        later("Find an article by where it hurts."),
                        later("What we have written about the {}.")),
    "tag": TermPages(later("Tags"), "tags",
                     later("Every subject we have written about, from A to Z."),
                     later("What we have written about {}.")),
}


def term_address(term: Term) -> str:
    """The page of a topic, region or tag."""
    return f"{TERM_PAGES[term.kind].address}{term.slug}/"


@dataclass(frozen=True)
class Urls:
    """Addresses of one language of a build. `siteurl` has no trailing slash; its path may be empty.
    `root` is what addresses of the language begin with: nothing, or `/es`."""

    siteurl: str
    root: str = ""

    @cached_property
    def base(self) -> str:
        """The path below which the site lies, empty at the root of a host."""
        return urlsplit(self.siteurl).path.rstrip("/")

    def path(self, address: str) -> str:
        """An address in this language as pages link to it: from the root of the host."""
        return self.base + self.root + address

    def absolute(self, address: str) -> str:
        """An address in this language with its host."""
        return self.siteurl + self.root + address

    def shared(self, address: str) -> str:
        """An address that all languages share, as pages link to it."""
        return self.base + address

    def whole(self, address: str) -> str:
        """An address that all languages share, with its host."""
        return self.siteurl + address
