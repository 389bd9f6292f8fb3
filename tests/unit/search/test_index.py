"""The index in pieces: what is a word, how much it says, which file it lies in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search import core, shards
from plugins.search.core import Found, normal, words_of


def shards_of(pages):
    """The shards of pages that are known by their numbers."""
    return shards.joined({bytes([number // 256, number % 256]): pieces
                          for number, pieces in enumerate(pages)})[0]


def looked_up(pages, word):
    """The weights of the pages that have a word, by their numbers, as the script finds them."""
    made = shards_of(pages)
    start = next((word[:n] for n in (3, 2, 1) if word[:n] in made), None)
    entry = json.loads(shards.as_file(made[start])).get(word, []) if start else []
    return {number: weight for weight, *numbers in entry for number in numbers}


@pytest.mark.parametrize("text, words", [
    ("Knees, KNEES!", ["knee", "knee"]), ("therapies", ["therapy"]), ("exercises", ["exercise"]),
    ("stretches boxes masses", ["stretch", "box", "mass"]), ("sciatica is", ["sciatica", "is"]),
    ("arthritis process status", ["arthritis", "process", "status"]), ("bus gas", ["bus", "gas"]),
    ("don't runner’s", ["dont", "runner"]), ("Übung à l'école", ["ubung", "a", "lecole"]),
    ("X-ray T2", ["x", "ray", "t2"]), ("_a_b_", ["a", "b"]), ("", []),
    ("Колено", ["колено"]), ("１２", ["12"])])
def test_words_are_compared_without_case_accents_and_plural(text, words):
    assert normal(text) == words


def test_a_word_says_more_in_a_title_than_in_a_text():
    page = words_of("Knee pain", ["Running"], ["The stairs."], "Hills, hills, hills and hills.")

    assert [looked_up([page], word) for word in ("knee", "running", "stair", "hill")] == [
        {0: 8}, {0: 5}, {0: 3}, {0: 3}]


def test_places_add_up_to_a_limit():
    page = words_of("Knee", ["knee"], ["knee"], "knee " * 100)

    assert looked_up([page], "knee") == {0: core.MAX_WEIGHT}


def test_common_and_endless_words_are_left_out():
    page = words_of("The knee and the " + "k" * 41, [], [], "")

    assert page == "knee=8"


def test_a_small_site_has_a_file_a_letter_and_a_large_one_more():
    pages = [words_of(f"Word {n}", [], [], f"ka{n} kb{n} {'sole' * (n < 9)}")
             for n in range(9000)]
    few, many = shards_of(pages[:9]), shards_of(pages)

    assert set(few) == {*"0123456789"} - {"9"} | {"k", "s", "w"}
    assert {"ka", "kb", "wo", "s"} <= set(many)
    assert {"k", "w"} & set(many) == set()
    assert looked_up(pages, "ka8999") == {8999: 1}


def test_frequent_letters_are_divided_once_more(monkeypatch):
    monkeypatch.setattr(shards, "JOINED", 10)
    monkeypatch.setattr(shards, "UNDIVIDED", 20)
    pages = [words_of("", [], [], "contact control copy co")] * 2

    assert set(shards_of(pages)) == {"con", "cop", "co"}
    assert all(looked_up(pages, word) == {0: 1, 1: 1}
               for word in ("contact", "control", "copy", "co"))


def test_of_a_frequent_word_the_best_and_the_newest_stay():
    pages = [words_of("Knee" if n == 0 else "x", [], [], "knee") for n in range(shards.MOST + 5)]
    found = looked_up(pages, "knee")

    assert len(found) == shards.MOST
    assert found[0] == 9
    assert set(range(1, 6)) & set(found) == set()


def test_titles_are_in_order():
    assert core.titles([Found("/a/", "A <b>", "S", "T"), Found("/b/", "B", "", "")]) == (
        r'[["/a/","A \u003cb>","S","T"],["/b/","B","",""]]')


def test_file_names_are_ascii():
    assert [core.file_name(start) for start in ("kn", "к", "7")] == [
        "kn.json", "-43a.json", "7.json"]


def test_synonyms_are_compared_as_words_are():
    assert core.rewritten([("Pinched  nerves", "Sciatica"), ("X-rays", "Imaging")]) == (
        '[["pinched nerve","sciatica"],["x ray","imaging"]]')


TEXTS = st.text(st.sampled_from("abкé' s.\n"), max_size=40)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_every_word_of_every_page_is_found_and_no_other(texts):
    pages = [words_of(title, [], [], text) for title, text in texts]
    words = {word for pair in texts for each in pair for word in normal(each)}

    for word in words - core.common():
        assert set(looked_up(pages, word)) == {
            n for n, pair in enumerate(texts) if word in {w for t in pair for w in normal(t)}}


PAGE = st.lists(st.sampled_from("a ab abc abd ac b ba bab bac c".split()), max_size=5).map(
    lambda words: words_of("", [], [], " ".join(words)))


@pytest.mark.parametrize("few", [0, 40])
@pytest.mark.parametrize("limits", [(48_000, 300_000), (12, 10), (12, 60)])
@given(versions=st.lists(st.dictionaries(st.integers(0, 9).map(lambda n: bytes([n])), PAGE,
                                         max_size=6), min_size=2, max_size=4))
def test_shards_joined_again_are_those_joined_from_nothing(limits, few, versions):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "JOINED", limits[0])
        patch.setattr(shards, "UNDIVIDED", limits[1])
        patch.setattr(shards, "FEW", few)
        before, known = shards.NOTHING, {}
        for pages in versions:
            # A digest stands for one text: pages that changed have another.
            pages = {key + pieces.encode(): pieces for key, pieces in pages.items()}
            made, kept = shards.joined(pages, before, known)
            afresh, all_kept = shards.joined(pages)

            assert list(made) == list(afresh)
            assert [(each.digest, each.make()) for each in made.values()] == [
                (each.digest, each.make()) for each in afresh.values()]
            assert (kept, list(kept.groups)) == (all_kept, list(all_kept.groups))
            before, known = kept, pages


def test_an_edit_leaves_most_shards_unread(monkeypatch):
    pages = {bytes([n]): words_of("", [], [], f"apple {chr(98 + n)}anana") for n in range(9)}
    _, kept = shards.joined(pages)
    asked = []
    monkeypatch.setattr(shards, "_part", lambda pages, starts, part=shards._part:
                        asked.append(set(starts)) or part(pages, starts))
    edited = {**pages, bytes([8]): words_of("", [], [], "apple janana zebra")}
    edited = {b"new" if key == bytes([8]) else key: each for key, each in edited.items()}
    shards.joined(edited, kept, pages)

    assert asked == [{"ze"}]
