"""How hard a text is to read: grade, long sentences, passive, jargon. Reported, never gated: a
number cannot know whether a sentence is clear, so no policy may make an error of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from plugins.rules.core import SENTENCES, Hit, Writing, rule, short
from plugins.rules.prose import Block
from plugins.rules.sieve import Sought
from plugins.words.core import primary

MAX_GRADE = 8.0  # AMA and NIH ask for 6; health writing by physicians' societies reaches 10
MAX_SENTENCE, MAX_MEAN = 25, 20  # words
LONG = 35  # a sentence of so many words is named even in an easy text
MAX_PASSIVE = 0.2  # of the sentences
FEWEST = 8  # sentences; below it, averages say nothing
WORST = 3  # sentences named
SHORT = 8  # words; a shorter sentence is not named as the hardest
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_FORMS_OF_BE = r"\b(?:is|are|was|were|be|been|being)"
_PARTICIPLE = (r"(?:\w{2,}[^aeiou\W]ed|done|made|given|taken|seen|shown|known|found|held|kept|told|"
               r"felt|put|written|driven|caused|used|advised|moved|placed)\b")
_ENDS_IN_BE = re.compile(rf"{_FORMS_OF_BE}$", re.I)
_STARTS_DONE = re.compile(_PARTICIPLE, re.I)
_PASSIVE = re.compile(
    rf"{_FORMS_OF_BE}\s+(?:not\s+|often\s+|also\s+|usually\s+|sometimes\s+)?"
    rf"{_PARTICIPLE}(?!\s+(?:to\s+be|of|about|in\s+that)\b)",
    re.I)


def syllables(word: str) -> int:
    """About how many syllables an English word has: groups of vowels, less silent endings."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye", "oe", "ie")) \
            or word.endswith(("ed", "es")) and not word.endswith(("ted", "ded", "ses", "ces", "ges",
                                                                    "xes", "zes", "ches", "shes")):
        count -= 1
    if re.search(r"(?:ia|io|eo|iou|ua)(?![ou]n\b)", word) and not re.search(
            r"(?:tion|sion|cial|tial|cious|tious|gion|qua|gua|sua)", word):
        count += 1
    return max(count, 1)


class _Known(dict[str, int]):
    """What is known of pieces between white space that were looked at before. A language has few
    words, and a text is measured by looking each of them up."""

    def __init__(self, tell: Callable[[str], int]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, piece: str) -> int:
        if len(self) > _MOST_KNOWN:
            self.clear()
        self[piece] = told = self._tell(piece)
        return told


_MOST_KNOWN = 200_000
# Three counts in one number, so that one sum counts all: no sentence comes near these.
_ONE_WORD, _ONE_BE = 1 << 40, 1 << 24


def _count(piece: str) -> int:
    words = _WORD.findall(piece)
    return len(words) * _ONE_WORD + bool(_ENDS_IN_BE.search(piece)) * _ONE_BE \
        + sum(map(syllables, words))


_COUNTS = _Known(_count)
# In the passive one piece ends in a form of 'be', and another starts with a participle.
_DONE = _Known(lambda piece: _STARTS_DONE.match(piece) is not None)


class Sentence(NamedTuple):
    """One sentence, with the block and the place in its text where it starts; `pieces` stand
    between white space."""

    text: str
    words: int
    syllables: int
    block: Block
    place: int
    pieces: list[str]
    forms_of_be: int

    @property
    def line(self) -> int:
        """Its line in the file."""
        return self.block.line_of(self.place)

    @property
    def long_words(self) -> int:
        """How many words of more than two syllables it has."""
        return sum(syllables(word) > 2 for word in _WORD.findall(self.text))


@dataclass(frozen=True)
class Reading:
    """The measures of a text. `grade` is Flesch and Kincaid's (1975), `smog` McLaughlin's (1969),
    both in years of school in the United States."""

    sentences: tuple[Sentence, ...]
    grade: float
    mean: float

    @property
    def smog(self) -> float:
        """See above."""
        hard = sum(s.long_words for s in self.sentences)
        return 1.0430 * sqrt(hard * 30 / len(self.sentences)) + 3.1291 if self.sentences else 0.0

    @property
    def worst(self) -> tuple[Sentence, ...]:
        """The sentences that are hardest by themselves, hardest first. A few words have no grade:
        two long ones would lead the list."""
        whole = [s for s in self.sentences if s.words >= SHORT] or list(self.sentences)
        return tuple(sorted(whole, key=lambda s: (-_grade(s.words, 1, s.syllables), s.line))
                     )[:WORST]


