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
