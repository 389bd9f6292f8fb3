"""Whatever leads or loads somewhere is looked at, in whatever attribute or file it stands."""

import pytest

from plugins.folder_check.core import check, read_file
from tests.unit.builders import shown
from tests.unit.folder_check.test_folder_check import CLINIC, GRAPH, HEAD, SITE, page, told


@pytest.mark.parametrize("inside", [
    '<video src="/gone.mp4"></video>', '<video poster="/gone.png"></video>',
    '<audio><source src="/gone.mp3"></audio>', '<video><track src="/gone.vtt"></video>',
    '<svg><image href="/gone.png"/></svg>', '<svg><use xlink:href="/gone.svg#a"/></svg>',
    '<link rel="preload" as="image" imagesrcset="/gone.png 2x">',
    f'<meta property="og:image" content="{SITE}/gone.png">',
    f'<meta name="twitter:image" content="{SITE}/gone.png">',
    '<meta http-equiv="refresh" content="0; url=/gone/">',
    "<meta http-equiv='refresh' content=\"5;URL='/gone/'\">", '<object data="/gone.pdf"></object>',
    '<embed src="/gone.pdf">', GRAPH % CLINIC.replace("/me/", f"{SITE}/gone/"),
    GRAPH % '{"@type":"Thing","image":["/gone.png"]}',
    '<img src="/images/knee.svg" srcset="/images/knee.svg 1x,\n /gone.svg 2x" alt="" width="1" '
    'height="1">',
])
def test_what_leads_nowhere_is_told(inside):
    assert "there is nothing at that address" in told(inside)


@pytest.mark.parametrize("inside", [
    '<svg><image href="https://x.example/a.png"/></svg>', '<object data="//x.example/a"></object>',
    '<meta http-equiv="refresh" content="0; url=https://x.example/">', '<embed src="//x.example">',
    '<form method="post" action="/me/"><button formaction="https://x.example/">x</button></form>',
    '<img src="/images/knee.svg" srcset="/images/knee.svg 1x, //x.example/a 2x" alt="" width="1" '
    'height="1">', '<link rel="preconnect" href="https://x.example">',
    '<input type="image" alt="x" src="https://x.example/x.png">',
    '<video src="https://x.example/a.mp4"></video>',
])
def test_what_comes_from_elsewhere_is_told(inside):
    assert "it lies on another site" in told(inside)


@pytest.mark.parametrize("address", [
    "javascript:x", "JaVaScRiPt:x", " javascript:x", "java\tscript:x", "java\nscript:x",
    "\x01javascript:x", "java&#x0A;script&colon;x", "&#106;avascript:x", "vbscript:x",
    "data:text/html,x", "blob:x", "file:///etc/passwd", "filesystem:x", "about:blank",
])
@pytest.mark.parametrize("tag", [
    '<a href="{}">x</a>', '<svg><a xlink:href="{}">x</a></svg>', '<form action="{}" method="post">'
    '</form>', '<form method="post"><button formaction="{}">x</button></form>',
    '<object data="{}"></object>', '<iframe title="x" src="{}"></iframe>',
    '<img src="{}" alt="" width="1" height="1">'])
def test_what_is_no_way_to_a_page_is_told(tag, address):
    found = told(tag.format(address))

    assert "delete it [page-inline]" in found
    assert found.count("\n") == 0


@pytest.mark.parametrize("address", [
    "http://localhost:8000/x/", "https://localhost/", "http://127.0.0.1/", "http://[::1]:80/"])
def test_nobody_is_sent_to_their_own_computer(address):
    assert "the reader's own computer" in told(f'<a href="{address}">x</a>')


