"""One JSON-LD graph per page (schema.org), built from the records that the page shows.

`reviewedBy` and `lastReviewed` belong to WebPage, not to BlogPosting; a clinic is a MedicalClinic
whose specialty is Physiotherapy. No rating, FAQ or how-to markup: search engines dropped the
latter two, and a clinic must not rate itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plugins.site_model.core import Article, Person
from plugins.site_model.settings import Clinic
from plugins.site_model.vocabulary import Reference
from plugins.words.core import ENGLISH, Words

Node = dict[str, Any]


@dataclass(frozen=True)
class PageFacts:
    """What every page says of itself; addresses are absolute, `crumbs` lead from home to here."""

    kind: str
    address: str
    name: str
    description: str
    language: str
    crumbs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Addresses:
    """Absolute addresses that several nodes share."""

    home: str
    image: str

    @property
    def clinic(self) -> str:
        """The identity of the clinic's node."""
        return f"{self.home}#clinic"

    @property
    def website(self) -> str:
        """The identity of the web site's node."""
        return f"{self.home}#site"


def script(nodes: Sequence[Node]) -> str:
    """The graph as JSON that is safe inside a script element, and the same on every run."""
    graph = {"@context": "https://schema.org", "@graph": [_without_blanks(n) for n in nodes]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: v if isinstance(v, str) else _without_blanks(v) for k, v in value.items()
                if v or v not in ("", None, [], ())}
    if isinstance(value, list | tuple):
        return [_without_blanks(v) for v in value]
    return value


def clinic_node(clinic: Clinic, to: Addresses) -> Node:
    """The clinic, with the facts of its settings and no other."""
    address = clinic.address
    geo = {"@type": "GeoCoordinates", "latitude": clinic.location[0],
           "longitude": clinic.location[1]} if clinic.location else None
    return {
        "@type": "MedicalClinic", "@id": to.clinic, "name": clinic.name, "url": to.home,
        "telephone": clinic.phone, "email": clinic.email, "image": to.image,
        "address": {"@type": "PostalAddress", "streetAddress": address.street,
                    "addressLocality": address.city, "addressRegion": address.region,
                    "postalCode": address.postal_code, "addressCountry": address.country},
        "geo": geo, "medicalSpecialty": "https://schema.org/Physiotherapy",
        "openingHoursSpecification": [
            {"@type": "OpeningHoursSpecification", "dayOfWeek": list(hours.days),
             "opens": hours.opens, "closes": hours.closes} for hours in clinic.hours],
        # A day that opens and closes at midnight is closed.
        "specialOpeningHoursSpecification": [
            {"@type": "OpeningHoursSpecification", "validFrom": each.first.isoformat(),
             "validThrough": each.last.isoformat(), "opens": each.opens or "00:00",
             "closes": each.closes or "00:00"} for each in clinic.special_hours],
    }


def website_node(clinic: Clinic, to: Addresses) -> Node:
    """The site that the pages are part of."""
    return {"@type": "WebSite", "@id": to.website, "name": clinic.name, "url": to.home,
            "publisher": {"@id": to.clinic}, "inLanguage": clinic.language}


def page_nodes(page: PageFacts, clinic: Clinic, to: Addresses, **properties: Any) -> list[Node]:
    """Clinic, site, the page itself with further `properties`, and its breadcrumb."""
    web_page: Node = {
        "@type": page.kind, "@id": page.address, "url": page.address, "name": page.name,
        "description": page.description, "inLanguage": page.language,
        "isPartOf": {"@id": to.website},
        "breadcrumb": {"@id": f"{page.address}#crumbs"} if page.crumbs else None, **properties}
    nodes = [clinic_node(clinic, to), website_node(clinic, to), web_page]
    if page.crumbs:
        nodes.append({
            "@type": "BreadcrumbList", "@id": f"{page.address}#crumbs",
            "itemListElement": [
                {"@type": "ListItem", "position": i, "name": name, "item": address}
                for i, (name, address) in enumerate(page.crumbs, 1)]})
    return nodes


def person_node(person: Person, address: str, to: Addresses, words: Words = ENGLISH) -> Node:
    """A clinician. The name is the name only; credentials have a property of their own."""
    licence = {"@type": "EducationalOccupationalCredential", "credentialCategory": "license",
               "name": words.say("{state} physical therapy license",
                                 state=person.licence_state),
               "identifier": person.licence_number,
               "validIn": {"@type": "State", "name": person.licence_state}}
    return {"@type": "Person", "@id": f"{address}#me", "name": person.name, "url": address,
            "honorificSuffix": person.credentials, "jobTitle": person.job_title,
            "description": person.summary, "worksFor": {"@id": to.clinic},
            "knowsLanguage": list(person.languages),
            "hasCredential": [licence] if person.licence_number and person.licence_state else []}


def citation(reference: Reference) -> Node:
    """A source of an article."""
    scholarly = bool(reference.doi or reference.volume) or reference.kind not in (
        "Guideline", "Patient information")
    return {"@type": "ScholarlyArticle" if scholarly else "CreativeWork",
            "name": reference.title, "author": reference.authors,
            "datePublished": reference.year, "sameAs": reference.href}


def article_nodes(article: Article, page: PageFacts, clinic: Clinic, to: Addresses,
                  people: dict[str, str], image: str, length: int, minutes: int,
                  words: Words = ENGLISH) -> list[Node]:
    """The page of an article: review data on the page, authorship on the posting.

    `people` maps a person's key to the absolute address of their page.
    """
    nodes = page_nodes(
        page, clinic, to,
        lastReviewed=article.reviewed.isoformat() if article.reviewed else "",
        reviewedBy=_named(article.reviewer, people) if article.reviewer else None,
        medicalAudience={"@type": "MedicalAudience", "audienceType": "Patient"},
        mainEntity={"@id": f"{page.address}#article"})
    nodes.append({
        "@type": "BlogPosting", "@id": f"{page.address}#article",
        "mainEntityOfPage": {"@id": page.address}, "headline": article.title,
        "description": article.summary, "image": [image], "inLanguage": article.language,
        "datePublished": article.published.isoformat(),
        "dateModified": article.updated.isoformat(),
        "author": [_named(article.author, people)],
        "publisher": {"@id": to.clinic}, "isPartOf": {"@id": to.website},
        "articleSection": article.category.label,
        "keywords": [term.name for term in (*article.regions, *article.tags)],
        "wordCount": length, "timeRequired": f"PT{minutes}M",
        "citation": [citation(reference) for reference in article.references]})
    for person in (article.author, article.reviewer):
        if person:
            nodes.append(person_node(person, people[person.key], to, words))
    return nodes


def _named(person: Person, people: dict[str, str]) -> Node:
    # Name and address beside the reference: not every reader of the graph follows an @id.
    return {"@type": "Person", "@id": f"{people[person.key]}#me", "name": person.name,
            "url": people[person.key]}
