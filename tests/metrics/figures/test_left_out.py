"""Numerals that report nothing of a region's work: none is a figure, each has the reason named."""

import pytest

from metrics.figures.reading import measured, read, reasons

LEFT_OUT = [
    # slogans, projects and names
    ("统筹推进“五位一体”总体布局。", "五位", "name"),
    ("实施“1+3+N”基层治理工程。", "1", "name"),
    ("推行1+3执法模式。", "3", "formula"),
    ("“八五”普法全面铺开。", "八五", "name"),
    ("围绕三项制度开展自查。", "三项", "word"),
    ("完善市县两级联动机制。", "两", "word"),
    ("打造15分钟法律服务圈。", "15分钟", "period"),
    # codes
    ("拨打12345反映诉求。", "12345", "hotline"),
    ("拨打12348咨询律师。", "12348", "hotline"),
    ("推广5G执法终端。", "5", "code"),
    ("达到A4标准。", "4", "code"),
    # dates, periods, ages
    ("2023年3月15日开庭。", "2023年", "date"),
    ("2023年3月15日开庭。", "3", "date"),
    ("2023年3月15日开庭。", "15日", "date"),
    ("前8个月持续开展巡查。", "8个月", "period"),
    ("年满18周岁可以报名。", "18周岁", "age_or_anniversary"),
    # laws, documents, numbering
    ("依照第三十三条作出决定。", "第三十三条", "ordinal"),
    ("召开第十二次常务会议。", "第十二次", "ordinal"),
    ("第一批清单已经公布。", "第一批", "ordinal"),
    ("印发《法治乡村建设规划（2021—2025年）》。", "2021—2025年", "title"),
    ("印发某政发〔2022〕15号文件。", "2022", "document_number"),
    ("印发某政发〔2022〕15号文件。", "15", "document_number"),
    ("（二）规范执法行为", "二", "numbering"),
    ("1.规范执法行为", "1", "numbering"),
    ("三、健全制度体系。二、落实责任。", "二", "numbering"),
    ("《湿地条例》共7章56条。", "56条", "document_part"),
    # what a rule threatens, how long something took
    ("处5万元以上20万元以下罚款。", "5万元以上", "threshold"),
    ("处5万元以上20万元以下罚款。", "20万元以下", "threshold"),
    ("经过3个多小时的调解，双方握手言和。", "3个多小时", "period"),
    # no number at all
    ("吸引数十家机构参与。", "数十家", "vague"),
    ("从2021年的38件增至2024年的126件。", "126件", "nothing_measured"),
    # what an accident or a city is counted for, what a rate is told per
    ("未发生一次死亡3人以上道路交通事故。", "3人以上", "threshold"),
    ("每10万人命案发案率保持全省最低。", "10万人", "denominator"),
    # names
    ("学习党的二十届三中全会精神。", "二十届", "name"),
    ("调解员周九成上门听取双方意见。", "九成", "name"),
    ("本文原载《法治观察》杂志2022年4期。", "4期", "document_number"),
    # one case, one meeting
    ("刘某某等3人被判刑。", "3人", "single_case"),
    ("张某因超速50%受罚。", "50%", "single_case"),
    ("2024年3月，村民李某驾车超速50%。", "50%", "single_case"),
    ("全市120名干部参加会议。", "120名", "attendance"),
]


@pytest.mark.parametrize(("text", "numeral", "reason"), LEFT_OUT)
def test_left_out_with_the_reason(text: str, numeral: str, reason: str) -> None:
    assert measured(text) == []
    assert reasons(text)[numeral] == reason


@pytest.mark.parametrize(
    "text",
    [
        "十四五期间，法治建设开创新局。",
        "五位一体总体布局稳步推进。",
        "自2021年以来，法治建设成效明显。",
        "依据《行政处罚法》第三十三条第一款作出决定。",
        "党的二十大胜利召开。",
        "四级同创、三级联动。",
        "万众一心，千方百计。",
    ],
)
def test_nothing_to_report(text: str) -> None:
    assert measured(text) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("12345热线受理诉求3.2万件。", [("3.2万件", "12345热线受理诉求")]),
        ("《湿地条例（2021—2025年）》出台后，全年巡查36次。", [("36次", "巡查")]),
        ("十四五期间，审结案件120件。", [("120件", "审结案件")]),
        ("2023年3月，全县化解纠纷57件。", [("57件", "化解纠纷")]),
        ("依据第三十三条，立案查处16件。", [("16件", "立案查处")]),
        ("打掉以张某为首的团伙，抓获嫌疑人36名。", [("36名", "抓获嫌疑人")]),
    ],
)
def test_a_metric_beside_them_stays(text: str, figures: list[tuple[str, str]]) -> None:
    assert measured(text) == figures


def test_what_is_left_out_has_exact_spans_and_stands_in_text_order() -> None:
    text = "2023年，依照第五条，拨打12345，印发《方案（2020—2022年）》，审结36件。"
    left_out = read(text).left_out
    assert all(text[left.start : left.end] == left.text for left in left_out)
    assert [left.start for left in left_out] == sorted(left.start for left in left_out)


def test_what_the_counted_must_reach_is_no_figure() -> None:
    """共有|12个县办结率在95%以上: the twelve are the figure, 95 % is what makes a county one of them."""
    assert reasons("共有12个县办结率在95%以上。")["95%以上"] == "threshold"
