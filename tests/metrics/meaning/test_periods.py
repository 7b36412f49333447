"""Which time a figure covers: the table of expressions, who governs whom, and what holds without an expression."""

from datetime import date

import pytest

from flows.metrics import Document, Observation, extract
from flows.metrics.meaning.expressions import Expression, Shape, expressions
from flows.metrics.meaning.points import Clock
from warehouse.reference.vocabulary import PeriodBasis, PeriodType

FEATURE = date(2025, 7, 9)
REPORT = date(2024, 12, 31)


def one(text: str, anchor: date) -> Expression:
    (found,) = expressions(text, Clock(anchor))
    return found


def told(expression: Expression) -> tuple[str, str | None, str | None]:
    period = expression.period
    return period.type.value, period.start and period.start.isoformat(), period.end and period.end.isoformat()


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2021年以来", "cumulative_since", "2021-01-01", "2025-07-09"),
        ("2023年", "annual", "2023-01-01", "2023-12-31"),
        ("2023年度", "annual", "2023-01-01", "2023-12-31"),
        ("二〇二三年", "annual", "2023-01-01", "2023-12-31"),
        ("全年", "annual", "2024-01-01", "2024-12-31"),
        ("去年全年", "annual", "2024-01-01", "2024-12-31"),
        ("去年", "annual", "2024-01-01", "2024-12-31"),
        ("去年12月以来", "cumulative_since", "2024-12-01", "2025-07-09"),
        ("去年以来", "cumulative_since", "2024-01-01", "2025-07-09"),
        ("今年以来", "ytd", "2025-01-01", "2025-07-09"),
        ("年初以来", "ytd", "2025-01-01", "2025-07-09"),
        ("今年初以来", "ytd", "2025-01-01", "2025-07-09"),
        ("上半年", "range", "2025-01-01", "2025-06-30"),
        ("一季度", "range", "2025-01-01", "2025-03-31"),
        ("前三季度", "range", "2024-01-01", "2024-09-30"),
        ("1-9月", "ytd", "2024-01-01", "2024-09-30"),
        ("1—6月", "ytd", "2025-01-01", "2025-06-30"),
        ("1至10月", "ytd", "2024-01-01", "2024-10-31"),
        ("今年前5个月", "ytd", "2025-01-01", "2025-05-31"),
        ("11月份", "range", "2024-11-01", "2024-11-30"),
        ("7月1日—7月7日", "range", "2025-07-01", "2025-07-07"),
        ("截至目前", "as_of", None, "2025-07-09"),
        ("目前", "as_of", None, "2025-07-09"),
        ("截至2022年底", "as_of", None, "2022-12-31"),
        ("截至6月底", "as_of", None, "2025-06-30"),
        ("截止到2020年11月30日", "as_of", None, "2020-11-30"),
        ("年底前", "annual", "2025-01-01", "2025-12-31"),
        ("累计", "cumulative_since", None, "2025-07-09"),
        ("近年来", "unspecified", None, None),
        ("五年来", "cumulative_since", "2020-07-09", "2025-07-09"),
        ("近三年来", "cumulative_since", "2022-07-09", "2025-07-09"),
        ("法律援助法实施以来", "cumulative_since", "2022-01-01", "2025-07-09"),
        ("新修订的行政复议法施行以来", "cumulative_since", "2024-01-01", "2025-07-09"),
        ("中心成立以来", "cumulative_since", None, "2025-07-09"),
        ("本届政府以来", "cumulative_since", None, "2025-07-09"),
        ("入汛以来", "cumulative_since", None, "2025-07-09"),
        ("法律援助法实施三周年", "cumulative_since", "2022-01-01", "2025-07-09"),
        ("三年以来", "cumulative_since", "2022-07-09", "2025-07-09"),
        ("“十四五”以来", "cumulative_since", "2021-01-01", "2025-07-09"),
        ("“十四五”期间", "cumulative_since", "2021-01-01", "2025-07-09"),
        ("“十三五”时期", "range", "2016-01-01", "2020-12-31"),
        ("“八五”普法以来", "cumulative_since", "2021-01-01", "2025-07-09"),
        ("十八大以来", "cumulative_since", "2012-11-08", "2025-07-09"),
        ("二十大以来", "cumulative_since", "2022-10-16", "2025-07-09"),
        ("连续五年", "streak", None, "2024-12-31"),
        ("截至年底", "as_of", None, "2024-12-31"),
        ("2023年一季度末", "as_of", None, "2023-03-31"),
        ("上月底", "as_of", None, "2025-06-30"),
        ("去年夏季", "range", "2024-06-01", "2024-08-31"),
        ("2023年后三个月", "range", "2023-10-01", "2023-12-31"),
        ("2019年之后2023年之前", "range", "2019-01-01", "2022-12-31"),
        ("到年底", "plan", None, "2025-12-31"),
        ("2008年1月至2010年5月底", "range", "2008-01-01", "2010-05-31"),
        ("2023年7月至2024年11月", "range", "2023-07-01", "2024-11-30"),
        ("每季度", "unspecified", None, None),
        ("党的二十大以来", "cumulative_since", "2022-10-16", "2025-07-09"),
        ("党的十八大以来", "cumulative_since", "2012-11-08", "2025-07-09"),
        ("换届以来", "cumulative_since", None, "2025-07-09"),
        ("本周", "range", "2025-07-07", "2025-07-09"),
        ("上周", "range", "2025-06-30", "2025-07-06"),
        ("两会期间", "range", None, None),
        ("十六届人大四次会议期间", "range", None, None),
        ("十四届全国人大二次会议期间", "range", "2024-03-05", "2024-03-11"),
        ("十四届全国人大二次会议以来", "cumulative_since", "2024-03-05", "2025-07-09"),
    ],
)
def test_expression_in_a_feature_of_july_2025(text: str, kind: str, start: str | None, end: str | None) -> None:
    assert told(one(text, FEATURE)) == (kind, start, end)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2021年以来", "cumulative_since", "2021-01-01", "2024-12-31"),
        ("2024年以来", "annual", "2024-01-01", "2024-12-31"),
        ("今年以来", "annual", "2024-01-01", "2024-12-31"),
        ("全年", "annual", "2024-01-01", "2024-12-31"),
        ("五年来", "range", "2020-01-01", "2024-12-31"),
        ("连续三年", "streak", None, "2024-12-31"),
    ],
)
def test_expression_in_the_yearly_report_of_2024(text: str, kind: str, start: str | None, end: str | None) -> None:
    assert told(one(text, REPORT)) == (kind, start, end)


