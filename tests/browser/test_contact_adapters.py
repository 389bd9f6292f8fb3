"""The form of every service against its imitation: each answer, scripts off and on.

The imitation is written from the services' documentation and knows nothing of our table of
services, so a wrong name on the wire shows here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

from plugins.contact_form.providers import PROVIDERS
from tests.browser import looks
from tests.browser.contact_pages import KEYS, VENDOR, Imitated, imitated

# To these the browser sends by itself, because what they answer a script is not documented.
SENT_BY_BROWSER = ("forminit", "formspark", "cloudflare")
SENT_BY_SCRIPT = tuple(key for key in KEYS if key not in SENT_BY_BROWSER)
# These name the field that is wrong.
NAMES_FIELDS = ("formspree", "endpoint", "development")
# These send a browser without scripts on to a page of ours when they take no message.
SENT_ON = ("endpoint", "development", "cloudflare", "formspark")
FORM_STATE = """() => { const at = (selector) => document.querySelector('#contact ' + selector);
    return [at('[role=status]').textContent, at('button').getAttribute('aria-disabled'),
            at('.problem').hidden, at('.problem ul').textContent]; }"""
NAME, MAIL = "Zoë “Zed” O'Hara", "zoe@example.org"

every_service = pytest.mark.parametrize("key", KEYS)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imitated]:
    with imitated(tmp_path_factory.mktemp("adapters")) as running:
        yield running


@pytest.fixture(autouse=True)
def willing(service: Imitated) -> None:
    """Each test begins with services that take messages."""
    service.state("ok")


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Every address that some page of this file asked for."""
    return []


def _context(browser: Browser, asked: list[str], **options: object) -> Iterator[BrowserContext]:
    made = browser.new_context(**options)  # type: ignore[arg-type]
    made.set_default_timeout(5000)
    made.on("request", lambda request: asked.append(request.url))
    yield made
    made.close()


@pytest.fixture(scope="module")
def scripted(browser: Browser, asked: list[str]) -> Iterator[BrowserContext]:
    yield from _context(browser, asked)


@pytest.fixture(scope="module")
def plain(browser: Browser, asked: list[str]) -> Iterator[BrowserContext]:
    yield from _context(browser, asked, java_script_enabled=False)


@pytest.fixture
def page(scripted: BrowserContext, service: Imitated) -> Iterator[Page]:
    opened = scripted.new_page()
    yield opened
    scripted.set_offline(False)
    opened.close()


@pytest.fixture
def timed(browser: Browser, asked: list[str]) -> Iterator[Page]:
    """A page whose clock the test moves. A clock is set for a whole context, so it has its own."""
    for context in _context(browser, asked):
        opened = context.new_page()
        opened.clock.install()
        yield opened


@pytest.fixture
def bare(plain: BrowserContext) -> Iterator[Page]:
    opened = plain.new_page()
    yield opened
    opened.close()


def fill(page: Page, prefix: str = "contact") -> None:
    page.fill(f"#{prefix}-name", NAME)
    page.fill(f"#{prefix}-email", MAIL)
    page.check(f"#{prefix}-reason-1")


def send(page: Page, prefix: str = "contact") -> None:
    page.click(f"#{prefix} button[type=submit]")


CAME_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
SISTER = "https://hipaa-submit.jotform.com/submit/1"


def shown_problem(page: Page) -> str:
    """The text of the summary, which must have the focus, a way to call and a way to write."""
    problem = page.locator("#contact .problem")
    problem.locator("li").first.wait_for()
    assert page.evaluate("document.activeElement.className") == "problem"
    assert problem.locator("a[href^='tel:']").is_visible()
    assert problem.locator("a[href^='mailto:']").is_visible()
    assert page.title().startswith("Error: ")
    assert page.locator("#contact button[aria-disabled]").count() == 0
    return problem.locator("ul").inner_text()


