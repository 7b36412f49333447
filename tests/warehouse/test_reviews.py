"""Marks of people: a rejected figure enters no comparison, and a mark survives a re-extraction that reads the same."""

from typing import Any

import pytest

from batches import report, run
from test_macros import changed
from warehouse import Batch, Writer
from warehouse.errors import WarehouseError

CASES = "reconsideration_applications"


def figure_id(writer: Writer) -> str:
    [(ident,)] = writer.con.execute(
        f"SELECT observation_id FROM observations WHERE indicator_id = '{CASES}'"
    ).fetchall()
    return str(ident)


def points(writer: Writer) -> list[tuple[Any, ...]]:
    return writer.con.execute("SELECT \"value\"::INTEGER, left_out FROM series('鹤壁', '新收行政复议申请')").fetchall()


def test_a_rejected_figure_enters_no_comparison_and_says_why(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    writer.review(figure_id(writer), "rejected", "of the county, not the city", "Li Ming")
    assert points(writer) == [(151, "rejected in review: of the county, not the city")]
    [held] = writer.con.execute(f"SELECT count(*) FROM observations WHERE indicator_id = '{CASES}'").fetchall()
    assert held == (1,)


def test_a_later_mark_takes_the_place_of_an_earlier(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    writer.review(figure_id(writer), "rejected", "of the county", "Li Ming")
    writer.review(figure_id(writer), "confirmed", "", "Wang Fang")
    assert points(writer) == [(151, None)]
    kept = writer.con.execute("SELECT verdict, reviewer FROM reviews ORDER BY reviewed_at").fetchall()
    assert kept == [("rejected", "Li Ming"), ("confirmed", "Wang Fang")]


def test_a_mark_holds_for_what_is_read_the_same_and_rests_for_what_is_read_otherwise(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    writer.review(figure_id(writer), "rejected", "of the county", "Li Ming")
    again = changed(report(2023, cases=151, run_row=run("again")), confidence=0.5, rule="another")
    renamed = [{**row, "key": row["key"] + "x"} for row in again.observations]
    writer.load(type(again)(again.run, articles=again.articles, parts=again.parts, observations=renamed))
    assert points(writer) == [(151, "rejected in review: of the county")]
    writer.load(changed(report(2023, cases=151, run_row=run("county")), region_code="410621"))
    assert writer.con.execute("SELECT observation_id FROM reviews").fetchall() == [(None,)]
    writer.load(report(2023, cases=151, run_row=run("back")))
    assert points(writer) == [(151, "rejected in review: of the county")]


def test_precision_is_told_by_indicator_and_rule(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    ids = [ident for (ident,) in writer.con.execute("SELECT observation_id FROM observations").fetchall()]
    for ident in ids:
        writer.review(ident, "confirmed", "", "Li Ming")
    writer.review(figure_id(writer), "rejected", "of the county", "Li Ming")
    told = writer.con.execute(
        'SELECT indicator_id, "rule", marked, measured_precision FROM review_precision'
    ).fetchall()
    assert told == [(CASES, "test", 1, 0), ("head_appearance_rate", "test", 1, 1)]


def test_the_queue_leaves_out_what_is_marked_and_begins_with_the_least_sure(writer: Writer) -> None:
    writer.load(changed(report(2023, cases=151), confidence=0.6))
    first, second = writer.review_queue(5)
    assert (first["span_text"], second["span_text"]) == ("151件", "100%")
    assert first["sentence"].startswith("全年新收")
    writer.review(first["observation_id"], "confirmed", "", "Li Ming")
    assert [row["span_text"] for row in writer.review_queue(5)] == ["100%"]


WRONG = {
    "an unknown figure": (("none", "confirmed", "", "Li Ming"), "no figure 'none'"),
    "an unknown verdict": (("", "perhaps", "", "Li Ming"), "confirmed, rejected"),
    "nobody": (("", "confirmed", "", " "), "name of who"),
    "no reason": (("", "rejected", " ", "Li Ming"), "needs a reason"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_mark_is_refused_and_nothing_kept(writer: Writer, case: str) -> None:
    (ident, *rest), message = WRONG[case]
    writer.load(report(2023, cases=151))
    with pytest.raises(WarehouseError, match=message):
        writer.review(ident or figure_id(writer), *rest)
    assert writer.con.execute("SELECT count(*) FROM reviews").fetchall() == [(0,)]


def test_a_correction_is_shown_with_who_and_why_and_survives_extraction(writer: Writer) -> None:
    batch = report(2023, cases=151)
    writer.load(batch)
    [(ident,)] = writer.con.execute("SELECT observation_id FROM observations WHERE span_text = '151件'").fetchall()
    writer.review(ident, "corrected", "the table of the report has 115", "Li Ming", field="value", value="115")
    again = [{**row, "extractor_version": "2"} for row in batch.articles]
    writer.load(
        Batch(run=run("run-2", "reextract"), articles=again, parts=batch.parts, observations=batch.observations)
    )
    [(value, grade, flags)] = writer.con.execute(
        "SELECT \"value\"::INTEGER, grade, flags FROM series('410600', 'reconsideration_applications')"
    ).fetchall()
    assert (value, grade) == (115, "C")
    assert flags == ["corrected: value 151.000000 -> 115, the table of the report has 115 (Li Ming)"]
    # what was stated is kept, and the rule that misread it is counted
    assert writer.con.execute(
        f"SELECT \"value\"::INTEGER FROM observations WHERE observation_id = '{ident}'"
    ).fetchall() == [(151,)]
    assert writer.con.execute("SELECT marked, confirmed FROM review_precision").fetchall() == [(1, 0)]
    # a later mark takes its place
    writer.review(ident, "confirmed", "", "Wang Fang")
    assert writer.con.execute("SELECT count(*) FROM observations_corrected").fetchall() == [(0,)]


WRONG_CORRECTIONS = {
    "no such field": ("weight", "3", "x"),
    "no number": ("value", "many", "x"),
    "no word of the field": ("scope", "everywhere", "x"),
    "no day": ("period_end", "31.12.2024", "x"),
    "no such region": ("region_code", "888888", "x"),
    "no reason": ("value", "3", ""),
    "no field": ("", "", "x"),
}


@pytest.mark.parametrize("case", WRONG_CORRECTIONS)
def test_a_correction_that_makes_no_sense_is_refused(writer: Writer, case: str) -> None:
    writer.load(report(2023, cases=151))
    [(ident,)] = writer.con.execute("SELECT observation_id FROM observations WHERE span_text = '151件'").fetchall()
    field, value, reason = WRONG_CORRECTIONS[case]
    with pytest.raises(WarehouseError):
        writer.review(ident, "corrected", reason, "Li Ming", field=field, value=value)
    assert writer.con.execute("SELECT count(*) FROM reviews").fetchall() == [(0,)]