@pytest.mark.parametrize("text", ["上年结转", "3.5月", "第12次", "15部", "上周末", "这周一", "第一周", "活动期间"])
def test_what_is_no_expression(text: str) -> None:
    assert expressions(text, Clock(FEATURE)) == []


@pytest.mark.parametrize(
    "text",
    [
        "近年来",
        "每季度",
        "今明两年",
        "农历六月",
        "闰四月",
        "半月以后",
        "30天以来",
        "三十年",
        "2月30日",
        "30年以上",
        "上世纪90年代",
        "民国三年",
        "2018年以前",
    ],
)
def test_what_governs_nothing(text: str) -> None:
    assert one(text, FEATURE).shape is Shape.IDLE


def test_several_readings_are_kept_side_by_side() -> None:
    (full_years,) = one("五年来", FEATURE).period.alternatives
    assert (full_years.start, full_years.end) == (date(2020, 1, 1), date(2024, 12, 31))


def test_a_day_still_ahead_may_be_meant() -> None:
    day = one("9月30日", FEATURE)
    assert told(day) == ("event", "2024-09-30", "2024-09-30")
    assert [(other.start, other.end) for other in day.period.alternatives] == [(date(2025, 9, 30), date(2025, 9, 30))]
    assert one("3月8日", FEATURE).period.alternatives == ()


