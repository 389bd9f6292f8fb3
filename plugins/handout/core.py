"""What a printed page needs to lead back to the screen: its address as a QR code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import zxingcpp

CORRECTION = "M"  # medium (15 %) outlives a fold or a stain
_WHITE = b"\xff"  # modules are that, or zero
QUIET = 4  # modules of white around the code (ISO/IEC 18004)


@dataclass(frozen=True)
class QrCode:
    """A QR code as one SVG path, in modules; `side` counts the white around it."""

    side: int
    path: str


# Codes that somebody made before they are asked for. They change no result.
_ready: dict[str, QrCode] = {}


def make_ready(codes: Mapping[str, QrCode]) -> None:
    """Let `qr_code` have some codes at hand, and no others."""
    _ready.clear()
    _ready.update(codes)


def qr_codes(addresses: Iterable[str]) -> dict[str, QrCode]:
    """The codes of many addresses."""
    return {address: qr_code(address) for address in addresses}


def qr_code(address: str) -> QrCode:
    """The code of an address, the same for the same address."""
    return _ready.get(address) or _made(address)


def _made(address: str) -> QrCode:
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level=CORRECTION)
    modules = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    return QrCode(len(modules) + 2 * QUIET, _path(modules.tobytes(), len(modules)))


def _path(modules: bytes, side: int) -> str:
    """Strokes one module thick, each from where the last one ended: few bytes."""
    strokes, x, y = [f"M{QUIET} {QUIET}.5"], 0, 0
    for row in range(side):
        column = 0
        for run in modules[row * side:(row + 1) * side].split(_WHITE):
            if run:
                strokes.append(_STROKES[column - x, row - y, len(run)])
                column += len(run)
                x, y = column, row
            column += 1
    return "".join(strokes)


class _Strokes(dict[tuple[int, int, int], str]):
    """How far to go right and down, and how long the stroke is; the same few in all codes."""

    def __missing__(self, key: tuple[int, int, int]) -> str:
        right, down, length = key
        self[key] = stroke = f"m{right} {down}h{length}"
        return stroke


_STROKES = _Strokes()
