"""What a feed reader gets."""

from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from plugins.feeds import core

ATOM = "{http://www.w3.org/2005/Atom}"
HOME = "https://clinic.example/"
ENTRY = core.Entry(
    'Knees & "stairs" <again>', HOME + "knee/", "What helps & what not.",
    f'<p>It\'s fine.<a href="#ref-1">1</a> <a href="{HOME}hip/">hip</a> &amp; more</p>',
    "Juniper Ashgrove, PT", datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC),
    ("Conditions", "Knee"))


def atom(*entries):
    return core.atom("Fernhollow & friends", "Clear advice", HOME, HOME + "feed.xml", "en-US",
                     entries or (ENTRY,))


def parsed(*entries):
    return ElementTree.fromstring(atom(*entries).encode())


def test_a_feed_is_well_formed_and_names_itself():
    root = parsed()

    assert root.findtext(f"{ATOM}title") == "Fernhollow & friends"
    assert root.findtext(f"{ATOM}id") == HOME + "feed.xml"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "alternate": HOME, "self": HOME + "feed.xml"}


def test_titles_are_plain_text():
    assert parsed().findtext(f"{ATOM}entry/{ATOM}title") == 'Knees & "stairs" <again>'
    # The library writes summaries as HTML, so the text is escaped once more for that.
    assert parsed().findtext(f"{ATOM}entry/{ATOM}summary") == "What helps &amp; what not."


def test_the_whole_text_is_there_with_links_that_work_anywhere():
    content = parsed().findtext(f"{ATOM}entry/{ATOM}content")

    assert content == (f'<p>It\'s fine.<a href="{HOME}knee/#ref-1">1</a> '
                       f'<a href="{HOME}hip/">hip</a> &amp; more</p>')
    assert parsed().find(f"{ATOM}entry/{ATOM}content").get("type") == "html"


def test_an_entry_says_who_wrote_it_when_and_about_what():
    entry = parsed().find(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Juniper Ashgrove, PT"
    assert entry.findtext(f"{ATOM}published").startswith("2026-03-02T09:00:00")
    assert entry.findtext(f"{ATOM}updated").startswith("2026-04-01T00:00:00")
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == ["Conditions", "Knee"]
    assert entry.findtext(f"{ATOM}id") == HOME + "knee/"


def test_the_time_of_a_feed_is_that_of_its_entries_not_of_the_build():
    newer = replace(ENTRY, address=HOME + "new/", updated=datetime(2026, 5, 1, tzinfo=UTC))

    assert atom(ENTRY, newer) == atom(ENTRY, newer)
    assert parsed(ENTRY, newer).findtext(f"{ATOM}updated").startswith("2026-05-01T00:00:00")


def test_a_feed_stays_short():
    many = [replace(ENTRY, address=f"{HOME}{i}/") for i in range(core.MAX_ENTRIES + 5)]
    entries = parsed(*many).findall(f"{ATOM}entry")

    assert len(entries) == core.MAX_ENTRIES
    assert entries[0].findtext(f"{ATOM}id") == HOME + "0/"


@pytest.mark.parametrize("content, result", [
    ('<a href="#x">', '<a href="https://a.example/#x">'), ('<a href="/x#y">', '<a href="/x#y">')])
def test_fragments_lead_back_to_the_page(content, result):
    assert core.anchored(content, "https://a.example/") == result
