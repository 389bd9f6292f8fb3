"""Texts that somebody pasted, or made to harm: whatever they hold, nothing raises, nothing hangs,
nothing runs in a reader's browser, and no path leaves the site. `FUZZ_SECONDS=300 pytest …` looks
for that long, all tests of this file together, each time elsewhere."""

from __future__ import annotations

import os
import posixpath
import re
import time
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.article_body.links import BASE
from plugins.images.core import Picture, PictureError
from plugins.page_models.bodies import convert_all
from plugins.rules.catalogue import judge_all, problems
from plugins.site_model.cross_check import alias_file
from tests.unit.builders import NOW, loaded

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
FIELDS = ("title", "slug", "date", "author", "category", "summary", "tags", "regions", "aliases",
          "image", "image alt", "lang", "status", "references", "related", "key points",
          "red flags", "silence", "reviewer", "reviewed", "modified")
VALUES = ("Knee pain", "knee-pain", "2026-03-02", "juniper-ashgrove", "Conditions", "knee pain",
          "[a, b]", "../../etc/passwd", "/../../x", "%2e%2e/%2e%2e/x", "..%5c..%5cx", "con",
          ".htaccess",
          "<script>alert(1)</script>", "\"><svg onload=alert(1)>", "javascript:alert(1)",
          "images/../../secret.png", "images/knee.png", "//evil.example/x.png", "a\\b", "\x00",
          "{{ 7*7 }}", "&#0;", "&lt;script&gt;", "!!python/object:os.system", "*a", "&a b", "|",
          "- x", "{a: b}", "'", '"', "\u202eabc", "é" * 200, "9" * 400, "2026-02-30", "draft",
          "claims-cure until 2027-01-01: x", "emergency: x", "\t", "", "#", "---", ": ", "٣٠٢٦")
PIECES = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<iframe src=//x></iframe>",
          "<style>*{display:none}</style>", "<form action=//x><input></form>", "<svg/onload=x>",
          "[x](javascript:alert(1))", "[x](JaVaScRiPt&colon;alert(1))", "[x](java\tscript:x)",
          "[x](data:text/html,<script>x</script>)", "[x](vbscript:x)", "![x](javascript:x)",
          "![x](../../../etc/passwd)", "![x](images/%2e%2e/%2e%2e/secret.png)",
          "![a](images/knee.png)",
          "![a](images/knee.png \"x\" onerror=\"y\")", "[x]: javascript:alert(1)", "[x][x]", "[x]",
          "<javascript:alert(1)>", "<https://a\"onmouseover=x>", "{: onclick=x}", "{onclick=x}",
          "/// note | <b onclick=x>y</b>", "/// exercise | x", "    picture: javascript:x",
          "    picture-alt: \"><script>x</script>", "///", "/// testimonial", "    who: <b>",
          "[related]", "[related: ../x]", "[contact-form]", "[^doe-2020]", "[^\"><script>]",
          "*[HTML]: <script>x</script>", "HTML", "```", "~~~ {onclick=x}", "`<script>`", "    code",
          "> ", "> > >", "- ", "1. ", "# ", "## ", "### [x](javascript:x)", "|a|b|\n|-|-|\n|c|<b>|",
          "&lt;script&gt;", "&#x3c;script>", "\\<script>", "**", "__", "*", "_", "\ue000" "0\ue001",
          "\ue002", "\x0e", "&#14;", "Term\n: <script>", "\n\n", "\n", " ", "word", "x" * 300,
          "[" * 40, "(" * 40,
          "We guarantee 100% relief in two weeks!!", "until March 3, 2026 register", "é", "\u2028")

field = st.tuples(st.sampled_from(FIELDS), st.sampled_from(VALUES) | st.text(max_size=30))
header = st.lists(field, max_size=10)
body = st.lists(st.sampled_from(PIECES) | st.text(max_size=10), max_size=25).map("".join)
BASE_FIELDS = ("title: Knee pain\ndate: 2026-03-02\nauthor: juniper-ashgrove\ncategory: "
               "Conditions\n"
               "summary: What helps.\n")
_RUNS = {"script", "style", "iframe", "object", "embed", "form", "input", "button", "link", "meta",
         "base", "svg", "math", "video", "audio", "template"}


_SAFE = ("https:", "http:", "mailto:", "tel:", "sms:", "#", BASE)


