"""A batch into the warehouse: one transaction, and the same batch a second time changes nothing.

Whatever a row says is compared with what is held; only differences are written, so every row keeps the load that
brought it. Observations that a re-read article no longer gives, or gives otherwise, move to ``observations_history``.
"""

import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

import duckdb
import pyarrow as pa

from . import alerts, arithmetic, corrections, reviews
from .batch import Batch, Rejected, digest
from .errors import BatchError, RuleError, WarehouseError
from .load_articles import store_articles
from .load_observations import store_observations
from .schema import table_columns
from .staging import Job, arrow_rows, count, given, merge


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. ``changed`` is False where everything was known already; then nothing was written at all.

    ``superseded_observations`` counts figures that the source tells no more, or tells otherwise (those that came in
    their place are among the new ones). ``from_copies`` were given for an article that is a copy, and left out.
    """

    load_id: str
    changed: bool
    new_articles: int = 0
    changed_articles: int = 0
    copies: int = 0
    new_observations: int = 0
    unchanged_observations: int = 0
    superseded_observations: int = 0
    from_copies: int = 0
    quarantined: int = 0
    alerts_raised: int = 0
    alert_ids: tuple[str, ...] = ()
    failed_rules: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def new_facts(self) -> bool:
        """Whether anything was learned: a run that finds nothing still leaves its own record."""
        return bool(self.new_articles or self.changed_articles or self.new_observations or self.superseded_observations)


def load(con: duckdb.DuckDBPyConnection, batch: Batch, rules: Sequence[alerts.AlertRule] | None = None) -> LoadReport:
    """Stores ``batch`` in one transaction and evaluates the alert rules inside it (None: the packaged ones).

    Rows that break a rule go to ``quarantine`` with the reason, the others land. An alert rule that fails is left out,
    is itself alerted, and stops nothing. Raises :class:`BatchError` where the batch cannot be judged row by row.
    """
    if not batch.run.get("run_id"):
        raise BatchError("a batch needs run['run_id'] and run['kind'], so that every row can tell where it came from.")
    return alerts.in_spite_of_broken_rules(partial(_attempt, con, batch, rules))


def _attempt(
    con: duckdb.DuckDBPyConnection,
    batch: Batch,
    rules: Sequence[alerts.AlertRule] | None,
    failed_rules: Mapping[str, RuleError],
) -> LoadReport:
    started = time.perf_counter()
    now = datetime.now(UTC).replace(tzinfo=None)
    run_id = str(batch.run["run_id"])
    job = Job(con, digest(run_id, now.isoformat())[:16], now, run_id, str(batch.run.get("kind") or ""))
    con.execute("BEGIN")
    try:
        report = _store(job, batch, rules, failed_rules)
        if not report.changed:
            con.execute("ROLLBACK")
            return report
        report = replace(report, seconds=round(time.perf_counter() - started, 3))
        _record_load(job, report)
        con.execute("COMMIT")
    except _NO_ROOM as error:  # a COMMIT that the disk refuses is a TransactionException
        _roll_back(con)
        raise WarehouseError(
            f"the batch of run {run_id} could not be stored: {str(error).splitlines()[0]} Nothing of it was, what was "
            "held before is untouched. Make room on the disk (or give more memory), then run the same command again."
        ) from error
    except BaseException:
        _roll_back(con)
        raise
    return report


_NO_ROOM = (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException, duckdb.TransactionException)


def _roll_back(con: duckdb.DuckDBPyConnection) -> None:
    # Where the disk failed, DuckDB has let go of the transaction and refuses any further statement.
    with contextlib.suppress(duckdb.FatalException, duckdb.TransactionException):
        con.execute("ROLLBACK")


def _store(
    job: Job, batch: Batch, rules: Sequence[alerts.AlertRule] | None, failed_rules: Mapping[str, RuleError]
) -> LoadReport:
    rejected: list[Rejected] = []
    written = 0
    plain = {
        "runs": [batch.run],
        "sources": batch.sources,
        "fetches": batch.fetches,
        "outcomes": batch.outcomes,
        "failures": batch.failures,
    }
    for table, rows in plain.items():
        written += sum(merge(job, table, arrow_rows(table, rows, rejected)))
    articles = store_articles(job, batch, rejected)
    figures = store_observations(job, batch, articles.decisions, rejected)
    if figures.new or figures.superseded:
        arithmetic.update(job)
    job.con.execute("DROP TABLE touched")
    reviews.apply(job.con)
    corrections.apply(job.con)
    quarantined = _quarantine(job, rejected)
    raised = alerts.evaluate(job, "load", articles.fresh, failed_rules, rules)
    return LoadReport(
        load_id=job.load_id,
        changed=bool(
            written or articles.new or articles.changed or quarantined or raised or figures.new or figures.superseded
        ),
        new_articles=articles.new,
        changed_articles=articles.changed,
        copies=articles.copies,
        new_observations=figures.new,
        unchanged_observations=figures.unchanged,
        superseded_observations=figures.superseded,
        from_copies=figures.from_copies,
        quarantined=quarantined,
        alerts_raised=len(raised),
        alert_ids=tuple(raised),
        failed_rules=tuple(failed_rules),
    )


def _quarantine(job: Job, rejected: Sequence[Rejected]) -> int:
    rows = pa.table(
        {
            "quarantine_id": pa.array([entry.id for entry in rejected], pa.string()),
            "table_name": pa.array([entry.table for entry in rejected], pa.string()),
            "article_id": pa.array([_text(entry.row.get("article_id")) for entry in rejected], pa.string()),
            "key": pa.array([_text(entry.row.get("key")) for entry in rejected], pa.string()),
            "reason": pa.array([entry.reason for entry in rejected], pa.string()),
            "detail": pa.array([entry.detail for entry in rejected], pa.string()),
            "row": pa.array([entry.json for entry in rejected], pa.string()),
        }
    )
    with given(job.con, "given", rows):
        return count(
            job.con,
            "INSERT INTO quarantine BY NAME "
            "SELECT DISTINCT ON (quarantine_id) *, $run AS run_id, $load AS load_id, $now::TIMESTAMP AS recorded_at "
            "FROM given WHERE quarantine_id NOT IN (SELECT quarantine_id FROM quarantine)",
            {"run": job.run_id, "load": job.load_id, "now": job.recorded_at},
        )


def _record_load(job: Job, report: LoadReport) -> None:
    told = {name: getattr(report, name) for name, _ in table_columns()["loads"] if hasattr(report, name)}
    told |= {"run_id": job.run_id, "recorded_at": job.recorded_at}
    names = ", ".join(told)
    job.con.execute(f"INSERT INTO loads ({names}) VALUES ({', '.join('?' for _ in told)})", list(told.values()))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
