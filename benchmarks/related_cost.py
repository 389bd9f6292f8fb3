"""What related posts cost: seconds of CPU and memory for 100, 1,000 and 10,000 posts.

Each figure is of a process of its own. The posts are made up, as long and as varied as those of
real blogs (telling words only): words by Zipf's law, a subject in each, fixed seed. Beside our
times stand those of counting shared tags on the same machine in the same run, since machines
differ.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from plugins.related import store  # noqa: E402
from plugins.related.core import Candidate, Page, rank, recommend  # noqa: E402

SIZES = (50, 100, 1_000, 10_000)
WORDS, SUBJECTS, LENGTH = 30_000, 60, (100, 650)


def posts(number: int, seed: int = 1) -> list[Candidate]:
    """Made-up posts."""
    generator = random.Random(seed)
    weights = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))
    words = [_word(i) for i in range(WORDS)]
    own = [generator.sample(words, 400) for _ in range(SUBJECTS)]
    found = []
    for i in range(number):
        subject = generator.randrange(SUBJECTS)
        length = generator.randint(*LENGTH)
        text = generator.choices(words, cum_weights=weights, k=length * 3 // 4)
        text += generator.choices(own[subject], k=length // 4)
        generator.shuffle(text)
        found.append(Candidate(
            f"post-{i}", " ".join(generator.choices(own[subject], k=6)), " ".join(text),
            f"topic-{subject % 5}", 730_000 + i, tags=(own[subject][0], generator.choice(words))))
    return found


def _word(number: int) -> str:
    letters = "aeioubcdfglmnprst"
    found = ""
    while number or not found:
        number, rest = divmod(number, len(letters))
        found += letters[rest] + "aeiou"[rest % 5]
    return found


def nothing(known: Sequence[Candidate], memory: Path) -> None:
    """The posts alone."""


def cold(known: Sequence[Candidate], memory: Path) -> None:
    """Lists for all pages from nothing; what is remembered goes to a file."""
    found = rank(known)
    store.save(memory, found.matrices)
    recommend(found, {slug: Page(3) for slug in found.posts})


def one_edit(known: Sequence[Candidate], memory: Path) -> None:
    """A sentence added to one post, with what an earlier build remembered."""
    changed = list(known)
    changed[len(known) // 2] = replace(changed[len(known) // 2], text=changed[len(known) // 2].text
                                       + " Slow steps load the heel less than quick ones.")
    found = rank(changed, before=store.load(memory))
    store.save(memory.with_name("after.npz"), found.matrices)
    recommend(found, {slug: Page(3) for slug in found.posts})


def shared_tags(known: Sequence[Candidate], memory: Path) -> None:
    """The number of tags in common, for all pages."""
    users: dict[str, list[int]] = {}
    for place, post in enumerate(known):
        for tag in post.tags:
            users.setdefault(tag, []).append(place)
    for place, post in enumerate(known):
        scores: dict[int, int] = {}
        for tag in post.tags:
            for other in users[tag]:
                scores[other] = scores.get(other, 0) + (other != place)
        sorted(scores, key=lambda other: (-scores[other], other))[:3]


KINDS: dict[str, Callable[[Sequence[Candidate], Path], None]] = {
    kind.__name__: kind for kind in (nothing, cold, one_edit, shared_tags)}


def measure(kind: str, number: int, folder: str) -> None:
    """One figure, printed as JSON: seconds of CPU, and MiB at the peak."""
    known = posts(number)
    started = time.process_time()
    KINDS[kind](known, Path(folder) / f"{number}.npz")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([time.process_time() - started, peak]))


def main() -> None:
    """Print the table."""
    print(f"{'posts':>7}{'cold':>10}{'one edit':>11}{'memory':>11}{'shared tags':>14}"
          "\n" + f"{'':7}{'CPU s':>10}{'CPU s':>11}{'MiB more':>11}{'CPU s':>14}")
    with tempfile.TemporaryDirectory() as folder:
        for number in SIZES:
            found = {}
            for kind in KINDS:
                answer = subprocess.run([sys.executable, __file__, kind, str(number), folder],
                                        check=True, capture_output=True, text=True).stdout
                found[kind] = json.loads(answer)
            print(f"{number:7,}{found['cold'][0]:10.2f}{found['one_edit'][0]:11.2f}"
                  f"{found['cold'][1] - found['nothing'][1]:11.0f}{found['shared_tags'][0]:14.2f}",
                  flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        measure(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    else:
        main()
