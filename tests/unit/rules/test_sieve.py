"""Whatever a pattern matches, the sieve lets through; and it lets little else through."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plugins.rules import catalogue
from plugins.rules.catalogue import RULES
from plugins.rules.sieve import Sieve, Sought, fold

SOUGHT = {f"{theme.__name__}.{name}": each for theme in catalogue.THEMES
          for name, each in vars(theme).items() if isinstance(each, Sought)}
SIEVE = Sieve(SOUGHT.values())
EXAMPLES = [text for rule in RULES.values() for example in (rule.bad, rule.good)
            for text in ([example] if isinstance(example, str) else example.values())]
CASELESS = (re.I, 0)


def passes(sought: Sought, text: str) -> bool:
    sieve = Sieve([sought])
    return sieve.may_match(sought, sieve.held(text.split()))


@pytest.mark.parametrize("name", SOUGHT)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_what_a_pattern_of_ours_matches_passes(name, data):
    sought = SOUGHT[name]
    matched = data.draw(st.from_regex(sought.pattern))

    assert sought.search(matched)
    assert passes(sought, matched)


@given(st.lists(st.tuples(st.sampled_from(EXAMPLES), st.integers(0, 300), st.sampled_from(
    ["", " ", "\n", "-", "’", "*", "ı", "ſ", "\u212a", ".\n\n", " not ", "A", "_"])), min_size=1,
    max_size=4), st.sampled_from([str, str.upper, str.lower, str.title, str.swapcase]))
@settings(deadline=None)
def test_examples_that_are_cut_and_joined_pass_where_they_match(pieces, cased):
    text = cased("".join(f"{mark}{example[start:]}" for example, start, mark in pieces))
    held = SIEVE.held(text.split())

    for name, sought in SOUGHT.items():
        assert not sought.search(text) or SIEVE.may_match(sought, held), name


LETTERS = "abikstzAIKSZ01 -'’%(é\n"
CLASSES = ["[A-Z]", "[A-C]", "[a-z]", "[ab]", "[^ab]", "[- ]", "[(é]", r"\d", r"\w", r"\s", r"\W",
           ".", r"[\dA]"]


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    many = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        many.map("".join), many.map(lambda each: f"(?:{'|'.join(each)})"),
        inner.map(lambda each: f"(?:{each})?"),
        st.tuples(st.sampled_from(["(?=", "(?!", "(?<!x)(?:", "(?>", "(?i:", "(?-i:", "("]),
                  inner).map(lambda each: f"{each[0]}{each[1]})"))


LEAVES = st.one_of(
    st.text(LETTERS, min_size=1, max_size=5).map(re.escape), st.sampled_from(CLASSES),
    st.tuples(st.sampled_from(CLASSES), st.integers(1, 5)).map(lambda e: f"{e[0]}{{{e[1]},}}"),
    st.sampled_from([r"\b", "^", "$", r"\B"]))
SIMPLE = st.lists(st.text(LETTERS, min_size=1, max_size=4).map(re.escape), min_size=1,
                  max_size=3).map("|".join)
# A repeat within a repeat may take for ever to fail; one is enough here.
REPEATED = st.tuples(SIMPLE, st.sampled_from(["*", "+", "{2}", "{2,3}", "{0,2}", "+?", "*+"])).map(
    lambda each: f"(?:{each[0]}){each[1]}")
PATTERNS = st.recursive(st.one_of(LEAVES, REPEATED), _joined, max_leaves=5)


@given(PATTERNS, st.sampled_from(CASELESS), st.data())
@settings(max_examples=400, deadline=None)
def test_what_any_pattern_matches_passes(source, flags, data):
    try:
        sought = Sought(source, flags)
        sought.pattern  # noqa: B018
    except re.error:
        assume(False)
    text = data.draw(st.one_of(st.text(LETTERS + "xyıſ\u212aİ", max_size=15),
                               st.from_regex(re.compile(source.replace("*+", "*").replace(
                                   "(?>", "(?:").replace("(?-i:", "(?:"), flags))))

    assert not sought.search(text) or passes(sought, text)


def test_letters_that_a_pattern_takes_for_one_are_one():
    every = "".join(chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    alike = re.findall("[a-z]", every, re.I)

    assert len(alike) > 52  # the long s and others
    for letter in alike:
        for plain in "abcdefghijklmnopqrstuvwxyz":
            assert not re.fullmatch(plain, letter, re.I) or fold(letter) == plain


@pytest.mark.parametrize("source, flags, text", [
    ("guarantee", re.I, "We guarnatee it."), ("slipped dis[ck]", re.I, "A disc slid."),
    (r"(?:never|always) works", 0, "It works often."), (r"[A-Z]{3}", 0, "An MR scan."),
    (r"\d{4}", 0, "in 202 days"), ("!{2,}", 0, "Go!"), (r"\$\d", 0, "5 dollars"),
    ("(?i:cure|heal)s?", 0, "A tale.")])
def test_a_text_without_the_pieces_is_held_back(source, flags, text):
    assert not passes(Sought(source, flags), text)


@pytest.mark.parametrize("source", [r"\w+", "a|", "(?:best)?", r"we|us|(?:a|b)\s", "[^x]", "é",
                                    r"(x)\1"])
def test_a_pattern_that_says_too_little_is_always_tried(source):
    assert passes(Sought(source), "")


def test_an_unknown_pattern_is_always_tried():
    assert Sieve().may_match(Sought("guarantee"), 0)


def test_ordinary_advice_is_tried_with_few_patterns():
    text = "Bend your knee a little and let it go. Rest when it hurts, then try again. " * 20
    held = SIEVE.held(text.split())

    tried = [name for name, sought in SOUGHT.items() if SIEVE.may_match(sought, held)]
    assert len(tried) <= 2, tried
