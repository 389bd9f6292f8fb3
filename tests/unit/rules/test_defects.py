"""The list of defects of clinics' blogs, row by row: each that a program can judge is told.

`docs/rules.md` says what judges a defect; a defect is shown here by the least content that has it,
and must be told under an id, or in words, that its row there answers for.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.contact_form.core import demands
from plugins.contact_form.fields import private_questions
from plugins.folder_check.core import Budget, FileFacts, Identity, check, read_page
from plugins.images.core import PictureError, picture
from plugins.rules.catalogue import RULES
from plugins.site_model.settings import (
    ContactSettings,
    Offer,
    Policy,
    SettingsError,
    SpecialHours,
    offer_demands,
)
from tests.badinputs import make_bad
from tests.unit.builders import NOW, clinic, loaded, post, shown
from tests.unit.folder_check.test_folder_check import HEAD, told
from tests.unit.folder_check.test_folder_check import page as built
from tests.unit.rules.test_every_rule import HOURS, REFERENCES, all_said, bodies

HANDBOOK = Path(__file__).resolve().parents[3] / "docs" / "rules.md"
# The rows of the list, with the families spelled out.
DEFECTS = """
    PH-DIVI PH-LOREM PH-TODO PH-EMPTYLIST PH-SHORTCODE PH-EMAIL IMG-ALT-MISS IMG-ALT-FILE
    IMG-ALT-WEAK IMG-EXIF IMG-SIZE TXT-WALL TXT-GRADE TXT-SENT TXT-JARGON TXT-PASSIVE TXT-SHOUT
    TXT-FEAR TXT-STIGMA DATE-STALE DATE-FUTURE DATE-ORDER DATE-RELATIVE ART-META ART-KEY ART-REDFLAG
    ART-DISC ART-REFS ART-CTA ART-THIN ART-DUP REF-FORMAT REF-DOI REF-UNVERIFIED REF-OLD
    REF-SUPERSEDED REF-ORPHAN REF-WEAK CLAIM-CURE CLAIM-GUAR CLAIM-SUPER CLAIM-PCT CLAIM-TIME
    CLAIM-SURG CLAIM-ABS CLAIM-FREE CRED-ORDER CRED-DR CRED-TITLE CRED-EXPIRED PHI-STORY LINK-DEAD
    LINK-TEXT LINK-TEL LINK-HTTP LINK-AFF SEO-CANON SEO-404 SEO-REDIR SEO-NOINDEX SCHEMA-DEAD
    SCHEMA-DOMAIN SCHEMA-PT-TYPE SCHEMA-SELFREVIEW SCHEMA-NAP FORM-PHI FORM-GET FORM-LEAK FORM-BAA
    FORM-LABEL FORM-TOKEN FORM-NOTICE FORM-THANKS FORM-HTTP FORM-PLACEHOLDER PRIV-3P PRIV-PIXEL
    PRIV-FONT PRIV-EMBED PRIV-OVERLAY PRIV-COOKIE PRIV-NOTICE PERF-BUDGET SEC-CSP SEC-LINK SEC-MIXED
    NAP-DRIFT HOURS-DRIFT HON-SEAL""".split()
# What our own templates hold to, and no author can break: where it is tested.
BY_TEMPLATE = {
    "ART-DISC": "tests/content/test_content_pages.py",
    "FORM-LEAK": "tests/components/test_component_meaning.py",
    "FORM-TOKEN": "tests/components/test_component_meaning.py",
    "FORM-NOTICE": "tests/components/test_component_meaning.py",
    "PRIV-COOKIE": "tests/browser/test_pages.py",
}
# What needs the site of before: `make pr-summary`.
ELSEWHERE = {"SEO-REDIR": "tests/unit/reports/test_changes.py"}

LONG = "We look at how a knee bends and straightens, and then we plan the next step with you. "
HARD = ("Notwithstanding considerable heterogeneity, multidisciplinary biopsychosocial "
        "rehabilitation demonstrates statistically significant amelioration of disability. ")


def article(body: str = "Move a little.", more: str = "", files: dict[str, str] | None = None,
            **fields: str) -> str:
    """What is told of a site with one such post: of its header, its text and by the rules."""
    policy = Policy(reviewer="off", rules={"regions-missing": "warning"}) if not more else \
        Policy(reviewer="off", **{more: "error"})  # type: ignore[arg-type]
    return folder({"posts/me.md": post(body=body, **fields), "references.yaml": REFERENCES,
                   **(files or {})}, policy=policy)


def folder(files: dict[str, str], **settings: object) -> str:
    found = loaded(files, **settings)
    texts = bodies(found)
    problems = [*found.problems, *(p for body in texts.values() for p in body.problems)]
    return shown([*problems, *all_said(found)])


def asked(**contact: str) -> str:
    """What a publish build demands of a contact form."""
    try:
        settings = ContactSettings(**contact)  # type: ignore[arg-type]
    except SettingsError as error:
        return str(error)
    return "\n".join(each.message for each in demands(settings, NOW.date()))


def site(pages: dict[str, str], **more: object) -> str:
    """What the folder check says of pages beside a home page and a page for dead addresses."""
    whole = {"index.html": built(address="/"), "404.html": built(address="/404.html"), **pages}
    return shown(check(whole, frozenset(), "https://clinic.example", "output", **more))


def image(data: bytes, name: str = "knee.jpg") -> str:
    try:
        picture(data, f"images/{name}")
    except PictureError as error:
        return str(error)
    return ""


MISSPELT = "/// testimonial\n    who: Ann\n    date: 2026-01\n\nIt helped.\n///"
NODE = ('<script type="application/ld+json">{"@context":"https://schema.org","@graph":[%s]}'
        "</script>")
OURS = Identity("Fernhollow", "+12075550142", "12 Example Street")

# The least that has a defect, and what must be told: the id of a rule in brackets, or words.
CASES = [
    ("PH-DIVI", lambda: article("Your content goes here."), "placeholder text"),
    ("PH-DIVI", lambda: told("<p>Your title goes here</p>"), "[page-placeholder]"),
    ("PH-DIVI", lambda: article("Edit or remove this text inline."), "[placeholder]"),
    ("PH-LOREM", lambda: article("Lorem ipsum dolor sit amet."), "placeholder text"),
    ("PH-LOREM", lambda: article("Just another WordPress site."), "[placeholder]"),
    ("PH-LOREM", lambda: article("Click here to add text."), "[placeholder]"),
    ("PH-TODO", lambda: article("TODO: the dose."), "placeholder text: TODO"),
    ("PH-TODO", lambda: article("Rest TBD days."), "[placeholder]"),
    ("PH-TODO", lambda: article("Ask [insert name] first."), "placeholder text: [insert name]"),
    ("PH-TODO", lambda: article("Hello {{ name }}."), "[template-marks]"),
    ("PH-TODO", lambda: article("We are at 123 Main St today."), "[placeholder]"),
    ("PH-TODO", lambda: article("[Read](https://example.com/x) it."), "[placeholder]"),
    ("PH-TODO", lambda: article(summary="FIXME later."), "placeholder text"),
    ("PH-EMPTYLIST", lambda: article("Sorry, no posts found."), "[empty-list]"),
    ("PH-SHORTCODE", lambda: article('[gallery ids="1"]'), "a shortcode of another system"),
    ("PH-SHORTCODE", lambda: article("[et_pb_row]x[/et_pb_row]"), "a shortcode"),
    ("PH-SHORTCODE", lambda: told("<p>[caption id=1]</p>"), "[page-placeholder]"),
    ("PH-EMAIL", lambda: article("Write to [email protected] today."), "[email-mangled]"),
    ("PH-EMAIL", lambda: article("Write to anna (at) example.org today."), "[email-mangled]"),
    ("IMG-ALT-MISS", lambda: article("![](images/knee.png)"), "has no text alternative"),
    ("IMG-ALT-MISS", lambda: told('<a href="/me/"><img src="/images/knee.svg" alt="" width="1" '
                                  'height="1"></a>'), "[page-link-name]"),
    ("IMG-ALT-FILE", lambda: article("![IMG_2041.png](images/k.png)"), "is a file name"),
    ("IMG-ALT-FILE", lambda: article("![dry-needling-01](images/k.png)"), "is a file name"),
    ("IMG-ALT-WEAK", lambda: article("![Photo of a knee](images/k.png)"), "[alt-weak]"),
    ("IMG-EXIF", lambda: image(make_bad.jpeg_gps()), "where it was taken"),
    ("IMG-SIZE", lambda: told('<img src="/images/knee.svg" alt="">'), "[page-picture]"),
    ("IMG-SIZE", lambda: image(make_bad.png(9000, 9000), "knee.png"), "pixels"),
    ("TXT-WALL", lambda: article(LONG * 6), "[text-wall]"),
    ("TXT-GRADE", lambda: article(HARD * 12), "[reading-grade]"),
    ("TXT-SENT", lambda: article((LONG[:-2] + " and " + LONG) * 8), "[reading-sentences]"),
    ("TXT-JARGON", lambda: article("Your ROM will grow."), "[reading-jargon]"),
    ("TXT-PASSIVE", lambda: article("The knee was moved by us. It was bent by us. It was held by "
                                    "us. The hip was seen. The leg was raised. " * 6),
     "[reading-passive]"),
    ("TXT-SHOUT", lambda: article("NEVER STOP MOVING NOW!!"), "[words-shouting]"),
    ("TXT-FEAR", lambda: article("Your knee is bone on bone."), "[words-fear]"),
    ("TXT-STIGMA", lambda: article("She suffers from knee pain. The elderly fall."),
     "[words-label]"),
    ("DATE-STALE", lambda: article(reviewer="teo-marlowe", reviewed="2023-01-01"), "[review-old]"),
    ("DATE-STALE", lambda: article(reviewer="teo-marlowe", reviewed="2026-03-03",
                                   next_review="2026-09-01"), "[review-due]"),
    ("DATE-FUTURE", lambda: article(modified="2027-01-01"), "'modified' is in the future"),
    ("DATE-ORDER", lambda: article(modified="2026-01-01"), "'modified' is before 'date'"),
    ("DATE-ORDER", lambda: article("Copyright 2019 Fernhollow."), "[copyright-year]"),
    ("DATE-ORDER", lambda: article(reviewer="teo-marlowe", reviewed="2026-03-03",
                                   modified="2026-05-01"), "[review-before-change]"),
    ("DATE-RELATIVE", lambda: article("A new study shows that walking helps."), "[date-relative]"),
    ("DATE-RELATIVE", lambda: article("The offer ends on March 31, 2026."), "[offer-expired]"),
    ("ART-META", lambda: folder({"posts/me.md": post(drop=["summary"])}), "'summary' is missing"),
    ("ART-META", lambda: article(title="A " * 40), "[title-long]"),
    ("ART-META", lambda: article(summary="Short."), "[summary-length]"),
    ("ART-META", lambda: article(), "[regions-missing]"),
    ("ART-KEY", lambda: article(more="key_points"), "there are no key points"),
    ("ART-REDFLAG", lambda: article(more="red_flags"), "there is no 'get help' advice"),
    ("ART-REFS", lambda: article(more="references"), "there are no references"),
    ("ART-REFS", lambda: article("Rest.[^doe-2020]", references="[doe-2020]"), "[references-few]"),
    ("ART-CTA", lambda: article("Call us. [Book](contact.md) now.\n\n[Book](contact.md) today."
                                "\n\n[Book a visit](contact.md).\n\n[Call](tel:+12075550142)."),
     "[calls-many]"),
    ("ART-THIN", lambda: article("Move a little."), "[text-thin]"),
    ("ART-DUP", lambda: folder({
        "posts/me.md": post(body=LONG * 9),
        "posts/other.md": post(body=LONG * 9, title="Another", slug="other")}), "[post-duplicate]"),
    ("REF-FORMAT", lambda: folder({"references.yaml": "a-2020:\n  kind: Trial\n"}),
     "has no 'year'"),
    ("REF-DOI", lambda: folder({"references.yaml": REFERENCES + "  doi: x\n"}), "'x' is no DOI"),
    ("REF-DOI", lambda: folder({"references.yaml": "".join(
        f"{key}:\n  kind: Trial\n  authors: Doe J\n  year: 2020\n  title: T {key}\n"
        "  doi: 10.1000/x\n" for key in ("a-2020", "b-2020")), "posts/me.md": post(
            body="A.[^a-2020] B.[^b-2020]", references="[a-2020, b-2020]")}),
     "[reference-duplicate]"),
    ("REF-UNVERIFIED", lambda: article("Rest.[^doe-2020]", references="[doe-2020]"),
     "[reference-unverified]"),
    ("REF-OLD", lambda: article("Rest.[^roe-2010]", references="[roe-2010]"), "[references-old]"),
    ("REF-SUPERSEDED", lambda: article("Rest.[^low-2015]", references="[low-2015]"),
     "[references-superseded]"),
    ("REF-ORPHAN", lambda: article("Rest.[^doe-2020]"), "has no reference"),
    ("REF-ORPHAN", lambda: article(references="[doe-2020]"), "[references-uncited]"),
    ("REF-WEAK", lambda: article("Rest.[^poe-2024]", references="[poe-2024]"),
     "[references-weak]"),
    ("CLAIM-CURE", lambda: article("Our program cures back pain."), "[claims-cure]"),
    ("CLAIM-CURE", lambda: article("You can live pain-free with needling."), "[claims-cure]"),
    ("CLAIM-GUAR", lambda: article("We guarantee results."), "[claims-guarantee]"),
    ("CLAIM-GUAR", lambda: article("This treatment has no side effects."), "[claims-guarantee]"),
    ("CLAIM-GUAR", lambda: article("Results are guaranteed."), "[claims-guarantee]"),
    ("CLAIM-SUPER", lambda: article("We are the best clinic in Maine."), "[claims-superlative]"),
    ("CLAIM-PCT", lambda: article("95% of our patients get better."), "[claims-percent]"),
    ("CLAIM-TIME", lambda: article("You will be pain-free in 6 weeks."), "[claims-time]"),
    ("CLAIM-SURG", lambda: article("Avoid surgery with our program."), "[claims-instead]"),
    ("CLAIM-ABS", lambda: article("Exercise will fix your back."), "[claims-absolute]"),
    ("CLAIM-FREE", lambda: article("Come in for a free screening."), "[claims-free]"),
    ("CLAIM-FREE", lambda: article("An evaluation costs $95."), "[price-undated]"),
    ("CLAIM-FREE", lambda: "\n".join(each.message for each in offer_demands(
        clinic(offer=Offer("A talk", "Free.", "terms")), [])), "there is no page 'terms'"),
    ("CRED-ORDER", lambda: folder({"people/ada.md": "name: Ada\ncredentials: DPT, PT\n\nHi."}),
     "[credentials-order]"),
    ("CRED-DR", lambda: article("Ask Dr. Teo Marlowe about it."), "[credentials-doctor]"),
    ("CRED-TITLE", lambda: article("Ask our board-certified specialists."), "[credentials-title]"),
    ("CRED-EXPIRED", lambda: folder({"people/ada.md": "name: Ada\ncredentials: PT\nlicence expires:"
                                     " 2026-01-31\n\nHi."}), "[licence-expired]"),
    ("PHI-STORY", lambda: article("A patient named Maria hurt her knee."), "[patient-story]"),
    ("PHI-STORY", lambda: article(MISSPELT), "a block that is not complete"),
    ("LINK-DEAD", lambda: told('<a href="/gone/">x</a>'), "[page-link]"),
    ("LINK-DEAD", lambda: article("[x](#nowhere)"), "'#nowhere' is on no heading"),
    ("LINK-TEXT", lambda: article("[Click here](contact.md)."), "[link-text]"),
    ("LINK-TEL", lambda: article("[Call us](tel:207-555-0142)."), "[link-tel]"),
    ("LINK-TEL", lambda: article("[(207) 555-0199](tel:+12075550142)."), "[link-tel]"),
    ("LINK-HTTP", lambda: article("[A guide](http://example.org/g)."), "[link-http]"),
    ("LINK-AFF", lambda: article("[A mat](https://shop.example/mat?tag=c-20)."),
     "[link-affiliate]"),
    ("SEO-CANON", lambda: told(head=HEAD.format("/me/", "/")), "[page-canonical]"),
    ("SEO-CANON", lambda: told(head=HEAD.format("/me/", "/me/").replace(
        '<link rel="canonical" href="/me/">', "")), "no canonical address"),
    ("SEO-404", lambda: shown(check({"index.html": built(address="/")}, frozenset(),
                                    "https://clinic.example", "output",
                                    files={"index.html": FileFacts(1, 1)})), "[file-missing]"),
    ("SEO-NOINDEX", lambda: article("[Our post](https://localhost/x/)."), "[link-local]"),
    ("SCHEMA-DEAD", lambda: told(NODE % '{"@type":"FAQPage"}'), "[page-schema]"),
    ("SCHEMA-DOMAIN", lambda: told(NODE % (
        '{"@type":"BlogPosting","headline":"x","image":"x","datePublished":"x",'
        '"dateModified":"x","author":"x","reviewedBy":"x"}')), "[page-schema]"),
    ("SCHEMA-PT-TYPE", lambda: told(NODE % '{"@type":"PhysicalTherapy","name":"x"}'),
     "[page-schema]"),
    ("SCHEMA-SELFREVIEW", lambda: told(NODE % '{"@type":"MedicalClinic","name":"x",'
                                       '"aggregateRating":{"ratingValue":5}}'), "[page-schema]"),
    ("SCHEMA-NAP", lambda: site({"me/index.html": built(NODE % (
        '{"@type":"MedicalClinic","@id":"#c","name":"Fernhollow","url":"/me/",'
        '"telephone":"+12075550199","address":{"streetAddress":"12 Example Street"}}'))},
        identity=OURS), "[page-identity]"),
    ("NAP-DRIFT", lambda: site({"me/index.html": built(
        "<footer>Fernhollow 12 Other Street</footer>")}, identity=OURS), "[page-identity]"),
    ("NAP-DRIFT", lambda: article("Call us at (207) 555-0199 today."), "[phone-drift]"),
    ("NAP-DRIFT", lambda: article("Visit us at 99 Old Mill Road."), "[address-drift]"),
    ("HOURS-DRIFT", lambda: folder({"posts/me.md": post(
        body="We are open Monday to Friday, 7 am to 9 pm.")}, hours=HOURS), "[hours-drift]"),
    ("HOURS-DRIFT", lambda: folder({}, special_hours=(
        SpecialHours("Easter", "2026-04-05"),)), "[hours-past]"),
    ("FORM-PHI", lambda: "\n".join(private_questions((), ["Back pain"])), "tells of health"),
    ("FORM-BAA", lambda: asked(mode="message", provider="endpoint",
                               form_id="https://forms.clinic.org/x"), "agreement"),
    ("FORM-PLACEHOLDER", lambda: asked(provider="formspree", form_id="your-form-id"), "form_id"),
    ("FORM-HTTP", lambda: asked(provider="endpoint", form_id="http://forms.clinic.org/x"),
     "https://"),
    ("FORM-THANKS", lambda: told('<form method="post" action="/me/" data-thanks="/thanks/">'
                                 "</form>"), "[page-link]"),
    ("FORM-GET", lambda: told('<form action="/me/"></form>'), "[page-form]"),
    ("FORM-LABEL", lambda: told('<form method="post" action="/me/"><input name="x"></form>'),
     "[page-form]"),
    ("PRIV-3P", lambda: told('<script src="https://cdn.example/x.js"></script>'),
     "[page-third-party]"),
    ("PRIV-PIXEL", lambda: told('<img src="https://www.facebook.com/tr?id=1" alt="" width="1" '
                                'height="1">'), "[page-third-party]"),
    ("PRIV-FONT", lambda: told('<link rel="stylesheet" href="https://fonts.googleapis.com/css">'),
     "[page-third-party]"),
    ("PRIV-EMBED", lambda: told('<iframe title="x" src="https://www.youtube.com/embed/x">'
                                "</iframe>"), "[page-third-party]"),
    ("PRIV-EMBED", lambda: article('<iframe src="https://maps.example/x"></iframe>'),
     "HTML in the text"),
    ("PRIV-OVERLAY", lambda: told('<script src="https://cdn.userway.org/widget.js"></script>'),
     "[page-third-party]"),
    ("PRIV-NOTICE", lambda: folder({}), "[notice-privacy]"),
    ("PERF-BUDGET", lambda: site({"me/index.html": read_page(built("<p>" + "x y" * 99 + "</p>"))},
                                 budget=Budget(first_view=50)), "[page-weight]"),
    ("SEC-CSP", lambda: told(head=HEAD.format("/me/", "/me/").partition("<meta http-equiv")[0]),
     "[page-head]"),
    ("SEC-CSP", lambda: told('<p onclick="x()">x</p>'), "[page-inline]"),
    ("SEC-LINK", lambda: told('<a target="_blank" href="https://example.org">x</a>'),
     "[page-inline]"),
    ("SEC-MIXED", lambda: told('<img src="http://x.example/a.png" alt="" width="1" height="1">'),
     "[page-third-party]"),
    ("HON-SEAL", lambda: article("We carry the HONcode seal."), "[dead-seal]"),
    ("A11Y-*", lambda: told('<h2>A</h2><h4>B</h4>'), "[page-heading]"),
    ("A11Y-*", lambda: told('<iframe src="/me/"></iframe>'), "[page-frame]"),
    ("A11Y-*", lambda: told('<p tabindex="3">x</p>'), "[page-markup]"),
    ("A11Y-*", lambda: shown(check({"me/index.html": built().replace(' lang="en"', "")},
                                   frozenset(), "https://clinic.example", "output")),
     "[page-head]"),
]


def rows() -> dict[str, str]:
    """What `docs/rules.md` says of each defect of the list."""
    text = HANDBOOK.read_text("utf-8")
    table = text.partition("## What is covered where")[2].partition("\n## ")[0]
    found: dict[str, str] = {}
    for names, where in re.findall(r"^\| ([A-Z0-9*, -]+) \| (.+) \|$", table, re.M):
        family = ""
        for name in names.split(", "):
            family = family if name.startswith("-") else name.split("-")[0]
            found[family + name if name.startswith("-") else name] = where
    return found


@pytest.mark.parametrize("defect, made, sign", CASES, ids=[
    f"{case[0]}-{case[2].strip('[]')}" for case in CASES])
def test_a_defect_is_told(defect: str, made, sign: str) -> None:  # type: ignore[no-untyped-def]
    assert sign in made()


def test_the_handbook_has_a_row_for_every_defect() -> None:
    assert set(rows()) == {*DEFECTS, "A11Y-*"}


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_defect_is_shown_here_or_said_where(defect: str) -> None:
    where = {**BY_TEMPLATE, **ELSEWHERE}.get(defect)

    assert (defect in {case[0] for case in CASES}) is not bool(where)
    assert where is None or (HANDBOOK.parents[1] / where).is_file()


def test_the_row_of_a_defect_names_what_tells_it() -> None:
    silent = [(defect, sign) for defect, _, sign in CASES
              if sign.startswith("[") and f"`{sign.strip('[]')}`" not in rows()[defect]]

    assert silent == []


def test_the_rows_name_rules_that_exist() -> None:
    checks = set(re.findall(r"`((?:page|file)-[a-z-]+)`", HANDBOOK.read_text("utf-8").partition(
        "## Checks on the finished pages")[2].partition("\n## ")[0]))
    named = {name for where in rows().values() for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`",
                                                                      where)}

    assert named - set(RULES) - checks - {"make pr-summary"} == set()
