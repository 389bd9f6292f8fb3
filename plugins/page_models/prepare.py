"""Settings and what was read to a complete plan, or to everything that is wrong with it.

The one way from texts to pages, whoever asks: the plugin of Pelican, and our own build, which
remembers much of what it reads.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from plugins.colours import core as colours
from plugins.contact_form import core as contact_form
from plugins.fast_text import switch as fast_text
from plugins.handout import core as handout
from plugins.images.core import Picture, PictureError
from plugins.page_models.bodies import PictureOf, Texts, convert_all, dead_links
from plugins.page_models.core import Plan
from plugins.page_models.plan import plan
from plugins.page_models.related_links import Mapped, ranked, related_links, related_report
from plugins.page_models.search_index import MANY, Beside, indexing
from plugins.page_models.theme import TOKENS, theme_files
from plugins.related import store
from plugins.related.settings import RelatedPosts
from plugins.rules import catalogue as rules
from plugins.rules import store as rules_store
from plugins.site_model import content_folder
from plugins.site_model.calendar import day
from plugins.site_model.cross_check import place
from plugins.site_model.editions import languages as languages_of
from plugins.site_model.loading import Loaded, is_post, load
from plugins.site_model.problem import ContentError, Problem, errors
from plugins.site_model.settings import (
    Clinic,
    ContactSettings,
    Demand,
    Trace,
    accent_demand,
    home_picture_demand,
    offer_demands,
    publish_demands,
    sample_traces,
)
from plugins.words import folder as catalogues
from plugins.words.core import Words
from plugins.words.languages import Languages


@dataclass(frozen=True)
class Content:
    """All that a content folder says: read anew, or remembered in part."""

    loaded: Loaded
    texts: Texts
    judged: Mapping[str, rules.Judged]
    traces: tuple[Trace, ...]
    problems: tuple[Problem, ...]
    picture_of: PictureOf
    languages: Languages = Languages()

    @property
    def spoken(self) -> tuple[Words, ...]:
        """The words of each language that the site has pages in."""
        site = self.loaded.site
        return tuple(self.languages.words(language or site.clinic.language)
                     for language in languages_of(site))


@dataclass(frozen=True)
class Prepared:
    """What is to be written, and what is to be told. `places` are the addresses of the pages of
    texts, by their source; `withheld` those of drafts and future posts, without the slashes around
    them, which no page may name; `matrices` is what the ranking of related posts remembers."""

    plan: Plan
    static: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    places: Mapping[str, str]
    withheld: tuple[str, ...]
    matrices: Mapping[str, Any]


def read(settings: Mapping[str, Any], now: datetime) -> Content:
    """Read the whole content folder."""
    fast_text.use(settings.get("FAST_TEXT", True))
    folder, clinic = Path(settings["PATH"]), settings["CLINIC"]
    files, problems = content_folder.read(folder)
    picture_of = content_folder.picture_reader(content_folder.picture_files(folder))
    languages = catalogues.read(settings)
    loaded = load(files, folder.name, clinic, now, settings["PREVIEW"], languages)
    texts = convert_all(loaded, folder.name, picture_of, settings["SITEURL"], languages)
    shown = {article.source for article in loaded.site.articles}
    traces = sample_traces({path: data.decode("utf-8", "replace") for path, data in files.items()
                            if path in shown or not is_post(path, folder.name)})
    return Content(loaded, texts, rules.judge_all(loaded.site, texts.bodies),
                   tuple(traces), problems, picture_of, languages)


def prepare(settings: Mapping[str, Any], content: Content, now: datetime,
            before: Mapping[str, Any] | None = None, mapped: Mapped | None = None,
            beside: Beside | None = None) -> Prepared:
    """Check and plan. Raises ContentError with every problem of every file at once.

    `before` is what the ranking of related posts remembers, where this process has it already;
    `mapped` spreads work over processes, `beside` begins some in a process of its own.
    """
    clinic: Clinic = settings["CLINIC"]
    folder = Path(settings["PATH"])
    loaded, texts = content.loaded, content.texts
    unread = {problem.path for problem in content.problems}  # these are not missing or empty
    found = [*content.problems, *(each for each in loaded.problems
                                  if each.line or each.path not in unread), *texts.problems,
             *_demands(settings, clinic, now),
             *_languages(clinic, content.languages, languages_of(loaded.site)),
             *rules.problems(loaded.site, content.judged, day(clinic, now), line_in_settings,
                             partial(_alike, Path(settings["CACHE_PATH"]) / "alike", beside)),
             *(each for one in loaded.failed if one.page for each in rules.problems_of_one(
                 one.page, texts.failed[one.source], rules.facts_of(loaded.site),
                 day(clinic, now))),
             *_sample_identity(settings, content.traces)]
    home_picture = _home_picture(clinic, content.picture_of, found)
    slugs = {page.slug for page in loaded.site.pages}
    found += [_located(demand) for demand in offer_demands(clinic, slugs)]
    palette = _palette(clinic, Path(settings["THEME"]), found)
    if errors(found):
        raise ContentError(found)
    reading_on = settings.get("RELATED", RelatedPosts())
    if not isinstance(reading_on, RelatedPosts):
        raise ContentError([Problem("pelicanconf.py", line_in_settings("RELATED ="),
                                    f"RELATED is {reading_on!r}",
                                    "write RELATED = RelatedPosts(length=3)")])
    memory = Path(settings["CACHE_PATH"]) / "related"
    new = [settings["SITEURL"] + place(article, clinic) for article in loaded.site.articles
           if article.digest in texts.said]
    with indexing(Path(settings["CACHE_PATH"]) / "search", loaded.site, texts, content.languages,
                  mapped, beside) as indexed:
        known = ranked(loaded.site, texts, reading_on,
                       store.load(memory) if before is None else before, mapped)
        if before is None:
            store.keep(memory, known.matrices)
        with _codes_ahead(new, beside):
            links = related_links(loaded.site, texts, known, reading_on)
            found += links.crowded_out()
            static, names = theme_files(settings, palette, settings["PREVIEW"])
            planned = plan(loaded.site, texts, settings["SITEURL"], names, home_picture,
                           settings["PREVIEW"], reading_on, links, indexed, content.languages)
    found += [*_clashes(planned, folder.name), *dead_links(texts, planned)]
    if errors(found):
        raise ContentError(found)
    if "RELATED_REPORT" in settings:  # `make related-report` asks for it
        settings["RELATED_REPORT"].append(related_report(links, day(clinic, now)))
    notes = loaded.notes
    if settings["PUBLISH"]:
        notes = (*notes, *contact_form.notes(clinic.contact, day(clinic, now)))
    return Prepared(planned, static, tuple(sorted(set(found))), notes,
                    {each.source: place(each, clinic) for each in loaded.site.written},
                    tuple(place(article, clinic).strip("/") for article in loaded.withheld),
                    known.matrices)


@contextmanager
def _codes_ahead(places: Sequence[str], beside: Beside | None) -> Iterator[None]:
    """Draw the printed codes of many new posts beside what is done meanwhile, which keeps one core
    busy: of half of them, for that takes about as long as to plan all."""
    handout.make_ready({})
    if beside is None or len(places) < MANY:
        yield
        return
    with beside(partial(handout.qr_codes, places[:len(places) // 2])) as drawn:
        yield
        handout.make_ready(drawn())


def _alike(memory: Path, beside: Beside | None, marks: Mapping[str, bytes]) -> Mapping[str, str]:
    """Which texts say mostly the same. To find that from nothing takes a hundred megabytes for a
    moment, which a process of its own gives back."""
    if beside is None or memory.exists() or len(marks) < MANY:
        return rules_store.alike(memory, marks)
    with beside(partial(rules_store.alike, memory, marks)) as found:
        return found()


def _demands(settings: Mapping[str, Any], clinic: Clinic, now: datetime) -> list[Problem]:
    demands = [*contact_form.privacy_demands(clinic.contact),
               *rules.policy_demands(clinic.policy)]
    if settings["PUBLISH"]:
        demands += (*publish_demands(clinic, settings["SITEURL"], settings["ALLOW_DEMO"]),
                    *contact_form.demands(clinic.contact, day(clinic, now)))
    return [_located(demand) for demand in demands]


def _languages(clinic: Clinic, languages: Languages, spoken: Iterable[str]) -> list[Problem]:
    """What is wrong with the catalogues that pages need, and whether the clinic has words of its
    own in the languages that are `spoken`."""
    if languages.has(clinic.language):
        return [*(Problem(*fault) for fault in languages.faults),
                *(_located(Demand("pelicanconf.py", "translations", "translations: there is no "
                                  f"catalogue for the language '{language}'",
                                  languages.cure(language)))
                  for language in clinic.translations if not languages.has(language)),
                *(replace(_located(Demand(
                    "pelicanconf.py", "translations", f"there are posts in '{language}', and the "
                    "clinic's own words are not there in that language: tagline, welcome, offer",
                    f'write translations={{"{language}": ClinicWords(tagline="…")}}')),
                    severity="warning") for language in spoken if language not in
                  ("", *clinic.translations))]
    return [_located(Demand("pelicanconf.py", "language", f"there is no catalogue for the language "
                            f"'{clinic.language}'", languages.cure(clinic.language)))]


def _sample_identity(settings: Mapping[str, Any], traces: Iterable[Trace]) -> list[Problem]:
    """A clinic's own site must not carry the sample clinic's number, people or mail address."""
    if not settings["PUBLISH"] or settings["ALLOW_DEMO"] or settings["CLINIC"].demo:
        return []
    return [Problem(path, line, f"'{found}' belongs to the sample clinic",
                    "write your clinic's own, or delete the file")
            for path, line, found in traces]


def _home_picture(clinic: Clinic, picture_of: PictureOf, found: list[Problem]) -> Picture | None:
    try:
        return picture_of(clinic.home_picture) if clinic.home_picture else None
    except (PictureError, KeyError) as error:
        why = str(error) if isinstance(error, PictureError) else "it is not there"
        found.append(_located(home_picture_demand(clinic, why)))
        return None


def _palette(clinic: Clinic, theme: Path, found: list[Problem]) -> str:
    """The style that lays the clinic's accent over the theme, or what is wrong with either."""
    text = (theme / TOKENS).read_text("utf-8")
    base = colours.modes(text)
    found += [Problem(f"{theme.name}/{TOKENS}", 1 + text[:text.index(f"--{front}:")].count("\n"),
                      f"'{front}' on '{ground}' has a contrast of {ratio:.2f} in {mode}",
                      f"make it {least} at least (WCAG 2.2)")
              for mode, tokens in base.items()
              for front, ground, ratio, least in colours.too_weak(tokens)]
    if not clinic.accent:
        return ""
    if not colours.is_colour(clinic.accent):
        found.append(_located(accent_demand(clinic, "this is no colour",
                                            "write it as #15625b, or leave it empty")))
        return ""
    near = colours.nearest(clinic.accent, base)
    if near != colours.whole(clinic.accent):
        ratio = min(colours.contrast(clinic.accent, base["light"][on]) for on in ("paper", "card"))
        found.append(_located(accent_demand(
            clinic, f"words in it would have a contrast of {ratio:.2f}, and {colours.TEXT} is the "
            "least that all can read (WCAG 2.2)", f"the nearest that does is '{near}'")))
        return ""
    return colours.css(colours.palette(near, base))


