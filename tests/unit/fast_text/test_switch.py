"""The setting, and what happens when a library is another."""

import pytest

from plugins.fast_text import switch
from tests.unit.fast_text.compare import fast_text


@pytest.fixture
def strange(monkeypatch):
    """PyYAML in a version that nobody looked at."""
    switch.is_known.cache_clear()
    monkeypatch.setattr("importlib.metadata.version", lambda name: "99" if name == "PyYAML"
                        else switch.WRITTEN_FOR[name])
    yield
    switch.is_known.cache_clear()


@pytest.mark.parametrize("library", switch.WRITTEN_FOR)
def test_the_quick_ways_know_the_libraries_that_are_installed(library):
    assert switch.is_known(library), (
        f"{library} has changed: read what changed in it, run the tests of fast_text with "
        "FUZZ_EXAMPLES=100000, then write its version into plugins/fast_text/switch.py")


def test_a_strange_library_is_left_to_itself(strange):
    assert not switch.on("PyYAML")
    assert not switch.on("Markdown", "PyYAML")
    assert switch.on("Markdown")


def test_the_setting_turns_every_quick_way_off():
    with fast_text(False):
        assert not switch.on()
        assert not switch.on("Markdown")
    assert switch.on()
