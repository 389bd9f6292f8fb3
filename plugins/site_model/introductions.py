"""Introductions: what a clinic says first on the page of a topic, a region or a tag."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from plugins.site_model import front_matter
from plugins.site_model.core import INTRODUCTION_FIELDS, TextPage
from plugins.site_model.front_matter import Header
from plugins.site_model.header_reader import HeaderReader, named
from plugins.site_model.problem import Problem, did_you_mean, then
from plugins.site_model.records_reader import Lookups
from plugins.site_model.vocabulary import TermKind

FOLDERS: Mapping[str, TermKind] = {"topics": "category", "regions": "region", "tags": "tag"}
_HEADER = re.compile(r"\s*(?:---\s*$|(?:summary|silence)\s*:)", re.M | re.I)


def introduction_header(text: str, path: str) -> Header:
    """The header of an introduction, which may have none: then all of it is text."""
    if text.strip() and not _HEADER.match(text):
        return Header(path, body=text, body_line=1)
    return front_matter.parse(text, path, INTRODUCTION_FIELDS)


def read_introduction(header: Header, folder: str, lookups: Lookups
                      ) -> tuple[TextPage | None, tuple[Problem, ...]]:
    """The introduction of the word that its file is named after, as a page at that address."""
    path, kind, vocabulary = PurePosixPath(header.path), FOLDERS[folder], lookups.vocabulary
    reader = HeaderReader(header)
    name, language = named(header.path)
    reader.other_language(language, lookups.clinic, lookups.languages)
    if path.parent.name != folder:
        reader.complain("", "an introduction lies in a folder of its own",
                        f"move it to {folder}/{path.name}")
    term = next((term for term in vocabulary.of(kind) if term.slug == name), None)
    if kind == "tag" and vocabulary.open_tags and not term:
        term = vocabulary.find(kind, name.replace("-", " "))
    if term is None and vocabulary.categories:  # else nobody could read the list: told there
        slugs = [each.slug for each in vocabulary.of(kind)]
        reader.complain("", f"there is no {kind} '{name}' to introduce",
                        then(did_you_mean(name, slugs), "Name the file so, or add the word to "
                             f"{vocabulary.path}"))
    if not header.body.strip() and not header.problems:
        reader.complain("", "the body is empty: there is no text", "write it, or delete the file")
    if term is None or any(problem.severity == "error" for problem in reader.problems):
        return None, tuple(reader.problems)
    term = term.spoken(language) if language else term
    return TextPage(slug=f"{folder}/{term.slug}", title=term.label,
                    summary=reader.text("summary") or term.summary, source=header.path,
                    body=header.body, body_line=header.body_line, menu="none",
                    silence=reader.items("silence"), lines=header.lines,
                    language=language), tuple(reader.problems)
