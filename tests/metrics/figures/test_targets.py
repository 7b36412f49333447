"""Targets: what a plan wants is kept with role ``target`` and never counts as a result."""

import pytest

from flows.metrics import Document, extract
from metrics.figures.reading import measured, roles
from warehouse.reference.vocabulary import Role

ACTUAL, TARGET = Role.ACTUAL, Role.TARGET


@pytest.mark.parametrize(
    "text",
    [
        "力争审结率达到95%以上。",
        "到2025年，法律顾问覆盖率达到100%。",
        "到2025年底，培育法治带头人300名。",
        "将建成法治公园20个。",
        "明年将新增调解室12个。",
        "确保办结率不低于98%。",
        "争取在年底前完成规章清理12件。",
        "计划新建法律援助站点8个。",
        "拟修订规章6件。",
        "下一步开展执法检查24次。",
        "要将办理时限压缩至3个工作日。",
        "2026年底前建成调解中心9个。",
    ],
)
def test_sentence_of_plan(text: str) -> None:
    assert set(roles(text).values()) == {TARGET}


@pytest.mark.parametrize(
    "text",
    [
        "审结行政复议案件300件。",
        "截至2025年底，培育法治带头人300名。",
        "自2021年到2025年，培育法治带头人300名。",
        "将群众满意度作为标准，化解纠纷36件。",
        "完成年度计划任务，审结案件36件。",
    ],
)
def test_sentence_of_result(text: str) -> None:
    assert set(roles(text).values()) == {ACTUAL}


def test_what_is_done_and_what_is_wanted_in_one_sentence() -> None:
    assert roles("已建成法治公园12个，力争年底前再建8个。") == {"12个": ACTUAL, "8个": TARGET}


def test_words_of_plan_are_no_part_of_what_is_measured() -> None:
    assert measured("力争审结率达到95%以上。") == [("95%以上", "审结率")]
    assert measured("拟修订规章6件。") == [("6件", "修订规章")]


PLAN_HEADINGS = [
    "三、2025年工作打算",
    "三、2025年工作计划",
    "四、2024年安排",
    "四、下一步工作安排",
    "三、2026年工作思路",
    "三、重点任务",
    "重点任务",
    "第三部分 2025年工作重点",
    "（三）下一步打算",
    "三、今后努力方向",
]
RESULT_HEADINGS = [
    "一、2024年重点任务完成情况",
    "一、2024年工作总结",
    "二、年度计划落实情况",
    "二、重点工作进展",
    "二、主要做法和成效",
    "一、存在的问题",
]


@pytest.mark.parametrize("heading", PLAN_HEADINGS)
def test_plan_chapter_holds_targets(heading: str) -> None:
    assert roles(f"{heading}\n开展执法检查24次。\n制定规章5件。") == {"24次": TARGET, "5件": TARGET}


@pytest.mark.parametrize("heading", RESULT_HEADINGS)
def test_result_chapter_holds_results(heading: str) -> None:
    assert roles(f"{heading}\n开展执法检查24次。\n制定规章5件。") == {"24次": ACTUAL, "5件": ACTUAL}


def test_subheadings_go_on_with_the_plan_and_the_next_chapter_ends_it() -> None:
    text = (
        "一、2024年工作总结\n开展执法检查24次。\n"
        "二、2025年工作思路\n（一）强化监督\n制定规章5件。\n（二）深化普法\n举办讲座16场。\n"
        "三、附件\n登记执法主体42家。"
    )
    assert roles(text) == {"24次": ACTUAL, "5件": TARGET, "16场": TARGET, "42家": ACTUAL}


def test_a_sentence_that_only_names_a_plan_begins_no_chapter() -> None:
    text = "印发年度工作计划，部署任务。\n开展执法检查24次。"
    assert roles(text) == {"24次": ACTUAL}


def test_a_word_that_holds_a_plan_word_is_none() -> None:
    assert set(roles("开展模拟法庭活动70场次。").values()) == {ACTUAL}


@pytest.mark.parametrize(
    "text",
    [
        "今年将举办法治讲座36场。",
        "年内全区将新增调解员120名。",
        "会议要求，全年开展执法检查24次。",
        "“十五五”时期覆盖率将达95%。",
        "每个村至少配备1名法律顾问。",
        "每个街道每年至少开展培训2场。",
        "第十二条 办理时限为15个工作日。",
        "打印遗嘱应当有两名以上见证人在场。",
        "执行人员不得少于两名。",
    ],
)
def test_what_will_be_and_what_must_be(text: str) -> None:
    assert set(roles(text).values()) == {TARGET}


def test_a_policy_wants_what_it_does_not_tell_as_done() -> None:
    text = (
        "某区优化营商环境实施方案\n一、发展基础\n办件量居全市前列，窗口办件36万件。\n"
        "二、主要举措\n全程网办率提高至90%。\n目前已设窗口52个。\n共受理诉求180件。"
    )
    assert roles(text) == {"36万件": ACTUAL, "90%": TARGET, "52个": ACTUAL, "180件": ACTUAL}


def test_a_newspaper_that_tells_of_a_plan_is_none() -> None:
    document = Document.of(
        "本报讯 记者陈力报道，去年以来受理案件36件。审结32件。", title="某市介绍护企工作方案（节选）"
    )
    assert {found.figure.role for found in extract(document)} == {ACTUAL}


def test_looking_back_is_no_plan() -> None:
    assert roles("直到2006年，调解室只有3个调解员，化解纠纷12件。")["12件"] is ACTUAL
