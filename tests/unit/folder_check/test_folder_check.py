"""Faults of a finished folder that a reader would run into."""

import marshal

import pytest

from plugins.folder_check.core import (
    Budget,
    FileFacts,
    Identity,
    PageFacts,
    check,
    read_file,
    read_page,
)
from tests.unit.builders import shown

SITE = "https://clinic.example"
OTHERS = frozenset(["static/site.css", "images/knee.svg", "a b.pdf"])


HEAD = ('<title>{0}</title><meta name="description" content="x"><meta name="viewport" content="x">'
        '<link rel="canonical" href="{1}"><meta http-equiv="Content-Security-Policy" '
        'content="default-src \'self\'">')


PLAIN_HEAD = HEAD.partition("<meta http-equiv")[0].format("/me/", "/me/")
STYLED = ('<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src '
          '\'sha256-ngewhhP73WDIbgwseeu52VAAJgKdGUsu1IUQQsAm8m4=\'">')
DECLARED = ('<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            'script-src \'self\' https://guard.example; frame-src https://frames.example">')


def page(inside="", heading="<h1>Me</h1>", head=None, address="/me/"):
    head = HEAD.format(address, address) if head is None else head
    return f"<!doctype html><html lang=\"en\"><head>{head}\n</head><body>\n{heading}{inside}" \
        "</body></html>"


def told(inside="", siteurl=SITE, heading="<h1>Me</h1>", others=OTHERS, head=None):
    base = siteurl.removeprefix(SITE)
    for policy in (DECLARED, STYLED):
        if inside.startswith(policy):
            head, inside = PLAIN_HEAD + policy, inside.removeprefix(policy)
    pages = {"index.html": page('<p id="top">x</p>', address=f"{base}/"),
             "me/index.html": page(inside, heading, head, address=f"{base}/me/"),
             "404.html": page(address=f"{base}/404.html")}
    return shown(check(pages, others, siteurl, "output"))


