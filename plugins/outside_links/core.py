"""Links to other sites: which there are, what an answer means, and what is remembered of it.

Asked at night and apart from every build: another site's bad day must never stop a publish.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from plugins.rules.prose import blocks
from plugins.site_model.core import Site
from plugins.site_model.problem import Problem

AGENT = "clinic-blog-links/1.0"
FRESH_DAYS = 7  # a link that answered is not asked again for so long
PATIENCE = 3  # nights in a row without an answer before a reader is taken to meet none
_GONE = (404, 410)
# The site is there, and does not talk to programs, or not to us.
_SHY = (401, 402, 403, 405, 406, 407, 418, 429, 451, 999)
_LASTING = (301, 308)
_KEPT = "%/:?@!$&'()*+,;=~[]|"  # what may stand as it is, or is written so already
REFERENCES = "content/references.yaml"

Places = Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True)
class Answer:
    """What one address said: an HTTP status, 0 where nobody answered, with the reason; where it
    led in the end, and whether it said that it moved for good."""

    status: int
    where: str = ""
    moved: bool = False
    why: str = ""


@dataclass(frozen=True)
class Memory:
    """What is known of an address: its last answer and day, and how often it failed in a row."""

    status: int
    day: str
    failures: int = 0
    where: str = ""
    moved: bool = False
    why: str = ""


def gather(site: Site) -> Places:
    """All addresses of other sites with the places where they stand, in order."""
    found: dict[str, list[tuple[str, int]]] = {}
    for record in site.written:
        for block in blocks(record.body, record.body_line):
            for _, address, line in block.links:
                if address.startswith(("https://", "http://")):
                    found.setdefault(address.partition("#")[0], []).append((record.source, line))
    for reference in site.references:
        for address in filter(None, (reference.url, reference.doi and
                                     f"https://doi.org/{reference.doi}")):
            found.setdefault(address, []).append((REFERENCES, reference.line))
    own = _host(site.clinic.site_url)
    return {address: tuple(places) for address, places in sorted(found.items())
            if _host(address) not in ("", own)}


def _host(address: str) -> str:
    """The host of an address; empty where it is none, which every build tells of."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def to_ask(addresses: Iterable[str], known: Mapping[str, Memory], today: date) -> tuple[str, ...]:
    """The addresses to ask today: new ones, those that failed, those not asked for a week."""
    def fresh(memory: Memory) -> bool:
        return not memory.failures and \
            date.fromisoformat(memory.day) > today - timedelta(days=FRESH_DAYS)
    return tuple(a for a in addresses if not (a in known and fresh(known[a])))


def remembered(before: Memory | None, answer: Answer, today: date) -> Memory:
    """What is known after an answer."""
    ok = 200 <= answer.status < 400 or answer.status in _SHY
    again = before is not None and before.failures > 0 and before.day == today.isoformat()
    failures = 0 if ok else (before.failures if before else 0) + (not again)
    return Memory(answer.status, today.isoformat(), failures, answer.where, answer.moved,
                  answer.why)


def problems(places: Places, known: Mapping[str, Memory]) -> tuple[Problem, ...]:
    """What authors should mend. A link counts as dead when its site says so, or has said nothing
    for several nights."""
    return tuple(Problem(path, line, *told)
                 for address, found in places.items() if address in known
                 for told in _told(address, known[address]) for path, line in found)


def _told(address: str, memory: Memory) -> Iterator[tuple[str, str, str, str]]:
    if memory.status in _GONE:
        yield (f"{address} is gone ({memory.status})", "find where it is now, or take the link out",
               "error", "outside-link")
    elif memory.failures >= PATIENCE:
        why = memory.why or f"status {memory.status}"
        yield (f"{address} has not answered for {memory.failures} nights ({why})",
               "open it yourself; find where it is now, or take the link out", "error",
               "outside-link")
    elif memory.moved and memory.where and 200 <= memory.status < 300 \
            and not address.startswith("https://doi.org/"):
        home = urlsplit(memory.where).path in ("", "/") and urlsplit(address).path not in ("", "/")
        yield (f"{address} leads to {'the front page ' if home else ''}{memory.where}",
               "what you linked is not there any more: look for it" if home
               else "write the new address", "warning", "outside-link")


def as_sent(address: str) -> str:
    """An address as a request must have it: letters beyond ASCII in the way browsers write them
    (RFC 3987). Raises ValueError for a host that is none."""
    parts = urlsplit(address)
    name, port = parts.hostname or "", parts.port
    host = name if ":" not in name else f"[{name}]"  # IPv6
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return urlunsplit((parts.scheme, host + (f":{port}" if port else ""),
                       quote(parts.path, safe=_KEPT), quote(parts.query, safe=_KEPT), ""))


def lasting(status: int) -> bool:
    """Whether a redirect says that it is for good (RFC 9110)."""
    return status in _LASTING


def retry_after(value: str, most: float) -> float:
    """The seconds that a server asks us to wait, bounded; dates are not worth the wait."""
    return min(float(value), most) if value.isascii() and value.isdigit() else most / 4


def allowed(robots: str, address: str) -> bool:
    """Whether the robots.txt of a site lets us ask for an address (RFC 9309)."""
    parser = RobotFileParser()
    parser.parse(robots.splitlines())
    return parser.can_fetch(AGENT, address)


def to_json(known: Mapping[str, Memory]) -> str:
    """What is known, to keep until the next night."""
    return json.dumps({a: asdict(m) for a, m in sorted(known.items())}, indent=0)


def from_json(text: str) -> dict[str, Memory]:
    """What was kept; nothing where it cannot be read."""
    try:
        data = json.loads(text)
        return {address: Memory(**memory) for address, memory in data.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
