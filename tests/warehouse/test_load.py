"""A batch lands in one transaction; the same batch again changes nothing; what is told otherwise supersedes."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from batches import figure, part, report, run, together, year_period
from warehouse import Batch, Writer, article_id
from warehouse.errors import BatchError
from warehouse.schema import batch_schema


def rows(writer: Writer, sql: str) -> list[tuple[Any, ...]]:
    return writer.con.execute(sql).fetchall()


def everything(writer: Writer) -> dict[str, list[tuple[Any, ...]]]:
    tables = [name for (name,) in rows(writer, "SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY 1")]
    return {name: sorted(rows(writer, f"FROM {name}"), key=str) for name in tables}


def test_a_report_lands_with_article_text_and_figures(writer: Writer) -> None:
    found = writer.load(report(2023, cases=151))
    assert (found.new_articles, found.new_observations, found.quarantined) == (1, 2, 0)
    assert rows(writer, "SELECT value, unit, region_code FROM observations ORDER BY value") == [
        (Decimal(100), "%", "410600"),
        (Decimal(151), "件", "410600"),
    ]


def test_the_same_batch_again_changes_nothing_and_says_so(writer: Writer) -> None:
    batch = together(report(2022, cases=66), report(2023, cases=151))
    assert writer.load(batch).changed
    before = everything(writer)
    again = writer.load(batch)
    assert (again.changed, again.new_facts) == (False, False)
    assert (again.new_articles, again.new_observations, again.superseded_observations) == (0, 0, 0)
    assert again.unchanged_observations == 4
    assert again.alerts_raised == 0
    assert everything(writer) == before


def test_a_second_run_that_finds_the_same_leaves_only_its_own_record(writer: Writer) -> None:
    writer.load(report(2023, cases=151))
    again = writer.load(report(2023, cases=151, run_row=run("run-2")))
    assert (again.changed, again.new_facts) == (True, False)
    assert rows(writer, "SELECT count(DISTINCT load_id) FROM observations") == [(1,)]


def test_every_row_knows_its_load(writer: Writer) -> None:
    load_id = writer.load(report(2023, cases=151)).load_id
    for table in ("runs", "articles", "parts", "observations", "loads", "alerts"):
        assert rows(writer, f"SELECT DISTINCT load_id FROM {table}") == [(load_id,)], table


def test_a_page_read_again_supersedes_and_the_way_back_is_kept(writer: Writer) -> None:
    """A → B → A: three tellings, each with the time in which it held."""
    for cases in (151, 153, 151):
        writer.load(report(2023, cases=cases, run_row=run(f"run-{cases}")))
    told = rows(
        writer,
        "SELECT value, superseded_at IS NULL FROM observations_all "
        "WHERE indicator_id = 'reconsideration_applications' ORDER BY recorded_at",
    )
    assert told == [(Decimal(151), False), (Decimal(153), False), (Decimal(151), True)]
    periods = rows(
        writer,
        "SELECT recorded_at, superseded_at FROM observations_all "
        "WHERE indicator_id = 'reconsideration_applications' ORDER BY recorded_at",
    )
    assert [earlier[1] for earlier in periods[:-1]] == [later[0] for later in periods[1:]]


def test_another_extractor_that_finds_the_same_changes_no_figure(writer: Writer) -> None:
    first = report(2023, cases=151)
    writer.load(first)
    again = Batch(
        run=run("run-2", "reextract"),
        articles=[{**row, "extractor_version": "2"} for row in first.articles],
        observations=[{**row, "extractor_version": "2"} for row in first.observations],
    )
    found = writer.load(again)
    assert (found.new_observations, found.superseded_observations, found.unchanged_observations) == (0, 0, 2)
    assert rows(writer, "SELECT DISTINCT extractor_version FROM observations") == [("1",)]
    assert rows(writer, "SELECT count(*) FROM parts") == [(1,)]


def test_another_meaning_of_the_same_span_keeps_its_id(writer: Writer) -> None:
    first = report(2023, cases=151)
    writer.load(first)
    before = rows(writer, "SELECT observation_id FROM observations WHERE unit = '件'")
    changed = [{**row, "scope": "own_level"} for row in first.observations]
    writer.load(Batch(run=run("run-2", "reextract"), articles=first.articles, observations=changed))
    assert rows(writer, "SELECT observation_id FROM observations WHERE unit = '件'") == before
    assert rows(writer, "SELECT DISTINCT scope FROM observations") == [("own_level",)]


def test_a_figure_no_longer_found_moves_to_the_history(writer: Writer) -> None:
    first = report(2023, cases=151)
    writer.load(first)
    found = writer.load(Batch(run=run("run-2"), articles=first.articles, observations=first.observations[:1]))
    assert (found.superseded_observations, found.unchanged_observations) == (1, 1)
    assert rows(writer, "SELECT indicator_id FROM observations_history") == [("head_appearance_rate",)]


def test_an_article_that_could_not_be_extracted_keeps_its_figures(writer: Writer) -> None:
    first = report(2023, cases=151)
    writer.load(first)
    failed = [{**row, "extractor_version": None, "reason": "extraction failed"} for row in first.articles]
    assert writer.load(Batch(run=run("run-2"), articles=failed)).superseded_observations == 0
    assert rows(writer, "SELECT count(*) FROM observations") == [(2,)]


def test_an_article_that_turned_out_to_be_about_something_else_tells_no_figures(writer: Writer) -> None:
    first = report(2023, cases=151)
    writer.load(first)
    other = [{**row, "extractor_version": None, "relevant": False} for row in first.articles]
    assert writer.load(Batch(run=run("run-2"), articles=other)).superseded_observations == 2
    assert rows(writer, "SELECT count(*) FROM observations") == [(0,)]


def test_figures_that_stand_there_no_more_are_kept_as_history_only(writer: Writer) -> None:
    first = report(2023, cases=151, rate="98")
    writer.load(first)
    text = first.parts[0]["text"]
    failed = [{**row, "extractor_version": None, "reason": "extraction failed"} for row in first.articles]
    moved = text.replace("审结144件", "审结了144件")  # what stands behind moves by one
    found = writer.load(Batch(run=run("run-2"), articles=failed, parts=[part(first.articles[0]["url"], moved)]))
    assert found.superseded_observations == 1
    assert rows(writer, "SELECT span_text FROM observations") == [("151件",)]
    assert rows(writer, "SELECT span_text FROM observations_history") == [("98%",)]


BAD_ROWS = {
    "wrong_span": {"start": 0, "end": 3},
    "no_text": {"part_id": "table-9"},
    "span_outside_sentence": {"sentence": "这里没有那个数。"},
    "illegal_scope": {"scope": "everywhere"},
    "illegal_period_type": {"period_type": "yearly"},
    "unknown_region": {"region_code": "888888"},
    "unknown_indicator": {"indicator_id": "happiness"},
    "outside_valid_range": {
        "value": Decimal("587"),
        "indicator_id": "head_appearance_rate",
        "unit": "%",
        "kind": "rate",
    },
    "unknown_unit": {"unit": "里弄"},
    "period_backwards": {"period_start": year_period(2024)["period_start"]},
    "unknown_article": {"article_id": "nowhere"},
    "no_value": {"value": None},
    "wrong_type": {"value": "many"},
    "no_key": {"key": None},
}


@pytest.mark.parametrize("reason", BAD_ROWS)
def test_a_bad_row_goes_to_quarantine_with_the_reason_and_the_rest_lands(writer: Writer, reason: str) -> None:
    batch = report(2023, cases=151)
    cases, rate = batch.observations
    found = writer.load(
        Batch(
            run=batch.run,
            articles=batch.articles,
            parts=batch.parts,
            observations=[{**cases, **BAD_ROWS[reason]}, rate],
        )
    )
    assert (found.quarantined, found.new_observations) == (1, 1)
    [(seen, detail, row)] = rows(writer, "SELECT reason, detail, row FROM quarantine")
    assert seen == reason
    assert detail
    assert "span_text" in row


def test_a_bad_row_is_quarantined_once(writer: Writer) -> None:
    batch = report(2023, cases=151)
    bad = Batch(
        run=batch.run, articles=batch.articles, parts=batch.parts, observations=[{**batch.observations[0], "end": 1}]
    )
    assert writer.load(bad).quarantined == 1
    assert writer.load(bad).quarantined == 0
    assert rows(writer, "SELECT count(*) FROM quarantine") == [(1,)]


def test_one_key_with_two_contents_keeps_the_first(writer: Writer) -> None:
    batch = report(2023, cases=151)
    twice = [batch.observations[0], {**batch.observations[0], "scope": "court"}]
    writer.load(Batch(run=batch.run, articles=batch.articles, parts=batch.parts, observations=twice))
    assert rows(writer, "SELECT scope FROM observations") == [("whole_region",)]
    assert rows(writer, "SELECT reason FROM quarantine") == [("duplicate_key",)]


def test_offsets_are_code_points(writer: Writer) -> None:
    batch = report(2023, cases=151)
    url = batch.articles[0]["url"]
    text = "𠮷村等地😀全年办理行政复议12件。"
    rare = figure(url, text, "12件", None, "12", unit="件", **year_period(2023))
    found = writer.load(Batch(run=batch.run, articles=batch.articles, parts=[part(url, text)], observations=[rare]))
    assert (found.quarantined, found.new_observations) == (0, 1)


def test_a_township_is_known_by_its_county(writer: Writer) -> None:
    batch = report(2023, cases=151)
    township = [{**row, "region_code": "410621100"} for row in batch.observations]
    assert (
        writer.load(Batch(batch.run, articles=batch.articles, parts=batch.parts, observations=township)).quarantined
        == 0
    )


def test_an_unknown_column_is_the_callers_fault(writer: Writer) -> None:
    batch = report(2023, cases=151)
    with pytest.raises(BatchError, match="no column colour"):
        writer.load(Batch(run=batch.run, articles=[{**batch.articles[0], "colour": "red"}]))
    assert rows(writer, "SELECT count(*) FROM articles") == [(0,)]


def test_a_batch_without_a_run_is_refused(writer: Writer) -> None:
    with pytest.raises(BatchError, match="run_id"):
        writer.load(Batch(run={}))


def test_figures_may_come_as_arrow(writer: Writer) -> None:
    batch = report(2023, cases=151)
    table = pa.Table.from_pylist(list(batch.observations), schema=batch_schema("observations"))
    assert (
        writer.load(Batch(batch.run, articles=batch.articles, parts=batch.parts, observations=table)).new_observations
        == 2
    )


def test_times_are_kept_in_utc(writer: Writer) -> None:
    beijing = datetime(2026, 1, 1, 7, tzinfo=timezone(timedelta(hours=8)))
    writer.load(Batch(run={**run(), "started_at": beijing}))
    assert rows(writer, "SELECT started_at FROM runs") == [(beijing.astimezone(UTC).replace(tzinfo=None),)]


def test_sources_fetches_and_outcomes_are_merged(writer: Writer) -> None:
    batch = Batch(
        run=run(),
        sources=[
            {
                "source_id": "hebi",
                "name": "鹤壁市人民政府",
                "region_code": "410600",
                "enabled": True,
                "scope": "government",
            }
        ],
        fetches=[
            {"fetch_id": "f1", "run_id": "run-1", "source_id": "hebi", "url": "https://x.gov.cn/", "kind": "listing"}
        ],
        outcomes=[{"run_id": "run-1", "source_id": "hebi", "status": "ok", "listings": 1}],
        failures=[{"run_id": "run-1", "url": "https://x.gov.cn/a", "stage": "read", "reason": "empty page"}],
    )
    writer.load(batch)
    assert not writer.load(batch).changed
    renamed = Batch(run=run(), sources=[{**batch.sources[0], "name": "鹤壁"}])
    assert writer.load(renamed).changed
    assert rows(writer, "SELECT source_id, name FROM sources") == [("hebi", "鹤壁")]
    assert rows(writer, "SELECT count(*) FROM failures") == [(1,)]


def test_what_was_seen_is_known_to_the_next_crawl(writer: Writer) -> None:
    base = {"run_id": "run-1", "source_id": "hebi", "fetched_at": datetime(2026, 1, 1, tzinfo=UTC)}
    listing = "https://x.gov.cn/list"
    fetches = [
        {
            **base,
            "fetch_id": "1",
            "url": listing,
            "kind": "listing",
            "status": 200,
            "etag": "old",
            "listing_hash": "h1",
        },
        {
            **base,
            "fetch_id": "2",
            "url": listing,
            "kind": "listing",
            "status": 200,
            "etag": "new",
            "listing_hash": "h2",
            "fetched_at": datetime(2026, 1, 2, tzinfo=UTC),
        },
        {**base, "fetch_id": "3", "url": "https://x.gov.cn/a", "kind": "article", "status": 200, "settled": True},
        {**base, "fetch_id": "4", "url": "https://x.gov.cn/down", "kind": "article", "status": 503},
        {**base, "fetch_id": "5", "url": "https://x.gov.cn/gone", "kind": "article", "status": 404, "settled": True},
        {**base, "fetch_id": "6", "url": "https://x.gov.cn/wall", "kind": "article", "status": 200, "settled": False},
        {**base, "fetch_id": "7", "url": "https://x.gov.cn/b", "kind": "article", "status": 200, "settled": True},
    ]
    blocked = {"article_id": article_id("https://x.gov.cn/b"), "url": "https://x.gov.cn/b", "page_kind": "blocked"}
    writer.load(Batch(run=run(), fetches=fetches, articles=[blocked]))
    known = writer.known()
    assert known.seen_urls == {"https://x.gov.cn/a", "https://x.gov.cn/gone"}
    assert known.validators == {listing: ("new", "")}
    assert known.listing_hashes == {listing: "h2"}
