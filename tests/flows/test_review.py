"""``fazhi review``: what is typed becomes marks; one figure can be marked without a prompt."""

import json
from pathlib import Path

import pytest

from homes import fazhi

REPORT = "2024年，全县收到行政复议申请168件，行政机关负责人出庭应诉率100%。"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    page = tmp_path / "report.txt"
    page.write_text(f"法治政府建设年度报告\n2025-02-10\n{REPORT}\n", encoding="utf-8")
    done = fazhi(tmp_path / "home", "ingest", str(page), "--region", "410621")
    assert done.returncode == 0, done.stderr
    return tmp_path / "home"


def told(home: Path, sql: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(fazhi(home, "sql", sql, "--format", "json").stdout)
    return rows


def test_what_is_typed_is_kept(home: Path) -> None:
    done = fazhi(home, "review", "--by", "Li Ming", text="r\nof the city\nc\n")
    assert done.returncode == 0, done.stderr
    assert REPORT in done.stdout
    assert "2 of 2 marked" in done.stdout
    assert fazhi(home, "publish").returncode == 0
    rows = told(home, "SELECT verdict, reason, reviewer FROM reviews ORDER BY verdict")
    assert rows == [
        {"verdict": "confirmed", "reason": "", "reviewer": "Li Ming"},
        {"verdict": "rejected", "reason": "of the city", "reviewer": "Li Ming"},
    ]


def test_one_figure_by_its_id(home: Path) -> None:
    ident = str(told(home, "SELECT observation_id FROM observations WHERE span_text = '168件'")[0]["observation_id"])
    assert fazhi(home, "review", ident, "--reject").returncode == 1
    assert fazhi(home, "review", ident).returncode == 2
    assert fazhi(home, "review", ident, "--reject", "--reason", "of the city").returncode == 0
    assert fazhi(home, "publish").returncode == 0
    [row] = told(home, "SELECT left_out FROM series('410621', '新收行政复议申请')")
    assert row["left_out"] == "rejected in review: of the city"


def test_a_figure_is_put_right_with_the_reason(home: Path) -> None:
    ident = str(told(home, "SELECT observation_id FROM observations WHERE span_text = '168件'")[0]["observation_id"])
    refused = fazhi(home, "review", ident, "--correct", "value=many", "--reason", "the table")
    assert refused.returncode == 1
    assert "a number in the base unit" in refused.stderr
    assert (
        fazhi(home, "review", ident, "--correct", "value=186", "--reason", "the table", "--by", "Li Ming").returncode
        == 0
    )
    assert fazhi(home, "publish").returncode == 0
    [row] = told(home, "SELECT \"value\", grade, flags FROM series('410621', '新收行政复议申请')")
    assert (row["value"], row["grade"]) == (186, "C")
    assert "the table (Li Ming)" in str(row["flags"])
