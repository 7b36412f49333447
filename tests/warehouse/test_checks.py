"""Derived checks: what a text states beside what follows from its other figures; bounds and printed digits count."""

from datetime import date
from typing import Any

import duckdb
import pytest

from batches import article, figure, part, report, run, together, year_period
from warehouse import Batch, Writer, article_id, open_writer

CASES, ACCEPTED, DONE = "reconsideration_applications", "reconsideration_accepted", "reconsideration_concluded"
CORRECTED, RATE = "reconsideration_corrected", "reconsideration_direct_correction_rate"
PENALTIES = "admin_penalties"


def telling(sentence: str, *told: dict[str, Any], year: int = 2024, name: str = "", run_id: str = "") -> Batch:
    """A city's yearly report with one sentence of figures: each gives span, indicator_id, value, unit and facts."""
    url = f"https://www.qingyan.gov.cn/{name or year}.html"
    text = f"青砚市{year}年法治政府建设年度报告。{sentence}。报告全文向社会公开，欢迎监督，意见请寄送市司法局办公室。"
    known = {"region_code": "410600", "report_year": year, **year_period(year)}
    rows = [
        figure(url, text, fig.pop("span"), fig.pop("id"), fig.pop("value"), unit=fig.pop("unit"), **(known | fig))
        for fig in map(dict, told)
    ]
    facts = {"published": date(year + 1, 2, 20), "region_code": "410600", "report_year": year}
    return Batch(
        run=run(run_id or f"run-{name or year}"),
        articles=[article(url, title=f"青砚市{year}年报告{name}", host="www.qingyan.gov.cn", **facts)],
        parts=[part(url, text)],
        observations=rows,
    )


def told(span: str, indicator_id: str | None, value: str, unit: str = "件", **facts: Any) -> dict[str, Any]:
    return {"span": span, "id": indicator_id, "value": value, "unit": unit, **facts}


def change(span: str, indicator_id: str, value: str, unit: str = "%", year: int = 2024, **facts: Any) -> dict[str, Any]:
    base = {"base_period_start": date(year - 1, 1, 1), "base_period_end": date(year - 1, 12, 31), "change_base": "同比"}
    given = {"role": "change", "kind": "growth", "direction": "up", "indicator": "增长" + span} | base | facts
    return told(span, indicator_id, value, unit, **given)


def checks(writer: Writer, kind: str | None = None) -> list[tuple[Any, ...]]:
    """Kind, stated, computed, verdict of the checks, in order."""
    rows = writer.con.execute("SELECT kind, stated, round(computed, 2), verdict FROM checks ORDER BY ALL").fetchall()
    return [row[1:] for row in rows if row[0] == kind] if kind else rows


def reason(writer: Writer, kind: str) -> str:
    [(text,)] = writer.con.execute("SELECT reason FROM checks WHERE kind = ?", [kind]).fetchall()
    return str(text)


def test_a_change_is_held_against_the_two_values_of_its_text(writer: Writer) -> None:
    writer.load(
        telling(
            "全年新收行政复议申请120件（上年为100件），增长25%",
            told("120件", CASES, "120"),
            told("100件", CASES, "100", **year_period(2023)),
            change("25%", CASES, "25"),
        )
    )
    assert checks(writer, "growth") == [(25, 20, "differs")]
    assert reason(writer, "growth") == "both values are told here"


def test_a_change_is_held_against_the_year_before_as_another_report_told_it(writer: Writer) -> None:
    writer.load(telling("作出行政处罚2000件", told("2000件", PENALTIES, "2000"), year=2023))
    writer.load(
        telling(
            "作出行政处罚1900件，下降5%",
            told("1900件", PENALTIES, "1900"),
            change("5%", PENALTIES, "5", direction="down"),
        )
    )
    assert checks(writer, "growth") == [(-5, -5, "agrees")]
    assert "another report" in reason(writer, "growth")


