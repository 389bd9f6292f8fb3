"""Measure our builds beside those of other generators, and keep the figures.

Rounds are interleaved: each generator once, then all again, so that a slow minute of the machine
falls on all. Each size is a run of its own; figures of other sizes stay as they are.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.corpus.core import posts
from benchmarks.install import install
from benchmarks.measure import Failed, peak_memory
from benchmarks.peers import tools
from benchmarks.peers.tools import HOME, ROOT, TOOLS, Tool
from benchmarks.scenarios import SCENARIOS, Place, cold, measure, serve, set_aside

RESULTS = ROOT / "benchmarks" / "results.json"
ALL = (*SCENARIOS, "serve", "memory")


def main(sizes: Sequence[int], rounds: int, scenarios: Sequence[str] = ALL,
         keys: Sequence[str] = ()) -> None:
    """Measure and write the figures and the report. Raises ValueError for an unknown name."""
    for names, known in ((scenarios, ALL), (keys, TOOLS)):
        if unknown := [each for each in names if each not in known]:
            raise ValueError(f"'{unknown[0]}' is none of {', '.join(known)}")
    if min(sizes, default=0) < 2 or rounds < 1:
        raise ValueError("two posts and one round are the least")
    install()
    for size in sizes:
        found = measure_size(size, rounds, scenarios, [
            tool for tool in TOOLS.values() if tool.ready and (not keys or tool.key in keys)])
        keep(size, found)
        report.write(ROOT, json.loads(RESULTS.read_text("utf-8")))


def measure_size(size: int, rounds: int, scenarios: Sequence[str], chosen: Sequence[Tool]
                 ) -> dict[str, Any]:
    """The figures of one size. A generator that fails is left out from there on, and told of."""
    places = [Place(tool, HOME / "sites" / str(size) / tool.key, size) for tool in chosen]
    for place in places:
        print(f"{size:,} posts: laying out {place.tool.key}", flush=True)
        tools.lay_out(place.tool, place.folder, posts(size))
    found: dict[str, Any] = {
        "day": date.today().isoformat(), "machine": machine(), "rounds": rounds,
        "tools": {place.tool.key: {"name": place.tool.name, "version": tools.version(place.tool),
                                   "times": {}} for place in places}}
    failed: set[str] = set()
    timed = [name for name in SCENARIOS if name in scenarios]
    for turn in range(rounds):
        for scenario in timed:
            for place in places:
                if place.tool.key not in failed and not (
                        place.tool.only_cold and scenario != "cold"):
                    _one(place, scenario, f"turn{turn}{scenario}", found["tools"], failed)
    for place in places:
        if place.tool.key not in failed:
            _once(place, scenarios, found["tools"][place.tool.key])
    for place in places:
        shutil.rmtree(set_aside(place.folder), ignore_errors=True)
    for key in failed:
        found["tools"][key]["failed"] = True
    return found


def _one(place: Place, scenario: str, mark: str, told: dict[str, Any], failed: set[str]) -> None:
    try:
        cost = measure(place, scenario, mark)
    except Failed as problem:
        print(problem, flush=True)
        failed.add(place.tool.key)
        return
    print(f"{place.size:7,} {scenario:10} {place.tool.key:14}{cost.wall:8.2f} s wall"
          f"{cost.cpu:8.2f} s CPU", flush=True)
    times = told[place.tool.key]["times"].setdefault(scenario, {"wall": [], "cpu": []})
    times["wall"].append(round(cost.wall, 4))
    times["cpu"].append(round(cost.cpu, 4))


def _once(place: Place, scenarios: Sequence[str], told: dict[str, Any]) -> None:
    """What is measured once: what came out, memory, and the latency of a served site."""
    output = [path for path in (place.folder / place.tool.output).rglob("*") if path.is_file()]
    told["pages"] = sum(path.suffix == ".html" for path in output)
    told["bytes"] = sum(path.stat().st_size for path in output)
    try:
        if "memory" in scenarios:
            cold(place, "")
            told["memory"] = round(peak_memory(place.tool.build(), place.folder,
                                               place.tool.environment), 1)
        if "serve" in scenarios and place.tool.serve and not place.tool.only_cold:
            told["serve"] = []  # what stays if a save never reaches the page
            told["serve"] = [round(seconds, 4) for seconds in serve(place)]
            print(f"{place.size:7,} serve      {place.tool.key:14}{told['serve']}", flush=True)
    except Failed as problem:  # the times stand without it
        print(f"{place.tool.key}: {problem}", flush=True)


def keep(size: int, found: dict[str, Any]) -> None:
    """Put the figures of a size in the place of its earlier ones."""
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    known[str(size)] = found
    RESULTS.write_text(json.dumps({key: known[key] for key in sorted(known, key=int)}, indent=1)
                       + "\n", "utf-8")


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines
                  if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": model, "cores": len(os.sched_getaffinity(0)), "memory": round(memory),
            "system": f"{platform.system()} {platform.release()}", **tools.interpreters()}
