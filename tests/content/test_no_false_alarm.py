"""The rules find nothing in the sample content, which says what clinicians say."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, time

import pelicanconf
from plugins.article_body.core import Body
from plugins.rules.catalogue import judge_all, problems
from plugins.site_model import content_folder
from plugins.site_model.loading import load
from tests.content.published import CONTENT


def test_no_rule_finds_anything_in_the_sample_content():
    files, unreadable = content_folder.read(CONTENT)
    before = load(files, "content", pelicanconf.CLINIC, datetime(2099, 1, 1, tzinfo=UTC), True)
    day = max(article.reviewed or article.updated.date() for article in before.site.articles)
    found = load(files, "content", pelicanconf.CLINIC,
                 datetime.combine(day, time(23), UTC), preview=True)
    site = found.site

    assert (unreadable, found.problems, len(site.articles)) == ((), (), len(before.site.articles))
    assert problems(site, judge_all(site, defaultdict(Body)), day) == ()
