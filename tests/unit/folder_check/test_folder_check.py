"""Faults of a finished folder that a reader would run into."""

import pytest

from plugins.folder_check.core import check
from tests.unit.builders import shown

SITE = "https://clinic.example"
OTHERS = frozenset(["static/site.css", "images/knee.svg", "a b.pdf"])


def page(inside="", heading="<h1>Me</h1>"):
    return f"<!doctype html><html><head>\n</head><body>\n{heading}{inside}</body></html>"


def told(inside="", siteurl=SITE, heading="<h1>Me</h1>", others=OTHERS):
    pages = {"index.html": page('<p id="top">x</p>'), "me/index.html": page(inside, heading),
             "404.html": page()}
    return shown(check(pages, others, siteurl, "output"))


DECLARED = ('<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            'script-src \'self\' https://guard.example; frame-src https://frames.example">')
SOUND = [
    '<a href="/">x</a>', '<a href="../">x</a>', '<a href="/#top">x</a>', '<a href="#here">x</a>'
    '<i id="here"></i>', '<a href="/me/">x</a>', '<a href="/me/?print=1">x</a>',
    '<a href="/404.html">x</a>', '<a href="/a%20b.pdf">x</a>', '<a href="">x</a>',
    f'<a href="{SITE}/me/">x</a>', f'<a href="{SITE}">x</a>',
    '<a href="https://example.org/x">x</a>', '<a href="tel:+12075550142">x</a>',
    '<a href="mailto:hello@example.org">x</a>', '<form action="https://forms.example/x"></form>',
    '<form action="/__preview__/contact/contact"></form>', '<link rel="canonical" href="/gone/">',
    '<img src="/images/knee.svg" alt="" width="3" height="2">',
    '<img src="../images/knee.svg" alt="A knee" width="3" height="2">',
    '<link rel="stylesheet" href="/static/site.css">',
    '<link rel="me" href="https://social.example/clinic">',
    f'<form action="{SITE}/api/contact" data-send="{SITE}/api/contact" data-thanks="/me/"></form>',
    f'<form action="https://forms.example/x" data-thanks="/me/" data-send="https://forms.example/x">'
    f'<input type="hidden" name="_next" value="{SITE}/me/"></form>',
    '<form action="/me/"><input type="hidden" name="x" value="https://forms.example/gone/"></form>',
    '<form action="/me/"><input type="text" name="x" value="https://clinic.example/gone/"></form>',
    f'{DECLARED}<script src="https://guard.example/api.js"></script>',
    f'{DECLARED}<iframe src="https://frames.example/form"></iframe>', '<iframe name="x"></iframe>',
]


@pytest.mark.parametrize("inside", SOUND)
def test_a_sound_page_is_passed_in_silence(inside):
    assert told(inside) == ""


@pytest.mark.parametrize("inside, message", [
    ('<a href="/gone/">x</a>', "<a> leads to /gone/: there is nothing at that address"),
    ('<a href="gone.html">x</a>', "there is nothing at that address"),
    ('<a href="/me">x</a>', "there is nothing at that address"),
    ('<a href="/Me/">x</a>', "there is nothing at that address"),
    (f'<a href="{SITE}/gone/">x</a>', "there is nothing at that address"),
    ('<a href="/#bottom">x</a>', "there is no 'bottom' on that page"),
    ('<a href="#nowhere">x</a>', "there is no 'nowhere' on that page"),
    ('<img src="/images/hip.svg" alt="" width="3" height="2">', "there is nothing"),
    ('<img src="https://example.org/a.png" alt="" width="3" height="2">', "lies on another site"),
    ('<script src="https://example.org/a.js"></script>', "lies on another site"),
    ('<script src="//example.org/a.js"></script>', "lies on another site"),
    (f'{DECLARED}<script src="https://frames.example/a.js"></script>', "lies on another site"),
    ('<iframe src="https://frames.example/form"></iframe>', "lies on another site"),
    ('<form action="/gone/"></form>', "<form> leads to /gone/: there is nothing at that address"),
    ('<form action="/me/" data-thanks="/thanks/"></form>', "bring back the page the form leads to"),
    (f'<input type="hidden" name="_next" value="{SITE}/thanks/">',
     f"output/me/index.html:3: <input> leads to {SITE}/thanks/: there is nothing at that address"),
    ('<link rel="stylesheet" href="https://fonts.example/a.css">', "lies on another site"),
    ('<link rel="preload" as="font" href="https://fonts.example/a.woff2">', "lies on another site"),
    ('<link rel="stylesheet" href="/static/gone.css">', "there is nothing at that address"),
    ('<svg><use href="/images/none.svg#a"/></svg>', "there is nothing at that address"),
    ('<i id="a"></i><b id="a"></b>', "the id 'a' is there twice"),
    ('<img src="/images/knee.svg" width="3" height="2">', "no size or no text alternative"),
    ('<img src="/images/knee.svg" alt="">', "no size or no text alternative"),
    ("<h1>Again</h1>", "2 first-level headings, not one"),
])
def test_each_fault_is_found(inside, message):
    assert told(inside).count("\n") == 0
    assert told(inside).startswith("output/me/index.html")
    assert message in told(inside)


def test_a_page_needs_a_heading_but_a_redirect_does_not():
    assert "0 first-level headings" in told(heading="")
    assert told(heading='<meta http-equiv="refresh" content="0; url=/">') == ""


def test_a_fault_has_its_line():
    assert told('\n\n<a href="/gone/">x</a>').startswith("output/me/index.html:5: ")


@pytest.mark.parametrize("inside, fault", [
    ('<a href="/blog/">x</a>', ""), ('<a href="/blog/me/#top">x</a>', "there is no 'top'"),
    (f'<a href="{SITE}/blog/me/">x</a>', ""), (f'<a href="{SITE}/blog">x</a>', ""),
    ('<a href="../">x</a>', ""),
    ('<a href="/me/">x</a>', "it leaves the folder of the site"),
    ('<a href="../../">x</a>', "it leaves the folder of the site"),
])
def test_a_site_below_a_path_stays_there(inside, fault):
    found = told(inside, f"{SITE}/blog")

    assert fault in found
    assert bool(found) is bool(fault)
