"""The outbox: alerts as rows, and what people say about them (muted for a while, a false alarm)."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.batch import digest
from warehouse.errors import WarehouseError
from warehouse.staging import count, given

from .rules import SEVERITIES

STATES = ("pending", "sent", "failed", "muted", "false_alarm")


@dataclass(frozen=True, slots=True)
class Alert:
    """A row of the outbox. ``report_year`` and codes are None where the alert is about none; ``created_at`` is UTC.

    ``value`` and ``value_before`` are the figures compared, in ``unit``, of the periods ``period`` and
    ``period_before``; None where a rule compares no two. ``delivered_to`` are the channels that took it: a channel that
    failed is tried again alone. ``first_run``: the run that made the warehouse raised it.
    """

    alert_id: str
    dedupe_key: str
    rule_id: str
    severity: str
    region_code: str | None
    region: str
    indicator_id: str | None
    report_year: int | None
    grade: str | None
    title: str
    message: str
    quote: str
    url: str
    published: date | None
    article_id: str | None
    observation_ids: tuple[str, ...]
    state: str
    attempts: int
    error: str
    created_at: datetime
    delivered_to: tuple[str, ...]
    run_id: str
    title_en: str = ""
    message_en: str = ""
    value: float | None = None
    value_before: float | None = None
    unit: str | None = None
    period: str | None = None
    period_before: str | None = None
    first_run: bool = False
    cause: str | None = None


_COLUMNS = """
    l.alert_id, dedupe_key, l.rule_id, severity, l.region_code, coalesce(r.full_name, ''), l.indicator_id,
    l.report_year, grade, l.title, message, quote, l.url, a.published, l.article_id, observation_ids, l.state,
    l.attempts, coalesce(l.error, ''), l.created_at, delivered_to, coalesce(l.run_id, ''), coalesce(title_en, l.title),
    coalesce(message_en, message), "value", value_before, unit, period, period_before, coalesce(first_run, false), cause
"""
_FROM = """
    FROM alerts l LEFT JOIN regions r ON r.region_code = l.region_code
    LEFT JOIN articles a ON a.article_id = l.article_id
"""
_RANKS = " ".join(f"WHEN '{severity}' THEN {place}" for place, severity in enumerate(SEVERITIES))
_ORDER = f"ORDER BY CASE severity {_RANKS} END, l.created_at, l.alert_id"


def read(con: duckdb.DuckDBPyConnection, states: Sequence[str] = STATES) -> list[Alert]:
    """The alerts in these states, most severe and oldest first; from the writer's file or the published copy."""
    sql = f"SELECT {_COLUMNS} {_FROM} WHERE l.state IN (SELECT unnest(?::VARCHAR[])) {_ORDER}"
    return _alerts(con.execute(sql, [list(states)]).fetchall())


def read_some(con: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> list[Alert]:
    """The alerts of these ids, in the same order."""
    with given(con, "wanted", pa.table({"ident": pa.array(list(ids), pa.string())})):
        sql = f"SELECT {_COLUMNS} {_FROM} WHERE l.alert_id IN (FROM wanted) {_ORDER}"
        return _alerts(con.execute(sql).fetchall())


def _alerts(rows: Sequence[tuple[Any, ...]]) -> list[Alert]:
    fields = [field.name for field in dataclasses.fields(Alert)]
    return [_alert(dict(zip(fields, row, strict=True))) for row in rows]


def _alert(row: dict[str, Any]) -> Alert:
    lists = {name: tuple(row[name] or ()) for name in ("observation_ids", "delivered_to")}
    return Alert(**row | lists)


def mark(
    con: duckdb.DuckDBPyConnection,
    ids: Sequence[str],
    state: str,
    error: str | None = None,
    delivered_to: Sequence[str] = (),
) -> int:
    """Notes an attempt to deliver these alerts, its outcome and the channels that took them; how many there are."""
    if state not in STATES:
        raise WarehouseError(f"alert state {state!r} is unknown; expected one of {', '.join(STATES)}.")
    sql = (
        "UPDATE alerts SET state = $state, error = $error, attempts = attempts + 1, updated_at = $now::TIMESTAMP, "
        "delivered_to = list_distinct(list_concat(delivered_to, $to::VARCHAR[])) "
        "WHERE alert_id IN (FROM wanted)"
    )
    with given(con, "wanted", pa.table({"ident": pa.array(list(ids), pa.string())})):
        return count(con, sql, {"state": state, "error": error, "now": _now(), "to": list(delivered_to)})


def call_false(con: duckdb.DuckDBPyConnection, alert: Alert, reason: str, cause: str) -> None:
    """A false alarm: not delivered any more, and what it holds back may be compared again. ``cause`` says what is wrong
    instead: break, alias, scope, figure or other."""
    con.execute(
        "UPDATE alerts SET state = 'false_alarm', error = $reason, cause = $cause, updated_at = $now::TIMESTAMP "
        "WHERE alert_id = $id",
        {"reason": reason, "cause": cause, "now": _now(), "id": alert.alert_id},
    )


def mute(con: duckdb.DuckDBPyConnection, alert: Alert, reason: str, until: date | None = None) -> int | None:
    """Silences alerts of this rule about this region and indicator until a day, or (None) until the region's next
    yearly report; what is raised meanwhile is kept as muted. Returns the year of the last report held.

    Raises:
        WarehouseError: the alert names no region, so that no report of it will come, and no day is given.
    """
    if until is None and alert.region_code is None:
        raise WarehouseError(
            f"alert {alert.alert_id[:8]} ({alert.rule_id}) is about no region, so no next yearly report ends the "
            "silence. Give a day: --until 2026-03-31"
        )
    [(held,)] = con.execute(
        "SELECT max(report_year) FROM yearly_reports WHERE region_code = ?", [alert.region_code]
    ).fetchall()
    year = max((year for year in (held, alert.report_year) if year is not None), default=0)
    now = _now()
    con.execute("BEGIN")
    try:
        con.execute(
            "INSERT INTO mutes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(digest(alert.alert_id, now.isoformat()), alert.alert_id, alert.rule_id, alert.region_code),
                *(alert.indicator_id, year, until, reason, now),
            ],
        )
        con.execute(
            "UPDATE alerts SET state = 'muted', error = $reason, updated_at = $now::TIMESTAMP "
            "WHERE alert_id = $id AND state <> 'false_alarm'",
            {"reason": reason, "now": now, "id": alert.alert_id},
        )
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return year or None


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
