"""A made-up post as each generator's file: the same words, in the format its users write.

Where a generator lacks what ours has (blocks, a list of sources), it gets the nearest plain
Markdown: less work, never more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from benchmarks.corpus.core import Part, Post

Block = Callable[[Part], Iterable[str]]
REVIEWED = "2026-10-01"  # no post is overdue: a warning for each would be a cost of its own
_LINK = re.compile(r"\(post:([a-z0-9-]+)\)")


def ours(post: Post) -> str:
    """Our own layout; `related` and `contact-form` are left to the settings."""
    fields = {"title": post.title, "slug": post.slug, "date": post.day.isoformat(),
              "author": post.author, "category": post.category, "tags": list(post.tags),
              "regions": list(post.regions), "summary": post.summary, "reviewer": post.reviewer,
              "reviewed": REVIEWED, "key points": list(post.key_points),
              "red flags": {"see us": list(post.see_us)}, "references": list(post.references)}
    first, *others = post.parts
    marks = "".join(f"[^{key}]" for key in post.references)  # an uncited source is warned of
    cited = replace(first, lines=(*first.lines, f"Others have told of it.{marks}"))
    with_marks = replace(post, parts=(cited, *others))
    return _with_header(fields, _body(with_marks, r"(\1.md)", _our_block))


def hugo(post: Post) -> str:
    """Hugo: taxonomies by their plural names."""
    return _with_header({**_common(post), "topics": [post.category], "people": [post.author],
                         "tags": list(post.tags)}, _plain_body(post))


def eleventy(post: Post) -> str:
    """Eleventy: `tags` would make collections of its own, so tags go by another name."""
    return _with_header({**_common(post), "topic": post.category, "person": post.author,
                         "words": list(post.tags)}, _plain_body(post))


def astro(post: Post) -> str:
    """Astro: as Eleventy, checked by its schema."""
    return eleventy(post)


def jekyll(post: Post) -> str:
    """Jekyll: as Eleventy; its own tags and categories are of posts, and these are a collection."""
    return eleventy(post)


def pelican(post: Post) -> str:
    """Pelican's classic header."""
    fields = {"Title": post.title, "Slug": post.slug, "Date": post.day.isoformat(),
              "Author": post.author, "Category": post.category, "Tags": ", ".join(post.tags),
              "Regions": ", ".join(post.regions), "Summary": post.summary,
              "Reviewer": post.reviewer, "Keypoints": " | ".join(post.key_points),
              "Seeus": " | ".join(post.see_us)}
    return "".join(f"{key}: {value}\n" for key, value in fields.items()) + "\n" + _body(
        post, r"({filename}\1.md)", _plain_block, _sources(post))


def nikola(post: Post) -> str:
    """Nikola's own header; the region is a tag more, as it has no third list."""
    fields = {"title": post.title, "slug": post.slug,
              "date": f"{post.day.isoformat()} 08:00:00 UTC", "author": post.author,
              "category": post.category, "tags": ", ".join((*post.tags, *post.regions)),
              "description": post.summary, "reviewer": post.reviewer,
              "keypoints": " | ".join(post.key_points), "seeus": " | ".join(post.see_us)}
    lines = (f".. {key}: {value}\n" for key, value in fields.items())
    return f"<!--\n{''.join(lines)}-->\n\n{_plain_body(post)}"


def _common(post: Post) -> dict[str, object]:
    return {"title": post.title, "slug": post.slug, "date": post.day.isoformat(),
            "regions": list(post.regions), "summary": post.summary, "reviewer": post.reviewer,
            "key_points": list(post.key_points), "see_us": list(post.see_us)}


def _with_header(fields: Mapping[str, object], body: str) -> str:
    # JSON is YAML; nothing needs to be known about quoting. Days stay plain, as people write them.
    lines = [f"{key}: {value if key in ('date', 'reviewed') else json.dumps(value)}\n"
             for key, value in fields.items()]
    return f"---\n{''.join(lines)}---\n\n{body}"


def _plain_body(post: Post) -> str:
    return _body(post, r"(/\1/)", _plain_block, _sources(post))


def _body(post: Post, link: str, block: Block, after: str = "") -> str:
    pieces = ("\n".join(_part(part, block)) for part in post.parts)
    return _LINK.sub(link, "\n\n".join(pieces)) + "\n" + after


def _part(part: Part, block: Block) -> Iterator[str]:
    if part.kind in ("heading", "subheading"):
        yield f"{'##' if part.kind == 'heading' else '###'} {part.lines[0]}"
    elif part.kind == "bullets":
        yield from (f"- {line}" for line in part.lines)
    elif part.kind == "steps":
        yield from (f"{number}. {line}" for number, line in enumerate(part.lines, 1))
    elif part.kind == "quote":
        yield from (f"> {line}" for line in part.lines)
    elif part.kind == "paragraph":
        yield from part.lines
    else:
        yield from block(part)


def _our_block(part: Part) -> Iterator[str]:
    if part.kind == "do":
        yield from ("/// do | Do", *(f"- {line}" for line in part.lines), "///")
    else:
        yield from (f"/// note | {part.lines[0]}", *part.lines[1:], "///")


def _plain_block(part: Part) -> Iterator[str]:
    if part.kind == "do":
        yield from ("> **Do**", ">", *(f"> - {line}" for line in part.lines))
    else:
        yield from (f"> **{part.lines[0]}**", ">", *(f"> {line}" for line in part.lines[1:]))


def _sources(post: Post) -> str:
    lines = (f"{number}. Quill A, Larch B ({key}). https://example.org/{key}\n"
             for number, key in enumerate(post.references, 1))
    return "\n## References\n\n" + "".join(lines)
