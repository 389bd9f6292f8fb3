"""What a clinic may not promise: cures, guarantees, being the best, numbers without a source.

State boards call it misconduct (NY, CA, NJ), the FTC deceptive advertising. A phrase counts where
the clinic says it of itself: not in quotation marks, and not where the clause says no to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.rules.core import (
    Hit,
    Writing,
    denied,
    phrases,
    rule,
    said,
    sentence_around,
    short,
)
from plugins.rules.sieve import Sought

_GUARANTEE = phrases(
    r"(?:we|our \w+|us to) (?:can |will |do )?guarantee", r"guaranteed (?:results?|relief|cure|"
    r"recovery|to (?:work|help|heal|relieve|fix|cure))", r"(?:results|relief|recovery|success) "
    r"(?:is|are) guaranteed", r"100 ?% (?:guaranteed|effective|success|safe|recovery|relief|cure)",
    r"risk[- ]free", r"(?:no|without(?: any)?|zero) side[- ]effects?",
    r"(?:pain[- ]free|money[- ]back) guarantee", r"satisfaction guaranteed")
_RESULT = re.compile(r"\b(?:results?|relief|recovery|success|cure)\b", re.I)
_CURE = phrases(
    r"(?:we|it|this|that|which|treatments?|therapy|needling|exercises?|massage|stretching|"
    r"programs?|plans?|methods?|approach|techniques?|will|can) (?:will |can )?cures?"
    r"(?= (?:your|the|any|all|most|back|neck|knee|pain|arthritis|sciatica|it|them|chronic)\b)",
    r"(?:permanent(?:ly)?|complete(?:ly)?|instant(?:ly)?) "
    r"(?:cures?|cured|relieves?|pain relief|relief|heals?|fix(?:es)?|eliminates?)",
    r"miracle (?:cure|treatment|therapy|results?|worker)s?", r"(?:eliminate|erase)s? "
    r"(?:your |all |the )?pain", r"(?:be|become|get you|live|stay|go) pain[- ]free",
    r"pain[- ]free (?:life|living|forever|in)")
_BEST = phrases(
    r"(?:we are|we're|our clinic is) the (?:best|leading|most experienced|most trusted|"
    r"number one|only (?:clinic|practice)|top)", r"(?:the |your )?(?:best|leading|top[- ]rated|"
    r"premier|number one|most (?:experienced|trusted)) (?:physical therapists?|physical therapy|"
    r"physiotherap(?:y|ists?)|clinics?|clinicians?|pts?|care|team|therapists?)"
    r"(?= (?:in|of|near|around|for)\b)", r"our (?:best[- ]in[- ]class|world[- ]class|unmatched|"
    r"unrivall?ed|award[- ]winning) \w+", r"better than (?:any )?other (?:clinics?|therapists?|"
    r"practices?|physical therapists?)", r"#1 (?:clinic|physical|practice|rated|choice|pt)")
_PERCENT = Sought(
    r"(?<![\w.])\d{1,3}(?:\.\d+)?\s?(?:%|percent\b|per cent\b)(?=[^.!?]{0,90}?\b(?:success|"
    r"improve[ds]?|improvement|recover(?:ed|y|s)?|better|relief|relie(?:f|ves?)|pain|heal(?:ed|s)?|"
    r"patients|people|of (?:adults|women|men|runners|athletes|cases)|risk|reduc(?:e[ds]?|tion)|"
    r"fewer|effective)\b)|\b(?:success|recovery|satisfaction) rates?\s+(?:of|is|are|was)\s+\d",
    re.I)
_TIME = phrases(
    r"(?:better|healed|recover(?:ed)?|pain[- ]free|cured|gone|fixed|results?|relief|back (?:to|on) "
    r"[\w' ]{2,30}|running again) (?:in|within|after) (?:just |only |as little as )?(?:\d{1,2}|one|"
    r"two|three|four|five|six|eight|ten|twelve|a few)(?:(?: to |-|–)\w+)? "
    r"(?:sessions?|visits?|treatments?|days?|weeks?|months?)")
_INSTEAD = phrases(
    r"(?:avoid|skip|prevent|without|instead of|rather than|alternative to|eliminate the need for|"
    r"no need for) (?:the need for )?(?:having )?(?:an? |costly |risky |unnecessary |invasive )?"
    r"(?:surgery|operations?|opioids?|painkillers|pain pills|injections?)")
_ABSOLUTE = phrases(
    r"(?:we|it|this|that|treatment|therapy|exercises?|needling|massage) (?:will|is going to) "
    r"(?:fix|heal|solve|stop|end|relieve|eliminate|get rid of|restore) (?:your|the|any|all|most|"
    r"this|that|knee|back|neck|shoulder|pain)", r"(?:always|never) (?:works?|helps?|fails?|heals?|"
    r"hurts?|relieves?)(?= (?:your|the|for|pain|people|anyone|everyone|knees|backs)\b|[.!,])",
    r"works? (?:for|on) every(?:one|body)", r"helps? every(?:one|body)")
_FREE = phrases(
    r"free (?:\d+[- ]minute )?(?:initial )?(?:consultations?|consults?|screenings?|assessments?|"
    r"evaluations?|visits?|sessions?|trials?|classes|exams?|examinations?)",
    r"(?:consultations?|screenings?|first visits?|assessments?|evaluations?) (?:is|are) free",
    r"(?:no|without) (?:charge|cost)", r"complimentary (?:consultation|screening|assessment|"
    r"evaluation|session|visit)")
_PRICE = Sought(r"(?<![\w$])\$\s?\d[\d,]*(?:\.\d\d)?(?!\d)(?![\d,. ]*\s?(?:million|billion|k\b|"
                    r"bn\b|m\b))")
_FEE = re.compile(r"\b(?:visits?|sessions?|evaluations?|consultations?|class(?:es)?|treatments?|"
                  r"appointments?|cash[- ]pay|self[- ]pay|co-?pay|fees?|we charge|per hour)\b",
                  re.I)
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\bas of\b|\buntil\b", re.I)


@rule("claims-guarantee", "error", source="CLAIM-GUAR",
      why="A guarantee of a result is misconduct for a licensed therapist, and nobody can keep it.",
      cure="say what often helps and for whom, without a promise",
      bad="Come and see us.\n\nWe guarantee that your back\nwill feel better.⟵"
          .replace("We guarantee that your back\n", "We guarantee that your back⟵\n")
          .replace("better.⟵", "better."),
      good="We cannot guarantee a result. “Guaranteed relief” is a sign of a bad clinic.")
def guarantee(writing: Writing) -> Iterator[Hit]:
    """Promised results."""
    for block, match, line in said(writing, _GUARANTEE):
        ours = _US.search(match[0]) or _RESULT.search(match[0])
        if (ours or _about_health(block.text, match)) and not denied(block.text, match.start()):
            yield line, f"a guarantee: '{short(match[0])}'"


@rule("claims-cure", "error", source="CLAIM-CURE",
      why="A reader in pain takes 'cure' at its word, and a board asks for the proof.",
      cure="say what eases, helps or lowers, and for how many",
      bad="One hour with us and dry needling cures your headache.⟵",
      good="Nobody can say that needling cures your headache. The cure was slow. A pain-free day.")
def cure(writing: Writing) -> Iterator[Hit]:
    """Promised cures."""
    for block, match, line in said(writing, _CURE):
        if _about_health(block.text, match) and not denied(block.text, match.start()):
            yield line, f"the promise of a cure: '{short(match[0])}'"


@rule("claims-superlative", "error", source="CLAIM-SUPER",
      why="That a clinic is better than others must be proved, in many states on demand.",
      cure="say what you do; or silence the rule and name the proof as the reason",
      bad="We are the best clinic in town.⟵\n\nBook now.",
      good="We ask which exercise is the best for you. It is the most experienced part of the "
           "body.")
def superlative(writing: Writing) -> Iterator[Hit]:
    """The clinic above others."""
    for block, match, line in said(writing, _BEST):
        if _about_us(block.text, match) and not denied(block.text, match.start()):
            yield line, f"a claim to be better than others: '{short(match[0])}'"


_US = re.compile(r"\b(?:we|we're|our|us|clinic|practice|therapists?|physiotherap\w+)\b", re.I)


def _about_us(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence around a match speaks of the clinic."""
    return bool(_US.search(sentence_around(text, *match.span())))


