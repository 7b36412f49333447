"""The bare grammar of quantities, phenomenon by phenomenon: a writing, its value and its unit."""

from decimal import Decimal

import pytest

from flows.metrics import Quantity, quantities
from metrics.figures.reading import quantity
from warehouse.reference.vocabulary import Bound

WRITINGS = {
    "signs": [
        ("负三十六", "-36", ""),
        ("负 3,600", "-3600", ""),
        ("-3.6%", "-3.6", "%"),
        ("增速为-2.4%", "-2.4", "%"),
        ("－12", "-12", ""),
    ],
    "powers": [("3^4", "81", ""), ("2^-2", "0.25", ""), ("-2^3", "-8", "")],
    "decimals": [
        (".25", "0.25", ""),
        ("三点一四", "3.14", ""),
        ("零点七", "0.7", ""),
        ("零点75", "0.75", ""),
        ("三点二万", "32000", ""),
        ("一千二百点五", "1200.5", ""),
    ],
    "multipliers": [
        ("12k", "12000", ""),
        ("12 k", "12000", ""),
        ("3.5M", "3500000", ""),
        ("30w", "300000", ""),
        ("3万6000", "36000", ""),
        ("2千零6", "2006", ""),
        ("6亿3万", "600030000", ""),
        ("三万亿", "3000000000000", ""),
        ("两个亿元", "200000000", "元"),
        ("三十万多亿", "30000000000000", ""),
    ],
    "left-over digits": [
        ("三百六", "360", ""),
        ("三百零六", "306", ""),
        ("百二", "120", ""),
        ("九万零六", "90006", ""),
        ("一百零十", "110", ""),
    ],
    "spaces": [
        ("三 百 六 十", "360", ""),
        ("7 万5 千", "75000", ""),
        ("六 点 五 成", "65", "%"),
        ("百 分 之 三 十", "30", "%"),
        ("12  个 百 分 点", "12", "个百分点"),
    ],
    "scripts": [
        ("壹仟貳佰叁拾", "1230", ""),
        ("參拾陸", "36", ""),
        ("廿三", "23", ""),
        ("卅六件", "36", "件"),
        ("三萬二千個", "32000", "个"),
        ("負六點五", "-6.5", ""),
    ],
    "fractions": [
        ("三又二分之一", "3.5", ""),
        ("一又十分一", "1.1", ""),
        ("2 1/4", "2.25", ""),
        ("五 分之 一", "0.2", ""),
        ("负四分之一", "-0.25", ""),
        ("一百分之三", "0.03", ""),
        ("5/2", "2.5", ""),
    ],
    "shares": [
        ("七成六", "76", "%"),
        ("9.5成", "95", "%"),
        ("半成", "5", "%"),
        ("百分之十二点五", "12.5", "%"),
        ("千分之三", "0.3", "%"),
        ("百万分之五", "0.0005", "%"),
        ("百分之百", "100", "%"),
        ("3‰", "3", "‰"),
    ],
    "units in parts": [
        ("12元3角4分", "12.34", "元"),
        ("十块三毛", "10.3", "元"),
        ("一吨半", "1.5", "吨"),
        ("三个半月", "3.5", "个月"),
        ("半小时", "0.5", "小时"),
        ("两打", "24", ""),
        ("半打", "6", ""),
        ("三斤二两", "3", "斤"),
    ],
    "units that begin with a multiplier": [
        ("12千米", "12", "千米"),
        ("三千米", "3000", "米"),
        ("一百千瓦", "100", "千瓦"),
        ("五十兆字节", "50", "兆字节"),
    ],
    "currencies": [
        ("$20", "20", "美元"),
        ("￥300", "300", "元"),
        ("人民币 50元", "50", "元"),
        ("港币两千元", "2000", "港元"),
        ("三万元欧元", "30000", "欧元"),
        ("82，225.00元", "82225", "元"),
    ],
    "一 alone": [("一", "1", ""), ("一只", "1", "只"), ("其数是一却不多", "1", ""), ("“一”", "1", "")],
    "digits in a row": [("二〇二三年", "2023", "年"), ("一二三四", "1234", ""), ("1.2.3", "1", "")],
}
CASES = [(kind, *case) for kind, cases in WRITINGS.items() for case in cases]


