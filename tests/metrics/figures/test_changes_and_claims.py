"""Growth, ranks, streaks: what changed and which way, against what; which place in which field; how long."""

from decimal import Decimal

import pytest

from metrics.figures.reading import only, read
from warehouse.reference.vocabulary import Bound, ChangeBase, Direction, Kind, Role

UP, DOWN = Direction.UP, Direction.DOWN
YEAR, PERIOD, NAMED, UNKNOWN = (
    ChangeBase.YEAR_ON_YEAR,
    ChangeBase.PERIOD_ON_PERIOD,
    ChangeBase.NAMED_PERIOD,
    ChangeBase.UNKNOWN,
)

CHANGES = [
    ("投诉量同比增长15.3%。", "15.3", UP, YEAR, "同比", "投诉量同比增长"),
    ("案件总量同比下降7.5%。", "7.5", DOWN, YEAR, "同比", "案件总量同比下降"),
    ("败诉率同比下降3.2个百分点。", "3.2", DOWN, YEAR, "同比", "败诉率同比下降"),
    ("收案数环比上升3%。", "3", UP, PERIOD, "环比", "收案数环比上升"),
    ("投诉量比2019年下降两成。", "20", DOWN, NAMED, "比2019年", "投诉量下降"),
    ("复议案件较2020年下降18%。", "18", DOWN, NAMED, "较2020年", "复议案件下降"),
    ("来访人次增长1.5倍。", "1.5", UP, UNKNOWN, "", "来访人次增长"),
    ("审批时限压缩60%。", "60", DOWN, UNKNOWN, "", "审批时限压缩"),
    ("精简证明材料30%以上。", "30", DOWN, UNKNOWN, "", "精简证明材料"),
    ("复议案件增速为12%。", "12", UP, UNKNOWN, "", "复议案件增速"),
    ("火警的降幅是50.9%。", "50.9", DOWN, UNKNOWN, "", "火警降幅"),
    ("市场主体较2018年翻一番。", "1", UP, NAMED, "较2018年", "市场主体翻番"),
    ("律师人数五年间增长2.5倍。", "2.5", UP, UNKNOWN, "", "律师人数增长"),
    ("诉前调解量年均增长15%。", "15", UP, UNKNOWN, "", "诉前调解量年均增长"),
    ("新收案件以年均12%的速度增长。", "12", UP, UNKNOWN, "", "新收案件年均增长"),
    ("诉前调解量自2018年以来以年均15%的增幅增长。", "15", UP, UNKNOWN, "", "诉前调解量年均增幅"),
    ("满意度比2020年高出2.1个百分点。", "2.1", UP, NAMED, "比2020年", "满意度比2020年高出"),
    ("调解成功率高于全省平均水平3.2个百分点。", "3.2", UP, UNKNOWN, "全省平均水平", "调解成功率高于全省平均水平"),
    # in absolute numbers, where the base is named
    ("受理案件比上年增加6件。", "6", UP, YEAR, "比上年", "受理案件增加"),
    ("平均办案天数比上年减少12天。", "12", DOWN, YEAR, "比上年", "平均办案天数减少"),
    ("案件审理周期缩短12.5天。", "12.5", DOWN, UNKNOWN, "", "案件审理周期缩短"),
    ("督察得分比全市平均分高2.3分。", "2.3", UP, NAMED, "比全市平均分", "督察得分比全市平均分高"),
    ("收案数较去年同期减少120件。", "120", DOWN, YEAR, "较去年同期", "收案数减少"),
]


@pytest.mark.parametrize(("text", "value", "direction", "base", "base_text", "indicator"), CHANGES)
def test_change(text: str, value: str, direction: Direction, base: ChangeBase, base_text: str, indicator: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.role) == (Kind.GROWTH, Role.CHANGE)
    assert (figure.value, figure.direction) == (Decimal(value), direction)
    assert (figure.change_base, figure.base_text) == (base, base_text)
    assert figure.indicator == indicator


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("受理投诉1200件，同比增长8%。", "受理投诉同比增长"),
        ("受理投诉1200件，比上年增加6件。", "受理投诉增加"),
        ("败诉率为8.2%，同比下降1.5个百分点。", "败诉率同比下降"),
    ],
)
def test_a_change_alone_is_of_the_value_before_it(text: str, topic: str) -> None:
    level, change = read(text).figures
    assert (level.role, change.role) == (Role.ACTUAL, Role.CHANGE)
    assert change.indicator == topic


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("败诉率下降至3.4%。", "3.4", Kind.RATE),
        ("许可事项压减到120项。", "120", Kind.COUNT),
        ("律师人数增加到860人。", "860", Kind.COUNT),
    ],
)
def test_a_change_that_leads_to_a_value_states_the_value(text: str, value: str, kind: Kind) -> None:
    figure = only(text)
    assert (figure.value, figure.kind, figure.role) == (Decimal(value), kind, Role.ACTUAL)


