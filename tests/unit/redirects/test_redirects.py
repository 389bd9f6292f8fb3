"""Old addresses go on working."""

import pytest

from plugins.redirects import core
from plugins.site_model.cross_check import alias_file


def test_each_old_address_leads_to_the_new_one_for_good():
    assert core.redirects_file([("/b/", "/new/"), ("/a.html", "/new/")]) == (
        "/a.html /new/ 301\n/b/ /new/ 301\n")
    assert core.redirects_file([]) == ""


@pytest.mark.parametrize("alias, path", [
    ("/old/", "old/index.html"), ("/old", "old/index.html"),
    ("/2019/03/a/", "2019/03/a/index.html"),
    ("/old.html", "old.html"), ("/v1.2/old", "v1.2/old/index.html")])
def test_an_old_address_is_a_file_on_any_host(alias, path):
    assert alias_file(alias) == path
