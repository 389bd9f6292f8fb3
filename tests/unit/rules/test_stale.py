"""What falls due within ninety days."""

from datetime import date

from plugins.rules.stale import as_text, due
from plugins.site_model.settings import ContactSettings, SpecialHours
from tests.unit.builders import FOLDER, loaded, post

TODAY = date(2026, 10, 1)


def listed(files, **changes):
    return [str(each) for each in due(loaded(files, **changes).site, TODAY)]


def test_reviews_fall_due():
    header = {"reviewer": "teo-marlowe", "reviewed": "2026-03-02"}

    assert listed({"posts/a.md": post(next_review="2026-12-01", **header)}) == [
        "2026-12-01  content/posts/a.md:7: the next review is due"]
    assert listed({"posts/a.md": post(next_review="2027-02-01", **header)}) == []
    assert listed({"posts/a.md": post(reviewer="teo-marlowe", reviewed="2024-10-20")}) == [
        "2026-10-20  content/posts/a.md:8: the last review was on 2024-10-20"]


def test_licences_silences_offers_and_sources_fall_due():
    person = FOLDER["content/people/teo-marlowe.md"].replace("---\n", "---\nlicence expires: "
                                                             "2026-11-30\n", 1)
    text = post(body="Our offer ends December 24, 2026.").replace(
        "---\n", "---\nsilence:\n  - text-wall until 2026-12-30: a poem\n", 1)
    source = "a-1:\n  kind: Trial\n  authors: Doe J\n  year: 2020\n  title: One\n" \
             "  verified by: Teo\n  verified on: 2023-10-05\n"

    assert listed({"people/teo-marlowe.md": person, "posts/a.md": text,
                   "references.yaml": source}) == [
        "2026-10-05  content/references.yaml:1: 'a-1' was last opened on 2023-10-05",
        "2026-11-30  content/people/teo-marlowe.md:2: the licence of Teo Marlowe expires",
        "2026-12-24  content/posts/a.md:10: the text says 'ends December 24, 2026'",
        "2026-12-30  content/posts/a.md:2: the silence of 'text-wall' ends"]


def test_the_agreement_falls_due():
    contact = ContactSettings(agreement_signed="2025-10-10", agreement_ends="2026-10-10")

    assert listed({}, contact=contact) == [
        "2026-10-10  pelicanconf.py: the agreement with the form service ends"]


def test_overdue_stands_apart():
    contact = ContactSettings(agreement_signed="2025-10-10", agreement_ends="2026-09-10")
    found = due(loaded({}, contact=contact).site, TODAY)

    assert as_text(found, TODAY).startswith("Overdue:\n  2026-09-10")
    assert as_text((), TODAY) == "Nothing falls due within 90 days."


def test_special_hours_end():
    special = (SpecialHours("Columbus Day", "2026-10-12"), SpecialHours("Easter", "2027-03-28"))
    found = due(loaded({}, special_hours=special).site, TODAY, 90, lambda words: len(words))

    assert [str(each) for each in found] == [
        "2026-10-12  pelicanconf.py:10: the special hours of 'Columbus Day' end"]
