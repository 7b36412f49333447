"""Former regions (R10): of one that was only renamed the series goes on; of merged ones it does not."""

from typing import Any

from batches import report, run, together
from test_macros import ask, changed
from warehouse import Writer

INDICATOR = "legal_aid_cases"


def told(year: int, cases: int, code: str, name: str, **facts: Any) -> Any:
    batch = report(year, cases=cases, code=code, region=name, run_row=run(f"{code}-{year}"))
    return changed(batch, indicator_id=INDICATOR, **facts)


def rows(writer: Writer, region: str) -> set[tuple[Any, ...]]:
    found = ask(writer, f"FROM series_across('{region}', '{INDICATOR}')")
    return {(row["year"], int(row["value"]), row["grade"], row["left_out"]) for row in found}


def test_a_county_that_became_a_district_goes_on(writer: Writer) -> None:
    # 蓟县 became 蓟州区 in 2016: one territory
    writer.load(together(told(2014, 310, "120225", "蓟县"), told(2015, 325, "120225", "蓟县")))
    writer.load(together(told(2017, 402, "120119", "蓟州区"), told(2018, 418, "120119", "蓟州区")))
    assert rows(writer, "蓟州区") == {
        (2014, 310, "C", None),
        (2015, 325, "C", None),
        (2017, 402, "A", None),
        (2018, 418, "A", None),
    }
    [flags] = [
        row["flags"] for row in ask(writer, f"FROM series_across('蓟州区', '{INDICATOR}')") if row["year"] == 2014
    ]
    assert flags == ["bridged: 蓟县, until 2016 renamed"]
    # unasked, nothing is joined
    assert {row["year"] for row in ask(writer, f"FROM series('蓟州区', '{INDICATOR}')")} == {2017, 2018}


def test_districts_that_were_merged_do_not(writer: Writer) -> None:
    # 清河区 and 清浦区 became 清江浦区 in 2016: each was a part of it
    writer.load(together(told(2015, 210, "320802", "清河区"), told(2015, 190, "320811", "清浦区")))
    writer.load(told(2017, 402, "320812", "清江浦区"))
    found = rows(writer, "清江浦区")
    assert {row for row in found if row[3] is None} == {(2017, 402, "A", None)}
    assert {(row[1], row[2]) for row in found if row[3]} == {(210, "D"), (190, "D")}
    assert all("another territory" in row[3] for row in found if row[3])


def test_what_the_former_region_told_of_another_scope_is_not_joined(writer: Writer) -> None:
    writer.load(told(2015, 325, "120225", "蓟县", scope="own_level"))
    writer.load(told(2017, 402, "120119", "蓟州区"))
    assert {(row[0], row[2]) for row in rows(writer, "蓟州区")} == {(2015, "D"), (2017, "A")}
