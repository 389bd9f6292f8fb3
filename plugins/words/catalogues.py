"""Gathers the words from code and templates with Babel, and brings the catalogues up to date.

Only `make words` and tests come here: a build needs no Babel.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from plugins.words.pseudo import TAG, pseudo

TEMPLATE = "interface.pot"
KEYWORDS = {".py": {"say": None, "later": None},
            ".html": {"_": None, "gettext": None, "ngettext": (1, 2)}}
COMMENT = "for translators:"
# What stands in the head of a file that Babel writes: of these no program needs any, and dates
# would make two files of the same words differ.
_IDLE = re.compile(r'^"(?:Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|Generated-By|'
                   r'PO-Revision-Date|Last-Translator|Language-Team|MIME-Version)[^\n]*\n', re.M)
# Only authors see these.
_OF_AUTHORS = {"style_guide.html", "preview"}


def gather(root: Path) -> Catalog:
    """Every word of the interface of a project, with the files it stands in."""
    found = Catalog(header_comment="# The words of the interface. `make words` writes this file.",
                    fuzzy=False)
    for path in _sources(root):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        for _, message, comments, _ in extract_from_file(
                method, path, keywords=KEYWORDS[path.suffix], comment_tags=[COMMENT],
                options={"trim_blocks": "true", "lstrip_blocks": "true"}):
            found.add(message, locations=[(path.relative_to(root).as_posix(), 0)],
                      auto_comments=comments)
    return found


def _sources(root: Path) -> Iterator[Path]:
    yield from (path for path in sorted((root / "plugins").rglob("*.py"))
                if path.parent.name not in _OF_AUTHORS)
    for folder in ("templates", "components"):
        yield from (path for path in sorted((root / "theme" / folder).rglob("*.html"))
                    if path.name not in _OF_AUTHORS)


def text_of(catalog: Catalog) -> str:
    """A catalogue as it is kept: the same words, the same bytes."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, include_lineno=False,
             include_previous=True)
    return _IDLE.sub("", out.getvalue().decode("utf-8"))


def read(path: Path) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem.replace("-", "_") if path.suffix == ".po"
                       and path.stem != TAG else None)


def started(language: str, words: Catalog) -> Catalog:
    """A catalogue in which nothing is translated yet; the pseudo-language's is complete."""
    made = Catalog(locale=None if language == TAG else language.replace("-", "_"), fuzzy=False,
                   header_comment=f"# The words of the interface in {language}.")
    for message in words:
        if message.id:
            made.add(message.id, pseudo_of(message.id) if language == TAG else None,
                     locations=message.locations, auto_comments=message.auto_comments)
    return made


def pseudo_of(key: str | tuple[str, str]) -> str | tuple[str, str]:
    """A message, or both its forms, in the pseudo-language."""
    return pseudo(key) if isinstance(key, str) else (pseudo(key[0]), pseudo(key[1]))


def update(root: Path, folder: Path, language: str = "") -> list[str]:
    """Write the template and every catalogue anew, and start that of `language`. What is still to
    be translated in each, told in lines. Raises ValueError or UnknownLocaleError for what is no
    language."""
    if language and language != TAG:
        Locale.parse(language, sep="-")
    words, told = gather(root), []
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TEMPLATE).write_text(text_of(words), "utf-8")
    if language and not (folder / f"{language}.po").exists():
        (folder / f"{language}.po").write_text(text_of(started(language, words)), "utf-8")
    for path in sorted(folder.glob("*.po")):
        catalog = read(path)
        catalog.update(words, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path.write_text(text_of(catalog), "utf-8")
        left = sum(not _whole(message.string) for message in catalog if message.id)
        told.append(f"{path.name}: {left} of {len(catalog)} still to be translated")
    return told


def _whole(said: str | tuple[str, ...] | list[str]) -> bool:
    return bool(said) and (isinstance(said, str) or all(said))