def kept(page: Page) -> tuple[str, str, bool]:
    """What the reader wrote, as it stands in the form."""
    return (page.input_value("#contact-name"), page.input_value("#contact-email"),
            page.is_checked("#contact-reason-1"))


# What is not seen, and differs from service to service: of one look there is one finding.
UNSEEN = re.compile(r'<input type="hidden".*?>|<(script|style)\b.*?</\1>|<meta .*?>'
                    r'|\s(?:name|action|data-[a-z]+|netlify-honeypot)=".*?"|\s', re.S)
LOOKED_AT: dict[str, list[object]] = {}


def axe(page: Page) -> list[object]:
    """What axe finds in light, and what of it depends on colours in dark."""
    look = UNSEEN.sub("", page.content()) + page.evaluate("document.activeElement.className")
    if look not in LOOKED_AT:
        found: list[object] = [*looks.axe(page)]
        page.emulate_media(color_scheme="dark")
        LOOKED_AT[look] = found + looks.axe(page, looks.COLOURS)
        page.emulate_media(color_scheme="light")
    return LOOKED_AT[look]


# ---------------------------------------------------------------- scripts off


@every_service
def test_without_scripts_a_whole_form_arrives_and_thanks_are_shown(bare: Page, service: Imitated,
                                                                   key: str) -> None:
    before = service.count
    bare.goto(service.page(key))
    bare.fill("#contact-name", NAME)
    send(bare)
    bare.fill("#contact-email", "no address")
    send(bare)
    assert (bare.url, service.count) == (service.page(key), before)
    fill(bare)
    send(bare)
    bare.wait_for_url(service.url + "/thanks/")

    newest = service.newest
    assert service.count == before + 1
    assert (newest.provider, newest.outcome, newest.remark) == (key, "kept", "")
    assert {NAME, MAIL, "New appointment"} <= {value for _, value in newest.fields}
    assert "Thank you" in bare.inner_text("h1")


@every_service
def test_without_scripts_each_failure_is_told_in_words(bare: Page, service: Imitated,
                                                       key: str) -> None:
    bare.goto(service.page(key))
    fill(bare)
    for state in ("field-error", "rate-limit", "error-500"):
        service.state(state)  # type: ignore[arg-type]
        send(bare)
        bare.wait_for_url(lambda url: url != service.page(key))
        if key in SENT_ON and not (key == "formspark" and state == "error-500"):
            assert bare.url == service.url + "/not-sent/"
            assert bare.locator("main a[href^='tel:']").is_visible()
        told = bare.inner_text("main")
        assert "Thank you" not in told and len(told.split()) > 5
        bare.go_back()
        assert kept(bare) == (NAME, MAIL, True)


# ---------------------------------------------------------------- scripts on


@every_service
def test_a_message_pressed_thrice_arrives_once_and_the_form_is_left_empty(
        page: Page, service: Imitated, key: str) -> None:
    before = service.count
    page.goto(service.page(key))
    assert axe(page) == []
    fill(page)
    page.evaluate("""() => { const button = document.querySelector('#contact button');
                     button.click(); button.click(); button.form.requestSubmit(); }""")
    page.wait_for_url(service.url + "/thanks/")

    assert service.count == before + 1
    newest = service.newest
    # A test is as quick as a robot, and only an endpoint of ours is told so.
    remark = re.sub(r"It was sent after \d seconds: .* robot\.", "", newest.remark)
    assert (newest.provider, newest.outcome, remark) == (key, "kept", "")
    assert {NAME, MAIL, "New appointment"} <= {value for _, value in newest.fields}
    page.go_back()
    assert page.locator("#contact button[aria-disabled]").count() == 0
    if key in SENT_BY_SCRIPT:
        assert kept(page) == ("", "", False)