def _about_health(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence around a match speaks of bodies, care or patients."""
    return bool(_HEALTH.search(sentence_around(text, *match.span())))


@rule("claims-percent", "warning", source="CLAIM-PCT",
      why="A number about health is a claim that needs a source the reader can open.",
      cure="add the source's mark, such as [^doe-2020], to the paragraph, or take the number out",
      bad="Nine weeks on, 80% of our patients feel better.⟵",
      good="---\nreferences: [doe-2020]\n---\nIn one trial 80% of people felt better.[^doe-2020] "
           "Fill the glass to 80%.")
def percent(writing: Writing) -> Iterator[Hit]:
    """Percentages about health without a citation in the same paragraph."""
    for block, match, line in said(writing, _PERCENT, ("paragraph", "item", "table", "summary")):
        if not block.cited and not block.links and _about_health(block.text, match):
            yield line, f"a number without a source: '{short(match[0])}'"


_HEALTH = re.compile(r"\b(?:(?:back|neck|knee|joint|hip|shoulder|chronic|your|the|of|in|less|"
                     r"more) pain|"
                     r"pain[- ]free|injur\w+|therap(?:y|ies|ists?)|patients?|treatments?|needling|"
                     r"massage|exercises|surger\w+|muscles?|joints?|knees?|(?:your|the|lower|"
                     r"upper|bad|sore) backs?|necks?|hips?|"
                     r"shoulders?|spines?|headaches?|healing|symptoms?|clinic|arthritis|sciatica|"
                     r"runners)\b", re.I)


@rule("claims-time", "warning", source="CLAIM-TIME",
      why="Bodies heal at their own pace; a term given as a fact disappoints and may mislead.",
      cure="name the source in the same paragraph, or say that it differs from person to person",
      bad="Most runners with knee pain are back on the road in three weeks.⟵",
      good="---\nreferences: [doe-2020]\n---\nMost were better in six weeks.[^doe-2020]\n\n"
           "Call us if it is no better after two weeks.")
def time_to_heal(writing: Writing) -> Iterator[Hit]:
    """Recovery in a number of weeks or sessions without a citation."""
    for block, match, line in said(writing, _TIME, ("title", "summary", "key points", "paragraph",
                                                    "item")):
        if not block.cited and not denied(block.text, match.start()) \
                and (block.kind == "title" or _about_health(block.text, match)):
            yield line, f"a term for getting better without a source: '{short(match[0])}'"


@rule("claims-instead", "warning", source="CLAIM-SURG",
      why="Whether somebody needs surgery or medicine is for them and their doctor to find out.",
      cure="say what the research compared and found, with its source",
      bad="Our programme helps you avoid surgery.⟵",
      good="---\nreferences: [doe-2020]\n---\nIn one trial, exercise did as well, without "
           "surgery.[^doe-2020] Surgery is one of the choices.")
def instead_of_medicine(writing: Writing) -> Iterator[Hit]:
    """Therapy in place of surgery or medicine, without a source."""
    for block, match, line in said(writing, _INSTEAD):
        if not block.cited and not denied(block.text, match.start()):
            yield line, f"a claim about surgery or medicine: '{short(match[0])}'"


@rule("claims-absolute", "warning", source="CLAIM-ABS",
      why="'Will fix' and 'works for everyone' are true of no treatment.",
      cure="write may, can or often",
      bad="This exercise will fix your knee.⟵", good="This exercise may ease your knee.")
def absolute(writing: Writing) -> Iterator[Hit]:
    """Effects without exception."""
    for block, match, line in said(writing, _ABSOLUTE):
        if _about_health(block.text, match) and not denied(block.text, match.start()):
            yield line, f"a promise without exception: '{short(match[0])}'"


@rule("claims-free", "warning", source="CLAIM-FREE",
      why="A reader must be able to see what 'free' includes before they come.",
      cure="link the page with the terms in the same paragraph",
      bad="Book a free consultation today.⟵",
      good="Book a [free consultation](../pages/free.md). Move at no cost to your back.\n\n"
           "Feel free to ask.")
def free(writing: Writing) -> Iterator[Hit]:
    """Free offers without a link in the paragraph."""
    terms = writing.facts.clinic.offer.terms if writing.facts.clinic.offer else ""
    if getattr(writing.record, "slug", None) == (terms or "free"):
        return
    linked = any(terms and address.removesuffix("/").removesuffix(".md").endswith(terms)
                 for _, _, address, _ in writing.links)
    for block, match, line in said(writing, _FREE, ("paragraph", "item", "summary")):
        ours = _CLINICAL.search(block.text) or _OF_A_CLINIC.search(match[0])
        if not block.links and not linked and ours and "cost" not in match[0] \
                and not denied(block.text, match.start()):
            yield line, f"an offer without its terms: '{short(match[0])}'"


@rule("price-undated", "warning", source="CLAIM-FREE (price)",
      why="A price without a date binds or misleads for years; New Jersey reads it as 30 days.",
      cure="say from when or until when it holds",
      bad="An evaluation visit is $90.⟵",
      good="In 2026 a visit is $90.\n\nPatients like the mat. It was $30. Then came the visit.")
def price(writing: Writing) -> Iterator[Hit]:
    """Fees of the clinic without a date in the paragraph."""
    for block, match, line in said(writing, _PRICE, ("paragraph", "item", "table")):
        # Of money that a text tells of, only what stands in one sentence with a visit is a fee.
        if _FEE.search(sentence_around(block.text, *match.span())) \
                and _CLINICAL.search(block.text) and not _DATED.search(block.text):
            yield line, f"a price without a date: '{match[0].strip()}'"


_OF_A_CLINIC = re.compile(r"consult|screening|assessment|evaluation|exam", re.I)
_CLINICAL = re.compile(r"\b(?:evaluations?|therap\w+|treatments?|clinic|appointments?|co-?pay|"
                       r"self[- ]pay|cash[- ]pay|patients?)\b", re.I)
