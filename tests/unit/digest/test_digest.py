"""Equal values have equal digests, others have others."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.digest.core import digest


@dataclass(frozen=True)
class Pair:
    one: object
    other: object = ""


class Both(NamedTuple):
    one: object
    other: object = ""


@dataclass(frozen=True)
class Named:
    digest: bytes
    more: str = ""


class NamedToo(NamedTuple):
    digest: bytes
    more: str = ""


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.binary(max_size=3)
    | st.dates() | st.text(max_size=3).map(Markup),
    lambda inner: st.tuples(inner, inner) | st.lists(inner, max_size=3).map(tuple)
    | st.builds(Pair, inner, inner) | st.builds(Both, inner, inner)
    | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8)


@given(VALUES, VALUES)
def test_equal_digests_mean_equal_values(one, other):
    assert (digest(one) == digest(other)) == (_typed(one) == _typed(other))


def _typed(value):
    """A value that is equal to another only if the types are too: 1 is not True, nor a Markup."""
    if isinstance(value, Both):
        return ("both", *map(_typed, value))
    if isinstance(value, tuple):
        return ("tuple", *map(_typed, value))
    if isinstance(value, dict):
        return {key: _typed(each) for key, each in value.items()}
    if isinstance(value, Pair):
        return ("pair", _typed(value.one), _typed(value.other))
    return (type(value), value)


def test_one_object_twice_is_the_same_as_two_equal_ones():
    text = "".join(["kn", "ee"])

    assert digest((text, text)) == digest((text, "".join(["kne", "e"])))


def test_order_of_sets_and_mappings_does_not_matter():
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest(frozenset("knee")) == digest(frozenset("eenk"))


def test_a_time_zone_counts():
    here = datetime(2026, 1, 1, tzinfo=UTC)

    assert digest(here) != digest(here.replace(tzinfo=None))
    assert digest(date(2026, 1, 1)) != digest(datetime(2026, 1, 1))


@pytest.mark.parametrize("kind", [Named, NamedToo])
def test_a_record_with_a_digest_is_known_by_it(kind):
    assert digest(kind(b"x", "a")) == digest(kind(b"x", "b")) != digest(kind(b"y", "a"))


def test_the_digest_is_the_same_in_every_process():
    script = "from plugins.digest.core import digest; print(digest({'a', 'b', 'c'}, 1).hex())"
    found = {subprocess.run([sys.executable, "-c", script], env={"PYTHONHASHSEED": seed},
                            check=True, capture_output=True, text=True).stdout
             for seed in ("1", "2", "3")}

    assert found == {digest({"a", "b", "c"}, 1).hex() + "\n"}


def test_what_nobody_has_thought_of_is_refused():
    with pytest.raises(TypeError, match="object has no digest"):
        digest(object())