def test_what_was_done_at_the_end_of_a_year_may_be_of_its_last_weeks() -> None:
    flow, stock = observations("2023年底，查处违法案件126件。2023年底，全市共有律师306名。")
    assert [other.start for other in flow.period.alternatives] == [date(2023, 11, 1)]
    assert stock.period.alternatives == ()


def periods(text: str, **facts: object) -> list[tuple[str, str | None, str | None]]:
    found = extract(Document.of(text, **facts))
    return [
        (o.period.type.value, o.period.start and o.period.start.isoformat(), o.period.end and o.period.end.isoformat())
        for o in found
    ]


def in_feature(text: str) -> list[tuple[str, str | None, str | None]]:
    return periods(text, title="某市法治建设综述", published=FEATURE)


def in_report(text: str, published: date | None = None) -> list[tuple[str, str | None, str | None]]:
    return periods(text, title="鹤壁市2024年法治政府建设情况报告", published=published)


SINCE_2021 = ("cumulative_since", "2021-01-01", "2025-07-09")
UNSPECIFIED = ("unspecified", None, None)
YEAR_2024 = ("annual", "2024-01-01", "2024-12-31")


def test_an_expression_reaches_over_its_sentence() -> None:
    assert in_feature("2021年以来，审核文件326件，出具意见112份，审查合同86件。") == [SINCE_2021] * 3


def test_the_next_sentence_inherits_nothing() -> None:
    assert in_feature("2021年以来，审核文件326件。规范性文件报备率100%。") == [SINCE_2021, UNSPECIFIED]


def test_a_new_expression_takes_over() -> None:
    found = in_feature("2021年以来，审核文件326件，2024年审查合同86件。")
    assert found == [SINCE_2021, YEAR_2024]


def test_brackets_bind_tighter() -> None:
    found = in_feature("2024年受理行政复议案件326件（2023年为186件），审结行政复议案件301件。")
    assert found == [YEAR_2024, ("annual", "2023-01-01", "2023-12-31"), YEAR_2024]


def test_a_year_in_the_name_of_a_document_governs_nothing() -> None:
    assert in_feature("印发《2023年普法工作要点》，审核文件326件。") == [UNSPECIFIED]


def test_the_years_of_a_plan_govern_its_tasks() -> None:
    found = in_feature("出台《某市法治政府建设实施方案（2022—2025年）》，明确重点任务26项。")
    assert found == [("plan", "2022-01-01", "2025-12-31")]


def test_since_and_until_make_one_period() -> None:
    found = in_feature("自去年3月启动以来，截至今年3月，全市查处违法案件126件。")
    assert found == [("cumulative_since", "2024-03-01", "2025-03-31")]


YEAR_2023 = ("annual", "2023-01-01", "2023-12-31")


@pytest.mark.parametrize(
    "words", ["由2023年的8.4%降至6.1%，下降2.3个百分点", "从2023年的8.4%下降到6.1%，降幅为2.3个百分点"]
)
def test_the_year_of_the_value_left_behind_governs_nothing_else(words: str) -> None:
    assert in_report(f"行政诉讼败诉率{words}。") == [YEAR_2023, YEAR_2024, YEAR_2024]


def test_the_year_past_of_a_yearly_report_is_the_year_reported() -> None:
    assert in_report("一年来，全市办理法律援助案件126件。") == [YEAR_2024]
    assert in_feature("一年来，全市办理法律援助案件126件。") == [YEAR_2024]


def test_what_is_striven_for_is_a_plan_without_any_date() -> None:
    assert periods("力争到2027年底，全程网办率达到85%以上。") == [("plan", None, "2027-12-31")]


def test_a_change_has_its_base_a_year_before() -> None:
    (change,) = [o for o in extract("今年以来，刑事案件同比下降12.5%。", published=FEATURE) if o.base_period]
    assert change.base_period is not None
    assert (change.base_period.start, change.base_period.end) == (date(2024, 1, 1), date(2024, 7, 9))


def test_a_base_of_comparison_governs_nothing() -> None:
    (change, *_) = extract("刑事案件较2020年下降12.5%。", title="某市2024年法治政府建设情况报告")
    assert (change.period.start, change.period.end) == (date(2024, 1, 1), date(2024, 12, 31))


