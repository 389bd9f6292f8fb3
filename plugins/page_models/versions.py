"""The pages of all editions together: each at its place, knowing what it is in other languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from plugins.page_models.core import PlannedPage, Version
from plugins.page_models.frame import Frame
from plugins.words.core import later

OWN_NAME = later("English")


@dataclass(frozen=True)
class Edition:
    """One language of a site: its code (empty for the clinic's own), its frame, and the addresses
    that have a page in it."""

    language: str
    frame: Frame
    addresses: frozenset[str]


def placed(page: PlannedPage, edition: Edition, editions: Sequence[Edition],
           translations: Mapping[str, Mapping[str, str]]) -> PlannedPage:
    """A page as its edition has it. `translations` see site_model.editions."""
    words, root = edition.frame.words, edition.frame.urls.root
    if page.template == "redirect":  # an old address is anywhere
        return replace(page, words=words)
    if page.words is words and not root and len(editions) == 1:
        return page  # as nearly all pages of a site in one language are
    versions = tuple(_versions(page, edition, editions, translations)) if len(editions) > 1 else ()
    # Written out: `replace` takes four times as long, and this is done for each page.
    return PlannedPage(f"{root}/{page.path}".lstrip("/"), page.template, root + page.address,
                       page.compose, page.inputs, page.changed, page.listed, words, versions)


def _versions(page: PlannedPage, here: Edition, editions: Sequence[Edition],
              translations: Mapping[str, Mapping[str, str]]) -> Iterable[Version]:
    for edition in editions:
        at = page.address if edition is here else _counterpart(page, edition, translations)
        urls = edition.frame.urls
        yield Version(edition.frame.clinic.language, edition.frame.words.say(OWN_NAME),
                      urls.path(at or "/"), urls.absolute(at) if at else "",
                      "page" if edition is here else "", not edition.language)


def _counterpart(page: PlannedPage, other: Edition,
                 translations: Mapping[str, Mapping[str, str]]) -> str:
    """The same page in another language; empty where there is none."""
    if page.template == "article":
        slug = translations.get(page.address.strip("/"), {}).get(other.language)
        return f"/{slug}/" if slug else ""
    # The second page of a list has other articles in each language.
    return page.address if page.address in other.addresses and "/page/" not in page.address else ""
