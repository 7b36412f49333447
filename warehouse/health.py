"""How sources stand: what the next run goes by, the states kept of each run, and when the last run was."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import duckdb

from . import alerts
from .errors import RuleError
from .staging import Job, with_ids

NOT_SCHEDULED = ("ingest", "reextract", "backfill", "refresh", "health")
"""Kinds of runs that ask no source whether there is anything new."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """What earlier looks at a source came to; times are aware UTC, None where there was none.

    ``last_deep`` is the last walk to the end of its listings, ``troubles`` the last looks in a row that were blocked or
    brought nothing, ``left_alone_until`` what a Retry-After asked for. ``interrupted``: its last look was cut off with
    the run, so that it is due again at once.
    """

    last_look: datetime | None = None
    last_ok: datetime | None = None
    last_deep: datetime | None = None
    troubles: int = 0
    reason: str = ""
    left_alone_until: datetime | None = None
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A row of ``source_health_at``; the columns are described in docs/data-dictionary.md."""

    source_id: str
    state: str
    why: str
    checked_at: datetime
    last_look: datetime | None
    last_ok: datetime | None
    troubles: int
    requests: int | None
    answered_share: float | None
    links: int | None
    new_items: int
    zero_days: int
    last_new: date | None
    days_since_new: int | None
    allowed_days: int | None
    articles: int
    title_share: float | None
    date_share: float | None
    origin_share: float | None
    earlier_title_share: float | None
    earlier_date_share: float | None
    earlier_origin_share: float | None
    text_length: float | None
    length_ratio: float | None

    @property
    def well(self) -> bool:
        """Whether nothing speaks against it."""
        return self.state == "ok"


_ORDER = "state = 'ok', state, source_id"
_COLUMNS = ", ".join(field.name for field in fields(SourceHealth))


def states(con: duckdb.DuckDBPyConnection) -> dict[str, SourceState]:
    """The state of every source that was looked at, by its id."""
    names = [field.name for field in fields(SourceState)]
    rows = con.execute(f"SELECT source_id, {', '.join(names)} FROM source_state").fetchall()
    return {row[0]: SourceState(*(_aware(value) for value in row[1:])) for row in rows}


def at(con: duckdb.DuckDBPyConnection, moment: datetime) -> list[SourceHealth]:
    """How each enabled source stands at a moment (aware), the unwell first. Works on the published copy too."""
    rows = con.execute(f"SELECT {_COLUMNS} FROM source_health_at($moment)", {"moment": _naive(moment)}).fetchall()
    return [SourceHealth(*(_aware(value) for value in row)) for row in rows]


def record(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    moment: datetime,
    watched: Collection[str] | None,
    rules: Sequence[alerts.AlertRule] | None = None,
) -> list[SourceHealth]:
    """Keeps how each source stands at the end of a run, once a run, and returns it.

    ``watched`` are the ids of all sources that the source files enable: others no longer count as enabled, so that a
    source taken out of the files is not found silent for ever; None leaves them as they are. What the alert rules about
    sources find is put into the outbox in the same transaction; ``rules`` are those in force, None the packaged ones.
    """
    return alerts.in_spite_of_broken_rules(partial(_record, con, run_id, moment, watched, rules))


def _record(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    moment: datetime,
    watched: Collection[str] | None,
    rules: Sequence[alerts.AlertRule] | None,
    failed_rules: Mapping[str, RuleError],
) -> list[SourceHealth]:
    [kind] = con.execute("SELECT coalesce(max(kind), '') FROM runs WHERE run_id = ?", [run_id]).fetchall()[0]
    job = Job(con, f"check-{run_id}", _naive(moment), run_id, kind)
    con.execute("BEGIN")
    try:
        if watched is not None:
            sql = "UPDATE sources SET enabled = false WHERE enabled AND source_id NOT IN (FROM wanted)"
            with_ids(con, sql, watched)
        con.execute("DELETE FROM source_health WHERE run_id = ?", [run_id])
        con.execute(
            f"INSERT INTO source_health BY NAME SELECT $run AS run_id, {_COLUMNS} FROM source_health_at($moment)",
            {"run": run_id, "moment": _naive(moment)},
        )
        alerts.evaluate(job, "check", (), failed_rules, rules)
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    kept = con.execute(f"SELECT {_COLUMNS} FROM source_health WHERE run_id = ? ORDER BY {_ORDER}", [run_id]).fetchall()
    return [SourceHealth(*(_aware(value) for value in row)) for row in kept]


def last_run(con: duckdb.DuckDBPyConnection) -> datetime | None:
    """When the last run ended that asked the sources and did not fail; None where there was none."""
    kinds = ", ".join(f"'{kind}'" for kind in NOT_SCHEDULED)
    sql = f"SELECT max(finished_at) FROM runs WHERE status <> 'failed' AND kind NOT IN ({kinds})"
    found: datetime | None = _aware(con.execute(sql).fetchall()[0][0])
    return found


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