def _grade(words: int, sentences: int, sounds: int) -> float:
    return 0.39 * words / sentences + 11.8 * sounds / words - 15.59


@lru_cache(maxsize=1)  # three rules in a row ask for the same
def measure(writing: Writing) -> Reading:
    """The measures of the sentences of a file; short fragments such as list entries of fewer than
    four words are passed over."""
    return _measure(writing.of(*SENTENCES))


def of_texts(texts: Iterable[str]) -> Reading:
    """The measures of some paragraphs; lines are of no account."""
    return _measure(Block("paragraph", 1, text) for text in texts)


def _measure(blocks: Iterable[Block]) -> Reading:
    found = []
    for block in blocks:
        for place, text in block.sentences:
            pieces = text.split()
            counts = sum(map(_COUNTS.__getitem__, pieces))
            if counts >= 4 * _ONE_WORD:
                words, rest = divmod(counts, _ONE_WORD)
                forms_of_be, sounds = divmod(rest, _ONE_BE)
                found.append(Sentence(text, words, sounds, block, place, pieces, forms_of_be))
    total = sum([s.words for s in found])
    if not total:
        return Reading((), 0.0, 0.0)
    return Reading(tuple(found), _grade(total, len(found), sum([s.syllables for s in found])),
                   total / len(found))


def _is_english(writing: Writing) -> bool:
    language = getattr(writing.record, "language", "") or writing.facts.clinic.language
    return bool(language.lower().startswith("en"))


def _named(sentences: tuple[Sentence, ...]) -> str:
    return "; ".join(f"line {s.line} '{short(s.text, 40)}' ({s.words} words)" for s in sentences)


_HARD = ("Individuals experiencing musculoskeletal dysfunction necessitate comprehensive "
         "evaluation preceding rehabilitation intervention. ") * 8


@rule("reading-grade", "warning", source="TXT-GRADE", stops=False, kinds=("post", "page"),
      why="Half of all adults read at or below grade 8; in pain, everybody reads worse.",
      cure="shorten the sentences named, and take the everyday word",
      bad=_HARD + "⟵", good="Move a little each day. Rest when you are tired. " * 8)
def grade(writing: Writing) -> Iterator[Hit]:
    """The grade of the whole text, with its hardest sentences."""
    if not _is_english(writing):
        return
    found = measure(writing)
    if len(found.sentences) >= FEWEST and found.grade > MAX_GRADE:
        yield found.worst[0].line, (
            f"grade {found.grade:.1f} (Flesch-Kincaid; SMOG {found.smog:.1f}), aim for "
            f"{MAX_GRADE:.0f} or less; hardest: {_named(found.worst)}")


@rule("reading-sentences", "warning", source="TXT-SENT", stops=False, kinds=("post", "page"),
      why="A long sentence is read twice, or not to its end.",
      cure="cut it at 'and', 'which' or a comma",
      bad="Move. " + "and then we walk a little further each day " * 5 + "until it is done.⟵",
      good="We walk a little. Then we rest.")
def sentences(writing: Writing) -> Iterator[Hit]:
    """Sentences far too long, and texts whose sentences are long on average."""
    found = measure(writing)
    long = tuple(sorted((s for s in found.sentences if s.words > LONG), key=lambda s: -s.words))
    many = len(found.sentences) >= FEWEST and found.mean > MAX_MEAN
    if many and not long:
        long = tuple(sorted(found.sentences, key=lambda s: -s.words))
    if long:
        over = sum(s.words > MAX_SENTENCE for s in found.sentences)
        yield long[0].line, (f"{over} sentence{'' if over == 1 else 's'} of more than "
                             f"{MAX_SENTENCE} words, {found.mean:.0f} on average; longest: "
                             f"{_named(long[:WORST])}")


@rule("reading-passive", "warning", source="TXT-PASSIVE", stops=False, kinds=("post", "page"),
      why="The passive hides who does what: 'the leg is lifted', by whom.",
      cure="say who does it: 'lift your leg'",
      bad="The leg is lifted.⟵\n\n" + "The arm was moved by us. The knee is placed here. " * 4,
      good="Lift your leg. Move your arm. " * 6)
def passive(writing: Writing) -> Iterator[Hit]:
    """A text with much passive."""
    if not _is_english(writing):
        return
    found = measure(writing).sentences
    likely = [s for s in found if s.forms_of_be]
    if len(found) < FEWEST or len(likely) <= MAX_PASSIVE * len(found):
        return
    hits = [s for s in likely if any(map(_DONE.__getitem__, s.pieces)) and _PASSIVE.search(s.text)]
    if len(hits) > MAX_PASSIVE * len(found):
        yield hits[0].line, (f"{len(hits)} of {len(found)} sentences are in the passive; first: "
                             f"{_named(tuple(hits[:WORST]))}")


