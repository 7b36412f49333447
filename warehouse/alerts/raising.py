"""Rules are evaluated in the transaction that stores the facts: an alert is a row that lands with what causes it.

Of alerts with one dedupe key only the first is kept. Rules about how sources stand (``at: check``) are evaluated with
the check of all sources that ends a run, so that what it saw is told by the same run.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from typing import Any, TypeVar

import duckdb

from warehouse.errors import RuleError
from warehouse.staging import Job, with_ids

from .rules import SHANGHAI, AlertRule, rules

Done = TypeVar("Done")
# What is brought in afterwards is no news.
SILENT_RUNS = ("backfill", "reextract")
# Packaged rules take well under a second of a year's facts.
RULE_SECONDS = 120.0


def in_spite_of_broken_rules(attempt: Callable[[Mapping[str, RuleError]], Done]) -> Done:
    """What ``attempt`` comes to, a transaction that calls :func:`evaluate`: called again without each rule that breaks,
    because an error inside a transaction ends it."""
    failed: dict[str, RuleError] = {}
    while True:
        try:
            return attempt(failed)
        except RuleError as error:
            failed[error.rule_id] = error


def evaluate(
    job: Job, at: str, fresh: Iterable[str], failed: Mapping[str, RuleError], among: Sequence[AlertRule] | None = None
) -> list[str]:
    """Puts what the rules of this moment find into the outbox; the ids of what is new there. Inside a transaction.

    ``among`` are the rules in force, the packaged ones where it is None. A rule that breaks raises :class:`RuleError`;
    the caller comes again with it in ``failed``, and it becomes an alert (see :func:`in_spite_of_broken_rules`).
    """
    con = job.con
    if job.run_kind in SILENT_RUNS:
        return []
    with_ids(
        con, "CREATE OR REPLACE TEMP TABLE fresh_articles AS SELECT ident AS article_id FROM wanted", sorted(fresh)
    )
    today = job.recorded_at.replace(tzinfo=UTC).astimezone(SHANGHAI).date()
    con.execute("CREATE OR REPLACE TEMP TABLE this_run AS SELECT $today::DATE AS today", {"today": today})
    for rule in rules() if among is None else among:
        if rule.at == at and rule.id not in failed:
            _raise_alerts(job, rule)
    for rule_id, error in failed.items():
        _report_broken(job, rule_id, error)
    raised = con.execute("SELECT alert_id FROM alerts WHERE load_id = ? ORDER BY 1", [job.load_id]).fetchall()
    if raised:
        con.execute(_ROUND_OFF, {"load": job.load_id, "run": job.run_id, "at": at})
        con.execute(_SILENCE, {"load": job.load_id})
    con.execute("DROP TABLE fresh_articles")
    con.execute("DROP TABLE this_run")
    return [ident for (ident,) in raised]


_INSERT = """
    INSERT INTO alerts BY NAME
    SELECT DISTINCT ON (alert_id) left(sha256($rule || '|' || dedupe_key), 32) AS alert_id, $rule AS rule_id,
           $severity AS severity, 'pending' AS state, 0 AS attempts, []::VARCHAR[] AS delivered_to,
           $now::TIMESTAMP AS created_at,
           $now::TIMESTAMP AS updated_at, $run AS run_id, $load AS load_id, *
    FROM ({select})
    WHERE left(sha256($rule || '|' || dedupe_key), 32) NOT IN (SELECT alert_id FROM alerts)
"""
# A rule may leave columns out. And a warehouse is new to which no run brought anything but this one, and such as were
# cut off before; how sources stand is told by whichever run checks them.
_ROUND_OFF = """
    UPDATE alerts SET message = coalesce(message, ''), quote = coalesce(quote, ''), url = coalesce(url, ''),
        title_en = coalesce(title_en, title), message_en = coalesce(message_en, message, ''),
        observation_ids = coalesce(observation_ids, []::VARCHAR[]),
        first_run = $at = 'load' AND NOT EXISTS (
            FROM loads l WHERE l.run_id IS DISTINCT FROM $run AND l.new_articles > 0
              AND NOT EXISTS (FROM outcomes o WHERE o.run_id = l.run_id AND o.status = 'interrupted'))
    WHERE load_id = $load
"""
# What somebody muted stays silent until the day that was named, or the region's next yearly report.
_SILENCE = """
    UPDATE alerts SET state = 'muted', error = m.reason FROM mutes m
    WHERE alerts.load_id = $load AND alerts.state = 'pending' AND m.rule_id = alerts.rule_id
      AND m.region_code IS NOT DISTINCT FROM alerts.region_code
      AND m.indicator_id IS NOT DISTINCT FROM alerts.indicator_id
      AND CASE WHEN m.until IS NOT NULL THEN (SELECT today FROM this_run) < m.until
               ELSE NOT EXISTS (FROM yearly_reports y
                                WHERE y.region_code = m.region_code AND y.report_year > m.held_year) END
"""


def _raise_alerts(job: Job, rule: AlertRule) -> None:
    select = rule.sql.strip().rstrip(";")
    try:
        if rule.place:
            _refuse_all_but_a_select(job.con, rule, select)
        if rule.fresh_only:
            select = f"SELECT told.* FROM ({select}\n) told WHERE told.article_id IN (FROM fresh_articles)"
        with _in_time(job.con, rule):
            insert = _INSERT.format(select=f"{select}\n")
            job.con.execute(insert, _stamp(job, rule.id, rule.severity) | {**rule.parameters})
    except duckdb.Error as error:
        raise RuleError(rule.id, str(error), rule.place) from error


def _refuse_all_but_a_select(con: duckdb.DuckDBPyConnection, rule: AlertRule, sql: str) -> None:
    """A rule of the user's asks and changes nothing: ``SELECT 1) t; DROP TABLE x; SELECT (1`` is not put into ours."""
    kinds = [statement.type for statement in con.extract_statements(sql)]
    if kinds != [duckdb.StatementType.SELECT]:
        seen = ", ".join(kind.name for kind in kinds) or "nothing"
        raise RuleError(rule.id, f"expected one SELECT, seen: {seen}.", rule.place)


@contextmanager
def _in_time(con: duckdb.DuckDBPyConnection, rule: AlertRule) -> Iterator[None]:
    """Ends the query of a rule that does not come to an end, e.g. a recursion without a bottom: facts wait for it."""
    ended = threading.Event()

    def end() -> None:
        ended.set()
        con.interrupt()

    timer = threading.Timer(RULE_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.Error as error:
        if not ended.is_set():
            raise
        told = f"it was ended after {RULE_SECONDS:g} seconds; a rule is asked with every load."
        raise RuleError(rule.id, told, rule.place) from error
    finally:
        timer.cancel()


def _stamp(job: Job, rule_id: str, severity: str) -> dict[str, Any]:
    return {
        "rule": rule_id,
        "severity": severity,
        "now": job.recorded_at,
        "run": job.run_id,
        "load": job.load_id,
    }


def _report_broken(job: Job, rule_id: str, error: RuleError) -> None:
    select = """
        SELECT $key AS dedupe_key, '提醒规则出错：' || $about AS title, 'Alert rule fails: ' || $about AS title_en,
               $seen AS message, $seen AS message_en
    """
    told = {"key": f"{rule_id}|{job.recorded_at.date().isoformat()}", "about": rule_id, "seen": str(error)}
    job.con.execute(_INSERT.format(select=select), told | _stamp(job, "broken_rule", "high"))
