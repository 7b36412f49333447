"""How a source stands: silence is held against its own rhythm, and told apart from blocks, reach and a rebuilt page."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from batches import article
from warehouse import Batch, Writer
from warehouse.health import SourceHealth, at, last_run

START = datetime(2025, 3, 3, 0, 30, tzinfo=UTC)  # a Monday, 08:30 in China
SOURCE = {
    "source_id": "s",
    "name": "澄屏县",
    "region_code": "410600",
    "cadence": "weekly",
    "enabled": True,
    "look_hours": 22,
    "silent_days": 30,
}


def run_row(ident: str, when: datetime, **facts: Any) -> dict[str, Any]:
    told = {"run_id": ident, "kind": "schedule", "started_at": when, "finished_at": when + timedelta(minutes=9)}
    return told | {"status": "complete"} | facts


def look(
    writer: Writer,
    when: datetime,
    items: Sequence[dict[str, Any]] = (),
    *,
    source: dict[str, Any] | None = None,
    status: str = "ok",
    errors: int = 0,
    **outcome: Any,
) -> None:
    """A run that looks at the source: its outcome, a row a request, and the articles that are new."""
    source = SOURCE | (source or {})
    ident, run = source["source_id"], f"{when:%Y%m%dT%H%M%S}-{(source or SOURCE)['source_id']}"
    listing = {"kind": "listing", "url": f"http://{ident}/", "error": "no answer" if status != "ok" else ""}
    fetches = [listing, *({"kind": "article", "url": f"http://{ident}/e{n}", "error": "x"} for n in range(errors))]
    fetches += [{"kind": "article", "url": item["url"], "error": ""} for item in items]
    rows = [
        {"fetch_id": f"{run}-{n}", "run_id": run, "source_id": ident, "fetched_at": when, "settled": True} | fetch
        for n, fetch in enumerate(fetches)
    ]
    told = {"run_id": run, "source_id": ident, "status": status, "listings": 1, "links": 20, "new_pages": len(items)}
    writer.con.execute("DELETE FROM sources WHERE source_id = ?", [ident])
    put(writer, "runs", [run_row(run, when)])
    put(writer, "sources", [source])
    put(writer, "fetches", rows)
    put(writer, "outcomes", [told | {"failures": errors, "reason": outcome.pop("reason", "")} | outcome])
    own = {"source_id": ident, "fetch_id": rows[-1]["fetch_id"], "text_length": 480, "recorded_at": when}
    put(writer, "articles", [row | own for row in items])


def put(writer: Writer, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Rows as a load leaves them, without its work on texts and figures: a test has hundreds."""
    for row in rows:
        plain = [value.replace(tzinfo=None) if isinstance(value, datetime) else value for value in row.values()]
        names = ", ".join(row)
        writer.con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in row)})", plain)


def item(number: int, published: date | None, **facts: Any) -> dict[str, Any]:
    told = {
        "genre": "news",
        "region_code": "410600",
        "source_name": "澄屏县司法局",
        "title": f"工作动态{number}",
    } | facts
    return article(f"http://s/{number}.html", published=published, host="s", **told)


def items(first: int, days: Sequence[date | None], **facts: Any) -> list[dict[str, Any]]:
    return [item(first + n, day, **facts) for n, day in enumerate(days)]


def health(writer: Writer, moment: datetime) -> SourceHealth:
    (found,) = at(writer.con, moment)
    return found


def days_before(moment: datetime, *ages: int) -> list[date | None]:
    return [moment.date() - timedelta(days=age) for age in ages]


def test_a_source_that_brings_something_is_ok(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, 0, 3, 9)))
    found = health(writer, START + timedelta(hours=5))
    assert (found.state, found.why, found.new_items, found.last_new) == ("ok", "", 3, START.date())
    assert (found.days_since_new, found.allowed_days, found.answered_share) == (0, 30, 1.0)
    assert (found.title_share, found.date_share, found.origin_share) == (1.0, 1.0, 1.0)


def test_what_the_first_look_finds_had_appeared_before(writer: Writer) -> None:
    """A column that died years ago is silent at once, though all of it is new to us."""
    look(writer, START, items(1, [date(2019, 5, 1), date(2019, 6, 1)]))
    found = health(writer, START + timedelta(hours=5))
    assert (found.state, found.last_new) == ("silent", date(2019, 6, 1))
    assert "usual are 30 at most" in found.why


def test_what_a_later_look_finds_appeared_then_though_it_is_backdated(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, 40)))
    assert health(writer, START + timedelta(hours=1)).state == "silent"
    look(writer, START + timedelta(days=1), items(9, days_before(START, 200)))
    found = health(writer, START + timedelta(days=1, hours=1))
    assert (found.state, found.days_since_new) == ("ok", 0)


