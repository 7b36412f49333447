"""growth, rank_in, as_of, and the saved questions that rest on them: what may be told, and why the rest is not."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from batches import article, figure, part, report, run, together, year_period
from test_macros import PROVINCE, ask, changed
from warehouse import Batch, Writer, open_writer, reference
from warehouse.query import saved

CASES, RATE = "reconsideration_applications", "reconsideration_direct_correction_rate"


def question(writer: Writer, name: str, **given: str) -> list[dict[str, Any]]:
    query, values = saved(name, given)
    cursor = writer.con.execute(query.sql, values or None)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def several(year: int, code: str, *told: tuple[str, str, str, str], **facts: Any) -> Batch:
    """A region's report with figures (span, indicator, value, unit) in one sentence."""
    url = f"https://www.region{code}.gov.cn/{year}.html"
    # Texts of two regions that differ in their names alone would be copies of one.
    own = PROVINCE[code] * 30
    text = f"{own}{year}年报告。{'，'.join(span for span, *_ in told)}。向社会公开，欢迎监督。"
    known = {"region_code": code, "report_year": year, **year_period(year)} | facts
    about = {"published": date(year + 1, 2, 20), "region_code": code, "report_year": year}
    title = f"{PROVINCE[code]}{year}年报告"
    return Batch(
        run=run(f"{code}-{year}"),
        articles=[article(url, title=title, host=f"www.region{code}.gov.cn", **about)],
        parts=[part(url, text)],
        observations=[figure(url, text, span, ident, value, unit=unit, **known) for span, ident, value, unit in told],
    )


def test_growth_is_told_from_year_to_year_but_not_across_a_break(writer: Writer) -> None:
    writer.load(together(report(2022, cases=100), report(2023, cases=120), report(2024, cases=180)))
    rows = ask(writer, "FROM growth('鹤壁', '新收行政复议申请')")
    assert [(row["year"], row["growth"], row["grade"]) for row in rows] == [
        (2022, None, "D"),
        (2023, 20, "A"),
        (2024, None, "D"),
    ]
    assert rows[0]["left_out"] == "nothing is held for the year before"
    assert rows[2]["left_out"] == "a break of definition lies between: reconsideration_law_2024"
    asked = ask(writer, "FROM growth('鹤壁', '新收行政复议申请', across_breaks := true)")
    assert [(row["growth"], row["grade"]) for row in asked[1:]] == [(20, "A"), (50, "C")]


def test_a_rate_changes_by_points(writer: Writer) -> None:
    writer.load(together(report(2022, cases=1, rate="80"), report(2023, cases=2, rate="92.5")))
    [row] = [row for row in ask(writer, "FROM growth('鹤壁', '出庭应诉率')") if row["year"] == 2023]
    assert (row["growth"], row["growth_unit"]) == (12.5, "百分点")


BOUNDS = {"below 2 %": (101, None), "above": (150, 50)}


@pytest.mark.parametrize("case", BOUNDS)
def test_a_bound_is_no_base_for_a_small_change(writer: Writer, case: str) -> None:
    cases, growth = BOUNDS[case]
    writer.load(together(report(2022, cases=100), changed(report(2023, cases=cases), bound="at_least")))
    [row] = [row for row in ask(writer, "FROM growth('鹤壁', '新收行政复议申请')") if row["year"] == 2023]
    assert row["growth"] == growth
    assert row["grade"] == ("D" if growth is None else "C")


def test_a_place_is_told_with_its_field(writer: Writer) -> None:
    told = {"410600": (151, "98"), "410500": (300, "100"), "410700": (222, "98")}
    batches = (report(2024, cases=n, rate=rate, code=c, region=PROVINCE[c]) for c, (n, rate) in told.items())
    writer.load(together(*batches))
    [row] = ask(writer, "FROM rank_in('鹤壁', '出庭应诉率', 2024)")
    assert (row["rank"], row["ranked"], row["shared"], row["within"]) == (2, 3, True, "河南省")
    assert row["regions"] == 17
    assert (int(row["lowest"]), int(row["median"]), int(row["highest"])) == (98, 98, 100)
    [whole] = ask(writer, "FROM rank_in('鹤壁', '出庭应诉率', 2024, area := '100000')")
    assert whole["regions"] > 300


