"""Where the links and pictures of a text lead, or what is wrong with them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from plugins.images.core import Picture, PictureError
from plugins.site_model.core import TEXT_FOLDERS
from plugins.site_model.problem import did_you_mean

BASE = "\x0e"
"""Stands where the site's own address will: a path in pages, the full address in feeds. Nobody may
type it (`text_input.FORBIDDEN`). A character of ASCII, as one of a private area would make each
letter of a text with a link in it as wide as itself."""

_PELICAN = re.compile(r"^[{|](filename|static|attach|category|tag|author|index)[}|]")
_SAFE_SCHEMES = ("https", "http", "mailto", "tel", "sms")
_NO_SIGN_OF_AN_ADDRESS = re.compile(r"[\s\"<>\\^`{|}]")  # RFC 3986
_INVISIBLE = re.compile(r"[\s\x00-\x20\u00ad\u200b-\u200f\u2060]+")


class LinkError(ValueError):
    """A link that cannot be published: `message`, and how to `cure` it."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message, self.cure = message, cure


def split(address: str) -> SplitResult:
    """The parts of an address, read as a browser does. Raises LinkError where it is none."""
    try:
        parts = urlsplit(_INVISIBLE.sub("", address))
        parts.hostname, parts.port  # noqa: B018  (both raise only when they are asked for)
    except ValueError:
        raise LinkError(f"'{address[:60]}' is no address", "correct it") from None
    return parts


@dataclass(frozen=True)
class Target:
    """A file of the content folder that has, or will have, an address of its own."""

    address: str
    withheld: str = ""


class Asked(Protocol):
    """Whoever knows where links and pictures lead."""

    def link(self, href: str) -> str:
        """The address to print for a link. Raises LinkError."""

    def picture(self, src: str) -> Picture:
        """The picture at an address. Raises LinkError where none may be published."""


@dataclass(frozen=True)
class Resolver:
    """Resolves what one file links to. `targets` maps paths from the project to addresses;
    `picture_of` takes a path from the content folder and raises PictureError or KeyError;
    `own` is the address of the site, for links that write it out."""

    source: str
    root: str
    targets: Mapping[str, Target]
    picture_of: Callable[[str], Picture]
    own: str = ""

    def link(self, href: str) -> str:
        """The address to print for a link. Raises LinkError."""
        if not href.strip():
            raise LinkError("an empty link", "write the address between the round brackets")
        bare = _PELICAN.sub("", href)
        for own in (self.own, self.own.replace("https://", "http://", 1)):
            if own and f"{bare}/".startswith(f"{own}/"):
                bare = href = bare.removeprefix(own) or "/"
        parts = split(bare)
        if parts.scheme:
            return self._elsewhere(href, parts)
        if bare.startswith("#"):
            return bare
        if bare.startswith("//") or "\\" in bare:
            raise LinkError(f"the link '{bare}' has no https:", "write the whole address")
        path, _, fragment = bare.partition("#")
        if path.lower().endswith(".md") or bare != href:
            found = self._target(unquote(path))
            return BASE + found.address + (f"#{fragment}" if fragment else "")
        if path.startswith("/"):
            return BASE + bare
        raise LinkError(f"the link '{href}' leads nowhere",
                        "write the whole address with https://, or the name of a file such as "
                        "sciatica.md")

    def _elsewhere(self, href: str, parts: SplitResult) -> str:
        """A link with a scheme, as it is. Raises LinkError where it is not one of ours."""
        if parts.scheme not in _SAFE_SCHEMES:
            raise LinkError(f"a link of the kind '{parts.scheme}:' is not allowed",
                            "link to a page, a telephone number or a mail address")
        if parts.scheme in ("http", "https") and (not parts.hostname or "@" in parts.netloc):
            raise LinkError(f"the link '{href}' has no host, or a password in it",
                            "write the whole address, such as https://example.org/page")
        if odd := _NO_SIGN_OF_AN_ADDRESS.search(href.strip()):
            raise LinkError(f"the link '{href[:80]}' has a '{odd[0]}' in it, which no address has",
                            "copy the address again from the browser, or write %20 for a space")
        if parts.scheme not in ("http", "https") and not parts.path:
            raise LinkError(f"the link '{href}' is empty", "write the number or the address")
        return href

    def _target(self, path: str) -> Target:
        for candidate in self._candidates(path):
            if candidate in self.targets:
                target = self.targets[candidate]
                if target.withheld:
                    raise LinkError(f"the link '{path}' leads to {target.withheld}",
                                    "publish it first, or take the link out")
                return target
        # From the text's own folder, as the author would write it.
        names = [posixpath.relpath(known, posixpath.dirname(self.source))
                 for known in self.targets]
        near = [name for name in names if posixpath.basename(name) == posixpath.basename(path)]
        raise LinkError(f"the link leads to '{path}', which is not there",
                        did_you_mean(path, near or names))

    def picture(self, src: str) -> Picture:
        """The picture at `src`. Raises LinkError where there is none that may be published."""
        bare = unquote(_PELICAN.sub("", src))
        if split(bare).scheme or bare.startswith("//"):
            raise LinkError(f"the picture '{src[:80]}' lies on another site",
                            "save it in content/images/ and name that file")
        for candidate in self._candidates(bare):
            inside = candidate.removeprefix(self.root + "/")
            if not inside.startswith("images/"):
                continue
            try:
                return self.picture_of(inside)
            except PictureError as error:
                message, _, cure = str(error).partition(" — ")
                raise LinkError(f"the picture '{inside}': {message}", cure) from None
            except KeyError as error:
                near = str(error.args[0]) if error.args and error.args[0] != inside else ""
                if near:
                    raise LinkError(f"the picture '{inside}' is not there",
                                    f"did you mean '{near}'? Upper and lower case matter"
                                    ) from None
        raise LinkError(f"the image '{bare}' is not there",
                        "put the file into content/images/ and write its path, such as "
                        "images/knee.png")

    def _candidates(self, path: str) -> Iterator[str]:
        """The paths from the project that a written path may mean, those that leave it dropped."""
        folders = [posixpath.dirname(self.source), self.root]
        if path.startswith("/"):
            folders.reverse()
        if path.lower().endswith(".md") and "/" not in path:
            folders += [f"{self.root}/{folder}" for folder in TEXT_FOLDERS]
        for folder in folders:
            whole = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
            if whole.startswith(self.root + "/"):
                yield whole