GROWTH = {
    "one unit of the last digit is rounding": ("2174件", "2174", {}, "8.7%", "8.7", {}, "agrees"),
    "cut off instead of rounded": ("2176件", "2176", {}, "8.7%", "8.7", {}, "agrees"),
    "two tenths are not": ("2179件", "2179", {}, "8.7%", "8.7", {}, "differs"),
    "whole per cents are coarser": ("2179件", "2179", {}, "9%", "9", {}, "agrees"),
    "a figure in 万 is rounded itself": ("0.217万件", "2170", {}, "8.9%", "8.9", {}, "agrees"),
    "a bound leaves its last digit": ("2160余件", "2160", {"bound": "at_least"}, "8.3%", "8.3", {}, "agrees"),
    "but not more": ("2160余件", "2160", {"bound": "at_least"}, "9.2%", "9.2", {}, "differs"),
    "a bound that leaves half of it open": ("2000余件", "2000", {"bound": "at_least"}, "9%", "9", {}, "undecidable"),
    "without upper end": ("超2100件", "2100", {"bound": "at_least"}, "9%", "9", {}, "undecidable"),
    "below even so": ("超2100件", "2100", {"bound": "at_least"}, "2%", "2", {}, "differs"),
    "a number of cases": ("2174件", "2174", {}, "174件", "174", {"unit": "件"}, "agrees"),
    "another number of cases": ("2174件", "2174", {}, "175件", "175", {"unit": "件"}, "differs"),
    "times as much or times more": ("6000件", "6000", {}, "3倍", "3", {"unit": "倍"}, "agrees"),
    "times more": ("6000件", "6000", {}, "2倍", "2", {"unit": "倍"}, "agrees"),
    "neither": ("6000件", "6000", {}, "5倍", "5", {"unit": "倍"}, "differs"),
}


@pytest.mark.parametrize("case", GROWTH)
def test_printed_digits_and_bounds_are_taken_into_account(writer: Writer, case: str) -> None:
    span, value, facts, change_span, stated, change_facts, verdict = GROWTH[case]
    writer.load(telling("作出行政处罚2000件", told("2000件", PENALTIES, "2000"), year=2023))
    writer.load(
        telling(
            f"作出行政处罚{span}，比上年增长{change_span}",
            told(span, PENALTIES, value, **facts),
            change(change_span, PENALTIES, stated, **change_facts),
        )
    )
    assert [row[2] for row in checks(writer, "growth")] == [verdict]


def test_a_change_whose_base_is_not_told_proves_nothing_against_the_year_before(writer: Writer) -> None:
    writer.load(telling("作出行政处罚2000件", told("2000件", PENALTIES, "2000"), year=2023))
    open_base = {"base_period_start": None, "base_period_end": None, "change_base": "unknown"}
    writer.load(
        telling(
            "作出行政处罚2400件，上升50%",
            told("2400件", PENALTIES, "2400"),
            change("50%", PENALTIES, "50", **open_base),
        )
    )
    assert checks(writer, "growth") == [(50, 20, "undecidable")]
    assert "base of the change is not told" in reason(writer, "growth")


def test_percent_of_a_rate_may_be_points(writer: Writer) -> None:
    rate = "head_appearance_rate"
    writer.load(telling("负责人出庭应诉率80%", told("80%", rate, "80", "%"), year=2023))
    points = telling("负责人出庭应诉率92%，提高12%", told("92%", rate, "92", "%"), change("12%", rate, "12"))
    writer.load(points)
    assert checks(writer, "growth") == [(12, 12, "agrees")]
    per_cent = telling("负责人出庭应诉率92%，提高15%", told("92%", rate, "92", "%"), change("15%", rate, "15"))
    writer.load(per_cent)
    assert checks(writer, "growth") == [(15, 15, "agrees")]


