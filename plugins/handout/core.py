"""What a printed page needs to lead back to the screen: its address as a QR code."""

from __future__ import annotations

import re
from dataclasses import dataclass

import segno

# Medium correction (15 %) outlives a fold or a stain. The mask is always the same: to try all
# eight, as ISO/IEC 18004 advises, takes four times as long, and readers take any of them.
CORRECTION, MASK = "m", 0
_DARK = re.compile(b"\x01+")
QUIET = 4  # modules of white around the code (ISO/IEC 18004)


@dataclass(frozen=True)
class QrCode:
    """A QR code as one SVG path, in modules; `side` counts the white around it."""

    side: int
    path: str


def qr_code(address: str) -> QrCode:
    """The code of an address, the same for the same address."""
    rows = segno.make_qr(address, error=CORRECTION, mask=MASK, boost_error=False).matrix
    return QrCode(len(rows) + 2 * QUIET, _path(rows))


def _path(rows: tuple[bytearray, ...]) -> str:
    """Strokes one module thick, each from where the last one ended: few bytes."""
    path, x, y = f"M{QUIET} {QUIET}.5", 0, 0
    for row, modules in enumerate(rows):
        for run in _DARK.finditer(modules):
            column, end = run.span()
            path += f"m{column - x} {row - y}h{end - column}"
            x, y = end, row
    return path
