"""The QR code is drawn from its path, module by module, and read back."""

import re

import pytest
import zxingcpp
from PIL import Image

from plugins.handout.core import QUIET, make_ready, qr_code, qr_codes

ADDRESSES = ["https://clinic.example/a/", "https://www.clinic.example/blog/" + "x" * 180 + "/"]


def drawn(code):
    """The dark modules of a path, as column and row without the white around."""
    start, rest = re.match(r"M(\d+) (\d+)\.5(.*)$", code.path).group(1, 3)
    x, y = int(start), int(start)
    for dx, dy, length in re.findall(r"m(-?\d+) (-?\d+)h(\d+)", rest):
        x, y = x + int(dx), y + int(dy)
        yield from ((column - QUIET, y - QUIET) for column in range(x, x + int(length)))
        x += int(length)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_drawn_reads_as_the_address(address):
    code = qr_code(address)
    found = list(drawn(code))
    picture = Image.new("L", (code.side, code.side), "white")
    for x, y in found:
        picture.putpixel((x + QUIET, y + QUIET), 0)
    read = zxingcpp.read_barcode(picture.resize((code.side * 4, code.side * 4), Image.NEAREST))

    assert read.text == address
    assert (read.format, read.ec_level) == (zxingcpp.BarcodeFormat.QRCode, "M")
    assert len(set(found)) == len(found)  # nothing is drawn twice


@pytest.mark.parametrize("address", ADDRESSES)
def test_there_is_white_around_it_and_it_is_small(address):
    code = qr_code(address)
    columns = [x for x, _ in drawn(code)]

    assert code.side == max(columns) + 1 + 2 * QUIET
    assert len(code.path) < 6000


def test_another_address_is_another_code():
    assert qr_code(ADDRESSES[0]) == qr_code(ADDRESSES[0]) != qr_code(ADDRESSES[1])


def test_codes_made_ahead_are_those_of_their_addresses():
    alone = [qr_code(address) for address in ADDRESSES]
    made = qr_codes(ADDRESSES)
    make_ready(made)
    try:
        assert [qr_code(address) for address in ADDRESSES] == alone
        assert qr_code(ADDRESSES[0]) is made[ADDRESSES[0]]
        make_ready({})
        assert qr_code(ADDRESSES[0]) == alone[0]
        assert qr_code(ADDRESSES[0]) is not made[ADDRESSES[0]]
    finally:
        make_ready({})