def test_silence_is_held_against_the_source_s_own_rhythm(writer: Writer) -> None:
    """Something new every other day for a month: after two weeks without it is silent, whatever cadence is declared."""
    look(writer, START, items(1, days_before(START, *range(0, 40, 2))))
    later = START + timedelta(days=14)
    look(writer, later, source={"silent_days": 430, "cadence": "yearly"})
    found = health(writer, later + timedelta(hours=1))
    assert (found.state, found.allowed_days, found.days_since_new) == ("silent", 10, 14)


def test_a_source_slower_than_declared_is_not_called_silent_for_ever(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, *range(0, 480, 60))), source={"silent_days": 12})
    later = START + timedelta(days=50)
    look(writer, later, source={"silent_days": 12})
    found = health(writer, later + timedelta(hours=1))
    assert (found.state, found.allowed_days) == ("ok", 180)


SEASONAL = {"season": "1-4", "cadence": "yearly", "silent_days": 430}


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2025, 12, 1, tzinfo=UTC), "ok"),  # brought something in this year's season
        (datetime(2026, 3, 30, tzinfo=UTC), "ok"),  # the new season is not over
        (datetime(2026, 5, 2, tzinfo=UTC), "silent"),
    ],
)
def test_a_seasonal_column_is_silent_when_a_season_has_passed_without_anything(
    writer: Writer, moment: datetime, state: str
) -> None:
    look(writer, START, items(1, days_before(START, 4)), source=SEASONAL)
    look(writer, moment, source=SEASONAL)
    found = health(writer, moment + timedelta(hours=1))
    assert found.state == state
    assert ("2026-01-01" in found.why) is (state == "silent")


def test_a_season_over_the_turn_of_the_year(writer: Writer) -> None:
    winter = {"season": "11-2", "cadence": "yearly", "silent_days": 430}
    look(writer, datetime(2024, 12, 5, tzinfo=UTC), items(1, [date(2024, 12, 1)]), source=winter)
    for moment, state in (("2025-10-01", "ok"), ("2026-02-27", "ok"), ("2026-03-01", "silent")):
        then = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        look(writer, then, source=winter)
        assert health(writer, then).state == state


@pytest.mark.parametrize(
    ("status", "state"),
    [("blocked", "blocked"), ("unreachable", "unreachable_from_here"), ("failed", "failing")],
)
def test_what_is_blocked_or_out_of_reach_is_not_called_silent(writer: Writer, status: str, state: str) -> None:
    look(writer, START, items(1, days_before(START, 90)))
    for number in (1, 2, 3):
        look(writer, START + timedelta(days=number), status=status, reason="HTTP 412 with a script challenge")
    found = health(writer, START + timedelta(days=3, hours=1))
    assert (found.state, found.troubles, found.last_ok) == (state, 3, START)
    assert found.why == "3 looks in a row, the last: HTTP 412 with a script challenge"
    look(writer, START + timedelta(days=4), items(50, days_before(START, 0)))
    assert health(writer, START + timedelta(days=4, hours=1)).troubles == 0


def test_no_links_on_a_page_that_parsed_is_not_no_news(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, 1)))
    look(writer, START + timedelta(days=1), status="partial", empty_listings=1, reason="0 links")
    found = health(writer, START + timedelta(days=1, hours=1))
    assert found.state == "no_links" and "rebuilt" in found.why


def test_pages_that_fail_are_told_though_the_listing_answers(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, 1)))
    look(
        writer, START + timedelta(days=1), items(2, days_before(START, 0)), status="partial", errors=5, reason="5 x 500"
    )
    found = health(writer, START + timedelta(days=1, hours=1))
    assert (found.state, found.why) == ("failing", "5 x 500")
    assert found.answered_share is not None and found.answered_share < 0.5


def test_a_source_that_no_run_asks_is_told(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, 1)))
    assert health(writer, START + timedelta(hours=40)).state == "ok"
    found = health(writer, START + timedelta(hours=70))
    assert (found.state, found.why) == ("not_asked", "last asked 70 hours ago, due every 22")


def test_fields_that_are_lost_after_a_rebuild_are_told(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, *range(30))))
    later = START + timedelta(days=1)
    look(writer, later, items(100, [None] * 20, source_name=""))
    found = health(writer, later + timedelta(hours=1))
    assert (found.state, found.date_share, found.earlier_date_share) == ("fields_missing", 0.0, 1.0)
    assert found.why == "of the last 20 articles 100 % have a title, 0 % a date, 0 % a 来源"


def test_a_source_that_never_names_its_origin_is_well(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, *range(40)), source_name=""))
    found = health(writer, START + timedelta(hours=1))
    assert (found.state, found.origin_share, found.earlier_origin_share) == ("ok", 0.0, 0.0)


def test_texts_that_shrink_to_a_stub_are_told(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, *range(20))))
    later = START + timedelta(days=1)
    short = items(100, days_before(START, *[0] * 20))
    look(writer, later, short)
    writer.con.execute("UPDATE articles SET text_length = 12 WHERE url LIKE 'http://s/1__.html'")
    found = health(writer, later + timedelta(hours=1))
    assert found.state == "text_drift" and found.length_ratio is not None and found.length_ratio < 0.33


