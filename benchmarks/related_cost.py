"""What related posts cost: seconds of CPU and memory for 100, 1,000 and 10,000 posts.

Each figure is of a process of its own. Counting terms is apart, as it is done once for each text;
ranking and lists then take the counts. The posts are made up, as long and as varied as those of
real blogs (telling words only): words by Zipf's law, a subject in each, fixed seed. Beside our
times stand those of counting shared tags on the same machine in the same run, since machines
differ.
"""

from __future__ import annotations

import gc
import json
import os
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
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as builds do, before NumPy is loaded

from plugins.related import store  # noqa: E402
from plugins.related.core import Candidate, Page, rank, recommend  # noqa: E402
from plugins.related.counts import counts, name  # noqa: E402

SIZES = (50, 100, 1_000, 10_000)
EDITS = 20
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


def counted(post: Candidate) -> Candidate:
    """The post with its counts, as a build keeps them."""
    data = counts(post.title, post.text, post.topic, post.tags, post.regions)
    return replace(post, counted=data, counted_name=name(data))


def edited(known: Sequence[Candidate], step: int = 0) -> list[Candidate]:
    """The posts with a sentence added to one."""
    changed, place = list(known), (len(known) // 2 + 7919 * step) % len(known)
    changed[place] = counted(replace(changed[place], text=changed[place].text
                                     + " Slow steps load the heel less than quick ones."))
    return changed


def nothing(known: Sequence[Candidate], memory: Path) -> float:
    """The posts alone."""
    return 0


def counting(known: Sequence[Candidate], memory: Path) -> float:
    """The terms of all texts."""
    started = time.process_time()
    for post in known:
        counted(post)
    return time.process_time() - started


def cold(known: Sequence[Candidate], memory: Path) -> float:
    """Lists for all pages from nothing; what is remembered goes to a file."""
    known = [counted(post) for post in known]
    started = time.process_time()
    found = rank(known)
    recommend(found, {slug: Page(3) for slug in found.posts})
    spent = time.process_time() - started
    store.save(memory, found.matrices)
    return spent


def one_edit(known: Sequence[Candidate], memory: Path) -> float:
    """After an edit, with what an earlier build left in a file."""
    known = edited([counted(post) for post in known])
    started = time.process_time()
    found = rank(known, before=store.load(memory))
    recommend(found, {slug: Page(3) for slug in found.posts})
    return time.process_time() - started


def next_edit(known: Sequence[Candidate], memory: Path) -> float:
    """After an edit, in the process that ranked before: the mean of several."""
    known = [counted(post) for post in known]
    found, spent = rank(known), 0.0
    gc.collect()
    gc.freeze()
    for step in range(EDITS):
        known = edited(known, step)
        started = time.process_time()
        found = rank(known, before=found.matrices)
        recommend(found, {slug: Page(3) for slug in found.posts})
        spent += time.process_time() - started
    return spent / EDITS


def shared_tags(known: Sequence[Candidate], memory: Path) -> float:
    """The number of tags in common, for all pages."""
    started = time.process_time()
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
    return time.process_time() - started


KINDS: dict[str, Callable[[Sequence[Candidate], Path], float]] = {
    kind.__name__: kind for kind in (nothing, counting, cold, one_edit, next_edit, shared_tags)}


def measure(kind: str, number: int, folder: str) -> None:
    """One figure, printed as JSON: seconds of CPU, and MiB at the peak."""
    spent = KINDS[kind](posts(number), Path(folder) / f"{number}.npz")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([spent, peak]))


def main() -> None:
    """Print the table."""
    print(f"{'posts':>7}{'counting':>10}{'cold':>10}{'memory':>10}{'one edit':>10}{'next edit':>11}"
          f"{'shared tags':>13}\n{'':7}{'CPU s':>10}{'CPU s':>10}{'MiB more':>10}{'CPU s':>10}"
          f"{'CPU s':>11}{'CPU s':>13}")
    with tempfile.TemporaryDirectory() as folder:
        for number in SIZES:
            found = {}
            for kind in KINDS:
                answer = subprocess.run([sys.executable, __file__, kind, str(number), folder],
                                        check=True, capture_output=True, text=True).stdout
                found[kind] = json.loads(answer)
            print(f"{number:7,}{found['counting'][0]:10.3f}{found['cold'][0]:10.3f}"
                  f"{found['cold'][1] - found['nothing'][1]:10.0f}{found['one_edit'][0]:10.3f}"
                  f"{found['next_edit'][0]:11.3f}{found['shared_tags'][0]:13.3f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        measure(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    else:
        main()
