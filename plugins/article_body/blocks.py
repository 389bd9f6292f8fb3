"""The blocks that authors may use, as extensions of pymdown-extensions' Blocks API.

    /// exercise | Slow squat
        dose: 8 repetitions, twice

    1. First step.
    ///

Each block turns into plain elements whose classes are those of the component that styles it.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from plugins.site_model.vocabulary import is_date
from plugins.words.core import ENGLISH, later

EXERCISE_FACTS = (("goal", later("Goal")), ("position", later("Start")),
                  ("dose", later("How much")))
TIES = {"family": later("family of the clinic"), "staff": later("staff of the clinic")}
TESTIMONIAL_TIES = ("patient", *TIES)


def as_text(value: object) -> str:
    """An option as its author typed it: YAML makes numbers, dates and booleans of some words."""
    if isinstance(value, list | dict):
        raise ValueError("an option is one text")
    return {True: "yes", False: "no", None: ""}.get(value) if isinstance(value, bool | type(None)) \
        else str(value)  # type: ignore[return-value]


class Panel(Block):
    """A titled box. The subclass says which, and what it is called without a title."""

    ARGUMENT = None
    DEFAULT_TITLE = ""
    CLASS = ""

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Build `<section class=…><h3>title</h3>` and take the Markdown below the title."""
        panel = etree.SubElement(parent, "section", {"class": self.CLASS})
        title = etree.SubElement(panel, "h3", {"class": f"{self.CLASS.split()[0]}__title"})
        title.text = self.argument or self.config["words"]().say(self.DEFAULT_TITLE)
        return panel


class Do(Panel):
    """What helps."""

    NAME, CLASS, DEFAULT_TITLE = "do", "advice advice--do", later("Do")


class Dont(Panel):
    """What to leave."""

    NAME, CLASS, DEFAULT_TITLE = "dont", "advice advice--dont", later("Don't")


class Note(Panel):
    """Something beside the main thread."""

    NAME, CLASS, DEFAULT_TITLE = "note", "note", later("Note")


class KeyPoints(Panel):
    """Key points in the text, for pieces that need them more than once."""

    NAME, CLASS, DEFAULT_TITLE = "key-points", "key-points", later("Key points")


class RedFlags(Panel):
    """Danger signs in the text; the title says what to do."""

    NAME, CLASS, DEFAULT_TITLE = "red-flags", "red-flags", later("Get help")


class Exercise(Block):
    """One exercise: goal, position, dose, when to stop, picture, and the steps as its text."""

    NAME = "exercise"
    ARGUMENT = True
    OPTIONS = {name: ["", as_text] for name in
               ("goal", "position", "dose", "stop-if", "picture", "picture-alt")}

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Build title, picture and facts; the steps follow, then when to stop."""
        card = etree.SubElement(parent, "section", {"class": "exercise"})
        etree.SubElement(card, "h3", {"class": "exercise__title"}).text = self.argument
        if self.options["picture"]:
            etree.SubElement(card, "img", {"src": self.options["picture"],
                                           "alt": self.options["picture-alt"]})
        say = self.config["words"]().say
        facts = [(say(label), self.options[name]) for name, label in EXERCISE_FACTS
                 if self.options[name]]
        if facts:
            table = etree.SubElement(card, "dl", {"class": "exercise__facts"})
            for label, value in facts:
                pair = etree.SubElement(table, "div")
                etree.SubElement(pair, "dt").text = label
                etree.SubElement(pair, "dd").text = value
        self.steps = etree.SubElement(card, "div", {"class": "exercise__steps"})
        return card

    def on_add(self, block: etree.Element) -> etree.Element:
        """Where the text goes."""
        return self.steps

    def on_end(self, block: etree.Element) -> None:
        """Put the warning last, where it is read with the steps in mind."""
        if self.options["stop-if"]:
            stop = etree.SubElement(self.steps, "p", {"class": "exercise__stop"})
            etree.SubElement(stop, "strong").text = self.config["words"]().say("Stop if:") + " "
            stop[0].tail = self.options["stop-if"]


class Testimonial(Block):
    """What a patient said, with what the FTC asks to be told (16 CFR 255 and 465).

    `authorization` is the date of the patient's written permission; it is never printed.
    """

    NAME = "testimonial"
    OPTIONS = {name: ["", as_text] for name in
               ("who", "date", "relationship", "incentive", "authorization")}

    def on_validate(self, parent: etree.Element) -> bool:
        """Refuse a story without a permission, a name, a date, or its ties."""
        return all(self.options[name] for name in ("who", "date", "incentive")) \
            and is_date(self.options["authorization"]) \
            and self.options["relationship"] in TESTIMONIAL_TIES

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Build `<figure><blockquote>`; the caption follows in `on_end`."""
        figure = etree.SubElement(parent, "figure", {"class": "testimonial"})
        self.quote = etree.SubElement(figure, "blockquote")
        return figure

    def on_add(self, block: etree.Element) -> etree.Element:
        """Where the text goes."""
        return self.quote

    def on_end(self, block: etree.Element) -> None:
        """Say who speaks, when, and what ties them to the clinic."""
        say, tie = self.config["words"]().say, self.options["relationship"]
        ties = [] if tie == "patient" else [say(TIES[tie])]
        if self.options["incentive"] != "none":
            ties.append(self.options["incentive"])
        ties.append(say("One person's experience; yours may differ."))
        caption = etree.SubElement(block, "figcaption")
        caption.text = "; ".join([f"{self.options['who']}, {self.options['date']}", *ties])


BLOCKS = (Do, Dont, Note, KeyPoints, RedFlags, Exercise, Testimonial)
NAMES = tuple(block.NAME for block in BLOCKS)
OPTIONS = {block.NAME: tuple(block.OPTIONS) for block in BLOCKS}


class StuckError(Exception):
    """A block is opened where pymdown-extensions would look at the same text for ever; `text` is
    that text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class ClinicBlocks(BlocksExtension):
    """Registers all blocks with one extension, and stops what would not end. `words` are those of
    the text that is converted."""

    words = ENGLISH

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        """Called by pymdown-extensions."""
        for block in BLOCKS:
            block_mgr.register(block, {**self.getConfigs(), "words": lambda: self.words})
        run = block_mgr.run

        def run_on(parent: etree.Element, blocks: list[str]) -> None:
            before, first = len(blocks), blocks[0]
            run(parent, blocks)
            if len(blocks) == before and blocks[0] == first:
                raise StuckError(first)

        block_mgr.run = run_on
