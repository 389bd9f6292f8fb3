"""Made-up prose with the shape of real prose: English between words that mean nothing.

Words by Zipf's law, a subject in each text, quotes and apostrophes for those who set them, bold
words, links. What it says is nothing, so that no clinic can be held to it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate

WORDS, SUBJECTS, OWN_WORDS = 9_000, 60, 150

# Sentences of 8 to 21 words; {} is a word of the text's subject or of the whole language.
FRAMES = (
    "The {} lies close to the {}, and both move with the {}.",
    "When you turn to the left, the {} glides over the {} and comes back.",
    "People often ask us what a {} is, and what it has to do with the {}.",
    "A {} is not the same as a {}, even if the two words sound alike.",
    "It's easy to mix up the {} and the {}, so let's look at each in turn.",
    "You might call it a \"{}\", and your neighbor might call it a \"{}\".",
    "On some days the {} feels {}; on other days you hardly notice the {}.",
    "We write down where the {} begins, where it ends, and how {} it is.",
    "Between the {} and the {} there is a thin layer that we call the {}.",
    "Think of the {} as a rope -- the {} is the hand that holds it.",
    "There isn't one {} that suits all people, and that's fine.",
    "In the morning, many of us reach for the {} before we think of the {}.",
    "A {} {} at the desk can make the {} of the day look quite different.",
    "First comes the {}, then the {}, and in the end the {}.",
    "Some books draw the {} on the outer side, though it belongs to the {}.",
    "Ask yourself what the {} does while you stand, sit, walk and carry a {}.",
    "The word \"{}\" comes from an old name for a {} that nobody uses now.",
    "If the {} is {}, we look at the {} next to it as well.",
    "Our notes say {} for the right side and {} for the left.",
    "What we don't know is how the {} and the {} share the work...",
    "You can picture a {} on a table, with a {} below and a {} above.",
    "That is why we speak of the {} first and leave the {} for later.",
    "Small things count: a {}, a chair, the {} you carry, the {} you wear.",
    "From the {} to the {} it is about the width of a hand.",
)
TITLES = ("{} and {}: what the words mean", "The {} in plain words", "What to know about the {}",
          "A {} {} for the working week", "Notes on {} and {}", "How the {} moves with the {}",
          "{}, step by step", "Five questions about the {}")
ITEMS = ("the {} beside the {}", "a {} {} that you can reach", "time for the {}",
         "one {} for each side, then the {}", "the {}, as far as the {}")

Words = Callable[[], str]


def words(generator: random.Random, subject: int) -> Words:
    """A source of words for one text: three in ten are the subject's own."""
    everyday, weights = _language()
    own = _own(subject)
    bag: list[str] = []

    def word() -> str:
        if not bag:
            bag.extend(generator.choices(everyday, cum_weights=weights, k=56))
            bag.extend(generator.choices(own, k=24))
            generator.shuffle(bag)
        return bag.pop()
    return word


def filled(frame: str, word: Words) -> str:
    """A frame with words in its gaps."""
    return frame.format(*(word() for _ in range(frame.count("{}"))))


def sentences(generator: random.Random, word: Words, number: int) -> list[str]:
    """Sentences; one in twelve has a bold word."""
    found = [filled(frame, word) for frame in generator.choices(FRAMES, k=number)]
    for place in range(number):
        if generator.random() < 1 / 12:
            found[place] += f" This is the **{word()}**."
    return found


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


@cache
def _language() -> tuple[Sequence[str], Sequence[float]]:
    return ([_spelled(i) for i in range(WORDS)],
            list(accumulate(1 / (rank + 3) for rank in range(WORDS))))


@cache
def _own(subject: int) -> Sequence[str]:
    everyday, _ = _language()
    return random.Random(f"subject {subject}").sample(everyday, OWN_WORDS)


def _spelled(number: int) -> str:
    """The same letters for the same number; no two numbers share them. Two syllables or three."""
    first, second, ends = "bdfglmnprstv", "aeiou", "lmnrst"
    found = ""
    for size in (first, second, first, second):
        number, rest = divmod(number, len(size))
        found += size[rest]
    return found + (ends[number % len(ends)] if number == 0 else ends[number - 1] + "a")
