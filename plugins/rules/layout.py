"""The shape of a text: walls of words, thin posts, titles and summaries that get cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.rules.core import Hit, Writing, phrases, quoted, rule, said, short
from plugins.rules.sieve import Sought
from plugins.site_model.core import Article

MAX_PARAGRAPH, MAX_SECTION = 80, 200  # words
THIN = 400
MAX_TITLE, SUMMARY = 60, (70, 155)  # characters that a search result shows
MAX_POINT, MAX_POINTS = 25, 5
MAX_CALLS = 2

_WALL = "Bend your knee and let it go. " * 12


@rule("text-wall", "warning", source="TXT-WALL", kinds=("post", "page"),
      why="On a telephone a long paragraph fills the screen; readers skip it.",
      cure="cut it in two, or make a list of its steps",
      bad=f"Short.\n\n{_WALL}⟵", good="Bend your knee and let it go. " * 8)
def wall(writing: Writing) -> Iterator[Hit]:
    """Paragraphs too long, and sections with nothing to hold on to."""
    words, start, broken = 0, 0, False
    for block in writing.of("paragraph", "item", "heading", "table", "quote", "option",
                            "testimonial"):
        if block.kind == "paragraph" and len(block.words) > MAX_PARAGRAPH:
            yield block.line, (f"a paragraph of {len(block.words)} words ({MAX_PARAGRAPH} are "
                               "plenty)")
        if block.kind == "heading":
            words, start, broken = 0, 0, False
        elif block.kind != "paragraph":
            words, broken = 0, True
        else:
            start = start or block.line
            figure = "![" in block.raw
            words = 0 if figure else words + len(block.words)
            if words > MAX_SECTION * 2 and not broken:
                yield (start, f"{words} words without a heading, a list or a picture",
                       "add a heading ## about every 200 words")
                words, broken = 0, True


@rule("text-thin", "warning", source="ART-THIN", kinds=("post",),
      why="A few lines rarely answer the question that brought somebody here.",
      cure="answer what a patient would ask next, or join it with another post",
      bad="Rest a little.⟵", good="Move a little each day, then rest. " * 60)
def thin(writing: Writing) -> Iterator[Hit]:
    """Posts of few words."""
    if writing.words < THIN and isinstance(writing.record, Article):
        yield writing.record.body_line, f"the post has {writing.words} words, fewer than {THIN}"


@rule("title-long", "warning", source="ART-META (title)", kinds=("post",),
      why="Search results and shared links cut a title after about 60 characters.",
      cure="keep what a patient would type, and move the rest into the summary",
      bad="---\ntitle: What you should know about the pain on the outside of your elbow this "
          "winter⟵\n---\nRest.", good="Rest.")
def long_title(writing: Writing) -> Iterator[Hit]:
    """Titles that get cut off."""
    title = writing.blocks[0].raw
    if len(title) > MAX_TITLE:
        yield writing.line("title"), f"the title has {len(title)} characters of {MAX_TITLE}"


@rule("summary-length", "warning", source="ART-META (description)", kinds=("post",),
      why="The summary is what a search result shows; too short says nothing, too long is cut.",
      cure="write one or two sentences, 70 to 155 characters",
      bad="---\nsummary: About knees.⟵\n---\nRest.",
      good="---\nsummary: What a sore knee needs in the first week, what it can do without, and "
           "when to ask.\n---\nRest.")
def summary(writing: Writing) -> Iterator[Hit]:
    """Summaries that are too short or get cut off."""
    length = len(writing.record.summary)
    if not SUMMARY[0] <= length <= SUMMARY[1]:
        yield writing.line("summary"), f"the summary has {length} characters"


@rule("regions-missing", "off", source="ART-META (body_region)", kinds=("post",),
      why="The body map and the related posts find a post by its parts of the body.",
      cure="add a line 'regions: …' with words of content/vocabulary.yaml",
      bad="Rest.⟵".replace("⟵", ""), good="---\nregions: [neck]\n---\nRest.")
def regions(writing: Writing) -> Iterator[Hit]:
    """Posts that no part of the body leads to."""
    if isinstance(writing.record, Article) and not writing.record.regions:
        yield 1, "the post names no part of the body"


@rule("picture-missing", "off", source="ART-META (image)", kinds=("post",),
      why="Cards and shared links without a picture are passed over.",
      cure="add 'image' and 'image alt' to the header",
      bad="Rest.", good="---\nimage: images/knee.svg\nimage alt: A bent knee.\n---\nRest.")
def picture(writing: Writing) -> Iterator[Hit]:
    """Posts without a picture at the top."""
    if isinstance(writing.record, Article) and not writing.record.image:
        yield 1, "the post has no picture"


@rule("key-points-long", "warning", source="ART-KEY (length)", kinds=("post",),
      why="Key points are what somebody in pain reads before they close the page.",
      cure="keep three to five, of at most 25 words each",
      bad="---\nkey points:⟵\n  - " + "one two three four five six " * 5 + "\n---\nRest.",
      good="---\nkey points:\n  - Move a little each day.\n---\nRest.")
def key_points(writing: Writing) -> Iterator[Hit]:
    """Too many key points, or long ones."""
    points = writing.record.key_points if isinstance(writing.record, Article) else ()
    long = [point for point in points if len(point.split()) > MAX_POINT]
    if long:
        yield writing.line("key points"), (f"a key point of {len(long[0].split())} words: "
                                           f"'{short(long[0], 40)}'")
    elif len(points) > MAX_POINTS:
        yield writing.line("key points"), f"{len(points)} key points, more than {MAX_POINTS}"


@rule("calls-many", "warning", source="ART-CTA", kinds=("post",),
      why="Each article ends with a card that invites; more than two in the text reads as an ad.",
      cure="keep the one or two that help at that place",
      bad="[Call us](tel:+12075550142).\n\n[Write](../pages/contact.md).\n\n"
          "[Book](../pages/contact.md) a visit.⟵",
      good="[Call us](tel:+12075550142) or [write](../pages/contact.md).")
def calls(writing: Writing) -> Iterator[Hit]:
    """More than two calls to action in the text."""
    lines = [line for _, _, address, line in writing.links
             if address.startswith("tel:") and address != "tel:911"
             or re.search(r"(?:^|/)contact(?:\.md|/)?(?:#.*)?$", address)]
    if len(lines) > MAX_CALLS:
        yield lines[MAX_CALLS], f"{len(lines)} invitations to call or write in one text"


_ALT_START = re.compile(r"(?:an? |the )?(?:image|picture|photo(?:graph)?|pic|graphic)"
                        r"(?: (?:of|showing|that shows)\b|$)", re.I)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+\"([^\"]*)\")?")


@rule("alt-weak", "warning", source="IMG-ALT-WEAK",
      why="Who hears the page is told it is a picture already; they need what it shows.",
      cure="say what it shows, in at most 150 characters, in other words than the caption",
      bad="![Image of a knee](images/knee.svg)⟵",
      good="![A knee bent over a chair](images/knee.svg)")
def weak_alt(writing: Writing) -> Iterator[Hit]:
    """Text alternatives that say little, or the caption again."""
    alts = [(block.raw, "", "", block.line) for block in writing.of("alt")]
    for block in writing.blocks:
        alts += [(m[1], m[2], m[3] or "", block.line + block.raw.count("\n", 0, m.start()))
                 for m in _PICTURE.finditer(block.raw)] if "![" in block.raw else []
    first: dict[str, str] = {}
    for alt, address, caption, line in alts:
        other = first.setdefault(alt.strip().lower(), address)
        if _ALT_START.match(alt):
            yield line, f"the text alternative '{short(alt, 40)}' only says that it is a picture"
        elif len(alt) > 150:
            yield line, f"a text alternative of {len(alt)} characters"
        elif caption and alt.strip(" .").lower() == caption.strip(" .").lower():
            yield line, f"text alternative and caption are the same: '{short(alt, 40)}'"
        elif alt and address and other and other != address:
            yield line, f"two pictures have the text alternative '{short(alt, 40)}'"


_BUILDER = Sought(
    r"your (?:content|title) goes here|edit or remove this text inline|module content settings|"
    r"click here to add (?:your )?(?:own )?text|add your (?:own )?text here|dolor sit amet|"
    r"just another wordpress site|welcome to wordpress|this is your first post|"
    r"\[your [a-z ]{2,30}\]|<your[ -]\w+>|123 main st(?:reet)?\b|"
    r"wp-content/|"
    r"\b(?:TBD|XXX)\b", re.I)
_SAMPLE_SITE = re.compile(r"https?://(?:www\.)?example\.com(?:[/:?#]|$)", re.I)
_EMPTY = phrases(r"(?:sorry, )?no (?:posts?|results?) found", r"nothing found",
                 r"the page you requested could not be found")
_MANGLED = Sought(r"\[email[\s ]protected\]|/cdn-cgi/l/email-protection|data-cfemail|"
                      r"\b[\w.+-]{2,40}\s?[(\[]\s?at\s?[)\]]\s?[\w-]+(?:\.|"
                      r"\s?[(\[]\s?dot\s?[)\]]\s?)\w", re.I)


# What all of these have in them, and what can be told sooner.
_MARK = re.compile(r"[(\[]\s?[Aa][Tt]\s?[)\]]|[Ee][Mm][Aa][Ii][Ll]")


@rule("placeholder", "error", source="PH-DIVI, PH-LOREM, PH-TODO",
      why="Text of a builder or a template that nobody replaced has stood on clinics' sites for "
          "years.",
      cure="replace it, or set 'status: draft' until you do",
      bad="About us.\n\nYour title goes here⟵", good="Your title matters. Write `{{ name }}` in "
                                                     "code.")
def placeholder(writing: Writing) -> Iterator[Hit]:
    """Words of a builder, a template or a sample."""
    for block in writing.holding(_BUILDER):
        for match in _BUILDER.finditer(block.text):
            letters = match[0].upper() in ("TBD", "XXX")
            if not quoted(block.text, *match.span()) and (not letters or match[0].isupper()):
                yield block.line_of(match.start()), f"placeholder text: '{short(match[0])}'"
    for _, _, address, line in writing.links:
        if _SAMPLE_SITE.match(address):
            yield line, f"a placeholder's address: {short(address)}"


_TEMPLATE = Sought(r"\{\{[^}\n]*\}\}|\{%[^%\n]*%\}")


@rule("template-marks", "warning", source="PH-TODO ({{), PH-SHORTCODE (Liquid, Jinja)",
      why="Marks of a template that nothing fills in stay on the page as they are.",
      cure="write what they stood for, or put them in backquotes to show them",
      bad="Welcome to {{ clinic.name }}.⟵", good="Write `{{ name }}` in the template.")
def template_marks(writing: Writing) -> Iterator[Hit]:
    """Marks of a template language in the text."""
    for block in writing.holding(_TEMPLATE):
        for match in _TEMPLATE.finditer(block.text):
            yield block.line_of(match.start()), f"a mark of a template: '{short(match[0])}'"


@rule("empty-list", "warning", source="PH-EMPTYLIST",
      why="'No results found' in the middle of a page is what is left of a list that never worked.",
      cure="delete it, or write what was meant to stand there",
      bad="No results found⟵", good="A scan where nothing found is worrying is good news.")
def empty_list(writing: Writing) -> Iterator[Hit]:
    """What a theme says of a list without entries, as a line of its own."""
    for block, match, line in said(writing, _EMPTY):
        if len(block.text) < len(match[0]) + 60 and block.text.strip().lower().startswith(
                match[0].lower()):
            yield line, f"the words of an empty list: '{short(match[0])}'"


@rule("email-mangled", "error", source="PH-EMAIL",
      why="'[email protected]' reaches nobody, and a screen reader cannot guess 'name (at) "
          "domain'.",
      cure="write the address as [name@example.org](mailto:name@example.org)",
      bad="Write to hello (at) example.org.⟵", good="Write to hello@example.org. Meet (at noon).")
def mangled(writing: Writing) -> Iterator[Hit]:
    """Mail addresses that were hidden from robots, and so from people."""
    for block in writing.holding(_MANGLED):
        for match in _MANGLED.finditer(block.raw) if _MARK.search(block.raw) else ():
            yield (block.line + block.raw.count("\n", 0, match.start()),
                   f"a mail address nobody can use: '{short(match[0])}'")
