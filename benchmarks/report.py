"""The figures as a page of the documentation. Pure but for `write`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median

from benchmarks.bounds import (
    Size,
    Verdict,
    growth,
    middle,
    of_one_machine,
    per_post,
    ratio,
    verdicts,
    waiting,
)
from benchmarks.plot import growth as growth_plot

QUIET = 1.15  # seconds on the wall for a second of CPU
PAGE, PLOT = "docs/benchmarks.md", "docs/images/benchmarks.svg"
SCENARIOS = {"cold": "cold", "unchanged": "nothing changed", "edit": "one edit",
             "template": "template", "tag": "new tag"}
INTRO = """# Benchmarks

What a build costs here and with other generators, on the same posts, with the same kinds of pages,
feeds and a search index. Others make none of their own, so their builds end with Pagefind, as their
users' do; "before its search index" is without that step. The figures that we lose stay in.
`make bench` writes this page and the plot anew from what it measures (`benchmarks/results.json`);
[decision 30](decisions/0030-peers-and-fairness.md) tells whom we compare with and how.

    make bench                                        # 100 and 1,000 posts, three rounds
    make bench sizes=10000 rounds=1 scenarios=cold,memory
    make bench sizes=1000 tools=ours,hugo scenarios=edit,serve

CPU is user and system time of all processes of the command; wall is what the author waits, and
means something on a quiet machine only. Both are medians of the rounds. A round runs each generator
once. Memory is the most that all processes held at one time (what they share counted once).
"Served" is the time from the save of a post until `make serve` or the like answers with the new
page; "missed a save" means that it never did. Every timed build is proved: its output must show the
change. Ours, Pelican and Nikola ran on the Python that is named: one that a system ships is
compiled with a profile, and takes a fifth less time than one that somebody compiled without.
"""


def write(root: Path, results: Mapping[str, Size]) -> None:
    """Write the page and the plot below `root`."""
    (root / PAGE).write_text(page(results), "utf-8")
    (root / PLOT).parent.mkdir(parents=True, exist_ok=True)
    (root / PLOT).write_text(picture(results), "utf-8")


def page(results: Mapping[str, Size]) -> str:
    """The whole page as Markdown."""
    sizes = {int(number): results[number] for number in sorted(results, key=int)}
    parts = [INTRO, "## Bounds\n", *_bounds(sizes, results),
             "\n## Growth\n\nOf the sizes that were measured on one machine.\n",
             "![Cost of one post by number of posts](images/benchmarks.svg)\n"]
    for number, size in sizes.items():
        parts += [f"\n## {number:,} posts\n", *_size(size)]
    return "\n".join(parts) + "\n"


def picture(results: Mapping[str, Size]) -> str:
    """The plot: cold builds, one line for each generator."""
    names = {key: tool["name"].replace("`", "").partition(" (")[0] for size in results.values()
             for key, tool in size["tools"].items()}
    here = of_one_machine(results)
    return growth_plot([(name, per_post(here, key)) for key, name in names.items()],
                       "Cold build: milliseconds of CPU for each post")


def _bounds(sizes: Mapping[int, Size], results: Mapping[str, Size]) -> Iterator[str]:
    yield ("Cold builds are compared without our checks of texts and finished pages, which others "
           "do not have; in brackets, with them.\n")
    yield "| bound | posts | found | allowed | |\n|---|---|---|---|---|"
    for number, size in sizes.items():
        yield from (_verdict(each, f"{number:,}") for each in verdicts(number, size))
    yield _verdict(growth(results), "all")


def _verdict(verdict: Verdict, posts: str) -> str:
    words = {True: "holds", False: "**does not hold**", None: "not measured"}
    unit = f" {verdict.unit}" if verdict.unit else ""
    found = "–" if verdict.found is None else f"{number(verdict.found)}{unit}"
    if verdict.found is not None and verdict.checked is not None:
        found += f" ({number(verdict.checked)})"
    return (f"| {verdict.what} | {posts} | {found} | {'<' if verdict.strict else '≤'} "
            f"{verdict.limit:g}{unit} | {words[verdict.holds]} |")


def _size(size: Size) -> Iterator[str]:
    machine = size["machine"]
    yield (f"Measured on {size['day']}: {machine['processor']}, {machine['cores']} cores, "
           f"{machine['memory']} GiB, {machine['system']}, Python {machine['Python']}"
           + (f", Node {machine['Node']}" if "Node" in machine else "")
           + f"; rounds: {size['rounds']}.")
    held_up = waiting(size)
    if held_up:
        yield (f"Stock Pelican, which works on one core, waited {number(held_up)} s for each "
               "second of CPU: " + ("the machine was quiet." if held_up < QUIET else
                             "**the machine had other work, wall times mean little.**"))
    yield ("\nSeconds, CPU / wall:\n\n| | " + " | ".join(SCENARIOS.values())
           + " | served, s | memory, MiB | pages | MB |\n" + "|---" * (len(SCENARIOS) + 5) + "|")
    for key, tool in size["tools"].items():
        yield _row(f"{tool['name']} {tool['version']}".strip(), (
            *(_pair(size, key, scenario) for scenario in SCENARIOS),
            _served(tool.get("serve")),
            f"{tool['memory']:.0f}" if "memory" in tool else "–",
            f"{tool['pages']:,}" if "pages" in tool else "–",
            f"{tool['bytes'] / 1e6:.1f}" if "bytes" in tool else "–"))
    yield "\nOurs to theirs, CPU / wall (below 1: ours is ahead):\n"
    yield "| | " + " | ".join(SCENARIOS.values()) + " |\n" + "|---" * (len(SCENARIOS) + 1) + "|"
    for key, tool in size["tools"].items():
        if not key.startswith("ours"):
            yield _row(tool["name"], (_ratios(size, key, scenario) for scenario in SCENARIOS))


def _served(latencies: list[float] | None) -> str:
    if latencies is None:
        return "–"
    return number(median(latencies)) if latencies else "missed a save"


def _row(name: str, cells: Iterable[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


def _pair(size: Size, key: str, scenario: str) -> str:
    return _both(middle(size, key, scenario, "cpu"), middle(size, key, scenario, "wall"))


def _ratios(size: Size, key: str, scenario: str) -> str:
    return _both(ratio(size, scenario, "cpu", key), ratio(size, scenario, "wall", key))


def _both(cpu: float | None, wall: float | None) -> str:
    return "–" if cpu is None or wall is None else f"{number(cpu)} / {number(wall)}"


def number(value: float) -> str:
    """Three digits that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
