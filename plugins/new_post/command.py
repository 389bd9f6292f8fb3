"""Writes the file of a new post. The one place of this feature that reads files and the clock."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from plugins.new_post.core import file_name, text
from plugins.site_model.vocabulary import read_vocabulary


def create(root: Path, title: str) -> Path:
    """The path of the new post. Raises ValueError, in an author's words, where it cannot be."""
    title = " ".join(title.split())
    if not title:
        raise ValueError('Give the post a title: make new title="Heel pain in the morning"')
    path = root / "content" / "posts" / f"{file_name(title)}.md"
    if path.exists():
        raise ValueError(f"{path.relative_to(root)} is there already; choose another title")
    authors = sorted(p.stem for p in (root / "content" / "people").glob("*.md"))
    vocabulary, problems = read_vocabulary(
        (root / "content" / "vocabulary.yaml").read_text("utf-8"), "content/vocabulary.yaml")
    if problems or not authors:
        raise ValueError("\n".join(map(str, problems)) or "add a person to content/people/ first")
    path.write_text(text(title, date.today(), authors, [t.name for t in vocabulary.categories],
                         [t.name for t in vocabulary.regions], [t.name for t in vocabulary.tags]),
                    encoding="utf-8")
    return path