def test_a_figure_of_another_scope_has_no_place_and_says_why(writer: Writer) -> None:
    own = changed(report(2024, cases=151), scope="own_level")
    writer.load(together(own, report(2024, cases=300, code="410500", region="安阳市")))
    [row] = ask(writer, "FROM rank_in('鹤壁', '新收行政复议申请', 2024)")
    assert row["rank"] is None
    assert row["left_out"] == "scope own_level, compared is whole_region"


def test_as_of_gives_what_was_held_then(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    writer.con.execute("UPDATE observations SET recorded_at = TIMESTAMP '2025-01-05 10:00:00'")
    writer.load(report(2023, cases=155, run_row=run("later")))

    def then(day: str) -> list[int]:
        sql = f"SELECT \"value\" FROM as_of('{day}') WHERE indicator_id = '{CASES}'"
        return [int(row["value"]) for row in ask(writer, sql)]

    assert then("2025-01-04") == []
    assert then("2025-01-05") == [151]
    assert then("2099-01-01") == [155]


def both(year: int, code: str, rate: str, cases: int, variant: str | None = "concluded") -> Batch:
    rose = (f"纠错率{rate}%", RATE, rate, "%")
    batch = several(year, code, rose, (f"收到{cases}件", CASES, str(cases), "件"))
    for row in batch.observations:
        row["denominator_variant"] = variant if row["indicator_id"] == RATE else None  # type: ignore[index]
    return batch


def test_question_5_finds_where_both_rose_over_one_denominator(writer: Writer) -> None:
    writer.load(
        together(both(2022, "410600", "5", 100), both(2022, "410500", "5", 100), both(2022, "410700", "5", 100))
    )
    writer.load(
        together(
            both(2023, "410600", "8", 150),
            both(2023, "410500", "8", 90),
            both(2023, "410700", "8", 150, variant="accepted"),
        )
    )
    [row] = question(writer, "q5", year="2023")
    assert (row["region"], int(row["points"]), row["applications_growth"]) == ("河南省鹤壁市", 3, 50)
    assert (row["denominator_variant"], row["grade"]) == ("concluded", "A")


@pytest.fixture
def inhabitants(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Writer]:
    (tmp_path / "denominators.csv").write_text(
        "region_code,year,name,value,source\n410600,2020,population,1000000,census\n410600,2023,population,1250000,yearbook\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("FAZHI_REFERENCE_DIRS", str(tmp_path))
    reference.forget()
    with open_writer(path) as writer:
        yield writer
    monkeypatch.undo()
    reference.forget()


def test_question_6_divides_by_the_latest_inhabitants_and_holds_the_ratio_against_the_stated(
    inhabitants: Writer,
) -> None:
    told = (("收到500件", CASES, "500", "件"), ("一审200件", "admin_litigation_first_instance", "200", "件"))
    ratio = ("复议诉讼比2.6", "reconsideration_litigation_ratio", "2.6", "倍")
    batch = several(2023, "410600", *told, ratio)
    batch.observations[2]["kind"] = "rate"  # type: ignore[index]
    inhabitants.load(batch)
    [row] = question(inhabitants, "q6", area="河南", year="2023")
    assert (row["per_10000"], row["inhabitants_year"], row["grade"]) == (4, 2023, "C")
    assert (float(row["stated_ratio"]), row["computed_ratio"]) == (2.6, 2.5)
    inhabitants.load(several(2022, "410600", told[0]))
    [before] = question(inhabitants, "q6", area="鹤壁", year="2022")
    assert (before["per_10000"], before["inhabitants_year"]) == (5, 2020)
    assert before["no_ratio_because"] == "no first-instance cases are held"


WRONG = {
    "a region that is none": ("1,2023,population,5,x", "code of a region"),
    "no number": ("410600,2023,population,many,x", "number above 0"),
    "no source": ("410600,2023,population,5,", "source"),
    "twice": ("410600,2023,population,5,x\n410600,2023,population,6,x", "one value"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_denominator_names_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    rows, legal = WRONG[case]
    (tmp_path / "denominators.csv").write_text(f"region_code,year,name,value,source\n{rows}\n", encoding="utf-8")
    monkeypatch.setenv("FAZHI_REFERENCE_DIRS", str(tmp_path))
    reference.forget()
    with pytest.raises(reference.InvalidReferenceError, match=legal) as caught:
        reference.denominators()
    assert "line" in str(caught.value)
    monkeypatch.undo()
    reference.forget()


def claiming(code: str, rate: str, place: str) -> Batch:
    batch = report(2024, cases=int(code[1:]), rate=rate, code=code, region=PROVINCE[code])
    value = dict(batch.observations[1])
    rank = {
        "kind": "rank",
        "role": "claim",
        "value": 1,
        "unit": "",
        "rank_universe": "全省",
        "key": value["key"] + place,
    }
    rows = [*batch.observations, value | rank | {"indicator": "全省排名"}]
    return Batch(run(code), articles=batch.articles, parts=batch.parts, observations=rows)


def test_question_9_holds_claims_against_each_other_and_against_the_figures(writer: Writer) -> None:
    writer.load(
        together(
            claiming("410600", "99", "第一"),
            claiming("410500", "100", "第一"),
            report(2024, cases=733, code="410700", region="新乡市"),
        )
    )
    found = {(row["contradiction"], row["region"]): row["against"] for row in question(writer, "q9")}
    assert found == {
        ("two regions claim one place", "河南省安阳市"): "河南省鹤壁市 claims it too",
        ("the figures held give another place", "河南省鹤壁市"): "place 3 of those held",
        ("the place is shared", "河南省安阳市"): "2 regions tell 100.0",
    }


def test_question_9_leaves_a_claim_alone_that_nothing_contradicts(writer: Writer) -> None:
    writer.load(
        together(claiming("410600", "100", "第一"), report(2024, cases=733, rate="98", code="410500", region="安阳市"))
    )
    assert question(writer, "q9") == []


def disputes(year: int, code: str, region: str, cases: int, suits: int, **facts: Any) -> Batch:
    """A yearly report with applications for reconsideration and first-instance suits."""
    url = f"https://www.disputes{code}.gov.cn/{year}.html"
    text = (
        f"{region}{year}年法治政府建设情况报告。全年新收行政复议申请{cases}件。全年一审行政诉讼案件{suits}件。"
        f"{region}把{year}年的争议化解摆上议事日程，逐件回访当事人，年底前向社会公开办理情况。"
    )
    told = {"region_code": code, "report_year": year, **year_period(year)}
    about = {"published": date(year + 1, 2, 20), "region_code": code, "report_year": year}
    name = f"{region}{year}年法治政府建设情况报告"
    return Batch(
        run(f"{code}-{year}"),
        articles=[article(url, title=name, host=f"www.disputes{code}.gov.cn", **about)],
        parts=[part(url, text)],
        observations=[
            figure(url, text, f"{cases}件", "reconsideration_applications", str(cases), unit="件", **told | facts),
            figure(url, text, f"{suits}件", "admin_litigation_first_instance", str(suits), unit="件", **told),
        ],
    )


PATH = {2021: (100, 200), 2022: (110, 210), 2023: (121, 210), 2024: (242, 189)}


def test_question_10_holds_the_growth_of_both_against_each_other_before_and_since(writer: Writer) -> None:
    for year, (cases, suits) in PATH.items():
        writer.load(disputes(year, "410600", "鹤壁市", cases, suits))
    found = question(writer, "q10")
    assert [(row["year"], row["applications_growth"], row["first_instance_growth"]) for row in found] == [
        (2021, None, None),
        (2022, 10.0, 5.0),
        (2023, 10.0, 0.0),
        (2024, 100.0, -10.0),
    ]
    assert {(row["mean_before"], row["mean_since"], row["shift"]) for row in found} == {(7.5, 110.0, 102.5)}
    assert [row["breaks_in_year"] for row in found][-1] == "reconsideration_law_2024"


def test_question_10_lists_what_it_leaves_out_and_can_be_asked_as_of_a_day(writer: Writer) -> None:
    for year, (cases, suits) in PATH.items():
        bad = {"scope": "own_level"} if year == 2022 else {"bound": "at_least"} if year == 2024 else {}
        writer.load(disputes(year, "410600", "鹤壁市", cases, suits, **bad))
    left = {row["left_out"] for row in question(writer, "q10") if row["left_out"]}
    assert left == {"行政复议申请收案数 110.0: scope own_level", "行政复议申请收案数 242.0: grade C"}
    # a year that is missing is no base of a growth
    assert [row["applications_growth"] for row in question(writer, "q10") if not row["left_out"]] == [None, None]
    # the bound counts where it is asked for
    assert [row["applications_growth"] for row in question(writer, "q10", grade="C") if not row["left_out"]] == [
        None,
        None,
        100.0,
    ]
    early = question(writer, "q10", published_by="2022-06-30")
    assert [row["year"] for row in early if not row["left_out"]] == [2021]
