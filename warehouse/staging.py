"""What every step of a load uses: the load's stamp, rows that fit, and the merge that writes only differences."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from .batch import Rejected, to_arrow
from .schema import BATCH_TABLES, LOAD_COLUMNS


@dataclass(frozen=True, slots=True)
class Job:
    """The load under way: its stamp, and whether its run may alert."""

    con: duckdb.DuckDBPyConnection
    load_id: str
    recorded_at: datetime
    run_id: str
    run_kind: str


@contextmanager
def given(con: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> Iterator[None]:
    """The rows as a relation of that name, for the statements inside."""
    con.register(name, rows)
    try:
        yield
    finally:
        con.unregister(name)


def with_ids(con: duckdb.DuckDBPyConnection, sql: str, ids: Iterable[str]) -> list[tuple[Any, ...]]:
    """The answer to ``sql``, in which the relation ``wanted`` holds these ids.

    A list as a parameter would do, but DuckDB looks at each of its values for half a millisecond.
    """
    with given(con, "wanted", pa.table({"ident": pa.array(list(ids), pa.string())})):
        return con.execute(sql).fetchall()


def arrow_rows(table: str, rows: Any, rejected: list[Rejected]) -> pa.Table:
    """The rows that fit, without those that lack a part of their key."""
    found, bad = to_arrow(table, rows)
    rejected += bad
    for column in BATCH_TABLES[table].key:
        empty = found.column(column).is_null()
        if column not in BATCH_TABLES[table].optional and found.column(column).null_count:
            rejected += [
                Rejected(table, row, f"no_{column}", f"{column} is empty") for row in found.filter(empty).to_pylist()
            ]
            found = found.filter(found.column(column).is_valid())
    return found


def merge(job: Job, table: str, rows: pa.Table) -> tuple[int, int]:
    """Inserts what is new and updates what differs; the counts of both. Of two rows with one key the last counts."""
    if not rows.num_rows:
        return (0, 0)
    con, key = job.con, BATCH_TABLES[table].key
    same = " AND ".join(f't."{column}" IS NOT DISTINCT FROM s."{column}"' for column in key)
    told = [column for column in rows.column_names if column not in key]
    differs = " OR ".join(f't."{column}" IS DISTINCT FROM s."{column}"' for column in told) or "false"
    updates = ", ".join(f'"{column}" = s."{column}"' for column in (*told, *LOAD_COLUMNS))
    keys = ", ".join(f'"{column}"' for column in key)
    with given(con, "given", rows.append_column("row_no", pa.array(range(rows.num_rows), pa.int64()))):
        con.execute(
            f"""
        CREATE OR REPLACE TEMP TABLE staged AS
        SELECT * EXCLUDE (row_no), $load AS load_id, $now::TIMESTAMP AS recorded_at FROM given
        QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY row_no DESC) = 1
            """,
            {"load": job.load_id, "now": job.recorded_at},
        )
    known = count(con, f"SELECT count(*) FROM staged s WHERE EXISTS (FROM {table} t WHERE {same})")
    total = count(con, "SELECT count(*) FROM staged")
    # Two statements, as DuckLake's MERGE takes one kind of change at a time.
    changed = count(
        con, f"MERGE INTO {table} t USING staged s ON {same} WHEN MATCHED AND ({differs}) THEN UPDATE SET {updates}"
    )
    if total > known:
        con.execute(
            f"INSERT INTO {table} BY NAME SELECT * FROM staged s WHERE NOT EXISTS (FROM {table} t WHERE {same})"
        )
    con.execute("DROP TABLE staged")
    return (total - known, changed)


def count(con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any] | None = None) -> int:
    """The single number that a count, or a statement that changes rows, answers with."""
    rows = con.execute(sql, values).fetchall()
    return int(rows[0][0]) if rows else 0