def test_another_scope_or_period_type_is_no_base(writer: Writer) -> None:
    own = told("2000件", PENALTIES, "2000", scope="own_level")
    part_year = told("1500件", PENALTIES, "1500", period_type="ytd", period_end=date(2023, 9, 30))
    writer.load(telling("作出行政处罚2000件，前三季度1500件", own, part_year, year=2023))
    writer.load(
        telling("作出行政处罚1900件，增长50%", told("1900件", PENALTIES, "1900"), change("50%", PENALTIES, "50"))
    )
    assert checks(writer, "growth") == []


def test_a_break_between_is_told(writer: Writer) -> None:
    writer.load(telling("新收行政复议申请100件", told("100件", CASES, "100"), year=2023))
    writer.load(telling("新收行政复议申请150件，增长20%", told("150件", CASES, "150"), change("20%", CASES, "20")))
    assert checks(writer, "growth") == [(20, 50, "differs")]
    assert "between lies reconsideration_law_2024" in reason(writer, "growth")


def parent(sentence: str, span: str, name: str) -> str:
    start = f"青砚市2024年法治政府建设年度报告。{sentence}。".index(span)
    return f"body:{start}:{start + len(span)}:{name}"


def test_a_part_is_not_larger_than_its_whole(writer: Writer) -> None:
    sentence = "化解积案45件，其中跨区域的54件、涉农的9件"
    whole = parent(sentence, "45件", "化解积案")
    writer.load(
        telling(
            sentence,
            told("45件", None, "45", indicator="化解积案"),
            told("54件", None, "54", indicator="跨区域积案", parent=whole),
            told("9件", None, "9", indicator="涉农积案", parent=whole),
        )
    )
    assert checks(writer, "part_of_whole") == [(9, 45, "agrees"), (54, 45, "differs")]
    assert checks(writer, "sum_of_parts") == [(45, 63, "undecidable")]
    assert "overlap" in reason(writer, "sum_of_parts")


def test_persons_are_no_part_of_offices(writer: Writer) -> None:
    sentence = "建成调解室20个，其中调解员85人"
    whole = parent(sentence, "20个", "调解室")
    rooms = told("20个", None, "20", "个", indicator="调解室")
    writer.load(telling(sentence, rooms, told("85人", None, "85", "人", indicator="调解员", parent=whole)))
    assert checks(writer) == []


SUMS = {"fits": ("11件", "11", "agrees"), "not all": ("8件", "8", "undecidable")}


@pytest.mark.parametrize("case", SUMS)
def test_parts_that_are_all_give_their_whole(writer: Writer, case: str) -> None:
    span, value, verdict = SUMS[case]
    sentence = f"化解积案45件，其中跨区域的34件、涉农的{span}"
    whole = parent(sentence, "45件", "化解积案")
    writer.load(
        telling(
            sentence,
            told("45件", None, "45", indicator="化解积案"),
            told("34件", None, "34", indicator="跨区域积案", parent=whole),
            told(span, None, value, indicator="涉农积案", parent=whole),
        )
    )
    assert [row[2] for row in checks(writer, "sum_of_parts")] == [verdict]


SHARES = {"of the total named": ("30%", "30", "agrees"), "another": ("36%", "36", "differs")}


@pytest.mark.parametrize("case", SHARES)
def test_a_share_is_held_against_part_and_total(writer: Writer, case: str) -> None:
    span, value, verdict = SHARES[case]
    writer.load(
        telling(
            f"收到咨询500件、投诉200件，办理投诉中环保类60件，占投诉总数的{span}",
            told("500件", None, "500", indicator="咨询"),
            told("200件", None, "200", indicator="投诉"),
            told("60件", None, "60", indicator="环保类投诉"),
            told(span, None, value, "%", indicator="环保类占投诉"),
        )
    )
    assert checks(writer, "share") == [(int(value), 30, verdict)]


def test_a_share_of_a_total_that_is_not_named_is_not_held_against_any(writer: Writer) -> None:
    writer.load(
        telling(
            "收到咨询500件，办理环保类60件，占比63%",
            told("500件", None, "500", indicator="咨询"),
            told("60件", None, "60", indicator="环保类"),
            told("63%", None, "63", "%", indicator="环保类占比"),
        )
    )
    assert checks(writer, "share") == [(63, 12, "undecidable")]