@pytest.mark.parametrize(("kind", "text", "value", "unit"), CASES)
def test_value_and_unit(kind: str, text: str, value: str, unit: str) -> None:
    found = quantities(text)[0]
    assert (found.value, found.unit) == (Decimal(value), unit), kind


RANGES = [
    ("大于二十小于三十五", "20", "35"),
    ("小于等于35且大于20", "20", "35"),
    ("最多100最少20", "20", "100"),
    ("1000以上，1500以下", "1000", "1500"),
    ("三年以上十年以下", "3", "10"),
    ("比四分之一大，比二分之一小", "0.25", "0.5"),
    ("位于20和30之间", "20", "30"),
    ("在第十和第十五之间", "10", "15"),
    ("10与20间", "10", "20"),
    ("5k-20k", "5000", "20000"),
    ("10~15k元", "10000", "15000"),
    ("1万(含)-5万元", "10000", "50000"),
    ("从8500到3万港元", "8500", "30000"),
    ("一百二十到一百五十万元", "1200000", "1500000"),
    ("二三十个", "20", "30"),
    ("十七八个", "17", "18"),
    ("三五百元", "300", "500"),
    ("百分之二三十", "20", "30"),
]


@pytest.mark.parametrize(("text", "low", "high"), RANGES)
def test_two_ends_are_one_range(text: str, low: str, high: str) -> None:
    found = quantity(text)
    assert (found.value, found.value_high, found.bound) == (Decimal(low), Decimal(high), Bound.RANGE)
    assert found.text == text


BOUNDS = [
    ("≥50", Bound.AT_LEAST),
    ("< = 50", Bound.AT_MOST),
    ("不大于50", Bound.AT_MOST),
    ("大于 或者 等于50", Bound.AT_LEAST),
    ("至少有50", Bound.AT_LEAST),
    ("最多为50", Bound.AT_MOST),
    ("50或者更多", Bound.AT_LEAST),
    ("50之下", Bound.AT_MOST),
    ("比 50 低", Bound.AT_MOST),
    ("50元（含）以上", Bound.AT_LEAST),
    ("等于50", Bound.EXACT),
    ("五十几万", Bound.AT_LEAST),
    ("五十 余 万", Bound.AT_LEAST),
]


@pytest.mark.parametrize(("text", "bound"), BOUNDS)
def test_bounds(text: str, bound: Bound) -> None:
    found = quantity(text)
    assert (found.bound, found.value_high, found.text) == (bound, None, text)


def test_bounds_that_enclose_nothing_are_two() -> None:
    assert [each.bound for each in quantities("大于50小于12")] == [Bound.AT_LEAST, Bound.AT_MOST]


NONE = """
四川 三亚 陆地 大陆 队伍 收拾 放肆 百姓 万一 千万不要 十分重视 十足 九九 两两 统一 一切 一看 唯一 一起 一样 五角大楼
数十家 几百户 万 万万 上半年 https://example.org/a%20b12 十四五规划
"""


@pytest.mark.parametrize("text", NONE.split())
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert quantities(text) == []


APART = [
    ("五十千", ["50"]),
    ("一百二百", ["100", "200"]),
    ("1, 234", ["1", "234"]),
    ("2222.2222.222", ["2222", "2222", "222"]),
    ("两百点两", ["200", "2"]),
    ("－－9", ["9"]),
    ("3-4-5件", ["3", "5"]),
    ("担负三项任务", ["3"]),
    ("比2022年多36件", ["2022", "36"]),
    ("八点三十分", ["8", "30"]),
    ("2023/12", ["2023", "12"]),
]


@pytest.mark.parametrize(("text", "values"), APART)
def test_what_does_not_belong_together_is_read_apart(text: str, values: list[str]) -> None:
    assert [str(each.value) for each in quantities(text)] == values


def test_an_ordinal_takes_its_mark_in() -> None:
    assert quantity("第三万") == Quantity(0, 3, "第三万", Decimal(30000), "")
