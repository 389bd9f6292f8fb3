"""Bytes of a file to clean text, or to a problem that says which byte on which line."""

from __future__ import annotations

import codecs
import re

from plugins.site_model.problem import Problem

MAX_BYTES = 1_000_000  # The longest book chapter is a tenth of this; a bigger file is a mistake.

# Characters that no reader should meet: XML 1.0 forbids most of them (so they would break the
# feeds), U+202D and U+202E show text in an order other than the written one (Unicode TR 36),
# U+FFFD is what a lossy conversion leaves behind, U+E000 to U+E002 are marks of our own.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ufffd\ufffe\uffff\ud800-\udfff"
    "\ue000-\ue002]"
)
# Nobody sees them, they only make two equal words differ and empty fields look full.
INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
NAMES = {"\x00": "a NUL byte", "\u202d": "an invisible bidi override character",
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
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", (Problem(path, 1, "the file is saved as UTF-16, not UTF-8",
                            "save it again with the encoding UTF-8"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        return "", (Problem(path, line, f"not UTF-8: byte 0x{byte:02X} cannot be read",
                            "save the file again with the encoding UTF-8"),)
    # U+0085, U+2028 and U+2029 end a line for YAML and for no editor: lines would be miscounted.
    text = re.sub("\r\n?", "\n", re.sub("[\x85\u2028\u2029]", " ", text))
    text = INVISIBLE.sub("", text)
    return text, tuple(character_problems(text, path))


def character_problems(text: str, path: str) -> list[Problem]:
    """Control characters and the traces of a wrong conversion, the first of each on a line."""
    found = []
    for match in FORBIDDEN.finditer(text):
        name = NAMES.get(match[0], f"a control character (U+{ord(match[0]):04X})")
        found.append(Problem(path, line_at(text, match.start()), f"the text holds {name}",
                             "delete it and type the word again"))
    for match in MOJIBAKE.finditer(text):
        found.append(Problem(path, line_at(text, match.start()),
                             f"'{match[0]}' looks like text in a wrong encoding (mojibake)",
                             "type the character that was meant"))
    return found[:20]
