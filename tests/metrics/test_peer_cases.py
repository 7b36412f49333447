"""The bare grammar against the numbers of other projects: the score is held, and every failing row has its reason."""

import json
from pathlib import Path

import pytest

from metrics.peer_cases import PAGE, SETS, page, reasons, rows, scores
from shared import need_shared

FLOORS = json.loads((Path(__file__).with_name("baseline.json")).read_text(encoding="utf-8"))["specs"]
# Shares of all rows that the grammar is built to reach.
GOALS = {"a numeral": 0.95, "b percent": 0.93, "c ordinal": 1.0, "d range": 0.8, "d unit": 0.8}


@pytest.mark.parametrize("name", SETS)
def test_score_is_held(name: str) -> None:
    right, total = scores(need_shared("eval/specs"))[name]
    assert right >= FLOORS[name]
    assert right / total >= GOALS[name]


@pytest.mark.parametrize("name", SETS)
def test_every_failing_row_has_its_reason_and_no_other(name: str) -> None:
    failing = {row.number for row in rows(need_shared("eval/specs"), name) if not row.right}
    assert failing == set(reasons().get(name, {}))


def test_the_page_of_failing_rows_is_current() -> None:
    told = page(need_shared("eval/specs"))
    assert PAGE.read_text(encoding="utf-8") == told, "run: python -m tests.benchmarks --write-specs"
