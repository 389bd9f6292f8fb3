"""Words that frighten, label or shout, and what a page of advice should not sound like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.rules.core import PROSE, Hit, Writing, denied, phrases, rule, said, short
from plugins.rules.sieve import Sought

_FEAR = phrases(
    r"bone[- ]on[- ]bone", r"slipped dis[ck]s?", r"crumbling (?:spine|dis[ck]s?|joints?|bones?|"
                                                 r"knees?)",
    r"wear[- ]and[- ]tear", r"your (?:spine|back|knee|hip|joint)s? (?:is|are) (?:worn out|damaged|"
    r"degenerating|crumbling|unstable|out of (?:place|alignment))", r"torn to shreds",
    r"ticking time[- ]bomb")
_STIGMA = phrases(
    r"(?:who|patients?|people|women|men|adults|you|she|he|they|children|athletes|runners) "
    r"(?:are |is |may |often )?suffer(?:s|ing|ed)? (?:from|with)", r"the elderly(?! (?:woman|man|"
    r"person|people|patient|patients|couple|parents?)\b)",
    r"an? (?:diabetic|arthritic|epileptic|schizophrenic|asthmatic)(?=[.,;!?]| (?:is|was|who|may|"
    r"can|"
    r"should|needs?|has)\b)", r"(?:diabetics|arthritics|epileptics)", r"fail(?:s|ed|ing)? "
    r"(?:conservative |previous |physical |all )?(?:therapy|treatments?|care|rehab)",
    r"wheelchair[- ]bound", r"confined to (?:a|the|their|his|her) wheelchairs?",
    r"(?:stroke|arthritis|cancer) victims?", r"non[- ]?compliant patients?", r"the disabled")
_SHOUT = Sought(r"!{2,}|(?<![\w'&.-])(?=(?:[A-Z'’]+ )*[A-Z]{5})(?:[A-Z]{2,}(?:['’][A-Z]+)? "
                    r"){3,}"
                    r"[A-Z]{2,}\b")


@rule("words-fear", "warning", source="TXT-FEAR",
      why="Words such as 'bone on bone' make people move less and hurt more (nocebo).",
      cure="say what is going on in calm words, or put the phrase in quotation marks to discuss it",
      bad="Your scan shows wear and tear.⟵", good="You may have heard “wear and tear”.")
def fear(writing: Writing) -> Iterator[Hit]:
    """Words that frighten."""
    for block, match, line in said(writing, _FEAR, (*PROSE, "testimonial")):
        if not denied(block.text, match.start()):
            yield line, f"a phrase that frightens: '{short(match[0])}'"


@rule("words-label", "warning", source="TXT-STIGMA",
      why="A reader is a person first; 'a diabetic' and 'the elderly' are labels.",
      cure="put the person first: people with diabetes, older adults, the treatment did not help",
      bad="The elderly fall more often.⟵", good="Older adults fall more often. An elderly man "
                                                "came.")
def label(writing: Writing) -> Iterator[Hit]:
    """Labels instead of people."""
    for _, match, line in said(writing, _STIGMA):
        yield line, f"a label for people: '{short(match[0], 40)}'"


@rule("words-shouting", "warning", source="TXT-SHOUT",
      why="Capitals are hard to read, are spelled out by some screen readers, and sound like an "
          "ad.",
      cure="write it in ordinary letters, with one exclamation mark at most",
      bad="Book now!!⟵", good="Call us! The FIFA 11 and the NHS agree.")
def shouting(writing: Writing) -> Iterator[Hit]:
    """Four words in capitals, or two exclamation marks."""
    for _, match, line in said(writing, _SHOUT):
        yield line, f"shouting: '{short(match[0])}'"


_HYPE = phrases(r"hon ?code(?:[- ]certified)?", r"health on the net", r"hon certified")


@rule("dead-seal", "warning", source="HON-SEAL",
      why="The HONcode seal ended in December 2022; its addresses lead nowhere.",
      cure="delete it; describe your own editorial process instead",
      bad="We are proud to be HONcode certified.⟵", good="We review each article twice.")
def dead_seal(writing: Writing) -> Iterator[Hit]:
    """A quality seal that no longer exists."""
    for _, match, line in said(writing, _HYPE):
        yield line, f"a seal that no longer exists: '{match[0]}'"


_LINK_TEXT = re.compile(r"(?:click(?: on)?(?: this)?(?: link)?(?: here)?|here|this|this link|link|"
                        r"read more|read|more|learn more|this (?:page|post|article|site|website)|"
                        r"see here|"
                        r"more info(?:rmation)?|website|go|details)[.!:…]?", re.I)


@rule("link-text", "warning", source="LINK-TEXT",
      why="Who listens to the links alone hears 'here, here, here'.",
      cure="link the words that say where it leads",
      bad="Read [more](../pages/about.md) about us.⟵", good="Read "
                                                            "[about our team](../pages/about.md).")
def link_text(writing: Writing) -> Iterator[Hit]:
    """Links whose words say nothing."""
    for _, words, _, line in writing.links:
        if _LINK_TEXT.fullmatch(" ".join(words.split())):
            yield line, f"the link '{short(words)}' does not say where it leads"