RATIOS = {
    "over the base told": ("8%", "8", {"denominator_variant": "concluded"}, "agrees"),
    "not over the base told": ("6%", "6", {"denominator_variant": "concluded"}, "differs"),
    "over one of the bases it may have": ("6%", "6", {}, "agrees"),
    "over none held": ("11%", "11", {}, "undecidable"),
}


@pytest.mark.parametrize("case", RATIOS)
def test_a_rate_is_held_against_what_it_is_made_of(writer: Writer, case: str) -> None:
    span, value, facts, verdict = RATIOS[case]
    writer.load(
        telling(
            f"受理行政复议案件200件，审结150件，纠错12件，纠错率{span}",
            told("200件", ACCEPTED, "200"),
            told("150件", DONE, "150"),
            told("12件", CORRECTED, "12"),
            told(span, RATE, value, "%", **facts),
        )
    )
    assert [row[2] for row in checks(writer, "ratio")] == [verdict]


def test_more_concluded_than_accepted_is_possible_more_corrected_than_concluded_is_not(writer: Writer) -> None:
    writer.load(
        telling(
            "受理行政复议案件100件，审结110件，纠错112件",
            told("100件", ACCEPTED, "100"),
            told("110件", DONE, "110"),
            told("112件", CORRECTED, "112"),
        )
    )
    assert checks(writer, "stages") == [(110, 100, "undecidable"), (112, 110, "differs")]


def streak(span: str, years: str, year: int, **facts: Any) -> Batch:
    claim = {
        "role": "claim",
        "kind": "duration",
        "period_type": "streak",
        "period_start": None,
        "period_end": date(year, 12, 31),
        "indicator": "法治考核优秀",
    }
    figures = told(span, "rol_grade_streak", years, "年", **claim | facts)
    return telling(f"法治考核{span}优秀", figures, year=year)


STREAKS = {
    "a year longer": (streak("连续四年", "4", 2024), 4, "agrees"),
    "copied from the year before": (streak("连续三年", "3", 2024), 4, "differs"),
    "longer than possible": (streak("连续六年", "6", 2024), 4, "differs"),
    "begun anew": (streak("连续一年", "1", 2024), 4, "undecidable"),
    "of another thing": (streak("连续八年", "8", 2024, indicator="营商考核优秀"), 4, "undecidable"),
    "a feature may be a year off": (streak("连续五年", "5", 2024, genre="feature"), 4, "agrees"),
}


@pytest.mark.parametrize("case", STREAKS)
def test_a_streak_is_a_year_longer_each_year(writer: Writer, case: str) -> None:
    batch, computed, verdict = STREAKS[case]
    writer.load(streak("连续三年", "3", 2023))
    writer.load(batch)
    assert [row[1:] for row in checks(writer, "streak")] == [(computed, verdict)]


def test_a_share_above_a_hundred_is_told_a_rate_of_fulfilment_may_be(writer: Writer) -> None:
    writer.load(
        telling(
            "任务完成率104%，环保类占103%",
            told("104%", None, "104", "%", indicator="任务完成率"),
            told("103%", None, "103", "%", indicator="环保类占案件"),
        )
    )
    assert checks(writer, "above_hundred") == [(103, 100, "differs"), (104, 100, "undecidable")]


def test_a_load_that_changes_nothing_changes_no_check(writer: Writer) -> None:
    batches = [telling("作出行政处罚2000件", told("2000件", PENALTIES, "2000"), year=2023)]
    batches.append(
        telling("作出行政处罚2400件，增长50%", told("2400件", PENALTIES, "2400"), change("50%", PENALTIES, "50"))
    )
    for batch in batches:
        writer.load(batch)
    before = writer.con.execute("FROM checks ORDER BY ALL").fetchall()
    for batch in batches:
        assert not writer.load(batch).changed
    writer.load(report(2022, cases=66, code="410500", region="安阳市", run_row=run("elsewhere")))
    assert writer.con.execute("FROM checks ORDER BY ALL").fetchall() == before


