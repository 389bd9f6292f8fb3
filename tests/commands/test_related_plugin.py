"""The related posts in a Pelican site that has nothing else of ours."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.related.ranking import Weights

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """
import importlib.util
assert importlib.util.find_spec("plugins") is None, "the project can be imported"
PATH, CACHE_PATH = "content", "cache"
SITENAME, SITEURL, TIMEZONE = "Notes", "https://notes.example/blog", "UTC"
DEFAULT_LANG = "en"
THEME_TEMPLATES_OVERRIDES = ["{folder}/templates"]
PLUGIN_PATHS = ["{folder}"]
PLUGINS = ["related"]
"""
TEMPLATE = """{% extends "!theme/article.html" %}{% block content %}{{ super() }}
<!--lists {{ article.related_posts|map(attribute="url")|join(" ") }}|{{ article.more_posts|map(
attribute="url")|join(" ") }}|{% for slug, why in article.related_reasons.items() %}{{ slug }}={{
why|e }};{% endfor %}-->{% endblock %}"""

# File name without ending: header, and text.
POSTS = {
    "stairs": ("Tags: knee\nRelated_posts: desk",
               "Going down stairs loads the kneecap. Train the thigh and the kneecap settles."),
    "running": ("Tags: knee",
                "Runners feel the kneecap first downhill. A strong thigh and short steps help."),
    "squats": ("Tags: knee",
               "Squat to a chair: thigh strong, kneecap calm. See [running]({filename}running.md#a)"
               " and [the desk](https://notes.example/blog/desk.html?from=squats)."),
    "desk": ("Tags: neck", "Hours at a screen stiffen the neck. Turn the head slowly each hour."),
    "pillow": ("Tags: neck", "A pillow too high bends the neck all night. Turn the head at dawn."),
    "overhead": ("Tags: shoulder\nNot_related: throwing",
                 "Reaching overhead pinches the shoulder tendon. Slide the arm along a wall."),
    "throwing": ("Tags: shoulder",
                 "A pitcher's shoulder tendon needs rest days. Slide the arm along a wall after."),
    "parking": ("", "Park behind the bakery; two bays are wide enough for a wheelchair van."),
    "brace": ("Tags: knee\nStatus: draft\nRelated_posts: running",
              "A brace holds the kneecap while the thigh grows strong."),
    "taping": ("Tags: knee\nStatus: hidden", "Tape guides the kneecap; the thigh does the rest."),
    "stairs-es": ("Slug: stairs\nLang: es\nTags: rodilla",
                  "Bajar escaleras carga la rótula. Un muslo fuerte calma la rótula."),
    "correr-es": ("Slug: correr\nLang: es\nTags: rodilla",
                  "Quien corre cuesta abajo siente la rótula. Un muslo fuerte ayuda."),
}
# As many words of its subject as a short post has: of two notes nothing can be said.
SUBJECTS = {"knee": "kneecap", "neck": "nape", "shoulder": "tendon", "rodilla": "rótula"}


def long(header: str, text: str) -> str:
    """The text with more words of the subject that the header's tag names."""
    subject = next((word for tag, word in SUBJECTS.items() if f"Tags: {tag}" in header), "bakery")
    return f"{text} {' '.join(f'{subject}{i}' for i in range(60))}"


NEVER = {"drafts/brace.html", "taping.html"}
Build = Callable[..., subprocess.CompletedProcess[str]]


def write(site: Path, posts: dict[str, tuple[str, str]]) -> None:
    for day, (name, (header, text)) in enumerate(posts.items(), 1):
        head = f"Title: {name.capitalize()}\nDate: 2024-0{day % 9 + 1}-{day % 27 + 1:02}\n{header}"
        (site / "content" / f"{name}.md").write_text(
            f"{head.strip()}\n\n{long(header, text)}\n", "utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A bare Pelican site, and beside it a copy of the plugin."""
    (tmp_path / "site" / "content").mkdir(parents=True)
    (tmp_path / "elsewhere" / "templates").mkdir(parents=True)
    shutil.copytree(ROOT / "plugins" / "related", tmp_path / "elsewhere" / "related",
                    ignore=shutil.ignore_patterns("__pycache__"))
    site = tmp_path / "site"
    (site / "pelicanconf.py").write_text(SETTINGS.format(folder=tmp_path / "elsewhere"), "utf-8")
    (tmp_path / "elsewhere" / "templates" / "article.html").write_text(TEMPLATE, "utf-8")
    write(site, POSTS)
    return site


@pytest.fixture
def build(site: Path) -> Build:
    """Runs Pelican in the site, or in another folder, with more arguments."""
    def run(*words: str, start: tuple[str, ...] = ("-m", "pelican"), cwd: Path = site
            ) -> subprocess.CompletedProcess[str]:
        own = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "SITEURL")}
        # Pelican would write to where it starts from.
        usual = ("--settings", str(site / "pelicanconf.py"), "--output", str(site / "output"),
                 "--log-handler", "plain")
        return subprocess.run([sys.executable, *start, *usual, *words], cwd=cwd, env=own,
                              encoding="utf-8", capture_output=True, check=False, timeout=120)
    return run


