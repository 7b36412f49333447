"""Quantities in words without a numeral, ranges in words, and what looks like them and counts nothing."""

import pytest

from metrics.figures.reading import measured, read, reasons
from warehouse.reference.vocabulary import Bound, Kind


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("满意度位居全市首位。", [("首位", "满意度全市排名")]),
        ("蝉联法治建设考核全省首位。", [("首位", "法治建设考核全省排名")]),
        ("民事案件占比过半。", [("过半", "民事案件占比")]),
        ("半数以上案件在村里化解。", [("半数以上", "案件在村里化解比例")]),
        ("超过一半的纠纷化解在基层。", [("超过一半", "纠纷化解在基层比例")]),
        ("保持“三公”经费零增长。", [("零增长", "“三公”经费增长")]),
        ("把群众利益放在首位。", []),
        ("时间过半、任务过半。", []),
        ("半数代表通过。", []),
        ("须经过半数代表同意。", []),
        ("过半年后回访。", []),
    ],
)
def test_numbers_in_words(text: str, figures: list[tuple[str, str]]) -> None:
    assert measured(text) == figures


def test_what_they_are_worth() -> None:
    first, half = read("办结率位居全市首位，其中近一半的案件当场办结。").figures
    assert (first.value, first.kind) == (1, Kind.RANK)
    assert (half.value, half.unit, half.bound) == (50, "%", Bound.APPROX)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("化解积案三四十件。", 30, 40),
        ("培训骨干十七八名。", 17, 18),
        ("排查隐患七八百处。", 700, 800),
        ("走访企业四五家。", 4, 5),
    ],
)
def test_ranges_in_words(text: str, low: int, high: int) -> None:
    (figure,) = read(text).figures
    assert (figure.value, figure.value_high, figure.bound) == (low, high, Bound.RANGE)


def test_months_in_words_date() -> None:
    assert reasons("今年七八月份开展检查。") == {"七八": "date"}


@pytest.mark.parametrize("text", ["她是第二位当选的村主任。", "得票是第二名的3.3倍。", "（第二名：15012票）"])
def test_one_of_a_row_is_no_rank(text: str) -> None:
    assert not any(figure.kind is Kind.RANK for figure in read(text).figures)


def test_none_of_a_size_counts_nothing() -> None:
    assert reasons("全区未发生50万元以上案件。") == {"50万元以上": "threshold"}


def test_below_zero() -> None:
    (figure,) = read("最低气温降至零下5摄氏度。").figures
    assert (figure.span_text, figure.value) == ("零下5摄氏度", -5)


@pytest.mark.parametrize(
    "text",
    [
        "39名干警列队出发。",
        "两点半，12辆警车驶出大院。",
        "大厅里12个窗口一字排开。",
        "3名导办员正忙着引导群众。",
        "办个证要跑五六趟。",
    ],
)
def test_a_scene_counts_nothing(text: str) -> None:
    assert "scene" in reasons(text).values()


def test_words_that_name_nothing_stand_for_no_figure() -> None:
    assert reasons("抓到罪犯，最多也只得60分。") == {"60分": "nothing_measured"}
    assert reasons("同比增长3.6%。") == {"3.6%": "nothing_measured"}
    assert measured("共有36名患者中，好转12名。")[0] == ("36名", "患者")
    assert reasons("在检测出的1386人中。")["1386人"] == "nothing_measured"


def test_a_firm_of_some_size_is_one_case() -> None:
    assert reasons("这家拥有200名员工的企业去年被列入名录。") == {"200名": "single_case"}