def test_an_earlier_value_that_comes_late_or_changes_makes_the_check_anew(writer: Writer) -> None:
    later = telling("作出行政处罚2400件，增长50%", told("2400件", PENALTIES, "2400"), change("50%", PENALTIES, "50"))
    writer.load(later)
    assert checks(writer) == []
    writer.load(telling("作出行政处罚2000件", told("2000件", PENALTIES, "2000"), year=2023))
    assert checks(writer, "growth") == [(50, 20, "differs")]
    writer.load(telling("作出行政处罚1600件", told("1600件", PENALTIES, "1600"), year=2023, run_id="again"))
    assert checks(writer, "growth") == [(50, 50, "agrees")]
    gone = telling("作出行政处罚若干件", year=2023, run_id="without")
    writer.load(gone)
    assert checks(writer) == []


def test_stated_figures_stay_as_they_are(writer: Writer) -> None:
    batch = telling("作出行政处罚110件，纠错112件", told("110件", DONE, "110"), told("112件", CORRECTED, "112"))
    writer.load(batch)
    values = writer.con.execute('SELECT "value"::INTEGER FROM observations ORDER BY 1').fetchall()
    assert values == [(110,), (112,)]
    # More corrected than concluded cannot be: the one is compared, the other held back until a person has looked.
    unfit = writer.con.execute(
        "SELECT unfit IS NULL, starts_with(unfit, 'held back') FROM comparable ORDER BY 1"
    ).fetchall()
    assert unfit == [(False, True), (True, None)]


def test_what_is_open_comes_with_every_sentence(writer: Writer) -> None:
    writer.load(telling("作出行政处罚2000件", told("2000件", PENALTIES, "2000"), year=2023))
    writer.load(
        telling("作出行政处罚2400件，增长50%", told("2400件", PENALTIES, "2400"), change("50%", PENALTIES, "50"))
    )
    [(region, stated, figures)] = writer.con.execute("SELECT region, stated_text, figures FROM checks_open").fetchall()
    assert (region, stated) == ("河南省鹤壁市", "50%")
    assert [figure["figure"] for figure in figures] == ["50%", "2400件", "2000件"]
    assert figures[2]["url"].endswith("/2023.html")


def test_rules_of_another_version_make_all_checks_anew(writer: Writer) -> None:
    writer.load(telling("审结110件，纠错112件", told("110件", DONE, "110"), told("112件", CORRECTED, "112")))
    writer.con.execute("DELETE FROM checks")
    writer.con.execute("UPDATE meta SET value = 'older' WHERE name = 'checks_version'")
    path = writer.path
    writer.close()
    with open_writer(path) as again:
        assert checks(again, "stages") == [(112, 110, "differs")]
        writer.con = again.con


def test_a_failed_load_leaves_no_check(writer: Writer) -> None:
    batch = telling("审结110件，纠错112件", told("110件", DONE, "110"), told("112件", CORRECTED, "112"))
    writer.con.execute("DROP TABLE alerts")
    with pytest.raises(duckdb.Error):
        writer.load(batch)
    assert writer.con.execute("SELECT count(*) FROM checks").fetchall() == [(0,)]
    assert writer.con.execute("SELECT count(*) FROM observations").fetchall() == [(0,)]


def test_ids_are_the_same_whatever_the_order(writer: Writer) -> None:
    first = telling("作出行政处罚2000件", told("2000件", PENALTIES, "2000"), year=2023)
    second = telling("作出行政处罚2400件，增长50%", told("2400件", PENALTIES, "2400"), change("50%", PENALTIES, "50"))
    writer.load(together(first, second))
    [(ident, article)] = writer.con.execute("SELECT check_id, article_id FROM checks").fetchall()
    assert article == article_id("https://www.qingyan.gov.cn/2024.html")
    assert len(ident) == 32
