"""Templates in the language of a page. Words are put in when a template is compiled, once for each
language, so that printing a page costs the same in any of them.

`_("Contact")` stands for a constant text, `{% trans %}` for one with places in it, as in Jinja's
own extension, whose reading of the tag this uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jinja2 import Environment, nodes
from jinja2.ext import InternationalizationExtension
from jinja2.lexer import Token, TokenStream

from plugins.words.core import ENGLISH, Words

_PLACE = re.compile(r"%\((\w+)\)s")


def spoken(environment: Environment, words: Words) -> Environment:
    """The same environment in the language of `words`, made once for each."""
    known: dict[bytes, Environment] = vars(environment).setdefault("spoken", {})
    key = words.catalogue.digest
    if key not in known:
        known[key] = environment.overlay()
        known[key].words = words  # type: ignore[attr-defined]
    return known[key]


def words_of(environment: Environment) -> Words:
    """The words that an environment compiles into its templates."""
    return getattr(environment, "words", ENGLISH)


class Translated(InternationalizationExtension):
    """Puts the words of the environment's language where templates have English ones."""

    @property
    def _words(self) -> Words:
        return words_of(self.environment)

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:  # type: ignore[override]
        """`_("English")` to a constant."""
        for token in stream:
            if token.test("name:_"):
                stream.expect("lparen")
                text = stream.expect("string")
                stream.expect("rparen")
                token = Token(token.lineno, "string", self._words.say(text.value))
            yield token

    def _make_node(self, singular: str, plural: str | None, context: str | None,
                   variables: dict[str, nodes.Expr], plural_expr: nodes.Expr | None,
                   vars_referenced: bool, num_called_num: bool) -> nodes.Node:
        """A `{% trans %}` to what is printed: text, and the expressions in it."""
        if plural is None or plural_expr is None:
            return _output(self._words.say(singular), variables)
        forms = self._words.forms(singular, plural)
        *before, last = [_output(form, variables) for form in forms]
        node: nodes.Node = last
        for place in range(len(before) - 1, -1, -1):
            node = nodes.If(self._is_for(place, plural_expr), [before[place]], [], [node])
        return node

    def _is_for(self, place: int, number: nodes.Expr) -> nodes.Expr:
        """Whether a number wants the form at a place."""
        if self._words.catalogue.plural.strip("()").replace(" ", "") == "n!=1":  # most languages
            return nodes.Compare(number, [nodes.Operand("eq", nodes.Const(1))])
        which = nodes.Call(self.attr("plural_place"), [number], [], None, None)
        return nodes.Compare(which, [nodes.Operand("eq", nodes.Const(place))])

    def plural_place(self, n: int) -> int:
        """Called by a template: the place of the form for a number."""
        return int(self._words.which(n))


def _output(text: str, variables: Mapping[str, nodes.Expr]) -> nodes.Output:
    parts = _PLACE.split(text.replace("%%", "%"))
    return nodes.Output([variables[part] if i % 2 else nodes.TemplateData(part)
                         for i, part in enumerate(parts) if part])