def test_the_value_that_a_change_comes_from_is_marked_as_earlier() -> None:
    earlier, now = read("调解组织由120个增加到156个。").figures
    assert "earlier_value" in earlier.flags
    assert "earlier_value" not in now.flags


RANKS = [
    ("法治建设考评位列全省第三。", "第三", 3, Bound.EXACT, "全省", "法治建设考评全省排名"),
    ("公众满意度跻身全国前十。", "前十", 10, Bound.AT_MOST, "全国", "公众满意度全国排名"),
    ("办件质量排名全市第一。", "第一", 1, Bound.EXACT, "全市", "办件质量全市排名"),
    ("平安建设考核荣获第二名。", "第二名", 2, Bound.EXACT, "", "平安建设考核排名"),
    ("在全省执法技能竞赛中荣获第二名。", "第二名", 2, Bound.EXACT, "全省", "全省执法技能竞赛排名"),
    ("政务公开水平位居全省前十名。", "前十名", 10, Bound.AT_MOST, "全省", "政务公开水平全省排名"),
    ("执法考核全省排名倒数第二。", "第二", 2, Bound.EXACT, "全省", "执法考核全省倒数排名"),
    ("政务公开考核进入全省第一方阵。", "第一", 1, Bound.EXACT, "全省", "政务公开考核全省排名"),
]


@pytest.mark.parametrize(("text", "span", "value", "bound", "universe", "indicator"), RANKS)
def test_rank(text: str, span: str, value: int, bound: Bound, universe: str, indicator: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.role) == (Kind.RANK, Role.CLAIM)
    assert (figure.span_text, figure.value, figure.bound) == (span, Decimal(value), bound)
    assert (figure.universe, figure.indicator) == (universe, indicator)


def test_a_rank_alone_belongs_to_the_value_before_it() -> None:
    value, rank = read("公众满意度达98.2%，位居全省第二。").figures
    assert rank.parent_key == value.key
    assert rank.indicator == "公众满意度全省排名"


def test_ranks_in_a_row_are_of_one_thing() -> None:
    ranks = read("纠纷化解率排名西部第一、全国第三。").figures
    assert [(rank.indicator, rank.universe) for rank in ranks] == [
        ("纠纷化解率西部排名", "西部"),
        ("纠纷化解率全国排名", "全国"),
    ]


def test_a_rank_from_place_to_place() -> None:
    earlier, rank = read("营商环境评价排名由第12位上升到第5位。").figures
    assert earlier.flags == ("earlier_value",)
    assert (earlier.indicator, rank.indicator) == ("营商环境评价排名", "营商环境评价排名")


def test_a_time_limit_from_the_legal_one_to_the_present_one() -> None:
    legal, present = read("审批时限由法定的20个工作日压减至5个工作日。").figures
    assert (legal.value, legal.flags, present.value) == (Decimal(20), ("earlier_value",), Decimal(5))
    assert legal.indicator == present.indicator == "审批时限"


def test_percentage_points_in_a_row_share_their_unit() -> None:
    figures = read("服判率、执行率分别为92.1%、45.6%，分别上升1.2个和3.4个百分点。").figures
    assert [(f.unit, f.indicator) for f in figures[2:]] == [("个百分点", "服判率上升"), ("个百分点", "执行率上升")]


