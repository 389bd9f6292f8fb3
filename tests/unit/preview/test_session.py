"""What follows a save: the page, the browsers that are told, the author who hears what is wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from plugins.preview import session as preview_session
from plugins.preview.session import Session
from plugins.publishing.quick import Page

ROOT = Path(__file__).resolve().parents[3]


class Server:
    """Hears what browsers would."""

    url = "http://127.0.0.1:8000"

    def __init__(self) -> None:
        self.told: list[object] = []
        self.problems: str | None = ""
        self.notes: dict[str, list[str]] = {}
        self.ahead: dict[str, bytes] = {}

    def notify(self, event: str, places: list[str] | None = None) -> None:
        """A page changed."""
        self.told.append(places)

    def show_problems(self, text: str | None) -> None:
        """A build stopped, or not."""
        self.problems = text

    def show_notes(self, notes: dict[str, list[str]]) -> None:
        """What an author should know."""
        self.notes = notes


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project."""
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def session(root: Path, server: Server) -> Session:
    """A session after its first build."""
    made = Session(root, root / ".cache" / "preview", server)  # type: ignore[arg-type]
    made.build()
    server.told.clear()
    return made


@pytest.fixture
def server() -> Server:
    """Who is told."""
    return Server()


def save(session: Session, changed: frozenset[Path]) -> None:
    """What follows a save, one after the other."""
    session.show(changed)
    session.build()


def add(path: Path, text: str) -> frozenset[Path]:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
    return frozenset({path})


def test_the_saved_page_is_shown_before_all_others(root: Path, session: Session, server: Server
                                                   ) -> None:
    save(session, add(root / "content/posts/sciatica.md", "\nA sentence just written.\n"))

    assert server.told[0] == ["/sciatica/"]
    page = (root / ".cache/preview/sciatica/index.html").read_text("utf-8")
    assert "A sentence just" in page
    told = [place for places in server.told for place in places]  # type: ignore[attr-defined]
    assert "/wrist-pain/" not in told
    assert "/feeds/all.atom.xml" in told


def test_a_page_at_once_is_the_page_of_the_whole_build(root: Path, session: Session) -> None:
    path = root / "content/posts/shoulder-pain.md"
    add(path, "\n## A new heading\n\nIt is *new*, and about shoulders.\n")
    page = session._quick.again("content/posts/shoulder-pain.md")  # type: ignore[union-attr]
    session.build()

    assert isinstance(page, Page)
    assert page.address == "/shoulder-pain/"
    assert (root / ".cache/preview/shoulder-pain/index.html").read_bytes() == page.data


@pytest.mark.parametrize("change", [
    lambda text: text.replace("slug: sciatica", "slug: elsewhere"),
    lambda text: text.replace("slug: sciatica", "slug: sciatica\nstatus: draft"),
    lambda text: text.replace("category: Conditions", "category: Condition"),
    lambda text: text + "\n[nowhere](nowhere.md)\n",
    lambda text: text + "\n![A knee](images/none.png)\n",
    lambda text: "no header at all"])
def test_where_more_may_change_the_whole_build_decides(
        root: Path, session: Session, change: object) -> None:
    path = root / "content/posts/sciatica.md"
    path.write_text(change(path.read_text("utf-8")), "utf-8")  # type: ignore[operator]

    found = session._quick.again("content/posts/sciatica.md")  # type: ignore[union-attr]
    assert not isinstance(found, Page)


