"""``fazhi reextract``: history read anew from the archive; what changed is listed, what was told before stays."""

import csv
import json
from pathlib import Path

import pytest

from crawlers import load_sources
from demo.sample import SITE
from flows.calling import Direct
from flows.demo import staged
from flows.fetching import Wanted
from flows.metrics.version import version
from flows.pipeline import run_pipeline
from flows.rereading import CHANGES, read_again, select
from flows.run import new_run
from flows.settings import Settings, activate
from homes import fazhi
from warehouse import open_reader, reference
from warehouse.connect import open_writer

REPORT = """云川县2024年度法治政府建设情况报告
来源：云川县司法局 时间：2025-02-10
2024年，全县收到行政复议申请168件，受理151件，比上年增长12.7%。全年开展云帮办法律服务4120人次。
"""
OTHER = """雨山县2023年法治政府建设工作综述
来源：雨山县司法局 时间：2024-03-01
一年来，雨山县聚焦群众急难愁盼，在乡镇建成调解工作室77个，调解纠纷2316件，为农民工追回欠薪460万元，开展“送法下乡”活动95场次。
"""
OWN_CATALOGUE = """indicators:
- id: cloud_aid_visits
  name_zh: 云帮办法律服务人次
  name_en: visits of the cloud legal aid
  dimension: legal_service
  unit: 人次
  kind: count
  aggregation: flow
  direction: neutral
  synonyms_zh: [云帮办法律服务]
  definition: Visits of people to the cloud service in the year.
  tier: extended
"""


