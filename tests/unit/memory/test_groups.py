"""Records that lie together are there again one by one, and are lost together."""

import pytest

from plugins.memory.groups import GROUPS, Groups
from plugins.memory.records import Codec
from plugins.memory.store import Store

NAMES = [f"content/posts/{number}.md" for number in range(3 * GROUPS)]


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "memory.sqlite3", b"version")
    yield store
    store.close()


def saved(store, records, changed=()):
    groups = Groups(store, "posts", Codec())
    groups.load()
    groups.save(records, changed, records.__getitem__)
    return Groups(store, "posts", Codec()).load()


def test_records_are_there_again(store):
    records = {name: (name, 1) for name in NAMES}

    assert saved(store, records) == records
    assert len(dict(store.all("posts"))) <= GROUPS


def test_only_groups_with_a_change_are_written(store):
    saved(store, {name: (name, 1) for name in NAMES})
    before = dict(store.all("posts"))

    found = saved(store, {name: (name, 2) for name in NAMES}, NAMES[:1])

    assert found[NAMES[0]] == (NAMES[0], 2)
    assert sum(before[group] != data for group, data in store.all("posts")) == 1


def test_what_is_gone_is_forgotten_and_what_is_new_is_kept(store):
    saved(store, {name: (name, 1) for name in NAMES[:-1]})

    assert saved(store, {name: (name, 1) for name in NAMES[1:]}).keys() == set(NAMES[1:])
    assert saved(store, {}) == {}
    assert not dict(store.all("posts"))


@pytest.mark.parametrize("damage", [b"", b"nonsense", Codec().dump(None), Codec().dump((1, 2))])
def test_a_row_that_is_no_group_is_lost_alone_and_may_be_written_again(store, damage):
    records = {name: (name, 1) for name in NAMES}
    saved(store, records)
    group = next(iter(dict(store.all("posts"))))
    store.put("posts", [(group, damage)])

    found = Groups(store, "posts", Codec()).load()
    assert 0 < len(records) - len(found) < 20
    assert found.items() <= records.items()

    lost = records.keys() - found.keys()
    assert saved(store, records, lost) == records
