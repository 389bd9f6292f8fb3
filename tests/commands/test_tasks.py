"""The commands as a clinic's volunteer runs them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.browser.chromium import find

PUBLIC = {"SITEURL": "https://fernhollow.example.org", "CONTACT_FORM": "formspree:xqkrwbze",
          "ALLOW_DEMO": "1"}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_publish_as_cloned_names_what_is_missing_and_where(run, project) -> None:  # type: ignore[no-untyped-def]
    told = run("publish")

    assert told.returncode == 1
    assert not (project / "output").exists()
    for pattern, line in ((r"pelicanconf\.py:(\d+): .*demonstration clinic", "demo=True"),
                          (r"pelicanconf\.py:(\d+): no form provider", "contact=ContactSettings"),
                          (r"pelicanconf\.py:(\d+): the site's address", 'site_url=""')):
        found = re.search(pattern, told.stderr)
        assert found, told.stderr
        assert line in (project / "pelicanconf.py").read_text("utf-8").split("\n")[
            int(found[1]) - 1]


def test_demo_off_does_not_let_the_sample_clinic_out(run, project) -> None:  # type: ignore[no-untyped-def]
    settings = project / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8").replace("demo=True", "demo=False"), "utf-8")
    told = run("publish", **{**PUBLIC, "ALLOW_DEMO": ""})

    assert told.returncode == 1
    for pattern in (r"pelicanconf\.py:\d+: the telephone number \+12075550142 is a made-up",
                    r"content/pages/contact\.md:\d+: '555-0142' belongs to the sample",
                    r"content/people/\S+\.md:\d+: 'DEMO-0001' belongs"):
        assert re.search(pattern, told.stderr), pattern


def test_publish_with_everything_set_fills_output(run, project) -> None:  # type: ignore[no-untyped-def]
    told = run("publish", **PUBLIC)

    assert told.returncode == 0, told.stderr
    home = (project / "output" / "index.html").read_text("utf-8")
    assert 'rel="canonical" href="https://fernhollow.example.org/"' in home
    assert 'action="https://formspree.io/f/xqkrwbze"' in home
    assert "__preview__" not in home


@pytest.mark.parametrize(("contact", "why"), [
    ("formspre:abc", "did you mean 'formspree'"), ("formspree:your-form-id", "only a sample"),
    ("endpoint:http://clinic.example.org/form", "must start with https"),
    ("formspree", "has no form_id"),
])
def test_publish_refuses_a_form_that_would_lose_messages(run, project, contact: str, why: str) -> None:  # type: ignore[no-untyped-def]  # noqa: E501
    told = run("publish", **{**PUBLIC, "CONTACT_FORM": contact})

    assert told.returncode == 1
    assert why in told.stderr
    assert not (project / "output").exists()


@pytest.mark.parametrize(("command", "settings", "why"), [
    ("publish", 'mode="message", agreement_signed="2020-01-01",\n    agreement_ends="2021-01-01"',
     "the agreement with the form provider ended on 2021-01-01 — renew it"),
    ("publish", 'mode="message"', "needs a signed agreement with the provider — set"),
    ("check", 'reasons=("New appointment", "Back pain")', "the reason 'Back pain' tells of health"),
    ("check", 'agreement_signed="soon"', "agreement_signed 'soon' is no date"),
])
def test_a_form_that_may_not_be_is_told_with_line_and_cure(run, project, command: str, settings: str, why: str) -> None:  # type: ignore[no-untyped-def]  # noqa: E501
    file = project / "pelicanconf.py"
    file.write_text(file.read_text("utf-8").replace('mode="no-phi"', settings), "utf-8")
    told = run(command, **PUBLIC)
    found = re.search(r"pelicanconf\.py:(\d+): .*", told.stderr)

    assert told.returncode == 1
    assert found and why in found[0], told.stderr
    assert not (project / "output").exists()
    named = file.read_text("utf-8").split("\n")[int(found[1]) - 1]
    # A slip in a value is found where the whole is made, all else where the setting stands.
    assert re.search(r"\b(agreement_\w+|reasons|contact)=", named)


def test_publish_refuses_a_form_whose_thanks_page_is_gone(run, project) -> None:  # type: ignore[no-untyped-def]
    plan = project / "plugins" / "page_models" / "planner.py"
    whole = plan.read_text("utf-8")
    without = re.sub(r"^ +yield .*notes\.thanks\)\n", "", whole, count=1, flags=re.M)
    assert without != whole
    plan.write_text(without, "utf-8")
    told = run("publish", **PUBLIC)

    assert told.returncode == 1
    assert re.search(r"output/contact/index\.html:\d+: <input> leads to https://\S+/thanks/: there "
                     r"is nothing at that address — bring back the page", told.stderr), told.stderr
    assert not (project / "output").exists()


def test_publish_tells_what_is_left_to_do_at_the_service(run) -> None:  # type: ignore[no-untyped-def]
    told = run("publish", **{**PUBLIC, "CONTACT_FORM": "basin:xqkrwbze"})

    assert told.returncode == 0, told.stderr
    assert "Basin: Enter the thanks page" in told.stdout


def test_the_form_watch_fails_with_the_setting_and_the_cure(run) -> None:  # type: ignore[no-untyped-def]
    told = run("form-watch", **{**PUBLIC, "CONTACT_FORM": "formspre:xqkrwbze"})

    assert told.returncode == 1
    assert told.stderr.strip() == \
        "CONTACT_FORM (from the environment): unknown form provider 'formspre' — did you mean " \
        "'formspree'?"


def test_a_new_post_is_one_file_that_builds_at_once(run, project) -> None:  # type: ignore[no-untyped-def]
    told = run("new", "--title", 'Heel pain: "in the morning"')
    path = project / told.stdout.strip()

    assert told.returncode == 0
    assert path.is_file()
    assert run("new", "--title", 'Heel pain: "in the morning"').returncode == 1
    build = run("build")
    assert build.returncode == 0, build.stderr
    assert "held back, it is a draft" in build.stdout
    assert not (project / "output" / path.stem).exists()


def test_mistakes_are_all_told_at_once_and_output_stays(run, project) -> None:  # type: ignore[no-untyped-def]
    assert run("build").returncode == 0
    before = tree(project / "output")
    posts = sorted((project / "content" / "posts").glob("*.md"))[:3]
    for post, old, new in zip(posts, (r"^category: (\w+)", r"^date: ", r"^## "),
                              (r"category: \1x", "date: soon ", "![](images/none.png)\n\n## "),
                              strict=True):
        text, changed = re.subn(old, new, post.read_text("utf-8"), count=1, flags=re.M)
        assert changed
        post.write_text(text, "utf-8")
    told = run("build")

    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    for part in (*(f"content/posts/{post.name}:" for post in posts), "did you mean", "is no date",
                 "none.png"):
        assert part in told.stderr
    assert tree(project / "output") == before
    assert sorted(p.name for p in project.iterdir() if p.name.startswith(".output")) == []


def test_check_changes_nothing(run, project) -> None:  # type: ignore[no-untyped-def]
    told = run("check")

    assert told.returncode == 0, told.stderr
    assert not (project / "output").exists()


def test_plain_pelican_gives_the_same_pages(run, project) -> None:  # type: ignore[no-untyped-def]
    assert run("build").returncode == 0
    told = subprocess.run([sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", "plain",
                           "--fatal", "errors"], cwd=project, capture_output=True, encoding="utf-8",
                          check=False)

    assert told.returncode == 0, told.stdout + told.stderr
    assert tree(project / "plain") == tree(project / "output")


def test_plain_pelican_refuses_what_our_command_refuses(run, project) -> None:  # type: ignore[no-untyped-def]
    told = subprocess.run([sys.executable, "-m", "pelican", "-s", "publishconf.py", "-o", "plain"],
                          cwd=project, capture_output=True, encoding="utf-8", check=False)

    assert told.returncode == 1
    assert "demonstration" in told.stdout + told.stderr
    assert "Traceback" not in told.stdout + told.stderr


@pytest.mark.parametrize(("old", "new", "told"), [
    ('phone="+12075550142",', 'phone="207 555 0142",', r"pelicanconf\.py:\d+: CLINIC: phone '207"),
    ('phone="+12075550142",', 'phone="+12075550142"', r"pelicanconf\.py:\d+: .*missing comma"),
    ("demo=True", "demo=Yes", r"pelicanconf\.py:\d+: 'Yes' is unknown here"),
    ("tagline=", "tag_line=", r"pelicanconf\.py:\d+: .*tag_line"),
    ("RELATED = ", 'PATH = "contents"\nRELATED = ', r"pelicanconf\.py:\d+: PATH must be the"),
    ("CLINIC = ", "CLINICS = ", r"CLINIC is missing; write .* in pelicanconf\.py"),
    ('terms="free-consultation"', 'terms="free"', r"pelicanconf\.py:\d+: offer: there is no page"),
])
def test_a_slip_in_the_settings_has_its_line(run, project, old: str, new: str, told: str) -> None:  # type: ignore[no-untyped-def]  # noqa: E501
    settings = project / "pelicanconf.py"
    text = settings.read_text("utf-8")
    assert old in text
    settings.write_text(text.replace(old, new, 1), "utf-8")
    for task in ("build", "publish"):
        ended = run(task, **PUBLIC)

        assert ended.returncode == 1
        assert re.search(told, ended.stderr), ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_blog_without_posts_builds(run, project) -> None:  # type: ignore[no-untyped-def]
    for post in (project / "content" / "posts").glob("*.md"):
        post.unlink()
    for folder in ("topics", "regions", "tags"):  # they link to the posts
        shutil.rmtree(project / "content" / folder, ignore_errors=True)
    told = run("build")

    assert told.returncode == 0, told.stderr
    assert (project / "output" / "index.html").is_file()
    assert not (project / "output" / "archive").exists()


def test_a_fresh_draft_is_previewed_at_once(run, project) -> None:  # type: ignore[no-untyped-def]
    path = project / run("new", "--title", "Heel pain in the morning").stdout.strip()
    told = subprocess.run(
        [sys.executable, "-c", "from pathlib import Path\n"
         "from plugins.publishing.build import build\n"
         "build(Path('pelicanconf.py'), Path('preview'), {'PREVIEW': True})"],
        cwd=project, capture_output=True, encoding="utf-8", check=False)

    assert told.returncode == 0, told.stderr
    page = (project / "preview" / path.stem / "index.html").read_text("utf-8")
    assert "Only you see this page" in page
    text = path.read_text("utf-8")
    path.write_text(text.replace("status: draft", "status: published"), "utf-8")
    refused = run("build")
    assert refused.returncode == 1
    assert "placeholder" in refused.stderr
    assert "nothing below the heading" in refused.stderr


def test_a_plain_terminal_does_not_stop_a_build(run, project) -> None:  # type: ignore[no-untyped-def]
    post = min((project / "content" / "posts").glob("*.md"))
    text = re.sub("^status: .*\n|^draft: .*\n", "", post.read_text("utf-8"), flags=re.M)
    post.write_text(text.replace("\n---\n", "\n---\n\n**Ünder “this”**\n", 1), "utf-8")
    told = run("build", PYTHONIOENCODING="ascii")

    assert told.returncode == 0, told.stderr
    assert "looks like a heading" in told.stdout


def test_check_tells_problems_to_people_and_programs(run, project) -> None:  # type: ignore[no-untyped-def]
    post = project / "content" / "posts" / "sciatica.md"
    text = post.read_text("utf-8")
    post.write_text(f"{text}\nWe guarantee results.\n\n**A bold line**\n", "utf-8")
    said = run("check")

    assert said.returncode == 1
    assert re.search(r"^content/posts/sciatica\.md:\d+: a guarantee: 'We gu", said.stderr, re.M)
    assert "1 error, 1 warning in 1 file" in said.stderr
    assert "\x1b" not in said.stdout + said.stderr
    problems = json.loads(run("check", "--format", "json").stdout)["problems"]
    assert {p["rule"] for p in problems} == {"claims-guarantee", ""}
    results = json.loads(run("check", "--format", "sarif").stdout)["runs"][0]["results"]
    assert {r["level"] for r in results} == {"error", "warning"}
    assert run("check", "--format", "xml").returncode == 1
    silence = "silence:\n  - claims-guarantee until 2099-01-01: quoted from a leaflet\n"
    post.write_text(post.read_text("utf-8").replace("---\n", f"---\n{silence}", 1), "utf-8")
    told = run("check")
    assert told.returncode == 0, told.stdout
    assert "1 warning in 1 file" in told.stdout


def test_a_rule_that_there_is_not_is_told_with_its_line(run, project) -> None:  # type: ignore[no-untyped-def]
    settings = project / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8").replace(
        "policy=Policy(", 'policy=Policy(rules={"text-wal": "off"}, ', 1), "utf-8")
    told = run("build")

    assert told.returncode == 1
    assert re.search(r"pelicanconf\.py:\d+: policy: there is no rule 'text-wal' — did you mean "
                     "'text-wall'", told.stderr)


def test_stale_tells_what_falls_due(run, project) -> None:  # type: ignore[no-untyped-def]
    post = project / "content" / "posts" / "sciatica.md"
    post.write_text(re.sub("^next review: .*$", "next review: 2026-10-20",
                           post.read_text("utf-8"), flags=re.M), "utf-8")
    told = run("stale")

    assert told.returncode == 0, told.stderr
    assert re.search(r"2026-10-20  content/posts/sciatica\.md:\d+: the next review is due",
                     told.stdout)


def test_links_to_other_sites_are_asked_apart_from_a_build(run, project) -> None:  # type: ignore[no-untyped-def]
    for page in (project / "content").rglob("*.md"):
        page.write_text(page.read_text("utf-8").replace("](https://", "](https://127.0.0.1:9/"),
                        "utf-8")
    (project / "content" / "references.yaml").write_text(
        "a-1:\n  kind: Trial\n  authors: Doe J\n  year: 2020\n  title: One\n"
        "  url: https://127.0.0.1:9/x\n", "utf-8")
    told = run("links", "--pause", "0")

    assert told.returncode == 0, told.stderr
    assert re.fullmatch(r"(\d+) links to other sites, \1 asked\.\n\1 of them gave no answer: look "
                        r"at your own connection\.", told.stdout.strip())
    assert (project / ".cache" / "outside-links.json").is_file()


def test_a_summary_tells_what_a_change_does(run, project) -> None:  # type: ignore[no-untyped-def]
    assert run("build").returncode == 0
    (project / "output").rename(project / "before")
    post = project / "content" / "posts" / "sciatica.md"
    post.write_text(post.read_text("utf-8") + "\nOne more sentence stands here.\n", "utf-8")
    assert run("build").returncode == 0
    told = run("pr-summary", "--against", "before")

    assert told.returncode == 0, told.stderr
    assert "1 with other words" in told.stdout
    assert "- sciatica/index.html (grade " in told.stdout
    assert run("pr-summary", "--against", "nowhere").returncode == 1


def test_handout_needs_to_know_where_the_site_is(run, project) -> None:  # type: ignore[no-untyped-def]
    told = run("handout")

    assert told.returncode == 1
    assert "set site_url in pelicanconf.py" in told.stderr
    assert not (project / "handouts").exists()


def test_handout_without_a_browser_says_what_to_install(run, project) -> None:  # type: ignore[no-untyped-def]
    told = run("handout", SITEURL=PUBLIC["SITEURL"], PATH="", CHROME="")

    assert told.returncode == 1
    assert "sudo apt-get install chromium" in told.stderr


@pytest.mark.browser
def test_handout_writes_a_pdf_for_each_post_with_exercises(run, project) -> None:  # type: ignore[no-untyped-def]
    browser = find()
    if not browser:
        pytest.skip("no browser")
    told = run("handout", SITEURL=f"{PUBLIC['SITEURL']}/blog", CHROME=browser)
    posts = (project / "content" / "posts").glob("*.md")
    expected = sorted(path.stem for path in posts if "\n/// exercise" in path.read_text("utf-8"))
    written = sorted((project / "handouts").iterdir())

    assert told.returncode == 0, told.stderr
    assert told.stdout.split() == [f"handouts/{slug}.pdf" for slug in expected]
    assert [path.stem for path in written] == expected
    for path in written:
        text = " ".join(page.extract_text() for page in PdfReader(path).pages)
        assert f"fernhollow.example.org/blog/{path.stem}/" in text
    assert not (project / "output").exists()
