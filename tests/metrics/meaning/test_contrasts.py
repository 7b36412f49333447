"""Values told only to be compared with, and what goes on with the territory and the time of the value before."""

from datetime import date

import pytest

from flows.metrics import Document, Observation, extract
from flows.metrics.meaning import facts
from warehouse.reference.vocabulary import Direction, PeriodType, Role

TITLE = "鹤壁市2024年法治政府建设情况报告"


def read(text: str, title: str = TITLE, published: date | None = date(2025, 3, 1)) -> list[Observation]:
    return extract(Document.of(text, title=title, published=published))


@pytest.mark.parametrize(
    "base",
    ["，较去年同期362件", "，比上年的362件", "，较2023年的362件", "（上年同期为362件"],
)
def test_the_base_of_a_comparison_is_the_same_indicator_a_year_before(base: str) -> None:
    now, before = read(f"全市受理行政复议案件213件{base}。")[:2]
    assert now.meaning.indicator_id == before.meaning.indicator_id == "reconsideration_accepted"
    assert (now.period.start, before.period.start) == (date(2024, 1, 1), date(2023, 1, 1))
    assert before.period.end == date(2023, 12, 31)


def test_difference_and_growth_are_changes_of_the_value() -> None:
    value, base, difference, growth = read("全市受理行政复议案件213件，较去年同期362件减少149件，同比降幅41.2%。")
    assert {o.meaning.indicator_id for o in (value, base, difference, growth)} == {"reconsideration_accepted"}
    assert [o.figure.role for o in (value, base)] == [Role.ACTUAL] * 2
    assert [o.figure.role for o in (difference, growth)] == [Role.CHANGE] * 2
    assert difference.figure.direction is Direction.DOWN
    assert difference.period == growth.period == value.period
    assert difference.base_period == growth.base_period == base.period


def test_another_unit_is_no_base() -> None:
    _, other = read("全市受理行政复议案件213件，较去年同期36人。")
    assert other.meaning.indicator_id is None


def test_a_new_value_ends_the_comparison() -> None:
    *_, other = read("全市受理行政复议案件213件，较去年同期362件减少149件，办理公证320件。")
    assert (other.meaning.indicator_id, other.figure.role) == ("notary_cases", Role.ACTUAL)
    assert other.period.start == date(2024, 1, 1)


def test_what_compares_or_adds_up_is_of_the_territory_before() -> None:
    found = read("全省开展行政检查22万次，较去年同期37万次减少15万次，同比降幅40.5%，累计挽回损失860万元。")
    assert {o.place.region_code for o in found} == {"410000"}


def test_a_rank_among_the_provinces_cities_carries_no_territory() -> None:
    *_, change = read("开展行政检查2万次，法治建设排名全省地级市第3位，较上年提升2位。")
    assert change.place.region_code == "410600"


def test_a_new_subject_leaves_the_territory() -> None:
    *_, own = read("全省开展行政检查22万次，我市开展行政检查2万次，累计检查企业3200家次。")
    assert own.place.region_code == "410600"


def test_what_is_counted_beside_a_county_is_not_the_countys() -> None:
    (beside,) = read("浚县、城东街道和2个项目获得法治政府建设示范命名。")
    assert (beside.meaning.indicator_id, beside.place.region_code) == ("rol_demo_designations", "410600")
    (own,) = read("浚县2个项目获得法治政府建设示范命名。")
    assert own.place.region_code == "410621"


def test_a_year_that_title_and_opening_agree_on_holds_without_any_date() -> None:
    text = "2024年，全省复议机构依法履职。\n收到行政复议申请1893件。"
    (told,) = read(text, "2024年河南省行政复议工作", None)
    assert (told.period.type, told.period.start) == (PeriodType.ANNUAL, date(2024, 1, 1))
    document = Document.of(text, title="2024年河南省行政复议工作")
    assert facts(document).flags[0] == "report_year_from_title_and_opening"


@pytest.mark.parametrize(
    ("title", "opening", "published"),
    [
        ("2024年河南省行政复议工作", "2023年，", None),  # they disagree
        ("2024年河南省行政复议工作计划", "2024年，", None),  # still to be done
        ("河南省行政复议工作", "2024年，", None),  # the opening alone
        ("2024年河南省行政复议工作", "2024年，", date(2024, 6, 1)),  # the date tells its time
    ],
)
def test_else_no_year_is_told(title: str, opening: str, published: date | None) -> None:
    document = Document.of(f"{opening}全省复议机构依法履职。", title=title, published=published)
    assert facts(document).report_year is None
    assert "report_year_from_title_and_opening" not in facts(document).flags


def test_centres_that_are_counted_are_no_institution() -> None:
    (counted,) = read("全市建成公共法律服务中心8个。")
    assert counted.place.scope == "whole_region"


def test_administrative_cases_are_lawsuits_in_a_courts_report_only() -> None:
    text = "受理行政案件347件。"
    (court,) = read(text, "鹤壁市中级人民法院2024年工作报告")
    assert court.meaning.indicator_id == "admin_litigation_first_instance"
    (other,) = read(text)
    assert other.meaning.indicator_id is None


def test_a_base_may_follow_the_rate_of_its_value() -> None:
    value, rate, base, less = extract("2024年，审结行政复议案件直接纠错36件，纠错率24%，较去年60件减少了24件。")
    assert (base.meaning, base.period.start) == (value.meaning, date(2023, 1, 1))
    assert (less.meaning, less.figure.role) == (value.meaning, Role.CHANGE)
    assert rate.meaning.indicator_id == "reconsideration_direct_correction_rate"


def test_no_base_reaches_over_another_count() -> None:
    *_, base = extract("2024年，受理行政复议案件36件，负责人出庭12人次，较去年60件减少。")
    assert base.period.start != date(2023, 1, 1) or base.meaning.indicator_id != "reconsideration_accepted"