class _Dangers(HTMLParser):
    """What a browser would run, load or send."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag in _RUNS else []
        for name, value in attrs:
            bare = re.sub(r"[\s\x00-\x0d\x0f-\x20]", "", value or "").lower()
            if name.startswith("on") or name == "style" or name == "srcdoc":
                self.found.append(f"{tag} {name}")
            elif name == "src" and not bare.startswith(f"{BASE}/images/") \
                    or name == "href" and not bare.startswith(_SAFE):
                self.found.append(f"{tag} {name}={value}")


def picture_of(path: str) -> Picture:
    """Of all pictures one is there, one is broken. Nothing outside `images/` is asked for."""
    assert path.startswith("images/") and posixpath.normpath(path) == path, path
    if path == "images/knee.png":
        return Picture(path, 4, 3)
    if path.startswith("images/bad"):
        raise PictureError("it is broken — save it again")
    raise KeyError("")


def look(text: str) -> None:
    """Read, convert and judge one post; what would be published is without danger."""
    start = time.process_time()
    found = loaded({"posts/me.md": text.encode("utf-8", "surrogatepass")})
    texts = convert_all(found, "content", picture_of, "https://clinic.example")
    judged = judge_all(found.site, texts.bodies)
    told = [*found.problems, *texts.problems, *problems(found.site, judged, NOW.date())]
    for each in told:
        assert each.path and 0 <= each.line <= len(text.splitlines()) + 3, each
        assert "Traceback" not in each.message
    assert time.process_time() - start < 5
    if any(each.severity == "error" for each in told):
        return
    for article in found.site.articles:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", article.slug)
        for alias in article.aliases:
            assert ".." not in alias_file(alias).split("/")
        dangers = _Dangers()
        for part in texts.bodies[article.source].parts:
            dangers.feed(part if isinstance(part, str) else "")
        dangers.close()
        assert dangers.found == []


_tests: list[object] = []


def _fuzzed(examples: int, *strategies):  # type: ignore[no-untyped-def]
    """The same examples on each run of the suite; others for a share of SECONDS where that is asked
    for."""
    def declared(check):  # type: ignore[no-untyped-def]
        run = settings(max_examples=examples, derandomize=not SECONDS, deadline=None,
                       database=None, suppress_health_check=list(HealthCheck))(
            given(*strategies)(check))

        def test() -> None:
            end = time.monotonic() + SECONDS / len(_tests)
            run()
            while time.monotonic() < end:
                run()
        _tests.append(test)
        return test
    return declared


@_fuzzed(120, body)
def test_no_body_gets_through(text: str) -> None:
    look(f"---\n{BASE_FIELDS}---\n{text}\n")


@_fuzzed(120, header, st.booleans(), st.booleans(), body)
def test_no_header_gets_through(fields, yaml, whole, text) -> None:  # type: ignore[no-untyped-def]
    lines = "".join(f"{name}: {value}\n" for name, value in fields)
    base = "" if whole else "".join(
        line + "\n" for line in BASE_FIELDS.split("\n")[:-1]
        if line.split(":")[0] not in {name for name, _ in fields})
    look(f"---\n{base}{lines}---\n{text}\n" if yaml else f"{base}{lines}\n{text}\n")


@_fuzzed(60, st.binary(max_size=200) | st.text(max_size=200).map(
    lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_get_through(data: bytes) -> None:
    found = loaded({"posts/me.md": data})

    assert found.problems
    assert found.site.articles == ()


STEPS = ("..", ".", "", "~", "images", "knee.png", "x.svg", "content", "posts", "me.md", "%2e%2e",
         "%2E.", "..%2f..", "..%5c..", "..\\..", "%00", "\x00", "C:", "file:", "\uff0e\uff0e",
         "\u2024\u2024", "\u2215etc", "con", "NUL.png", "a" * 300, "IMAGES", "Knee.png", " ", "%",
         "%zz", "?a", "#b", "*", "\u202egnp", "é", "e\u0301", "..;", "...", ".htaccess", ".git",
         "_headers", "index.html")
path = st.lists(st.sampled_from(STEPS) | st.text(max_size=5), min_size=1, max_size=6).map("/".join)


@_fuzzed(120, path, path, path, path)
def test_no_path_gets_through(one: str, two: str, three: str, four: str) -> None:
    for quote in ("", "'", '"'):
        look(f"---\n{BASE_FIELDS}image: {quote}{one}{quote}\nimage alt: x\n---\n"
             f"![x]({two})\n\n![x](<{two}>)\n\n[x]({three})\n")
        look(f"---\n{BASE_FIELDS}slug: {quote}{one}{quote}\n---\nText.\n")
        look(f"---\n{BASE_FIELDS}aliases: [{quote}/{four}{quote}]\n---\nText.\n")
