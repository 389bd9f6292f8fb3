"""Who speaks and who is spoken of: credentials as boards want them, patients, telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.rules.core import (
    PROSE,
    SENTENCES,
    Hit,
    Writing,
    denied,
    phrases,
    quoted,
    rule,
    said,
    short,
)
from plugins.rules.sieve import Sought
from plugins.site_model.core import Article, Person

# Certificates of the specialist board ABPTS, and fellowship: what 'specialist' must rest on.
SPECIALIST = frozenset("OCS SCS NCS GCS PCS CCS CVP ECS WCS WHC FAAOMPT OMPT CHT COMT".split())
_TITLE = phrases(r"(?:our|your|an?|the clinic's|is an?|are) (?:[\w-]+ ){0,3}(?:board[- ]certified "
                 r"(?:specialists?|experts?|(?:[\w-]+ )?(?:physical therapists?|clinical "
                 r"specialists?))|"
                 r"(?:physical therapy|orthopa?edic|sports|pelvic|spine|pain|neurologic(?:al)?|"
                 r"movement|needling) (?:specialists?|experts?))(?! said)",
                 r"board[- ]certified (?:clinical )?specialists?")
_PATIENT = Sought(
    r"\b(?:(?i:a|our|my|one)\s+(?:former\s+|recent\s+)?(?:patient|client)s?(?:\s+named|\s+called|"
    r",)\s+"
    r"[A-Z][a-z]+|[Mm]eet\s+[A-Z][a-z]+(?:\s+[A-Z]\.?)?,?\s+(?:a|an|our)\s+(?:\d{1,2}|patient|"
    r"client)|"
    r"(?:\d{1,2}|[a-z]+)[- ]year[- ]old\s+(?:[\w-]+\s+){0,3}?(?:came|comes|presented|walked\s+in|"
    r"limped)\s+(?:in)?to\s+(?:see\s+)?(?:us|our|me|my|the\s+clinic)|"
    r"before[- ]and[- ]after\s+(?:photo|picture|image)s?)\b")
_EXTENSION = re.compile(r"[;,].*$")


@rule("credentials-order", "warning", source="CRED-ORDER", kinds=("person",),
      why="Boards (New York) want the licence first: 'PT, DPT, OCS', for patients know that one.",
      cure="write PT first, then degrees, then certificates",
      bad="---\ncredentials: DPT, PT⟵\n---\nHello.", good="---\ncredentials: PT, DPT, "
                                                          "OCS\n---\nHello.")
def order(writing: Writing) -> Iterator[Hit]:
    """Credentials that do not start with the licence."""
    if not isinstance(writing.record, Person):
        return
    letters = [word.strip(". ").replace(".", "") for word in writing.record.credentials.split(",")]
    if letters[0] not in ("PT", "PTA") and {"PT", "DPT", "MPT", "MSPT", "PTA"} & set(letters):
        yield writing.line("credentials"), (f"the credentials '{writing.record.credentials}' do "
                                            f"not "
                                            "start with PT")


@rule("credentials-doctor", "error", source="CRED-DR",
      why="'Dr.' without the profession lets a patient think of a physician (New York, others).",
      cure="write 'Dr. Jane Smith, PT' or 'Jane Smith, physical therapist'",
      bad="Ask Dr. Teo Marlowe about it.⟵",
      good="Ask Dr. Teo Marlowe, PT, about it. Dr. Smith, a surgeon, agrees.")
def doctor(writing: Writing) -> Iterator[Hit]:
    """A clinician of the clinic called doctor, without the profession in the sentence."""
    titled = [block for block in writing.blocks if "Dr" in block.text or "Doctor" in block.text]
    names = [word for person in writing.facts.people if "MD" not in person.credentials
             for word in (re.escape(person.name), re.escape(person.name.split()[-1]))]
    if not titled or not names:
        return
    called = re.compile(rf"\b(?:Dr\.?|Doctor)\s+(?:{'|'.join(names)})\b")
    for block in titled:
        for match in called.finditer(block.text):
            around = block.text[match.start():match.end() + 60]
            if not re.search(r"\bPT\b|physical therapist|physiotherapist|P\.T\.", around):
                yield block.line_of(match.start()), f"'{short(match[0])}' without the profession"


@rule("credentials-title", "warning", source="CRED-TITLE",
      why="'Specialist' and 'board certified' are titles that must be on record (New York).",
      cure="add the certificate to 'credentials' of the person, or write 'therapist'",
      bad="Ask our board-certified specialists.⟵",
      good="Ask our therapists. A specialist in eyes may help.")
def title(writing: Writing) -> Iterator[Hit]:
    """Titles that no credential of the clinic's people bears out."""
    people = (writing.record,) if isinstance(writing.record, Person) else writing.facts.people
    for block, match, line in said(writing, _TITLE):
        held = {word for person in people
                for word in re.findall(r"[A-Z]{2,}", person.credentials)}
        if not held & SPECIALIST and not denied(block.text, match.start()):
            yield line, f"a title that nobody's credentials bear out: '{short(match[0])}'"