def test_a_rank_within_a_streak_holds_for_the_streak() -> None:
    found = in_feature("法治建设考核连续两年位居全省第一。")
    assert {period[0] for period in found} == {"streak"}


def test_a_streak_is_not_spread_over_its_years() -> None:
    (streak, *_) = extract("连续五年获评法治建设优秀市。", title="某市法治建设综述", published=FEATURE)
    assert (streak.period.type, streak.period.start) == (PeriodType.STREAK, None)


@pytest.mark.parametrize("published", [date(2024, 12, 20), date(2025, 2, 6), None])
def test_a_reports_year_comes_from_its_title_whenever_it_is_published(published: date | None) -> None:
    assert in_report("今年以来，收到行政复议申请103件。", published) == [YEAR_2024]
    assert in_report("收到行政复议申请103件。", published) == [YEAR_2024]


def test_a_default_names_its_basis() -> None:
    (found,) = extract("收到行政复议申请103件。", title="鹤壁市2024年法治政府建设情况报告")
    assert found.period.basis is PeriodBasis.INFERRED_TITLE
    (bare,) = extract("收到行政复议申请103件。", title="某市法治建设综述", published=FEATURE)
    assert (bare.period.type, bare.period.basis) == (PeriodType.UNSPECIFIED, PeriodBasis.UNKNOWN)


def test_a_stock_stands_at_the_end_of_the_year_reported() -> None:
    assert in_report("共有人民调解委员会126个。") == [("as_of", None, "2024-12-31")]


def test_a_work_report_is_titled_by_the_year_after() -> None:
    found = periods("收到行政复议申请103件。", title="2025年鹤壁市政府工作报告", published=date(2025, 2, 1))
    assert found == [YEAR_2024]


def test_a_work_reports_five_year_section_is_a_range() -> None:
    text = "过去五年，我们依法行政。办理人大代表建议1260件。\n2024年，我们办理政协提案186件。\n办理党代表提案12件。"
    found = periods(text, title="2025年鹤壁市政府工作报告")
    assert found == [("range", "2020-01-01", "2024-12-31"), YEAR_2024, YEAR_2024]


def test_a_mirrors_date_is_never_an_anchor() -> None:
    text = "今年以来，审核文件326件。"
    origin = extract(Document.of(text, published=FEATURE))
    mirror = extract(Document.of(text, published=date(2026, 1, 3), first_published=FEATURE))
    assert [o.period for o in origin] == [o.period for o in mirror]


def test_without_any_date_a_relative_expression_has_no_dates() -> None:
    (found,) = extract("今年以来，审核文件326件。")
    assert (found.period.start, found.period.end) == (None, None)


# The list at the end of the notes on periods, one test each; a mirror's date is tested above.


def test_nine_months_told_in_july_are_last_years() -> None:
    assert told(one("1-9月", FEATURE)) == ("ytd", "2024-01-01", "2024-09-30")


def test_the_first_half_told_in_july_is_this_years() -> None:
    assert told(one("上半年", FEATURE)) == ("range", "2025-01-01", "2025-06-30")


def test_last_years_same_months_are_the_base_of_a_change() -> None:
    text = "今年以来收到投诉62件，去年同期为80件，同比下降22.5%。"
    (change,) = [o for o in extract(text, published=FEATURE) if o.base_period]
    assert change.base_period is not None
    assert (change.base_period.start, change.base_period.end) == (date(2024, 1, 1), date(2024, 7, 9))


def test_a_yearly_page_that_closes_in_november_is_no_year() -> None:
    found = periods("截止到2020年11月30日，全市人民调解组织调解纠纷6321件。", title="某市2020年人民调解案件统计")
    assert found == [("ytd", "2020-01-01", "2020-11-30")]


