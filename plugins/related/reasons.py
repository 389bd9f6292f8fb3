"""Why a link stands there: a short phrase that is true of both posts, in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from .words import vocabulary, words

AT_MOST = 2
# For sites without a catalogue; our own pages say it in the words of theirs (page_models).
# What is said of shared labels, shared words and a shared topic, and what stands between two. A
# language that is not here gets no reason rather than one in English.
PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {"labels": "Also about {}", "words": "Both mention {}", "topic": "Also in {}",
           "and": " and "},
    # "y" would have to be "e" before some words; a comma is right before all.
    "es": {"labels": "También sobre {}", "words": "Ambos mencionan {}", "topic": "También en {}",
           "and": ", "},
}


class Reason(NamedTuple):
    """What two posts share: regions and tags, words, or only the topic."""

    kind: Literal["labels", "words", "topic", ""] = ""
    shared: tuple[str, ...] = ()

    def phrase(self, language: str) -> str:
        """The reason in words, `language` being a BCP 47 tag; "" where there is nothing to say."""
        said = PHRASES.get(language.partition("-")[0].lower())
        if not said or not self.kind:
            return ""
        return said[self.kind].format(said["and"].join(self.shared))


def reason(here: Sequence[str], there: Sequence[str], common: Callable[[], Sequence[str]],
           topics: tuple[str, str], topic_label: str, telling: Callable[[str], bool]) -> Reason:
    """The strongest reason for a link from a page to another.

    `here` and `there` are their regions and tags, `topics` theirs, the page's first. `common` gives
    `common_words` and is asked only where labels do not tell. A word that is not `telling` says
    nothing: in a clinic's blog every post mentions pain.
    """
    labels = labeled(label for label in here if label in there)
    if labels.shared:
        return labels
    words = [word for word in common() if telling(word)]
    if words:
        return Reason("words", tuple(words[:AT_MOST]))
    if topics[0] and topics[0] == topics[1]:
        return Reason("topic", (topic_label or topics[0],))
    return Reason()


def labeled(labels: Iterable[str]) -> Reason:
    """What is said of labels that two posts share."""
    return Reason("labels", tuple(dict.fromkeys(labels))[:AT_MOST])


def common_words(titles: tuple[str, str], texts: tuple[str, str]) -> tuple[str, ...]:
    """Words of a title that the other post uses too. A title says what a post is about."""
    lowered = [f"{title}\n{text}".lower() for title, text in zip(titles, texts, strict=True)]
    found: dict[str, None] = {}
    for title, other in ((titles[1], lowered[0]), (titles[0], lowered[1])):
        maybe = [word for word in words(title) if len(word) > 3 and word in other]
        sure = {word for word in maybe if _stands_in(word, other)}
        used = vocabulary(other) if len(sure) < len(set(maybe)) else sure
        found |= dict.fromkeys(word for word in maybe if word in used)
    return tuple(found)


def _stands_in(word: str, text: str) -> bool:
    """Whether a word is seen to be one of a text where its letters stand, so that the rest of the
    text need not be read."""
    at = text.find(word)
    while at >= 0:
        start, end = at, at + len(word)
        while start and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        if word in words(text[start:end]):
            return True
        at = text.find(word, end)
    return False
