"""What only shows when all files are seen together: clashes of addresses, dead picks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from plugins.site_model.core import Article, Person, TextPage
from plugins.site_model.front_matter import Header
from plugins.site_model.problem import Problem, did_you_mean

Record = Article | TextPage | Person


def address(record: Record) -> str:
    """The path of a record's page from the site's root, with both slashes."""
    if isinstance(record, Person):
        return f"/people/{record.key}/"
    return f"/{record.slug}/"


def file_name_clashes(paths: Iterable[str]) -> list[Problem]:
    """Files whose names differ only in case or in composed accents: one file on other machines."""
    seen: dict[str, str] = {}
    problems = []
    for path in sorted(paths):
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in seen:
            problems.append(Problem(path, 0, f"has the same name as {seen[folded]} but for case",
                                    "rename one: they are one file on Windows and macOS"))
        seen.setdefault(folded, path)
    return problems


def address_clashes(records: Sequence[Record], headers: dict[str, Header]) -> list[Problem]:
    """Two pages with one address, or an alias where a page is."""
    problems = []
    owners: dict[str, Record] = {}
    for record in records:
        key = address(record)
        if key in owners:
            problems.append(Problem(
                record.source, headers[record.source].line("slug"),
                f"the slug '{address(record).strip('/')}' is taken by {owners[key].source}",
                "give one of the two another 'slug:'"))
        owners.setdefault(key, record)
    pages = {path.casefold(): record for path, record in owners.items()}
    old: dict[str, Record] = {}
    for record in records:
        for alias in record.aliases:
            key_ = alias.rstrip("/").casefold() + "/"
            other = pages.get(key_) or old.get(key_)
            if other is not None:
                problems.append(Problem(
                    record.source, headers[record.source].line("aliases"),
                    f"the alias '{alias}' is taken by {other.source}", "delete one of the two"))
            old.setdefault(key_, record)
    return problems


def pick_problems(articles: Sequence[Article], headers: dict[str, Header]) -> list[Problem]:
    """Hand-picked or banned posts that are unknown, hidden, the post itself, or named twice."""
    by_slug = {article.slug: article for article in articles}
    problems = []
    for article in articles:
        for name, picks in (("related", article.related), ("not related", article.not_related)):
            for i, slug in enumerate(picks):
                fault = _pick_fault(slug, article, by_slug, picks[:i])
                if fault:
                    problems.append(Problem(article.source, headers[article.source].line(name),
                                            f"'{name}': {fault[0]}", fault[1]))
        if article.translation_of and article.translation_of not in by_slug:
            problems.append(Problem(
                article.source, headers[article.source].line("translation of"),
                f"'translation of': there is no post '{article.translation_of}'",
                did_you_mean(article.translation_of, by_slug)))
    return problems


def _pick_fault(slug: str, article: Article, by_slug: dict[str, Article],
                before: Sequence[str]) -> tuple[str, str] | None:
    if slug == article.slug:
        return "the post names itself", "delete it"
    if slug in before:
        return f"'{slug}' is there twice", "delete one"
    if slug not in by_slug:
        return f"there is no post '{slug}'", did_you_mean(slug, by_slug)
    if by_slug[slug].hidden and not article.hidden:
        state = "a draft" if by_slug[slug].draft else "not published yet"
        return f"'{slug}' is {state}", "publish it first, or take it out"
    return None
