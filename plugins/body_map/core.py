"""Where on the drawn figure the clinic's body regions lie. The words of a region's name decide.

All lengths are units of the drawing in `theme/components/body_map/`, which is `WIDTH` wide: the
body seen from the front on the left, from the back on the right. At the narrowest that a page is
read the drawing is 284 CSS pixels wide, so 29 units are the 24 pixels that WCAG 2.5.8 asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH = 340
FRONT, BACK = 82, 258  # where the middle of each view lies
SMALLEST = 29


@dataclass(frozen=True)
class Zone:
    """A rectangle of the drawing that belongs to one region."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Part:
    """A part of the body: its views, its height, and from where to where it goes sideways, in
    units from the middle. What starts right of the middle is there twice, left and right; legs
    are so close to each other that one zone takes both."""

    views: tuple[int, ...]
    top: int
    bottom: int
    start: int
    end: int

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The part in the drawing."""
        starts = (-self.end, self.start) if self.start > 0 else (self.start,)
        return tuple(Zone(view + start, self.top, self.end - self.start, self.bottom - self.top)
                     for view in self.views for start in starts)


_BOTH = (FRONT, BACK)
PARTS = {
    "head": Part(_BOTH, 2, 54, -26, 26), "neck": Part(_BOTH, 54, 84, -26, 26),
    "shoulder": Part(_BOTH, 84, 128, 30, 66), "upper arm": Part(_BOTH, 128, 158, 38, 70),
    "chest": Part((FRONT,), 84, 150, -30, 30), "upper back": Part((BACK,), 84, 150, -30, 30),
    "belly": Part((FRONT,), 150, 204, -37, 37), "lower back": Part((BACK,), 150, 204, -37, 37),
    "elbow": Part(_BOTH, 158, 192, 40, 78), "forearm": Part(_BOTH, 192, 222, 47, 81),
    "wrist": Part(_BOTH, 222, 252, 52, 82), "hand": Part(_BOTH, 252, 284, 52, 82),
    "hip": Part(_BOTH, 204, 248, -48, 48), "thigh": Part(_BOTH, 248, 296, -48, 48),
    "knee": Part(_BOTH, 296, 336, -48, 48), "calf": Part(_BOTH, 336, 394, -48, 48),
    "ankle": Part(_BOTH, 394, 424, -48, 48), "foot": Part(_BOTH, 424, 453, -48, 48),
}
# Other words for a part, and words for several parts.
WORDS = {
    **{name.replace(" ", "-"): (name,) for name in PARTS},
    "face": ("head",), "jaw": ("head",), "rib": ("chest",), "abdomen": ("belly",),
    "stomach": ("belly",), "core": ("belly",), "low-back": ("lower back",),
    "mid-back": ("upper back",), "middle-back": ("upper back",),
    "back": ("upper back", "lower back"), "spine": ("upper back", "lower back"),
    "arm": ("upper arm", "forearm"), "lower-arm": ("forearm",), "finger": ("hand",),
    "thumb": ("hand",), "groin": ("hip",), "pelvis": ("hip",), "pelvic-floor": ("hip",),
    "buttock": ("hip",), "tailbone": ("hip",), "upper-leg": ("thigh",),
    "hamstring": ("thigh",), "lower-leg": ("calf",), "leg": ("thigh", "calf"), "shin": ("calf",),
    "heel": ("foot",), "toe": ("foot",), "feet": ("foot",), "achilles": ("ankle",),
}
_LONGEST_FIRST = re.compile(
    rf"\b(?P<word>{'|'.join(sorted(WORDS, key=lambda word: (-len(word), word)))})s?\b")


def places(slugs: Sequence[str]) -> tuple[tuple[Zone, ...], ...]:
    """For each region, given by slug, its zones; none for what is no place, such as `whole-body`.

    A part of the body belongs to the first region that names it.
    """
    taken: set[str] = set()
    found = []
    for slug in slugs:
        names = [name for name in parts(slug) if name not in taken]
        taken.update(names)
        found.append(_joined(zone for name in names for zone in PARTS[name].zones))
    return tuple(found)


def parts(slug: str) -> tuple[str, ...]:
    """The parts of the body that a slug names: `ankle-and-foot` is two, `lower-back` one."""
    named = (WORDS[match["word"]] for match in _LONGEST_FIRST.finditer(slug))
    return tuple(dict.fromkeys(name for names in named for name in names))


def _joined(zones: Iterable[Zone]) -> tuple[Zone, ...]:
    """Zones that stand on one another made one, from left to right."""
    joined: list[Zone] = []
    for _, column in groupby(sorted(zones, key=lambda z: (z.x, z.width, z.y)),
                             key=lambda z: (z.x, z.width)):
        for zone in column:
            last = joined[-1] if joined else None
            if last and (last.x, last.y + last.height) == (zone.x, zone.y):
                zone = Zone(last.x, last.y, last.width, last.height + zone.height)
                joined.pop()
            joined.append(zone)
    return tuple(joined)
