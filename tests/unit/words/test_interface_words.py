"""Words said in a language, and templates compiled in it."""

import pytest
from jinja2 import Environment, StrictUndefined

from plugins.words import po
from plugins.words.core import ENGLISH, Catalogue, Words
from plugins.words.languages import Languages
from plugins.words.templates import spoken

POLISH = "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
WORDS = Words("pl", Catalogue({
    "Contact": ("Kontakt",), "Page {number} of {of}": ("Z {of}: {number}",),
    "Say \"%(who)s\"": ("%(who)s & co.",),
    "%(n)s post": ("%(n)s wpis", "%(n)s wpisy", "%(n)s wpisów")}, POLISH))
BASE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                   extensions=["plugins.words.templates.Translated"])


def printed(source: str, words: Words, **values: object) -> str:
    return spoken(BASE, words).from_string(source).render(**values)


def test_english_is_what_stands_there():
    assert ENGLISH.say("Contact") == "Contact"
    assert ENGLISH.say("Page {number} of {of}", number=1, of=2) == "Page 1 of 2"


def test_a_catalogue_says_it_otherwise_and_may_turn_it_round():
    assert WORDS.say("Contact") == "Kontakt"
    assert WORDS.say("Page {number} of {of}", number=1, of=2) == "Z 2: 1"
    assert WORDS.say("Unknown {x}", x=3) == "Unknown 3"


def test_equal_words_have_one_digest_and_others_another():
    assert Words("pl", Catalogue(dict(WORDS.catalogue.messages), POLISH)).digest == WORDS.digest
    assert len({WORDS.digest, ENGLISH.digest, Words("en-US").digest,
                Words("pl", Catalogue({"Contact": ("K",)})).digest}) == 4


@pytest.mark.parametrize("words, said", [(ENGLISH, "Contact"), (WORDS, "Kontakt")])
def test_a_template_says_constant_words(words, said):
    assert printed('<a title="{{ _("Contact") }}">{{ _("Contact") if yes else "" }}</a>', words,
                   yes=True) == f'<a title="{said}">{said}</a>'


def test_values_are_escaped_and_words_keep_their_place():
    source = "{% trans who=who %}Say \"{{ who }}\"{% endtrans %}!"

    assert printed(source, WORDS, who="<b>") == "&lt;b&gt; & co.!"
    assert printed(source, ENGLISH, who="<b>") == 'Say "&lt;b&gt;"!'


@pytest.mark.parametrize("n, said", [(0, "0 wpisów"), (1, "1 wpis"), (3, "3 wpisy"),
                                     (12, "12 wpisów"), (24, "24 wpisy")])
def test_a_number_has_the_form_of_the_language(n, said):
    source = "{% trans n=n %}{{ n }} post{% pluralize %}{{ n }} posts{% endtrans %}"

    assert printed(source, WORDS, n=n) == said
    assert printed(source, ENGLISH, n=n) == f"{n} post{'' if n == 1 else 's'}"


def test_words_cost_nothing_when_a_page_is_printed():
    source = '{{ _("Contact") }} {% trans who=who %}Say "{{ who }}"{% endtrans %}'
    code = spoken(BASE, WORDS).compile(source, raw=True)

    assert "Kontakt" in code
    assert "gettext" not in code and "context.call" not in code


def test_a_language_is_there_by_its_catalogue_and_regions_share_one():
    languages = Languages({"es": ("theme/translations/es.po", 'msgid "A"\nmsgstr "B"\n')})

    assert [languages.has(tag) for tag in ("en", "en-GB", "es", "es-MX", "ES", "fr")] \
        == [True, True, True, True, True, False]
    assert languages.words("es-MX").say("A") == "B"
    assert languages.words("es-MX").language == "es-MX"
    assert languages.words("en-GB").say("A") == "A"
    assert languages.faults == []


def test_a_faulty_catalogue_is_told_once_and_english_stands_in():
    languages = Languages({"es": ("t/es.po", "msgid nonsense\n")})

    assert languages.words("es").say("A") == languages.words("es").say("A") == "A"
    assert [fault[:2] for fault in languages.faults] == [("t/es.po", 1)]


@pytest.mark.parametrize("text, line, message", [
    ("msgstr\n", 1, "is no line of a catalogue"),
    ('"loose"\n', 1, "is no line of a catalogue"),
    ('msgid "a"\nmsgstr "b\\q"\n', 2, "has a backslash that means nothing"),
    ('\nmsgid "{n} of {m}"\nmsgstr "{n} de {k}"\n', 2, "has {k}, which"),
    ('msgid "%(n)s post"\nmsgid_plural "%(n)s posts"\nmsgstr[0] "%(n)s"\nmsgstr[1] "%(m)s"\n', 1,
     "has %(m)s, which"),
    ('msgid "100%%"\nmsgstr "100 %"\n', 1, "has %, which"),
    ('msgid "<b>x</b>"\nmsgstr "<i>x</i>"\n', 1, "has other markup"),
    ('msgid "x"\nmsgstr "<script>"\n', 1, "has other markup"),
    ('msgid "<b>x</b>"\nmsgstr "<b>\\"x\\"</b>"\n', 1, "has a straight quote"),
    ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n ! 1;\\n"\n', 1, "is not readable"),
])
def test_a_fault_of_a_catalogue_has_line_and_cure(text, line, message):
    with pytest.raises(po.CatalogueError) as caught:
        po.read(text)

    assert message in caught.value.message
    assert (caught.value.line, bool(caught.value.cure)) == (line, True)


def test_what_is_fuzzy_or_half_done_is_left_in_english():
    found = po.read('#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n'
                    'msgid "d"\nmsgid_plural "ds"\nmsgstr[0] "e"\nmsgstr[1] ""\n'
                    '#~ msgid "old"\n#~ msgstr "alt"\nmsgid "f"\nmsgstr ""\n"g"\n" h"\n')

    assert found.messages == {"f": ("g h",)}


def test_hours_of_the_whole_day_may_stand_for_those_of_half_a_day():
    assert po.read('msgid "{hour} am"\nmsgstr "{hour24} Uhr"\n').messages \
        == {"{hour} am": ("{hour24} Uhr",)}
