"""The contact form from the first key to the message in the receiver, scripts off and on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from plugins.contact_form.receiver import MessageStore


@pytest.fixture(params=[False, True], ids=["scripts-off", "scripts-on"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Page:
    opened = browser.new_page(java_script_enabled=request.param)
    request.addfinalizer(opened.close)
    return opened


def fill(page: Page, prefix: str) -> None:
    page.fill(f"#{prefix}-name", "Zoë “Zed” O'Hara")
    page.fill(f"#{prefix}-email", "zoe@example.org")
    page.check(f"#{prefix}-reason-1")


@pytest.mark.parametrize(("path", "prefix"), [
    ("/contact/", "contact"), ("/", "home"), ("/sciatica/", "end")])
def test_a_message_arrives_and_thanks_are_shown(page: Page, address: str, store: MessageStore,
                                                path: str, prefix: str) -> None:
    before = len(store.messages())
    page.goto(address + path)
    fill(page, prefix)
    page.click(f"#{prefix} button[type=submit]")
    page.wait_for_url("**/thanks/")

    assert "Thank you" in page.inner_text("h1")
    assert page.locator("main a[href^='tel:']").is_visible()
    assert "?" not in page.url
    newest = dict(store.messages()[0].fields)
    assert len(store.messages()) == before + 1
    assert newest["name"] == "Zoë “Zed” O'Hara"
    assert newest["reason"] == "New appointment"


@pytest.mark.parametrize(("path", "prefix"), [("/contact/", "contact"), ("/sciatica/", "end")])
def test_an_incomplete_form_is_not_sent(page: Page, address: str, store: MessageStore, path: str,
                                        prefix: str) -> None:
    before = len(store.messages())
    page.goto(address + path)
    page.fill(f"#{prefix}-name", "Nobody")
    page.click(f"#{prefix} button[type=submit]")

    assert page.url.endswith(path)
    assert len(store.messages()) == before


def test_the_keyboard_alone_sends_it(browser: Browser, address: str, store: MessageStore) -> None:
    before = len(store.messages())
    page = browser.new_page()
    page.goto(address + "/contact/")
    page.focus("#contact-name")
    for keys in ("Kim", "kim@example.org", "", "Morning"):
        page.keyboard.type(keys)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks/")
    page.close()

    newest = dict(store.messages()[0].fields)
    assert len(store.messages()) == before + 1
    assert (newest["name"], newest["time"]) == ("Kim", "Morning")


def test_the_author_reads_it_on_a_local_page(browser: Browser, address: str,
                                             store: MessageStore) -> None:
    store.add("contact", (("name", "<b>Bold</b> & Sons"),), "2026-01-02T03:04:05+00:00")
    page = browser.new_page()
    page.goto(address + "/__preview__/messages")

    assert "<b>Bold</b> & Sons" in page.inner_text("main")
    page.close()
