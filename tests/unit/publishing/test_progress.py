"""What is told of a build: stages on a terminal, and where the time went."""

import io

from plugins.publishing.progress import SLOWEST, Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_long_stage_is_told_of_on_a_terminal_and_wiped_away():
    terminal = Terminal()
    with Progress(terminal).stage("reading posts", 200) as done:
        done(120)

    assert "reading posts: 120 of 200" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_nothing_is_told_of_a_short_stage_or_where_nobody_looks():
    terminal, file = Terminal(), io.StringIO()
    for stream, total in ((terminal, 5), (file, 500)):
        with Progress(stream).stage("reading posts", total) as done:
            done(total)

    assert terminal.getvalue() == file.getvalue() == ""


def test_the_table_names_stages_and_the_texts_that_took_longest():
    progress = Progress(io.StringIO())
    with progress.stage("converting texts", 7):
        pass
    for number in range(7):
        progress.spent(f"content/posts/{number}.md", 0.001 * number)
    lines = progress.table().split("\n")

    assert lines[1].split()[:3] == ["converting", "texts", "7"]
    assert [line.split()[0] for line in lines[3:]] == [
        f"content/posts/{number}.md" for number in range(6, 6 - SLOWEST, -1)]
    assert lines[3].split()[1] == "0.006"
