"""Every word of the interface is in the catalogue, and nothing else speaks to readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from plugins.words import catalogues, po, pseudo

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "theme" / "translations"
TEMPLATES = [path for folder in ("templates", "components")
             for path in sorted((ROOT / "theme" / folder).rglob("*.html"))
             if path.name != "style_guide.html"]
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "title", "placeholder", "label"}
_COMMENT = re.compile(r"\{#.*?#\}", re.S)
_TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", re.S)
_PRINTED = re.compile(r"\{\{(.*?)\}\}", re.S)
_LOGIC = re.compile(r"\{%.*?%\}", re.S)
_WORD = re.compile(r"[A-Za-z]{2,}")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|`((?:[^`\\]|\\.)*)`')
_SENTENCE = re.compile(r"[A-Z][a-z]+|[a-z]+ [a-z]+ [a-z]+")


class Texts(HTMLParser):
    """What of a template a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and (
            name in SPOKEN_ATTRIBUTES or (name.startswith("data-") and " " in value))]

    def handle_data(self, data: str) -> None:
        self.found.append(re.sub(r'\b\w+=""', "", data))  # what a macro makes of attributes


def bare_words(template: str) -> list[str]:
    """English words of a template that do not come from the catalogue."""
    text = _TRANSLATED.sub("", _COMMENT.sub("", template))
    constants = [text for printed in _PRINTED.findall(text) for text in quoted(printed)]
    parser = Texts()
    parser.feed(_LOGIC.sub("", _PRINTED.sub("", text)))
    parser.close()
    return [each for each in (*constants, *parser.found) if _WORD.search(each)]


def quoted(expression: str) -> Iterator[str]:
    """Constant texts that an expression prints: not those it compares with, or hands to `_`."""
    for match in re.finditer(r'(\b_\(|==\s*|\bin\s*\(|\bgroup\()?"([^"]*)"', expression):
        if not match[1]:
            yield match[2]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    assert bare_words(path.read_text("utf-8")) == []


@pytest.mark.parametrize("template, found", [
    ("<p>Hello</p>", ["Hello"]), ('<a title="Go on">{{ x }}</a>', ["Go on"]),
    ('{{ "article" if n == 1 else "articles" }}', ["article", "articles"]),
    ('<p data-x="Too late.">{{ _("Hi") }}</p>', ["Too late."]),
    ("<p>{% trans %}Hello{% endtrans %}</p>{# a note #}", []),
    ('<a class="big" data-x="one">{% if x == "yes" %}{{ x }}{% endif %} ·</a>', []),
])
def test_bare_words_are_found(template: str, found: list[str]) -> None:
    assert bare_words(template) == found


@pytest.mark.parametrize("name", ["contact.js", "search.js"])
def test_a_script_has_no_words_of_its_own(name: str) -> None:
    script = (ROOT / "theme" / "static" / name).read_text("utf-8")
    code = re.sub(r"//[^\n]*|/(?![*/ ])(?:[^/\\\n]|\\.)+/[gu]*", "", script)
    texts = [re.sub(r"\$\{[^}]*\}", "", "".join(match)) for match in _STRING.findall(code)]

    assert [text for text in texts if _SENTENCE.search(text) and text not in CODE] == []


# Names that machines read.
CODE = {"Accept", "AbortError"}


def test_a_style_has_no_words_of_its_own() -> None:
    found = [(path.name, text) for path in sorted((ROOT / "theme").rglob("*.css"))
             for value in re.findall(r"\bcontent:\s*([^;]+);", path.read_text("utf-8"))
             for text in re.findall(r'"([^"]*)"', value) if _WORD.search(text)]

    assert found == []


def test_the_template_of_catalogues_is_up_to_date() -> None:
    assert (FOLDER / catalogues.TEMPLATE).read_text("utf-8") \
        == catalogues.text_of(catalogues.gather(ROOT)), "run `make words`"


