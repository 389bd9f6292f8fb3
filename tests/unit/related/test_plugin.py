"""What the plugin reads of a Pelican site, and what it hangs on its articles."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.related import page, plugin
from plugins.related.plugin import Fault, Lists, Options, Site, read_options
from plugins.related.ranking import Weights

# As many words as a short post has: of two notes nothing can be said.
KNEE = "<p>The kneecap aches on stairs. Strong thighs calm an aching kneecap. " \
       f"{' '.join(f'knee{i}' for i in range(60))}</p>"
BREAD = "<p>Oven warm, crust brown, flour on every sleeve of the baker. " \
        f"{' '.join(f'bread{i}' for i in range(60))}</p>"

# ---------------------------------------------------------------- HTML


@pytest.mark.parametrize(("html", "text"), [
    ("<p>One</p><p>two</p>", "One\n\ntwo"),
    ("un<em>believ</em>able", "unbelievable"),
    ("a<br>b<br/>c", "a\nb\n\nc"),
    ("<td>x</td><td>y</td>", "x\n\ny"),
    ("Salt &amp; water&nbsp;&#8211; 1 &lt; 2", "Salt & water\xa0– 1 < 2"),
    ("before<script>if (a < b) { '</p>' }</script>after", "before\n\nafter"),
    ("before<STYLE>p { color: red }</STYLE>after", "before\n\nafter"),
    ("a<!-- b --><![x[ c ]]>d", "ad"),
    ("never closed<script>secret()", "never closed"),
    ("", ""),
])
def test_the_text_of_html(html: str, text: str) -> None:
    assert page.read(html).text == text


def test_the_links_of_html_as_written() -> None:
    html = ('<a href="/a/">x</a><a name="top">y</a><area href="b?c&amp;d"><a href>z</a>'
            '<script>"<a href=\'no\'>"</script><!-- <a href="no"> --><img src="no">')

    assert page.read(html).links == ("/a/", "b?c&d")


@given(st.text(alphabet="<>![]-/?&;#='\" \nabscriptyle", max_size=60))
@example("<![unknown[")
@example("<!doctype [")
@example("</script")
def test_any_text_can_be_read(html: str) -> None:
    assert isinstance(page.read(html).text, str)


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "x", " ", "&amp;", "<br>"])))
def test_no_tag_stays_in_the_text(parts: list[str]) -> None:
    assert not set(page.read("".join(parts)).text) & set("<>;")


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(("address", "start"), [
    ("https://here.invalid/notes/knee/", ""),
    ("https://clinic.example/blog/notes/knee/", ""),
    ("http://clinic.example/blog/notes/knee", ""),
    ("//clinic.example/blog/notes/knee/", ""),
    ("/blog/notes/knee/", ""),
    ("/notes/knee/?from=mail#warm-up", ""),
    ("../knee/", "notes/hip/"),
    ("knee/", "notes/hip.html"),
    ("notes/knee/", ""),
    (" /notes/k%6eee/ ", ""),
])
def test_the_same_place_however_it_is_written(address: str, start: str) -> None:
    assert page.place(address, "https://clinic.example/blog", start) == "notes/knee"


@pytest.mark.parametrize("address", [
    "https://elsewhere.example/notes/knee/", "mailto:notes/knee", "tel:+100", "http://[", "data:,x",
    "javascript:void(0)", ""])
@pytest.mark.parametrize("site", ["https://clinic.example", ""])
def test_other_places_are_nowhere_in_the_site(address: str, site: str) -> None:
    assert page.place(address, site) == ""


@given(st.text(max_size=40), st.sampled_from(["", "https://a.example", "http://["]), st.text())
def test_any_address_has_an_answer(address: str, site: str, start: str) -> None:
    assert isinstance(page.place(address, site, start), str)


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize(("value", "found"), [
    ("a, b,,c ", ("a", "b", "c")), ("a; b", ("a", "b")), (["a, b", "c"], ("a", "b", "c")),
    ("[a, 'b']", ("a", "b")), ("a\nb", ("a", "b")), (None, ()), ("", ()), (7, ("7",)),
    (("a", None), ("a",)),
])
def test_the_names_in_a_field(value: object, found: tuple[str, ...]) -> None:
    assert page.names(value) == found


@pytest.mark.parametrize(("source", "name", "nth", "line"), [
    ("Title: knee\nRelated: hip, knee\n\nknee", "knee", 1, 2),
    ("Title: x\nRelated: hip,\n    knee\nTags: knee", "knee", 1, 3),
    ("---\nrelated:\n- hip\n- knee\n---\n", "knee", 1, 4),
    ("Related: knee,\n    hip,\n    knee", "knee", 2, 3),
    ("Title\n#####\n\n:date: 2024\n:related: knee\n", "knee", 1, 5),
    ('<head>\n<meta name="related" content="hip, knee">', "knee", 1, 2),
    ("Related: knee-cap\nrelated:knee", "knee", 1, 2),
    ("Related_posts: knee", "knee", 1, 0),
    ("Title: x\n\nknee", "knee", 1, 0),
    ("Related: knee", "knee", 2, 0),
    ("", "knee", 1, 0),
])
def test_the_line_of_a_name(source: str, name: str, nth: int, line: int) -> None:
    assert page.line_of(source, "related", name, nth) == line


SLUGS = page.Slugs({("en", "knee-pain"): "2024-joints", ("en", "neck"): "neck",
                    ("es", "cuello"): "cuello"},
                   {("en", "hip"): "draft", ("es", "codo"): "hidden"})


@pytest.mark.parametrize(("name", "why"), [
    ("knee-pain", ""),
    ("knee-pian", "is no post; did you mean 'knee-pain'?"),
    ("Knee-Pain", "is no post; did you mean 'knee-pain'?"),
    ("2024-joints", "is no post; did you mean 'knee-pain'?"),
    ("parking", "is no post"),
    ("hip", "is a draft and never recommended"),
    ("codo", "is in another language: es, not en"),
    ("cuello", "is in another language: es, not en"),
])
def test_why_a_post_cannot_be_picked(name: str, why: str) -> None:
    assert SLUGS.no_pick(name, "en") == why


def test_a_hidden_post_is_called_hidden() -> None:
    assert SLUGS.no_pick("codo", "es") == "is hidden and never recommended"


@pytest.mark.parametrize(("name", "fine"), [("hip", True), ("neck", True), ("cuello", False),
                                            ("hipp", False)])
def test_a_draft_may_be_banned(name: str, fine: bool) -> None:
    assert (SLUGS.no_ban(name, "en") == "") is fine


# ---------------------------------------------------------------- settings


def test_settings_that_are_right() -> None:
    given_ = {"RELATED_POSTS_MAX": 0, "RELATED_POSTS_WEIGHTS": {"title": 9}, "SITEURL": "x"}

    assert read_options({}) == (Options(), [])
    assert Options().length == 5
    assert read_options(given_) == (Options(0, Weights(title=9)), [])


@pytest.mark.parametrize(("settings", "told"), [
    ({"RELATED_POSTS_MAX": "5"}, "RELATED_POSTS_MAX = '5' must be a whole number"),
    ({"RELATED_POSTS_MAX": -1}, "RELATED_POSTS_MAX = -1"),
    ({"RELATED_POSTS_MAX": True}, "RELATED_POSTS_MAX = True"),
    ({"RELATED_POSTS_MAX": 51}, "from 0 to 40; 5 is used"),
    ({"RELATED_POSTS_WEIGHTS": {"titel": 3}}, "topic, time, did you mean 'title'?; the usual"),
    ({"RELATED_POSTS_WEIGHTS": {3: 3}}, "no part 3 among text, title, tags, regions, topic, time"),
    ({"RELATED_POSTS_WEIGHTS": {"title": "3"}}, "title='3' must be a whole number"),
    ({"RELATED_POSTS_WEIGHTS": 3}, "3 must be a dict"),
    ({"RELATED_POSTS_WEIGHTS": None}, "None must be a dict"),
])
def test_settings_that_are_wrong_are_told_and_not_used(settings: dict[str, Any], told: str) -> None:
    options, faults = read_options(settings)

    assert options == Options()
    assert [fault.level for fault in faults] == [logging.ERROR]
    assert told in str(faults[0])


@pytest.mark.parametrize("name", ["RELATED_POSTS_MAXIMUM", "RELATED_POSTS_SKIP_SAME_CATEGORY"])
def test_a_setting_that_is_none_of_ours_is_told(name: str) -> None:
    faults = read_options({name: 1})[1]

    assert [(str(fault), fault.level) for fault in faults] == [
        (f"{name} is no setting of this plugin; there are RELATED_POSTS_MAX and "
         "RELATED_POSTS_WEIGHTS", logging.WARNING)]


# ---------------------------------------------------------------- lists


class Term(SimpleNamespace):
    """A tag or category as Pelican has it."""

    def __str__(self) -> str:
        return str(self.name)


def article(slug: str, html: str = KNEE, day: int = 1, lang: str = "en", status: str = "published",
            tags: tuple[str, ...] = (), **metadata: Any) -> Any:
    """What the plugin uses of a Pelican article, without a file."""
    values: dict[str, Any] = {
        "slug": slug, "title": slug, "date": datetime(2024, 1, day), "lang": lang, "status": status,
        "url": f"{slug}-{lang}.html", "save_as": f"{slug}-{lang}.html", "metadata": metadata,
        "tags": [Term(name=tag) for tag in tags], "source_path": "",
        "get_content": lambda site: html, "get_relative_source_path": lambda: f"{slug}.md"}
    return SimpleNamespace(**values)


def generator(articles: Sequence[Any], **settings: Any) -> Any:
    """A generator that has read articles."""
    def with_status(status: str) -> list[Any]:
        return [one for one in articles if one.status == status]

    return SimpleNamespace(
        settings=settings, articles=with_status("published"), translations=[],
        hidden_articles=with_status("hidden"), hidden_translations=[],
        drafts=with_status("draft"), drafts_translations=[])


def linked(*articles: Any, length: int = 5, **settings: Any) -> list[Fault]:
    """Run the plugin over articles."""
    return Lists(Site(generator(articles, **settings)), Options(length)).assign()


def shown(one: Any) -> tuple[list[str], list[str]]:
    return [a.slug for a in one.related_posts], [a.slug for a in one.more_posts]


def test_related_posts_and_those_that_only_fill_stand_apart() -> None:
    me, knee, bread = article("me"), article("knee"), article("bread", BREAD)

    assert linked(me, knee, bread) == []
    assert shown(me) == (["knee"], ["bread"])
    assert me.related_posts[0] is knee


def test_picks_in_either_field_come_first() -> None:
    me = article("me", related_posts="bread", Related="neck")
    linked(me, article("knee"), article("bread", BREAD), article("neck", BREAD))

    assert shown(me) == (["bread", "neck", "knee"], [])


def test_a_ban_holds_on_both_sides() -> None:
    me, other, third = article("me", not_related="other"), article("other"), article("third")

    assert linked(me, other, third) == []
    assert (shown(me)[0], shown(other)[0]) == (["third"], ["third"])


def test_translations_share_a_slug_and_are_not_mixed() -> None:
    en, es = ([article("knee", lang=lang), article("hip", lang=lang)] for lang in ("en", "es"))
    linked(*en, *es)

    assert en[0].related_posts == [en[1]]
    assert es[0].related_posts == [es[1]]
    assert en[0].more_posts == es[0].more_posts == []


def test_one_language_however_it_is_written() -> None:
    one, other = article("one", lang="pt-BR"), article("other", lang="pt_br")
    linked(one, other, article("third", lang="pt"))

    assert one.related_posts == [other]


def test_reasons_are_in_the_language_of_the_page_and_never_empty() -> None:
    me, other, bread = article("me", tags=("knee",)), article("a", tags=("knee",)), \
        article("bread", BREAD)
    aqui, alla = (article(slug, lang="es-MX", tags=("rodilla",)) for slug in ("aqui", "alla"))
    linked(me, other, bread, aqui, alla)

    assert me.related_reasons == {"a": "Also about knee"}
    assert aqui.related_reasons == {"alla": "También sobre rodilla"}


def test_regions_count_and_no_category_is_no_topic() -> None:
    def sets(slug: str, name: str) -> Any:
        one = article(slug, f"<p>{slug} </p>" * 9, regions="shoulder" if name == "misc" else "")
        one.category = Term(name=name, slug=name)
        return one

    posts = [sets("me", "misc"), sets("other", "misc"), sets("a", "news"), sets("b", "news")]
    linked(*posts)
    assert posts[0].related_reasons == {"other": "Also about shoulder"}
    assert posts[2].related_reasons == {"b": "Also in news"}

    posts[0].metadata = posts[1].metadata = {}
    linked(*posts)
    assert posts[0].related_reasons == {}


@pytest.mark.parametrize("html", [
    '<a href="https://here.invalid/knee-en.html#top">', '<a href="/blog/knee-en.html">',
    '<a href="https://x.example/blog/knee-en.html?a=b">', '<a href="knee-en.html">'])
def test_what_the_text_links_is_not_repeated(html: str) -> None:
    me, knee, hip = article("me", KNEE + html), article("knee"), article("hip")
    linked(me, knee, hip, SITEURL="https://x.example/blog")

    assert shown(me) == (["hip"], [])
    assert "me" in shown(knee)[0]


@pytest.mark.parametrize("html", ['<a href="/notes/knee">', '<a href="/notes/knee/">',
                                  '<a href="/notes/knee/index.html">', '<a href="/files/k.html">'])
def test_a_post_is_known_by_its_address_and_by_its_file(html: str) -> None:
    me, knee, hip, hop = article("me", html + KNEE), article("knee"), article("hip"), article("hop")
    knee.url, knee.save_as = "notes/knee/", "notes/knee/index.html"
    hip.url, hip.save_as = "tips/hip/", "files/k.html"
    linked(me, knee, hip, hop)

    assert set(shown(me)[0]) == {"knee", "hip", "hop"} - {"hip" if "files" in html else "knee"}


def test_a_post_that_stands_elsewhere_is_not_every_link_to_elsewhere() -> None:
    me, far = article("me", '<a href="mailto:x@notes.example">' + KNEE), article("far")
    far.url = far.save_as = "https://elsewhere.example/far"
    linked(me, far)

    assert shown(me) == (["far"], [])


@pytest.mark.parametrize("name", ["prev_article", "next_article", "next_article_in_category",
                                  "prev_article_in_subcategory1"])
def test_neighbors_are_not_repeated(name: str) -> None:
    me, knee, hip = article("me"), article("knee"), article("hip")
    setattr(me, name, knee)
    linked(me, knee, hip)

    assert shown(me) == (["hip"], [])


def test_no_neighbor_is_no_matter() -> None:
    me, knee = article("me"), article("knee")
    me.prev_article = None
    linked(me, knee)

    assert shown(me) == (["knee"], [])


@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_unlisted_posts_have_lists_but_are_in_none(status: str) -> None:
    listed = [article("me"), article("knee"), article("bread", BREAD)]
    linked(*listed)
    without = [shown(one) for one in listed]
    apart = [article(slug, status=status, related_posts="bread") for slug in ("a", "b")]
    alone = article("solo", lang="de", status=status)

    assert linked(*listed, *apart, alone) == []
    assert [shown(one) for one in listed] == without
    assert {tuple(shown(one)[0]) for one in apart} == {("bread", "knee", "me")}
    assert shown(alone) == ([], [])


def test_a_site_without_articles() -> None:
    assert linked() == []


def test_two_posts_of_one_slug_and_language_both_have_lists() -> None:
    one, other = article("knee"), article("knee")
    other.source_path, other.url, other.save_as = "b.md", "b.html", "b.html"
    linked(one, other, article("hip", related_posts="knee"))

    assert one.related_posts[0].slug == other.related_posts[0].slug
    assert {shown(one)[0][0], shown(one)[0][1]} == {"knee", "hip"}


def test_no_list_is_longer_than_asked_for() -> None:
    posts = [article(f"post-{i}", KNEE if i % 2 else BREAD, i + 1) for i in range(9)]
    linked(*posts, length=3)

    assert {len(one.related_posts) + len(one.more_posts) for one in posts} == {3}
    linked(*posts, length=0)
    assert {shown(one) == ([], []) for one in posts} == {True}


# ---------------------------------------------------------------- what is wrong


def told(me: Any, *others: Any, length: int = 5) -> list[tuple[str, int]]:
    faults = linked(me, article("knee"), article("neck"), *others, length=length)
    return [(str(fault), fault.level) for fault in sorted(faults)]


@pytest.mark.parametrize(("metadata", "message"), [
    ({"related": "kne"}, "related: 'kne' is no post; did you mean 'knee'?"),
    ({"related_posts": "me"}, "related_posts: 'me' is this post itself"),
    ({"related_posts": "knee, knee"}, "related_posts: 'knee' is named twice"),
    ({"related_posts": "knee", "related": "knee"}, "related: 'knee' is named twice"),
    ({"related": "codo"}, "related: 'codo' is in another language: es, not en"),
    ({"related": "late"}, "related: 'late' is a draft and never recommended"),
    ({"related": "kept"}, "related: 'kept' is hidden and never recommended"),
    ({"not_related": "kne"}, "not_related: 'kne' is no post; did you mean 'knee'?"),
    ({"not_related": "me"}, "not_related: 'me' is this post itself"),
    ({"related": "knee", "not_related": "knee"},
     "related: 'knee' is left out: it stands in not_related too"),
    ({"related": "shy"}, "related: 'shy' is left out: not_related in shy.md names this post"),
])
def test_a_fault_is_told_once(metadata: dict[str, str], message: str) -> None:
    others = (article("codo", lang="es"), article("late", status="draft"),
              article("kept", status="hidden"), article("shy", not_related="me"))

    assert told(article("me", **metadata), *others) == [(f"me.md: {message}", logging.ERROR)]
    assert told(article("me", status="draft", **metadata), *others)[0][1] == logging.WARNING


def test_a_pick_with_two_faults_is_told_of_each_once() -> None:
    assert told(article("me", related="knee, knee", not_related="knee")) == [
        ("me.md: related: 'knee' is left out: it stands in not_related too", logging.ERROR),
        ("me.md: related: 'knee' is named twice", logging.ERROR)]


def test_picks_for_which_there_is_no_room() -> None:
    assert told(article("me", related="neck, knee"), length=1) == [
        ("me.md: related: 'knee' is left out: RELATED_POSTS_MAX = 1 leaves no room for it",
         logging.ERROR)]
    assert told(article("me", related="neck, knee"), length=0) == []


def test_a_pick_that_the_text_links_already_is_no_fault() -> None:
    me = article("me", '<a href="/knee-en.html">', related="knee")

    assert told(me) == [("me.md: related: 'knee' is left out: the page links it already",
                         logging.INFO)]


def test_the_line_in_the_file(tmp_path: Path) -> None:
    me = article("me", related="knee, hipp")
    path = tmp_path / "me.md"
    me.source_path = str(path)
    for text, line in (("Title: me\nRelated: knee,\n    hipp\n\nhipp", 3),
                       ("\ufeffRelated: hipp", 1), ("Title: me", 0)):
        path.write_text(text, "utf-8")
        assert [fault.line for fault in linked(me, article("knee"))] == [line]


def test_all_faults_are_logged_before_pelican_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    said = []

    def log(level: int, template: str, fault: Fault) -> None:
        said.append(template % fault)
        raise RuntimeError("Warning or error encountered")

    monkeypatch.setattr(plugin.logger, "log", log)
    with pytest.raises(RuntimeError):
        plugin._log([Fault("b.md", 2, "late"), Fault("b.md", 1, "late"), Fault("a.md", 0, "x")])
    assert said == ["a.md: x", "b.md:1: late", "b.md:2: late"]


@pytest.mark.parametrize(("numpy", "posts", "warned"), [(None, 4, True), (None, 3, False),
                                                        (object(), 4, False)])
def test_many_posts_without_numpy_are_warned_of(monkeypatch: pytest.MonkeyPatch, numpy: object,
                                                posts: int, warned: bool) -> None:
    said: list[str] = []
    monkeypatch.setattr(plugin, "MANY", 3)
    monkeypatch.setattr(plugin, "find_spec", lambda name: numpy)
    monkeypatch.setattr(plugin, "ArticlesGenerator", SimpleNamespace)
    monkeypatch.setattr(plugin.logger, "log", lambda level, text, fault: said.append(str(fault)))
    articles = [article(f"post-{i}") for i in range(posts)]
    plugin.add_related_posts([object(), generator(articles)])

    assert said == [f"{posts} posts are ranked slowly without NumPy: pip install numpy"] * warned
    assert len(articles[0].related_posts) == posts - 1
