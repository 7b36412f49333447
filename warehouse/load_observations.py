"""Observations into the warehouse: checked, compared with what is held, outdated ones moved to the history."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from .batch import Batch, Rejected
from .checks import check_spans, find_bad
from .cluster import ClusterDecision
from .schema import LOAD_COLUMNS, table_columns
from .staging import Job, arrow_rows, count, given, with_ids


@dataclass(frozen=True, slots=True)
class Figures:
    new: int
    unchanged: int
    superseded: int
    from_copies: int


def store_observations(
    job: Job, batch: Batch, decisions: Mapping[str, ClusterDecision], rejected: list[Rejected]
) -> Figures:
    con = job.con
    rows = arrow_rows("observations", batch.observations, rejected)
    rows = check_spans(rows, _texts(con, set(rows.column("article_id").to_pylist())))
    with given(con, "staged", rows):
        bad, faults = find_bad(con, rows)
    rejected += faults
    good = rows.filter(pc.invert(pc.is_in(rows.column("row_no"), pa.array(bad, pa.int64())))) if bad else rows
    with given(con, "staged", good):
        _stage_good(job)
    from_copies = count(
        con,
        "DELETE FROM incoming WHERE article_id IN (SELECT article_id FROM articles WHERE NOT is_origin)",
    )
    _stage_extracted(con, batch, decisions)
    return _swap(job, from_copies)


def _texts(con: duckdb.DuckDBPyConnection, idents: set[str]) -> dict[tuple[str, str], str]:
    sql = "SELECT article_id, part_id, text FROM parts WHERE article_id IN (FROM wanted)"
    rows = with_ids(con, sql, idents)
    return {(ident, part): text for ident, part, text in rows}


def _stage_good(job: Job) -> None:
    columns = ", ".join(
        f'"{name}"' for name, _ in table_columns()["observations"] if name not in ("observation_id", *LOAD_COLUMNS)
    )
    job.con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE incoming AS
        SELECT left(sha256(article_id || '|' || "key"), 32) AS observation_id, {columns},
               $load AS load_id, $now::TIMESTAMP AS recorded_at
        FROM staged
        """,
        {"load": job.load_id, "now": job.recorded_at},
    )


def _stage_extracted(con: duckdb.DuckDBPyConnection, batch: Batch, decisions: Mapping[str, ClusterDecision]) -> None:
    """The articles of which this batch tells all figures: those extracted, and copies, which have none of their own."""
    extracted = {decision.article_id for decision in decisions.values() if not decision.is_origin}
    extracted |= {row["article_id"] for row in batch.articles if row.get("extractor_version") and row.get("article_id")}
    with_ids(
        con,
        "CREATE OR REPLACE TEMP TABLE extracted AS SELECT ident AS article_id FROM wanted "
        "UNION SELECT article_id FROM incoming",
        extracted,
    )


# Which extractor gave a figure first is kept; that another version gives the same is no change.
_NOT_CONTENT = ("observation_id", "extractor_version", "reference_version", *LOAD_COLUMNS)


def _swap(job: Job, from_copies: int) -> Figures:
    """Moves what is told no more to the history, and puts in what is new; the counts."""
    con = job.con
    content = [name for name, _ in table_columns()["observations"] if name not in _NOT_CONTENT]
    differs = " OR ".join(f'o."{name}" IS DISTINCT FROM n."{name}"' for name in content)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE held AS
        SELECT o.observation_id, n.observation_id IS NULL OR {differs} AS outdated
        FROM observations o LEFT JOIN incoming n USING (observation_id)
        WHERE o.article_id IN (SELECT article_id FROM extracted)
        """
    )
    # What checks are made anew of: the old tellings and the new.
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE touched AS
        SELECT o.observation_id, o.article_id, o.region_code, o.indicator_id
        FROM observations o WHERE o.observation_id IN (SELECT observation_id FROM held WHERE outdated)
        UNION ALL
        SELECT n.observation_id, n.article_id, n.region_code, n.indicator_id
        FROM incoming n ANTI JOIN (FROM held WHERE NOT outdated) h USING (observation_id)
        """
    )
    superseded = count(con, "SELECT count(*) FROM held WHERE outdated")
    unchanged = count(con, "SELECT count(*) FROM held WHERE NOT outdated")
    if superseded:
        outdated = "observation_id IN (SELECT observation_id FROM held WHERE outdated)"
        con.execute(
            "INSERT INTO observations_history BY NAME "
            "SELECT *, $now::TIMESTAMP AS superseded_at, $load AS superseded_by FROM observations "
            f"WHERE {outdated}",
            {"now": job.recorded_at, "load": job.load_id},
        )
        con.execute(f"DELETE FROM observations WHERE {outdated}")
    new = count(
        con,
        "INSERT INTO observations BY NAME SELECT n.* FROM incoming n "
        "ANTI JOIN (FROM held WHERE NOT outdated) h USING (observation_id)",
    )
    for table in ("incoming", "extracted", "held"):
        con.execute(f"DROP TABLE {table}")
    return Figures(new, unchanged, superseded, from_copies)
