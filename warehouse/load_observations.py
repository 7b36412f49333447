"""Observations into the warehouse: checked, compared with what is held, outdated ones moved to the history.

A batch stays one Arrow table all along; DuckDB looks at it for the checks and for what is held, and takes from it what
is new. Texts and sentences are thus copied once, into the table ``observations``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from . import spans
from .batch import Batch, Rejected
from .checks import find_bad
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
    """Stores the figures of a batch; leaves the temporary table ``touched``: what checks are made anew of."""
    con = job.con
    rows = _good(con, arrow_rows("observations", batch.observations, rejected), rejected)
    rows, from_copies = _of_origins(con, rows)
    rows = _numbered(rows)
    _stage_extracted(con, batch, rows, decisions)
    _stage_misplaced(con, batch)
    with given(con, "staged", rows):
        con.execute(_INCOMING)
        return _swap(job, rows, from_copies)


def _good(con: duckdb.DuckDBPyConnection, rows: pa.Table, rejected: list[Rejected]) -> pa.Table:
    """The rows that break no check; the others go to ``rejected``."""
    checked = _numbered(rows).append_column("span_check", spans.check(rows, _texts(con, rows)))
    with given(con, "staged", checked):
        faults = find_bad(con, checked)
    if faults:
        numbers = pa.array([number for number, _, _ in faults], pa.int64())
        bad = rows.take(numbers).to_pylist()
        rejected += [
            Rejected("observations", row, reason, detail) for row, (_, reason, detail) in zip(bad, faults, strict=True)
        ]
        rows = rows.filter(pc.invert(pc.is_in(checked.column("row_no"), numbers)))
    return rows


def _numbered(rows: pa.Table) -> pa.Table:
    return rows.append_column("row_no", pa.array(range(rows.num_rows), pa.int64()))


def _texts(con: duckdb.DuckDBPyConnection, rows: pa.Table) -> pa.Table:
    with given(con, "wanted", pa.table({"ident": pc.unique(rows.column("article_id"))})):
        return con.sql("SELECT article_id, part_id, text FROM parts WHERE article_id IN (FROM wanted)").to_arrow_table()


def _of_origins(con: duckdb.DuckDBPyConnection, rows: pa.Table) -> tuple[pa.Table, int]:
    """The rows of origins, and how many there were of copies: those have no figures of their own."""
    copies = with_ids(
        con,
        "SELECT article_id FROM articles WHERE article_id IN (FROM wanted) AND NOT is_origin",
        pc.unique(rows.column("article_id")).to_pylist(),
    )
    if not copies:
        return rows, 0
    told = pa.array([ident for (ident,) in copies], pa.string())
    kept = rows.filter(pc.invert(pc.is_in(rows.column("article_id"), told)))
    return kept, rows.num_rows - kept.num_rows


def _stage_extracted(
    con: duckdb.DuckDBPyConnection, batch: Batch, rows: pa.Table, decisions: Mapping[str, ClusterDecision]
) -> None:
    """The articles of which this batch tells all figures: those extracted; copies, which have none of their own; and
    those that turned out to be about something else."""
    extracted = {decision.article_id for decision in decisions.values() if not decision.is_origin}
    extracted |= {
        row["article_id"]
        for row in batch.articles
        if row.get("article_id") and (row.get("extractor_version") or row.get("relevant") is False)
    }
    extracted.update(pc.unique(rows.column("article_id")).to_pylist())
    with_ids(con, "CREATE OR REPLACE TEMP TABLE extracted AS SELECT ident AS article_id FROM wanted", extracted)


def _stage_misplaced(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Figures of articles whose text came anew but could not be extracted, which stand there no more."""
    anew = pa.array({row["article_id"] for row in batch.parts if row.get("article_id")}, pa.string())
    with given(con, "wanted", pa.table({"ident": anew})):
        rows = con.sql(
            'SELECT observation_id, article_id, part_id, "start", "end", span_text FROM observations '
            "WHERE article_id IN (FROM wanted) AND article_id NOT IN (FROM extracted)"
        ).to_arrow_table()
    wrong = rows.filter(pc.not_equal(spans.check(rows, _texts(con, rows)), spans.OK))
    with given(con, "wrong", wrong.select(["observation_id"])):
        con.execute("CREATE OR REPLACE TEMP TABLE misplaced AS FROM wrong")