def test_this_year_in_last_years_report_is_the_year_reported() -> None:
    title = "某市2024年法治政府建设年度报告"
    assert periods("今年以来，收到行政复议申请103宗。", title=title, published=date(2025, 3, 20)) == [YEAR_2024]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("鹤壁市2024年上半年依法行政工作情况报告", ("range", "2024-01-01", "2024-06-30")),
        ("鹤壁市2024年7月12345热线月报", ("range", "2024-07-01", "2024-07-31")),
        ("鹤壁市2024年1—9月行政复议案件统计", ("ytd", "2024-01-01", "2024-09-30")),
        ("鹤壁市12345热线2024年第28周运行周报", UNSPECIFIED),
    ],
)
def test_a_report_on_part_of_a_year_is_never_the_years(title: str, period: tuple[str, str | None, str | None]) -> None:
    assert periods("新收案件103件。", title=title, published=FEATURE) == [period]


def test_brackets_that_date_the_words_before_them_govern_on() -> None:
    found = in_feature("第27周（6月30日—7月6日），受理投诉326件。")
    assert found == [("range", "2025-06-30", "2025-07-06")]


def observations(text: str) -> list[Observation]:
    return extract(text, title="某市法治建设综述", published=FEATURE)


@pytest.mark.parametrize("words", ["去年同期", "上年同期"])
def test_last_years_same_months_have_their_own_period(words: str) -> None:
    found = observations(f"今年以来收到投诉62件，{words}为80件。")
    assert [(o.period.start, o.period.end) for o in found] == [
        (date(2025, 1, 1), FEATURE),
        (date(2024, 1, 1), date(2024, 7, 9)),
    ]


@pytest.mark.parametrize(
    "words", ["2022年、2023年、2024年败诉率分别为", "2022—2024年败诉率分别为", "2022年以来，行政机关败诉率分别为"]
)
def test_a_row_of_values_for_a_row_of_years(words: str) -> None:
    found = periods(f"{words}9.1%、8.2%、7.3%。", title="某市法治综述", published=date(2025, 1, 9))
    assert [entry[:2] for entry in found] == [("annual", f"{year}-01-01") for year in (2022, 2023, 2024)]


def test_a_row_of_names_is_no_row_of_years() -> None:
    found = in_feature("2022—2023年，复议、应诉案件分别为36件、45件。")
    assert [entry[1:] for entry in found] == [("2022-01-01", "2023-12-31")] * 2


def test_the_year_of_an_assessment_reaches_no_further_than_its_clause() -> None:
    found = in_report("在2022年度全市依法行政考核中获评优秀等次，办理人大代表建议36件。")
    assert found[-1] == YEAR_2024


def test_the_base_of_a_change_against_last_week_is_the_whole_week() -> None:
    (_, change) = observations("本周受理12345热线诉求326件，较上周上升3%。")
    assert change.period.start == date(2025, 7, 7)
    assert change.base_period is not None
    assert (change.base_period.start, change.base_period.end) == (date(2025, 6, 30), date(2025, 7, 6))
    (_, again) = observations("本周受理12345热线诉求326件，环比上升3%。")
    assert again.base_period is not None
    assert (again.base_period.start, again.base_period.end) == (date(2025, 6, 30), date(2025, 7, 6))


@pytest.mark.parametrize(
    "text",
    [
        "今年3月推出“扫码入企”，两个月来，扫码检查326次。",
        "今年3月，全市推出“扫码入企”。两个月来，扫码检查326次。",
    ],
)
def test_two_months_count_from_what_was_begun(text: str) -> None:
    assert in_feature(text) == [("range", "2025-03-01", "2025-05-31")]


def test_months_that_are_not_over_count_back_from_the_anchor() -> None:
    found = in_feature("今年6月推出“扫码入企”，两个月来，扫码检查326次。")
    assert found == [("cumulative_since", "2025-05-09", "2025-07-09")]


PLAN_14 = ("range", "2021-01-01", "2025-12-31")


