"""What a change does to the finished site: two folders, given as facts, to a summary for a pull
request in Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST = 20  # pages named in a list
HEAVIER = 1.05  # a page that grew by more is named


@dataclass(frozen=True)
class Shown:
    """A page as the summary needs it: a hash of its bytes, its weight in bytes, the hash of its
    words, the grade of its text (0 where it has none), where its related posts lead, and, of a page
    that only leads on, where to."""

    digest: str
    weight: int
    words: str = ""
    grade: float = 0.0
    related: tuple[str, ...] = ()
    leads_to: str = ""


def summary(before: Mapping[str, Shown], after: Mapping[str, Shown]) -> str:
    """The summary. A page whose address leads on to another is not lost, but moved."""
    added = sorted(after.keys() - before.keys())
    lost = sorted(before.keys() - after.keys())
    moved = sorted(p for p in before.keys() & after.keys()
                   if after[p].leads_to and not before[p].leads_to)
    both = sorted((before.keys() & after.keys()).difference(moved))
    # Texts first: a post changes many lists, which must not hide it.
    changed = sorted((p for p in both if before[p].words != after[p].words),
                     key=lambda path: not after[path].grade)
    redrawn = [p for p in both if before[p].digest != after[p].digest and p not in changed]
    related = [p for p in both if before[p].related != after[p].related]
    heavier = [p for p in both if after[p].weight > before[p].weight * HEAVIER]
    lines = ["## What this does to the site", "",
             f"{len(after)} pages: {len(added)} added, {len(changed)} with other words, "
             f"{len(redrawn)} changed around the words, {len(moved)} moved, {len(lost)} lost.",
             ""]
    lines += _listed("Lost: their addresses will be dead. Add them to 'aliases' of another page",
                     lost)
    lines += _listed("Moved", [f"{p} leads to {after[p].leads_to}" for p in moved])
    lines += _listed("Added", [_graded(p, after[p]) for p in added])
    lines += _listed("Other words", [f"{_graded(p, after[p])}{_drift(before[p], after[p])}"
                                     for p in changed])
    lines += _listed("Heavier by more than 5 %", [
        f"{p}: {before[p].weight / 1024:.1f} → {after[p].weight / 1024:.1f} KiB" for p in heavier])
    lines += _listed("Other related posts", [
        f"{p}: {_exchange(before[p].related, after[p].related)}" for p in related])
    total = (sum(p.weight for p in before.values()), sum(p.weight for p in after.values()))
    lines.append(f"All pages together, compressed: {total[0] / 1024:.0f} → "
                 f"{total[1] / 1024:.0f} KiB.")
    return "\n".join(lines) + "\n"


def _listed(title: str, entries: Sequence[str]) -> list[str]:
    if not entries:
        return []
    more = [f"- and {len(entries) - MOST} more"] if len(entries) > MOST else []
    return [f"**{title}** ({len(entries)})", "", *(f"- {e}" for e in entries[:MOST]), *more, ""]


def _graded(path: str, page: Shown) -> str:
    return f"{path} (grade {page.grade:.1f})" if page.grade else path


def _drift(before: Shown, after: Shown) -> str:
    if not (before.grade and after.grade) or abs(after.grade - before.grade) < 0.1:
        return ""
    return f", was {before.grade:.1f}"


def _exchange(before: Sequence[str], after: Sequence[str]) -> str:
    lost = [f"−{each}" for each in before if each not in after]
    won = [f"+{each}" for each in after if each not in before]
    return " ".join([*lost, *won]) or "another order"
