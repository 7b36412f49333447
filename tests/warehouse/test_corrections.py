"""Corrections: views show what a person put in place of a figure, what was stated stays, the rest is told."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from batches import report, run, together
from warehouse import Batch, Writer, open_writer, reference

URL = "https://www.region410600.gov.cn/report/2023.html"
USUAL = {
    "id": "slip",
    "url": URL,
    "span_text": "151件",
    "field": "value",
    "expect": 151,
    "value": 115,
    "reason": "The table of the same report has another number.",
    "by": "Li Ming",
    "date": date(2026, 3, 14),
}
Correct = Callable[..., Writer]


@pytest.fixture
def correct(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Correct]:
    """Opens a warehouse of three reports with the corrections given as mappings of what differs from the usual."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("FAZHI_REFERENCE_DIRS", str(folder))
    opened: list[Writer] = []

    def correct(*entries: dict[str, Any]) -> Writer:
        while opened:
            opened.pop().close()
        rows = {"corrections": [USUAL | entry for entry in entries]}
        (folder / "corrections.yaml").write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
        reference.forget()
        opened.append(open_writer(path))
        opened[0].load(together(report(2022, cases=66), report(2023, cases=151), report(2024, cases=160)))
        return opened[0]

    yield correct
    for writer in opened:
        writer.close()
    monkeypatch.undo()
    reference.forget()


def series(writer: Writer) -> list[tuple[int, int, str]]:
    rows = writer.con.execute("SELECT \"year\", \"value\", grade FROM series('鹤壁', '新收行政复议申请')").fetchall()
    return [(year, int(value), grade) for year, value, grade in rows]


def listed(writer: Writer) -> list[tuple[Any, ...]]:
    return writer.con.execute("SELECT correction_id, state, found FROM corrections_listed").fetchall()


def test_views_show_the_corrected_value_and_the_table_the_stated(correct: Correct) -> None:
    writer = correct({})
    assert series(writer) == [(2022, 66, "A"), (2023, 115, "C"), (2024, 160, "A")]
    [(stated,)] = writer.con.execute("SELECT \"value\"::INTEGER FROM observations WHERE span_text = '151件'").fetchall()
    assert stated == 151
    [(flags,)] = writer.con.execute("SELECT flags FROM comparable WHERE span_text = '151件'").fetchall()
    assert flags == ["corrected: value 151.000000 -> 115, The table of the same report has another number."]
    assert listed(writer) == [("slip", "applied", "151.000000")]


def test_a_correction_taken_back_is_gone(correct: Correct) -> None:
    correct({})
    assert series(correct())[1] == (2023, 151, "A")


NOT_APPLIED = {
    "the report says something else by now": ({"expect": 150}, "states something else"),
    "there is no such figure": ({"span_text": "152件"}, "no such figure"),
    "the page is not held": ({"url": "https://www.example.gov.cn/none.html"}, "page not held"),
}


@pytest.mark.parametrize("case", NOT_APPLIED)
def test_a_correction_that_does_not_apply_says_why_and_changes_nothing(correct: Correct, case: str) -> None:
    entry, state = NOT_APPLIED[case]
    writer = correct(entry)
    assert series(writer)[1] == (2023, 151, "A")
    assert [row[1] for row in listed(writer)] == [state]


ALIKE = {
    "without": ({}, "several figures", 151),
    "with": ({"indicator": "reconsideration_applications"}, "applied", 115),
}


@pytest.mark.parametrize("indicator", ALIKE)
def test_figures_printed_alike_are_told_apart_by_their_indicator(correct: Correct, indicator: str) -> None:
    entry, state, shown = ALIKE[indicator]
    writer = correct(entry)
    batch = report(2023, cases=151)
    other = {**batch.observations[0], "key": "body:0:1:立案", "indicator_id": None, "indicator": "立案"}
    rows = [*batch.observations, other]
    writer.load(Batch(run("again"), articles=batch.articles, parts=batch.parts, observations=rows))
    assert [row[1] for row in listed(writer)] == [state]
    assert series(writer)[1][1] == shown


def test_what_a_reread_page_states_now_decides_anew(correct: Correct) -> None:
    writer = correct({})
    writer.load(report(2023, cases=155, run_row=run("reread")))
    assert series(writer)[1] == (2023, 155, "A")
    assert [row[1] for row in listed(writer)] == ["no such figure"]


def test_several_fields_of_a_figure(correct: Correct) -> None:
    writer = correct({}, {"id": "part", "field": "scope", "expect": "whole_region", "value": "own_level"})
    [row] = writer.con.execute(
        'SELECT "value"::INTEGER, "scope" FROM comparable WHERE span_text = \'151件\''
    ).fetchall()
    assert row == (115, "own_level")
    assert [year for year, *_ in series(writer)[:2]] == [2022, 2024]


def test_a_figure_may_be_made_one_of_another_region_or_none(correct: Correct) -> None:
    writer = correct({"field": "region_code", "expect": "410600", "value": "410500"})
    assert [row[0] for row in series(writer)] == [2022, 2024]
    assert writer.con.execute("SELECT \"value\"::INTEGER FROM series('安阳', '新收行政复议申请')").fetchall() == [
        (151,)
    ]


WRONG = {
    "no reason": ({"reason": ""}, "'reason': '' is not allowed"),
    "a field that is none": ({"field": "colour"}, "one of value"),
    "a word for a number": ({"value": "many"}, "a number in the base unit"),
    "a scope that is none": ({"field": "scope", "expect": "whole_region", "value": "town"}, "one of whole_region"),
    "a region that is none": ({"field": "region_code", "expect": "410600", "value": "1"}, "code of a region"),
    "an indicator that is none": (
        {"field": "indicator_id", "expect": "mediators", "value": "nothing"},
        "id of an indicator",
    ),
    "twice": (None, "no other correction has"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_entry_names_file_entry_field_and_what_is_legal(correct: Correct, case: str) -> None:
    entry, legal = WRONG[case]
    with pytest.raises(reference.InvalidReferenceError, match=legal) as caught:
        correct({}, {}) if entry is None else correct(entry)
    assert "corrections.yaml" in str(caught.value)
    assert "slip" in str(caught.value)