@pytest.mark.parametrize(
    ("text", "periods_told"),
    [
        ("一、“十四五”时期主要成效\n（一）立法\n制定政府规章26件。\n审核文件86件。", [PLAN_14, PLAN_14]),
        ("一、过去五年工作回顾\n制定政府规章26件。", [PLAN_14]),
        ("一、“十四五”时期主要成效\n2023年，制定政府规章26件。", [("annual", "2023-01-01", "2023-12-31")]),
        ("一、“十四五”时期主要成效\n二、2025年工作情况\n审核文件86件。", [("annual", "2025-01-01", "2025-12-31")]),
        ("“十四五”时期主要成效\n存在的不足\n审核文件86件。", [("annual", "2025-01-01", "2025-12-31")]),
    ],
)
def test_a_heading_governs_its_section(text: str, periods_told: list[tuple[str, str | None, str | None]]) -> None:
    title = "鹤壁市2025年法治政府建设情况报告"
    assert periods(text, title=title, published=date(2026, 2, 1)) == periods_told


def test_a_headings_stretch_keeps_its_readings_and_says_that_it_is_inherited() -> None:
    (found,) = observations("一、五年来主要成效\n制定政府规章26件。")
    assert (found.period.basis, found.period.start) == (PeriodBasis.INHERITED, date(2020, 7, 9))
    assert [other.start for other in found.period.alternatives] == [date(2020, 1, 1)]


def test_the_work_report_on_a_plans_last_year_may_be_of_the_whole_plan() -> None:
    (found,) = extract(Document.of("制定政府规章26件。", title="2026年鹤壁市政府工作报告（节选）"))
    assert (found.period.start, found.period.end) == (date(2025, 1, 1), date(2025, 12, 31))
    assert [(o.start, o.end) for o in found.period.alternatives] == [(date(2021, 1, 1), date(2025, 12, 31))]
    (told,) = extract(Document.of("2025年，制定政府规章26件。", title="2026年鹤壁市政府工作报告（节选）"))
    assert told.period.alternatives == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("鹤壁市政府工作报告——2018年工作回顾", "审核文件86件。"),
        ("2018年鹤壁市政府工作报告", "一、2018年工作回顾\n审核文件86件。"),
        ("2019年鹤壁市政府工作报告", "一、2018年工作回顾\n审核文件86件。"),
    ],
)
def test_what_a_work_report_says_it_reviews_is_its_year(title: str, text: str) -> None:
    assert periods(text, title=title) == [("annual", "2018-01-01", "2018-12-31")]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("鹤壁市2025年5月12345热线受理情况通报", "受理诉求326件。"),
        ("鹤壁市12345热线受理情况通报", "5月1日至5月31日，热线运行平稳。\n受理诉求326件。"),
        ("鹤壁市2025年12345热线运行情况", "2025年5月1日至5月31日，热线运行平稳。受理诉求326件。"),
    ],
)
def test_a_bulletins_title_or_first_sentence_governs_its_list(title: str, text: str) -> None:
    assert periods(text, title=title, published=FEATURE) == [("range", "2025-05-01", "2025-05-31")]


def test_the_measures_of_a_plan_told_in_a_report_are_of_its_year() -> None:
    (found,) = extract(
        "出台《某市法治政府建设实施方案（2021—2025年）》，明确重点任务26项。", title="鹤壁市2024年法治政府建设情况报告"
    )
    assert found.period.type is PeriodType.ANNUAL
    assert [other.type for other in found.period.alternatives] == [PeriodType.PLAN]


@pytest.mark.parametrize(
    "text",
    [
        "中心成立于2023年5月，成立以来办理法律援助案件320件。",
        "2023年5月，市公共法律服务平台上线。上线以来，办理法律援助案件320件。",
        "平台2023年5月上线以来，办理法律援助案件320件。",
    ],
)
def test_an_events_date_told_beside_it_is_its_start(text: str) -> None:
    assert in_feature(text) == [("cumulative_since", "2023-05-01", "2025-07-09")]