# What clinicians say and patients do not; each is fine where the sentence explains it.
_JARGON = Sought(
    r"\b(?:contraindicat\w+|proprioceptio\w*|proprioceptive|kinesiophobia|nocicept\w+|"
    r"arthrokinematic\w*|"
    r"osteokinematic\w*|myofascial|hypertonic\w*|hypomobil\w+|hypermobil\w+|crepitus|effusion|"
    r"edema|paresthesia\w*|radiculopath\w+|myelopath\w+|neuropathic|idiopathic|iatrogenic|"
    r"comorbidit\w+|prophyla\w+|etiolog\w+|patholog(?:y|ies|ical)|biomechanic\w*|plyometric\w*|"
    r"isometric\w*|isokinetic\w*|(?:ec|con)centrically|(?:ec|con)centric(?=\s+(?:load|exercis|train|strength|"
    r"phase|contract|heel|work|muscle|lower|drop))|dorsiflex\w+|"
    r"plantarflex\w+|"
    r"supinat\w+|pronat\w+|abduct\w+|adduct\w+|anterior(?:ly)?|posterior(?:ly)?|proximal|distal|"
    r"sagittal|transverse plane|varus|valgus|lordosis|kyphosis|spondyl\w+|stenosis|tendinosis|"
    r"capsulitis|bursitis|goniometr\w+|palpat\w+|ambulat\w+|neuromuscular re-?education)\b", re.I)
_EXPLAINS = re.compile(r"\(|—|–| - |\bor\b|\bcalled\b|\bmeans?\b|\bknown as\b|\bthat is\b|"
                       r"\bwhich is\b|\bstands for\b|\bshort for\b|"
                       r"\bis (?:a|an|the|when|what|where)\b|\bare\b|“|\"|:", re.I)
# Before a word with a capital it is part of a name: 'NERD Summit', 'BW PB Barco'.
_ABBREVIATION = Sought(r"(?<![\w.$-])[A-Z]{2,5}s?(?![\w-])(?!\.\w|['’][A-Z])"
                       r"(?!(?: [A-Z]{2,5})* [A-Z][a-z])")
# Four letters and more that can be spoken are mostly a name: IDEO, LISP. Of those that clinicians
# use, these are not.
_SPOKEN = re.compile(r"(?=.*[AEIOU])(?!.*[^AEIOU]{3})[A-Z]{4,}")
_SPOKEN_JARGON = frozenset("""
    TENS NMES NSAID ORIF DOMS DASH KOOS WOMAC FABER FADIR FADDIR SLAP RICE PRICE FIMS LEFS ODI
    """.split())
_LITTLE = r"[\s-]+(?:(?:of|and|the|for|in|to|on)\s+)?"
_KNOWN = frozenset("""
    US USA UK EU NHS NICE CDC FDA WHO AMA NIH ER OK TV DIY FAQ PDF ID AM PM PT PTS DPT PTA
    OCS SCS NCS GCS ATC CSCS MD DO RN OT NPI HIPAA ADA MRI CT XR DVD CD GPS COVID FIFA YMCA
    YWCA VIP ASAP PC IT WI FI SUV BC AD NOT DO AND OR THE ALL DNA RSVP NY CA NJ ME MA TX WA
    II III IV VI VII XI CHT CVP ECS WCS PCS FAAOMPT COMT OMPT API URL HTML CSS HTTP HTTPS
    USB AI CEO CFO CTO HR PR QA UX UI SEO SQL JSON XML AWS APTA IRS FTC CTRL ALT ESC DJ BBQ
    KB MB GB TB JPG JPEG PNG GIF SVG CSV ZIP DOC RSS EPA FBI CIA MIT IBM BBC CNN USPS VS PBS NPR
    DMV ABC NBC CBS ONE TWO NEW OLD YES ANY HUD HIV AIDS DEA LED LCD SIM WIFI NW NE SW SE
    NASA NBA NFL IQ MPH SMS LLC EMT ICU TLC SPF CPR AC
    EST EDT ET CST CT MST PST PDT NYC
    AL AK AZ AR CO DE DC FL GA HI IL IA KS KY LA MD MN MO MT NE NV NH NM NC ND OH PA RI SC
    SD TN UT VT VA WV WY
    """.split())


