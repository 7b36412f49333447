"""Alerts due: rules as data, evaluated in the transaction that stores the facts, kept in the outbox ``alerts``.

A rule is a SELECT in ``alert_rules/<id>.sql`` and an entry in ``alert_rules/rules.yaml``. It sees the table
``fresh_articles(article_id)``: the origins this load brought that no load before took figures from. So a reprint, a
page read again and a re-extraction never alert, whatever a rule says. And it sees ``this_run(today)``, the day of the
load in Shanghai. Of alerts with one dedupe key only the first is kept. Rules about how sources stand (``at: check``)
are evaluated with the check of all sources that ends a run, so that what it saw is told by the same run.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import yaml

from .errors import RuleError, WarehouseError
from .staging import Job, count, given, with_ids

Done = TypeVar("Done")
SHANGHAI = ZoneInfo("Asia/Shanghai")
FOLDER = Path(__file__).resolve().parent / "alert_rules"
SEVERITIES = ("high", "medium", "low")
STATES = ("pending", "sent", "failed", "muted")
MOMENTS = ("load", "check")
# What is brought in afterwards is no news.
SILENT_RUNS = ("backfill", "reextract")
COLUMNS = (
    *("dedupe_key", "region_code", "indicator_id", "report_year", "grade", "title", "message", "quote", "url"),
    *("article_id", "observation_ids"),
)


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One rule: ``sql`` answers with the columns :data:`COLUMNS`, a row an alert.

    ``at`` is one of :data:`MOMENTS`: whether new facts or the check of all sources can make it fire.
    """

    id: str
    severity: str
    title: str
    description: str
    sql: str
    at: str = "load"


@dataclass(frozen=True, slots=True)
class Alert:
    """A row of the outbox. ``report_year`` and codes are None where the alert is about none; ``created_at`` is UTC.

    ``delivered_to`` are the channels that took it: a channel that failed is tried again alone.
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


@lru_cache(maxsize=4)
def rules(folder: Path = FOLDER) -> tuple[AlertRule, ...]:
    """All rules in the order of ``rules.yaml``; raises :class:`RuleError` naming the entry that is wrong."""
    entries = yaml.safe_load((folder / "rules.yaml").read_text(encoding="utf-8"))["rules"]
    return tuple(_rule(folder, entry) for entry in entries)


def _rule(folder: Path, entry: Mapping[str, str]) -> AlertRule:
    ident = str(entry.get("id") or "(without id)")
    missing = [field for field in ("id", "severity", "title", "description") if not entry.get(field)]
    if missing:
        raise RuleError(ident, f"its entry lacks {', '.join(missing)}.")
    if entry["severity"] not in SEVERITIES:
        raise RuleError(ident, f"severity {entry['severity']!r}, expected one of {', '.join(SEVERITIES)}.")
    at = entry.get("at", "load")
    if at not in MOMENTS:
        raise RuleError(ident, f"at {at!r}, expected one of {', '.join(MOMENTS)}.")
    file = folder / f"{ident}.sql"
    if not file.is_file():
        raise RuleError(ident, f"there is no {file.name}.")
    sql = file.read_text(encoding="utf-8")
    return AlertRule(ident, entry["severity"], entry["title"], entry["description"], sql, at)


def in_spite_of_broken_rules(attempt: Callable[[Mapping[str, RuleError]], Done]) -> Done:
    """What ``attempt`` comes to, a transaction that calls :func:`evaluate`: called again without each rule that breaks,
    because an error inside a transaction ends it."""
    failed: dict[str, RuleError] = {}
    while True:
        try:
            return attempt(failed)
        except RuleError as error:
            failed[error.rule_id] = error


def evaluate(job: Job, at: str, fresh: Iterable[str], failed: Mapping[str, RuleError]) -> list[str]:
    """Puts what the rules of this moment find into the outbox; the ids of what is new there. Inside a transaction.

    A rule that breaks raises :class:`RuleError`; the caller comes again with it in ``failed``, and it becomes an alert
    (see :func:`in_spite_of_broken_rules`).
    """
    con = job.con
    if job.run_kind in SILENT_RUNS:
        return []
    with_ids(
        con, "CREATE OR REPLACE TEMP TABLE fresh_articles AS SELECT ident AS article_id FROM wanted", sorted(fresh)
    )
    today = job.recorded_at.replace(tzinfo=UTC).astimezone(SHANGHAI).date()
    con.execute("CREATE OR REPLACE TEMP TABLE this_run AS SELECT $today::DATE AS today", {"today": today})
    for rule in rules():
        if rule.at == at and rule.id not in failed:
            _raise_alerts(job, rule)
    for rule_id, error in failed.items():
        _report_broken(job, rule_id, error)
    con.execute("DROP TABLE fresh_articles")
    con.execute("DROP TABLE this_run")
    return [
        ident
        for (ident,) in con.execute(
            "SELECT alert_id FROM alerts WHERE load_id = ? ORDER BY 1", [job.load_id]
        ).fetchall()
    ]


_INSERT = """
    INSERT INTO alerts BY NAME
    SELECT DISTINCT ON (alert_id) left(sha256($rule || '|' || dedupe_key), 32) AS alert_id, $rule AS rule_id,
           $severity AS severity, 'pending' AS state, 0 AS attempts, []::VARCHAR[] AS delivered_to,
           $now::TIMESTAMP AS created_at,
           $now::TIMESTAMP AS updated_at, $run AS run_id, $load AS load_id, *
    FROM ({select})
    WHERE left(sha256($rule || '|' || dedupe_key), 32) NOT IN (SELECT alert_id FROM alerts)