@pytest.mark.parametrize("key", SENT_BY_SCRIPT)
def test_each_failure_is_told_keeps_the_text_and_sends_once(page: Page, service: Imitated,
                                                            scripted: BrowserContext,
                                                            key: str) -> None:
    page.goto(service.page(key))
    fill(page)
    before = service.count
    states = {"field-error": "Enter an email address" if key == "formspree" else
              "The email address was not accepted" if key in NAMES_FIELDS
              else "did not take your message",
              "rate-limit": "Too many messages", "error-500": "has a fault just now"}
    for number, (state, words) in enumerate(states.items(), 1):
        service.state(state)  # type: ignore[arg-type]
        send(page)
        page.locator("#contact .problem li", has_text=words).wait_for()
        assert words in shown_problem(page)
        inline = page.locator("#contact .field__error").count()
        assert inline == (state == "field-error" and key in NAMES_FIELDS)
        assert kept(page) == (NAME, MAIL, True)
        assert service.count == before + number
        assert axe(page) == []
    scripted.set_offline(True)
    send(page)
    page.locator("#contact .problem li", has_text="You are offline").wait_for()
    assert "nothing was sent" in shown_problem(page)
    assert kept(page) == (NAME, MAIL, True)
    scripted.set_offline(False)
    assert service.count == before + 3
    assert axe(page) == []
    service.state("ok")
    send(page)
    page.wait_for_url(service.url + "/thanks/")
    assert service.count == before + 4
    assert page.url == service.url + "/thanks/"


@every_service
def test_who_hears_nothing_for_ten_seconds_is_told_so_and_nothing_is_sent_again(
        timed: Page, service: Imitated, key: str) -> None:
    service.state("hang")
    timed.goto(service.page(key))
    fill(timed)
    before = service.count
    if key in SENT_BY_BROWSER:
        # Chromium answers no question about a page that is about to be left; this one stays.
        timed.evaluate("document.querySelector('#contact form').target = '_blank'")
    timed.evaluate("document.querySelector('#contact button').click()")
    _until(lambda: service.count == before + 1)
    assert timed.evaluate(FORM_STATE) == ["Sending …", "true", True, ""]
    timed.clock.run_for(9_000)
    assert timed.evaluate(FORM_STATE) == ["Sending …", "true", True, ""]
    timed.clock.run_for(1_100)

    assert timed.evaluate(FORM_STATE) == [
        "", None, False,
        "We cannot tell whether your message arrived. Please call us before you send it again."]
    assert timed.evaluate("document.activeElement.className") == "problem"
    assert timed.evaluate("document.querySelector('#contact-name').value") == NAME
    assert service.count == before + 1
    assert "We cannot tell" in shown_problem(timed)
    assert axe(timed) == []


@pytest.mark.parametrize("key", SENT_BY_BROWSER)
def test_where_the_browser_sends_nothing_leaves_it_offline(page: Page, service: Imitated,
                                                           scripted: BrowserContext,
                                                           key: str) -> None:
    page.goto(service.page(key))
    fill(page)
    before = service.count
    scripted.set_offline(True)
    send(page)

    assert "You are offline" in shown_problem(page)
    assert axe(page) == []
    assert (page.url, kept(page)) == (service.page(key), (NAME, MAIL, True))
    scripted.set_offline(False)
    send(page)
    page.wait_for_url(service.url + "/thanks/")
    assert service.count == before + 1