@rule("reading-jargon", "warning", source="TXT-JARGON", stops=False, kinds=("post", "page"),
      why="A word that only clinicians know stops a reader who came for help.",
      cure="explain it where it stands first, or take the everyday word",
      bad="Your ROM will come back.⟵",
      good="Your range of motion (ROM) will come back. ROM differs. The US and the UK agree. "
           "An eccentric uncle came to the NERD Summit in DC. So it went: SO many came. "
           "We DIDN’T ask IDEO.\n\nThe Bureau of Land Management is big. BLM land is wide.")
def jargon(writing: Writing) -> Iterator[Hit]:
    """Clinical words and abbreviations that are not explained where they stand first."""
    seen: dict[str, tuple[int, bool]] = {}
    told = {*writing.holding(_JARGON), *writing.holding(_ABBREVIATION)}
    for block in writing.of("summary", "key points", "paragraph", "item", "quote") if told else ():
        for place, text in block.sentences if block in told else ():
            if text.isupper():
                continue
            for match in (*_JARGON.finditer(text), *_ABBREVIATION.finditer(text)):
                word = match[0].rstrip("s") if match[0].isupper() or match[0][:-1].isupper() \
                    else match[0].lower()
                if word not in seen and word.upper() not in _KNOWN and not _is_name(word):
                    seen[word] = (block.line_of(place + match.start()),
                                  bool(_EXPLAINS.search(text)) or _is_spelled(word, block.text))
    if not seen:
        return
    defined = set(re.findall(r"^\*\[([^\]]+)\]:", writing.record.body, re.M))
    if writing.kind == "post":  # its meaning is put beside the word
        defined |= {form if form.isupper() else form.lower()
                    for term in writing.facts.glossary.terms for form in term.forms}
    bare = [(line, word) for word, (line, explained) in seen.items()
            if not explained and word not in defined and not _is_stress(word, writing.record.body)]
    if bare:
        yield bare[0][0], f"'{bare[0][1]}' is not explained where it stands first{_more(bare)}"


def _is_name(word: str) -> bool:
    return bool(_SPOKEN.fullmatch(word)) and word not in _SPOKEN_JARGON


def _is_spelled(word: str, text: str) -> bool:
    """Whether a paragraph says what the letters stand for. Two letters any two words begin with."""
    return word.isupper() and len(word) > 2 and re.search(
        r"\b" + _LITTLE.join(rf"{letter}\w*" for letter in word), text, re.I) is not None


def _is_stress(word: str, text: str) -> bool:
    """Whether capitals only stress a word that the text has in small letters too: 'SO many'."""
    return word.isupper() and re.search(rf"(?<![\w-]){word.lower()}(?![\w-])", text) is not None


def _more(bare: list[tuple[int, str]]) -> str:
    return "" if len(bare) == 1 else f"; also {', '.join(word for _, word in bare[1:6])}"


_OF_OURS = "words to explain: [centralization]\n"
_POST = """---
title: Back pain
date: 2026-03-02
author: juniper-ashgrove
category: Conditions
summary: What a sore back needs.
---
"""


@rule("term-unexplained", "warning", source="TXT-JARGON", kinds=("post", "page"),
      why="The clinic itself has listed the word as one that readers do not know.",
      cure="say there what it means, or write it under 'terms:' in the glossary of its language",
      bad={"content/posts/me.md": f"{_POST}We look for centralization first.⟵\n",
           "content/glossary.yaml": _OF_OURS},
      good={"content/posts/me.md": f"{_POST}We look for centralization: pain that draws back up.\n"
                                   "\nThen centralization guides us.\n",
            "content/glossary.yaml": _OF_OURS})
def unexplained(writing: Writing) -> Iterator[Hit]:
    """Words of the clinic's own list that are not explained where they stand first."""
    clinic, glossary = writing.facts.clinic, writing.facts.glossary
    language = primary(getattr(writing.record, "language", ""))
    if language not in ("", primary(clinic.language)):
        glossary = glossary.spoken(language)
    for word in glossary.to_explain:
        flags = "" if word.isupper() else "(?i)"
        pattern = re.compile(rf"{flags}(?<![\w-]){re.escape(word)}s?(?![\w-])")
        first = next(((block.line_of(place + match.start()), text)
                      for block in writing.of("summary", "key points", "paragraph", "item")
                      for place, text in block.sentences
                      if (match := pattern.search(text))), None)
        if first and not _EXPLAINS.search(first[1]):
            yield first[0], f"'{word}' is not explained where it stands first"
