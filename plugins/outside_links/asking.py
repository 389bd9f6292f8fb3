"""Asks other sites, politely: one request at a time to a site, with a pause, HEAD before GET, their
robots.txt heeded, and little read."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    Request,
    build_opener,
)

from plugins.outside_links.core import (
    AGENT,
    Answer,
    allowed,
    as_sent,
    lasting,
    retry_after,
)

SITES_AT_ONCE = 4
MAX_ROBOTS, MAX_HOPS = 500_000, 8
_TRY_GET = (400, 403, 404, 405, 406, 500, 501, 503)  # to HEAD some answer so, and not to GET


class _Stay(HTTPRedirectHandler):
    """Leaves redirects to us, who must know whether each is for good."""

    def redirect_request(self, *args: object) -> None:  # type: ignore[override]
        """Follow nothing."""


@dataclass
class Asker:
    """Asks addresses. `pause` between two requests to a site, `patience` for an answer and the
    longest `wait` when a site is busy are in seconds; `sleep` is the clock's."""

    pause: float = 1.0
    patience: float = 15.0
    wait: float = 60.0
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, str | int] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)

    def all(self, addresses: Iterable[str]) -> Mapping[str, Answer]:
        """The answers of all addresses; several sites at once, each of them alone."""
        by_site: dict[str, list[str]] = {}
        for address in addresses:
            by_site.setdefault(urlsplit(address).netloc, []).append(address)
        with ThreadPoolExecutor(SITES_AT_ONCE) as pool:
            found = list(pool.map(self._site, by_site.values()))
        return {address: answer for answers in found for address, answer in answers.items()}

    def _site(self, addresses: list[str]) -> dict[str, Answer]:
        return {address: self.ask(address) for address in addresses}

    def ask(self, address: str) -> Answer:
        """The answer of one address. Never raises."""
        here, for_good = address, True
        # Some publishers lead in a circle who does not bring their cookie back. None is kept.
        opener = build_opener(_Stay, HTTPCookieProcessor())
        for _ in range(MAX_HOPS):
            if refused := self._refused(here):
                return refused
            status, where, why = self._once(opener, here)
            if not where:
                return Answer(status, here if here != address else "",
                              for_good and here != address, why)
            here, for_good = where, for_good and lasting(status)
        return Answer(0, why="it redirects in a circle")

    def _once(self, opener: OpenerDirector, address: str) -> tuple[int, str, str]:
        status, where, why = self._request(opener, "HEAD", address)
        if status in _TRY_GET or status == 0:
            status, where, why = self._request(opener, "GET", address)
        return status, where, why

    def _wait(self, address: str) -> None:
        """A pause before every request to a site but the first."""
        site = urlsplit(address).netloc
        if site in self._met:
            self.sleep(self.pause)
        self._met.add(site)

    def _request(self, opener: OpenerDirector, method: str, address: str, again: bool = True
                 ) -> tuple[int, str, str]:
        """Status, where it redirects to, and what went wrong."""
        try:
            request = Request(as_sent(address), method=method, headers={
                "User-Agent": AGENT, "Accept": "text/html,application/pdf;q=0.9,*/*;q=0.5"})
            self._wait(address)
            with opener.open(request, timeout=self.patience) as answer:
                answer.read(1024)
                return answer.status, "", ""
        except HTTPError as error:
            error.close()
            if error.code in (429, 503) and again:
                self.sleep(retry_after(error.headers.get("Retry-After", ""), self.wait))
                return self._request(opener, method, address, again=False)
            place = error.headers.get("Location", "") if 300 <= error.code < 400 else ""
            # Headers are read as Latin-1; what is no ASCII in them is UTF-8 (RFC 9110, 5.5).
            place = place.encode("latin-1", "replace").decode("utf-8", "replace")
            whole = urljoin(address, place) if place else ""
            if whole and urlsplit(whole).scheme not in ("http", "https"):
                return 0, "", f"it leads to {whole[:60]}"
            return error.code, whole, ""
        except (OSError, ValueError, http.client.HTTPException) as error:
            return 0, "", str(getattr(error, "reason", error))[:120] or type(error).__name__

    def _refused(self, address: str) -> Answer | None:
        """The answer where a site's robots.txt keeps programs from an address."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(f"{site}/robots.txt")
        rules = self._robots[site]
        if isinstance(rules, int):
            return Answer(rules, why=f"its robots.txt fails with status {rules}")
        return None if allowed(rules, address) else \
            Answer(403, why="its robots.txt asks programs to stay away")

    def _read_robots(self, address: str) -> str | int:
        """The rules of a site, none where it has none or does not answer; the status where the
        site is out of order: then nothing may be asked (RFC 9309, 2.3.1)."""
        try:
            request = Request(as_sent(address), headers={"User-Agent": AGENT})
            self._wait(address)
            with build_opener().open(request, timeout=self.patience) as answer:
                return str(answer.read(MAX_ROBOTS).decode("utf-8", "replace"))
        except HTTPError as error:
            error.close()
            return error.code if error.code >= 500 else ""
        except (OSError, ValueError, http.client.HTTPException):
            return ""