def test_percentage_points_said_once_are_those_of_all_values_in_the_row() -> None:
    figures = read("法院结案率、执行率、调解率同比分别提高1.2、3.4和2.1个百分点。").figures
    assert [(f.value, f.unit, f.indicator) for f in figures] == [
        (Decimal("1.2"), "个百分点", "法院结案率同比提高"),
        (Decimal("3.4"), "个百分点", "执行率同比提高"),
        (Decimal("2.1"), "个百分点", "调解率同比提高"),
    ]


def test_ranks_in_a_row_answer_to_names_in_a_row() -> None:
    figures = read("结案率、服判率分列全省第一、第二。").figures
    assert [(f.value, f.indicator) for f in figures] == [
        (Decimal(1), "结案率全省排名"),
        (Decimal(2), "服判率全省排名"),
    ]


def test_ranks_joined_by_a_word_and_cut_off_by_an_ellipsis() -> None:
    figures = read("上半年结案率、服判率分列全省第三和第一……").figures
    assert [(f.value, f.indicator) for f in figures] == [
        (Decimal(3), "结案率全省排名"),
        (Decimal(1), "服判率全省排名"),
    ]


def test_a_score_behind_a_rank_is_no_rank() -> None:
    rank, score = read("群众满意度位居全省第二，达到96.8分。").figures
    assert (rank.kind, rank.indicator) == (Kind.RANK, "群众满意度全省排名")
    assert (score.kind, score.indicator) == (Kind.SCORE, "群众满意度")


def test_a_thing_told_before_is_meant_by_its_bare_name() -> None:
    text = "全年未发生较大以上生产安全事故，事故起数、死亡人数分别下降8.3%和31.7%。"
    assert [f.indicator for f in read(text).figures] == ["生产安全事故起数下降", "生产安全事故死亡人数下降"]


def test_a_change_of_rank_is_no_rank() -> None:
    figures = read("在100个城市中，临江综合得分位居第十二名，与2022年相比提高了12位。").figures
    assert [(f.kind, f.value, f.indicator) for f in figures[-2:]] == [
        (Kind.RANK, Decimal(12), "临江综合得分排名"),
        (Kind.GROWTH, Decimal(12), "临江综合得分排名提高"),
    ]


@pytest.mark.parametrize("text", ["第一批清单印发。", "第二次会议召开。", "第三方机构参与评估。", "第一时间响应。"])
def test_an_ordinal_that_ranks_nothing_is_no_figure(text: str) -> None:
    assert read(text).figures == ()


STREAKS = [
    ("连续三年被评为优秀等次。", "连续三年", 3, "年"),
    ("连续6年无重大事故。", "连续6年", 6, "年"),
    ("连续第六年举办宪法宣传周活动。", "连续第六年", 6, "年"),
    ("群众安全感连续5个季度上升。", "连续5个季度", 5, "个季度"),
]


@pytest.mark.parametrize(("text", "span", "value", "unit"), STREAKS)
def test_streak(text: str, span: str, value: int, unit: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.role) == (Kind.DURATION, Role.CLAIM)
    assert (figure.span_text, figure.value, figure.unit) == (span, Decimal(value), unit)


def test_a_streak_without_a_subject_goes_on_with_what_was_told() -> None:
    told = [figure.indicator for figure in read("公众安全感为95.3%，连续5年上升，连续4年位居全国前列。").figures]
    assert told == ["公众安全感", "公众安全感上升", "公众安全感位居全国前列"]


def test_places_in_a_row_have_a_value_each() -> None:
    text = "行政复议案件收案数变化较大，青山、绿水两市收案数同比分别增长7.76%、5.78%。"
    assert [figure.indicator for figure in read(text).figures] == [
        "青山行政复议案件收案数同比增长",
        "绿水行政复议案件收案数同比增长",
    ]


def test_a_count_of_cases_takes_the_field_of_its_neighbours() -> None:
    text = "刑事警情、立案数、八类案件分别下降10%、12%、8%。"
    assert [figure.indicator for figure in read(text).figures] == ["刑事警情下降", "刑事立案数下降", "八类案件下降"]


def test_a_streak_does_not_part_the_words_around_it() -> None:
    streak, rank = read("法治建设考评连续四年位列全省第一。").figures
    assert (streak.span_text, rank.span_text) == ("连续四年", "第一")
    assert rank.indicator == "法治建设考评全省排名"
    assert streak.indicator == "法治建设考评位列全省第一"
