"""The documentation names everything there is, and nothing that there is not."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from plugins.article_body.blocks import NAMES
from plugins.article_body.markers import KNOWN
from plugins.contact_form.providers import PROVIDERS, SECURE_FORMS
from plugins.rules import handbook
from plugins.site_model.core import PAGE_FIELDS, PERSON_FIELDS, POST_FIELDS, RED_FLAG_LEVELS
from plugins.site_model.settings import ContactSettings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MARKDOWN = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
ENTRANCES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", DOCS / "authoring.md",
             DOCS / "architecture.md")
_LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")


@cache
def read(path: Path) -> str:
    return path.read_text("utf-8")


def prose(path: Path) -> str:
    """A document without its code blocks and code words: what could be a link, is one."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", read(path), flags=re.S | re.M))


def code(path: Path) -> str:
    """The code blocks and code words of a document, each on lines of its own."""
    return "\n".join(re.findall(r"^```.*?^```|(?<=`)[^`\n]+(?=`)", read(path), re.S | re.M))


def folders(place: str) -> list[str]:
    return sorted(path.name for path in (ROOT / place).iterdir()
                  if path.is_dir() and not path.name.startswith(("_", ".")))


def tasks() -> set[str]:
    """The functions of tasks.py that are tasks."""
    return {node.name.replace("_", "-") for node in ast.parse(read(ROOT / "tasks.py")).body
            if isinstance(node, ast.FunctionDef) and node.decorator_list}


@pytest.mark.parametrize("path", ENTRANCES, ids=lambda path: path.name)
def test_document_is_there(path: Path) -> None:
    assert len(read(path).split()) > 100


@pytest.mark.parametrize("name", sorted({*POST_FIELDS, *PERSON_FIELDS, *PAGE_FIELDS}))
def test_field_is_told_to_authors(name: str) -> None:
    assert re.search(rf"`{name}[`:]|^\s*{name}:", read(DOCS / "authoring.md"), re.M)


@pytest.mark.parametrize("name", NAMES)
def test_block_is_told_to_authors(name: str) -> None:
    assert re.search(rf"/// {name}\b(?!-)", read(DOCS / "authoring.md"))


@pytest.mark.parametrize("marker", [f"[{name}]" for name in KNOWN] + ["[related: "])
def test_marker_is_told_to_authors(marker: str) -> None:
    assert marker in read(DOCS / "authoring.md")


@pytest.mark.parametrize("level", RED_FLAG_LEVELS)
def test_level_of_urgency_is_told_to_authors(level: str) -> None:
    assert level in read(DOCS / "authoring.md")


@pytest.mark.parametrize("entry", [*PROVIDERS.values(), *SECURE_FORMS.values()],
                         ids=lambda entry: entry.key)
def test_form_service_is_told_with_its_day_and_its_traps(entry: object) -> None:
    text = " ".join(read(DOCS / "publishing.md").split())
    row = next(line for line in read(DOCS / "publishing.md").split("\n")
               if line.startswith(f"| `{entry.key}` |"))  # type: ignore[attr-defined]

    assert row.endswith(f"| {entry.verified_on or 'not all'} |")  # type: ignore[attr-defined]
    assert [told for told in (*entry.todo, *entry.traps) if told not in text] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("entry", SECURE_FORMS.values(), ids=lambda entry: entry.key)
def test_secure_form_is_told_with_where_it_lies(entry: object) -> None:
    domains = ", ".join(entry.domains) or "any `https://` address"  # type: ignore[attr-defined]
    row = rf"^\| `{entry.key}` \| [^|]+ \| {re.escape(domains)} \|"  # type: ignore[attr-defined]

    assert re.search(row, read(DOCS / "publishing.md"), re.M)


@pytest.mark.parametrize(("heading", "words"), [
    ("### Know when it dies", ("60 days", "**Actions → Form watch**")),
    ("### Secure forms elsewhere", ("forms.gle",)),
    ("## Choose how messages reach you", ("knows common words, not all",)),
    ("## Set the address and publish", ("If `pelicanconf.py` names another provider",
                                        "CONTACT_FORM=formspree:… ")),
])
def test_what_a_volunteer_must_know_stands_where_it_is_needed(
        heading: str, words: tuple[str, ...]) -> None:
    part = re.split(r"^#+ ", read(DOCS / "publishing.md").split(heading, 1)[1], flags=re.M)[0]

    assert [each for each in words if each not in " ".join(part.split())] == []


@pytest.mark.parametrize("name", [each.name for each in fields(ContactSettings)])
def test_setting_of_the_form_is_told(name: str) -> None:
    assert re.search(rf"`{name}`|\b{name}=", read(DOCS / "publishing.md"))


@pytest.mark.parametrize("name", folders("plugins") + folders("theme/components"))
def test_folder_is_on_the_map(name: str) -> None:
    assert re.search(rf"(?<![\w-]){name}(?![\w-])", read(DOCS / "architecture.md"))


def test_documents_name_only_commands_there_are() -> None:
    named = {(path.name, name) for path in MARKDOWN
             for name in re.findall(r"^(?:\$ )?make ([a-z-]+)", code(path), re.M)}

    assert named
    assert {(path, name) for path, name in named if name not in tasks() | {"help"}} == set()


@pytest.mark.parametrize("name", sorted(tasks()))
def test_command_is_documented_and_forwarded(name: str) -> None:
    assert any(f"make {name}" in code(path) for path in MARKDOWN)
    assert re.search(rf"^\.PHONY:.*\b{name}\b", read(ROOT / "Makefile"), re.M)


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    relative = [link for link in _LINK.findall(prose(path))
                if not re.match(r"[a-z]+:|#", link)]

    assert [link for link in relative
            if not (path.parent / unquote(link.partition("#")[0])).exists()] == []


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_anchors_lead_to_a_heading(path: Path) -> None:
    for link in _LINK.findall(prose(path)):
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        if anchor and not re.match(r"[a-z]+:", link) and target.suffix == ".md":
            assert anchor in anchors(target), link


def anchors(path: Path) -> set[str]:
    """The anchors that a code host gives to the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", read(path), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_there_are_decisions() -> None:
    assert len(DECISIONS) >= 2


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_decision_has_its_four_parts(path: Path) -> None:
    headings = re.findall(r"^## (\w+)", read(path), re.M)

    assert [part for part in ("Status", "Context", "Decision", "Consequences")
            if part not in headings] == []
    assert read(path).startswith("# ")


def test_the_list_of_rules_is_that_of_the_rules() -> None:
    assert read(DOCS / "rule-list.md") == handbook.page()
