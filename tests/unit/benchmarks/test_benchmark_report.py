"""The page and the plot say what the figures say; the page kept is that of the figures kept."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks.plot import BOTTOM, HEIGHT, LABEL, LEFT, RIGHT, TOP, WIDTH, growth
from benchmarks.report import PAGE, PLOT, number, page, picture

ROOT = Path(__file__).resolve().parents[3]
SVG = "{http://www.w3.org/2000/svg}"


def results(ours: float = 4.0) -> dict[str, Any]:
    times = {"cold": {"wall": [2 * ours], "cpu": [ours]}}
    return {"1000": {
        "day": "2026-01-02", "rounds": 1,
        "machine": {"processor": "Abacus", "cores": 2, "memory": 4, "system": "Linux",
                    "Python": "3.11"},
        "tools": {"ours": {"name": "this project", "version": "", "times": times, "memory": 61.2,
                           "serve": [0.3, 0.1, 0.2], "pages": 1_203, "bytes": 4_200_000},
                  "ours-unchecked": {"name": "without checks", "version": "", "times": {
                      "cold": {"wall": [ours], "cpu": [ours / 2]}}},
                  "pelican": {"name": "Pelican", "version": "4.12", "times": {
                      "cold": {"wall": [10.0], "cpu": [10.0]}}}}}}


def test_figures_ratios_and_verdicts_are_on_the_page() -> None:
    text = page(results())

    assert "| this project | 4.00 / 8.00 | – | – | – | – | 0.20 | 61 | 1,203 | 4.2 |" in text
    assert "| Pelican | 0.40 / 0.80 | – |" in text
    fewer = "against stock Pelican with plugins | 1,000"
    assert f"| cold, CPU {fewer} | 0.20 (0.40) | ≤ 0.5 | holds |" in text
    assert f"| cold, wall {fewer} | 0.40 (0.80) | ≤ 0.3 | **does not hold** |" in text
    assert "| cold, wall against Hugo | 1,000 | – | ≤ 2.5 | not measured |" in text
    assert "Abacus, 2 cores, 4 GiB" in text


def test_a_busy_machine_is_named() -> None:
    busy = results()
    busy["1000"]["tools"]["pelican"]["times"]["cold"]["wall"] = [19.0]

    assert "waited 1.00 s for each second of CPU: the machine was quiet." in page(results())
    assert "waited 1.90 s for each second of CPU: **the machine had other work" in page(busy)


def test_losing_figures_stay() -> None:
    assert "| Pelican | 4.00 / 8.00 | – |" in page(results(ours=40.0))


def test_a_missed_save_is_not_passed_over() -> None:
    missed = results()
    missed["1000"]["tools"]["pelican"]["serve"] = []

    assert "| Pelican 4.12 | 10.0 / 10.0 | – | – | – | – | missed a save |" in page(missed)


def test_numbers_have_three_digits_at_most() -> None:
    assert [number(value) for value in (0.1234, 1.0, 12.345, 123.45, 12_345.6)] \
        == ["0.12", "1.00", "12.3", "123", "12,346"]


def test_the_plot_has_a_line_for_each_generator_and_stays_in_its_frame() -> None:
    tree = ElementTree.fromstring(growth([("a & b", {100: 5.0, 1_000: 7.0, 10_000: 9.0}),
                                          ("flat", {100: 9.0, 10_000: 9.0}), ("none", {})], "Cost"))
    curves = tree.findall(f"{SVG}g")

    assert [curve.findtext(f"{SVG}text") for curve in curves] == ["a & b", "flat"]
    assert [len(curve.findall(f"{SVG}circle")) for curve in curves] == [3, 2]
    for circle in tree.iter(f"{SVG}circle"):
        assert LEFT <= float(circle.attrib["cx"]) <= WIDTH - RIGHT
        assert 0 <= float(circle.attrib["cy"]) <= HEIGHT
    names = [float(curve.find(f"{SVG}text").attrib["y"]) for curve in curves]  # type: ignore[union-attr]
    assert abs(names[0] - names[1]) >= LABEL


@pytest.mark.parametrize("cost", [1.0, 3.0, 50.0])
def test_names_of_many_lines_that_meet_stand_below_each_other_in_the_frame(cost: float) -> None:
    curves = [(f"tool {i}", {100: 9.0, 1_000: cost}) for i in range(12)]
    tree = ElementTree.fromstring(growth([*curves, ("far", {100: 2.0, 1_000: 60.0})], ""))
    names = [float(text.attrib["y"]) for curve in tree.findall(f"{SVG}g")
             for text in curve.findall(f"{SVG}text")]

    assert len(names) == 13
    assert min(b - a for a, b in pairwise(sorted(names))) > LABEL - 0.2
    assert min(names) >= TOP and max(names) <= HEIGHT - BOTTOM + 5
    assert names[-1] == min(names)  # the dearest stands highest


def test_dearer_is_higher_and_equal_is_level() -> None:
    tree = ElementTree.fromstring(growth([("a", {100: 1.0, 1_000: 1.0, 10_000: 8.0})], ""))
    heights = [float(circle.attrib["cy"]) for circle in tree.iter(f"{SVG}circle")]

    assert heights[0] == heights[1] > heights[2]


def test_a_plot_of_nothing_is_a_picture_all_the_same() -> None:
    ElementTree.fromstring(growth([], "Nothing"))


def test_the_page_that_is_kept_is_that_of_the_figures() -> None:
    kept = json.loads((ROOT / "benchmarks" / "results.json").read_text("utf-8"))

    assert (ROOT / PAGE).read_text("utf-8") == page(kept)
    assert (ROOT / PLOT).read_text("utf-8") == picture(kept)


def test_package_lists_name_no_host() -> None:
    for name in ("requirements.txt", "package.json", "package-lock.json"):
        assert not re.search(r'"resolved"|--index-url|registry\.', (
            ROOT / "benchmarks" / name).read_text("utf-8"))
