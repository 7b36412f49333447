"""Regions told in a row, and titles that name a place no table holds."""

from datetime import date

import pytest

from flows.metrics import Document, explain


def figures(text, title="河南省司法厅发布行政复议情况", **facts):
    found = explain(Document.of(text, title=title, published=date(2025, 3, 1), **facts))
    return [(o.figure.span_text, o.place.region_code) for o in found.observations]


def test_each_value_of_a_row_belongs_to_the_region_at_its_place():
    text = "2024年，鹤壁市、安阳市、濮阳市分别新收行政复议申请893件、1046件和512件。"
    assert figures(text) == [("893件", "410600"), ("1046件", "410500"), ("512件", "410900")]


@pytest.mark.parametrize(
    "title", ["望洲市2023年度法治政府建设年度报告", "临沚县人民政府关于2022年法治政府建设情况的报告"]
)
def test_a_place_that_no_table_holds_is_unknown_with_its_name_whatever_the_text_mentions(title):
    text = "我市立足滨海城市定位，学习杭州市经验，2个村获评全国民主法治示范村，审查文件26件。"
    facts = explain(Document.of(text, title=title)).facts
    assert facts.region_code is None
    assert any(flag.startswith("region_not_in_tables:") for flag in facts.flags)


@pytest.mark.parametrize("title", ["桐安县2024年法治政府建设情况的报告", "东宁乡县2023年度法治政府建设报告"])
def test_a_known_name_inside_an_unknown_one_is_not_it(title):
    assert explain(Document.of("审查文件26件。", title=title)).facts.region_code is None


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("个别县（区）复议案件纠错率超过20%。", "part_of_units"),
        ("全市每万人拥有律师2.3名。", "per_unit"),
        ("专业调解员缺口约20人。", "shortage"),
        ("市政府每季度集体学法1次。", "norm"),
        ("市政府每两个月组织集体学法1次。", "norm"),
        ("全市年均办理法律援助案件320件。", "average"),
        ("12345热线日均受理诉求326件。", "average"),
        ("全市平均每月受理行政复议申请26件。", "average"),
    ],
)
def test_what_is_told_of_some_of_each_or_of_what_lacks_is_not_the_regions_figure(text, flag):
    found = explain(Document.of(text, title="鹤壁市2022年法治政府建设年度报告")).observations
    assert [o.meaning.indicator_id for o in found] == [None]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("中山区、西岗区法院审结案件36件。", ["210200"]),  # of both together, so of none of them
        ("中山区与西岗区共同推出举措36项。", ["210200"]),
        ("沙河口区、甘井子区联合开展检查36次。", ["210200"]),
        ("中山区等9个区县审结案件超过36件。", ["210200", "210200"]),
        ("中山区司法局等9个部门审结案件超过36件。", ["210202", "210202"]),
        ("西岗区法院审结案件36件。", ["210203"]),
        ("西岗区审结案件36件，中山区审结26件。", ["210203", "210202"]),
    ],
)
def test_a_value_of_several_regions_together_is_of_none_of_them(text, codes):
    assert [code for _, code in figures(text, title="大连市2024年行政复议工作情况")] == codes
