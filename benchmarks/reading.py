"""What reading a post costs: milliseconds of CPU a post, by stage, with FAST_TEXT and without.

Made-up posts of about 700 words: the headers of the sample's posts, and their sections shuffled
with a fixed seed. The two ways take turns, so that a busy machine spoils both alike.

    .venv/bin/python benchmarks/reading.py [number of posts]
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pelicanconf import CLINIC  # noqa: E402
from plugins.article_body.core import convert, polish_text  # noqa: E402
from plugins.article_body.links import Resolver, Target  # noqa: E402
from plugins.fast_text import switch as fast_text  # noqa: E402
from plugins.images.core import Picture  # noqa: E402
from plugins.site_model import front_matter  # noqa: E402
from plugins.site_model.core import PERSON_FIELDS, POST_FIELDS  # noqa: E402
from plugins.site_model.records_reader import Lookups, read_article, read_person  # noqa: E402
from plugins.site_model.text_input import decode  # noqa: E402
from plugins.site_model.vocabulary import read_references, read_vocabulary  # noqa: E402

WORDS = 700
CONTENT = ROOT / "content"
ROUND = 50  # posts between two changes of way


def posts(number: int) -> list[bytes]:
    """Made-up posts: whole files."""
    generator = random.Random(1)
    headers, sections = [], []
    for path in sorted((CONTENT / "posts").glob("*.md")):
        _, header, body = path.read_text("utf-8").split("---\n", 2)
        headers.append(header)
        sections += ["## " + section for section in body.split("\n## ")[1:]]
    found = []
    for i in range(number):
        body = ""
        while len(body.split()) < WORDS:
            body += generator.choice(sections).strip() + "\n\n"
        found.append(f"---\n{headers[i % len(headers)]}---\n\nPost {i} begins.\n\n{body}".encode())
    return found


def lookups() -> Lookups:
    """What headers may refer to, of the sample."""
    people = []
    for path in sorted((CONTENT / "people").glob("*.md")):
        header = front_matter.parse(path.read_text("utf-8"), path.name, PERSON_FIELDS)
        person, _ = read_person(header, path.stem)
        people += [person] if person else []
    vocabulary, _ = read_vocabulary((CONTENT / "vocabulary.yaml").read_text("utf-8"), "v")
    references, _ = read_references((CONTENT / "references.yaml").read_text("utf-8"), "r")
    return Lookups(CLINIC, vocabulary, references, tuple(people),
                   datetime(2026, 11, 20, tzinfo=UTC))


def read(data: bytes, known: Lookups, resolver: Resolver) -> Iterator[tuple[str, object]]:
    """One post read, stage by stage."""
    text, _ = decode(data, "content/posts/a.md")
    yield "decode", None
    header = front_matter.parse(text, "content/posts/a.md", POST_FIELDS)
    yield "header", None
    article, problems = read_article(header, known)
    assert article, problems
    yield "record", None
    keys = [reference.key for reference in article.references]
    yield "body", convert(article.body, article.source, article.body_line, resolver, keys)
    shown = (article.title, article.summary, *article.key_points)
    yield "short texts", [polish_text(each) for each in shown]


def measure(files: list[bytes]) -> dict[tuple[str, bool], float]:
    """Seconds of CPU by stage and way."""
    spent: dict[tuple[str, bool], float] = {}
    targets = {f"content/{path.relative_to(CONTENT).as_posix()}": Target(f"/{path.stem}/")
               for path in CONTENT.rglob("*.md")}
    picture_of: Callable[[str], Picture] = lambda path: Picture(path, 10, 10)  # noqa: E731
    resolver = Resolver("content/posts/a.md", "content", targets, picture_of)
    known = lookups()
    for start in range(0, len(files), ROUND):
        for fast in (True, False):
            fast_text.use(fast)
            for data in files[start:start + ROUND]:
                before = time.process_time()
                for stage, _ in read(data, known, resolver):
                    now = time.process_time()
                    spent[stage, fast] = spent.get((stage, fast), 0.0) + now - before
                    before = time.process_time()
    fast_text.use(True)
    return spent


def main() -> None:
    """Print a table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    spent = measure(posts(number))
    stages = list(dict.fromkeys(stage for stage, _ in spent))
    print(f"{'ms of CPU a post':16} {'libraries':>10} {'FAST_TEXT':>10} {'ratio':>6}")
    for stage in (*stages, "all"):
        slow, fast = (sum(spent[each, way] for each in (stages if stage == "all" else [stage]))
                      for way in (False, True))
        print(f"{stage:16} {1000 * slow / number:10.3f} {1000 * fast / number:10.3f} "
              f"{slow / fast:6.1f}")


if __name__ == "__main__":
    main()
