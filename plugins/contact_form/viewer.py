"""The local pages about messages, during development: the list, its buttons, and short notices.

Pure. All that came from outside is escaped, and nothing is inline, as the pages' policy demands.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from plugins.contact_form.imitation import SERVICES, STATES, STYLESHEET, State
from plugins.contact_form.receiver import Message

LIVE_SCRIPT = "/__preview__/reload.js"
ANSWER, CLEAR = "/__preview__/answer", "/__preview__/messages/delete"
TITLE = "Messages from the contact form"

_OUTCOMES = {"kept": "Kept", "dropped": "Dropped", "refused": "Refused"}
# Control characters have no place in HTML text; line breaks and tabs stay.
_NO_CONTROLS = {n: "\ufffd" for n in [*range(32), 127] if chr(n) not in "\t\n\r"}


def viewer_page(messages: Sequence[Message], state: State = "ok") -> str:
    """The page with the messages in the order given, and the choice of what is answered next."""
    body = (
        f"<h1>{TITLE}</h1>\n"
        '<p class="private">These messages stay on this computer. Nothing was sent to anyone.</p>\n'
        f"{_choice(state)}\n{_listed(messages)}\n"
        '<p><a href="/">Back to the preview</a></p>'
    )
    return _page(TITLE, body, live=True)


def notice_page(title: str, message: str, back_url: str, *, live: bool = False) -> str:
    """A short page in words with a way back.

    `live` adds the reload script; leave it out of the answer to a POST, which must not be repeated.
    """
    words = f"<h1>{_text(title)}</h1>\n<p>{_text(message)}</p>"
    return _page(title, f'{words}\n<p><a href="{_text(back_url)}">Go back</a></p>', live=live)


def _listed(messages: Sequence[Message]) -> str:
    if not messages:
        return '<p class="none">No message has arrived yet. Send one with the contact form.</p>'
    count = "1 message" if len(messages) == 1 else f"{len(messages)} messages"
    return (
        f'<div class="list-head">\n<p class="count">{count}, newest first</p>\n'
        f'<form method="post" action="{CLEAR}"><button>Delete all messages</button></form>\n'
        f'</div>\n<ol class="messages" reversed>\n{"".join(map(_shown, messages))}</ol>'
    )


def _choice(state: State) -> str:
    options = "".join(
        f'<option value="{key}"{" selected" if key == state else ""}>{_text(words)}</option>\n'
        for key, words in STATES.items())
    # Without autocomplete="off" some browsers show, after a reload, a choice that was never sent.
    return (
        f'<form class="choice" method="post" action="{ANSWER}" autocomplete="off">\n'
        '<label for="state">What the service does with the next messages</label>\n'
        f'<p class="hint" id="state-hint">{_text(_now(state))}</p>\n'
        f'<select id="state" name="state" aria-describedby="state-hint">\n{options}</select>\n'
        "<button>Answer this way</button>\n</form>"
    )


def _now(state: State) -> str:
    if state == "ok":
        return "Now it takes them. Choose another answer to see what a reader would see."
    return f"Now: {_lower(STATES[state])}. This stays until you change it or stop the preview."


def _shown(message: Message) -> str:
    rows = "".join(
        f'<div><dt dir="auto">{_text(name)}</dt>{_value(value)}</div>\n'
        for name, value in message.fields
    )
    service = SERVICES.get(message.provider)
    when = _text(message.received.replace("T", " ")[:16])
    outcome = _OUTCOMES.get(message.outcome, "Kept")
    remark = f'<p class="remark">{_text(message.remark)}</p>\n' if message.remark else ""
    return (
        f'<li class="{outcome.lower()}"><article aria-labelledby="message-{message.id}">\n'
        f'<h2 id="message-{message.id}">Message {message.id}</h2>\n'
        f'<p class="origin"><time datetime="{_text(message.received)}">{when}</time>, '
        f"{_text(service.name if service else message.provider)}. <strong>{outcome}</strong>"
        f"{_asked(message.state)}</p>\n{remark}<dl>\n{rows}</dl>\n</article></li>\n"
    )


def _asked(state: str) -> str:
    """What the author had chosen, where it was not the plain case."""
    words = STATES.get(state, state)
    return "" if state == "ok" else f". The answer you had chosen: {_text(_lower(words))}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _value(value: str) -> str:
    if not value.strip():
        return '<dd class="empty">left empty</dd>'
    return f'<dd dir="auto">{_text(value)}</dd>'


def _text(text: str) -> str:
    return escape(text.translate(_NO_CONTROLS))


def _page(title: str, body: str, *, live: bool) -> str:
    script = f'<script src="{LIVE_SCRIPT}" defer></script>\n' if live else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n"
        f'<link rel="stylesheet" href="{STYLESHEET}">\n{script}</head>\n'
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