@pytest.mark.parametrize("inside, message", [
    ('<base href="/me/">', "bends every link"), ('<a href="/me/" ping="/me/">x</a>', "ping"),
    ('<iframe title="x" srcdoc="x"></iframe>', "srcdoc"), ('<a href="#">x</a>', "nowhere"),
    ('<a href="/me/" href="/">x</a>', "<a> has an attribute twice"),
    ('<input type="image" src="/images/knee.svg">', "no text alternative"),
    ('<map><area href="/me/"></map>', "<area> has no text alternative"),
    ('<section aria-labelledby="gone"></section>', "has the id 'gone', which <section> names"),
    ('<p id="a" aria-describedby="a gone">x</p>', "'gone'"),
    ('<label for="gone">x</label>', "gone"),
    ("<button></button>", "a button has no words"), ("<h2> </h2>", "a heading has no words"),
    ('<h2><a href="/me/"><img src="/images/knee.svg" alt="" width="1" height="1"></a>x</h2>',
     "a link has no words"),
    ('<form method="post" action="http://forms.example/x"></form>', "for all to read"),
    ('<a href="tel:+12075550142">(207) 555-0199</a>', "shows (207) 555-0199 and dials"),
    ("<p>&lt;Post object at 0x7f12&gt;</p>", "object at 0x7f12"), ("<p>\ufffd</p>", "U+FFFD"),
    ('<p title="Lorem ipsum">x</p>', "placeholder text: Lorem ipsum"),
    ('<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">',
     "two security policies"),
])
def test_other_faults_of_a_page_are_told(inside, message):
    found = told(inside)

    assert message in found
    assert found.count("\n") == 0


@pytest.mark.parametrize("inside", [
    '<h2><a href="/me/">x</a></h2>', '<button aria-label="x"></button>', '<p title="x">y</p>',
    '<input type="image" alt="Send" src="/images/knee.svg">', '<a href="tel:911">911</a>',
    '<a href="tel:+12075550142">Call (207) 555-0142</a>', '<a href="tel:+12075550142">Call us</a>',
    '<a href="tel:+12075550142;ext=7">207 555 0142, extension 7</a>',
    '<p id="a" aria-describedby="b">x</p><p id="b">y</p>', "<p>{{ x }}</p>",
    '<meta property="og:image" content="https://pictures.example/a.png">',
    '<svg><a xlink:href="/me/">x</a></svg>', "<code>Lorem ipsum</code>",
])
def test_what_is_sound_is_passed(inside):
    assert told(inside) == ""


POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'{}">'


@pytest.mark.parametrize("policy, kept", [
    ("; form-action https://forms.example; connect-src https://forms.example", 0),
    ("; form-action https://forms.example", 1), ("; form-action 'self'", 2), ("", 1),
    ("; form-action https://forms.example/x; connect-src https://other.example", 1),
])
def test_a_form_service_is_let_in_by_the_policy(policy, kept):
    plain = HEAD.partition("<meta http-equiv")[0].format("/me/", f"{SITE}/me/")
    found = told('<form method="post" action="https://forms.example/x" '
                 'data-send="https://forms.example/x"></form>', head=plain + POLICY.format(policy))

    assert found.count("keeps the form from https://forms.example") == kept


@pytest.mark.parametrize("path, text, message", [
    ("static/site.css", "a{background:url(gone.png)}", "it leads to gone.png: there is nothing"),
    ("static/site.css", "@import 'https://x.example/a.css';", "it lies on another site"),
    ("static/site.css", "@font-face{src:url( 'https://x.example/a.woff2')}", "another site"),
    ("static/site.css", "/* url(gone.png) */ a{background:url(a.png),url('#b'),url(data:x)}", ""),
    ("sitemap.xml", f"<u><url><loc>{SITE}/gone/</loc></url></u>", "it leads to"),
    ("sitemap.xml", f"<u><url><loc>{SITE}/me/</loc></url></u>", ""),
    ("feeds/a.xml", f'<f><link href="{SITE}/me/#gone"/></f>', "there is no 'gone'"),
    ("feeds/a.xml", '<f><link rel="related" href="https://example.org/"/></f>', ""),
    ("_redirects", "/old /gone/ 301\n", "it leads to /gone/"),
    ("_redirects", "/old /me/ 301\n", ""),
    ("robots.txt", f"User-agent: *\nSitemap: {SITE}/gone.xml\n", "gone.xml: there is nothing"),
    ("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script/></svg>',
     "the SVG holds a <script>"),
    ("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', ""),
])
def test_other_files_lead_somewhere_and_load_nothing_from_elsewhere(path, text, message):
    files = {path: read_file(path, text.encode()), "static/a.png": read_file("a.png", b"")}
    pages = {"me/index.html": page(), "404.html": page(address="/404.html")}
    found = shown(check(pages, frozenset(files), SITE, "output", files=files))

    assert message in found
    assert bool(found) is bool(message)
