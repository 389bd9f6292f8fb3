"""More malformed input, of the kinds of `make_bad.py`: told once, in one line, with place and cure.

Each case is one fault in a site that is sound otherwise. The build tells of that fault and of
nothing else, changes nothing, and needs no second run to find what follows from it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.badinputs.build_case import VOCABULARY, build_case

HEADER = ("title: Icing a sore knee", "date: 2025-03-04 09:00", "category: Knee pain",
          "tags: [knee, icing]", "author: dana-reyes", "slug: icing",
          "summary: How long to ice a sore knee after a run, and when to call the clinic.")
TEXT = "Rest from hills and stairs.\n\nWalk on level ground for ten minutes."
BODY_LINE = 17  # of what `text` adds
SOURCE = ("doe-2020:\n  kind: Trial\n  authors: Doe J\n  year: 2020\n  title: A title\n"
          "  doi: 10.1000/xyz\n")
GLOSSARY = "terms:\n  tendon:\n    meaning: A cord.\n"
PERSON = "name: Ada Reed\ncredentials: PT, DPT\n\nA physical therapist.\n"


def post(*more: str, body: str = TEXT, **changed: str) -> str:
    """A post with some lines of its header changed, `more` lines below, or another text."""
    rows = [f"{row.split(':')[0]}: {changed.get(row.split(':')[0], row.split(': ', 1)[1])}"
            for row in HEADER]
    return "\n".join(["---", *rows, *more, "---", "", "Knees like to move.", "", body, ""])


def text(added: str) -> str:
    """A post with a paragraph below its text."""
    return post(body=f"{TEXT}\n\n{added}")


def site(folder: Path, files: dict[str, str | bytes]) -> Path:
    """A content folder; paths may end in `/` for an empty folder."""
    for path, data in {"posts/case.md": post(), **files}.items():
        place = folder / "content" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.endswith("/"):
            place.mkdir()
        else:
            place.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return folder / "content"


def told(folder: Path, files: dict[str, str | bytes]) -> tuple[int, list[str]]:
    """The status of a build, and its errors; the output folder is as it was."""
    output = folder / "output"
    output.mkdir()
    (output / "kept").touch()
    status, said = build_case(site(folder, files), output)
    assert not status or [each.name for each in output.iterdir()] == ["kept"]
    return status, [line for line in said.split("\n") if status and ": warning: " not in line]


HEADERS = [
    # a value that is a list, a mapping, or nothing
    (post(title="[Knees, hips]"), 2, "'title' is not written as a single value"),
    (post(title="{a: b}"), 2, "'title' is not written as a single value"),
    (post(title="null"), 2, "'title' is empty"),
    (post(date="[2025-03-04, 2025-03-05]"), 3, "'date' is not written as a single value"),
    (post(author="[Dana Reyes, Sam Okafor]"), 6, "'author' is not written as a single value"),
    (post(tags="{a: b}"), 5, "'tags' is not written as a list"),
    (post(tags="[[knee], icing]"), 5, "'tags' is not written as a list"),
    (post("aliases: {a: /b/}"), 9, "'aliases' is not written as a list"),
    (post("key points: {a: b}"), 9, "'key points' is not written as a list"),
    (post("red flags: call us"), 9, "'red flags' is not written as a list"),
    (post("status: [draft, published]"), 9, "'status' is not written as a single value"),
    # YAML that means something else than was typed
    (post(title="&t Knees"), 2, "'&' starts a YAML anchor"),
    (post(title="*t"), 2, "'*' starts a YAML alias"),
    (post(title="*Icing* a knee"), 2, "a value cannot start with '*'"),
    (post(title="@home"), 2, "a value cannot start with '@'"),
    (post(title="%home"), 2, "a value cannot start with '%'"),
    (post(title="!!python/object:os.system x"), 2, "'!' starts a YAML tag"),
    (post(title="Icing #1"), 2, "'#' starts a comment"),
    (post(title="Icing: a knee"), 2, "a second ': ' in one line"),
    (post(title='"Icing'), 2, "a quote is opened and not closed"),
    (post("<<: {lang: en}"), 9, "unknown field '<<'"),
    (post("? [a, b]", ": x"), 9, "a name must be plain text"),
    (post(": x"), 9, "this line does not fit those above it"),
    (post("aliases: [/x, /?p=1]"), 9, "a value in it has a sign of its own"),
    (post("lang: " + "[" * 3000), 9, "nested too deep"),
    (post("\tlang: en"), 9, "a tab in the indentation"),
    (post("Title: Another"), 9, "duplicate field: 'Title' is there twice"),
    (post().replace("title", "titlе"), 2, "unknown field 'titlе' — did you mean 'title'?"),
    # dates
    (post(date="2025-02-29"), 3, "is no date: day is out of range"),
    (post(date="2025-03-04 09:00 EST"), 3, "is no date"),
    (post(date="2025-03-04 09:00+25:00"), 3, "is no date"),
    (post(date="٢٠٢٥-٠٣-٠٤"), 3, "is no date"),
    (post(date="2025–03–04"), 3, "is no date"),
    (post(date="0001-01-01"), 3, "cannot be right"),
    (post("reviewer: sam-okafor", "reviewed: 2999-01-01"), 10, "cannot be right"),
    # characters
    (post(title="Kn\u200bees"), 2, "an invisible character (U+200B, zero width space)"),
    (post(title="Kn\u00adees\u2060"), 2, "an invisible character (U+2060, word joiner)"),
    (post(title="Kn\ufeffees"), 2, "an invisible character (U+FEFF"),
    (post(title="Kn\u200dees"), 2, "an invisible character (U+200D"),
    (post(title="Knees\u200e"), 2, "an invisible character (U+200E"),
    (post(title="\u202aKnees"), 2, "an invisible character (U+202A"),
    (post(title="Kn\u2066ees"), 2, "an invisible character (U+2066"),
    (post(title="Knees \U000e0041"), 2, "an invisible character (U+E0041"),
    (post(title='"Kn\\u200Bees"'), 2, "one that nobody sees"),
    (post(title="Knees \uf0b7"), 2, "a sign that only its author's font has (U+F0B7)"),
    (post(title="Kn\0ees"), 2, "a NUL byte"),
    (text("\u200b"), BODY_LINE, "an invisible character"),
    (post(category="Knee\u00a0pain"), 4, "unknown category 'Knee<U+00A0>pain'"),
    (post(author="Dаna Reyes"), 6, "unknown author 'Dаna Reyes'"),
    (post().encode("utf-16-le"), 1, "UTF-16"),
    (post().encode().replace(b"level", b"lev\xed\xa0\x80el"), 15, "not UTF-8: byte 0xED"),
    (b"\x1f\x8b\x08\0" + bytes(40), 1, "UTF-16"),
    # lengths
    (post(summary="k" * 3000), 8, "'summary' is too long (3000 of 1000 characters)"),
    (post(title="k" * 200_000), 2, "'title' is too long"),
    (post("key points:", "  - " + "k" * 3000), 9, "'key points' is too long"),
    # addresses
    (post(slug="knees.html"), 7, "a character other than"),
    (post(slug="com1"), 7, "is reserved"),
    (post("aliases: ['/a\\b/']"), 9, "is no address on this site"),
    (post('aliases: ["/x\\nSet-Cookie: a"]'), 9, "the alias '/x<U+000A>Set-Cookie: a' is no"),
    (post("aliases: [/%2e%2e/x/]"), 9, "is no address on this site"),
    (post("aliases: [/icing/]"), 9, "is taken by"),
    # a header that nobody can read says nothing of the notes in the text
    (post(title="a: b: c", body="Rest.[^doe-2020] Walk.[^roe-2021]"), 2, "a second ': '"),
    (post("references: {doe-2020: x}", body="Rest.[^doe-2020]"), 9, "'references' is not written"),
]


@pytest.mark.parametrize("data, line, why", HEADERS, ids=[
    f"{why[:50]}-{i}" for i, (_, _, why) in enumerate(HEADERS)])
def test_one_fault_of_a_header_is_one_line(tmp_path: Path, data: str | bytes, line: int, why: str
                                           ) -> None:
    status, lines = told(tmp_path, {"posts/case.md": data})

    assert status == 1
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"content/posts/case.md:{line}: ") and why in lines[0], lines
    assert " — " in lines[0]


BODIES = [
    ("<script>x</script> and <b>bold</b>", 0, ["HTML in the text: <script>",
                                               "HTML in the text: <b>"]),
    ("<![CDATA[x]]>", 0, ["HTML in the text"]),
    ("<!DOCTYPE html>", 0, ["HTML in the text"]),
    ("a &#8203; b", 0, ["one that nobody sees"]),
    ("a &ZeroWidthSpace; b", 0, ["one that nobody sees"]),
    ("[embed]https://example.org[/embed]", 0, ["a shortcode of another system: [embed]"]),
    ("[vc_row][vc_column]x[/vc_column][/vc_row]", 0, ["a shortcode of another system: [vc_row]"]),
    ("[youtube id=abc]", 0, ["unknown marker"]),
    ("[ related ]", 0, ["unknown marker '[ related ]'"]),
    ("[insert name]", 0, ["placeholder text: [insert name]"]),
    ("[a](https://example.org/a b)", 0, ["has a ' ' in it"]),
    ("[a](data:text/html,x)", 0, ["a link of the kind 'data:'"]),
    ("![A knee](images/%2e%2e/%2e%2e/x.png)", 0, ["is not there"]),
    ("## ", 0, ["a heading without words"]),
    ("/// exercise | Slow\n    dosis: 8\n\n1. Sit.\n///", 1, ["'dosis' is no option"]),
    ("/// exercise | Slow\n    dose: 8\n    dose: 9\n\n1. Sit.\n///", 2, ["'dose' is there twice"]),
    ("/// exercise | Slow\n    goal: <b>x</b>\n\n1. Sit.\n///", 1, ["HTML in the text: <b>"]),
    ("/// exercise | Slow\n    goal: TODO\n\n1. Sit.\n///", 1, ["placeholder text: TODO"]),
    ("/// do | Do\n///", 0, ["a block with nothing in it: 'Do'"]),
    ("/// exercise | Slow\n///", 0, ["a block with nothing in it: 'Slow'"]),
    ("- one\n    /// do\n    - x\n    ///", 1, ["a mark of a block in the text"]),
    ("/// testimonial\n    who: Ann\n    date: May 2025\n    relationship: patient\n"
     "    incentive: none\n    authorization: soon\n\nIt helped.\n///", 0,
     ["a block that is not complete"]),
]


@pytest.mark.parametrize("added, down, why", BODIES, ids=[each[0][:30] for each in BODIES])
def test_a_fault_of_a_text_is_told_once(tmp_path: Path, added: str, down: int, why: list[str]
                                        ) -> None:
    status, lines = told(tmp_path, {"posts/case.md": text(added)})

    assert status == 1
    assert len(lines) == len(why), lines
    for part in why:
        assert any(line.startswith(f"content/posts/case.md:{BODY_LINE + down}: ") and part in line
                   for line in lines), lines


OTHERS: list[tuple[dict[str, str | bytes], str]] = [
    ({"vocabulary.yaml": ""}, r"vocabulary\.yaml:1: there are no categories"),
    ({"vocabulary.yaml": "- a\n"}, r"vocabulary\.yaml:1: there are no categories"),
    ({"vocabulary.yaml": VOCABULARY.replace("tags: []", "tags: &a []")}, r"yaml:5: '&' starts"),
    ({"vocabulary.yaml": VOCABULARY + "tags: [x]\n"}, r"yaml:7: 'tags' is there twice"),
    ({"vocabulary.yaml": VOCABULARY.replace("Back", "B\0ack")}, r"yaml:3: the text holds a NUL"),
    ({"vocabulary.yaml": VOCABULARY.replace("Back", "Bäck").encode("latin-1")}, r"yaml:3: not UTF"),
    ({"vocabulary.yaml": VOCABULARY.replace("true", "maybe")}, r"yaml:6: 'open tags: maybe'"),
    ({"vocabulary.yaml": VOCABULARY.replace("regions: []", "regions: {a: b}")},
     r"yaml:4: 'regions' is not written as a list"),
    ({"references.yaml": SOURCE.replace("2020\n", "soon\n")}, r"yaml:4: 'soon' is no year"),
    ({"references.yaml": SOURCE.replace("Doe J", "[Doe J, Roe K]")},
     r"yaml:3: 'authors' is not written as a single value"),
    ({"references.yaml": SOURCE.replace("Trial", "Blog")}, r"yaml:2: unknown kind 'Blog'"),
    ({"references.yaml": SOURCE + SOURCE}, r"yaml:7: 'doe-2020' is there twice"),
    ({"references.yaml": "- a\n"}, r"yaml:1: the references have no keys"),
    ({"references.yaml": SOURCE + "  superseded by: doe-2020\n"}, r"yaml:7: .* by itself"),
    ({"glossary.yaml": GLOSSARY + "words to explain: {a: b}\n"}, r"yaml:4: 'words to explain' is"),
    ({"glossary.yml": GLOSSARY}, r"glossary\.yml: is not read under this name — did you mean"),
    ({"posts/knees.md/": ""}, r"posts/knees\.md: is a folder"),
    ({"people/ada.md": PERSON, "people/reed.md": PERSON, "posts/case.md": post(author="Ada Reed")},
     r"case\.md:6: 'Ada Reed' is the name of 2 people — write the name of the file: ada or reed"),
]


@pytest.mark.parametrize("files, why", OTHERS, ids=[why for _, why in OTHERS])
def test_a_fault_of_a_list_is_not_told_again_by_who_uses_it(
        tmp_path: Path, files: dict[str, str | bytes], why: str) -> None:
    citing = post("references: [doe-2020]", body="Rest.[^doe-2020]")
    status, lines = told(tmp_path, {
        **({"posts/case.md": citing} if "references.yaml" in files else {}), **files})

    assert status == 1
    assert len(lines) == 1 and re.search(why, lines[0]), lines
    assert " — " in lines[0]


SOUND = [
    post(title="true"), post(title="12345"), post(date='"2025-03-04"'),
    post(date="2025-03-04T09:00:00-05:00"),
    post(category="[Knee pain]"), post(author="[dana-reyes]"),
    "\ufeff" + post(), post().replace("\n", "\r\n"),
    text("Una familia \U0001f468\u200d\U0001f469\u200d\U0001f467 y می\u200cخواهم."),
    text("\u200f\u05d1\u05e8\u05da\u200e (knee)"), text("\U0001f3f4\U000e0067\U000e0062\U000e007f"),
    text("/// exercise | Slow\n    dose: **8**, [twice](https://example.org)\n\n1. Sit.\n///"),
    text("`<b>` and `[insert x]` and `&zwnj;`"), text("word " * 20_000), text("*" * 5000),
]


@pytest.mark.parametrize("data", SOUND, ids=range(len(SOUND)))
def test_what_is_unusual_and_right_is_built(tmp_path: Path, data: str) -> None:
    status, said = told(tmp_path, {"posts/case.md": data})

    assert status == 0, said


def test_a_faulty_header_hides_no_fault_of_the_text(tmp_path: Path) -> None:
    data = post(date="soon", body="We guarantee results.\n\nOur method cures your back.")
    status, lines = told(tmp_path, {"posts/case.md": data.replace(
        "date: soon", "date: soon\nsilence:\n  - claims-cure until 2099-01-01: a quotation\n"
        "  - text-thin until 2099-01-01: a note")})

    assert status == 1
    assert [line.partition(" — ")[0] for line in lines] == [
        "content/posts/case.md:3: 'date: soon' is no date",
        "content/posts/case.md:16: a guarantee: 'We guarantee'"]
