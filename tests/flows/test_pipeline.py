"""The stations in their order: no figure comes from anywhere but the page, and a run that was cut off is finished."""

import shutil
from pathlib import Path

import pytest

from crawlers import load_sources
from demo.sample import SITE
from flows.calling import Direct
from flows.demo import staged
from flows.fetching import Wanted, crawl_station
from flows.pipeline import run_pipeline
from flows.run import new_run, unfinished_runs, working
from flows.settings import Settings, activate
from warehouse import open_reader, reference
from warehouse.connect import open_writer

PAGE = "www/linlan/xxgk/fzzf/202503/t20250303_88132.htm"
SENTENCE = "全市行政复议机关受理案件468件"


@pytest.fixture
def settings(tmp_path, monkeypatch):
    for name in ("FAZHI_SOURCES", "FAZHI_REFERENCE_DIRS"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("FAZHI_SOURCES", "[]")
    yield Settings(home=tmp_path / "home")
    monkeypatch.undo()
    reference.forget()


def run_on(site: Path, settings: Settings, source: str = "sample_linlan"):
    with staged(settings, site) as demo:
        activate(settings)
        reference.forget()
        chosen = tuple(s for s in load_sources(demo.sources) if s.id == source)
        return run_pipeline(new_run(settings, "run"), Wanted(chosen), Direct())


def accepted(settings: Settings):
    with open_reader(settings.places.published) as con:
        return con.execute(
            "SELECT \"value\"::INTEGER FROM observations WHERE indicator_id = 'reconsideration_accepted' "
            "AND period_start = DATE '2024-01-01' AND kind = 'count' AND region_code = '990400'"
        ).fetchall()


def test_a_digit_changed_on_a_page_changes_it_in_sql(tmp_path, settings):
    site = tmp_path / "site"
    shutil.copytree(SITE, site)
    page = site / PAGE
    text = page.read_text(encoding="utf-8")
    assert text.count(SENTENCE) == 1
    page.write_text(text.replace(SENTENCE, SENTENCE.replace("468", "471")), encoding="utf-8")
    report = run_on(site, settings)
    assert report.state == "complete"
    assert accepted(settings) == [(471,)]


def test_the_page_as_it_is_gives_its_own_digit(settings):
    run_on(SITE, settings)
    assert accepted(settings) == [(468,)]


def test_a_run_that_was_cut_off_after_the_crawl_is_finished_without_a_request(settings):
    from crawlers import load_result
    from flows.pipeline import finish

    with staged(settings, SITE) as demo:
        activate(settings)
        reference.forget()
        chosen = tuple(s for s in load_sources(demo.sources) if s.id == "sample_linlan")
        cut_off = new_run(settings, "run")
        crawl_station(cut_off, Wanted(chosen))
    with open_writer(settings.places.warehouse) as writer:
        assert writer.con.execute("SELECT count(*) FROM articles").fetchall() == [(0,)]
    (found,) = unfinished_runs(settings)  # the site is no longer served
    report = finish(found, load_result(found.folder), Direct())
    assert found.run_id == cut_off.run_id
    assert report.observations > 50
    assert unfinished_runs(settings) == []


def test_a_run_that_somebody_works_on_is_left_alone(settings):
    running = new_run(settings, "run")
    (running.folder / "fetches.jsonl").touch()
    with working(running):
        assert unfinished_runs(settings) == []
    assert [run.run_id for run in unfinished_runs(settings)] == [running.run_id]


def test_a_source_that_is_down_is_a_failure_on_record_and_harms_no_other(tmp_path, settings):
    with staged(settings, SITE) as demo:
        activate(settings)
        reference.forget()
        sources = load_sources(demo.sources)
        good = next(s for s in sources if s.id == "sample_linlan")
        down = good.model_copy(update={"id": "down", "start_urls": ("http://127.0.0.1:9/index.html",)})
        report = run_pipeline(new_run(settings, "run"), Wanted((good, down)), Direct())
    assert report.state == "partial"
    assert report.observations > 50
    assert {failure.source_id for failure in report.failures} == {"down"}
    with open_reader(settings.places.published) as con:
        states = dict(con.execute("SELECT source_id, status FROM outcomes").fetchall())
    assert states == {"sample_linlan": "ok", "down": "unreachable"}
