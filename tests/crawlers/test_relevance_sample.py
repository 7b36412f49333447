"""The sample site's pages are judged as their gold says: reports, features and reprints in, other matters out."""

import pytest

from crawlers import read_article
from crawlers.relevance import judge
from demo.sample import WWW, pages

WANTED = {"report", "feature", "reprint", "department", "interpretation"}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page["path"])
def test_a_page_is_wanted_or_not_as_the_gold_says(page):
    article = read_article((WWW / page["path"].lstrip("/")).read_bytes(), f"http://127.0.0.1:1{page['path']}")
    verdict = judge(article)
    assert verdict.relevant is (page["kind"] in WANTED), verdict.reason