def lists(site: Path) -> dict[str, tuple[list[str], list[str], dict[str, str]]]:
    """What the pages print, by address: related posts, more posts, reasons by slug."""
    found = {}
    for path in (site / "output").rglob("*.html"):
        if said := re.search(r"<!--lists (.*?)\|(.*?)\|(.*?)-->", path.read_text("utf-8")):
            reasons = dict(pair.split("=") for pair in said[3].split(";") if pair)
            found[path.relative_to(site / "output").as_posix()] = (
                said[1].split(), said[2].split(), reasons)
    return found


def named(site: Path) -> Iterator[tuple[str, list[str]]]:
    for page, (close, more, _) in lists(site).items():
        yield page, close + more


@pytest.mark.parametrize("relative", ["false", "true"])
def test_the_lists_of_a_bare_site(site: Path, build: Build, relative: str) -> None:
    told = build("--fatal", "warnings", "--extra-settings", f"RELATIVE_URLS={relative}")
    found = lists(site)

    assert told.returncode == 0, told.stderr
    assert len(found) == len(POSTS)
    # Picked first, then alike; what only fills is elsewhere.
    assert found["stairs.html"][0][0] == "desk.html"
    assert set(found["stairs.html"][0][1:]) == {"running.html", "squats.html"}
    assert found["parking.html"][0] == []
    assert len(found["parking.html"][1]) == 5
    # Linked in the text already, by file name and by address.
    assert found["squats.html"][0] == ["stairs.html"]
    assert not {"running.html", "desk.html"} & set(found["squats.html"][1])
    # Banned by one, kept apart on both.
    assert "throwing.html" not in dict(named(site))["overhead.html"]
    assert "overhead.html" not in dict(named(site))["throwing.html"]
    # A draft and a hidden post have lists.
    assert found["drafts/brace.html"][0][0] == "running.html"
    assert "stairs.html" in found["taping.html"][0]


def test_no_list_repeats_itself_or_names_what_is_not_listed(site: Path, build: Build) -> None:
    build()

    for page, others in named(site):
        assert len(set(others)) == len(others) <= 5
        assert page not in others
        assert not NEVER & set(others)
        assert {other.endswith("-es.html") for other in others} == {page.endswith("-es.html")}
    assert lists(site)["stairs-es.html"][:2] == (["correr-es.html"], [])


def test_reasons_in_the_language_of_the_page(site: Path, build: Build) -> None:
    build()
    found = lists(site)

    assert found["stairs.html"][2]["running"] == "Also about knee"
    assert found["stairs-es.html"][2] == {"correr": "También sobre rodilla"}
    for page, (close, more, reasons) in found.items():
        slugs = {other.removesuffix(".html").removesuffix("-es") for other in close + more}
        assert set(reasons) <= slugs, page


def test_the_settings_count(site: Path, build: Build) -> None:
    build("--extra-settings", "RELATED_POSTS_MAX=2",
          'RELATED_POSTS_WEIGHTS={"text": 0, "title": 0, "tags": 5}')

    assert {len(others) for page, others in named(site) if "-es" not in page} == {2}
    # Nothing but tags counts, and those two have one that is like no other.
    assert lists(site)["overhead.html"][0] == []
    assert lists(site)["pillow.html"][0] == ["desk.html"]


def test_a_plugin_after_this_one_may_still_change_the_text(site: Path, build: Build) -> None:
    (site.parent / "elsewhere" / "later.py").write_text(
        "from pelican import signals\n"
        "def add(generators):\n"
        "    for article in generators[0].articles:\n"
        "        article._content += '<p>Added later.</p>'\n"
        "def register():\n"
        "    signals.all_generators_finalized.connect(add)\n", "utf-8")
    told = build("--extra-settings", 'PLUGINS=["related", "later"]')

    assert told.stderr == ""
    assert "Added later." in (site / "output" / "desk.html").read_text("utf-8")
    assert lists(site)["desk.html"][0]


FAULTS = {  # of which file, the header: where and what
    "pillow": ("Tags: neck\nRelated_posts: desk, runnning",
               "pillow.md:4: related_posts: 'runnning' is no post; did you mean 'running'?"),
    "desk": ("Related_posts: brace", "desk.md:3: related_posts: 'brace' is a draft and never "
                                     "recommended"),
    "running": ("Related: running", "running.md:3: related: 'running' is this post itself"),
    "squats": ("Related_posts: stairs,\n    pillow,\n    stairs",
               "squats.md:5: related_posts: 'stairs' is named twice"),
    "throwing": ("Related_posts: correr", "throwing.md:3: related_posts: 'correr' is in another "
                                          "language: es, not en"),
    "parking": ("Not_related: stares",
                "parking.md:3: not_related: 'stares' is no post; did you mean 'stairs'?"),
    "correr-es": ("Slug: correr\nLang: es\nRelated_posts: taping",
                  "correr-es.md:5: related_posts: 'taping' is in another language: en, not es"),
}


