"""The QR code is read back by its own rules: the path, module by module, is the code."""

import re

import pytest
import segno

from plugins.handout.core import QUIET, qr_code

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
def test_the_path_is_the_code(address):
    expected = segno.make_qr(address, error="m", mask=0, boost_error=False).matrix
    dark = {(x, y) for y, row in enumerate(expected) for x, bit in enumerate(row) if bit}
    found = list(drawn(qr_code(address)))

    assert set(found) == dark
    assert len(found) == len(dark)  # nothing is drawn twice


@pytest.mark.parametrize("address", ADDRESSES)
def test_there_is_white_around_it_and_it_is_small(address):
    code = qr_code(address)
    columns = [x for x, _ in drawn(code)]

    assert code.side == max(columns) + 1 + 2 * QUIET
    assert len(code.path) < 6000


def test_another_address_is_another_code():
    assert qr_code(ADDRESSES[0]) == qr_code(ADDRESSES[0]) != qr_code(ADDRESSES[1])