# Only what tells the rows apart, and what the checks go by.
_INCOMING = """
    CREATE OR REPLACE TEMP TABLE incoming AS
    SELECT row_no, left(sha256(article_id || '|' || "key"), 32) AS observation_id, article_id, region_code, indicator_id
    FROM staged
"""
# Which extractor gave a figure first is kept; that another version gives the same is no change.
_NOT_CONTENT = ("observation_id", "extractor_version", "reference_version", *LOAD_COLUMNS)


def _swap(job: Job, rows: pa.Table, from_copies: int) -> Figures:
    """Moves what is told no more to the history, and puts in what is new; the counts."""
    con = job.con
    con.execute(_BEFORE)
    con.execute(_held() if count(con, "SELECT count(*) FROM before") else _NONE_HELD)
    con.execute(_TOUCHED)
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
    new = _insert(job, rows, unchanged)
    for table in ("incoming", "extracted", "misplaced", "before", "held"):
        con.execute(f"DROP TABLE {table}")
    return Figures(new, unchanged, superseded, from_copies)


# Of most articles nothing is held yet: their figures need no comparing, column by column, with the whole table.
_BEFORE = """
    CREATE OR REPLACE TEMP TABLE before AS
    SELECT observation_id FROM observations WHERE article_id IN (SELECT article_id FROM extracted)
    UNION ALL FROM misplaced
"""
_NONE_HELD = "CREATE OR REPLACE TEMP TABLE held AS SELECT observation_id, false AS outdated FROM before"


def _held() -> str:
    content = [name for name, _ in table_columns()["observations"] if name not in _NOT_CONTENT]
    differs = " OR ".join(f'o."{name}" IS DISTINCT FROM s."{name}"' for name in content)
    return f"""
        CREATE OR REPLACE TEMP TABLE held AS
        SELECT o.observation_id, n.observation_id IS NULL OR {differs} AS outdated
        FROM (SELECT o.* FROM observations o SEMI JOIN before USING (observation_id)) o
        LEFT JOIN incoming n USING (observation_id) LEFT JOIN staged s USING (row_no)
    """


_TOUCHED = """
    CREATE OR REPLACE TEMP TABLE touched AS
    SELECT o.observation_id, o.article_id, o.region_code, o.indicator_id
    FROM observations o WHERE o.observation_id IN (SELECT observation_id FROM held WHERE outdated)
    UNION ALL
    SELECT n.observation_id, n.article_id, n.region_code, n.indicator_id
    FROM incoming n ANTI JOIN (FROM held WHERE NOT outdated) h USING (observation_id)
"""


def _insert(job: Job, rows: pa.Table, unchanged: int) -> int:
    """Puts in the rows that are not held yet; the table goes in as it is where that is all of them."""
    ids = job.con.sql(
        "SELECT n.row_no, n.observation_id FROM incoming n "
        "ANTI JOIN (FROM held WHERE NOT outdated) h USING (observation_id) ORDER BY n.row_no"
    ).to_arrow_table()
    if unchanged:
        rows = rows.take(ids.column("row_no"))
    rows = rows.drop_columns(["row_no"]).append_column("observation_id", ids.column("observation_id"))
    with given(job.con, "fresh", rows):
        return count(
            job.con,
            "INSERT INTO observations BY NAME SELECT *, $load AS load_id, $now::TIMESTAMP AS recorded_at FROM fresh",
            {"load": job.load_id, "now": job.recorded_at},
        )