@rule("patient-story", "warning", source="PHI-STORY", kinds=("post", "page"),
      why="A name, an age and a complaint can be enough to know a patient by (45 CFR 164.508).",
      cure="use a testimonial block with its authorization, or tell it of nobody in particular",
      bad="A patient named Maria hurt her knee.⟵",
      good="A patient may ask for a scan. Older people fall more. A 60-year-old bone heals.")
def story(writing: Writing) -> Iterator[Hit]:
    """Stories of single patients outside a testimonial block."""
    for _, match, line in said(writing, _PATIENT):
        yield line, f"a patient who may be known: '{short(match[0])}'"


@rule("link-tel", "error", source="LINK-TEL",
      why="A number that dials wrong on a telephone loses a patient, perhaps an urgent one.",
      cure="write [(207) 555-0142](tel:+12075550142): plus, country, number, the same in both",
      bad="[Call us](tel:207-555-0142).⟵",
      good="[(207) 555-0142](tel:+12075550142) or [911](tel:911), [call](tel:+12075550142).")
def tel(writing: Writing) -> Iterator[Hit]:
    """Telephone links that are no E.164, or show another number than they dial."""
    for _, words, address, line in writing.links:
        if not address.startswith("tel:"):
            continue
        number = _EXTENSION.sub("", address[4:])
        digits, shown = re.sub(r"\D", "", number), re.sub(r"\D", "", words)
        if not re.fullmatch(r"\+[1-9]\d{6,14}|\d{3}", number):
            yield line, f"the telephone link '{address}' is no international number"
        elif len(shown) >= 7 and not digits.endswith(shown.lstrip("0")[-10:]):
            yield line, f"the link shows {words.strip()} and dials {number}"


_PHONE = Sought(r"(?<![\w.-])(?:\+?1[-. ]?)?\(?([2-9]\d\d)\)?[-. ]([2-9]\d\d)[-. ]"
                    r"(\d{4})(?![\w-])")
_OURS = Sought(r"\b(?:call|phone|reach|text|ring|telephone) (?:us|our|the (?:clinic|office|"
                   r"front desk))"
                   r"\b|\bour (?:\w+ )?(?:number|phone|telephone|office)\b", re.I)


@rule("phone-drift", "error", source="NAP-DRIFT (texts)",
      why="A number that was the clinic's once rings somewhere else now.",
      cure="write the number of pelicanconf.py, or link to the contact page",
      bad="Call us at (207) 555-0199 today.⟵",
      good="Call us at (207) 555-0142. Call the poison line, 800-222-1222.")
def phone_drift(writing: Writing) -> Iterator[Hit]:
    """Another telephone number given as the clinic's."""
    own = re.sub(r"\D", "", writing.facts.clinic.phone)[-10:]
    for block in writing.holding(_PHONE, _OURS, kinds=PROSE):
        for place, sentence in block.sentences:
            for match in _PHONE.finditer(sentence) if _OURS.search(sentence) else ():
                if "".join(match.groups()) != own and not quoted(sentence, *match.span()):
                    yield (block.line_of(place + match.start()),
                           f"'{match[0].strip()}' is not the clinic's number, "
                           f"{writing.facts.clinic.phone_display}")


_KINDS = {"street": "st", "avenue": "ave", "road": "rd", "drive": "dr", "lane": "ln",
          "boulevard": "blvd", "court": "ct", "place": "pl", "highway": "hwy", "parkway": "pkwy",
          "square": "sq", "terrace": "ter", "circle": "cir", "way": "way", "trail": "trl",
          "north": "n", "south": "s", "east": "e", "west": "w"}
_STREET = Sought(r"(?<![\w.-])(\d{1,5}[A-Za-z]?)\s+((?:[A-Z\d][\w'’.-]*\s+){1,4}?)"
                 r"(Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Place|Pl|"
                 r"Highway|Hwy|Parkway|Pkwy|Square|Sq|Terrace|Ter|Circle|Cir|Way|Trail|Trl)\b")
_AT_OURS = Sought(r"\b(?:visit|find|see|meet|reach) us\b|\bcome (?:in )?to\b|\bwe(?: are|['’]re)\b|"
                  r"\bour (?:\w+ )?(?:clinic|office|practice|address|location|building|entrance)\b",
                  re.I)
_MOVED = re.compile(r"\b(?:moved|former(?:ly)?|old (?:address|clinic|office|building)|until|"
                    r"used to|no longer|previous(?:ly)?)\b", re.I)


def _place(match: re.Match[str]) -> str:
    """A street address in one form: '12 Example Street' and '12 example st.' are the same."""
    words = [word.strip(".").lower() for word in " ".join(match.groups()).split()]
    return " ".join(_KINDS.get(word, word) for word in words)


@rule("address-drift", "warning", source="NAP-DRIFT (street addresses in texts)",
      why="An address that was the clinic's once leads a patient to a closed door.",
      cure="write the address of pelicanconf.py, or link to the contact page",
      bad="Visit us at 99 Old Mill Road.⟵",
      good="Visit us at 12 Example St. We moved from 99 Old Mill Road. The lab is at 5 Oak Street.")