def test_each_fault_is_one_line_and_fatal_on_demand(site: Path, build: Build) -> None:
    write(site, {name: (FAULTS[name][0] if name in FAULTS else header, text)
                 for name, (header, text) in POSTS.items()})
    told = build()
    fatal = build("--fatal", "errors", "--output", str(site / "fatal"))

    expected = sorted(message for _, message in FAULTS.values())
    assert told.returncode == 0
    assert [line for line in told.stderr.splitlines() if "related" in line] == expected
    assert lists(site)["pillow.html"][0][0] == "desk.html"
    assert fatal.returncode == 1
    assert [line for line in fatal.stderr.splitlines() if re.match(r"\S+\.md:", line)] == expected
    assert not list((site / "fatal").rglob("*.html"))


def test_wrong_settings_are_told(site: Path, build: Build) -> None:
    wrong = ("--extra-settings", "RELATED_POSTS_MAX=-1", 'RELATED_POSTS_WEIGHTS={"titles": 3}')
    told = build(*wrong)

    assert told.returncode == 0
    assert "RELATED_POSTS_MAX = -1 must be a whole number from 0 to 40; 5 is used" in told.stderr
    assert "did you mean 'title'?; the usual weights are used" in told.stderr
    assert build("--fatal", "errors", *wrong).returncode == 1


def test_from_this_project_by_its_full_name(site: Path, build: Build) -> None:
    build()
    alone = lists(site)
    shutil.rmtree(site / "output")
    shutil.rmtree(site.parent / "elsewhere" / "related")
    settings = site / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8").replace("is None", "is not None").replace(
        '"related"', '"plugins.related"'), "utf-8")
    told = build(cwd=ROOT)

    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    assert lists(site) == alone


def test_large_sites_need_no_numpy_and_get_the_same_lists(site: Path, build: Build) -> None:
    names = list(POSTS)[:8]
    write(site, {f"{name}-{i}": ("", f"{POSTS[name][1]} Note {'abcdefghijklmnopq'[i]}{i}.")
                 for i in range(17) for name in names if name != "squats"})
    quiet = ("--extra-settings", 'FEED_ALL_ATOM=null', "CATEGORY_FEED_ATOM=null")
    assert build(*quiet).returncode == 0
    quick = lists(site)
    shutil.rmtree(site / "output")
    told = build(*quiet, start=("-c", "import sys; sys.modules['numpy'] = None\n"
                                      "from pelican import main; main(sys.argv[1:])"))

    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    assert len(quick) > 120
    assert lists(site) == quick


def test_the_readme_is_right(site: Path, build: Build) -> None:
    readme = (ROOT / "plugins" / "related" / "README.md").read_text("utf-8")
    snippet = re.findall(r"^```html\+jinja\n(.*?)^```", readme, re.M | re.S)
    weights = re.findall(r"^\| `RELATED_POSTS_WEIGHTS` \| `(.*?)`", readme, re.M)
    (site.parent / "elsewhere" / "templates" / "article.html").write_text(
        f'{{% extends "!theme/article.html" %}}{{% block content %}}{snippet[0]}{{% endblock %}}',
        "utf-8")
    told = build()

    assert json.loads(weights[0]) == vars(Weights())
    assert told.stderr == ""
    page = (site / "output" / "stairs.html").read_text("utf-8")
    related, _, more = page.partition("<h2>More to read</h2>")
    assert re.search(r'<a href="https://notes.example/blog/running.html">Running</a>\s*'
                     r"<small>Also about knee</small>", related)
    assert "Parking</a>" in more
    assert "<h2>Related</h2>" not in (site / "output" / "parking.html").read_text("utf-8")


def test_without_pelican_everything_but_the_plugin_can_be_imported(site: Path) -> None:
    code = ("import importlib, pkgutil, sys; sys.modules['pelican'] = None\n"
            f"sys.path.insert(0, {str(site.parent / 'elsewhere')!r})\n"
            "import related\n"
            "names = {found.name for found in pkgutil.iter_modules(related.__path__)}\n"
            "names.remove('plugin')\n"
            "print(*sorted(names))\n"
            "for name in names: importlib.import_module(f'related.{name}')\n"
            "from related.core import Candidate, Page, rank, recommend\n"
            "text = ' '.join(f'knee{i}' for i in range(60))\n"
            "posts = [Candidate(slug, slug, text, '', 1) for slug in 'ab']\n"
            "print(recommend(rank(posts), {'a': Page(3)})['a'].close[0].slug)")
    told = subprocess.run([sys.executable, "-I", "-c", code], cwd=site, encoding="utf-8",
                          capture_output=True, check=False, timeout=60)

    assert told.stderr == ""
    assert told.stdout.split()[-1] == "b"
    assert {"core", "page", "ranking"} <= set(told.stdout.split())
