"""Where regions lie on the figure: by the words of their names, and large enough to be touched."""

import pytest

from plugins.body_map.core import BACK, FRONT, PARTS, SMALLEST, WIDTH, WORDS, parts, places


@pytest.mark.parametrize("slug, expected", [
    ("knee", ["knee"]), ("knees", ["knee"]), ("ankle-and-foot", ["ankle", "foot"]),
    ("lower-back", ["lower back"]), ("back", ["upper back", "lower back"]),
    ("wrist-hand-and-fingers", ["wrist", "hand"]), ("upper-arm", ["upper arm"]),
    ("lower-leg", ["calf"]), ("pelvic-floor", ["hip"]),
    ("whole-body", []), ("", []), ("handlebar", []), ("backpack", []),
])
def test_the_words_of_a_name_say_which_parts_it_means(slug, expected):
    assert list(parts(slug)) == expected


def test_every_word_names_parts_that_are_drawn():
    assert {name for names in WORDS.values() for name in names} == set(PARTS)


@pytest.mark.parametrize("name", PARTS)
def test_every_part_is_large_enough_to_touch_and_on_the_drawing(name):
    for zone in PARTS[name].zones:
        assert min(zone.width, zone.height) >= SMALLEST
        assert zone.x >= 0 and zone.x + zone.width <= WIDTH


def test_no_two_parts_lie_on_one_another():
    zones = [zone for part in PARTS.values() for zone in part.zones]
    for i, one in enumerate(zones):
        for other in zones[i + 1:]:
            # Neighbours may share a few units at the shoulder, where neither is drawn.
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert across <= 8 or down <= 0


def test_what_there_are_two_of_is_there_left_and_right_in_both_views():
    (elbows,) = places(["elbow"])
    middles = [zone.x + zone.width / 2 for zone in elbows]

    assert middles == [FRONT - 59, FRONT + 59, BACK - 59, BACK + 59]


def test_parts_on_one_another_are_one_zone():
    joined, ankle, foot = (places([slug])[0] for slug in ("ankle-and-foot", "ankle", "foot"))

    assert len(joined) == len(ankle) == len(foot) == 2
    assert joined[0].height == ankle[0].height + foot[0].height


def test_a_part_belongs_to_the_first_region_that_names_it():
    foot, both, again = places(["foot", "ankle-and-foot", "foot"])

    assert foot and both == places(["ankle"])[0]
    assert again == ()