def test_another_events_date_is_not() -> None:
    found = in_feature("2023年5月召开推进会。平台上线以来，办理法律援助案件320件。")
    assert found == [("cumulative_since", None, "2025-07-09")]


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("一、2024年工作回顾", YEAR_2024),
        ("一、2024年主要工作情况", YEAR_2024),
        ("一、2024年上半年工作完成情况", ("range", "2024-01-01", "2024-06-30")),
        ("二、2024年工作", UNSPECIFIED),
        ("一、2023年总结和2024年计划", UNSPECIFIED),
    ],
)
def test_a_heading_that_reviews_one_year_governs_where_nothing_else_tells_it(
    heading: str, period: tuple[str, str | None, str | None]
) -> None:
    assert in_feature(f"{heading}\n收到行政复议申请126件。") == [period]


def test_a_courts_report_at_the_change_of_term_tells_of_five_years() -> None:
    """过去五年工作回顾 holds for the figures below it that name no time: a total is never shown as a year's."""
    text = (
        "现在，我代表市人民法院报告五年工作。\n过去五年工作回顾\n一、服务大局\n审结行政案件4120件，较前五年上升12.6%。"
    )
    document = Document.of(text, title="云河市人民法院工作报告——2022年1月9日在市人民代表大会上")
    period = extract(document)[0].period
    assert (period.type, period.start, period.end) == (PeriodType.RANGE, date(2017, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("title", "published", "first", "last"),
    [
        ("关于4月份热线办理情况的通报", date(2022, 5, 18), date(2022, 4, 1), date(2022, 4, 30)),
        ("12月份行政复议案件情况", date(2023, 1, 6), date(2022, 12, 1), date(2022, 12, 31)),
    ],
)
def test_a_bulletin_is_about_the_month_of_its_title(title: str, published: date, first: date, last: date) -> None:
    seen = extract(Document.of("共受理群众诉求2877件。", title=title, published=published))[0]
    assert (seen.period.start, seen.period.end, seen.period.basis) == (first, last, PeriodBasis.INFERRED_ANCHOR)


TERM, LAST = ("range", "2017-01-01", "2021-12-31"), ("annual", "2021-01-01", "2021-12-31")


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        (
            "过去五年工作回顾\n一、服务\n起诉988人。2021年，起诉97人。\n二、监督\n审结512件。",
            [TERM, LAST, TERM],
        ),
        ("过去五年工作回顾\n审结案件988件。\n2021年的工作\n审结案件97件。", [TERM, LAST]),
        ("过去五年，我院忠实履职。\n一、服务大局\n审结案件988件。\n二、监督\n审结案件512件。", [TERM, TERM]),
        ("2021年工作回顾\n审结案件97件。\n过去五年，审结案件988件。\n审结案件98件。", [LAST, TERM, LAST]),
        ("一、过去五年和2021年工作回顾\n审结案件97件。", [LAST]),
    ],
)
def test_which_years_a_section_of_a_courts_report_is_about(
    text: str, told_of: list[tuple[str, str | None, str | None]]
) -> None:
    title = "云河市人民法院工作报告——2022年1月9日在市人民代表大会上"
    assert periods(text, title=title) == told_of


def test_a_heading_that_names_the_year_and_the_term_leaves_both_open() -> None:
    text = "一、2025年和“十四五”时期工作回顾\n制定政府规章26件。"
    (found,) = extract(Document.of(text, title="2026年鹤壁市政府工作报告"))
    assert told(found) == ("annual", "2025-01-01", "2025-12-31")
    assert [(o.start, o.end) for o in found.period.alternatives] == [(date(2021, 1, 1), date(2025, 12, 31))]


def test_the_closed_plan_in_a_heading_of_a_work_report_is_a_range() -> None:
    text = "一、“十四五”时期工作回顾\n（一）法治\n制定政府规章26件。\n二、2025年工作回顾\n审核文件86件。"
    found = periods(text, title="2026年鹤壁市政府工作报告")
    assert found == [PLAN_14, ("annual", "2025-01-01", "2025-12-31")]


def test_what_is_summed_up_is_so_over_the_years_its_paragraph_names() -> None:
    text = "累计化解矛盾纠纷165万件。五年来，生产安全事故起数下降49.9%。\n审核文件86件。"
    found = periods(text, title="2026年鹤壁市政府工作报告（节选）")
    assert found == [PLAN_14, PLAN_14, ("annual", "2025-01-01", "2025-12-31")]


