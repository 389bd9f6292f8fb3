"""What holds for every example of every component, and for every component folder."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest
from markupsafe import Markup, escape

from plugins.page_models.core import Link
from plugins.style_guide.examples import (
    COMPONENTS,
    Example,
    ExampleError,
    build,
    examples,
    with_macro,
)
from tests.components.rendering import (
    THEME,
    UNSTYLED,
    classes,
    elements,
    fragment,
    render,
    rules,
    style_sheets,
    styled_classes,
)

CASES = [case for component in with_macro() for case in examples(component)]
FOLDERS = sorted(path.name for path in COMPONENTS.iterdir() if path.is_dir())
LAYERS = {"tokens", "base", "layout", "components", "utilities"}

# The classes of a component start with its name, but for these, whose names are short.
BLOCKS = {
    "contact_form": ("contact", "field", "choice", "trap", "problem", "cf-turnstile"),
    "contents_list": ("contents",), "home_hero": ("hero",), "related_list": ("related",),
    "rich_text": ("rich-text", "table"), "site_header": ("site-header", "site-nav"),
    "search_box": ("search", "found"),
    "term_list": ("terms",),
}
# Small things that several components show: the telephone button, a button, a lead paragraph,
# the mark of a draft, a fact of a line of them, words for screen readers only, and the ampersand of
# polished text.
SHARED = ("call", "button", "lead", "state", "fact", "hidden", "amp")

every_case = pytest.mark.parametrize("case", CASES, ids=str)
every_macro = pytest.mark.parametrize("component", with_macro())
every_folder = pytest.mark.parametrize("component", FOLDERS)


# ---------------------------------------------------------------- examples


@every_case
def test_prints_sound_html(case: Example) -> None:
    html = render(case.component, case.model)

    fragment(html)  # strict: raises at the first parse error, unclosed elements among them


@every_case
def test_uses_only_classes_that_have_a_style(case: Example) -> None:
    used = classes(fragment(render(case.component, case.model)))

    assert used - styled_classes() - UNSTYLED == set()


@every_case
def test_uses_only_its_own_classes_and_shared_ones(case: Example) -> None:
    allowed = {block for name in (case.component, *imported(case.component))
               for block in blocks(name)} | set(SHARED)

    used = classes(fragment(render(case.component, case.model)))

    assert {name for name in used if re.split("__|--", name)[0] not in allowed} == set()


@every_case
def test_holds_no_style_and_no_script(case: Example) -> None:
    tree = fragment(render(case.component, case.model))

    attributes = {(name, value) for element in elements(tree) for name, value in element.items()}
    assert {element.tag for element in elements(tree)} & {"script", "style"} == set()
    assert {name for name, _ in attributes if name == "style" or name.startswith("on")} == set()
    assert {value for _, value in attributes if value.lower().startswith("javascript:")} == set()


@every_macro
def test_odd_characters_come_out_as_text(component: str) -> None:
    model = next(case.model for case in CASES
                 if (case.component, case.name) == (component, "odd"))
    html = render(component, model)

    odd = {text for text in plain_texts(model) if "<" in text}
    assert {text for text in odd if text in html} == set()
    assert "<script" not in html
    if odd:
        assert any(str(escape(text)) in html for text in odd)


@every_macro
def test_has_the_usual_cases(component: str) -> None:
    names = [case.name for case in CASES if case.component == component]

    assert names[:2] == ["normal", "longest"]
    assert "odd" in names
    assert len(names) == len(set(names))


@every_macro
def test_longest_example_is_long(component: str) -> None:
    model = next(case.model for case in CASES
                 if (case.component, case.name) == (component, "longest"))

    assert max(len(word) for text in texts(model) for word in text.split()) >= 60


@pytest.mark.parametrize("table, message", [
    ({"label": "x"}, "needs"),
    ({"label": "x", "href": "/", "colour": "red"}, "has no"),
    ({"label": 1, "href": "/"}, "is no str"),
    ({"label": "x", "href": "/", "articles": True}, "is no int"),
    ("x", "is no table"),
])
def test_refuses_what_is_not_the_model(table: object, message: str) -> None:
    with pytest.raises(ExampleError, match=message):
        build(table, Link, "breadcrumb/wrong")


# ---------------------------------------------------------------- folders


@every_macro
def test_template_is_one_macro_with_a_head_comment(component: str) -> None:
    source = (COMPONENTS / component / f"{component}.html").read_text("utf-8")

    assert source.startswith("{# ")
    assert re.search(r"\bmodel: \S", source[:source.index("#}")])
    assert re.search(rf"{{% macro {component}\(model\b", source)


@every_folder
def test_style_names_a_layer(component: str) -> None:
    found = list(rules(style_sheets()[f"components/{component}/{component}.css"]))

    assert found
    assert [selector for around, selector in found if not layers(around) & LAYERS] == []


@every_folder
def test_holds_only_files_of_its_own_name(component: str) -> None:
    allowed = {f"{component}.{suffix}" for suffix in ("html", "css", "js")} | {"examples.toml"}

    assert {path.name for path in (COMPONENTS / component).iterdir()} - allowed == set()


def test_all_layers_are_declared_once() -> None:
    declared = re.fullmatch(r"@layer ([\w, ]+);", style_sheets()["styles/layers.css"].strip())

    assert declared
    assert set(declared[1].split(", ")) == LAYERS


def test_colours_stand_in_the_tokens_only() -> None:
    others = {path: css for path, css in style_sheets().items() if path != "styles/tokens.css"}

    assert {path: found for path, css in others.items()
            if (found := re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", css))} == {}


def test_every_macro_is_used() -> None:
    sources = "".join(path.read_text("utf-8") for path in THEME.rglob("*.html"))

    assert [name for name in with_macro() if f"/{name}.html\" import {name} " not in sources] == []


# ---------------------------------------------------------------- readers


def blocks(component: str) -> tuple[str, ...]:
    return BLOCKS.get(component, (component.replace("_", "-"),))


def imported(component: str) -> set[str]:
    """The components that a component prints, and those that they print."""
    source = (COMPONENTS / component / f"{component}.html").read_text("utf-8")
    direct = set(re.findall(r'from "components/(\w+)/', source))
    return direct | {name for found in direct for name in imported(found)}


def layers(around: list[str]) -> set[str]:
    return {rule.removeprefix("@layer ") for rule in around if rule.startswith("@layer ")}


def texts(model: object) -> Iterator[str]:
    """Every text in a model, however deep."""
    if isinstance(model, str):
        yield model
    elif isinstance(model, tuple):
        for each in model:
            yield from texts(each)
    elif dataclasses.is_dataclass(model):
        for field in dataclasses.fields(model):
            yield from texts(getattr(model, field.name))


def plain_texts(model: object) -> Iterator[str]:
    """The texts that are no HTML: printing them must escape them."""
    return (text for text in texts(model) if not isinstance(text, Markup))
