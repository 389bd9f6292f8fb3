"""The list of all rules as a page: `python -m plugins.rules.handbook > docs/rule-list.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.rules.catalogue import RULES, THEMES
from plugins.rules.core import Rule

_INTRO = """# All rules

Made from the rules themselves by `python -m plugins.rules.handbook > docs/rule-list.md`; a test
holds it to them. How to change a severity or silence a rule: [Rules](rules.md). The sign ⟵ stands
after the line that is named; it is no part of the example."""


def _example(example: str | Mapping[str, str]) -> str:
    if isinstance(example, str):
        return example.strip()
    return "\n".join(f"{path}:\n{text.strip()}" for path, text in example.items())


def _lines(rule: Rule) -> Iterator[str]:
    loud = rule.severity if rule.stops else f"{rule.severity}, never an error"
    what = (rule.find or rule.find_all or rule.find_due).__doc__ or ""  # type: ignore[union-attr]
    yield f"### {rule.id}"
    yield f"{what} *{loud}*"
    yield f"Why: {rule.why} Cure: {rule.cure}."
    for name, example in (("Found", rule.bad), ("Passed", rule.good)):
        text = _example(example)
        yield f"{name}:\n\n```\n{text if len(text) < 600 else text[:600].rstrip() + ' …'}\n```"


def page() -> str:
    """The whole page."""
    parts = [_INTRO]
    for theme in THEMES:
        name = theme.__name__.rsplit(".", 1)[-1]
        doc = " ".join((theme.__doc__ or "").split("\n\n")[0].split())
        parts += [f"## {name.capitalize()}", doc]
        known = [*vars(theme).values(), *getattr(theme, "NOTICES", ())]
        parts += [line for rule in RULES.values() if rule in known for line in _lines(rule)]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    print(page(), end="")
