"""The clinic's policy and lines of a file change what rules say; a silence must earn its place."""

from datetime import date

import pytest

from plugins.rules.catalogue import RULES, policy_demands
from plugins.rules.silence import read
from plugins.site_model.settings import Policy, SettingsError
from tests.unit.builders import loaded, post, shown
from tests.unit.rules.test_every_rule import all_said

GUARANTEE = "We guarantee results."
ONLY = {rule: "off" for rule in RULES if not rule.startswith(("claims", "reading"))}


def told(header="", body=GUARANTEE, **levels):
    text = post(body=body).replace("---\n", f"---\n{header}", 1)
    found = loaded({"posts/me.md": text},
                   policy=Policy(reviewer="off", rules={**ONLY, **levels}))
    assert not [p for p in found.problems if p.severity == "error"], shown(found.problems)
    return shown(all_said(found))


def test_a_problem_names_its_rule_and_place():
    assert told().startswith("content/posts/me.md:8: a guarantee: 'We guarantee' — say what")
    assert told().endswith("[claims-guarantee]")


def test_policy_changes_how_loud_a_rule_is():
    assert ": warning: a guarantee" in told(**{"claims-guarantee": "warning"})
    assert told(**{"claims-guarantee": "off"}) == ""


@pytest.mark.parametrize("rules, said", [
    ({"claims-guarante": "off"}, "there is no rule 'claims-guarante'"),
    ({"reading-grade": "error"}, "'reading-grade' is a measure and cannot be an error"),
])
def test_a_slip_in_the_policy_is_told(rules, said):
    (demand,) = policy_demands(Policy(rules=rules))

    assert demand.file == "pelicanconf.py"
    assert said in demand.message
    assert demand.cure in ("did you mean 'claims-guarantee'?", "write 'warning' or 'off'")


@pytest.mark.parametrize("rules", [{"claims-guarantee": "loud"}, ["claims-guarantee"]])
def test_a_policy_of_another_shape_is_refused(rules):
    with pytest.raises(SettingsError, match="Policy: "):
        Policy(rules=rules)


def test_a_silence_with_reason_and_day_silences():
    assert told("silence:\n  - claims-guarantee until 2027-03-01: quoted from a leaflet\n") == ""
    assert told("silence:\n  - claims-guarantee until 2026-10-01: to the end of today\n") == ""


def test_the_other_header_form_takes_a_silence_too():
    text = "Title: Knee pain\nDate: 2026-03-02\nAuthor: juniper-ashgrove\nCategory: Conditions\n" \
           "Summary: What helps.\nSilence: claims-guarantee until 2027-03-01: a leaflet says so\n" \
           f"\n{GUARANTEE}\n"
    found = loaded({"posts/me.md": text}, policy=Policy(reviewer="off", rules=ONLY))

    assert shown(all_said(found)) == ""


def test_a_silence_that_ended_is_told_beside_what_it_hid():
    said = told("silence:\n  - claims-guarantee until 2026-09-30: a leaflet\n")

    assert "me.md:10: a guarantee" in said
    assert "me.md:2: warning: the silence of 'claims-guarantee' ended on 2026-09-30" in said


def test_a_silence_that_hides_nothing_is_told():
    said = told("silence:\n  - claims-guarantee until 2027-03-01: a leaflet\n", "Rest a little.")

    assert "warning: the silence of 'claims-guarantee' is not needed" in said
    assert said.endswith("[silence]")


@pytest.mark.parametrize("entry, said", [
    ("claims-guarante until 2027-03-01: x", "did you mean 'claims-guarantee'?"),
    ("claims-guarantee until March: x", "has no date: 'March'"),
    ("claims-guarantee until 2027-02-30: x", "has no date"),
    ("claims-guarantee until 2027-03-01:", "gives no reason"),
    ("claims-guarantee: x", "is not readable"), ("", "is not readable"),
])
def test_a_silence_that_cannot_be_used_is_an_error(entry, said):
    silences, wrong = read([entry], "x.md", 3, RULES)

    assert silences == ()
    assert said in str(wrong[0])
    assert (wrong[0].severity, wrong[0].line) == ("error", 3)


def test_a_sound_silence_is_read():
    ((silence,), wrong) = read(["text-wall until 2027-03-01: a poem"], "x.md", 3, RULES)

    assert (silence.rule, silence.until, silence.reason) == \
        ("text-wall", date(2027, 3, 1), "a poem")
    assert wrong == ()