def test_what_is_gathered_is_what_stands_in_code_and_templates() -> None:
    keys = {message.id for message in catalogues.gather(ROOT)}

    assert {"Contact", "Sources", "Goal", "January", "Your name", "Where does it hurt?"} <= keys
    assert not {"Style guide", "no-phi"} & keys


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.po")), ids=lambda path: path.stem)
def test_a_catalogue_is_sound_and_up_to_date(path: Path) -> None:
    words = {message.id for message in catalogues.gather(ROOT) if message.id}
    catalog = catalogues.read(path)

    assert {message.id for message in catalog if message.id} == words, "run `make words`"
    assert catalogues.text_of(catalog) == path.read_text("utf-8"), "run `make words`"
    # Who adds a word need not speak the language; much of it left in English is no translation.
    assert len(po.read(path.read_text("utf-8")).messages) >= 0.95 * len(words)


def test_words_are_brought_up_to_date(tmp_path: Path) -> None:
    project, folder = tmp_path / "project", tmp_path / "words"
    (project / "plugins" / "x").mkdir(parents=True)
    code = project / "plugins" / "x" / "core.py"
    code.write_text('a = words.say("One"), words.say("Two {n}", n=2)\n')
    assert catalogues.update(project, folder, "es") == ["es.po: 2 of 2 still to be translated"]
    spanish = folder / "es.po"
    spanish.write_text(spanish.read_text().replace('"One"\nmsgstr ""', '"One"\nmsgstr "Uno"'))
    code.write_text('a = words.say("One"), words.say("Three")\n')

    assert catalogues.update(project, folder) == ["es.po: 1 of 2 still to be translated"]
    assert po.read(spanish.read_text()).messages == {"One": ("Uno",)}
    assert "Two" not in spanish.read_text() and "Three" in spanish.read_text()
    before = spanish.read_bytes()
    catalogues.update(project, folder)
    assert spanish.read_bytes() == before


@pytest.mark.parametrize("language", ["xx-nope", "../es", "klingon", "e"])
def test_no_catalogue_is_started_for_what_is_no_language(tmp_path: Path, language: str) -> None:
    with pytest.raises((ValueError, UnknownLocaleError)):
        catalogues.update(tmp_path, tmp_path / "words", language)

    assert not (tmp_path / "words").exists()


MESSAGE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"),
                                include_characters='\n\t"\\', exclude_characters="<>&{}%\x85"),
                  min_size=1).filter(str.strip)


@given(st.dictionaries(MESSAGE, st.tuples(MESSAGE, MESSAGE), min_size=1, max_size=5),
       st.booleans())
def test_our_reading_is_that_of_babel(messages: dict[str, tuple[str, str]], plural: bool) -> None:
    catalog = Catalog(locale="es", fuzzy=False)
    for key, forms in messages.items():
        catalog.add((key, f"{key}s") if plural else key, forms if plural else forms[0])

    assert po.read(catalogues.text_of(catalog)).messages \
        == {key: forms if plural else forms[:1] for key, forms in messages.items()}


def test_the_pseudo_language_is_longer_and_keeps_what_is_filled_in() -> None:
    text = 'Call <a href="%(href)s">%(phone)s</a> on {day}, 100%% &nbsp;sure.'
    said = pseudo.pseudo(text)

    assert said.startswith("[Çåll <a href=\"%(href)s\">%(phone)s</a> öñ {day}, 100%% &nbsp;šüré.")
    assert said.endswith("]")
    assert pseudo.pseudo(" and ") == " [åñd lörém] "
    keys = [key for key in (message.id for message in catalogues.gather(ROOT))
            if isinstance(key, str) and len(key) > 20
            and not any(sign in key for sign in "<{%")]
    assert all(len(pseudo.pseudo(key)) >= 1.3 * len(key) for key in keys)


def test_the_catalogue_of_the_pseudo_language_is_sound() -> None:
    words = catalogues.gather(ROOT)
    read = po.read(catalogues.text_of(catalogues.started(pseudo.TAG, words)))

    assert len(read.messages) == len([message for message in words if message.id])
