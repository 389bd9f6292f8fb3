"""A reader finds the other language from any page, and each page sounds as it is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looks import NARROW, NONE, WIDE, faults, opened, served
from tests.golden.golden_site import NOW, publish
from tests.languages.test_two_languages import SPANISH, beside


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The golden site with Spanish posts, and what stands in Spanish beside its files."""
    place = tmp_path_factory.mktemp("both")

    def make(address: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", NOW)
            publish(place / "site", beside(place / "content"), CLINIC=SPANISH, SITEURL=address,
                    PUBLISH=False)

    with served(place, make) as address:
        yield address


@pytest.mark.parametrize("path", ["/", "/classic/", "/es/", "/es/clasico/", "/es/otra/",
                                  "/es/contact/", "/es/search/", "/es/topics/forms/",
                                  "/es/glossary/", "/es/people/", "/es/people/ada-example/"])
def test_axe_finds_nothing_and_nothing_is_cut(browser: Browser, both: str, path: str) -> None:
    page = opened(browser, both + path, viewport=NARROW)
    found = faults(page)
    page.close()

    assert found == NONE


# The lines on which the words of each element stand.
_LINES = """calls => calls.map(call => { const words = document.createRange();
    words.selectNodeContents(call.lastChild); return words.getClientRects().length; })"""


@pytest.mark.parametrize("path", ["/es/", "/es/clasico/", "/es/contact/"])
def test_a_telephone_number_is_never_broken(browser: Browser, both: str, path: str) -> None:
    page = opened(browser, both + path, viewport=NARROW)
    lines = page.locator(".call:visible").evaluate_all(_LINES)
    page.close()

    assert lines
    assert set(lines) == {1}


def test_the_other_language_is_one_link_away(browser: Browser, both: str) -> None:
    page = opened(browser, both + "/classic/", viewport=WIDE)
    page.get_by_role("link", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Una cabecera clásica")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(both + "/classic/")
    page.goto(both + "/es/otra/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(both + "/")
    page.close()


def test_the_search_finds_posts_of_its_language(browser: Browser, both: str) -> None:
    page = opened(browser, both + "/es/search/?q=cabeceras", viewport=WIDE)
    expect(page.locator(".search__status").first).to_contain_text("2 páginas para “cabeceras”")
    assert page.locator(".found__link").evaluate_all(
        "all => all.map(a => a.getAttribute('href')).sort()") == ["/es/clasico/", "/es/otra/"]
    page.goto(both + "/search/?q=cabeceras")
    expect(page.locator(".search__status").first).to_contain_text("Nothing found")
    page.close()
