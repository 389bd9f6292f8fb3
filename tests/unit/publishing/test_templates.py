"""What a template is made of: a page is printed again when any of it changes."""

from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError, meta
from markupsafe import Markup, escape

from plugins.contact_form.core import form
from plugins.page_models.core import ClinicFacts, ContactCard
from plugins.publishing.templates import Templates
from plugins.site_model.settings import ContactSettings

ROOT = Path(__file__).resolve().parents[3]
SOURCES = (
    '{% extends "a.html" %}{% include "b.html" ignore missing %}',
    '{%- from "a.html" import x as y, z with context -%}{% import "b.html" as b %}',
    "{% include 'a.html' %}", '{% include ["a.html", "b.html"] %}', "{% include name %}",
    '{% extends "a.html" if x else "b.html" %}', '{% include "a" ~ ".html" %}', "plain",
    '{% set extends = 1 %}{{ "{% include x %}" }}', '{%+ include "a.html" without context +%}')


def templates(folder, **options):
    return Templates({"THEME": str(folder), "JINJA_ENVIRONMENT": options})


def named(made, source):
    return set(made._named(source))


@pytest.mark.parametrize("source", SOURCES)
def test_what_a_template_names_is_what_jinja_finds(tmp_path, source):
    made = templates(tmp_path)

    assert named(made, source) >= set(
        meta.find_referenced_templates(made.environment.parse(source)))
    assert (None in named(made, source)) == (
        None in meta.find_referenced_templates(made.environment.parse(source)))


def test_with_other_signs_for_tags_jinja_itself_looks(tmp_path):
    made = templates(tmp_path, block_start_string="<%", block_end_string="%>")

    assert named(made, '<% include "a.html" %>') == {"a.html"}


def test_an_included_template_counts_and_no_other(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    for name, text in (("page", '{% extends "base.html" %}'), ("base", '{% include "part.html" %}'),
                       ("part", "one"), ("other", "two")):
        (folder / f"{name}.html").write_text(text)
    before = templates(tmp_path).digest("page")
    (folder / "other.html").write_text("three")
    same = templates(tmp_path).digest("page")
    (folder / "part.html").write_text("three")

    assert before == same
    assert templates(tmp_path).digest("page") != before


def test_another_extension_makes_every_template_another(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text("one")
    before, after = (templates(tmp_path, extensions=names) for names in (
        ["plugins.words.templates.Translated"],
        ["plugins.words.templates.Translated", "jinja2.ext.do"]))

    assert before.digest("page") != after.digest("page")
    assert before.key != after.key


def test_compiled_templates_come_back_and_old_ones_do_not(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text("one {{ model }}")
    first = templates(tmp_path)
    assert first.render("page", 1) == b"one 1"
    assert first.has_news
    kept = first.to_keep()
    again = Templates({"THEME": str(tmp_path), "JINJA_ENVIRONMENT": {}}, kept)
    again.environment.compile = None  # it would have to
    assert again.render("page", 2) == b"one 2"
    assert not again.has_news
    (folder / "page.html").write_text("two {{ model }}")
    new = Templates({"THEME": str(tmp_path), "JINJA_ENVIRONMENT": {}}, kept)

    assert new.render("page", 3) == b"two 3"


class Html:
    """Knows itself how it is printed."""

    def __html__(self):
        return "<b>it</b>"


class Text(str):
    """A text that is not quite one."""

    def __html__(self):
        return "<i>another</i>"


@pytest.mark.parametrize("autoescape", [True, False])
@pytest.mark.parametrize("value", [
    "plain", "", "a & b", "<b>", "it's", '"', Markup("<b>"), Markup("x") + "<", 1, 2.5, None, True,
    Html(), Text("<"), ["<"], ("a", Markup("<")), {"a": "<"}])
def test_values_are_printed_as_jinja_prints_them(tmp_path, value, autoescape):
    source = ("{% macro m(v) %}<p>{{ v }}{{ caller() }}</p>{% endmacro %}{{ model }}{% set x %}"
              "{{ model }}<{% endset %}{{ x }}{% call m(model) %}{{ model }}{% endcall %}"
              "{{ model ~ '<' }}{{ [model, '<'] | join('&') }}{{ model | string | e }}"
              "{% filter upper %}{{ model }}{% endfilter %}{{ x ~ model }}")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(source)

    made = templates(tmp_path, autoescape=autoescape)

    assert made.environment.get_template("page.html").root_render_func.__globals__["escape"] \
        is not escape
    assert made.render("page", value).decode() == \
        Environment(autoescape=autoescape).from_string(source).render(model=value)


def test_what_is_not_there_is_told_still(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("{{ model.none }}")

    with pytest.raises(UndefinedError):
        templates(tmp_path, autoescape=True, undefined=StrictUndefined).render("page", {})


def clinic(name):
    return ContactCard("end", "Call us", "", None, form(ContactSettings(), "", True),
                       ClinicFacts(name, False, "", "1", "tel:1", "", (), (), ""), None, "")


def test_a_record_that_many_pages_share_is_printed_once(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "card.html").write_text(
        "{% macro card(model, level=2) %}{{ seen(model) }}{{ level }}{{ model.clinic.name }}"
        "{% endmacro %}")
    (tmp_path / "templates" / "page.html").write_text(
        '{% from "card.html" import card %}{{ card(model) }} {{ card(model) }} {{ card(model, 1) }}'
        " {{ card(model, true) }} {{ card(model, level=3) }}"
        " {% autoescape false %}{{ card(model) }}{% endautoescape %}")
    asked = []
    made = Templates({"THEME": str(tmp_path), "JINJA_ENVIRONMENT": {"autoescape": True},
                      "JINJA_GLOBALS": {"seen": lambda model: asked.append(model) or ""}})

    assert made.render("page", clinic("<A>")) == \
        b"2&lt;A&gt; 2&lt;A&gt; 1&lt;A&gt; True&lt;A&gt; 3&lt;A&gt; 2&lt;A&gt;"
    assert made.render("page", clinic("B")) == b"2B 2B 1B TrueB 3B 2B"
    assert len(asked) == 10  # of six; an argument by name is not looked for
    assert made.render("page", clinic("<A>")).startswith(b"2&lt;A&gt; ")
    assert len(asked) == 11
    for number in range(300):
        assert made.render("page", clinic(str(number))).startswith(f"2{number} 2{number}".encode())
