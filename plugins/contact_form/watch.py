"""Whether the form's endpoint is alive: asked in a way that sends no message and changes nothing.

A form that has died looks like a quiet week. So a nightly job asks with HEAD and GET, never with
POST: a service answers (also "this address only takes POST"), or it does not know the form any
more, fails, or cannot be found. Whether a message reaches the clinic's mail, no such question can
tell; docs/publishing.md says what to do about that.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from plugins.contact_form.core import demands, form
from plugins.contact_form.providers import PROVIDERS
from plugins.site_model.settings import ContactSettings

TIMEOUT, TRIES, PAUSE = 15.0, 3, 20.0  # seconds, times, seconds
# A certificate is renewed a month ahead as a rule; this late, something is stuck.
LEAST_DAYS = 10
_MAX_PAGE = 1024 * 1024
_SELF = "clinic-blog form watch"
# These take the form on the site's own pages; the published page is what can be asked.
ON_OUR_PAGES = ("netlify", "cloudflare")


@dataclass(frozen=True)
class Reply:
    """An answer over HTTP. `days_left` is how long the certificate is valid, None without one."""

    status: int
    body: str = ""
    days_left: int | None = None


Ask = Callable[[str, str], Reply]


@dataclass(frozen=True)
class Finding:
    """What the watch has to say, in one line."""

    alive: bool
    line: str


def address_of(settings: ContactSettings, siteurl: str) -> str:
    """What is asked: the form's address, or the published contact page that holds it."""
    if settings.mode == "link-out":
        return settings.form_id
    if settings.provider in ON_OUR_PAGES:
        return f"{siteurl}/contact/"
    return form(settings, siteurl, development=False).action


def watch(settings: ContactSettings, siteurl: str, today: date, ask: Ask,
          pause: Callable[[float], None] = time.sleep, variable: str = "") -> Finding:
    """Ask up to TRIES times, as one night's hiccup is no news. Never raises for what it finds.

    `ask(method, address)` answers or raises OSError, ValueError or http.client.HTTPException.
    `variable` names the one of the environment that the provider and the form_id came from, if any.
    """
    source = f"{variable} (from the environment)" if variable else "pelicanconf.py"
    wrong = demands(settings, today)
    if wrong:
        told_of = source if wrong[0].setting == "contact" else wrong[0].file
        return Finding(False, f"{told_of}: {wrong[0].message} — {wrong[0].cure}")
    if not siteurl and settings.mode != "link-out" and settings.provider in ON_OUR_PAGES:
        return Finding(False, "pelicanconf.py: the site's address is missing, and the form can "
                       "only be asked for there — set site_url or SITEURL")
    address, fault, reply = address_of(settings, siteurl), "", None
    for attempt in range(TRIES):
        if attempt:
            pause(PAUSE)
        reply, fault = _once(settings, address, ask)
        if not fault:
            break
    where = f"{source}: {'' if variable else 'contact: '}the form's address"
    if fault:
        return Finding(False, f"{where} {address} {fault}; messages may be lost — "
                       f"{_cure(settings)}")
    return Finding(True, f"{where} {address} answers{_remark(settings, reply)}")


def _once(settings: ContactSettings, address: str, ask: Ask) -> tuple[Reply | None, str]:
    """One round: the last answer, and what is wrong with it."""
    page = settings.mode != "link-out" and settings.provider in ON_OUR_PAGES
    reply, fault = None, ""
    # Some servers do not know HEAD, so GET has the last word.
    for method in ("GET",) if page else ("HEAD", "GET"):
        try:
            reply = ask(method, address)
        except (OSError, http.client.HTTPException, ValueError) as error:
            reply, fault = None, _words(error)
            continue
        fault = fault_of(reply, settings.form_id if page and settings.provider == "netlify" else "",
                         page)
        if not fault:
            break
    return reply, fault


def fault_of(reply: Reply, form_name: str = "", page: bool = False) -> str:
    """What an answer says against the form, as the end of a sentence; empty if it is alive.

    `page` is set where the answer is our own contact page, which must hold a form, and one of the
    name `form_name` if that is given.
    """
    if reply.days_left is not None and reply.days_left < LEAST_DAYS:
        return f"has a certificate for {reply.days_left} more days only"
    if reply.status in (404, 410):
        return f"knows no such form (status {reply.status})"
    if reply.status >= 500:
        return f"fails (status {reply.status})"
    if page and reply.status != 200:
        return f"does not show the contact page (status {reply.status})"
    if page and 'class="contact__form"' not in reply.body:
        return "shows a contact page without the form"
    if form_name and not re.search(rf'name="form-name" value="{re.escape(form_name)}"', reply.body):
        return f"shows a form that is not named '{form_name}'"
    return ""


def _remark(settings: ContactSettings, reply: Reply | None) -> str:
    told = f" (status {reply.status})" if reply else ""
    provider = PROVIDERS.get(settings.provider)
    if settings.mode != "link-out" and provider and "{id}" not in provider.action \
            and settings.provider not in ON_OUR_PAGES:
        return f"{told}; whether it still knows this form_id, only a message can tell"
    return told


def _cure(settings: ContactSettings) -> str:
    if settings.mode == "link-out":
        return "open the form yourself, and correct form_id if it has moved"
    if settings.provider in ON_OUR_PAGES:
        return "look at the published contact page, and publish again"
    if settings.provider == "endpoint":
        return "look after your server, and correct form_id if it has moved"
    return (f"look at the form on {PROVIDERS[settings.provider].name}'s page and correct form_id, "
            "or choose another provider")


def _words(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "cannot be found (no such host)"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that does not hold ({error.verify_message})"
    if isinstance(error, TimeoutError):
        return f"gave no answer in {TIMEOUT:.0f} seconds"
    if isinstance(error, ValueError):
        return f"is no address that can be asked ({error})"
    return f"cannot be reached ({type(error).__name__})"


def ask_over_http(method: str, address: str, timeout: float = TIMEOUT,
                  context: ssl.SSLContext | None = None) -> Reply:
    """Ask once, without following redirects: any redirect is a sign of life.

    Raises OSError or http.client.HTTPException; ValueError for an address that cannot be, and for a
    method that could send a message.
    """
    if method not in ("HEAD", "GET"):
        raise ValueError(f"{method} could send a message")
    parts = urlsplit(address)
    made = http.client.HTTPSConnection(
        parts.hostname or "", parts.port, timeout=timeout,
        context=context or ssl.create_default_context()) if parts.scheme == "https" \
        else http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        made.request(method, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
                     headers={"User-Agent": _SELF, "Accept": "text/html, */*"})
        days = _days_left(made.sock)
        answer = made.getresponse()
        body = answer.read(_MAX_PAGE).decode("utf-8", "replace")
        return Reply(answer.status, body, days)
    finally:
        made.close()


def _days_left(connection: socket.socket | None) -> int | None:
    certificate = connection.getpeercert() if isinstance(connection, ssl.SSLSocket) else None
    if not certificate:
        return None
    ends = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
    return (datetime.fromtimestamp(ends, UTC) - datetime.now(UTC)).days
