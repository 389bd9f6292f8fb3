"""The form watch: what counts as alive, and that asking sends nothing."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

from plugins.contact_form import watch as module
from plugins.contact_form.providers import PROVIDERS
from plugins.contact_form.watch import Reply, ask_over_http, fault_of, watch
from plugins.site_model.settings import ContactSettings

TODAY = date(2026, 11, 24)
SITE = "https://clinic.example/blog"
PORTAL = "https://portal.fernhollow.clinic/form"
ENDPOINT = "https://forms.fernhollow.clinic/contact"
PAGE = ('<form class="contact__form" action="/thanks/">'
        '<input type="hidden" name="form-name" value="contact"></form>')


class Asked(list[tuple[str, str]]):
    """An asker that notes each question and gives the answers in turn, the last for ever."""

    def __init__(self, *answers: Reply | Exception) -> None:
        super().__init__()
        self.answers = list(answers)

    def __call__(self, method: str, address: str) -> Reply:
        self.append((method, address))
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(found, Exception):
            raise found
        return found


def told(settings: ContactSettings, *answers: Reply | Exception
         ) -> tuple[module.Finding, Asked, list[float]]:
    asked, pauses = Asked(*answers), []
    return watch(settings, SITE, TODAY, asked, pauses.append), asked, pauses


FORMSPREE = ContactSettings(provider="formspree", form_id="xqkrwbze")


@pytest.mark.parametrize("status", [200, 204, 301, 302, 303, 307, 400, 401, 403, 405, 415, 429])
def test_a_service_that_answers_is_alive(status: int) -> None:
    found, asked, pauses = told(FORMSPREE, Reply(status))

    assert found.alive
    assert "https://formspree.io/f/xqkrwbze answers" in found.line
    assert (asked, pauses) == ([("HEAD", "https://formspree.io/f/xqkrwbze")], [])


@pytest.mark.parametrize("answer, why", [
    (Reply(404), "knows no such form (status 404)"), (Reply(410), "knows no such form"),
    (Reply(500), "fails (status 500)"), (Reply(503), "fails (status 503)"),
    (TimeoutError(), "gave no answer in 15 seconds"),
    (socket.gaierror(-2, "x"), "cannot be found (no such host)"),
    (ConnectionRefusedError(), "cannot be reached (ConnectionRefusedError)"),
    (ValueError("Port out of range 0-65535"), "is no address that can be asked (Port out of"),
    (Reply(200, days_left=3), "has a certificate for 3 more days only"),
    (Reply(200, days_left=-1), "has a certificate for -1 more days only"),
])
def test_a_dead_service_is_told_in_one_line_with_the_setting_and_the_cure(
        answer: Reply | Exception, why: str) -> None:
    found, asked, pauses = told(FORMSPREE, answer)

    assert not found.alive
    assert why in found.line
    assert found.line.startswith("pelicanconf.py: contact: ")
    assert "look at the form on Formspree's page and correct form_id" in found.line
    assert "\n" not in found.line
    assert len(asked) == 2 * module.TRIES
    assert pauses == [module.PAUSE] * (module.TRIES - 1)


def test_one_hiccup_is_no_news() -> None:
    found, asked, _ = told(FORMSPREE, TimeoutError(), Reply(500), Reply(405))

    assert found.alive
    assert [method for method, _ in asked] == ["HEAD", "GET", "HEAD"]


def test_a_server_that_knows_no_head_is_asked_with_get() -> None:
    found, asked, pauses = told(FORMSPREE, Reply(501), Reply(200))

    assert found.alive
    assert [method for method, _ in asked] == ["HEAD", "GET"]
    assert pauses == []


@pytest.mark.parametrize("settings, address", [
    (FORMSPREE, "https://formspree.io/f/xqkrwbze"),
    (ContactSettings(provider="web3forms", form_id="a1b2c3d4"), "https://api.web3forms.com/submit"),
    (ContactSettings(provider="endpoint", form_id=ENDPOINT), ENDPOINT),
    (ContactSettings("link-out", form_id=PORTAL), PORTAL),
    (ContactSettings("link-out", "other", PORTAL, placement="frame"), PORTAL),
])
def test_what_is_asked(settings: ContactSettings, address: str) -> None:
    found, asked, _ = told(settings, Reply(200))

    assert found.alive
    assert asked == [("HEAD", address)]


def test_a_shared_address_tells_nothing_of_the_one_form() -> None:
    found, _, _ = told(ContactSettings(provider="staticforms", form_id="a1b2c3d4"), Reply(405))

    assert "only a message can tell" in found.line
    assert "only a message can tell" not in told(FORMSPREE, Reply(405))[0].line


@pytest.mark.parametrize("key", PROVIDERS)
def test_no_service_is_ever_sent_anything(key: str) -> None:
    form_id = ENDPOINT if key == "endpoint" else "contact"
    for answer in (Reply(200, PAGE), Reply(404), OSError()):
        _, asked, _ = told(ContactSettings(provider=key, form_id=form_id), answer)
        assert {method for method, _ in asked} <= {"HEAD", "GET"}


@pytest.mark.parametrize("key", ["netlify", "cloudflare"])
@pytest.mark.parametrize("answer, why", [
    (Reply(200, PAGE), ""),
    (Reply(200, "<p>We moved.</p>"), "shows a contact page without the form"),
    (Reply(301, ""), "does not show the contact page (status 301)"),
    (Reply(404, PAGE), "knows no such form"),
])
def test_a_form_of_the_sites_own_host_is_looked_for_on_the_published_page(
        key: str, answer: Reply, why: str) -> None:
    found, asked, _ = told(ContactSettings(provider=key, form_id="contact"), answer)

    assert found.alive == (not why)
    assert why in found.line
    assert set(asked) == {("GET", f"{SITE}/contact/")}


def test_netlify_knows_a_form_by_its_name() -> None:
    assert "not named 'other'" in fault_of(Reply(200, PAGE), "other", page=True)


@pytest.mark.parametrize("settings, why", [
    (ContactSettings(), "no form provider is chosen"),
    (ContactSettings(provider="formspree", form_id="your-form-id"), "is only a sample"),
    (ContactSettings("message", "formspree", "xqkrwbze", "2025-01-01", "2026-01-01"),
     "the agreement with the form provider ended on 2026-01-01"),
])
def test_settings_that_cannot_work_are_told_without_asking(settings: ContactSettings,
                                                           why: str) -> None:
    found, asked, _ = told(settings, Reply(200))

    assert not found.alive
    assert why in found.line and " — " in found.line
    assert asked == []


@pytest.mark.parametrize("key", module.ON_OUR_PAGES)
def test_a_form_on_our_pages_needs_the_address_of_the_site(key: str) -> None:
    asked = Asked(Reply(200, PAGE))
    found = watch(ContactSettings(provider=key, form_id="contact"), "", TODAY, asked)

    assert not found.alive
    assert "the site's address is missing" in found.line
    assert found.line.endswith("set site_url or SITEURL")
    assert asked == []


def test_an_address_that_cannot_be_is_told_and_not_raised() -> None:
    found = watch(ContactSettings(provider="netlify", form_id="contact"),
                  "https://clinic.example:99999", TODAY, ask_over_http, lambda _: None)

    assert not found.alive
    assert "https://clinic.example:99999/contact/ is no address that can be asked" in found.line


@pytest.mark.parametrize("settings, start", [
    (ContactSettings(provider="formspre", form_id="xqkrwbze"),
     "CONTACT_FORM (from the environment): unknown form provider 'formspre'"),
    (FORMSPREE, "CONTACT_FORM (from the environment): the form's address https://formspree.io/"),
    (ContactSettings("message", "formspree", "xqkrwbze"),
     "pelicanconf.py: mode='message' lets patients write freely"),
])
def test_what_the_environment_chose_is_told_of_the_variable(settings: ContactSettings,
                                                            start: str) -> None:
    found = watch(settings, SITE, TODAY, Asked(Reply(404)), lambda _: None, "CONTACT_FORM")

    assert not found.alive
    assert found.line.startswith(start)


# ---------------------------------------------------------------- over a real connection


@contextmanager
def server(respond: Callable[[BaseHTTPRequestHandler], None],
           context: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[str]]]:
    """A server on the loopback: its host with its port, and the requests it got."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            seen.append(f"{self.command} {self.path}")
            respond(self)

        do_GET = do_HEAD = do_POST = do_OPTIONS = answer

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context:
        running.socket = context.wrap_socket(running.socket, server_side=True)
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"127.0.0.1:{running.server_port}", seen
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def says(status: int, body: bytes = b"", **headers: str
         ) -> Callable[[BaseHTTPRequestHandler], None]:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command == "GET":
            handler.wfile.write(body)
    return respond


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_an_answer_is_read_and_a_redirect_not_followed(method: str) -> None:
    with server(says(302, b"moved", Location="/elsewhere")) as (host, seen):
        reply = ask_over_http(method, f"http://{host}/f/x?site=1")

    assert reply == Reply(302, "moved" if method == "GET" else "")
    assert seen == [f"{method} /f/x?site=1"]


