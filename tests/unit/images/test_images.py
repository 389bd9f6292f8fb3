"""What a page must know of a picture, and which files may not be published."""

import io

import pytest
from PIL import Image

from plugins.images import core


def raster(kind, size=(30, 20)):
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def svg(attributes='width="30" height="20"', inside=""):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f"{attributes}>{inside}</svg>").encode()


@pytest.mark.parametrize("suffix, kind", [
    ("png", "PNG"), ("jpg", "JPEG"), ("JPEG", "JPEG"), ("webp", "WEBP"), ("gif", "GIF")])
def test_the_size_of_a_photo_is_read_from_its_bytes(suffix, kind):
    path = f"images/knee.{suffix}"

    assert core.picture(raster(kind), path) == core.Picture(path, 30, 20)


@pytest.mark.parametrize("attributes, size", [
    ('width="30" height="20"', (30, 20)), ('width="30.4px" height=" 20 px"', (30, 20)),
    ('viewBox="0 0 300 200"', (300, 200)), ('viewBox="0,0,300,200"', (300, 200)),
    ('width="100%" height="100%" viewBox="-5 -5 300 200"', (300, 200)),
    ('width="3em" viewBox="0 0 300 200"', (300, 200)),
])
def test_the_size_of_a_drawing_is_read_from_its_root(attributes, size):
    found = core.picture(svg(attributes), "images/knee.svg")

    assert (found.width, found.height) == size
    assert found.is_drawing


def refusal(data, path):
    with pytest.raises(core.PictureError) as raised:
        core.picture(data, path)
    assert " — " in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize("data, path, message", [
    (b"", "x.png", "not a PNG image"), (b"words", "x.jpg", "not a JPEG image"),
    (raster("JPEG"), "x.png", "not a PNG image"), (raster("PNG")[:40], "x.gif", "not a GIF image"),
    (b"x", "x.pdf", "type .pdf"), (b"x", "x.heic", "type .heic"), (b"x", "x.exe", "type .exe"),
    (b"<svg", "x.svg", "not an SVG image"), (b"<html/>", "x.svg", "not an SVG image"),
    (svg(""), "x.svg", "has no size"), (svg('viewBox="0 0 a b"'), "x.svg", "has no size"),
    (b"a" * (core.MAX_BYTES + 1), "x.png", "too large (5.0 MB)"),
    (raster("PNG", (20_000, 2_001)), "x.png", "too large (20000 x 2001 pixels)"),
])
def test_a_file_that_is_no_fit_picture_is_refused_with_a_cure(data, path, message):
    assert message in refusal(data, path)


@pytest.mark.parametrize("inside, message", [
    ("<script>alert(1)</script>", "<script>"), ("<foreignObject/>", "<foreignObject>"),
    ('<animateTransform attributeName="href"/>', "<animateTransform>"), ("<video/>", "<video>"),
    ('<path src="https://example.org/x"/>', "reaches for another file"),
    ('<rect onclick="x()"/>', "a script (onclick)"), ('<rect ONLOAD="x()"/>', "a script (onload)"),
    ('<a href="javascript:x()"/>', "reaches for another file"),
    ('<image href="https://example.org/x.png"/>', "reaches for another file"),
    ('<use xlink:href="other.svg#a"/>', "reaches for another file"),
    ("<style>@import url(https://example.org/x.css);</style>", "reaches for another file"),
    ('<rect style="fill:url(https://example.org/x.svg#a)"/>', "reaches for another file"),
])
def test_a_drawing_neither_acts_nor_reaches_out(inside, message):
    assert message in refusal(svg(inside=inside), "images/x.svg")


@pytest.mark.parametrize("inside", [
    '<use href="#a"/>', '<image href="data:image/png;base64,AAAA"/>', "<title>A knee</title>",
    "<style>.a { fill: red }</style>", '<rect style="fill:url(#a)"/>'])
def test_a_plain_drawing_passes(inside):
    assert core.picture(svg(inside=inside), "images/x.svg").width == 30


@pytest.mark.parametrize("start", [b"<!DOCTYPE svg [<!ENTITY a 'b'>]>", b"<!DOCTYPE svg>"])
def test_a_doctype_is_refused(start):
    assert "doctype" in refusal(start + svg(), "x.svg")


def test_a_photo_that_tells_where_it_was_taken_is_refused():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x8825] = {1: "N", 2: (40.0, 26.0, 46.0)}
    file = io.BytesIO()
    Image.new("RGB", (4, 3)).save(file, "JPEG", exif=exif)

    with pytest.raises(core.PictureError, match="where it was taken"):
        core.picture(file.getvalue(), "images/garden.jpg")
