"""The local pages about messages: what they show, and that nothing in a message can break them."""

from __future__ import annotations

import pytest

from plugins.contact_form.imitation import STATES, State
from plugins.contact_form.receiver import Message
from plugins.contact_form.viewer import notice_page, viewer_page


def test_it_says_when_there_is_nothing() -> None:
    page = viewer_page(())
    assert "No message has arrived yet" in page
    assert "These messages stay on this computer" in page
    assert "Delete all" not in page


def test_everything_is_escaped_and_nothing_is_inline() -> None:
    evil = '<script>alert("1")</script>\x1b[2J'
    message = Message(7, evil, evil, ((evil, evil), ("phone", " ")), evil, evil, evil)
    page = viewer_page([message])
    assert "<script>alert" not in page
    assert "\x1b" not in page
    assert page.count("&lt;script&gt;") == 7
    assert "left empty" in page
    assert "style=" not in page
    assert "<style" not in page
    assert "<script>" not in notice_page(evil, evil, evil)


def test_the_order_is_the_given_one() -> None:
    page = viewer_page([Message(n, "", "endpoint", (("a", "b"),)) for n in (3, 2, 1)])
    assert page.index("Message 3") < page.index("Message 2") < page.index("Message 1")
    assert "3 messages, newest first" in page


def test_a_message_shows_who_got_it_and_what_became_of_it() -> None:
    remark = "Web3Forms would not take it."
    page = viewer_page([
        Message(2, "2026-09-14T10:33:00-04:00", "web3forms", (("a", "b"),), "rate-limit",
                "refused", remark),
        Message(1, "2026-09-14T10:32:00-04:00", "netlify", (("a", "b"),))])
    first, second = page.split("Message 1</h2>")
    assert "2026-09-14 10:33</time>, Web3Forms. <strong>Refused</strong>" in first
    assert "you had chosen: say that there were too many" in first
    assert remark in first
    assert "Netlify. <strong>Kept</strong></p>" in second


@pytest.mark.parametrize("state", STATES)
def test_the_choice_shows_what_is_chosen(state: State) -> None:
    page = viewer_page((), state)
    assert page.count("<option") == len(STATES)
    assert page.count(" selected") == 1
    assert f'value="{state}" selected' in page
    assert ("until you change it" in page) == (state != "ok")
