"""What only shows when all files are seen together: clashes of addresses, dead picks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

from plugins.site_model.core import Article, Person, TextPage, primary
from plugins.site_model.editions import edition_of, root
from plugins.site_model.front_matter import Header
from plugins.site_model.problem import Problem, did_you_mean
from plugins.site_model.settings import Clinic

Record = Article | TextPage | Person


def address(record: Record) -> str:
    """The path of a record's page from the root of its edition, with both slashes."""
    if isinstance(record, Person):
        return f"/people/{record.key}/"
    return f"/{record.slug}/"


def place(record: Record, clinic: Clinic) -> str:
    """The path of a record's page from the site's root."""
    return root(edition_of(record, clinic)) + address(record)


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


def address_clashes(records: Sequence[Record], headers: Mapping[str, Header], clinic: Clinic
                    ) -> list[Problem]:
    """Two pages with one address, or an alias where a page is. Posts have a slug of their own in
    all languages: others name them by it."""
    problems = []
    owners: dict[str, Record] = {}
    for record in records:
        key = address(record) if isinstance(record, Article) else place(record, clinic)
        if key in owners:
            problems.append(Problem(
                record.source, headers[record.source].line("slug"),
                f"the slug '{address(record).strip('/')}' is taken by {owners[key].source}",
                "give one of the two another 'slug:'"))
        owners.setdefault(key, record)
    files = {alias_file(place(record, clinic)).casefold(): record for record in owners.values()}
    for record in records:
        for alias in record.aliases:
            file = alias_file(alias).casefold()
            # A file where another address needs a folder is as much in the way as the same file.
            other = next((owner for taken, owner in files.items() if taken == file
                          or taken.startswith(f"{file}/") or file.startswith(f"{taken}/")), None)
            if other is not None:
                problems.append(Problem(
                    record.source, headers[record.source].line("aliases"),
                    f"the alias '{alias}' is taken by {other.source}", "delete one of the two"))
            files.setdefault(file, record)
    return problems


def alias_file(alias: str) -> str:
    """The file that answers an address on a plain host."""
    path = unquote(alias).strip("/")
    return path if "." in path.rsplit("/", 1)[-1] else f"{path}/index.html"


def tag_spellings(articles: Sequence[Article], headers: Mapping[str, Header]) -> list[Problem]:
    """One tag in two spellings: both would be the page of the other."""
    first: dict[str, tuple[str, str]] = {}
    problems = []
    for article in sorted(articles, key=lambda a: a.source):
        for tag in article.tags:
            name, source = first.setdefault(tag.slug, (tag.name, article.source))
            if name != tag.name:
                problems.append(Problem(
                    article.source, headers[article.source].line("tags"),
                    f"the tag '{tag.name}' is written '{name}' in {source}", f"write '{name}'"))
    return problems


def pick_problems(articles: Sequence[Article], known: Sequence[Article], failed: frozenset[str],
                  headers: Mapping[str, Header]) -> list[Problem]:
    """Hand-picked or banned posts that are unknown, hidden, the post itself, or named twice.

    Of `known` posts, drafts among them, anything can be said; `failed` slugs are passed over.
    """
    by_slug = {article.slug: article for article in known}
    problems = []
    for article in articles:
        for name, picks in (("related", article.related), ("not related", article.not_related)):
            for i, slug in enumerate(picks):
                fault = None if slug in failed else \
                    _pick_fault(slug, article, by_slug, picks[:i], name == "related")
                if fault:
                    problems.append(Problem(article.source, headers[article.source].line(name),
                                            f"'{name}': {fault[0]}", fault[1]))
        if article.translation_of == article.slug:
            problems.append(Problem(
                article.source, headers[article.source].line("translation of"),
                "'translation of': the post names itself", "name the post it is translated from"))
        elif article.translation_of and article.translation_of not in by_slug:
            problems.append(Problem(
                article.source, headers[article.source].line("translation of"),
                f"'translation of': there is no post '{article.translation_of}'",
                did_you_mean(article.translation_of, by_slug)))
        elif article.translation_of and (fault := _translation_fault(
                article, by_slug[article.translation_of], known)):
            problems.append(Problem(
                article.source, headers[article.source].line("translation of"),
                f"'translation of': {fault[0]}", fault[1]))
    return problems


def _translation_fault(article: Article, original: Article, known: Sequence[Article]
                       ) -> tuple[str, str] | None:
    if primary(article.language) == primary(original.language):
        return (f"'{original.slug}' is in the same language ({original.language})",
                "write the 'lang:' of this post, or delete the line")
    if original.translation_of:
        return (f"'{original.slug}' is a translation itself",
                f"write 'translation of: {original.translation_of}'")
    twin = next((each for each in known if each.translation_of == original.slug
                 and each.slug < article.slug
                 and primary(each.language) == primary(article.language)), None)
    return (f"'{original.slug}' is translated by {twin.source} already",
            "delete one of the two") if twin else None


def _pick_fault(slug: str, article: Article, by_slug: dict[str, Article],
                before: Sequence[str], shown: bool) -> tuple[str, str] | None:
    if slug == article.slug:
        return "the post names itself", "delete it"
    if slug in article.related and slug in article.not_related:
        return f"'{slug}' is both related and not related", "delete it from one of the two"
    if slug in before:
        return f"'{slug}' is there twice", "delete one"
    if slug not in by_slug:
        return f"there is no post '{slug}'", did_you_mean(slug, by_slug)
    if by_slug[slug].hidden and not article.hidden:
        state = "a draft" if by_slug[slug].draft else "not published yet"
        return f"'{slug}' is {state}", "publish it first, or take it out"
    return at_odds(article, by_slug[slug]) if shown else None


def at_odds(article: Article, other: Article) -> tuple[str, str] | None:
    """Why a post may not send its readers to another, and the cure: readers of one language would
    meet another one, or one of the two says that they are not related."""
    if primary(article.language) != primary(other.language):
        return (f"'{other.slug}' is in another language ({other.language})",
                "name a post in the language of this one")
    if article.slug in other.not_related:
        return (f"'{other.slug}' says in its 'not related' that the two are not to be shown "
                "together", f"delete it here, or '{article.slug}' there")
    return None
