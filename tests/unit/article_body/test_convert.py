"""Markdown to the parts of a page: what a reader sees and what an author hears."""

import pytest

from plugins.article_body.core import Marker, based, convert, plain_text, polish_text
from plugins.article_body.links import BASE, Resolver, Target
from plugins.images.core import Picture
from tests.unit.builders import shown


def picture_of(inside):
    if inside != "images/knee.svg":
        raise KeyError("")
    return Picture(inside, 320, 200)


TARGETS = {"content/posts/sciatica.md": Target("/sciatica/")}


def body(source, keys=()):
    resolver = Resolver("content/posts/me.md", "content", TARGETS, picture_of)
    return convert(source, "me.md", 10, resolver, keys)


def markup(source, keys=()):
    """The HTML of a sound text; the spaces that keep its last words together are made plain."""
    converted = body(source, keys)
    assert shown(converted.problems) == ""
    return "".join(converted.parts).replace("&nbsp;", " ")


def told(source, keys=()):
    return shown(body(source, keys).problems)


# ---------------------------------------------------------------- text


def test_markdown_becomes_html_with_links_to_pages():
    converted = body("Read [this](sciatica.md#when) or [call](tel:+12075550142).")

    assert f'<a href="{BASE}/sciatica/#when">this</a>' in converted.parts[0]
    assert converted.linked == {"/sciatica/"}
    assert 'href="https://clinic.example/sciatica/#when"' in based(
        converted.parts[0], "https://clinic.example")


def test_paper_is_told_the_address_of_each_other_site_once():
    printed = markup("[A guide](https://guide.health/a/), [again](https://guide.health/a/), "
                     "[guide.health/b](https://guide.health/b/), [here](sciatica.md), "
                     "[call](tel:+12075550142).")

    assert [piece.partition(">")[0] for piece in printed.split("<a ")[1:]
            if "spelled-out" in piece] == ['class="spelled-out" href="https://guide.health/a/"']


@pytest.mark.parametrize("heading", ["What changed", "cite2-doe", "cite-doe"])
def test_a_heading_takes_no_place_of_the_page(heading):
    assert body(f"## {heading}\n\nx").headings[0].anchor.startswith("section-")


def test_a_mail_address_in_angle_brackets_is_a_link():
    assert "<a href=" in markup("Write to <hello@example.org>.")


@pytest.mark.parametrize("source, line, message", [
    ("x\n\n[a](nowhere.md)", 12, "leads to 'nowhere.md'"),
    ("x\n\n[a](JavaScript:alert)", 12, "'javascript:' is not allowed"),
    ("[](sciatica.md)", 10, "an empty link"),
    ("x\n\n# Knee", 12, "a heading of the first level"),
    ("Knee\n====", 10, "a heading of the first level"),
    ("x\ny <b>bold</b>", 11, "HTML in the text: <b>"),
    ("x\n\n<div>\nhidden\n</div>", 12, "HTML in the text: <div>"),
    ("x\n\n<!-- a note -->", 12, "HTML comment in the text"),
    ("<script>alert(1)</script>", 10, "HTML in the text: <script>"),
    ("x <img src=x onerror=alert(1)>", 10, "<img src=x onerror"),
    ("## Knee {: #x }", 10, "an attribute list"),
    ("see [this][one]", 10, "a link whose reference is not defined"),
    ("x\n\nTODO write more", 12, "placeholder text"),
    ("x[^doe]", 10, "the footnote '[^doe]' has no reference"),
])
def test_what_cannot_be_printed_is_told_with_its_line(source, line, message):
    assert f"me.md:{line}: " in told(source)
    assert message in told(source)


def test_raw_html_never_reaches_the_page_as_html():
    assert "<script" not in "".join(body("a <script>alert(1)</script>\n\n<script>b</script>").parts)


@pytest.mark.parametrize("source", [
    "`<b>` and `[^x]`", "```\n<b> [^x] [related] TODO\n[gallery]\n```", "    <b>\n    [related]",
    "x < 5 and y > 3, 3 <5", "AT&T &amp; co", "~~~\n/// nothing\n~~~"])
