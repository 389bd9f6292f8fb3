"""A plot of the cost of one post by the number of posts, as SVG. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 64, 210, 40, 52
# Colours that people with any kind of sight can tell apart; the names stand at the lines as well.
COLOURS = ("#0b5c54", "#5b8f88", "#d55e00", "#9a6a00", "#0072b2", "#cc79a7", "#444444", "#7a5230")
LABEL = 17  # least distance of two names, in pixels

Curve = tuple[str, Mapping[int, float]]


def growth(curves: Sequence[Curve], title: str) -> str:
    """Both axes are logarithmic. Curves without a point are left out."""
    known = [(name, points, COLOURS[place % len(COLOURS)])
             for place, (name, points) in enumerate(curves) if points]
    xs = sorted({x for _, points, _ in known for x in points})
    ys = [y for _, points, _ in known for y in points.values()]
    if not xs:
        return _svg(title, "")
    across = _scale(min(xs), max(xs) if max(xs) > min(xs) else 10 * min(xs),
                    LEFT, WIDTH - RIGHT)
    low, high = floor(log10(min(ys))), max(ceil(log10(max(ys))), floor(log10(min(ys))) + 1)
    up = _scale(10.0**low, 10.0**high, HEIGHT - BOTTOM, TOP)
    parts = [_horizontal(up(10.0**power), f"{10.0**power:g}") for power in range(low, high + 1)]
    parts += [_vertical(across(x), f"{x:,}") for x in xs]
    ends = _apart([up(points[max(points)]) for _, points, _ in known])
    for (name, points, colour), end in zip(known, ends, strict=True):
        parts.append(_curve(name, [(across(x), up(points[x])) for x in sorted(points)], colour,
                            end, bold=name == known[0][0]))
    return _svg(title, "\n".join(parts))


def _scale(low: float, high: float, start: float, end: float):  # type: ignore[no-untyped-def]
    def place(value: float) -> float:
        return round(start + (end - start) * (log10(value) - log10(low))
                     / (log10(high) - log10(low)), 1)
    return place


def _apart(places: Sequence[float]) -> list[float]:
    """The same heights, moved down where two names would lie on each other."""
    found = list(places)
    last = float("-inf")
    for number in sorted(range(len(places)), key=lambda each: (places[each], each)):
        last = found[number] = max(places[number], last + LABEL)
    return found


def _horizontal(y: float, text: str) -> str:
    return (f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
            f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{text}</text>')


def _vertical(x: float, text: str) -> str:
    return (f'<path class="grid" d="M{x} {TOP}V{HEIGHT - BOTTOM}"/>'
            f'<text x="{x}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{text}</text>')


def _curve(name: str, points: Sequence[tuple[float, float]], colour: str, end: float,
           bold: bool) -> str:
    path = "L".join(f"{x} {y}" for x, y in points)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="4"/>' for x, y in points)
    x, y = points[-1]
    weight = ' font-weight="bold"' if bold else ""
    return (f'<g stroke="{colour}" fill="{colour}"><path d="M{path}" fill="none" '
            f'stroke-width="{4 if bold else 2}"/><path d="M{x} {y}L{x + 14} {end}" fill="none" '
            f'stroke-width="1"/>{dots}<text x="{x + 18}" y="{end + 4}" stroke="none"{weight}>'
            f'{escape(name)}</text></g>')


def _svg(title: str, body: str) -> str:
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">
<title>{escape(title)}</title>
<style>text{{font:13px sans-serif}}.grid{{stroke:#ddd;fill:none}}</style>
<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>
<text x="{LEFT}" y="20">{escape(title)}</text>
<text x="{(LEFT + WIDTH - RIGHT) // 2}" y="{HEIGHT - 12}" text-anchor="middle">posts</text>
{body}
</svg>
"""
