"""A fault of a finished page is told with the text that its author can mend."""

from plugins.publishing.checks import with_texts
from plugins.site_model.problem import Problem


def test_a_problem_of_a_page_names_its_text():
    told = with_texts(
        [Problem("output/knee/index.html", 3, "it is heavy", "shorten it"),
         Problem("output/knee/index.html", 0, "no title"),
         Problem("output/tags/knee/index.html", 3, "it is heavy", "shorten it")],
        {"content/posts/knee.md": "/knee/"}, "output")

    assert [str(each) for each in told] == [
        "output/knee/index.html:3: it is heavy — shorten it (content/posts/knee.md)",
        "output/knee/index.html: no title — mend the text (content/posts/knee.md)",
        "output/tags/knee/index.html:3: it is heavy — shorten it"]