def test_a_silent_server_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TimeoutError):
        ask_over_http("HEAD", f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=0.2)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_method_that_could_send_is_refused(method: str) -> None:
    with pytest.raises(ValueError, match="could send"):
        ask_over_http(method, "https://formspree.io/f/x")


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_the_days_of_a_certificate_are_counted_and_a_foreign_one_refused(tmp_path: Path) -> None:
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", "key.pem", "-out", "certificate.pem", "-days", "30", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        cwd=tmp_path, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
    with server(says(405), own) as (host, _):
        reply = ask_over_http("HEAD", f"https://{host}/", context=trusting)
        with pytest.raises(ssl.SSLCertVerificationError) as refused:
            ask_over_http("HEAD", f"https://{host}/")

    assert reply.status == 405
    assert reply.days_left in (29, 30)
    found, _, _ = told(FORMSPREE, refused.value)
    assert "has a certificate that does not hold" in found.line


# ---------------------------------------------------------------- every night

WORKFLOW = Path(__file__).resolve().parents[3] / ".github" / "workflows" / "form-watch.yml"


def test_it_is_asked_every_night_for_a_site_that_is_published() -> None:
    found = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    job = found["jobs"]["watch"]
    # YAML 1.1 reads the key `on` as a truth.
    assert re.fullmatch(r"\d+ \d+ \* \* \*", found[True]["schedule"][0]["cron"])
    assert job["if"] == "vars.SITEURL != ''"
    assert set(found["env"]) >= {"SITEURL", "CONTACT_FORM"}


def test_a_failure_of_the_watch_fails_the_job_and_opens_one_issue() -> None:
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["watch"]["steps"]
    asking, telling = steps[-2:]

    # Without pipefail the status would be that of tee.
    assert asking["run"].startswith("set -o pipefail\nmake form-watch")
    assert telling["if"] == "failure()"
    assert "issue list" in telling["run"] and "issue create" in telling["run"]
