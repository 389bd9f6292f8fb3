"""Bytes of a picture to what a page must know of it: true size, type, whether it is safe."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree

MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP", "avif": "AVIF",
           "gif": "GIF", "svg": "SVG"}
_SVG = "{http://www.w3.org/2000/svg}"
_GPS = 0x8825  # the EXIF tag of the block with the position
_ACTIVE = ("script", "foreignObject", "iframe", "handler", "set", "animate", "animateColor",
           "animateMotion", "animateTransform", "audio", "video", "canvas", "embed", "object")
_WITHIN = ("#", "data:image/png", "data:image/jpeg")  # what a drawing may show
# What CSS can fetch with; a backslash may spell any of it.
_FAR_STYLE = re.compile(r"@import|image-set|\\|url\((?!\s*['\"]?#)", re.I)
_LENGTH = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*$")


class PictureError(ValueError):
    """The file is no picture that may be published; the text says why, then ` — ` the cure."""


@dataclass(frozen=True)
class Picture:
    """A picture of the clinic's: its path below `content/` and its size in CSS pixels."""

    path: str
    width: int
    height: int

    @property
    def is_drawing(self) -> bool:
        """Whether it is an SVG, which social networks do not show."""
        return self.path.lower().endswith(".svg")


def picture(data: bytes, path: str) -> Picture:
    """Read size and kind from the bytes. Raises PictureError in an author's words."""
    suffix = path.rsplit(".", 1)[-1].lower()
    if suffix not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise PictureError(f"files of the type .{suffix} are not allowed here — use {known}")
    if len(data) > MAX_BYTES:
        raise PictureError(f"the picture is too large ({len(data) / 1e6:.1f} MB) — "
                           "save it at most 2,000 pixels wide")
    width, height = _svg_size(data) if suffix == "svg" else _raster_size(data, FORMATS[suffix])
    return Picture(path, width, height)


def _raster_size(data: bytes, expected: str) -> tuple[int, int]:
    from PIL import Image, UnidentifiedImageError  # a build without a new picture does without it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[expected]) as image:
                size = image.size
                place = image.getexif().get_ifd(_GPS)
                if size[0] * size[1] <= MAX_PIXELS:
                    image.load()  # a picture that is cut off shows only here
            with Image.open(io.BytesIO(data), formats=[expected]) as image:
                image.verify()
    except Image.DecompressionBombError:
        raise PictureError("the picture has too many pixels — save it smaller") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise PictureError(f"not a {expected} image, whatever its name says — "
                           "save it again from a picture program") from None
    if place:
        raise PictureError("the picture tells where it was taken (GPS) — "
                           "save it again without its location")
    if size[0] * size[1] > MAX_PIXELS:
        raise PictureError(f"the picture is too large ({size[0]} x {size[1]} pixels) — "
                           "save it at most 2,000 pixels wide")
    return size


def _svg_size(data: bytes) -> tuple[int, int]:
    if re.search(rb"<!DOCTYPE|<!ENTITY|<\?xml-|encoding\s*=\s*['\"](?!utf-?8)", data, re.I):
        raise PictureError("an SVG with a doctype, a style sheet or another encoding is not "
                           "allowed — save it as plain SVG")
    try:
        root = ElementTree.fromstring(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise PictureError("the SVG is not UTF-8 — save it again as plain SVG") from None
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise PictureError(f"not an SVG image: {error} — save it again as plain SVG") from None
    if root.tag != f"{_SVG}svg":
        raise PictureError("not an SVG image — save it again as plain SVG")
    for element in root.iter():
        _refuse_active(element)
    width, height = (_LENGTH.match(root.get(side, "")) for side in ("width", "height"))
    if width and height and float(width[1]) * float(height[1]) > 0:
        return round(float(width[1])), round(float(height[1]))
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) == 4 and all(_LENGTH.match(part) and float(part) > 0 for part in box[2:]):
        return round(float(box[2])), round(float(box[3]))
    raise PictureError("the SVG has no size — give it width and height, or a viewBox")


def _refuse_active(element: ElementTree.Element) -> None:
    """SVG may carry scripts and reach for other files; a picture of ours does neither."""
    name = str(element.tag).rsplit("}", 1)[-1]
    if name in _ACTIVE:
        raise PictureError(f"the SVG holds a <{name}>, which is not allowed — save it as plain SVG")
    if str(element.tag).startswith("{http://www.w3.org/1999/xhtml}"):
        raise PictureError(f"the SVG holds HTML (<{name}>) — save it as plain SVG")
    if name == "style" and _FAR_STYLE.search("".join(element.itertext())):
        raise PictureError("the SVG reaches for another file — save it as plain SVG")
    for attribute, value in element.attrib.items():
        if _FAR_STYLE.search(value):
            raise PictureError("the SVG reaches for another file — save it as plain SVG")
        local = attribute.rsplit("}", 1)[-1].lower()
        if local.startswith("on"):
            raise PictureError(f"the SVG holds a script ({local}) — save it as plain SVG")
        if local in ("href", "src", "srcset") and not value.startswith(_WITHIN):
            raise PictureError("the SVG reaches for another file — embed or remove it")
