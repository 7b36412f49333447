"""``fazhi publish`` tells of every correction that found something else than it expects, and what to do."""

import json

import pytest

from homes import fazhi

TEXT = "2023年，全市收到行政复议申请168件，受理151件，审结151件。"
ENTRY = """- id: {name}
  url: {url}
  span_text: {span}
  field: value
  expect: {expect}
  value: 99
  reason: The table of the same report has 99.
  by: Li Ming
  date: 2026-03-14
"""
CASES = {
    "slip": ("168件", "166", "expected 166, seen 168; put what is seen into expect"),
    "twice": ("151件", "151", "several figures: value of '151件'"),
    "gone": ("77件", "77", "seen no figure printed so; put it into span_text as printed"),
}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("corrections")
    page = folder / "report.txt"
    page.write_text(f"法治政府建设年度报告\n2024-02-10\n{TEXT}\n", encoding="utf-8")
    home, own = folder / "home", folder / "own"
    assert fazhi(home, "ingest", str(page), "--region", "410600", "--published", "2024-02-10").returncode == 0
    (told,) = json.loads(fazhi(home, "sql", "SELECT url FROM articles", "--format", "json").stdout)
    url = told["url"]
    own.mkdir()
    rows = [ENTRY.format(name=name, url=url, span=span, expect=expect) for name, (span, expect, _) in CASES.items()]
    rows.append(ENTRY.format(name="astray", url="https://www.hebi.gov.cn/none.html", span="168件", expect="168"))
    (own / "corrections.yaml").write_text("corrections:\n" + "".join(rows), encoding="utf-8")
    done = fazhi(home, "publish", env={"FAZHI_REFERENCE_DIRS": str(own)})
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.parametrize("case", CASES)
def test_a_correction_that_does_not_apply_is_told_with_file_entry_and_what_was_seen(notes: str, case: str) -> None:
    (line,) = [line for line in notes.splitlines() if f"own/corrections.yaml, {case}: not applied" in line]
    assert CASES[case][2] in line
    assert line.endswith("then: fazhi publish")


def test_a_page_of_ones_own_entry_that_is_not_held_is_told_too(notes: str) -> None:
    assert "astray: not applied, page not held" in notes
