"""Evening out who is named how often."""

from plugins.related.exposure import Entry, most, spread, times_named


def evened(lists, spare, cap=9):
    """`spread`, where a list may take whatever is spare in it. Only the lists that were given."""
    orphan = {"o": []}
    offers = {(page, entry.slug): entry for page, row in spare.items() for entry in row}
    found = spread({**orphan, **lists}, cap, lambda page: spare[page], lambda post, bars: [
        (page, entry.likeness) for (page, slug), entry in offers.items() if slug == post],
        lambda page, post, likeness: offers[page, post])
    return {page: found[page] for page in lists}


def entries(*pairs, **changes):
    return [Entry(slug, likeness, **changes) for slug, likeness in pairs]


def test_a_post_that_nobody_names_takes_the_place_where_it_costs_least():
    lists = {"x": entries(("y", 90), ("z", 80)), "y": entries(("x", 90), ("z", 50))}
    spare = {"x": entries(("o", 78)), "y": entries(("o", 40))}

    found = evened(lists, spare)
    assert [entry.slug for entry in found["x"]] == ["y", "o"]
    assert found["y"] == lists["y"]


def test_too_high_a_price_is_not_paid():
    lists = {"a": entries(("x", 90)), "b": entries(("x", 90))}

    assert evened(lists, {"a": entries(("o", 60)), "b": []}) == lists


def test_the_last_mention_of_another_post_is_not_taken():
    lists = {"a": entries(("x", 90))}

    assert evened(lists, {"a": entries(("o", 90))}) == lists


def test_a_hub_gives_way_where_it_costs_least_until_it_is_none():
    lists = {page: entries(("hub", 100)) for page in "abc"}
    spare = {"a": entries(("x", 85)), "b": entries(("y", 99)), "c": entries(("z", 10))}

    found = evened(lists, spare, cap=2)
    assert {page: row[0].slug for page, row in found.items()} == {"a": "hub", "b": "y", "c": "hub"}
    assert evened(lists, spare, cap=3) == lists


def test_picks_stay():
    lists = {page: entries(("hub", 100), fixed=True) for page in "abc"}
    spare = {page: entries(("o", 100)) for page in "abc"}

    assert evened(lists, spare, cap=1) == lists


def test_what_only_fills_a_list_gives_way_at_no_cost_and_never_replaces_a_related_post():
    spare = {"a": [], "b": entries(("o", 1), close=False)}
    fill = {page: entries(("x", 90), close=False) for page in "ab"}
    close = {page: entries(("x", 90)) for page in "ab"}

    assert evened(fill, spare)["b"] == spare["b"]
    assert evened(close, {"a": [], "b": entries(("o", 90), close=False)}) == close


def test_nothing_given_is_changed():
    lists, spare = {"a": entries(("x", 9)), "b": entries(("x", 9))}, {"a": entries(("o", 9)),
                                                                      "b": []}
    assert evened(lists, spare) != lists

    assert lists["a"] == entries(("x", 9))
    assert times_named(lists) == {"x": 2}
    assert most([3, 4]) == 12
    assert most([]) == 0