@every_service
def test_the_keyboard_alone_mends_and_sends_it(page: Page, service: Imitated, key: str) -> None:
    before = service.count
    page.goto(service.page(key))
    page.focus("#contact-name")
    page.keyboard.press("Enter")
    assert shown_problem(page).split("\n") == [
        "Enter your name", "Enter your email address", "Choose how we can help"]
    assert axe(page) == []
    described = page.evaluate("""() => [...document.querySelectorAll('[aria-invalid=true]')].map(
        e => document.getElementById(e.getAttribute('aria-describedby')).textContent)""")
    assert described == ["Enter your name", "Enter your email address", "Choose how we can help"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contact-name"
    page.keyboard.type("   ")
    page.keyboard.press("Tab")
    page.keyboard.type("no address")
    page.keyboard.press("Enter")
    assert shown_problem(page).split("\n")[:2] == [
        "Enter your name", "Enter an email address with an @, such as name@example.org"]
    page.focus("#contact-name")
    for keys in (NAME, "", "", "Morning"):
        if keys:
            page.keyboard.press("Control+a")
            page.keyboard.type(keys)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.focus("#contact-email")
    page.keyboard.press("Control+a")
    page.keyboard.type(MAIL)
    page.keyboard.press("Enter")
    page.wait_for_url(service.url + "/thanks/")

    assert service.count == before + 1
    assert {NAME, MAIL, "Morning", "New appointment"} <= {v for _, v in service.newest.fields}


# ---------------------------------------------------------------- one form for all


def test_who_comes_back_by_the_browsers_memory_finds_a_form_that_works(page: Page,
                                                                       service: Imitated) -> None:
    service.state("hang")
    page.goto(service.page("endpoint"))
    send(page)
    shown_problem(page)
    fill(page)
    send(page)
    page.locator("#contact button[aria-disabled]").wait_for()
    assert not page.title().startswith("Error: ")
    page.evaluate(CAME_BACK)

    # The first try may have arrived, and nobody may send again without knowing that.
    assert "We cannot tell whether your message arrived" in shown_problem(page)
    assert kept(page) == (NAME, MAIL, True)
    assert page.inner_text("#contact [role=status]") == ""


def test_who_comes_back_from_the_thanks_finds_an_empty_form(page: Page, service: Imitated) -> None:
    page.goto(service.page("endpoint"))
    fill(page)
    # The page stays, as the browser's memory would keep it.
    page.route("**/thanks/", lambda route: route.fulfill(status=204))
    send(page)
    _until(lambda: page.input_value("#contact-name") == "")
    page.evaluate(CAME_BACK)

    assert page.locator("#contact .problem").is_hidden()
    assert page.locator("#contact button[aria-disabled]").count() == 0


def test_the_patience_of_a_first_try_does_not_end_a_second(timed: Page, service: Imitated) -> None:
    service.state("hang")
    timed.goto(service.page("forminit"))
    fill(timed)
    timed.evaluate("document.querySelector('#contact form').target = '_blank'")
    timed.evaluate("document.querySelector('#contact button').click()")
    timed.clock.run_for(7_000)
    timed.evaluate(CAME_BACK)
    timed.evaluate("document.querySelector('#contact button').click()")
    timed.clock.run_for(4_000)

    assert timed.evaluate(FORM_STATE) == ["Sending …", "true", True, ""]


def test_a_browser_that_is_wrong_about_being_offline_does_not_deny_a_message(
        timed: Page, service: Imitated) -> None:
    service.state("hang")
    timed.goto(service.page("formspree"))
    fill(timed)
    before = service.count
    timed.evaluate("Object.defineProperty(navigator, 'onLine', {value: false})")
    timed.evaluate("document.querySelector('#contact button').click()")
    _until(lambda: service.count == before + 1)
    timed.clock.run_for(10_100)

    assert "We cannot tell whether your message arrived" in shown_problem(timed)


def test_two_faults_of_one_field_are_told_once_in_the_order_of_the_form(page: Page,
                                                                        service: Imitated) -> None:
    told = [{"field": name, "message": words} for name, words in
            (("email", "First."), ("email", "Second."), ("name", "Third."))]
    page.route("**/__preview__/contact/**", lambda route: route.fulfill(
        status=422, json={"ok": False, "errors": told}))
    page.goto(service.page("endpoint"))
    fill(page)
    send(page)

    assert shown_problem(page).split("\n") == ["Third.", "First."]
    assert page.locator("#contact-email-error").count() == 1


def test_without_the_token_of_the_robot_check_nothing_is_sent(page: Page,
                                                              service: Imitated) -> None:
    """As where a blocker keeps the check from loading."""
    page.goto(service.page("formspree"))
    fill(page)
    page.evaluate("""() => {
        const form = document.querySelector("#contact form");
        form.append(Object.assign(document.createElement("div"), {className: "cf-turnstile"}));
        form.querySelector(".problem").dataset.robot = "The check is not done.";
    }""")
    before = service.count
    send(page)

    assert shown_problem(page) == "The check is not done."
    assert service.count == before
    page.evaluate("""() => document.querySelector("#contact .cf-turnstile").append(
        Object.assign(document.createElement("input"), {name: "cf-turnstile-response",
                                                        value: "token", type: "hidden"}))""")
    send(page)
    page.wait_for_url(service.url + "/thanks/")


@pytest.mark.parametrize("answer", [
    {"status": 200, "body": "<h1>Welcome to the hotel's network</h1>"},
    {"status": 200, "body": "null"}, {"status": 204}, None])
def test_an_answer_that_makes_no_sense_is_no_success(page: Page, service: Imitated,
                                                     answer: dict[str, object] | None) -> None:
    page.route("**/__preview__/contact/**", lambda route: route.fulfill(**answer)  # type: ignore[arg-type]
               if answer else route.abort("connectionreset"))
    page.goto(service.page("formspree"))
    fill(page)
    send(page)

    assert "We cannot tell whether your message arrived" in shown_problem(page)
    assert kept(page) == (NAME, MAIL, True)


def test_two_forms_on_a_page_do_not_disturb_each_other(page: Page, service: Imitated) -> None:
    page.goto(service.page("formspree", "two/"))
    prefixes = [found.get_attribute("id") for found in page.locator("section.contact").all()]
    first, second = (prefix or "" for prefix in prefixes)
    send(page, second)
    page.locator(f"#{second} .problem li").first.wait_for()

    assert page.locator(f"#{first} .problem").is_hidden()
    assert axe(page) == []
    fill(page, second)
    send(page, second)
    page.wait_for_url(service.url + "/thanks/")


def test_a_mistake_that_is_mended_is_gone(page: Page, service: Imitated) -> None:
    page.goto(service.page("formspree"))
    send(page)
    shown_problem(page)
    fill(page)
    service.state("rate-limit")
    send(page)
    page.locator("#contact .problem li", has_text="Too many").wait_for()

    assert page.locator("#contact .field__error").count() == 0
    assert page.locator("#contact [aria-invalid]").count() == 0
    assert page.title().count("Error: ") == 1


def test_what_tempts_robots_is_out_of_the_way_of_people(page: Page, service: Imitated) -> None:
    page.goto(service.page("formspree"))
    trap = page.locator("#contact-trap")
    box = trap.bounding_box() or {"x": 0}

    assert box["x"] < 0
    assert "Leave this field empty" not in str(page.locator("#contact").aria_snapshot())


def test_an_endpoint_of_ones_own_learns_how_long_it_took(timed: Page, service: Imitated) -> None:
    timed.goto(service.page("endpoint"))
    timed.clock.run_for(42_000)
    fill(timed)
    send(timed)
    timed.wait_for_url(service.url + "/thanks/")

    assert 42 <= int(dict(service.newest.fields)["seconds"]) <= 60


def test_nothing_is_stored_and_nothing_stands_in_an_address(page: Page, service: Imitated,
                                                           asked: list[str]) -> None:
    page.goto(service.page("formspree"))
    fill(page)
    service.state("error-500")
    send(page)
    shown_problem(page)
    kept_here = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")

    assert kept_here == [0, 0, ""]
    assert [url for url in asked if "zoe" in url or "?" in url] == []


# ---------------------------------------------------------------- as readers get it


def answer_of(key: str, request: Request, thanks: str) -> dict[str, object]:
    """What the service at its own address answers to a message that it takes."""
    if request.method != "POST" or request.resource_type == "document":
        return {"status": 303, "headers": {"location": thanks}}
    replies = {"formspree": '{"next": "/"}', "endpoint": '{"ok": true}'}
    return {"status": 200, "body": replies.get(key, '{"success": "true"}'),
            "headers": {"access-control-allow-origin": "*", "content-type": "application/json"}}


@pytest.mark.parametrize("scripts", [False, True], ids=["scripts-off", "scripts-on"])
@pytest.mark.parametrize("key", [key for key, each in PROVIDERS.items() if each.csp.form_action
                                 or key == "endpoint"])
def test_the_policy_lets_the_message_through_to_the_service_alone(
        scripted: BrowserContext, plain: BrowserContext, service: Imitated, asked: list[str],
        key: str, scripts: bool) -> None:
    opened = (scripted if scripts else plain).new_page()
    sent: list[Request] = []

    def intercept(route: Route) -> None:
        sent.append(route.request)
        route.fulfill(**answer_of(key, route.request, service.url + "/thanks/"))  # type: ignore[arg-type]

    opened.route(lambda url: not url.startswith(service.url), intercept)
    opened.goto(service.public(key))
    action = opened.get_attribute("#contact form", "action") or ""
    fill(opened)
    send(opened)
    opened.wait_for_url(service.url + "/thanks/")
    opened.close()
    asked[:] = [url for url in asked if url not in {request.url for request in sent}]

    assert [request.method for request in sent] == ["POST"]
    assert urlsplit(sent[0].url).netloc == urlsplit(action).netloc
    assert not urlsplit(sent[0].url).query
    headers = sent[0].headers
    assert headers.get("referer", service.url + "/") == service.url + "/"
    body = sent[0].post_data or ""
    text = body if "multipart" in headers["content-type"] else str(parse_qsl(body))
    by_script = scripts and key not in SENT_BY_BROWSER
    told_where = any(each.browser for each in PROVIDERS[key].hidden)
    assert MAIL in text
    # A service that knows our thanks page redirects to it, which a script is not let follow.
    assert (f"{service.url}/thanks/" in text) == (told_where and not by_script or key == "endpoint")


@pytest.mark.parametrize("scripts", [False, True], ids=["scripts-off", "scripts-on"])
def test_a_form_elsewhere_is_not_asked_for_before_the_reader_asks(
        scripted: BrowserContext, plain: BrowserContext, service: Imitated, asked: list[str],
        scripts: bool) -> None:
    opened = (scripted if scripts else plain).new_page()
    sent: list[str] = []

    def intercept(route: Route) -> None:
        sent.append(route.request.url)
        route.fulfill(status=200, content_type="text/html",
                      body="<!doctype html><html lang=en><title>Form</title><h1>Secure form</h1>"
                           f"<form method=post action={SISTER}><button>Go</button></form>")

    opened.route(lambda url: not url.startswith(service.url), intercept)
    opened.goto(service.public("jotform"), wait_until="networkidle")
    assert axe(opened) == [] if scripts else True
    opened.click("#contact summary")
    opened.wait_for_load_state("networkidle")
    before = list(sent)
    opened.click("#contact details a")
    opened.frame_locator("#contact iframe").locator("button").click()
    _until(lambda: opened.evaluate("1") and len(sent) == 2)
    opened.close()
    asked[:] = [url for url in asked if url not in sent]

    assert before == []
    # Such forms are sent to another host of the vendor, which the policy must let in too.
    assert sent == [VENDOR, SISTER]


def test_no_page_of_all_these_asked_another_host(asked: list[str], service: Imitated) -> None:
    """The last of this file, so that it sees what all others did."""
    assert len(asked) > 100
    assert [url for url in asked if not url.startswith(service.url + "/")] == []


def _until(condition: Callable[[], bool]) -> None:
    """Wait, by the real clock, until something is so."""
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)