@pytest.fixture
def home(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    done = fazhi(tmp_path / "home", "ingest", str(path))
    assert done.returncode == 0, done.stderr
    return tmp_path / "home"


def ask(home, sql):
    with open_reader(home / "published" / "fazhi.duckdb") as con:
        return con.execute(sql).fetchall()


def misread(home, sql):
    """What an older extractor might have left: figures of the writer's file, changed, and its version on them."""
    with open_writer(home / "warehouse.duckdb") as writer:
        writer.con.execute(sql)
        writer.con.execute("UPDATE articles SET extractor_version = 'older' WHERE extractor_version IS NOT NULL")


def test_without_an_upgrade_there_is_nothing_to_do(home):
    done = fazhi(home, "reextract")
    assert done.returncode == 0, done.stderr
    assert "Nothing to do" in done.stdout


def test_a_misread_figure_is_superseded_and_its_old_telling_kept(home):
    misread(home, "UPDATE observations SET \"value\" = 15, unit = '次' WHERE span_text = '151件'")
    report = json.loads(fazhi(home, "reextract", "--json").stdout)
    assert (report["pages"], report["read"], report["changed"], report["new"], report["gone"]) == (1, 1, 1, 0, 0)
    (change,) = report["changes"]
    assert change["fields"] == ["value", "unit"]
    assert (change["before"]["value"], change["after"]["value"]) == (15, 151)
    assert "受理151件" in change["sentence"]
    assert ask(home, "SELECT \"value\"::INT, unit FROM observations WHERE span_text = '151件'") == [(151, "件")]
    assert ask(home, 'SELECT "value"::INT, unit FROM observations_history') == [(15, "次")]
    assert ask(home, "SELECT DISTINCT extractor_version FROM articles") == [(version(),)]


def test_figures_that_come_and_go_are_told_apart_from_changed_ones(home):
    misread(home, "DELETE FROM observations WHERE span_text = '168件'")
    misread(home, "UPDATE observations SET span_text = '4千', indicator = '帮办' WHERE span_text = '4120人次'")
    report = json.loads(fazhi(home, "reextract", "--json").stdout)
    told = {(change["what"], change["span_text"]) for change in report["changes"]}
    assert told == {("new", "168件"), ("new", "4120人次"), ("gone", "4千")}


def test_every_change_stands_in_the_file_of_the_run(home):
    misread(home, "UPDATE observations SET indicator_id = NULL WHERE span_text = '151件'")
    report = json.loads(fazhi(home, "reextract", "--json").stdout)
    with Path(report["diff"]).open(encoding="utf-8") as file:
        (line,) = list(csv.DictReader(file))
    assert (line["what"], line["field"], line["before"], line["after"]) == (
        *("changed", "indicator_id", ""),
        "reconsideration_accepted",
    )


def test_an_indicator_of_ones_own_reaches_back_into_history(home):
    (home / "reference").mkdir()
    (home / "reference" / "indicators.yaml").write_text(OWN_CATALOGUE, encoding="utf-8")
    report = json.loads(fazhi(home, "reextract", "--json").stdout)
    (change,) = report["changes"]
    assert (change["span_text"], change["fields"]) == ("4120人次", ["indicator_id"])
    assert ask(home, "SELECT indicator_id FROM observations WHERE span_text = '4120人次'") == [("cloud_aid_visits",)]


def test_what_a_person_gave_with_a_page_is_given_again(tmp_path):
    path = tmp_path / "bare.txt"
    path.write_text("全年受理行政复议案件151件。\n", encoding="utf-8")
    home = tmp_path / "home"
    fazhi(
        home,
        "ingest",
        str(path),
        "--title",
        "云川县2023年法治政府建设年度报告",
        "--published",
        "2024-02-01",
        "--region",
        "410621",
    )
    sql = "SELECT region_code, period_start::VARCHAR FROM observations"
    assert ask(home, sql) == [("410621", "2023-01-01")]
    misread(home, 'UPDATE observations SET "value" = 1')
    assert fazhi(home, "reextract").returncode == 0
    assert ask(home, sql) == [("410621", "2023-01-01")]


def test_an_unknown_name_is_refused_with_what_would_do(home):
    done = fazhi(home, "reextract", "乌有之乡")
    assert done.returncode == 1
    assert "no region" in done.stderr
    assert "fazhi sources list" in done.stderr


def test_a_page_whose_answer_is_lost_fails_alone(home, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(OTHER, encoding="utf-8")
    fazhi(home, "ingest", str(other))
    misread(home, "UPDATE fetches SET warc_file = '1999/01/none.warc.gz' WHERE url LIKE '%other.txt'")
    done = fazhi(home, "reextract")
    assert done.returncode == 0, done.stderr
    assert "1 of 2 pages" in done.stdout
    assert "other.txt" in done.stderr
    assert ask(home, "SELECT count(*) FROM observations WHERE span_text = '77个'") == [(1,)]


@pytest.fixture
def crawled(tmp_path, monkeypatch):
    """A home with the pages of two sources of the sample site, which is served no more."""
    for name, value in (("FAZHI_SOURCES", "[]"), ("FAZHI_REFERENCE_DIRS", "")):
        monkeypatch.setenv(name, value)
    settings = Settings(home=tmp_path / "home")
    with staged(settings, SITE) as demo:
        activate(settings)
        reference.forget()
        chosen = tuple(s for s in load_sources(demo.sources) if s.id in ("sample_linlan", "sample_yunhe"))
        run_pipeline(new_run(settings, "run"), Wanted(chosen), Direct())
        yield settings
    monkeypatch.undo()
    reference.forget()


def table(settings, name):
    with open_writer(settings.places.warehouse) as writer:
        sql = f"SELECT COLUMNS(c -> c NOT IN ('load_id', 'recorded_at')) FROM {name} ORDER BY ALL"
        return writer.con.execute(sql).fetchall()


def test_reading_all_again_changes_no_figure_alerts_nobody_and_asks_nothing(crawled):
    before = {name: table(crawled, name) for name in ("observations", "articles", "parts", "fetches", "alerts")}
    run = new_run(crawled, "reextract")
    report = read_again(run, select(run, every=True), Direct())
    assert report.state == "complete"
    assert report.read == report.pages > 5
    assert (report.changed, report.new, report.gone) == (0, 0, 0)
    assert {name: table(crawled, name) for name in before} == before
    assert (run.folder / CHANGES).read_text(encoding="utf-8").count("\n") == 1


def test_a_source_or_a_region_narrows_what_is_read(crawled):
    run = new_run(crawled, "reextract")
    everything = select(run, every=True)
    one = select(run, ["sample_linlan"], every=True)
    region = select(run, ["示例省临澜市"], every=True)
    assert 0 < len(one) < len(everything)
    assert set(region) <= set(one)
    assert region


def test_a_run_that_is_cut_off_leaves_only_the_rest(crawled):
    misread(crawled.places.root, "SELECT 1")
    run = new_run(crawled, "reextract")
    due = select(run)
    read_again(run, due[:3], Direct())
    assert set(select(run)) == set(due[3:])