def _located(demand: Demand) -> Problem:
    """A demand with the line of the setting in the file where the clinic would change it."""
    variable = {"contact": "CONTACT_FORM", "site_url": "SITEURL"}.get(demand.setting, "")
    if os.environ.get(variable):
        return Problem(f"{variable} (from the environment)", 0, demand.message, demand.cure)
    path = Path(__file__).resolve().parents[2] / demand.file
    lines = path.read_text("utf-8").split("\n") if path.is_file() else []
    return Problem(demand.file, _line(demand.setting, lines), demand.message, demand.cure)


def line_in_settings(words: str) -> int:
    """The line of the clinic's settings, counted from 1, where words stand outside of comments;
    0 if nowhere."""
    path = Path(__file__).resolve().parents[2] / "pelicanconf.py"
    lines = path.read_text("utf-8").split("\n") if path.is_file() else []
    return next((number for number, line in enumerate(lines, 1)
                 if words in line and not line.lstrip().startswith("#")), 0)


def _line(setting: str, lines: Sequence[str]) -> int:
    """Where a setting stands, counted from 1; 0 if it does not."""
    patterns = [rf"\s*{re.escape(setting)}\s*="]
    if setting in {each.name for each in fields(ContactSettings)}:
        # These often share a line, and stand in that of the whole where they are left out.
        patterns += [rf"\s*[^#\s].*[\s(]{re.escape(setting)}\s*=", r"\s*contact\s*="]
    return next((i for pattern in patterns for i, text in enumerate(lines, 1)
                 if re.match(pattern, text)), 0)


def _clashes(plan: Plan, root: str) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for page in plan.pages:
        key = page.path.casefold()
        if key in seen:
            problems.append(Problem(root, 0, f"two pages want the address {page.address}",
                                    "change the slug or the alias of one of them"))
        seen[key] = page.path
    return problems
