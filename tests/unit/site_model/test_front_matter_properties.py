"""Properties of headers and of loading that hold for any text."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.site_model import front_matter
from plugins.site_model.text_input import decode, fits
from tests.unit.builders import loaded

KINDS = {"title": "text", "summary": "text", "tags": "words", "key points": "sentences",
         "red flags": "groups"}
REPEATABLE = settings(deadline=None, derandomize=True, max_examples=150, database=None)
QUICK = settings(REPEATABLE, max_examples=80)

# Pieces of headers, so that the interesting places of the grammar are met often.
PIECES = ["---", "\n", "title", ": ", "tags", "- ", "[", "]", "{", "}", "\"", "'", "\t", "    ",
          "red flags:", "&a", "*a", "!", "|", ">", "#", "...", "+++", "：", "é", "\u2028", "\x85",
          "%YAML 1.1", "\\U", "FFFFFFFF", "? ", "=", "~", "<<: ", "@", "`", ","]
header_like = st.one_of(
    st.text(), st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map(lambda p: f"---\n{''.join(p)}\n---\n"))
plain = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"],
                              exclude_characters=",;"), max_size=30).filter(fits)  # see `decode`
filled = plain.map(str.strip).filter(bool)


@REPEATABLE
@given(header_like)
@example('---\ntitle: "\\UFFFFFFFF"\n---\n')
def test_parsing_never_raises(text):
    front_matter.parse(text, "x.md", KINDS)


@REPEATABLE
@given(header_like)
@example("---\ntitle: a\u2028b\ntags: [a\n---\n")
def test_every_problem_lies_within_the_file(text):
    clean, problems = decode(text.encode("utf-8", "surrogatepass"), "x.md")
    lines = clean.count("\n") + 1
    problems += () if problems else front_matter.parse(clean, "x.md", KINDS).problems

    assert all(0 <= problem.line <= lines for problem in problems)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@REPEATABLE
@given(title=plain, summary=plain, tags=st.lists(filled, max_size=4),
       points=st.lists(filled, min_size=1, max_size=4))
def test_simple_fields_mean_the_same_in_both_forms(title, summary, tags, points):
    yaml = "\n".join(["---", f"title: {quoted(title)}", f"summary: {quoted(summary)}",
                      f"tags: [{', '.join(quoted(tag) for tag in tags)}]", "key points:",
                      *(f"  - {quoted(point)}" for point in points), "---", "Text"])
    classic = "\n".join([f"Title: {title}", f"Summary: {summary}", f"Tags: {', '.join(tags)}",
                         "Key points: " + "\n    ".join(points), "", "Text"])
    headers = [front_matter.parse(text, "x.md", KINDS) for text in (yaml, classic)]

    for header in headers:
        assert header.problems == ()
        assert {name: field.value for name, field in header.fields.items()} == {
            "title": title.strip(), "summary": summary.strip(), "tags": tuple(tags),
            "key points": tuple(points)}


FILES = ["posts/a.md", "pages/b.md", "people/c.md", "vocabulary.yaml", "references.yaml"]


@QUICK
@given(st.dictionaries(st.sampled_from(FILES), st.one_of(st.binary(), header_like.map(
    lambda text: text.encode("utf-8", "surrogatepass"))), min_size=1))
@example({"vocabulary.yaml": b"- a"})
@example({"vocabulary.yaml": b"words"})
@example({"references.yaml": b"- a"})
def test_loading_never_raises(files):
    loaded(files)
