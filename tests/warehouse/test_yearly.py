"""What people wait for: which yearly reports are due, and new figures beside those of the year before."""

from dataclasses import replace
from datetime import date

import pytest

from batches import report, together
from warehouse import Batch, Writer
from warehouse.yearly import awaited_reports, beside_last_year


def brought_by(run_id: str, batch: Batch) -> Batch:
    return replace(batch, run={**batch.run, "run_id": run_id})


@pytest.mark.parametrize(("today", "overdue"), [(date(2025, 2, 28), False), (date(2025, 3, 2), True)])
def test_a_report_is_awaited_until_the_laws_day_and_overdue_after_it(
    writer: Writer, today: date, overdue: bool
) -> None:
    once = report(2022, cases=12, code="410500", region="安阳市")
    writer.load(together(report(2022, cases=66), report(2023, cases=151), once))
    awaited = {row.region_code: row for row in awaited_reports(writer.con, today)}
    steady = awaited["410600"]
    assert (steady.report_year, steady.due, steady.earlier_reports) == (2024, date(2025, 3, 1), 2)
    assert (steady.steady, steady.overdue) == (True, overdue)
    assert not awaited["410500"].steady  # it had left out a year before
    earlier = writer.con.execute("SELECT min(first_published) FROM yearly_reports WHERE region_code = '410600'")
    assert (
        steady.usual is not None and (steady.usual.month, steady.usual.day) == earlier.fetchall()[0][0].timetuple()[1:3]
    )


def test_what_has_come_is_awaited_no_more(writer: Writer) -> None:
    writer.load(together(report(2023, cases=151), report(2024, cases=160)))
    assert awaited_reports(writer.con, date(2025, 4, 20)) == []
    assert [row.report_year for row in awaited_reports(writer.con, date(2026, 1, 10))] == [2025]


def test_only_what_the_run_brought_is_set_beside_the_year_before(writer: Writer) -> None:
    writer.load(brought_by("first", together(report(2021, cases=50, rate="80"), report(2022, cases=100, rate="90"))))
    writer.load(brought_by("second", report(2023, cases=130, rate="92.5")))
    pairs = {pair.indicator: pair for pair in beside_last_year(writer.con, "second")}
    assert {pair.year for pair in pairs.values()} == {2023}
    cases, rate = pairs["行政复议申请收案数"], pairs["行政机关负责人出庭应诉率"]
    assert (cases.value_before, cases.value, cases.growth, cases.growth_unit) == (100, 130, 30, "%")
    assert (rate.growth, rate.growth_unit) == (2.5, "百分点")
    assert "130件" in cases.sentence
    assert {pair.year for pair in beside_last_year(writer.con, "first")} == {2022}


def test_across_a_break_of_definition_nothing_is_compared(writer: Writer) -> None:
    writer.load(brought_by("first", report(2023, cases=130, rate="92.5")))
    writer.load(brought_by("second", report(2024, cases=190, rate="93")))  # the law of 2024 opened reconsideration
    assert [pair.indicator for pair in beside_last_year(writer.con, "second")] == ["行政机关负责人出庭应诉率"]
