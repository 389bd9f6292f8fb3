"""Records come back as they were, and bytes make nothing but records."""

import gc
import os
import pickle
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from plugins.article_body.core import Heading, Marker
from plugins.memory.records import Codec, Unreadable, shared
from plugins.site_model.core import Person
from plugins.site_model.problem import Problem

VALUE = (Heading(2, "a", "A"), Marker("related", "", 3), Problem("p", 1, "m", "c", "warning"),
         Markup("<b>"), date(2026, 1, 2), datetime(2026, 1, 2, tzinfo=ZoneInfo("America/New_York")),
         datetime(2026, 1, 2, tzinfo=UTC), frozenset({"a", "b"}), 1.5, None, {"k": b"v"})


def test_records_come_back_as_they_were():
    found = Codec().load(Codec().dump(VALUE))

    assert found == VALUE
    assert [type(each) for each in found] == [type(each) for each in VALUE]


def test_shared_records_are_one_object():
    person = Person("teo", "Teo", "PT", "", "", "content/people/teo.md")
    codec = Codec(shared(("person", {"teo": person})))

    data = codec.dump((person, person))
    assert codec.load(data)[0] is person
    with pytest.raises(Unreadable):
        Codec().load(data)


def test_what_was_read_is_let_go_without_a_collection():
    person = Person("teo", "Teo", "PT", "", "", "content/people/teo.md")
    codec = Codec(shared(("person", {"teo": person})))
    data = codec.dump((person, ZoneInfo("America/New_York")))
    gc.collect()
    gc.disable()
    try:
        codec.load(data)
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("reduced", [
    (os.system, ("true",)), (eval, ("1",)), (getattr, (str, "join")),
    (pickle.loads, (b"",))])
def test_bytes_that_would_do_something_are_refused(reduced):
    class Trap:
        def __reduce__(self):
            return reduced

    with pytest.raises(Unreadable):
        Codec().load(pickle.dumps(Trap()))


def test_functions_of_ours_are_refused_too():
    with pytest.raises(Unreadable):
        Codec().load(pickle.dumps(shared))


@pytest.mark.parametrize("data", [b"", b"\x80", b"nonsense", Codec().dump(VALUE)[:-20]])
def test_damaged_bytes_are_unreadable(data):
    with pytest.raises(Unreadable):
        Codec().load(data)