def address_drift(writing: Writing) -> Iterator[Hit]:
    """Another street address given as the clinic's."""
    own = _STREET.pattern.search(writing.facts.clinic.address.street)
    if not own:
        return  # a box, or an address of another form: nothing to compare with
    for block in writing.holding(_STREET, _AT_OURS, kinds=PROSE):
        for place, sentence in block.sentences:
            if not _AT_OURS.search(sentence) or _MOVED.search(sentence):
                continue
            for match in _STREET.finditer(sentence):
                if _place(match) != _place(own) and not quoted(sentence, *match.span()):
                    yield (block.line_of(place + match.start()),
                           f"'{short(match[0])}' is not the clinic's address, "
                           f"{writing.facts.clinic.address.street}")


_OFFERS = re.compile(r"\b(?:we|our|ours|us|at the clinic)\b", re.I)


@rule("treatment-not-offered", "error", source="scope of practice (dry needling)",
      why="Who reads of a treatment on a clinic's site takes it for one that the clinic may give.",
      cure="take it out; where a post only explains it, silence the rule here with that reason",
      bad={"pelicanconf.py": 'not_offered=("dry needling",)',
           "pages/treatments.md": "---\ntitle: Treatments\n---\nWe offer dry-needling here.⟵\n"},
      good={"pelicanconf.py": 'not_offered=("dry needling",)',
            "pages/treatments.md": "---\ntitle: Treatments\n---\nWe do not offer dry needling. "
                                   "Other clinics use dry needling.\n"})
def not_offered(writing: Writing) -> Iterator[Hit]:
    """Treatments that the clinic has said it does not give: in a title or a tag, or in a sentence
    about itself."""
    names = writing.facts.clinic.not_offered
    if not names:
        return
    sought = re.compile(r"(?<![\w-])(?:" + "|".join(
        r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name.strip()))) for name in names)
        + r")(?![\w-])", re.I)
    if isinstance(writing.record, Article):
        for tag in writing.record.tags:
            if sought.fullmatch(tag.name):
                yield writing.line("tags"), f"the tag '{tag.name}', which the clinic does not offer"
    for block in writing.of("title", *SENTENCES):
        for place, sentence in block.sentences:
            for match in sought.finditer(sentence):
                if not denied(sentence, match.start()) \
                        and (block.kind == "title" or _OFFERS.search(sentence)):
                    yield (block.line_of(place + match.start()),
                           f"'{short(match[0])}', which the clinic does not offer")


_AFFILIATE = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|mc_eid|aff(?:iliate)?(?:_?id)?|tag|ref)=|"
                        r"//(?:amzn\.to|bit\.ly|shareasale|click\.linksynergy)", re.I)
_DISCLOSED = re.compile(r"\b(?:affiliate|commission|sponsored|paid (?:link|partnership)|we "
                        r"earn)\b", re.I)


@rule("link-affiliate", "warning", source="LINK-AFF",
      why="Who earns from a recommendation must say so (16 CFR 255); tracking marks follow "
          "readers.",
      cure="link the plain address, or say in the text that you earn a commission",
      bad="[A mat](https://shop.example/mat?tag=clinic-20).⟵",
      good="[A mat](https://shop.example/mat?size=2).")
def affiliate(writing: Writing) -> Iterator[Hit]:
    """Affiliate and tracking marks in links that nobody is told of."""
    marked = [(line, address) for _, _, address, line in writing.links
              if _AFFILIATE.search(address)]
    if marked and not any(_DISCLOSED.search(block.text) for block in writing.blocks):
        for line, address in marked:
            yield line, f"an affiliate or tracking mark in '{short(address)}'"


@rule("link-http", "warning", source="LINK-HTTP",
      why="Without https anybody on the same network sees what a reader opens.",
      cure="write https://, and try that it opens",
      bad="[The guideline](http://example.org/g).⟵", good="[The guideline](https://example.org/g).")
def http(writing: Writing) -> Iterator[Hit]:
    """Links without encryption."""
    for _, _, address, line in writing.links:
        if address.startswith("http://"):
            yield line, f"a link without https: {short(address)}"


_LOCAL = re.compile(r"//(?:localhost|127\.0\.0\.1|0\.0\.0\.0|(?:staging|dev|test)\.|10\.\d|"
                    r"192\.168\.)"
                    r"|\.(?:local|test|netlify\.app|pages\.dev|wpengine\.com)(?:[:/)]|$)", re.I)


@rule("link-local", "error", source="SEO (staging URL)",
      why="An address of your own computer or of a trial site opens for nobody else.",
      cure="link the page's file, such as sciatica.md",
      bad="[Our post](http://localhost:8000/sciatica/).⟵"
          .replace("http:", "https:"), good="[Our post](https://example.org/local/).")
def local(writing: Writing) -> Iterator[Hit]:
    """Links to this computer or to a staging site."""
    for _, _, address, line in writing.links:
        if "//" in address and _LOCAL.search(address):
            yield line, f"an address that only you can open: {short(address)}"
