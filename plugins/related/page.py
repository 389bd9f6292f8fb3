"""What the plugin reads of a page: its words and links, and which posts its header names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

# Stands for the address of the site where it is not known yet. No such host exists (RFC 6761).
HERE = "https://here.invalid"
_UNREAD = {"script", "style"}
# Tags inside of a sentence, and of a word. All others part the words before from those after.
_INLINE = set("""a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp
    small span strong sub sup time tt u var wbr""".split())

# ---------------------------------------------------------------- content


@dataclass(frozen=True)
class Content:
    """The words of a text, and the addresses it links to as they are written."""

    text: str
    links: tuple[str, ...]


def read(html: str) -> Content:
    """The text and links of HTML. Takes anything; scripts and styles are no text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Content("".join(reader.parts).strip(), tuple(reader.links))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self._unread = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread = tag
        if tag in ("a", "area"):
            self.links += [value for name, value in attrs if name == "href" and value]
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """HTML has no `<![…` and reads it as a comment; the parser would raise AssertionError."""
        return self.parse_bogus_comment(i)

    def _part(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append("\n")


def place(address: str, site: str, page: str = "") -> str:
    """Where in the site an address leads, comparable between all ways to write it; "" if it leads
    elsewhere. `site` is SITEURL; `page` the address, below the site, that a relative one starts
    from."""
    try:
        found = urlsplit(urljoin(urljoin(f"{HERE}/", page), address.strip()))
        home = urlsplit(site)
    except ValueError:  # such as "http://[": no browser follows it either
        return ""
    if not found.netloc or found.netloc not in (urlsplit(HERE).netloc, home.netloc):
        return ""
    path, folder = unquote(found.path), unquote(home.path).rstrip("/")
    return (path.removeprefix(folder) if path.startswith(f"{folder}/") else path).strip("/")


# ---------------------------------------------------------------- headers


def names(value: object) -> tuple[str, ...]:
    """The names in a field: a text with commas or semicolons, or a list of such texts."""
    parts = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    found = (name.strip(" \t\r\"'[]") for part in parts if part is not None
             for name in re.split(r"[,;\n]", str(part)))
    return tuple(name for name in found if name)


@dataclass(frozen=True)
class Slugs:
    """The posts that a header may name, by language and slug: `listed` ones, which may be
    recommended, with the name of their file, and for `others` whether "draft" or "hidden"."""

    listed: Mapping[tuple[str, str], str]
    others: Mapping[tuple[str, str], str]

    def no_pick(self, name: str, language: str) -> str:
        """Why no page in a language may recommend a post; "" if it may."""
        if (language, name) in self.listed:
            return ""
        if status := self.others.get((language, name)):
            return f"is {'a draft' if status == 'draft' else status} and never recommended"
        found = sorted({other for other, slug in (*self.listed, *self.others) if slug == name})
        if found:
            return f"is in another language: {', '.join(found)}, not {language}"
        return f"is no post{self._meant(name, language)}"

    def no_ban(self, name: str, language: str) -> str:
        """Why a post cannot be banned. One that waits to be published can."""
        return "" if (language, name) in self.others else self.no_pick(name, language)

    def _meant(self, name: str, language: str) -> str:
        here = sorted((slug, file) for (other, slug), file in self.listed.items()
                      if other == language)
        known = {file.casefold(): slug for slug, file in here}
        known |= {slug.casefold(): slug for slug, _ in here}
        close = difflib.get_close_matches(name.casefold(), known, 1)
        return f"; did you mean '{known[close[0]]}'?" if close else ""


def line_of(source: str, field: str, name: str, nth: int = 1) -> int:
    """The line on which a field of a header names something for the nth time, from 1; 0 where that
    cannot be found. Knows `Field: a`, `:field: a`, `<meta name="field" content="a">`, and lists
    that go on below."""
    key = re.compile(rf"\s*(?::|<meta\s+name=[\"']?)?{re.escape(field)}[\"']?\s*(?::|content=)",
                     re.IGNORECASE)
    whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    inside = False
    for number, line in enumerate(source.splitlines(), 1):
        start = key.match(line)
        inside = bool(start) or (inside and line[:1] in (" ", "\t", "-"))
        if inside:
            nth -= len(whole.findall(line, start.end() if start else 0))
            if nth <= 0:
                return number
    return 0
