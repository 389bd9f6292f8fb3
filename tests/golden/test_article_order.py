"""An article is read in one order, whatever its author filled in: the answer first."""

from __future__ import annotations

import pytest

ORDER = ('class="breadcrumb"', "<h1>", 'class="lead"', 'class="byline"', 'class="key-points"',
         'class="red-flags"', 'class="figure"', 'class="contents"', 'class="rich-text"',
         'class="references"', 'class="changes"', 'class="reviewed-by"', 'class="handout"',
         'class="terms"', 'class="related"', 'class="contact"', 'class="site-footer"')


@pytest.mark.parametrize("page, missing", [
    ("everything", {'class="contents"'}),
    ("classic", {'class="contents"', 'class="key-points"', 'class="red-flags"', 'class="figure"',
                 'class="references"', 'class="changes"'}),
])
def test_parts_stand_in_their_order(golden: dict[str, bytes], page: str, missing: set[str]) -> None:
    html = golden[f"{page}/index.html"].decode()
    found = [part for part in ORDER if part in html]

    assert set(ORDER) - set(found) == missing
    assert [html.index(part) for part in found] == sorted(html.index(part) for part in found)
