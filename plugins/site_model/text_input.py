"""Bytes of a file to clean text, or to a problem that says which byte on which line."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from plugins.site_model.problem import Problem

MAX_BYTES = 1_000_000  # The longest book chapter is a tenth of this; a bigger file is a mistake.

# Characters that no reader should meet. XML 1.0 forbids most controls, so they would break the
# feeds; U+FFFD is what a lossy conversion leaves behind; U+202D and U+202E show text in an order
# other than the written one (Unicode TR 36).
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ufffd\ud800-\udfff"
# Nobody sees them: two equal words differ, a search misses them, an empty field looks full.
_INVISIBLE = "\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb" \
             "\U000e0000-\U000e001f\U000e0080-\U000e0fff"
# No font but the author's has them: the bullets of a word processor, the icons of a theme.
_PRIVATE = "\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
FORBIDDEN = re.compile(f"[{_CONTROLS}{_INVISIBLE}{_PRIVATE}]")
_PRIVATES = re.compile(f"[{_PRIVATE}]")
# These have their use, elsewhere: marks of direction beside letters written from the right, joiners
# in scripts whose letters change, and between the parts of an emoji, tags in the flag of England.
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069"
_SUSPECT = re.compile(f"[{_CONTROLS}{_INVISIBLE}{_PRIVATE}{_DIRECTIONS}\u200c\u200d"
                      "\U000e0020-\U000e007f]")
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
                             "\U00010800-\U00010fff\U0001e800-\U0001efff]")
_NAMES = {"\x00": "a NUL byte", "\u202d": "an invisible bidi override character",
          "\u202e": "an invisible bidi override character", "\ufffd": "a replacement character"}
# UTF-8 once read as Windows-1252: â€™ for ’, Ã© for é, Â followed by a symbol.
MOJIBAKE = re.compile("â€[™œ˜“”¦\u009d\u201c\u201d\u2122]|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]")


def line_at(text: str, position: int) -> int:
    """The line number, from 1, of a position in `text`."""
    return text.count("\n", 0, position) + 1


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Text with `\\n` line ends and no byte order mark, and what is wrong with the characters.

    The text is empty where the bytes are no UTF-8 at all.
    """
    if len(data) > MAX_BYTES:
        size = len(data) / 1_000_000
        return "", (Problem(path, 0, f"the file is too large ({size:.1f} MB)",
                            "split it, or take out what was pasted in by mistake"),)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) \
            or max(data[:1000:2].count(0), data[1:1000:2].count(0)) > len(data[:1000]) / 4:
        return "", (Problem(path, 1, "the file is saved as UTF-16, not UTF-8",
                            "save it again with the encoding UTF-8"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        return "", (Problem(path, line, f"not UTF-8: byte 0x{byte:02X} cannot be read",
                            "save the file again with the encoding UTF-8"),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # U+0085, U+2028 and U+2029 end a line for YAML and for no editor: lines would be miscounted.
    for end in "\x85\u2028\u2029":
        text = text.replace(end, " ")
    return text, tuple(character_problems(text, path))


def unfit(text: str) -> Iterator[int]:
    """The places of characters that no reader should meet where they stand."""
    for match in _SUSPECT.finditer(text):
        at, sign = match.start(), match[0]
        if FORBIDDEN.match(sign):
            yield at
        elif sign in "\u200c\u200d":
            if not at or text[at - 1] < "\u0250":  # after a Latin letter, a sign or a space
                yield at
        elif sign >= "\U000e0020":
            if not "\U000e0020" <= text[at - 1:at] < "\U000e0080" \
                    and text[at - 1:at] != "\U0001f3f4":
                yield at
        elif not _FROM_THE_RIGHT.search(_line_around(text, at)):
            yield at


def fits(text: str) -> bool:
    """Whether readers may meet every character of a text."""
    return next(unfit(text), None) is None


def without_unfit(text: str) -> str:
    """A text without them, for whoever reads on after that was told."""
    places = set(unfit(text))
    return "".join(sign for at, sign in enumerate(text) if at not in places)


def _line_around(text: str, position: int) -> str:
    return text[text.rfind("\n", 0, position) + 1:].partition("\n")[0]


def _name(sign: str) -> str:
    if sign in _NAMES:
        return _NAMES[sign]
    number = f"U+{ord(sign):04X}"
    if _PRIVATES.match(sign):
        return f"a sign that only its author's font has ({number})"
    name = unicodedata.name(sign, "").lower()
    return f"an invisible character ({number}, {name})" if name else \
        f"a control character ({number})"


def character_problems(text: str, path: str) -> list[Problem]:
    """Control characters and the traces of a wrong conversion, the first of each on a line."""
    found: list[Problem] = []
    # Most texts have nothing but plain characters, which a method tells sooner.
    plain = text.isascii() and text.replace("\n", "").isprintable()
    for position in () if plain else unfit(text):
        found.append(Problem(path, line_at(text, position),
                             f"the text holds {_name(text[position])}",
                             "delete it and type the word again"))
    for match in MOJIBAKE.finditer(text) if any(sign in text for sign in "âÃÂ") else ():
        found.append(Problem(path, line_at(text, match.start()),
                             f"'{match[0]}' looks like text in a wrong encoding (mojibake)",
                             "type the character that was meant"))
    return found[:20]
