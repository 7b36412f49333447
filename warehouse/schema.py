"""What a batch may hold: the Arrow schema of each table, read off the migrated schema itself, so that no second copy
of the columns exists.

``batch_schema("observations")`` gives the columns a caller hands over; the warehouse adds the rest (ids, cluster,
load).
"""

from dataclasses import dataclass
from functools import lru_cache

import duckdb
import pyarrow as pa

from .errors import BatchError
from .migrate import migrate

LOAD_COLUMNS = ("load_id", "recorded_at")


@dataclass(frozen=True, slots=True)
class BatchTable:
    """``key`` identifies a row; ``own`` are the columns that the warehouse fills in, besides the load's; ``optional``
    are parts of the key that may be empty (a file given by hand has no source)."""

    key: tuple[str, ...]
    own: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


BATCH_TABLES = {
    "runs": BatchTable(("run_id",)),
    "sources": BatchTable(("source_id",)),
    "fetches": BatchTable(("fetch_id",)),
    "outcomes": BatchTable(("run_id", "source_id")),
    "failures": BatchTable(("run_id", "source_id", "url", "stage"), optional=("source_id", "url")),
    "articles": BatchTable(
        ("article_id",),
        ("text_hash", "text_length", "cluster_id", "origin_id", "is_origin", "first_published", "similarity"),
    ),
    "parts": BatchTable(("article_id", "part_id"), ("position",)),
    "observations": BatchTable(("article_id", "key"), ("observation_id",)),
}

_ARROW = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "VARCHAR[]": pa.list_(pa.string()),
    "DECIMAL(24,6)": pa.decimal128(24, 6),
    'STRUCT("offset" INTEGER, "level" INTEGER)[]': pa.list_(pa.struct([("offset", pa.int32()), ("level", pa.int32())])),
    'STRUCT("offset" INTEGER, "end" INTEGER, row_header VARCHAR, column_header VARCHAR)[]': pa.list_(
        pa.struct(
            [("offset", pa.int32()), ("end", pa.int32()), ("row_header", pa.string()), ("column_header", pa.string())]
        )
    ),
}


@lru_cache(maxsize=1)
def table_columns() -> dict[str, tuple[tuple[str, str], ...]]:
    """Every table of a new warehouse: its columns with their DuckDB types, in order."""
    con = duckdb.connect()
    try:
        migrate(con)
        tables: dict[str, list[tuple[str, str]]] = {}
        for table, column, kind in con.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal "
            "ORDER BY table_name, column_index"
        ).fetchall():
            tables.setdefault(table, []).append((column, kind))
        return {table: tuple(columns) for table, columns in tables.items()}
    finally:
        con.close()


@lru_cache(maxsize=16)
def batch_schema(table: str) -> pa.Schema:
    """The columns a caller hands over for ``table``; raises :class:`BatchError` for a table that is in no batch."""
    if table not in BATCH_TABLES:
        raise BatchError(f"a batch has no table {table!r}; it has {', '.join(BATCH_TABLES)}.")
    without = {*BATCH_TABLES[table].own, *LOAD_COLUMNS}
    return pa.schema([(name, _ARROW[kind]) for name, kind in table_columns()[table] if name not in without])
