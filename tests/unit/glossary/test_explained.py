"""The meaning beside the first use of a word, and nowhere else."""

import html5lib
import pytest

from plugins.article_body.core import Body, Marker, based, polish
from plugins.glossary.core import explained
from plugins.site_model.glossary import GlossaryTerm

TENDON = GlossaryTerm("tendon", "tendon", "A cord <strong & white>.", ("sinew",))
ROOT = GlossaryTerm("nerve-root", "nerve root", "Where a nerve starts.")
ROM = GlossaryTerm("rom", "ROM", "How far a joint moves.", ("range of motion",))
KNEE = GlossaryTerm("runners-knee", "runner's knee", "A sore knee.")
TERMS = (ROOT, ROM, KNEE, TENDON)


def after(*parts, title="", terms=TERMS):
    return explained(Body(parts), title, terms)


def test_the_first_use_is_linked_and_explained_beside_it():
    body = after("<p>A tendon is strong. The tendon holds.</p>")

    assert body.parts == (
        '<p>A <a class="word" href="#word-tendon" aria-describedby="word-tendon">tendon</a>'
        '<span class="word__meaning" id="word-tendon" role="note"> (A cord &lt;strong '
        '<span class="amp">&amp;</span>&nbsp;white&gt;.<span class="word__more"> '
        '<a href="\x0e/glossary/#word-tendon">Glossary</a></span>)</span> is strong. '
        'The tendon holds.</p>',)
    assert body.explains == ("tendon",)


@pytest.mark.parametrize("text, slug", [
    ("Tendons hurt", "tendon"), ("the SINEW", "tendon"), ("ROM comes", "rom"), ("ROMs", "rom"),
    ("a range of\nmotion", "rom"), ("a nerve root.", "nerve-root"),
    ("runner's knee", "runners-knee"), ("Runner’s knees", "runners-knee")])
def test_forms_plurals_line_breaks_and_typography_are_seen_through(text, slug):
    assert after(polish(f"<p>It is {text}</p>")).explains == (slug,)


@pytest.mark.parametrize("fragment", [
    "<h2>A tendon</h2>", '<p><a href="/x/">tendon</a></p>', "<pre><code>tendon</code></pre>",
    "<p><code>tendon</code></p>", "<blockquote><p>tendon</p></blockquote>",
    "<figure><figcaption><p>tendon</p></figcaption></figure>", "<p>tendonitis, extendon</p>",
    "<p>a tendon-like thing</p>", "<table><tr><td><p>tendon</p></td></tr></table>",
    '<p><img alt="tendon" src="x"></p>', "<p>rom and Rom</p>", "<p>no&nbsp;word</p>", "tendon"])
def test_other_places_and_other_words_are_left_alone(fragment):
    body = Body((fragment,))

    assert explained(body, "", (*TERMS, GlossaryTerm("nbsp", "nbsp", "x"))) is body


def test_words_of_the_title_are_what_the_text_is_about():
    body = after("<p>A tendon at a nerve root</p>", title="Sore Tendons")

    assert body.explains == ("nerve-root",)


def test_once_in_a_text_of_several_parts_whatever_its_form():
    marker = Marker("related", "", 3)
    body = after("<p>sinew</p>", marker, "<ul><li>a tendon and its ROM</li></ul>")

    assert body.explains == ("tendon", "rom")
    assert body.parts[1] is marker
    assert "".join(p for p in body.parts if isinstance(p, str)).count('id="word-tendon"') == 1


def test_the_longest_form_wins():
    short = GlossaryTerm("root", "root", "A part of a plant.")

    assert after("<p>nerve root</p>", terms=(short, ROOT)).explains == ("nerve-root",)


def test_what_comes_out_is_sound_html():
    body = after("<p>A <strong>tendon</strong> and <em>a nerve root</em></p>",
                 "<ul><li>ROM</li></ul>")

    html5lib.HTMLParser(strict=True).parseFragment(based("".join(body.parts), ""))
    assert len(body.explains) == 3


def test_only_a_change_of_a_word_it_uses_changes_a_text():
    text, other = "<p>A tendon</p>", GlossaryTerm("splint", "splint", "A support.")
    changed = GlossaryTerm("tendon", "tendon", "Another meaning.")

    assert after(text).digest == after(text, terms=(*TERMS, other)).digest
    assert after(text).digest != after(text, terms=(changed,)).digest
