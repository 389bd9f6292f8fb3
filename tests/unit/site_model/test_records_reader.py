"""One header to one record: what is required, what is refused, and where an author is sent."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from plugins.site_model import front_matter, records_reader
from plugins.site_model.core import PAGE_FIELDS, PERSON_FIELDS, POST_FIELDS
from plugins.site_model.settings import Policy
from tests.unit.builders import lookups, post, shown


def read(text, **changes):
    header = front_matter.parse(text, "x.md", POST_FIELDS)
    return records_reader.read_article(header, lookups(**changes))


def faults(text, **changes):
    return [(p.line, p.message) for p in read(text, **changes)[1] if p.severity == "error"]


def read_page(text, **changes):
    return records_reader.read_page(front_matter.parse(text, "x.md", PAGE_FIELDS),
                                   lookups(**changes))


def read_person(text, key="juniper-ashgrove"):
    return records_reader.read_person(front_matter.parse(text, "x.md", PERSON_FIELDS), key)


def test_a_sound_post_is_read_whole():
    text = post(slug="sore-knee", modified="2026-04-01 08:30", tags="[knee pain, running]",
                regions="[neck]", reviewer="Teo Marlowe", reviewed="2026-04-02",
                next_review="2028-04-02", references="[doe-2020]", image="images/me/knee.svg",
                image_alt="A knee.", aliases="[/2019/knee/]", related="[hip]", lang="en-GB",
                key_points="[Move.]", red_flags="{same day: [Fever], emergency: [Numbness]}")
    article, problems = read(text)

    assert problems == ()
    assert (article.slug, article.title, article.author.key) == (
        "sore-knee", "Knee pain", "juniper-ashgrove")
    assert article.modified == datetime(2026, 4, 1, 8, 30, tzinfo=ZoneInfo("America/New_York"))
    assert [term.name for term in (*article.tags, *article.regions, article.category)] == [
        "knee pain", "running", "neck", "Conditions"]
    assert (article.reviewer.key, article.reviewed, article.next_review) == (
        "teo-marlowe", date(2026, 4, 2), date(2028, 4, 2))
    assert [source.key for source in article.references] == ["doe-2020"]
    assert article.red_flags == (("emergency", ("Numbness",)), ("same day", ("Fever",)))
    assert (article.aliases, article.related) == (("/2019/knee/",), ("hip",))
    assert (article.image, article.image_alt, article.language) == (
        "images/me/knee.svg", "A knee.", "en-GB")
    assert not article.hidden


@pytest.mark.parametrize("name, line", [("title", 2), ("date", 3), ("author", 4),
                                        ("category", 5), ("summary", 6)])
def test_a_required_field_must_be_there_and_filled(name, line):
    missing, empty = read(post(drop=[name]))[1], read(post(**{name: ""}))[1]

    assert f"'{name}' is missing" in shown(missing)
    assert f"x.md:{line}: '{name}' is empty" in shown(empty)
    assert all(problem.cure for problem in (*missing, *empty))


def test_all_problems_of_a_header_are_told_at_once():
    text = post(date="soon", author="nobody", category="Cats", tags="[cats]", slug="A b", body="")

    assert len(faults(text)) == 6


@pytest.mark.parametrize("written, expected", [
    ("2026-03-02", "2026-03-02T00:00:00-05:00"),
    ("2026-07-02", "2026-07-02T00:00:00-04:00"),
    ("2026-03-02 09:30", "2026-03-02T09:30:00-05:00"),
    ("2026-03-02T09:30:15", "2026-03-02T09:30:15-05:00"),
    ("2026-03-02T09:30Z", "2026-03-02T09:30:00+00:00"),
    ("2026-03-02 09:30 +02:00", "2026-03-02T09:30:00+02:00"),
])
def test_dates_are_iso_and_in_the_clinics_zone(written, expected):
    article, problems = read(post(date=f'"{written}"'))

    assert problems == ()
    assert article.published.isoformat() == expected


@pytest.mark.parametrize("written", [
    "02/03/2026", "2 March 2026", "2026-3-2", "2026-02-30", "2026-13-01", "2026-03-02 25:00",
    "2026-03-02 9:30", "2026", "tomorrow", "2026-03-02 09:30 EST", "1926-03-02", "3026-03-02",
    "２０２６-03-02", "2026-03-02T09:30+99:00"])
def test_a_date_that_needs_guessing_is_refused(written):
    assert [line for line, _ in faults(post(date=f'"{written}"'))] == [3]


@pytest.mark.parametrize("field", ["modified", "reviewed", "next_review"])
def test_the_other_dates_are_as_strict(field):
    assert len(faults(post(**{field: "soon"}))) == 1


def test_a_post_cannot_change_before_it_is_published():
    assert faults(post(modified="2026-03-01")) == [(7, "'modified' is before 'date'")]


@pytest.mark.parametrize("title, slug", [
    ("Knee pain", "knee-pain"), ("Don't stop: 5 × 5!", "dont-stop-5-x-5"),
    ("Überlastung", "uberlastung"), ("膝の痛み", "xi-notong-mi"),
    ("Word " * 30, "word-" * 15 + "word"),
])
def test_a_title_gives_the_slug(title, slug):
    assert read(post(title=f'"{title}"'))[0].slug == slug


@pytest.mark.parametrize("slug, cure", [
    ("Knee-Pain", "write 'slug: knee-pain'"),
    ("knee_pain", "write 'slug: knee-pain'"),
    ("knee--pain", "write 'slug: knee-pain'"),
    ("-knee", "write 'slug: knee'"),
    ("knee/pain", "write 'slug: knee-pain'"),
    ("../../etc/passwd", "write 'slug: etc-passwd'"),
    ("knee.html", "write 'slug: knee-html'"),
    ("genou-brisé", "write 'slug: genou-brise'"),
    ("...", "add a line 'slug: some-words'"),
    ("contact", "write 'slug: contact-advice'"),
    ("index", "write 'slug: index-advice'"),
    ("tags", "write 'slug: tags-advice'"),
    ("thanks", "write 'slug: thanks-advice'"),
    ("con", "write 'slug: con-advice'"),
    ("lpt1", "write 'slug: lpt1-advice'"),
    ("k" * 81, "shorten it"),
])
def test_a_slug_that_makes_no_good_address_is_refused(slug, cure):
    (problem,) = read(post(slug=slug))[1]

    assert (problem.line, problem.cure) == (7, cure)


@pytest.mark.parametrize("title, message", [
    ("!!!", "the title gives no slug"), ("Tags", "the slug 'tags' is reserved"),
    ("NUL", "the slug 'nul' is reserved"), ("w" * 201, "the title is too long (201 characters)")])
def test_a_title_that_gives_no_address_is_refused(title, message):
    (line, told), *rest = faults(post(title=f'"{title}"'))

    assert (line, rest) == (2, [])
    assert message in told


@pytest.mark.parametrize("fields, draft", [
    ({}, False), ({"status": "draft"}, True), ({"status": "Draft"}, True),
    ({"status": "published"}, False), ({"draft": "true"}, True), ({"draft": "yes"}, True),
    ({"draft": "false"}, False), ({"status": "published", "draft": "true"}, True)])
def test_a_draft_may_be_called_one_in_both_ways(fields, draft):
    article, problems = read(post(**fields))

    assert problems == ()
    assert article.draft == article.hidden == draft


@pytest.mark.parametrize("fields", [{"status": "drft"}, {"status": "hidden"}, {"draft": "maybe"}])
def test_a_status_that_nobody_knows_is_refused(fields):
    assert [line for line, _ in faults(post(**fields))] == [7]


def test_a_post_of_the_future_is_upcoming():
    assert read(post(date="2026-10-02"))[0].upcoming
    assert not read(post(date="2026-10-01"))[0].upcoming


@pytest.mark.parametrize("name", ["juniper-ashgrove", "Juniper Ashgrove",
                                  "Juniper Ashgrove, PT, DPT", "Juniper Ashgrove PT, DPT"])
def test_an_author_is_named_by_key_or_as_on_their_page(name):
    assert read(post(author=name))[0].author.key == "juniper-ashgrove"


def test_an_unknown_author_is_told_who_is_near():
    (problem,) = read(post(author="Juniper Ashgrov"))[1]

    assert problem.line == 4
    assert "did you mean 'Juniper Ashgrove'?" in problem.cure


def test_the_reviewer_is_somebody_else():
    assert (7, "the reviewer is the author") in faults(
        post(reviewer="Juniper Ashgrove", reviewed="2026-04-01"))


@pytest.mark.parametrize("fields, message", [
    ({"reviewer": "teo-marlowe"}, "there is a reviewer but no date of review"),
    ({"reviewer": "teo-marlowe", "reviewed": "2026-10-02"}, "'reviewed' is in the future"),
    ({"reviewer": "teo-marlowe", "reviewed": "2026-04-02", "next_review": "2026-04-02"},
     "'next review' is not after 'reviewed'"),
    ({"reviewer": "nobody", "reviewed": "2026-04-02"}, "unknown reviewer 'nobody'"),
    ({"image": "images/me/a.svg"}, "the image has no text alternative"),
    ({"references": "[roe-1999]"}, "unknown reference 'roe-1999'"),
    ({"lang": "English, please"}, "lang 'English, please' is no language tag"),
    ({"red_flags": "{soon: [Fever]}"}, "unknown level 'soon'"),
    ({"regions": "[toe]"}, "unknown region 'toe'"),
    ({"category": "Conditions, Exercise"},
     "unknown category 'Conditions, Exercise' (one category only)"),
    ({"tags": "[knee pain, Running]"}, "unknown tag 'Running'"),
])
def test_what_does_not_fit_together_is_one_problem(fields, message):
    (told,) = faults(post(**fields))

    assert message in told[1]
    assert told[0] >= 5


def test_too_many_tags_are_refused():
    tags = ", ".join(["knee pain"] * 16)

    assert "16 tags are too many" in shown(read(post(tags=f"[{tags}]"))[1])


@pytest.mark.parametrize("alias", ["/2019/03/heel-pain/", "/old.html", "/caf%C3%A9/", "/?p=1"])
def test_aliases_are_paths_from_the_root(alias):
    good = "?" not in alias

    assert (faults(post(aliases=f'["{alias}"]')) == []) is good


@pytest.mark.parametrize("alias", ["old", "https://example.org/x/", "//example.org/x", "/../x/",
                                   "/a b/", "/", "/a#b", "/<x>", "/%zz", "/.htaccess", "/a/con/b",
                                   "/NUL.html", "/a./b", "/%61%20/b"])
def test_an_alias_that_is_no_path_of_this_site_is_refused(alias):
    assert [line for line, _ in faults(post(aliases=f"['{alias}']"))] == [7]


FIELDS = {"reviewer": "nobody has reviewed this post", "key_points": "there are no key points",
          "red_flags": "there is no 'get help' advice", "references": "there are no references"}


@pytest.mark.parametrize("level", ["off", "warning", "error"])
@pytest.mark.parametrize("name", FIELDS)
def test_what_a_post_should_have_is_as_strict_as_the_clinic_says(name, level):
    off = dict.fromkeys(FIELDS, "off")
    article, problems = read(post(), policy=Policy(**{**off, name: level}))

    assert [(p.message, p.severity) for p in problems] == (
        [] if level == "off" else [(FIELDS[name], level)])
    assert (article is None) == (level == "error")


@pytest.mark.parametrize("name, empty", [("reviewer", ""), ("key_points", "[]"),
                                         ("red_flags", "{emergency: []}"), ("references", "[]")])
def test_a_field_left_empty_is_not_there_for_the_policy(name, empty):
    policy = Policy(**{**dict.fromkeys(FIELDS, "off"), name: "error"})

    assert FIELDS[name] in shown(read(post(**{name: empty}), policy=policy)[1])


@pytest.mark.parametrize("fields, line", [
    ({"summary": "TODO say something"}, 6), ({"title": "Lorem ipsum"}, 2),
    ({"key_points": "[One., FIXME]"}, 7), ({"red_flags": "{emergency: [TBD]}"}, 7),
    ({"image": "images/a.svg", "image_alt": "TODO"}, 8)])
def test_placeholders_are_for_drafts(fields, line):
    (told,) = faults(post(**fields))

    assert told[0] == line
    assert "placeholder" in told[1]
    assert faults(post(status="draft", **fields)) == []


def test_a_spanish_post_may_say_todo():
    assert faults(post(lang="es", title="Todo sobre la rodilla")) == []


@pytest.mark.parametrize("escape", [r"\x07", r"\0", r"\u202e", r"\ufffd", r"\ud83d"])
def test_an_escape_cannot_smuggle_in_a_character_no_reader_should_meet(escape):
    """The feed would be no XML, or the build would stop when it writes the page."""
    assert [line for line, _ in faults(post(title=f'"Knee {escape} pain"'))] == [2]


def test_an_empty_body_is_refused():
    assert "the body is empty" in shown(read(post(body=" "))[1])


# ---------------------------------------------------------------- pages and people


def test_changes_are_told_newest_first():
    text = post(modified="2026-05-02", changes="\n  - 2026-04-01: A picture.\n"
                                               "  - '2026-05-02: New advice: rest less.'")
    article, problems = read(text)

    assert problems == ()
    assert article.changes == ((date(2026, 5, 2), "New advice: rest less."),
                               (date(2026, 4, 1), "A picture."))


@pytest.mark.parametrize("changes, told", [
    ("[in May we changed all]", "is no change"), ("[2026-13-01: X]", "is no change"),
    ("['2026-05-01:']", "is no change"), ("[2026-01-01: X]", "is older than the post"),
    ("[2030-01-01: X]", "is in the future"),
    ("[2026-06-01: X]", "the post changed on 2026-06-01, and 'modified' does not say so"),
])
def test_a_change_has_a_day_that_can_be(changes, told):
    found = faults(post(modified="2026-05-02", changes=changes))

    assert [line for line, _ in found] == [8] * len(found)
    assert told in found[0][1]


def test_the_other_form_of_header_tells_changes_too():
    header = front_matter.parse("Title: A\nChanges: 2026-04-01: A picture.\n"
                                "    2026-05-02: New advice.\n\nText.", "x.md", POST_FIELDS)

    assert header.fields["changes"].value == ("2026-04-01: A picture.", "2026-05-02: New advice.")


def test_a_page_needs_a_title_only():
    page, problems = read_page("title: About us\n\nHello.")

    assert problems == ()
    assert (page.slug, page.menu, page.draft) == ("about-us", "footer", False)


@pytest.mark.parametrize("header, message", [
    ("slug: x", "'title' is missing"), ("title: A\nmenu: top", "'menu: top' is unknown"),
    ("title: Archive", "the slug 'archive' is reserved"),
    ("title: A\nmodified: soon", "is no date"), ("titel: A\ntitle: A", "unknown field 'titel'")])
def test_a_page_is_checked_as_a_post_is(header, message):
    page, problems = read_page(f"{header}\n\nHello.")

    assert page is None
    assert message in shown(problems)


def test_only_a_page_may_stand_above_the_contact_form():
    assert read_page("title: Write to us\nslug: contact\n\nHello.")[0].slug == "contact"


def test_a_person_needs_name_and_credentials():
    person, problems = read_person("name: Juniper Ashgrove\ncredentials: PT, DPT\n\nHello.")

    assert problems == ()
    assert person.display_name == "Juniper Ashgrove, PT, DPT"
    assert "'name' is missing" in shown(read_person("credentials: PT\n\nHello.")[1])
    assert "'credentials' is missing" in shown(read_person("name: J\n\nHello.")[1])


def test_a_persons_file_name_is_an_address():
    person, (problem,) = read_person("name: J\ncredentials: PT\n\nHi.", "Juniper Ashgrove")

    assert person is None
    assert problem.cure == "call it juniper-ashgrove.md"
