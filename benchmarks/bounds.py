"""What this project wants to hold against other generators, and whether it does.

Pure: figures in, verdicts out. Ratios are of runs of one round, and the median over the rounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

Size = Mapping[str, Any]  # the figures of one size, as benchmarks/bench.py keeps them
Measure = Literal["wall", "cpu"]
OURS = ("ours", "ours-unchecked", "pelican-same")
FLAT = 1.25  # growth of the cost of one post that still counts as flat


@dataclass(frozen=True)
class Verdict:
    """One bound at one size: what was found, what is allowed. `found` is None if not measured;
    `checked` is what was found with our checks, where the bound is about the work beside them."""

    what: str
    found: float | None
    limit: float
    unit: str = ""
    strict: bool = False  # "below" rather than "at most"
    checked: float | None = None

    @property
    def holds(self) -> bool | None:
        """None where nothing was measured."""
        if self.found is None:
            return None
        return self.found < self.limit if self.strict else self.found <= self.limit


def times(size: Size, key: str, scenario: str, measure: Measure) -> list[float]:
    """All rounds of one generator and scenario, in seconds; none if not measured."""
    tool = size["tools"].get(key, {})
    if tool.get("failed"):
        return []
    return list(tool.get("times", {}).get(scenario, {}).get(measure, ()))


def middle(size: Size, key: str, scenario: str, measure: Measure) -> float | None:
    """The median over the rounds."""
    found = times(size, key, scenario, measure)
    return median(found) if found else None


def ratio(size: Size, scenario: str, measure: Measure, peer: str, key: str = "ours"
          ) -> float | None:
    """Ours to theirs, round by round, and the median of that."""
    pairs = list(zip(times(size, key, scenario, measure), times(size, peer, scenario, measure),
                     strict=False))
    return median(ours / theirs for ours, theirs in pairs) if pairs else None


def waiting(size: Size) -> float | None:
    """Seconds on the wall for a second of CPU of stock Pelican, which works on one core alone.

    A little over 1 on a quiet machine; more tells that other work held the processors, and that
    wall times are not to be relied on.
    """
    found = [wall / cpu for scenario in size["tools"].get("pelican", {}).get("times", ())
             for wall, cpu in zip(times(size, "pelican", scenario, "wall"),
                                  times(size, "pelican", scenario, "cpu"), strict=False)]
    return median(found) if found else None


def fastest_peer(size: Size, scenario: str, measure: Measure) -> str | None:
    """The peer with the least median; not Hugo without the related posts that it has."""
    known = {key: value for key in size["tools"] if key not in (*OURS, "hugo-plain")
             and (value := middle(size, key, scenario, measure)) is not None}
    return min(known, key=lambda key: (known[key], key)) if known else None


def verdicts(number: int, size: Size) -> list[Verdict]:
    """Every bound there is for 1,000 or 10,000 posts; none for other sizes."""
    if number not in (1_000, 10_000):
        return []
    small = number == 1_000
    # Cold builds are compared without our checks, as nobody else's look at what was made; what
    # they add is told beside it.
    colds: tuple[tuple[str, Measure, str, float, bool], ...] = (
        ("CPU against stock Pelican making the same files", "cpu", "pelican-same",
         0.5 if small else 0.45, False),
        ("wall against stock Pelican making the same files", "wall", "pelican-same", 0.3, False),
        ("CPU against stock Pelican with plugins", "cpu", "pelican",
         0.5 if small else 0.45, False),
        ("wall against stock Pelican with plugins", "wall", "pelican", 0.3, False),
        ("wall against Eleventy", "wall", "eleventy", 1.0, True),
        ("wall against Astro", "wall", "astro", 1.0, True),
        ("wall against Nikola", "wall", "nikola", 1.0, True),
        ("wall against Jekyll", "wall", "jekyll", 1.0, True),
        ("wall against Hugo", "wall", "hugo", 2.5 if small else 0.4, False),
        ("wall against Hugo without related posts", "wall", "hugo-plain", 2.5, False))
    found = [Verdict(f"cold, {what}", ratio(size, "cold", measure, peer, "ours-unchecked"), limit,
                     strict=strict, checked=ratio(size, "cold", measure, peer))
             for what, measure, peer, limit, strict in colds]
    measures: tuple[tuple[Measure, str], ...] = (("cpu", "CPU"), ("wall", "wall"))
    for measure, name in measures:
        peer = fastest_peer(size, "edit", measure)
        found.append(Verdict(
            f"one edit, {name} against the fastest peer" + (f" ({peer})" if peer else ""),
            ratio(size, "edit", measure, peer) if peer else None, 0.5 if small else 0.15))
    served = size["tools"].get("ours", {}).get("serve")
    return [*found,
            Verdict("nothing changed, CPU", middle(size, "ours", "unchanged", "cpu"),
                    0.15 if small else 0.3, "s"),
            Verdict("`make serve`, save to page", 1000 * median(served) if served else None,
                    60.0 if small else 250.0, "ms"),
            Verdict("peak memory, cold", size["tools"].get("ours", {}).get("memory"),
                    250.0 if small else 700.0, "MiB")]


def per_post(results: Mapping[str, Size], key: str) -> dict[int, float]:
    """Milliseconds of CPU of a cold build for each post, by the number of posts."""
    return {int(number): 1000 * value / int(number) for number, size in results.items()
            if (value := middle(size, key, "cold", "cpu")) is not None}


def of_one_machine(results: Mapping[str, Size]) -> Mapping[str, Size]:
    """The sizes that were measured where 1,000 posts were: what a post costs on another machine, or
    with another Python, tells nothing of growth."""
    if "1000" not in results:
        return results
    here = results["1000"].get("machine")
    return {number: size for number, size in results.items() if size.get("machine") == here}


def growth(results: Mapping[str, Size], key: str = "ours-unchecked") -> Verdict:
    """The cost of one post in the largest blog measured, to that among 1,000 posts on the same
    machine; without our checks, as all cold builds are compared."""
    costs = per_post(of_one_machine(results), key)
    largest = max(costs, default=0)
    known = 1_000 in costs and largest > 1_000
    return Verdict("cost of one post" + (f" among {largest:,} to 1,000" if known else
                                         " from 1,000 to 50,000"),
                   costs[largest] / costs[1_000] if known else None, FLAT)
