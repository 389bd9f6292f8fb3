"""What a printed page needs to lead back to the screen: its address as a QR code."""

from __future__ import annotations

import re
from dataclasses import dataclass

import zxingcpp

CORRECTION = "M"  # medium (15 %) outlives a fold or a stain
_DARK = re.compile(b"\x00+")
QUIET = 4  # modules of white around the code (ISO/IEC 18004)


@dataclass(frozen=True)
class QrCode:
    """A QR code as one SVG path, in modules; `side` counts the white around it."""

    side: int
    path: str


def qr_code(address: str) -> QrCode:
    """The code of an address, the same for the same address."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level=CORRECTION)
    modules = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    return QrCode(len(modules) + 2 * QUIET, _path(modules.tobytes(), len(modules)))


def _path(modules: bytes, side: int) -> str:
    """Strokes one module thick, each from where the last one ended: few bytes."""
    strokes, x, y = [f"M{QUIET} {QUIET}.5"], 0, 0
    for row in range(side):
        first = row * side
        for run in _DARK.finditer(modules, first, first + side):
            column, end = run.start() - first, run.end() - first
            strokes.append(f"m{column - x} {row - y}h{end - column}")
            x, y = end, row
    return "".join(strokes)