"""


def _raise_alerts(job: Job, rule: AlertRule) -> None:
    select = f"SELECT {', '.join(COLUMNS)} FROM ({rule.sql.strip().rstrip(';')})"
    stamp = {"now": job.recorded_at, "run": job.run_id, "load": job.load_id}
    try:
        job.con.execute(_INSERT.format(select=select), {"rule": rule.id, "severity": rule.severity, **stamp})
    except duckdb.Error as error:
        raise RuleError(rule.id, str(error)) from error


def _report_broken(job: Job, rule_id: str, error: RuleError) -> None:
    day = job.recorded_at.date().isoformat()
    select = """
        SELECT $key AS dedupe_key, NULL::VARCHAR AS region_code, NULL::VARCHAR AS indicator_id,
               NULL::INTEGER AS report_year,
               NULL::VARCHAR AS grade, '提醒规则出错：' || $about AS title, $seen AS message, '' AS quote, '' AS url,
               NULL::VARCHAR AS article_id, []::VARCHAR[] AS observation_ids
    """
    values = {
        "key": f"{rule_id}|{day}",
        "about": rule_id,
        "seen": str(error),
        "rule": "broken_rule",
        "severity": "high",
    }
    stamp = {"now": job.recorded_at, "run": job.run_id, "load": job.load_id}
    job.con.execute(_INSERT.format(select=select), values | stamp)


def read(con: duckdb.DuckDBPyConnection, states: Sequence[str] = STATES) -> list[Alert]:
    """The alerts in these states, most severe and oldest first; from the writer's file or the published copy."""
    order = " ".join(f"WHEN '{severity}' THEN {place}" for place, severity in enumerate(SEVERITIES))
    rows = con.execute(
        f"""
        SELECT alert_id, dedupe_key, rule_id, severity, l.region_code, coalesce(r.full_name, ''), l.indicator_id,
               l.report_year, grade, l.title, message, quote, l.url, a.published, l.article_id, observation_ids, state,
               attempts, coalesce(error, ''), created_at, delivered_to, coalesce(l.run_id, '')
        FROM alerts l LEFT JOIN regions r USING (region_code) LEFT JOIN articles a ON a.article_id = l.article_id
        WHERE state IN (SELECT unnest(?::VARCHAR[]))
        ORDER BY CASE severity {order} END, created_at, alert_id
        """,
        [list(states)],
    ).fetchall()
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
    now = datetime.now(UTC).replace(tzinfo=None)
    sql = (
        "UPDATE alerts SET state = $state, error = $error, attempts = attempts + 1, updated_at = $now::TIMESTAMP, "
        "delivered_to = list_distinct(list_concat(delivered_to, $to::VARCHAR[])) "
        "WHERE alert_id IN (FROM wanted)"
    )
    with given(con, "wanted", pa.table({"ident": pa.array(list(ids), pa.string())})):
        return count(con, sql, {"state": state, "error": error, "now": now, "to": list(delivered_to)})
