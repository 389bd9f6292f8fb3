"""The same work done by a quick way and by the library it stands for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from plugins.fast_text import switch

ROOT = Path(__file__).resolve().parents[3]
CONTENT = sorted((ROOT / "content").rglob("*.md"))

# A few hundred texts in every run of the tests; FUZZ_EXAMPLES=100000 looks for longer.
fuzz = settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "250")), deadline=None,
                suppress_health_check=list(HealthCheck))


@contextmanager
def fast_text(wanted: bool) -> Iterator[None]:
    """The setting FAST_TEXT for a while."""
    switch.use(wanted)
    try:
        yield
    finally:
        switch.use(True)


def both_ways(work: Callable[[], object]) -> tuple[object, object]:
    """What comes out quickly, and what comes out of the libraries."""
    with fast_text(True):
        quick = work()
    with fast_text(False):
        return quick, work()


def texts_of(pieces: str, *others: str, most: int = 24) -> st.SearchStrategy[str]:
    """Texts put together from pieces, divided by blanks in `pieces`, and some of any kind."""
    piece = st.sampled_from((*pieces.split(), *others))
    return st.lists(piece | piece | piece | st.text(max_size=4), max_size=most).map("".join)


def bodies() -> list[str]:
    """The texts of the sample's files, without their headers."""
    return [re.split(r"^---\n", path.read_text("utf-8"), maxsplit=2, flags=re.M)[-1]
            for path in CONTENT]
