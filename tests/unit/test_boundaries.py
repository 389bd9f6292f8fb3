"""Who may import whom, and what a core never does (docs/architecture.md)."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"

# The features below which all others stand.
BASE = {"digest", "site_model", "images", "words"}
# feature -> the other features it may import; one that is not named here may import BASE.
ALLOWED: dict[str, set[str]] = {
    "memory": set(),
    "digest": set(),
    "workers": set(),
    "images": set(),
    "fast_text": set(),
    "words": {"digest"},
    "site_model": {"digest", "fast_text", "images", "words"},
    "article_body": BASE | {"fast_text"},
    "page_models": BASE | {"article_body", "assets", "body_map", "colours", "contact_form",
                           "fast_text", "feeds", "glossary", "handout", "redirects",
                           "related", "rules", "search", "security_policy", "sitemap",
                           "structured_data"},
    "glossary": BASE | {"article_body"},
    "rules": BASE | {"article_body"},
    "reports": BASE | {"rules"},
    "outside_links": BASE | {"rules"},
    "folder_check": BASE | {"fast_text"},
    "style_guide": BASE | {"page_models", "article_body", "colours"},
    "publishing": BASE | {"article_body", "contact_form", "fast_text", "folder_check",
                          "memory", "page_models", "related", "rules", "workers"},
    "preview": BASE | {"page_models", "publishing", "contact_form", "security_policy",
                       "style_guide", "workers"},
}
# Where Pelican may be imported: adapters, and the commands that run it.
PELICAN_FILES, PELICAN_FEATURES = {"plugin"}, {"publishing", "preview"}
FILES_CLOCK_AND_ENVIRONMENT = {
    "read_text", "read_bytes", "write_text", "write_bytes", "datetime.now", "datetime.today",
    "datetime.utcnow", "date.today", "time.time", "time.monotonic", "os.environ", "os.getenv",
    "os.open"}

Modules = Mapping[tuple[str, str], ast.Module]


def modules(root: Path) -> Modules:
    """The parsed modules below `root` by feature and name."""
    return {(path.parent.relative_to(root).parts[0], path.stem): ast.parse(path.read_text("utf-8"))
            for path in sorted(root.rglob("*.py")) if path.parent != root}


def imports(feature: str, tree: ast.AST) -> Iterator[str]:
    """The dotted names a module imports; each imported name counts, as it may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = {0: "", 1: f"plugins.{feature}."}.get(node.level, "plugins.")
            yield from (f"{start}{node.module or ''}.{alias.name}".replace("..", ".")
                        for alias in node.names)


def ours(feature: str, tree: ast.AST, known: Modules) -> set[tuple[str, str]]:
    """The modules of ours that a module imports."""
    parts = [name.split(".") for name in imports(feature, tree) if name.startswith("plugins.")]
    return {(part[1], part[2]) if len(part) > 2 and (part[1], part[2]) in known
            else (part[1], "__init__") for part in parts}


def impure(tree: ast.AST) -> Iterator[str]:
    """What a module does with files, the clock or the environment."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) \
                and node.func.id == "open":
            yield "open("
        elif isinstance(node, ast.Attribute):
            for name in (node.attr, f"{ast.unparse(node.value).rsplit('.', 1)[-1]}.{node.attr}"):
                if name in FILES_CLOCK_AND_ENVIRONMENT:
                    yield name


def cycles(known: Modules) -> list[str]:
    """The modules that, in the end, import themselves."""
    direct = {key: ours(key[0], tree, known) & set(known) for key, tree in known.items()}
    found = []
    for start in direct:
        reached, todo = set(), list(direct[start])
        while todo:
            here = todo.pop()
            if here not in reached:
                reached.add(here)
                todo += direct[here]
        if start in reached:
            found.append(f"{'.'.join(start)} imports itself in a circle")
    return found


def breaches(root: Path) -> list[str]:
    """Every breach of the rules in the features below `root`."""
    known, found = modules(root), []
    for (feature, name), tree in known.items():
        here = f"{feature}.{name}"
        if any(each.split(".")[0] == "pelican" for each in imports(feature, tree)) \
                and name not in PELICAN_FILES and feature not in PELICAN_FEATURES:
            found.append(f"{here} imports pelican")
        others = {other for other, _ in ours(feature, tree, known)} - {feature}
        found += [f"{here} imports the feature {other}"
                  for other in sorted(others - ALLOWED.get(feature, BASE))]
        if name == "core":
            found += [f"{here} uses {what}" for what in impure(tree)]
    return found + cycles(known)


def test_the_boundaries_hold():
    assert breaches(PLUGINS) == []


def test_the_table_names_features_that_exist():
    features = {feature for feature, _ in modules(PLUGINS)}

    assert set(ALLOWED) | set().union(*ALLOWED.values()) <= features


@pytest.mark.parametrize("files, found", [
    ({"related/core.py": "from pelican import signals"}, ["related.core imports pelican"]),
    ({"related/rank.py": "def f():\n    import pelican.utils"}, ["related.rank imports pelican"]),
    ({"related/core.py": "from plugins.feeds.core import atom", "feeds/core.py": ""},
     ["related.core imports the feature feeds"]),
    ({"related/core.py": "from plugins.feeds import core", "feeds/core.py": ""},
     ["related.core imports the feature feeds"]),
    ({"related/core.py": "from ..feeds import core", "feeds/core.py": ""},
     ["related.core imports the feature feeds"]),
    ({"site_model/core.py": "import plugins.page_models.core", "page_models/core.py": ""},
     ["site_model.core imports the feature page_models"]),
    ({"images/core.py": "from plugins.site_model import core", "site_model/core.py": ""},
     ["images.core imports the feature site_model"]),
    ({"related/core.py": "text = open('x').read()"}, ["related.core uses open("]),
    ({"related/core.py": "from pathlib import Path\nx = Path('x').read_text()"},
     ["related.core uses read_text"]),
    ({"related/core.py": "import datetime\nx = datetime.datetime.now()"},
     ["related.core uses datetime.now"]),
    ({"related/core.py": "from datetime import date\nx = date.today()"},
     ["related.core uses date.today"]),
    ({"related/core.py": "import time\nx = time.time()"}, ["related.core uses time.time"]),
    ({"related/core.py": "import os\nx = os.environ['X']"}, ["related.core uses os.environ"]),
    ({"related/core.py": "from plugins.related.rank import x",
      "related/rank.py": "from . import core"},
     ["related.core imports itself in a circle", "related.rank imports itself in a circle"]),
])
def test_a_breach_is_found(tmp_path, files, found):
    write(tmp_path, files)

    assert breaches(tmp_path) == found


def test_what_is_allowed_is_passed_in_silence(tmp_path):
    write(tmp_path, {
        "related/core.py": "from plugins.site_model.core import Article\nfrom PIL import Image\n"
                           "Image.open(x)",
        "site_model/core.py": "from plugins.images import core",
        "images/core.py": "import io", "page_models/plugin.py": "from pelican import signals",
        "publishing/build.py": "import pelican\nfrom plugins.page_models import plugin",
        "preview/clock.py": "import time\nx = time.time()"})

    assert breaches(tmp_path) == []


def write(root: Path, files: Mapping[str, str]) -> None:
    """A small tree of features."""
    for path, text in files.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
