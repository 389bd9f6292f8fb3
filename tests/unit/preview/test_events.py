"""What the listeners of the preview are told."""

from __future__ import annotations

import pytest

from plugins.preview.events import HEARTBEAT, Events


def test_a_stream_starts_with_the_state_and_the_problems_of_the_moment() -> None:
    events = Events()
    events.show_problems('line 1\nline 2 "ü"')
    listener = events.open()
    assert listener.next(0.01) == f'retry: 500\nevent: hello\ndata: "{events.state}"\n\n'.encode()
    problems = listener.next(0.01)
    assert problems == b'event: problems\ndata: "line 1\\nline 2 \\"\\u00fc\\""\n\n'


def test_everyone_is_told_and_silence_is_a_heartbeat() -> None:
    events = Events()
    before, listeners = events.state, [events.open() for _ in range(3)]
    events.notify("reload", ["/knee/"])
    events.show_problems(None)
    for listener in listeners:
        told = b"".join(listener.next(0.01) or b"" for _ in range(4)).decode()
        assert f'event: reload\ndata: {{"state": "{events.state}", "places": ["/knee/"]}}' in told
        assert told.count("event: problems\ndata: null") == 2
        assert listener.next(0.01) == HEARTBEAT
    assert events.state != before


def test_only_a_reload_moves_the_state_on() -> None:
    events = Events()
    before = events.state
    events.notify("message-kept")
    assert events.state == before
    assert Events().state != before


@pytest.mark.parametrize("name", ["", "two words", "line\nbreak", "data: x", "reload\n"])
def test_an_event_is_a_plain_word(name: str) -> None:
    with pytest.raises(ValueError, match="lower-case"):
        Events().notify(name)


def test_the_end_reaches_open_and_later_streams() -> None:
    events = Events()
    early = events.open()
    events.end()
    for listener in (early, events.open()):
        assert [listener.next(0.01) for _ in range(3)][2] is None


def test_a_closed_stream_is_forgotten() -> None:
    events = Events()
    listener = events.open()
    events.close(listener)
    events.close(listener)
    events.notify("reload")
    assert [listener.next(0.01) for _ in range(3)][2] == HEARTBEAT


def test_of_notes_only_the_change_is_told_and_each_page_asks_for_its_own() -> None:
    events = Events()
    listener = events.open()
    events.show_notes({"/knee/": ["line 3: too long"]})
    events.show_notes({"/knee/": ["line 3: too long"]})

    told = [listener.next(0.01) for _ in range(4)]
    assert told[2:] == [b"event: notes\ndata: null\n\n", HEARTBEAT]
    assert events.notes("/knee/") == ["line 3: too long"]
    assert events.notes("/hip/") == []