SOUND = [
    '<a href="/">x</a>', '<a href="../">x</a>', '<a href="/#top">x</a>', '<a href="#here">x</a>'
    '<i id="here"></i>', '<a href="/me/">x</a>', '<a href="/me/?print=1">x</a>',
    '<a href="/404.html">x</a>', '<a href="/a%20b.pdf">x</a>', '<a href="">x</a>',
    f'<a href="{SITE}/me/">x</a>', f'<a href="{SITE}">x</a>',
    '<a href="https://example.org/x">x</a>', '<a href="tel:+12075550142">x</a>',
    '<a href="mailto:hello@example.org">x</a>', '<form method="post" '
                                                'action="https://forms.example/x"></form>',
    '<form method="post" action="/__preview__/contact/contact"></form>',
    '<img src="/images/knee.svg" alt="" width="3" height="2">',
    '<img src="../images/knee.svg" alt="A knee" width="3" height="2">',
    '<link rel="stylesheet" href="/static/site.css">',
    '<link rel="me" href="https://social.example/clinic">',
    f'<form method="post" action="{SITE}/api/contact" data-send="{SITE}/api/contact" '
    f'data-thanks="/me/"></form>',
    f'<form method="post" action="https://forms.example/x" data-thanks="/me/" '
    f'data-send="https://forms.example/x">'
    f'<input type="hidden" name="_next" value="{SITE}/me/"></form>',
    '<form method="post" action="/me/"><input type="hidden" name="x" '
    'value="https://forms.example/gone/"></form>',
    '<form method="post" action="/me/"><input type="text" aria-label="x" name="x" '
    'value="https://clinic.example/gone/"></form>',
    f"{STYLED}<style>p {{ color: red }}</style>",
    f'{DECLARED}<script src="https://guard.example/api.js"></script>',
    f'{DECLARED}<iframe title="x" src="https://frames.example/form"></iframe>', '<iframe '
                                                                                'name="x"></iframe>',
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
    ('<iframe title="x" src="https://frames.example/form"></iframe>', "lies on another site"),
    ('<form method="post" action="/gone/"></form>', "<form> leads to /gone/: there is nothing at "
                                                    "that address"),
    ('<form method="post" action="/me/" data-thanks="/thanks/"></form>', "bring back the page "
                                                                         "the form leads to"),
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


def alone(inside, head=None):
    """What is told of a page with this inside its body."""
    return told(inside, head=head)


@pytest.mark.parametrize("inside, message", [
    ('<h2>A</h2><h4>B</h4>', "a heading of level 4 follows one of level 2"),
    ('<p onclick="x()">x</p>', "<p> has the inline handler onclick"),
    ('<p style="color:red">x</p>', "<p> has a style of its own"),
    ('<a href="javascript:x">x</a>', "<a> leads to 'javascript:x'"),
    ('<a href=" JaVaScRiPt:x">x</a>', "JaVaScRiPt:x"),
    ('<script>x</script>', "a script stands in the page itself"),
    ('<style>x</style>', "a style sheet stands in the page itself, and the policy"),
    (f"{STYLED}<style>p {{ color: blue }}</style>", "a style sheet stands in the page itself"),
    ('<a target="_blank" href="https://example.org">x</a>', "can steer this one"),
    ('<a href="/me/"></a>', "a link has no words"),
    ('<a href="/me/" aria-hidden="true"></a>', "a link has no words"),
    ('<a href="/me/" tabindex="-1"></a>', "a link has no words"),
    ('<a href="/me/"><img src="/images/knee.svg" alt="" width="1" height="1"></a>', "no words"),
    ('<p tabindex="3">x</p>', "a positive tabindex"),
    ('<form method="post" action="/me/"><input name="x"></form>', "a field has no label"),
    ('<form action="/me/"></form>', "puts what is typed into the address"),
    ('<iframe src="/me/"></iframe>', "a frame has no title"),
    ('<div><p>x</p>', "<div> is never closed"), ('<b>x</i></b>', "</i> closes nothing"),
    ('<p>Your content goes here</p>', "placeholder text: Your content goes here"),
    ('<p>[et_pb_section x]</p>', "placeholder text"),
    ('<img src="/images/knee.svg" srcset="/images/hip.svg 2x" alt="" width="1" height="1">',
     "<img> leads to /images/hip.svg: there is nothing"),
    ('<script type="application/ld+json">{</script>', "the structured data cannot be read"),
    ('<script type="application/ld+json">{}</script>', "names no https://schema.org"),
])
def test_what_shows_in_a_page_alone_is_found(inside, message):
    found = alone(inside)

    assert message in found
    assert found.count("\n") == 0


@pytest.mark.parametrize("inside", [
    '<h2>A</h2><h3>B</h3><h2>C</h2>', '<p tabindex="-1">x</p><p tabindex="0">x</p>',
    '<ul><li>One<li>Two</ul>', '<p>One<p>Two', '<svg><title>A knee</title></svg>',
    '<a href="/me/"><img src="/images/knee.svg" alt="Home" width="1" height="1"></a>',
    '<a href="/me/" aria-label="Home"><svg></svg></a>', '<code>{{ name }}</code>',
    '<form method="post" action="/me/"><label for="x">X</label><input id="x"></form>',
    '<label>X <input></label>', '<a target="_blank" rel="noopener" '
                                'href="https://example.org">x</a>',
    '<p>Goes here: your content.</p>', '<a href="/me/" tabindex="-1" aria-hidden="true"></a>',
])
def test_what_is_sound_in_a_page_alone_is_passed(inside):
    assert alone(inside) == ""


@pytest.mark.parametrize("gone, message", [
    ("<title>/me/</title>", "0 titles, not one"), ('<meta name="description" content="x">',
                                                   "no description"),
    ('<meta name="viewport" content="x">', "no viewport"),
    ('<link rel="canonical" href="/me/">', "no canonical address"),
])
def test_a_head_has_what_it_needs(gone, message):
    head = HEAD.format("/me/", "/me/")
    assert gone in head

    assert message in told(head=head.replace(gone, ""))


@pytest.mark.parametrize("language, doubled", [("en", True), ("es", False)])
def test_a_title_may_be_that_of_the_page_in_another_language(language, doubled):
    head = HEAD.format("/me/", "/me/")
    one, other = page(head=head), page(head=head.replace('"/me/"', '"/es/me/"'))
    pages = {"me/index.html": one,
             "es/me/index.html": other.replace('lang="en"', f'lang="{language}"')}

    assert ("the title '/me/' is that of" in shown(check(pages, OTHERS, SITE, "output"))) is doubled


def test_a_page_without_a_policy_or_with_a_weak_one_is_told():
    head, policy = HEAD.format("/me/", "/me/").split("<meta http-equiv")

    assert "no content security policy" in told(head=head)
    assert "lets in what is unsafe" in told(
        head=f"{head}<meta http-equiv{policy.replace('self', 'unsafe-inline')}")


def test_a_policy_that_keeps_our_own_files_out_is_told():
    head = HEAD.format("/me/", "/me/").replace("default-src 'self'", "default-src 'none'")

    assert "keeps /images/knee.svg out" in told(
        '<img src="/images/knee.svg" alt="" width="3" height="2">', head=head)


GRAPH = ('<script type="application/ld+json">{"@context":"https://schema.org","@graph":[%s]}'
         '</script>')
CLINIC = ('{"@type":"MedicalClinic","@id":"#c","name":"Fernhollow","url":"/me/","telephone":'
          '"+12075550142","address":{"streetAddress":"12 Example Street"}}')


@pytest.mark.parametrize("node, message", [
    (CLINIC, ""), ('{"@type":"FAQPage"}', "of the kind FAQPage is of no use"),
    ('{"@type":"BlogPosting","headline":"x","image":"x","datePublished":"x","author":"x"}',
     "BlogPosting lacks dateModified"), ('{"@type":"Person","name":"Dr. Jo"}', "the name only"),
    ('{"@type":"Person","name":"Jo","jobTitle":""}', "has an empty value"),
    ('{"@type":"Person","name":"Jo","worksFor":{"@id":"#c"}}', "has the id #c"),
    (f'{CLINIC},{{"@type":"Person","name":"Jo","worksFor":{{"@id":"#c"}}}}', ""),
    ('{"@type":"BlogPosting","headline":"x","image":"x","datePublished":"x","dateModified":"x",'
     '"author":"x","reviewedBy":"x"}', "belong to the page"),
])
def test_structured_data_has_what_it_must(node, message):
    found = told(GRAPH % node)

    assert message in found
    assert bool(found) is bool(message)


def test_two_pages_with_one_title_are_told_once():
    pages = {"index.html": page(address="/"),
             "b/index.html": page(head=HEAD.format("Me", "/b/")),
             "c/index.html": page(head=HEAD.format("Me", "/c/"))}
    found = check(pages, OTHERS, SITE, "output")

    assert [(p.path, p.severity) for p in found] == [("output/c/index.html", "warning")]


def test_a_canonical_address_is_that_of_the_page():
    assert "is that of another page" in told(head=HEAD.format("/me/", "/"))
    assert "is not on this site" in told(head=HEAD.format("/me/", "https://example.org/me/"))


def test_drafts_are_named_nowhere():
    pages = {"draft/index.html": page(address="/draft/", head=HEAD.format("Draft", "/draft/"))}
    files = {"sitemap.xml": read_file("sitemap.xml", f"<u><loc>{SITE}/draft/</loc></u>".encode()),
             "404.html": read_file("404.html", b"")}
    found = shown(check(pages, frozenset(files), SITE, "output", files=files,
                        withheld=["draft"]))

    for told_of in ("draft/index.html: a draft or a future post has a page",
                    "sitemap.xml: it names a draft"):
        assert f"output/{told_of}" in found


IDENTITY = Identity("Fernhollow", "+12075550142", "12 Example Street")


@pytest.mark.parametrize("inside, message", [
    ("<footer>Fernhollow 12 Example Street <a href='tel:+12075550142'>x</a></footer>", ""),
    ("<footer>Fernhollow 12 Other Street</footer>", "the footer lacks '12 Example Street'"),
    ("<header><a href='tel:+12075550199'>x</a></header>", "dials +12075550199, not"),
    ("<main><a href='tel:+18002221222'>poison line</a></main>", ""),
    ("<header><a href='tel:911'>x</a></header>", ""),
    (GRAPH % CLINIC, ""), (GRAPH % CLINIC.replace("0142", "0199"), "data says '+12075550199'"),
    (GRAPH % CLINIC.replace("12 Ex", "13 Ex"), "'13 Example Street', the settings '12"),
])
def test_name_address_and_telephone_are_the_same_everywhere(inside, message):
    found = shown(check({"me/index.html": page(inside)}, OTHERS, SITE, "output",
                        identity=IDENTITY))

    assert message in found
    assert bool(found) is bool(message)


def test_weights_are_warnings_with_both_numbers():
    files = {"static/site.css": FileFacts(90_000, 9_000), "images/knee.svg": FileFacts(300_000, 1)}
    inside = '<img src="/images/knee.svg" alt="" width="1" height="1">'
    found = check({"me/index.html": page(f'{inside}<link rel="stylesheet" '
                                         f'href="/static/site.css">')},
                  OTHERS, SITE, "output", files={**files, "404.html": FileFacts(1, 1)},
                  budget=Budget(styles=8_192))

    assert {p.severity for p in found if p.rule == "page-weight"} == {"warning"}
    assert "the style weighs 8.8 KiB of 8" in shown(found)
    assert "the style weighs" not in shown(check(
        {"me/index.html": page(f"{STYLED}<style>p {{ color: red }}</style>")}, OTHERS, SITE,
        "output", budget=Budget(styles=30)))
    assert "the style weighs 0.0 KiB of 0" in shown(check(
        {"me/index.html": page(f"{STYLED}<style>p {{ color: red }}</style>")}, OTHERS, SITE,
        "output", budget=Budget(styles=10)))
    assert "make the styles in theme/components/ shorter" in shown(found)
    assert "the picture /images/knee.svg weighs 293.0 KiB of 195" in shown(found)


def test_the_facts_are_plain_data():
    facts = read_page(page('<p id="a">x</p><a href="/">x</a>' + GRAPH % CLINIC))

    assert PageFacts(*marshal.loads(marshal.dumps(tuple(facts)))) == facts
    pages = {"me/index.html": page(), "index.html": page(address="/")}
    assert check({path: read_page(text) for path, text in pages.items()}, OTHERS, SITE, "output") \
        == check(pages, OTHERS, SITE, "output")


FEED = ('<feed xmlns="http://www.w3.org/2005/Atom"><id>a</id><title>b</title><updated>c</updated>'
        '{}</feed>')


@pytest.mark.parametrize("text, fault", [
    (FEED.format(""), ""), (FEED.format("<entry><id>a</id></entry>"), "the entry has no title"),
    ("<a>", "it is not well-formed"), ("<!DOCTYPE a><a/>", "entities of its own"),
    ("<urlset><url><loc>x</loc></url></urlset>", ""),
])
def test_feeds_and_maps_are_well_formed(text, fault):
    found = read_file("feeds/all.atom.xml", text.encode()).fault

    assert fault in found
    assert bool(found) is bool(fault)
