"""The list of pages for search engines."""

from xml.etree import ElementTree

from plugins.sitemap import core

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def rows(text):
    return [(url.findtext("s:loc", "", NS), url.findtext("s:lastmod", None, NS))
            for url in ElementTree.fromstring(text.encode())]


def test_pages_stand_in_order_with_their_date_where_one_is_known():
    text = core.sitemap([("https://a.example/b/", "2026-03-02", ()),
                         ("https://a.example/", "", ())])

    assert rows(text) == [("https://a.example/", None), ("https://a.example/b/", "2026-03-02")]


def test_addresses_are_escaped():
    assert rows(core.sitemap([("https://a.example/?a=1&b=<2>", "", ())])) == [
        ("https://a.example/?a=1&b=<2>", None)]


def test_a_page_names_its_versions_in_other_languages():
    text = core.sitemap([("https://a.example/", "", (("en", "https://a.example/"),
                                                    ("es", "https://a.example/es/?a=\"1\"")))])
    links = ElementTree.fromstring(text.encode()).findall(
        ".//{http://www.w3.org/1999/xhtml}link")

    assert [(link.get("rel"), link.get("hreflang"), link.get("href")) for link in links] == [
        ("alternate", "en", "https://a.example/"),
        ("alternate", "es", 'https://a.example/es/?a="1"')]
    assert "xhtml" not in core.sitemap([("https://a.example/", "", ())])


def test_an_empty_site_has_a_sound_list():
    assert rows(core.sitemap([])) == []


def test_robots_may_read_everything_and_find_the_list():
    assert core.robots("https://a.example/sitemap.xml").splitlines() == [
        "User-agent: *", "Allow: /", "", "Sitemap: https://a.example/sitemap.xml"]
