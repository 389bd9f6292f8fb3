"""Markers in the text: `[related]`, `[related: slug]`, `[contact-form]`, and what is left over
from other systems. A bracketed marker that nobody knows must never reach a reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from itertools import takewhile

from markdown.preprocessors import Preprocessor

from plugins.article_body.blocks import NAMES, OPTIONS
from plugins.site_model.problem import did_you_mean
from plugins.site_model.text_input import fits

ALONE = re.compile(r"^\[\s*(/?[A-Za-z][\w-]*)(?::([^\]]*)|(\s[^\]]*))?\]$")
_SHORTCODE = re.compile(
    r"\\?\[/?(?:et_pb_\w+|et\\_pb\\_\w+|caption|gallery|embed|audio|video|contact-form-7|wpforms"
    r"|gravityform|vc_\w+|shortcode|playlist)\b[^\[\]]*\]", re.I)
_CODE = re.compile(r"`[^`]*`")
_REFERENCE = re.compile(r"&(?:#x([0-9a-f]{1,7})|#(\d{1,8})|([a-z]\w{1,30}));", re.I)
_OPTION = re.compile(r"^( {4}[a-z-]+:)[ \t]+(\S.*?)\s*$")
_BLOCK = re.compile(r"^(/{3,})\s*(?:([\w-]+)\s*(?:\|.*)?)?$")
_FENCE = re.compile(r"^ {0,3}(`{3,}(?!.*`)|~{3,})")
SLOT = "\ue000{}\ue001"  # Private-use characters: nobody types them, Markdown keeps them.
SLOTS = re.compile("<p>\ue000(\\d+)\ue001</p>")
NESTED = re.compile("\ue000(\\d+)\ue001")
KNOWN = ("related", "contact-form")


def outside_code(lines: list[str]) -> Iterable[tuple[int, str]]:
    """The lines that are not in a fenced code block, with their index."""
    return _outside_code(lines) if _has(("```", "~~~", "\n    ", "\n\t"), lines) \
        else enumerate(lines)


def _has(signs: tuple[str, ...], lines: list[str]) -> bool:
    """Whether one of the signs is in the lines, which are looked through sooner as a whole."""
    whole = "\n" + "\n".join(lines)
    return any(sign[0] in whole and sign in whole for sign in signs)  # one is found sooner


def _outside_code(lines: list[str]) -> Iterator[tuple[int, str]]:
    fence = ""
    for i, line in enumerate(lines):
        match = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            if match and line.strip().startswith(fence) and set(line.strip()) == {fence[0]}:
                fence = ""
            continue
        if match:
            fence = match[1]
            continue
        if not line.startswith(("    ", "\t")):
            yield i, line


def without_code(line: str) -> str:
    """A line without what stands in backquotes."""
    return _CODE.sub("", line) if "`" in line else line


def is_forbidden(reference: re.Match[str]) -> bool:
    """Whether `&#0;`, `&zwj;` and the like stand for a character that no reader should meet."""
    if reference[3]:
        return not fits(html5.get(f"{reference[3]};", ""))
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return number > 0x10FFFF or not fits(chr(number))


def _quote_options(lines: list[str]) -> None:
    """Quote the options of blocks, which are YAML: else a dose of 1:30 would be read as 90."""
    if not _has(("///",), lines):
        return
    in_options = False
    for i, line in enumerate(lines):
        if in_options and (option := _OPTION.match(line)):
            quoted = len(option[2]) > 1 and option[2][0] in "\"'" and option[2][0] == option[2][-1]
            if quoted or option[2] in ("|", ">"):
                continue
            lines[i] = f"{option[1]} {json.dumps(option[2], ensure_ascii=False)}"
        else:
            opened = _BLOCK.match(line.strip()) if "///" in line else None
            in_options = bool(opened and opened[2])


def unclosed_fence(lines: list[str]) -> int | None:
    """The index of the line that opens a code block which nothing closes."""
    opened, fence = None, ""
    for i, line in enumerate(lines if _has(("```", "~~~"), lines) else ()):
        match = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence and match and line.strip().startswith(fence) and set(line.strip()) == {fence[0]}:
            opened, fence = None, ""
        elif match and not fence:
            opened, fence = i, match[1]
    return opened


class MarkerPreprocessor(Preprocessor):
    """Puts a slot where a marker stood and remembers what belongs there."""

    def __init__(self) -> None:
        super().__init__(None)
        self.begin()

    def begin(self) -> None:
        """Forget the text before."""
        self.markers: list[tuple[str, str, int]] = []
        self.problems: list[tuple[int, str, str]] = []
        # Lines of which enough is said, whatever the text that is made of them shows.
        self.told: set[int] = set()

    def run(self, lines: list[str]) -> list[str]:
        """Called by Python-Markdown with the lines of the body."""
        self.begin()
        result = list(lines)
        opened: list[tuple[str, int, str]] = []
        for i, line in outside_code(lines):
            if "[" in line:
                result[i] = self._bracketed(i, line)
            if "///" in line:
                self._blocks(i, line.strip(), opened)
                self._options(i, lines)
            if "#" in line and set(line.strip()) == {"#"}:
                self.problems.append((i, "a heading without words", "write it, or delete the #"))
            if "&" in line and any(is_forbidden(match)
                                   for match in _REFERENCE.finditer(without_code(line))):
                self.problems.append((i, "a reference to a control character, or to one that "
                                      "nobody sees",
                                      "delete it and type the word again"))
        _quote_options(result)
        fence = unclosed_fence(lines)
        if fence is not None:
            self.problems.append((fence, "a code block (```) is opened and never closed",
                                  "add a line ``` after it"))
        for name, i, _ in opened:
            self.problems.append((i, f"the block '/// {name}' is never closed",
                                  "add a line '///' after it"))
        self.told |= {i for i, _, _ in self.problems}
        return result

    def _bracketed(self, i: int, line: str) -> str:
        """What becomes of a line with a square bracket in it."""
        if shortcode := _SHORTCODE.search(without_code(line)):
            self.problems.append((i, f"a shortcode of another system: {shortcode[0][:40]}",
                                  "delete it, or write what it showed in Markdown"))
        elif marker := ALONE.match(line.strip()):
            return self._slot(i, marker, line)
        return line

    def _slot(self, i: int, marker: re.Match[str], line: str) -> str:
        name, argument = marker[1].lower(), (marker[2] or "").strip()
        if name == "insert":
            return line  # a placeholder, which is told as one
        if name not in KNOWN or marker[3] or (name == "contact-form" and argument):
            self.problems.append((i, f"unknown marker '{marker[0][:60]}'",
                                  "known: [related], [related: slug], [contact-form]"))
            return line
        self.markers.append((name, argument, i))
        return f"\n{SLOT.format(len(self.markers) - 1)}\n"

    def _options(self, i: int, lines: list[str]) -> None:
        """Options that the block which begins in line `i` does not have."""
        opened = _BLOCK.match(lines[i].strip())
        known = OPTIONS.get(opened[2] or "", ()) if opened else ()
        below = takewhile(bool, map(_OPTION.match, lines[i + 1:])) if known else ()
        seen: set[str] = set()
        for down, option in enumerate(below, i + 1):
            name = option[1].strip(" :")
            if name not in known:
                self.problems.append((down, f"'{name}' is no option of '/// {opened[2]}'",
                                      did_you_mean(name, known)))
                self.told.add(i)  # the block is then not complete, for this reason
            elif name in seen:
                self.problems.append((down, f"'{name}' is there twice", "delete one of the two"))
            seen.add(name)

    def _blocks(self, i: int, stripped: str, opened: list[tuple[str, int, str]]) -> None:
        match = _BLOCK.match(stripped)
        if not match:
            return
        slashes, name = match.groups()
        if name is None and opened and opened[-1][2] == slashes:
            opened.pop()
        elif name is None:
            self.problems.append((i, "'///' closes a block that was never opened", "delete it"))
        else:
            opened.append((name, i, slashes))
            if name not in NAMES:
                self.problems.append((i, f"unknown block '/// {name}'", did_you_mean(name, NAMES)))