def test_a_page_is_shown_at_once_while_everything_else_is_built(
        root: Path, session: Session, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    path, name = root / "content/posts/sciatica.md", "sciatica/index.html"
    build_all = preview_session.build

    def saved_meanwhile(*given: object, **named: object) -> object:
        report = build_all(*given, **named)  # type: ignore[arg-type]
        # Whoever answers knows only what was before this build.
        session.show(add(path, "\nSaved meanwhile, and shown.\n"))
        assert server.told == [["/sciatica/"]]
        return report

    monkeypatch.setattr(preview_session, "build", saved_meanwhile)
    add(path, "\nSaved before, and built.\n")
    session.build()

    assert b"Saved meanwhile" not in (root / ".cache/preview" / name).read_bytes()
    assert b"Saved meanwhile" in server.ahead[name]  # which this build did not see: it stays
    server.told.clear()
    monkeypatch.setattr(preview_session, "build", build_all)
    session.build()

    assert b"Saved meanwhile" in (root / ".cache/preview" / name).read_bytes()
    assert server.ahead == {}
    assert ["/sciatica/"] not in server.told  # readers had just this page already


def test_a_fault_stays_shown_after_a_build_that_did_not_see_it(
        root: Path, session: Session, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    path, other = root / "content/posts/sciatica.md", root / "content/posts/wrist-pain.md"
    build_all = preview_session.build

    def saved_meanwhile(*given: object, **named: object) -> object:
        report = build_all(*given, **named)  # type: ignore[arg-type]
        session.show(add(path, "\n[nowhere](nowhere.md)\n"))
        session.show(add(other, "\nNothing is wrong here.\n"))
        return report

    monkeypatch.setattr(preview_session, "build", saved_meanwhile)
    save(session, add(other, "\nOne more sentence.\n"))
    assert "nowhere.md" in str(server.problems)

    monkeypatch.setattr(preview_session, "build", build_all)
    path.write_text(path.read_text("utf-8").replace("[nowhere](nowhere.md)", ""), "utf-8")
    save(session, frozenset({path}))
    assert server.problems is None


def test_a_page_shown_at_once_stays_while_something_else_is_wrong(
        root: Path, session: Session, server: Server) -> None:
    other = root / "content/posts/wrist-pain.md"
    text = other.read_text("utf-8")
    save(session, add(other, "\n[nowhere](nowhere.md)\n"))
    save(session, add(root / "content/posts/sciatica.md", "\nA sentence just written.\n"))
    assert "nowhere.md" in str(server.problems)
    assert b"A sentence just" in server.ahead["sciatica/index.html"]

    other.write_text(text, "utf-8")
    save(session, frozenset({other}))
    assert server.problems is None
    assert server.ahead == {}


def test_a_style_changes_no_page(root: Path, session: Session, server: Server) -> None:
    save(session, add(root / "theme/styles/base.css", "@layer base { p { color: red } }\n"))

    assert server.told == [["/static/site.css"]]


@pytest.mark.parametrize("added, told", [
    ("\nWe guarantee results.\n", "a guarantee: 'We guarantee'"),
    ("\n[nowhere](nowhere.md)\n", "nowhere.md"), ("\n<b>x</b>\n", "HTML in the text: <b>"),
])
def test_what_is_wrong_with_a_post_is_shown_before_the_whole_build(
        root: Path, session: Session, server: Server, added: str, told: str) -> None:
    path = root / "content/posts/sciatica.md"
    session.show(add(path, added))
    assert told in str(server.problems)

    path.write_text(path.read_text("utf-8").replace("date: ", "date: x", 1), "utf-8")
    session.show(frozenset({path}))
    assert "is no date" in str(server.problems) and told in str(server.problems)


def test_a_file_that_cannot_be_read_is_told_in_a_line(
        session: Session, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "theme/styles/base.css")

    monkeypatch.setattr(preview_session, "build", refuse)
    session.build()

    assert server.problems == ("theme/styles/base.css: Permission denied — look at the disk's free "
                               "space and at the permissions")


def test_what_is_wrong_is_shown_until_it_is_mended(root: Path, session: Session, server: Server
                                                   ) -> None:
    path = root / "content/posts/sciatica.md"
    text = path.read_text("utf-8")
    save(session, add(path, "\n[nowhere](nowhere.md)\n"))
    assert "nowhere.md" in str(server.problems)
    assert server.told == []

    path.write_text(text, "utf-8")
    save(session, frozenset({path}))
    assert server.problems is None


def test_warnings_stand_on_their_page(root: Path, session: Session, server: Server) -> None:
    save(session, add(root / "content/posts/sciatica.md",
                       "\nEven if it is unbearable agony, " + "and then more, " * 30 + "rest.\n"))

    assert set(server.notes) == {"/sciatica/"}
    assert all(line.startswith("line ") for line in server.notes["/sciatica/"])


def test_a_page_that_others_lead_to_is_kept_and_the_links_are_told(
        root: Path, session: Session, server: Server) -> None:
    path = root / "content/posts/warm-up-routine.md"
    path.unlink()
    save(session, frozenset({path}))

    assert server.problems is not None
    assert "content/posts/dry-needling.md:" in server.problems
    assert "the link leads to 'warm-up-routine.md', which is not there" in server.problems
    assert (root / ".cache/preview/warm-up-routine/index.html").is_file()


def test_a_page_that_is_gone_is_told_of(root: Path, session: Session, server: Server) -> None:
    text = (root / "content/posts/warm-up-routine.md").read_text("utf-8")
    path = root / "content/posts/cool-down.md"
    path.write_text(re.sub(r"^aliases:.*\n", "", text, flags=re.M)
                    .replace("slug: warm-up-routine", "slug: cool-down")
                    .replace("title: ", "title: Cooling down, not ", 1), "utf-8")
    save(session, frozenset({path}))
    assert server.problems is None
    server.told.clear()
    path.unlink()
    save(session, frozenset({path}))

    assert server.problems is None
    assert "/cool-down/" in [place for places in server.told
                             for place in places]  # type: ignore[attr-defined]
    assert not (root / ".cache/preview/cool-down/index.html").exists()
