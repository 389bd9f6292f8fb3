"""Where links and pictures of a text lead, or what is wrong with them."""

import pytest

from plugins.article_body.links import BASE, LinkError, Resolver, Target
from plugins.images.core import Picture, PictureError

TARGETS = {"content/posts/sciatica.md": Target("/sciatica/"),
           "content/posts/2026/hip.md": Target("/hip/"),
           "content/posts/secret.md": Target("", "a draft"),
           "content/pages/about.md": Target("/about/"),
           "content/people/teo-marlowe.md": Target("/people/teo-marlowe/")}


def picture_of(inside):
    if inside == "images/me/broken.png":
        raise PictureError("not a PNG image — save it again")
    if inside != "images/me/knee.svg":
        raise KeyError("images/me/knee.svg" if inside.lower() == "images/me/knee.svg" else "")
    return Picture(inside, 320, 200)


def resolver(source="content/posts/me.md"):
    return Resolver(source, "content", TARGETS, picture_of)


@pytest.mark.parametrize("href, address", [
    ("sciatica.md", "/sciatica/"),
    ("sciatica.md#when", "/sciatica/#when"),
    ("./sciatica.md", "/sciatica/"),
    ("2026/hip.md", "/hip/"),
    ("../pages/about.md", "/about/"),
    ("pages/about.md", "/about/"),
    ("/posts/sciatica.md", "/sciatica/"),
    ("{filename}sciatica.md", "/sciatica/"),
    ("{filename}/posts/sciatica.md#when", "/sciatica/#when"),
    ("|filename|/pages/about.md", "/about/"),
    ("../people/teo-marlowe.md", "/people/teo-marlowe/"),
    ("../pages/%61bout.md", "/about/"),
    ("/topics/conditions/", "/topics/conditions/"),
    ("/contact/#form", "/contact/#form"),
])
def test_a_link_to_a_file_or_path_of_this_site_gets_its_address(href, address):
    assert resolver().link(href) == BASE + address


def test_a_link_is_read_from_the_file_it_stands_in():
    assert resolver("content/posts/2026/me.md").link("../sciatica.md") == BASE + "/sciatica/"
    assert resolver("content/pages/me.md").link("about.md") == BASE + "/about/"


@pytest.mark.parametrize("href", ["https://example.org/a?b=c#d", "http://example.org",
                                  "mailto:hello@example.org", "tel:+12075550142", "#when", "#"])
def test_other_safe_links_stay_as_they_are(href):
    assert resolver().link(href) == href


@pytest.mark.parametrize("href, message", [
    ("javascript:alert(1)", "of the kind 'javascript:' is not allowed"),
    ("JaVaScRiPt:alert(1)", "of the kind 'javascript:' is not allowed"),
    ("java\tscript:alert(1)", "of the kind 'javascript:' is not allowed"),
    ("java\nscript:alert(1)", "of the kind 'javascript:' is not allowed"),
    (" \x01javascript:alert(1)", "of the kind 'javascript:' is not allowed"),
    ("\u200bjavascript:alert(1)", "of the kind 'javascript:' is not allowed"),
    ("{filename}javascript:alert(1)", "of the kind 'javascript:' is not allowed"),
    ("vbscript:x", "of the kind 'vbscript:' is not allowed"),
    ("data:text/html,x", "of the kind 'data:' is not allowed"),
    ("file:///etc/passwd", "of the kind 'file:' is not allowed"),
    ("", "an empty link"), ("  ", "an empty link"),
    ("//example.org/x", "has no https:"),
    ("secret.md", "leads to a draft"),
    ("sciatca.md", "leads to 'sciatca.md', which is not there"),
    ("Sciatica.md", "which is not there"),
    ("../../pelicanconf.md", "which is not there"),
    ("../../other/content/posts/sciatica.md", "which is not there"),
    ("{static}/../secret.pdf", "which is not there"),
    ("www.example.org", "leads nowhere"),
    ("sciatica", "leads nowhere"),
    ("hello@example.org", "leads nowhere"),
])
def test_a_link_that_leads_astray_is_refused(href, message):
    with pytest.raises(LinkError) as raised:
        resolver().link(href)

    assert message in raised.value.message
    assert raised.value.cure


@pytest.mark.parametrize("href", ["/\\example.org/x", "\\\\example.org/x"])
def test_no_spelling_of_a_link_without_https_gets_through(href):
    """Browsers take a backslash for a slash."""
    with pytest.raises(LinkError):
        resolver().link(href)


def test_a_mistyped_file_name_gets_the_nearest():
    with pytest.raises(LinkError) as raised:
        resolver().link("sciatca.md")

    assert raised.value.cure == "did you mean 'sciatica.md'?"


@pytest.mark.parametrize("src", ["images/me/knee.svg", "../images/me/knee.svg",
                                 "/images/me/knee.svg", "{static}/images/me/knee.svg",
                                 "images/me/kn%65e.svg"])
def test_a_picture_is_found_from_the_content_folder_or_the_file(src):
    assert resolver().picture(src) == Picture("images/me/knee.svg", 320, 200)


@pytest.mark.parametrize("src, message, cure", [
    ("images/me/foot.svg", "the image 'images/me/foot.svg' is not there", "content/images/"),
    ("images/me/Knee.SVG", "is not there", "did you mean 'images/me/knee.svg'? Upper and lower"),
    ("images/me/broken.png", "'images/me/broken.png': not a PNG image", "save it again"),
    ("https://example.org/knee.png", "lies on another site", "save it in content/images/"),
    ("//example.org/knee.png", "lies on another site", "save it in content/images/"),
    ("data:image/png;base64,xx", "lies on another site", "save it in content/images/"),
    ("../../images/me/knee.svg", "is not there", "content/images/"),
    ("posts/sciatica.md", "is not there", "content/images/"),
])
def test_a_picture_that_cannot_be_shown_is_refused(src, message, cure):
    with pytest.raises(LinkError) as raised:
        resolver().picture(src)

    assert message in raised.value.message
    assert cure in raised.value.cure
