"""The structured data of a page (JSON-LD): whether it can be read, and has what it must have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

Node = dict[str, Any]
Wrong = tuple[int, str, str]
RULE = "page-schema"
# Search engines show these no longer (2023 to 2026); a clinic may not rate itself.
DEAD = frozenset("FAQPage HowTo Review AggregateRating ClaimReview CourseInfo SpecialAnnouncement "
                 "EstimatedSalary VehicleListing PhysicalTherapy".split())
NEEDED = {"BlogPosting": ("headline", "image", "datePublished", "dateModified", "author"),
          "MedicalClinic": ("name", "address", "telephone", "url"),
          "BreadcrumbList": ("itemListElement",), "Person": ("name",),
          "WebSite": ("name", "url")}
# Properties of a web page that a posting does not have (schema.org).
_OF_PAGES = ("reviewedBy", "lastReviewed")
_PLACES = frozenset(("url", "image", "logo", "item", "contentUrl", "thumbnailUrl"))


def read(scripts: Sequence[tuple[int, str]]) -> tuple[tuple[Node, ...], tuple[Wrong, ...]]:
    """The nodes of the JSON-LD blocks of a page, given with their lines, and what is wrong."""
    if len(scripts) > 1:
        return (), ((scripts[1][0], RULE, "two blocks of structured data, not one"),)
    for line, text in scripts:
        try:
            data = json.loads(text)
        except ValueError as error:
            return (), ((line, RULE, f"the structured data cannot be read: {error}"),)
        if not isinstance(data, dict) or data.get("@context") != "https://schema.org":
            return (), ((line, RULE, "the structured data names no https://schema.org"),)
        graph = data.get("@graph", [data])
        nodes = tuple(node for node in graph if isinstance(node, dict))
        return nodes, tuple((line, RULE, message) for message in _faults(nodes))
    return (), ()


def clinics(nodes: Sequence[Node]) -> tuple[tuple[str, str, str], ...]:
    """Name, telephone and street of each clinic."""
    return tuple((str(n.get("name", "")), str(n.get("telephone", "")), _street(n.get("address")))
                 for n in nodes if n.get("@type") == "MedicalClinic")


def addresses(nodes: Sequence[Node]) -> tuple[str, ...]:
    """The addresses that the nodes give of pages and pictures, each once."""
    found = dict.fromkeys(each for node in nodes for each in _addresses(node))
    return tuple(found)


def _addresses(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if name in _PLACES:
            yield value
        return
    pairs = value.items() if isinstance(value, dict) else ((name, each) for each in value)
    for key, each in pairs:
        if isinstance(each, str | dict | list):
            yield from _addresses(each, key)


def _street(address: Any) -> str:
    return str(address.get("streetAddress", "")) if isinstance(address, dict) else ""


def _types(node: Node) -> tuple[str, ...]:
    kind = node.get("@type", ())
    return (kind,) if isinstance(kind, str) else tuple(kind)


def _faults(nodes: Sequence[Node]) -> Iterator[str]:
    ids = {node["@id"] for node in nodes if "@id" in node}
    for node in nodes:
        for kind in _types(node):
            if kind in DEAD:
                yield f"structured data of the kind {kind} is of no use, or not allowed"
            missing = [name for name in NEEDED.get(kind, ()) if not node.get(name)]
            if missing and "@type" in node:
                yield f"{kind} lacks {', '.join(missing)}"
            if kind == "BlogPosting" and any(name in node for name in _OF_PAGES):
                yield "reviewedBy and lastReviewed belong to the page, not to the posting"
            if kind == "Person" and str(node.get("name", "")).startswith("Dr"):
                yield f"the name of a person is the name only: '{node['name']}'"
        for value in _values(node):
            if value == "":
                yield f"{'/'.join(_types(node))} has an empty value"
            elif isinstance(value, dict) and set(value) == {"@id"} and value["@id"] not in ids:
                yield f"nothing in the graph has the id {value['@id']}"


def _values(value: Any) -> Iterator[Any]:
    for each in value.values() if isinstance(value, dict) else value:
        yield each
        if isinstance(each, dict | list):
            yield from _values(each)
