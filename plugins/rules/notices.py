"""The pages a clinic's site owes its readers. Of a demonstration clinic nothing is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from plugins.rules.core import Hit, Rule, Whole, site_rule

_PAGE = "---\ntitle: {title}\nslug: {slug}\n---\nText of the page.\n"
# id: what the page is called, its cure, why, and by which words it is known.
_NOTICES = {
    "notice-privacy": ("Privacy", r"\bprivacy\b(?! practices)", "PRIV-NOTICE (privacy)",
                       "Readers must be able to see what becomes of what they send."),
    "notice-accessibility": ("Accessibility", r"\baccessib", "PRIV-NOTICE (accessibility)",
                             "Who cannot use the site must be told whom to ask (45 CFR 84)."),
    "notice-hipaa": ("Notice of Privacy Practices", r"privacy practices", "PRIV-NOTICE (NPP)",
                     "A covered provider posts this notice prominently (45 CFR 164.520)."),
    "notice-nondiscrimination": ("Nondiscrimination", r"non-?discrimination",
                                 "PRIV-NOTICE (nondiscrimination)",
                                 "A practice with federal money posts this notice (45 CFR 92.10)."),
    "notice-language": ("Language assistance", r"language (?:help|assistance|services)",
                        "PRIV-NOTICE (language help)",
                        "A practice with federal money offers help in other languages "
                        "(45 CFR 92.11)."),
    "notice-estimate": ("Good Faith Estimate", r"good faith estimate", "section 0, fact 7",
                        "People who pay themselves have a right to an estimate (45 CFR 149.610)."),
}


def _finder(title: str, pattern: str) -> Callable[[Whole], Iterable[tuple[str, Hit]]]:
    known = re.compile(pattern, re.I)

    def find(whole: Whole) -> Iterator[tuple[str, Hit]]:
        if not any(known.search(f"{page.title} {page.slug.replace('-', ' ')}")
                   for page in whole.site.pages):
            yield "content/pages", (0, f"there is no page '{title}'")
    find.__doc__ = f"A site without a page '{title}'."
    return find


def _notice(id: str) -> Rule:
    title, pattern, source, why = _NOTICES[id]
    slug = title.lower().replace(" ", "-")
    return site_rule(id, "warning", source=source, real_only=True, why=why,
                     cure=f"write it as content/pages/{slug}.md; where the law does not ask it of "
                          "your clinic, turn the rule off in pelicanconf.py",
                     bad={"content/pages/about.md": _PAGE.format(title="About", slug="about")},
                     good={f"content/pages/{slug}.md": _PAGE.format(title=title, slug=slug)}
                     )(_finder(title, pattern))


NOTICES = tuple(_notice(id) for id in _NOTICES)