def test_code_and_plain_signs_are_left_alone(source):
    assert told(source) == ""


def test_a_spanish_text_may_say_todo():
    assert told("Mueva todo el cuerpo.") == ""


def test_a_bold_line_that_should_be_a_heading_is_a_warning():
    (problem,) = body("x\n\n**When to call us**").problems

    assert (problem.severity, problem.line) == ("warning", 12)
    assert told("**Stop when it hurts.**") == told("**Stop** when it hurts") == ""


def test_typographic_polish_spares_code():
    printed = markup('"Slow" -- then `"fast" -- x & y`\n\n```\n"a" -- b\n```')

    assert "&#8220;Slow&#8221;" in printed
    assert '<code>"fast" -- x &amp; y</code>' in printed
    assert "<pre><code>&quot;a&quot; -- b" in printed


def test_polished_text_is_safe_html():
    assert polish_text('The "core" <b> it\'s so') == (
        "The &#8220;core&#8221; &lt;b&gt; it&#8217;s&nbsp;so")


def test_a_table_scrolls_in_a_box_that_the_keyboard_reaches():
    printed = markup("| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter")

    assert 'tabindex="0"' in printed.split("<table>")[0]
    assert 'role="region"' in printed.split("<table>")[0]
    assert "</table></div>" in printed
    assert printed.endswith("<p>After</p>")


def test_headings_have_fragments_that_are_used_once():
    converted = body('## What *helps* & "why"\n\nx\n\n### More\n\n## More\n\n## !!')

    assert [(h.level, h.anchor) for h in converted.headings] == [
        (2, "what-helps-why"), (3, "more"), (2, "more_1"), (2, "section")]
    assert converted.headings[0].text == 'What helps & "why"'
    assert all(f'id="{h.anchor}"' in converted.parts[0] for h in converted.headings)


@pytest.mark.parametrize("words, minutes", [(1, 1), (200, 1), (201, 2), (1000, 5)])
def test_reading_time_is_rounded_up(words, minutes):
    assert body("word " * words).minutes == minutes


@pytest.mark.parametrize("fragment, text", [
    ("<p>One</p><p>two</p>", "One two"), ("<ul><li>a</li><li>b</li></ul>", "a b"),
    ('<p>So.<sup class="cite"><a href="#x">1</a></sup> Next</p>', "So. Next"),
    ("<p>a <em>b</em>c &amp; d</p>", "a bc & d"), ("a\n  b&nbsp;c", "a b c")])
def test_plain_text_is_what_a_reader_reads(fragment, text):
    assert plain_text(fragment) == text


@pytest.mark.parametrize("source", [">" * 3000, "- " * 2000, "[" * 3000, "*" * 5000 + "x"])
def test_no_text_stops_the_build_with_a_traceback(source):
    body(source)


# ---------------------------------------------------------------- pictures


def test_a_picture_is_printed_with_its_size():
    converted = body("See ![A bent knee](images/knee.svg) here.")

    assert converted.pictures == (Picture("images/knee.svg", 320, 200),)
    for attribute in ('alt="A bent knee"', 'width="320"', 'height="200"',
                      f'src="{BASE}/images/knee.svg"'):
        assert attribute in converted.parts[0]
    assert "<figure>" not in converted.parts[0]


def test_a_picture_alone_is_a_figure_and_its_title_the_caption():
    printed = markup('![A bent knee](images/knee.svg "How far to bend")')

    assert printed.startswith("<figure><img")
    assert "How far to bend" in printed.split("<figcaption>")[1]
    assert "title=" not in printed
    assert "figcaption" not in markup("![A bent knee](images/knee.svg)")


@pytest.mark.parametrize("alt, message", [
    ("", "has no text alternative"), (" ", "has no text alternative"),
    ("knee.svg", "is a file name"), ("IMG_1234", "is a file name"),
    ("DSC 0042", "is a file name"), ("left-knee_2", "is a file name")])
