"""``fazhi indicators``, and the steps of docs/adding-an-indicator.md as they are written there."""

import json
import re
from pathlib import Path

import pytest

from homes import ROOT, fazhi

GUIDE = (ROOT / "docs" / "adding-an-indicator.md").read_text(encoding="utf-8")
REPORTS = (
    "2023年，全市建成法治驿站42个，开展“法治夜市”活动18场次。全市收到行政复议申请168件。",
    "2023年，全区建成法治驿站17个，开展法治夜市活动9场次。全区收到行政复议申请68件。",
)


def block(kind: str, holding: str) -> str:
    """The fenced block of the guide that holds these words."""
    [found] = [text for text in re.findall(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL) if holding in text]
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two regions' texts in it."""
    folder = tmp_path_factory.mktemp("indicators")
    for number, (text, code) in enumerate(zip(REPORTS, ("410600", "410602"), strict=True)):
        page = folder / f"report-{number}.txt"
        page.write_text(f"法治政府建设年度报告{number}\n2024-02-10\n{text}\n", encoding="utf-8")
        done = fazhi(folder / "home", "ingest", str(page), "--region", code, "--published", "2024-02-10")
        assert done.returncode == 0, done.stderr
    return folder / "home"


def test_the_steps_of_the_guide_work_as_written(home: Path) -> None:
    own = home.parent / "own"
    own.mkdir(exist_ok=True)
    (own / "indicators.yaml").write_text(block("yaml", "circuit_trials            #"), encoding="utf-8")
    for command in re.findall(r"^fazhi (indicators .*)$", block("sh", "indicators check"), re.MULTILINE):
        done = fazhi(home, *command.split())
        assert done.returncode == 0, done.stderr
        assert "nothing wrong" in done.stdout
    for command in re.findall(r"^fazhi (indicators .*)$", block("sh", "indicators suggest"), re.MULTILINE):
        assert fazhi(home, *command.split()).returncode == 0
    steps = block("sh", "FAZHI_REFERENCE_DIRS")
    dirs = re.findall(r"FAZHI_REFERENCE_DIRS=(\S+)", steps)[0]
    text, arguments = re.findall(r'echo "(.*)" \| fazhi (.*)', steps)[0]
    told = json.loads(fazhi(home, *arguments.split(), text=text, env={"FAZHI_REFERENCE_DIRS": dirs}).stdout)
    assert [row["indicator_id"] for row in told["observations"]] == ["circuit_trials"]


def test_suggestions_gather_names_over_regions_and_their_stubs_pass_the_check(home: Path) -> None:
    found = {entry["name"]: entry for entry in json.loads(fazhi(home, "indicators", "suggest", "--json").stdout)}
    station = next(entry for name, entry in found.items() if "法治驿站" in name)
    assert (station["figures"], station["articles"], station["regions"], station["unit"]) == (2, 2, 2, "个")
    assert "法治驿站" in station["sentence"]
    assert station["url"].startswith("file:")
    own = home.parent / "stubs.yaml"
    own.write_text("indicators:\n" + "\n".join(entry["stub"] for entry in found.values()), encoding="utf-8")
    done = fazhi(home, "indicators", "check", str(own))
    assert done.returncode == 0, done.stderr
    shown = fazhi(home, "indicators", "suggest", "--limit", "1").stdout
    assert "indicators check FILE" in shown


def test_show_tells_definition_pitfalls_words_neighbours_and_figures(home: Path) -> None:
    shown = fazhi(home, "indicators", "show", "reconsideration_applications").stdout
    for word in ("definition", "pitfalls", "新收行政复议", "figures", "breaks"):
        assert word in shown
    [told] = json.loads(fazhi(home, "indicators", "show", "行政复议申请收案数", "--json").stdout)
    assert (told["id"], told["figures"], told["regions"], told["years"]) == (
        "reconsideration_applications",
        2,
        2,
        "2023-2023",
    )


def test_a_name_that_is_none_is_answered_with_the_nearest(home: Path) -> None:
    done = fazhi(home, "indicators", "show", "mediator")
    assert done.returncode == 1
    assert "mediators" in done.stderr


def test_list_by_dimension(home: Path) -> None:
    told = json.loads(fazhi(home, "indicators", "list", "--dimension", "decision", "--json").stdout)
    assert {entry["dimension"] for entry in told} == {"decision"}
    assert fazhi(home, "indicators", "list", "--dimension", "sports").returncode == 2


FILE = """\
indicators:
- id: circuit_trials
  name_zh: 巡回审判场次
  dimension: sports
  unit: 场次
  kind: number
  aggregation: flow
  direction: neutral
  synonym_zh: [巡回审判]
  tier: extended
- id: mediators
  name_zh: 调解员
  dimension: dispute
  unit: 人
  kind: count
  aggregation: stock
  direction: neutral
  synonyms_zh: [调解员]
  not_to_confuse_with: [nobody]
"""


def test_check_tells_every_fault_with_line_field_and_what_is_legal(home: Path) -> None:
    own = home.parent / "wrong.yaml"
    own.write_text(FILE, encoding="utf-8")
    done = fazhi(home, "indicators", "check", str(own))
    assert done.returncode == 1
    told = [line.split(": ", 1) for line in done.stderr.splitlines()]
    assert [(place.rsplit(":", 1)[1], text.split(":")[0]) for place, text in told] == [
        ("4", "circuit_trials, dimension"),
        ("6", "circuit_trials, kind"),
        ("9", "circuit_trials, synonym_zh"),
        ("11", "mediators, tier"),
        ("11", "mediators, id"),
        ("19", "mediators, not_to_confuse_with"),
    ]
    assert "business_env" in told[0][1]
    assert "synonyms_zh" in told[2][1]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("indicators: {}", 1, "a list"),
        ("indicators:\n- id: [a\n", 3, "YAML"),
        ("- a", 1, "a list"),
        ("indicators:\n- a", 2, "mapping"),
    ],
)
def test_a_file_of_another_shape_is_told_where(home: Path, text: str, line: int, word: str) -> None:
    own = home.parent / "shape.yaml"
    own.write_text(text, encoding="utf-8")
    done = fazhi(home, "indicators", "check", str(own))
    assert done.returncode == 1
    assert f"shape.yaml:{line}:" in done.stderr
    assert word in done.stderr


def test_a_file_that_is_not_there(home: Path) -> None:
    done = fazhi(home, "indicators", "check", "nowhere.yaml")
    assert done.returncode == 1
    assert "nowhere.yaml cannot be read" in done.stderr


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("复议", "reconsideration_applications (行政复议申请收案数)"),
        ("复议案件受理情况", "reconsideration_accepted"),
        ("lawyer", "public_lawyers"),
        ("rol_trainee", "rol_trainees"),
    ],
)
def test_a_word_that_is_no_indicator_names_the_nearest(home: Path, word: str, near: str) -> None:
    done = fazhi(home, "indicators", "show", word)
    assert done.returncode != 0
    assert near in done.stderr
