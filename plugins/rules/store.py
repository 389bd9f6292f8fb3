"""What the comparison of all texts remembers from one build to the next, in a file that may be
lost."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from pathlib import Path

from plugins.digest import signed_file
from plugins.rules import near
from plugins.rules.near import NOTHING, Compared

FROM = 200  # texts; fewer are compared before a file would be open
_CODE = tuple(Path(__file__).parent / name for name in ("near.py", "shingles.py"))


def alike(path: Path, marks: Mapping[str, bytes]) -> Mapping[str, str]:
    """What `near.alike` says, sooner where little changed since what is kept in a file."""
    if len(marks) < FROM:
        return near.alike(marks)
    before = load(path)
    found = near.compared(marks, before)
    if found != before:
        save(path, found)
    return near.likest(found.pairs)


def load(path: Path) -> Compared:
    """What was kept; nothing where the file is missing, damaged or of another version of the
    code."""
    data = signed_file.read(path, _CODE)
    return NOTHING if data is None else Compared(*marshal.loads(data))


def save(path: Path, found: Compared) -> None:
    """Keep it for the next build. A folder that cannot be written is no fault."""
    signed_file.write(path, marshal.dumps((dict(found.marks), dict(found.pairs))), _CODE)