def test_a_picture_needs_words_that_say_what_it_shows(alt, message):
    assert f"me.md:12: the {'picture' if 'no' in message else 'text'}" in told(
        f"x\n\n![{alt}](images/knee.svg)")
    assert message in told(f"![{alt}](images/knee.svg)")


@pytest.mark.parametrize("alt", ["Step 2", "A knee", "Squat", "Stretch no. 3 of the calf"])
def test_words_are_no_file_name(alt):
    assert told(f"![{alt}](images/knee.svg)") == ""


def test_a_missing_picture_is_told():
    assert "me.md:12: the image 'images/hip.svg' is not there" in told(
        "x\n\n![A hip](images/hip.svg)")


# ---------------------------------------------------------------- references


def test_marks_are_numbered_as_the_header_lists_them():
    printed = markup("One.[^b] Two.[^a] Three.[^b]", ["a", "b"])

    assert [piece[0] for piece in printed.split('">')[1:] if piece[0].isdigit()] == ["2", "1", "2"]
    assert printed.count('href="#ref-b"') == 2
    assert [printed.count(f'id="{name}"') for name in ("cite-b", "cite2-b", "cite-a")] == [1, 1, 1]
    assert 'aria-label="Source 1"' in printed
    assert body("One.[^b]", ["b"]).text == "One."


# ---------------------------------------------------------------- markers


@pytest.mark.parametrize("line, marker", [
    ("[related]", Marker("related", "", 12)),
    ("[related: sciatica]", Marker("related", "sciatica", 12)),
    ("  [Related:sciatica ]", Marker("related", "sciatica", 12)),
    ("[contact-form]", Marker("contact-form", "", 12)),
])
def test_a_marker_alone_on_a_line_makes_room_for_its_component(line, marker):
    before, found, after = body(f"Before\n\n{line}\n\nAfter").parts

    assert (before, found, after) == ("<p>Before</p>", marker, "<p>After</p>")


def test_a_marker_needs_no_blank_lines_around_it():
    assert [type(part) for part in body("Before\n[related]\nAfter").parts] == [str, Marker, str]


@pytest.mark.parametrize("line, message", [
    ("[relatd]", "unknown marker '[relatd]'"),
    ("[contact-form: x]", "unknown marker '[contact-form: x]'"),
    ("[/related]", "unknown marker '[/related]'"),
    ("[your text here]", "unknown marker"),
    ("[gallery ids=1,2]", "a shortcode of another system: [gallery"),
    ("Before [caption id=3]x[/caption] after", "a shortcode of another system: [caption"),
    ('[et_pb_text x="1"]', "a shortcode of another system"),
    ('\\[contact-form-7 id="9"\\]', "a shortcode of another system"),
])
def test_a_marker_nobody_knows_is_no_text_on_the_page(line, message):
    assert "me.md:12: " in told(f"x\n\n{line}")
    assert message in told(f"x\n\n{line}")


@pytest.mark.parametrize("source", [
    "- one\n- [related]", "> [contact-form]", "- one\n\n    [related]\n\n- two",
    "Read on: [related]", "1. [related: sciatica]"])
def test_a_marker_that_is_not_alone_is_told(source):
    assert "marker" in told(source)


@pytest.mark.parametrize("source", ["`[related]`", "```\n[related]\n```", "Text [sic] goes on.",
                                    "[words](sciatica.md)",
                                    "See [words].\n\n[words]: https://example.org"])
def test_other_brackets_are_no_markers(source):
    assert body(source).markers == ()
    assert told(source) == ""


def test_no_slot_sign_is_left_in_what_is_printed():
    converted = body("- a\n\n    - b\n\n[related]\n\n> x\n\n[contact-form]")

    assert not any(sign in part for part in converted.parts if isinstance(part, str)
                   for sign in "\ue000\ue001")
    assert [marker.line for marker in converted.markers] == [14, 18]
