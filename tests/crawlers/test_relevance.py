"""Rule-of-law news of a region or not, with a reason a person can check."""

import pytest

from crawlers.article import Article, PageKind, Part
from crawlers.relevance import judge


def article(title, body, kind=PageKind.ARTICLE, reason=""):
    return Article("http://127.0.0.1/", kind, title=title, parts=(Part("body", "body", body),), reason=reason)


def test_the_title_alone_may_tell():
    verdict = judge(article("云河市2024年度法治政府建设情况报告", "全文"))
    assert verdict.relevant
    assert "法治" in verdict.reason


def test_a_feature_is_known_by_the_terms_of_its_body():
    body = "一年来，行政复议、人民调解、法律援助与政务公开工作稳步推进。"
    assert judge(article("良法善政润民心", body)).relevant
    assert not judge(article("良法善政润民心", "一年来，行政复议工作稳步推进。")).relevant


@pytest.mark.parametrize("title", ["云河市司法局公开招聘工作人员公告", "云河市行政复议办公设备采购公告"])
def test_another_matter_stays_out_even_with_words_of_the_trade(title):
    verdict = judge(article(title, "行政复议 人民调解 法律援助 政务公开 普法"))
    assert not verdict.relevant
    assert "another matter" in verdict.reason


def test_a_template_with_placeholders_is_no_report():
    body = "某市2024年坚持依法行政。××县开展普法。某县办理行政复议××件，××局审查规范性文件。"
    verdict = judge(article("2024年度法治政府建设工作报告范文", body))
    assert not verdict.relevant
    assert "template" in verdict.reason


def test_a_page_that_is_no_article_says_which_kind_it_is():
    verdict = judge(article("", "", PageKind.STUB, "12 characters of text"))
    assert not verdict.relevant
    assert "stub" in verdict.reason
