"""The bare grammar: how a numeral, its multiplier, its unit and its bound words become a value."""

from decimal import Decimal

import pytest

from flows.metrics import quantities
from flows.metrics.figures.quantities import scan
from metrics.figures.reading import quantity
from warehouse.reference.vocabulary import Bound

EXACT, APPROX, LEAST, MOST = Bound.EXACT, Bound.APPROX, Bound.AT_LEAST, Bound.AT_MOST

VALUES = [
    # Arabic digits, half and full width, with and without thousands
    ("1286件", "1286", "件"),
    ("1,286件", "1286", "件"),
    ("１２８６件", "1286", "件"),
    ("１，２８６件", "1286", "件"),
    ("1,234,567人", "1234567", "人"),
    ("0.5个百分点", "0.5", "个百分点"),
    # Han numerals: ordinary, formal, positional
    ("一千二百八十六件", "1286", "件"),
    ("二百零三件", "203", "件"),
    ("两万五千人", "25000", "人"),
    ("十五场", "15", "场"),
    ("三万五", "35000", ""),
    ("壹佰贰拾叁万元", "1230000", "元"),
    ("二〇二三年", "2023", "年"),
    # 万 and 亿 belong to the number, never to the unit
    ("12.6万人次", "126000", "人次"),
    ("６．８万场次", "68000", "场次"),
    ("1.95亿元", "195000000", "元"),
    ("12亿3000万元", "1230000000", "元"),
    ("6000万元", "60000000", "元"),
    ("3亿", "300000000", ""),
    ("逾百万元", "1000000", "元"),
    # shares: per cent, per mille, 成, 分之
    ("98.6%", "98.6", "%"),
    ("98.6％", "98.6", "%"),
    ("百分之九十五点六", "95.6", "%"),
    ("千分之三", "0.3", "%"),
    ("万分之五", "0.05", "%"),
    ("八成", "80", "%"),
    ("八成半", "85", "%"),
    ("八成五", "85", "%"),
    # ratios
    ("四分之三", "0.75", ""),
    ("1/4", "0.25", ""),
    ("2.4倍", "2.4", "倍"),
    ("两倍", "2", "倍"),
    # compound units
    ("1.2万件次", "12000", "件次"),
    ("35元/人", "35", "元/人"),
    ("3个（处）", "3", "个(处)"),
    ("5万平方米", "50000", "平方米"),
    ("20个工作日", "20", "个工作日"),
]


@pytest.mark.parametrize(("text", "value", "unit"), VALUES)
def test_value_and_unit(text: str, value: str, unit: str) -> None:
    found = quantity(text)
    assert (found.value, found.unit) == (Decimal(value), unit)
    assert (found.start, found.end, found.text) == (0, len(text), text)


BOUNDS = [
    ("300件", "300件", EXACT),
    ("300余件", "300余件", LEAST),
    ("300多件", "300多件", LEAST),
    ("3万余件", "3万余件", LEAST),
    ("50余万人次", "50余万人次", LEAST),
    ("超过300件", "超过300件", LEAST),
    ("超300件", "超300件", LEAST),
    ("逾300件", "逾300件", LEAST),
    ("突破300件", "突破300件", LEAST),
    ("至少300件", "至少300件", LEAST),
    ("不少于300件", "不少于300件", LEAST),
    ("不低于95%", "不低于95%", LEAST),
    ("300件以上", "300件以上", LEAST),
    ("九成以上", "九成以上", LEAST),
    ("上千件", "上千件", LEAST),
    ("近300件", "近300件", APPROX),
    ("近八成", "近八成", APPROX),
    ("近百名", "近百名", APPROX),
    ("约300件", "约300件", APPROX),
    ("大约300件", "大约300件", APPROX),
    ("将近300件", "将近300件", APPROX),
    ("300件左右", "300件左右", APPROX),
    ("不足300件", "不足300件", MOST),
    ("不到300件", "不到300件", MOST),
    ("不超过300件", "不超过300件", MOST),
    ("5个工作日以内", "5个工作日以内", MOST),
    ("60%以下", "60%以下", MOST),
]


@pytest.mark.parametrize(("text", "span", "bound"), BOUNDS)
def test_bound_words_belong_to_the_span(text: str, span: str, bound: Bound) -> None:
    sentence = f"其数{text}。"
    found = quantity(sentence)
    assert (found.text, found.bound) == (span, bound)
    assert sentence[found.start : found.end] == span


RANGES = [
    ("3至5个工作日", "3", "5", "个工作日"),
    ("36-45件", "36", "45", "件"),
    ("3—5万元", "30000", "50000", "元"),
    ("5%~10%", "5", "10", "%"),
    ("５％—１０％", "5", "10", "%"),
    ("十至十五人", "10", "15", "人"),
    ("2000到3000元", "2000", "3000", "元"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_range_is_one_quantity(text: str, low: str, high: str, unit: str) -> None:
    found = quantity(text)
    assert (found.value, found.value_high, found.unit, found.bound) == (
        Decimal(low),
        Decimal(high),
        unit,
        Bound.RANGE,
    )
    assert found.text == text


@pytest.mark.parametrize(
    "text", ["", "无数字", "万一发生", "百姓安居", "千方百计", "干部队伍", "收拾干净", "一些单位", "一切为民", "亿"]
)
def test_words_that_look_like_numerals_are_none(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(("text", "low", "high"), [("跑四五个部门", 4, 5), ("两三名干警", 2, 3), ("七八处隐患", 7, 8)])
def test_two_neighbouring_numerals_are_from_one_to_the_other(text: str, low: int, high: int) -> None:
    (figure,) = scan(text)
    assert (figure.value, figure.high, figure.bound) == (low, high, Bound.RANGE)


@pytest.mark.parametrize("text", ["九九个部门", "八三件"])
def test_two_other_numerals_in_a_row_have_no_value(text: str) -> None:
    assert [token.form for token in scan(text)] == ["malformed"]


@pytest.mark.parametrize("text", ["数十家", "数百名", "几百户", "好几千人"])
def test_vague_numbers_have_no_value(text: str) -> None:
    assert quantities(text) == []


def test_several_quantities_come_in_order_and_apart() -> None:
    text = "立案36件，罚款12.5万元，办结率97.2%"
    assert [found.text for found in quantities(text)] == ["36件", "12.5万元", "97.2%"]


def test_a_run_of_digits_too_long_for_a_number_is_none() -> None:
    assert quantities("编号" + "7" * 60) == []


CLASSIFIERS = [
    ("3部门", ""),
    ("3部法规", "部"),
    ("12支队", ""),
    ("12支队伍", "支"),
    ("5起草组", ""),
    ("5起诉讼案件", "起"),
    ("5起重大事故", "起"),
    ("12项目", ""),
    ("12项目标任务", "项"),
    ("5万家庭", ""),
    ("5万家电商", "家"),
    ("30名单", ""),
    ("30名企业家", "名"),
    ("8个人民调解委员会", "个"),
    ("8个体户", ""),
    ("36次日常检查", "次"),
    ("3人大代表", ""),
]


@pytest.mark.parametrize(("text", "unit"), CLASSIFIERS)
def test_a_classifier_that_begins_another_word_is_no_unit(text: str, unit: str) -> None:
    assert quantity(text).unit == unit


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("结案数九十件", "90", "件"), ("占案件数百分之八十", "80", "%"), ("其数八成", "80", "%")],
)
def test_a_noun_that_ends_in_shu_makes_nothing_vague(text: str, value: str, unit: str) -> None:
    found = quantity(text)
    assert (found.value, found.unit) == (Decimal(value), unit)
