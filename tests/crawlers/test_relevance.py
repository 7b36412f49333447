"""Rule-of-law news of a region or not, with a reason a person can check."""

import pytest

from crawlers.article import Article, PageKind, Part
from crawlers.relevance import judge

TERMS = "行政复议 人民调解 法律援助 政务公开 普法"


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


def test_a_paper_s_name_is_no_subject():
    verdict = judge(article("《法治日报》报道我市养老服务", "养老服务中心新增床位。"))
    assert not verdict.relevant and "off subject" in verdict.reason
    assert judge(article("法治报告会在云河市举行", "全文")).relevant
    assert judge(article("《法制晚报》：云河市依法行政有新招", "全文")).relevant


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("云河市司法局公开招聘工作人员公告", "recruitment"),
        ("国家统一法律职业资格考试云河考区公告", "an examination"),
        ("云河市行政复议办公设备采购公告", "a tender"),
        ("法治文化公园建设项目中标结果公示", "a tender"),
        ("云河市司法局干部任前公示", "a change of office"),
        ("行政处罚决定书（云市监罚〔2024〕12号）", "one decision"),
        ("行政复议决定书送达公告", "one decision"),
        ("云河市某食品店行政处罚信息公示", "one decision"),
        ("学习法治思想心得体会", "an essay"),
        ("云河市政务服务中心放假通知", "everyday business"),
    ],
)
def test_another_matter_stays_out_even_with_words_of_the_trade(title, matter):
    verdict = judge(article(title, TERMS))
    assert not verdict.relevant
    assert "another matter" in verdict.reason and matter in verdict.reason


@pytest.mark.parametrize(
    "title",
    [
        "云河市政府采购领域行政执法专项检查情况通报",
        "云河市规范招标投标领域行政处罚裁量权",
        "云河市行政处罚案件情况通报",
        "云河市打造法治政府建设样本",
        "云河市10篇行政执法案例入选",
    ],
)
def test_work_in_such_a_field_is_on_the_subject(title):
    assert judge(article(title, "全文")).relevant


@pytest.mark.parametrize(
    "title", ["云河市法治政府建设年度报告解读", "一图读懂云河市法治建设", "云河市司法局负责人就行政复议答记者问"]
)
def test_an_interpretation_is_on_the_subject_and_told_apart(title):
    verdict = judge(article(title, "全文"))
    assert verdict.relevant and "interpretation" in verdict.reason
    assert "interpretation" not in judge(article("云河市法治政府建设年度报告", "全文")).reason


@pytest.mark.parametrize(
    "title",
    [
        "法治政府建设工作总结范文",
        "依法行政工作情况汇报（精选5篇）",
        "法治建设工作总结通用十篇",
        "2024年法治政府建设情况报告模板",
        "某县2024年法治政府建设工作报告",
        "XX市司法局法治政府建设总结",
        "20XX年依法行政工作报告",
    ],
)
def test_a_mill_is_known_by_its_title(title):
    verdict = judge(article(title, "今年以来，坚持依法行政，办理行政复议案件32件。"))
    assert not verdict.relevant
    assert "not a region's report" in verdict.reason


@pytest.mark.parametrize(
    "body",
    [
        "某市2024年坚持依法行政。××县开展普法。某县办理行政复议××件，××局审查规范性文件。",
        "20XX年，**区共办理行政复议案件XX件，同比增长XX%。",
        "今年以来，我____高度重视法治建设，召开会议____次，办理案件____件。",
    ],
)
def test_a_blank_form_is_no_report(body):
    verdict = judge(article("法治政府建设工作情况", body))
    assert not verdict.relevant
    assert "template" in verdict.reason


def test_a_report_may_tell_of_cases_under_changed_names():
    """Its own places outnumber the blanks: 某县某局 is somebody's name withheld, not a form to be filled in."""
    body = (
        "鹤壁市坚持依法行政。浚县、淇县、鹤壁市淇滨区共办理案件80件。典型案例：某县居民不服某局处罚，某区法院裁定驳回。"
    )
    assert judge(article("鹤壁市2024年行政复议工作情况", body)).relevant
    assert not judge(
        article("2024年行政复议工作情况", body.replace("鹤壁市", "全市").replace("浚县、淇县、", ""))
    ).relevant


def test_a_page_that_is_no_article_says_which_kind_it_is():
    verdict = judge(article("", "", PageKind.STUB, "12 characters of text"))
    assert not verdict.relevant
    assert "stub" in verdict.reason
