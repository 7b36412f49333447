"""Rates and shares: what a bare rate is of, what several share, how a share is called."""

import pytest

from metrics.figures.reading import measured

BARE = [
    ("受理劳动争议320件，调解成功率达97.2%。", "97.2%", "劳动争议调解成功率"),
    ("办理行政复议案件412件，作出纠错决定53件，纠错率为12.9%。", "12.9%", "行政复议纠错率"),
    ("行政机关负责人出庭应诉案件60件，出庭应诉率98%。", "98%", "行政机关负责人出庭应诉率"),
    ("审结的行政案件中村委会败诉5件，败诉率为2%。", "2%", "村委会败诉率"),
    ("人民调解组织受理纠纷800件，调解成功率98%。", "98%", "人民调解成功率"),
    ("受理信访件32件，答复率100%。", "100%", "信访件答复率"),
    ("办理人大代表建议32件、政协委员提案16件，办结率为100%。", "100%", "建议、提案办结率"),
]


@pytest.mark.parametrize(("text", "span", "indicator"), BARE)
def test_a_bare_rate_is_of_what_was_counted(text: str, span: str, indicator: str) -> None:
    assert (span, indicator) in measured(text)


RESPECTIVELY = [
    (
        "道路交通、治安处罚、土地征收领域败诉率分别为5.1%、4.3%和2.6%。",
        [("5.1%", "道路交通领域败诉率"), ("4.3%", "治安处罚领域败诉率"), ("2.6%", "土地征收领域败诉率")],
    ),
    (
        "教师、医生、学生学法参与率分别达到100%、98%、95%。",
        [("100%", "教师学法参与率"), ("98%", "医生学法参与率"), ("95%", "学生学法参与率")],
    ),
    (
        "教师、医生和学生的学法参与率均达100%。",
        [("100%", "教师学法参与率"), ("100%", "医生学法参与率"), ("100%", "学生学法参与率")],
    ),
]


@pytest.mark.parametrize(("text", "figures"), RESPECTIVELY)
def test_several_share_the_rate_that_the_last_names(text: str, figures: list[tuple[str, str]]) -> None:
    assert measured(text) == figures


SHARES = [
    ("98%的邻里矛盾在村级得到化解。", "邻里矛盾在村级得到化解比例"),
    ("95%的投诉化解在窗口、解决在当日。", "投诉化解在窗口比例"),
    ("全县90%以上的乡镇已建成调解中心。", "建成调解中心的乡镇占比"),
    ("60%以上的村聘请了法律顾问。", "聘请法律顾问的村占比"),
    ("调解组织覆盖全省95%以上的乡镇。", "调解组织覆盖乡镇占比"),
    ("民事案件占全部案件的62.3%。", "民事案件占全部案件比例"),
    ("本科以上学历占78%。", "本科以上学历占比"),
]


@pytest.mark.parametrize(("text", "indicator"), SHARES)
def test_a_share_says_of_what_it_is_one(text: str, indicator: str) -> None:
    assert [name for _, name in measured(text)] == [indicator]


def test_shares_of_several_and_of_what_was_counted() -> None:
    assert measured("公安类、市场监管类、资源类分别占32.1%、20.4%和11.2%。") == [
        ("32.1%", "公安类占比"),
        ("20.4%", "市场监管类占比"),
        ("11.2%", "资源类占比"),
    ]
    assert measured("诉前调解成功2100件，占比35.2%。")[1:] == [("35.2%", "诉前调解成功占比")]
    assert ("45%", "三类案件占全部案件比例") in measured("以上三类案件（320件）占全部案件的45%。")
