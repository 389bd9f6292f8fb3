"""Content at its limits: what a page must bear without anything being cut off."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image

from plugins.publishing.build import build
from plugins.site_model.settings import Policy
from tests.golden.golden_site import CLINIC

ROOT = Path(__file__).resolve().parents[2]
WORD = "Wirbelsaeulenbeweglichkeitsverbesserungsuebungsanleitungsheft"
TITLE = ("A title that goes on because whoever wrote it wanted to say everything at once: "
         f"the knee, the hip, a {WORD}, and all of it at home").ljust(200, "!")
PEOPLE = {"short": "Li", "rtl": "נועה בת־אור אל־מנצור", "long": f"Maximiliana {WORD}",
          "arabic": "محمد عبد الرحمن الخالدي"}
EXERCISES = 9
MANY = 200

_WORDS = f"""\
## {WORD}

One {WORD} in a line, *{WORD}*, `{WORD}` and [{WORD}](https://guide.health/{WORD}/{WORD}).
The same address [once more](https://guide.health/{WORD}/{WORD}), and https://guide.health/ alone.

- {WORD}
- a list with {WORD}

> {WORD} said nobody.

/// do | {WORD}
- {WORD}
///

/// dont
- {WORD}
///

/// note | {WORD}
{WORD}
///

/// exercise | {WORD}
    goal: {WORD}
    dose: {WORD}
    stop-if: {WORD}

1. {WORD}
///

/// testimonial
    who: {WORD}
    date: April 2026
    relationship: patient
    incentive: none
    authorization: "2026-04-02"

{WORD}
///

Term
:   {WORD}
"""
_TABLE = f"""\
## A table of twelve columns

| {' | '.join(f'Column {i}' for i in range(12))} |
|{'---|' * 12}
| {' | '.join(['words in a cell', WORD] * 6)} |

## Code

```
{'one_very_long_line_of_code(' * 8}
```

{'`inline_code_without_a_single_space`' * 3}

## Pictures

![A picture that is very wide.](images/wide.png "With a caption.")

![A picture that is very tall.](images/tall.png)
"""


def _exercise(number: int) -> str:
    steps = "\n".join(f"{i}. Step {i} of exercise {number} takes a moment, then you let go and "
                      "come back to where you began." for i in range(1, 3 + number))
    return f"""\
/// exercise | Exercise number {number}
    goal: To stand firmly.
    position: Stand tall.
    dose: {number} times, twice a day.
    stop-if: exercise {number} hurts.
    picture: images/move.png
    picture-alt: A drawn square.

{steps}
///
"""


def _post(title: str, body: str, **fields: str) -> str:
    named = {"title": f'"{title}"', "date": "2026-03-02", "author": "short", "category": "Forms",
             "summary": "What this page has to bear, and that nothing of it is cut off.", **fields}
    header = "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in named.items())
    return f"---\n{header}\n---\n\n{body}\n"


def _person(name: str) -> str:
    return (f"---\nname: {name}\ncredentials: PT, DPT\njob title: {WORD}\nsummary: Short.\n---\n"
            "Hi.\n")


def _png(width: int, height: int) -> bytes:
    data = io.BytesIO()
    Image.new("1", (width, height), 1).save(data, "png")
    return data.getvalue()


def files() -> dict[str, str | bytes]:
    """The content folder, path by path."""
    points = f'["{WORD}", "Two words", "Three words here"]'
    found: dict[str, str | bytes] = {
        "vocabulary.yaml": f"categories: [Forms, Many, Empty, {WORD}]\n"
                           f"regions: [knee, whole body, foot {WORD}]\ntags: [one, {WORD[:40]}]\n",
        "references.yaml": f"wide:\n  kind: Trial\n  authors: {WORD}\n  year: '2020'\n"
                           f"  title: {WORD}\n  url: https://guide.health/{WORD}/{WORD}\n",
        "images/wide.png": _png(6000, 400), "images/tall.png": _png(300, 3000),
        "images/move.png": _png(800, 600),
        "posts/short.md": _post("Gout?", "Rest."),
        "posts/long.md": _post(TITLE, "Rest.", slug="long", author="rtl"),
        "posts/words.md": _post(
            WORD, _WORDS + "\nCited.[^wide]", slug="words", author="long", reviewer="arabic",
            reviewed="2026-03-03", category=WORD, tags=f"[{WORD[:40]}]",
            regions=f"[knee, foot {WORD}]", summary=f"{WORD} in a summary", key_points=points,
            red_flags=f"{{emergency: {points}, see us: {points}}}", references="[wide]",
            image="images/wide.png", image_alt=WORD),
        "posts/wide.md": _post("Wide things", _TABLE, slug="wide", author="arabic"),
        "posts/handout.md": _post(
            "Nine exercises", "## Exercises\n\n"
            + "\n".join(_exercise(number) for number in range(1, EXERCISES + 1))
            + "\nRead [the guide](https://guide.health/guide/) and [it again]"
              "(https://guide.health/guide/).", slug="handout", reviewer="rtl",
            reviewed="2026-03-03", next_review="2028-03-03"),
        **{f"people/{key}.md": _person(name) for key, name in PEOPLE.items()},
        **{f"posts/many-{i:03}.md": _post(f"One of many, number {i}", "Rest.", category="Many")
           for i in range(MANY)}}
    return found


def publish(folder: Path, siteurl: str, posts: bool = True) -> Path:
    """Build the site of this content below `folder`, with or without its posts."""
    content = folder / "content"
    for path, data in files().items():
        if path.startswith("posts/") and not posts:
            continue
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_bytes(data if isinstance(data, bytes) else data.encode())
    clinic = replace(CLINIC, home_picture="", offer=None, policy=Policy(reviewer="off"))
    build(ROOT / "pelicanconf.py", folder / "site", {
        "PATH": str(content), "CLINIC": clinic, "SITEURL": siteurl})
    return folder / "site"
