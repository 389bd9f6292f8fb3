"""Which bounds hold is told by the figures alone."""

from __future__ import annotations

from typing import Any

from benchmarks.bounds import (
    Verdict,
    fastest_peer,
    growth,
    middle,
    per_post,
    ratio,
    verdicts,
    waiting,
)


def size(**tools: dict[str, Any]) -> dict[str, Any]:
    """Figures: seconds of CPU by scenario, the wall twice as long."""
    return {"tools": {key.replace("_", "-"): {
        "name": key, **{name: value for name, value in tool.items() if name in ("serve", "memory",
                                                                               "failed")},
        "times": {name: {"cpu": value, "wall": [2 * each for each in value]}
                  for name, value in tool.items() if name not in ("serve", "memory", "failed")}}
        for key, tool in tools.items()}}


def found(figures: dict[str, Any], number: int = 1_000) -> dict[str, Verdict]:
    return {verdict.what: verdict for verdict in verdicts(number, figures)}


def test_ratios_are_taken_within_a_round() -> None:
    # The second round was slow for all: pairing keeps it out of the ratio, medians would not.
    figures = size(ours={"cold": [1, 10, 1]}, hugo={"cold": [2, 20, 4]})

    assert ratio(figures, "cold", "cpu", "hugo") == 0.5
    assert middle(figures, "ours", "cold", "cpu") == 1
    assert ratio(figures, "cold", "cpu", "jekyll") is None


def test_the_fastest_peer_is_neither_ours_nor_one_that_does_less() -> None:
    figures = size(ours={"edit": [1]}, pelican_same={"edit": [0.1]},
                   hugo_plain={"edit": [0.2]}, hugo={"edit": [3]}, eleventy={"edit": [2]},
                   astro={"edit": [0.1], "failed": True})

    assert fastest_peer(figures, "edit", "cpu") == "eleventy"
    assert found(figures)["one edit, CPU against the fastest peer (eleventy)"].holds is True


def test_a_bound_is_held_lost_or_not_measured() -> None:
    verdict = found(size(ours={"cold": [9], "unchanged": [0.2], "memory": 250.0},
                         ours_unchecked={"cold": [5.1]}, pelican_same={"cold": [10.3]},
                         pelican={"cold": [10.0]}))

    assert verdict["cold, CPU against stock Pelican making the same files"].holds is True
    assert verdict["cold, CPU against stock Pelican with plugins"].holds is False
    assert verdict["nothing changed, CPU"].holds is False
    assert verdict["peak memory, cold"].holds is True
    assert verdict["`make serve`, save to page"].holds is None


def test_limits_differ_by_size() -> None:
    figures = size(ours={"cold": [3], "unchanged": [0.2], "serve": [0.05, 0.2, 0.3]},
                   ours_unchecked={"cold": [1]}, hugo={"cold": [1]})

    assert found(figures, 10_000)["nothing changed, CPU"].holds is True
    assert found(figures)["cold, wall against Hugo"].holds is True
    assert found(figures)["cold, wall against Hugo"].checked == 3.0
    assert found(figures, 10_000)["cold, wall against Hugo"].holds is False
    assert found(figures)["`make serve`, save to page"].found == 200.0
    assert verdicts(100, figures) == []


def test_a_busy_machine_is_told_by_what_works_on_one_core() -> None:
    assert waiting(size(pelican={"cold": [3, 4], "edit": [5]})) == 2.0
    assert waiting(size(hugo={"cold": [3]})) is None


def test_below_is_not_at_most() -> None:
    assert Verdict("", 1.0, 1.0).holds is True
    assert Verdict("", 1.0, 1.0, strict=True).holds is False


def test_growth_is_of_the_largest_to_a_thousand() -> None:
    results = {number: size(**{"ours-unchecked": {"cold": [cost]}})
               for number, cost in (("1000", 2), ("10000", 26), ("100", 9))}

    assert per_post(results, "ours-unchecked") == {100: 90.0, 1_000: 2.0, 10_000: 2.6}
    assert growth(results).found == 1.3
    assert growth(results).holds is False
    assert growth({"100": results["100"]}).holds is None

    elsewhere = {**results, "50000": {**size(**{"ours-unchecked": {"cold": [900]}}),
                                      "machine": {"Python": "3.12"}}}
    assert growth(elsewhere) == growth(results)
