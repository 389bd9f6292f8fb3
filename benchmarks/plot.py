"""A plot of the cost of one post by the number of posts, as SVG. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 900, 500
LEFT, RIGHT, TOP, BOTTOM = 64, 400, 40, 52
NAMES = 30  # from the end of the plot to the names
# Colours that people with any kind of sight can tell apart; the names stand at the lines as well.
COLOURS = ("#0b5c54", "#5b8f88", "#d55e00", "#9a6a00", "#0072b2", "#cc79a7", "#444444", "#7a5230")
LABEL = 17  # least distance of two names, in pixels
STEPS = (1, 2, 5)  # of each power of ten

Curve = tuple[str, Mapping[int, float]]


def growth(curves: Sequence[Curve], title: str) -> str:
    """Both axes are logarithmic. Curves without a point are left out."""
    known = [(name, points, place) for place, (name, points) in enumerate(curves) if points]
    xs = sorted({x for _, points, _ in known for x in points})
    ys = [y for _, points, _ in known for y in points.values()]
    if not xs:
        return _svg(title, "")
    across = _scale(min(xs), max(xs) if max(xs) > min(xs) else 10 * min(xs),
                    LEFT, WIDTH - RIGHT)
    marks = _marks(min(ys), max(ys))
    up = _scale(marks[0], marks[-1], HEIGHT - BOTTOM, TOP)
    parts = [_horizontal(up(mark), f"{mark:g}") for mark in marks]
    parts += [_vertical(across(x), f"{x:,}") for x in xs]
    ends = _apart([up(points[max(points)]) for _, points, _ in known])
    for (name, points, place), end in zip(known, ends, strict=True):
        parts.append(_curve(name, [(across(x), up(points[x])) for x in sorted(points)], place,
                            end, bold=name == known[0][0]))
    return _svg(title, "\n".join(parts))


def _scale(low: float, high: float, start: float, end: float):  # type: ignore[no-untyped-def]
    def place(value: float) -> float:
        return round(start + (end - start) * (log10(value) - log10(low))
                     / (log10(high) - log10(low)), 1)
    return place


def _marks(low: float, high: float) -> list[float]:
    """The steps around all values, two at least."""
    all_steps = [step * 10.0**power for power in range(floor(log10(low)) - 1, ceil(log10(high)) + 2)
                 for step in STEPS]
    first = max(step for step in all_steps if step <= low)
    last = min(step for step in all_steps if step >= high and step > first)
    return [step for step in all_steps if first <= step <= last]


def _apart(places: Sequence[float]) -> list[float]:
    """Heights for names near those of their curves, none on another: names that would meet stand
    around the middle of their curves together (pool adjacent violators)."""
    order = sorted(range(len(places)), key=lambda each: (places[each], each))
    groups: list[list[int]] = []

    def top(group: Sequence[int]) -> float:
        room = LABEL * (len(group) - 1)
        middle = sum(places[each] for each in group) / len(group)
        return max(float(TOP), min(middle - room / 2, HEIGHT - BOTTOM - room))

    for number in order:
        groups.append([number])
        while len(groups) > 1 and top(groups[-2]) + LABEL * len(groups[-2]) > top(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    found = list(places)
    for group in groups:
        for line, number in enumerate(group):
            found[number] = round(top(group) + LABEL * line, 1)
    return found


def _horizontal(y: float, text: str) -> str:
    return (f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
            f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{text}</text>')


def _vertical(x: float, text: str) -> str:
    return (f'<path class="grid" d="M{x} {TOP}V{HEIGHT - BOTTOM}"/>'
            f'<text x="{x}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{text}</text>')


def _curve(name: str, points: Sequence[tuple[float, float]], place: int, end: float,
           bold: bool) -> str:
    path = "L".join(f"{x} {y}" for x, y in points)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="4"/>' for x, y in points)
    colour = COLOURS[place % len(COLOURS)]
    x, y = points[-1]
    names = WIDTH - RIGHT + NAMES
    weight = ' class="first"' if bold else ""
    dashes = ' stroke-dasharray="7 4"' if place >= len(COLOURS) else ""
    return (f'<g stroke="{colour}" fill="{colour}"><path d="M{path}" fill="none" '
            f'stroke-width="{4 if bold else 2}"{dashes}/><path d="M{x} {y}L{names - 4} {end}" '
            f'fill="none" stroke-width="0.7" stroke-dasharray="1 3"/>{dots}'
            f'<text x="{names}" y="{end + 4}" stroke="none"{weight}>{escape(name)}</text></g>')


def _svg(title: str, body: str) -> str:
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">
<title>{escape(title)}</title>
<style>text{{font:13px sans-serif}}.first{{font-weight:bold}}
.grid{{stroke:#ddd;fill:none}}</style>
<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>
<text x="{LEFT}" y="20">{escape(title)}</text>
<text x="{(LEFT + WIDTH - RIGHT) // 2}" y="{HEIGHT - 12}" text-anchor="middle">posts</text>
{body}
</svg>
"""
