"""The search page, the files of its index, and the way by hand on a large site."""

import json

from plugins.search.core import TITLES_A_FILE
from tests.unit.builders import post
from tests.unit.page_models.test_inputs import changed
from tests.unit.page_models.test_plan import pages, planned, posts, texts_by_path


def index(files):
    return {path.removeprefix("search/index/"): json.loads(text) for path, text
            in texts_by_path(planned(files)).items() if path.startswith("search/index/")}


def test_the_files_lead_from_a_word_to_a_page():
    found = index({"posts/a.md": post(title="Ankle sprain", body="Walk on hills."),
                   "posts/b.md": post(title="Back pain", date="2026-04-01")})
    number = found["h.json"]["hill"][0][1]

    assert found["titles/0.json"][number] == [
        "/ankle-sprain/", "Ankle sprain", "What a sore knee needs, and what it does not.",
        "Conditions"]


def test_pages_and_people_are_found_too():
    found = index({**posts(1), "pages/p.md": "---\ntitle: Parking\n---\nThe lot.\n"})

    assert [row[:2] + row[3:] for row in found["titles/0.json"]] == [
        ["/parking/", "Parking", "About the clinic"],
        ["/people/juniper-ashgrove/", "Juniper Ashgrove, PT, DPT", "Our people"],
        ["/people/teo-marlowe/", "Teo Marlowe, PT, DPT", "Our people"],
        ["/post-000/", "Post 000", "Conditions"]]
    assert found["l.json"]["lot"] == [[1, 0]]


def test_titles_lie_in_files_of_a_size():
    found = index(posts(TITLES_A_FILE))
    sizes = [len(rows) for path, rows in sorted(found.items()) if path.startswith("titles/")]

    assert sizes == [TITLES_A_FILE, 2]


def test_the_page_knows_every_file():
    made = planned(posts(3))
    box = next(page for page in made.pages if page.path == "search/index.html").model.box
    files = {path for path in texts_by_path(made) if path.startswith("search/index/")}

    assert {f"search/index/{start}.json" for start in box.shards.split()} | {
        "search/index/titles/0.json"} == files
    assert (box.pieces, box.pages) == ("/search/index/", 5)


def test_another_word_in_one_post_changes_one_file():
    before = posts(30)
    after = {**before, "posts/p003.md": post(
        title="Post 003", summary="What post 3 is about.", date="2025-01-04",
        body="Move a little quokka.")}
    by_digest, _ = changed(before, after)

    assert {path for path in by_digest if "search" in path} == {
        "search/index.html", "search/index/q.json"}
    assert "search/index.html" not in changed(after, {**after, "posts/p003.md": post(
        title="Post 003", summary="What post 3 is about.", date="2025-01-04",
        body="Move a little quarry quokka.")})[0]


def test_a_new_post_changes_no_number():
    before = index(posts(3))["titles/0.json"]
    after = index({**posts(3), "posts/new.md": post(title="New", date="2026-03-03")})

    assert after["titles/0.json"][:len(before)] == before


def test_a_small_site_lists_its_titles_by_letter():
    page = pages({**posts(2), "posts/a.md": post(title="Zebra"), "posts/b.md": post(
        title="100 steps")})["search/index.html"].model

    assert [(group.letter, [link.label for link in group.links]) for group in page.titles] == [
        ("0-9", ["100 steps"]), ("P", ["Post 000", "Post 001"]), ("Z", ["Zebra"])]
    assert page.letters == ()


def test_a_large_site_has_a_page_for_each_letter():
    files = {**posts(120), "posts/a.md": post(title="Zebra")}
    found = pages(files)
    page = found["search/index.html"].model

    assert (page.titles, [link.href for link in page.letters]) == ((), ["/search/p/", "/search/z/"])
    assert len(found["search/p/index.html"].model.titles[0].links) == 100
    assert len(found["search/p/page/2/index.html"].model.titles[0].links) == 20
    assert found["search/z/index.html"].model.letters[1].current == "page"


def test_only_the_search_page_has_the_script():
    found = pages(posts(1))
    scripts = {path: page.model.shell.head.scripts for path, page in found.items()
               if "/static/search.js" in page.model.shell.head.scripts}

    assert scripts == {"search/index.html": ("/static/search.js",)}
    assert "script-src 'self'" in found["search/index.html"].model.shell.head.csp


def test_without_posts_there_is_no_search():
    found = planned({})

    assert [page.path for page in found.pages if "search" in page.path] == []
    assert [text.path for text in found.texts if "search" in text.path] == []
    assert found.pages[0].model.shell.chrome.search is None


def test_synonyms_are_on_the_page():
    vocabulary = ("categories: [Conditions]\nregions: []\ntags: []\n"
                  "synonyms:\n  sciatica: [Pinched nerves]\n")
    page = pages({**posts(1), "vocabulary.yaml": vocabulary})["search/index.html"].model

    assert page.box.synonyms == '[["pinched nerve","sciatica"]]'
