"""What a pull request does to the finished site."""

from plugins.reports.built_page import read
from plugins.reports.changes import Shown, summary


def page(text="Move a little each day.", related=("/b/",), nav="Home", more=""):
    links = "".join(f'<li><a href="{href}">x</a></li>' for href in related)
    return (f"<html><body><nav><a href='/'>{nav}</a></nav><main><h1>A</h1><p>{text}</p>{more}"
            f"<section class='related'><ul class='related__list'>{links}</ul></section></main>"
            "</body></html>")


def told(before, after):
    return summary({path: read(text) for path, text in before.items()},
                   {path: read(text) for path, text in after.items()})


def test_pages_added_changed_and_lost_are_named():
    said = told({"a/index.html": page(), "b/index.html": page(), "c/index.html": page()},
                {"a/index.html": page("Rest."), "b/index.html": page(nav="Start"),
                 "d/index.html": page()})

    assert ("3 pages: 1 added, 1 with other words, 1 changed around the words, 0 moved, 1 lost."
            in said)
    assert "**Added** (1)\n\n- d/index.html" in said
    assert "**Other words** (1)\n\n- a/index.html" in said
    assert "aliases' of another page** (1)\n\n- c/index.html" in said


def test_related_posts_that_changed_are_named():
    said = told({"a/index.html": page(related=("/b/", "/c/"))},
                {"a/index.html": page(related=("/c/", "/d/"))})

    assert "- a/index.html: −/b/ +/d/" in said
    assert "0 with other words" in said


def test_another_order_of_related_posts_is_said():
    assert "another order" in told({"a": page(related=("/b/", "/c/"))},
                                   {"a": page(related=("/c/", "/b/"))})


def test_heavier_pages_and_grades_are_told():
    long = "We walk a little each day and rest. " * 40
    said = told({"a": page()}, {"a": page(long), "b": page(long)})

    assert "**Heavier by more than 5 %** (1)" in said
    assert "- b (grade " in said


def test_the_same_folder_has_nothing_to_tell():
    said = told({"a": page()}, {"a": page()})

    assert "**" not in said
    assert said.endswith("KiB.\n")


def test_many_pages_are_cut():
    pages = {f"{number:02}": Shown("x", 1) for number in range(30)}

    assert "- and 10 more" in summary({}, pages)


def test_a_page_whose_address_leads_on_is_moved():
    moved = '<html><head><meta http-equiv="refresh" content="0; url=/b/"></head></html>'
    said = told({"a/index.html": page()}, {"a/index.html": moved, "b/index.html": page()})

    assert "1 added, 0 with other words, 0 changed around the words, 1 moved, 0 lost." in said
    assert "**Moved** (1)\n\n- a/index.html leads to /b/" in said
    assert "moved" not in told({"a": moved}, {"a": moved}).partition("0 moved")[2]


def test_a_text_is_not_hidden_among_the_lists_that_changed_with_it():
    before = {f"{number:02}": Shown("x", 1, "a") for number in range(30)}
    after = {f"{number:02}": Shown("y", 1, "b") for number in range(30)}

    assert "**Other words** (31)\n\n- post (grade 6.0)" in summary(
        {**before, "post": Shown("x", 1, "a", 6.0)}, {**after, "post": Shown("y", 1, "b", 6.0)})