def test_the_basis_of_a_change_does_not_govern_what_came_on_top_of_it() -> None:
    found = in_report("收到行政复议申请2929件，在2023年上升20.1%的基础上又上升44.7%。")
    assert found[1:] == [("annual", "2023-01-01", "2023-12-31"), YEAR_2024]


def test_values_before_respectively_are_no_row_of_years() -> None:
    found = in_feature("两年来，受理一审行政案件1354件，审结1250件，同比分别上升107%、100%。")
    assert len(set(found)) == 1


def test_what_a_court_reports_in_autumn_is_of_no_year() -> None:
    text = "2014年，受理一审行政案件1520件。5月至9月，受理一审行政案件1080件。"
    found = periods(text, title="云河市中级人民法院关于行政审判工作情况的报告", published=date(2015, 11, 2))
    assert found == [("annual", "2014-01-01", "2014-12-31"), ("range", "2015-05-01", "2015-09-30")]


@pytest.mark.parametrize(
    ("behind", "period"),
    [
        ("地方已办结举报236件，约谈607人", ("cumulative_since", None, "2025-06-28")),
        ("地方办结举报236件", UNSPECIFIED),
        ("2024年已办结举报236件", YEAR_2024),
    ],
)
def test_what_has_been_done_is_so_by_the_day_told_before(
    behind: str, period: tuple[str, str | None, str | None]
) -> None:
    found = in_feature(f"截至6月28日，共受理举报355件。{behind}。")
    assert set(found[1:]) == {period}
    apart = in_feature(f"截至6月28日，共受理举报355件。\n{behind}。")
    assert set(apart[1:]) == {period if period == YEAR_2024 else UNSPECIFIED}


def test_what_a_year_adds_to_a_stock_is_of_the_year() -> None:
    assert in_report("创建市级民主法治示范村9个。") == [YEAR_2024]
    assert in_report("现有市级民主法治示范村36个。") == [("as_of", None, "2024-12-31")]


def test_who_is_told_right_behind_a_state_is_of_its_day() -> None:
    state = ("as_of", None, "2024-12-31")
    text = "截至2024年底，全市共有调解组织36家。调解员86人，其中专职12人，占14%。"
    assert in_report(text) == [state] * 4
    assert in_report("截至2024年底，全市共有调解组织36家。全年化解纠纷326件，培训调解员86人。")[1:] == [YEAR_2024] * 2
    assert in_report("截至2024年底，全市共有调解组织36家。行政处罚326件。")[1:] == [YEAR_2024]
    assert in_report("截至2024年底，全市共有调解组织36家。\n志愿者86人。")[1:] == [YEAR_2024]


@pytest.mark.parametrize("title", ["云河市2019年行政处罚案件办理情况（节选）", "云河市2019年度复议案件统计分析报告"])
def test_an_undated_report_is_of_the_year_in_its_title(title: str) -> None:
    found = periods("今年，全市立案220起。截至2019年12月31日，本年度共审结案件33件。", title=title, published=None)
    assert [(start, end) for _, start, end in found] == [("2019-01-01", "2019-12-31")] * 2


def test_the_second_half_in_a_report_on_the_first_is_to_come() -> None:
    title = "云河市司法局2024年上半年工作总结和下半年工作安排"
    found = periods("上半年，审查文件86份。下半年，评查案卷100份。", title=title, published=date(2024, 7, 10))
    assert found == [("range", "2024-01-01", "2024-06-30"), UNSPECIFIED]  # not done yet, and not last year's
    other = periods("去年下半年，审查文件86份。", title=title, published=date(2024, 7, 10))
    assert other == [("range", "2023-07-01", "2023-12-31")]
    later = periods("下半年，审查文件86份。", title="云河市审查文件纪实", published=date(2024, 9, 10))
    assert later == [("range", "2023-07-01", "2023-12-31")]