def test_days_without_anything_are_zeros(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, 0, 1)))
    look(writer, START + timedelta(days=3), items(5, days_before(START, 0)))
    rows = writer.con.execute(
        'SELECT "day", requests, new_items FROM source_days(\'2025-03-07\', 30) ORDER BY "day"'
    ).fetchall()
    assert rows == [
        (date(2025, 3, 3), 3, 2),
        (date(2025, 3, 4), 0, 0),
        (date(2025, 3, 5), 0, 0),
        (date(2025, 3, 6), 2, 1),
        (date(2025, 3, 7), 0, 0),
    ]
    found = health(writer, START + timedelta(days=4))
    assert (found.new_items, found.zero_days, found.requests) == (3, 3, 5)


def test_what_was_never_looked_at_and_what_is_disabled(writer: Writer) -> None:
    rows = [SOURCE, SOURCE | {"source_id": "off", "enabled": False}]
    writer.load(Batch(run=run_row("r", START), sources=rows))
    found = health(writer, START)
    assert (found.source_id, found.state) == ("s", "never_looked")


def test_the_state_is_kept_of_each_run_and_for_what_is_watched_only(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, 0)))
    look(writer, START, source={"source_id": "taken_out"})
    kept = writer.record_health("run-a", START, {"s"})
    assert [entry.source_id for entry in kept] == ["s"]
    writer.record_health("run-a", START, {"s"})
    writer.record_health("run-b", START + timedelta(days=60), {"s"})
    rows = writer.con.execute("SELECT run_id, source_id, state FROM source_health ORDER BY run_id").fetchall()
    assert rows == [("run-a", "s", "ok"), ("run-b", "s", "not_asked")]


def test_the_check_of_all_sources_tells_at_once_which_fell_silent(writer: Writer) -> None:
    """Not the load of the run after: that would come a day late, or never where it has nothing to load."""
    look(writer, START, items(1, days_before(START, *range(0, 40, 2))))
    later = START + timedelta(days=60)
    look(writer, later)
    writer.record_health("run-a", START, {"s"})
    assert [alert.rule_id for alert in writer.pending_alerts()] == []
    writer.record_health("run-b", later, {"s"})
    writer.record_health("run-b", later, {"s"})
    [alert] = writer.pending_alerts()
    assert (alert.rule_id, alert.dedupe_key.split("|")[:2], alert.run_id) == ("source_unwell", ["s", "silent"], "run-b")


def test_what_the_next_run_goes_by(writer: Writer) -> None:
    look(writer, START)
    look(writer, START + timedelta(days=1), deep=True)
    look(writer, START + timedelta(days=2), status="blocked", reason="HTTP 429")
    writer.con.execute(
        "UPDATE fetches SET retry_after = 3600, label = 'throttled' WHERE fetched_at = ?",
        [(START + timedelta(days=2)).replace(tzinfo=None)],
    )
    state = writer.source_states()["s"]
    assert (state.last_look, state.last_deep) == (START + timedelta(days=2), START + timedelta(days=1))
    assert (state.last_ok, state.troubles, state.reason) == (START + timedelta(days=1), 1, "HTTP 429")
    assert state.left_alone_until == START + timedelta(days=2, hours=1)


def test_a_look_that_was_cut_off_is_no_fault_of_the_site_and_no_walk_to_the_end(writer: Writer) -> None:
    look(writer, START, items(2, days_before(START, 0)), status="interrupted", errors=9, reason="interrupted")
    state = writer.source_states()["s"]
    assert (state.interrupted, state.last_deep, state.troubles) == (True, None, 0)
    assert (health(writer, START).state, health(writer, START).why) == ("ok", "interrupted")
    look(writer, START + timedelta(hours=1), items(1, days_before(START, 0)))
    state = writer.source_states()["s"]
    assert (state.interrupted, state.last_deep) == (False, START + timedelta(hours=1))


def test_what_a_first_walk_finds_that_was_cut_off_and_ended_later_is_no_news_of_today(writer: Writer) -> None:
    look(writer, START, items(1, days_before(START, 100)), status="interrupted", reason="interrupted")
    look(writer, START + timedelta(hours=1), items(2, days_before(START, 90)))
    found = health(writer, START + timedelta(hours=2))
    assert (found.state, found.days_since_new) == ("silent", 90)


def test_the_heartbeat_counts_runs_that_ask_sources(writer: Writer) -> None:
    assert last_run(writer.con) is None
    writer.load(Batch(run=run_row("one", START)))
    writer.load(Batch(run=run_row("two", START + timedelta(days=1), kind="ingest")))
    writer.load(Batch(run=run_row("three", START + timedelta(days=2), status="failed")))
    assert last_run(writer.con) == START + timedelta(minutes=9)
