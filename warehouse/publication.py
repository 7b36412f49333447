"""What readers get: a read-only copy of the database and Parquet files, put in place as wholes."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from . import copying, descriptions
from .atomic import replace_directory, replace_file
from .connect import PUBLISHED, attach, open_writer
from .errors import WarehouseError, WarehouseMissingError

# Texts stay out of the open files: pages of newspapers are others' property. Fingerprints serve the loader alone.
PARQUET_TABLES = (
    *(
        "observations",
        "observations_history",
        "articles",
        "regions",
        "indicators",
        "synonyms",
        "breaks",
        "sources",
        "runs",
    ),
    *("loads", "alerts"),
)
_FIELD_TYPES = {
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "DECIMAL(24,6)": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "VARCHAR[]": "array",
}


@dataclass(frozen=True, slots=True)
class Published:
    """Where the copy and the Parquet files lie."""

    database: Path
    parquet: Path


def publish(writer_path: Path, home: Path, *, wait: float = 30.0) -> Published:
    """Copies the warehouse to ``home/published/fazhi.duckdb`` and ``home/published/parquet/``.

    Takes the right to write meanwhile (close the :class:`Writer` before); readers of the copy before are not disturbed.
    Raises :class:`WarehouseMissingError`, :class:`WarehouseBusyError`, or :class:`WarehouseError` (the disk is full).
    """
    writer_path, home = Path(writer_path), Path(home)
    if not writer_path.is_file():
        raise WarehouseMissingError(writer_path, "A run makes it: fazhi run, fazhi demo or fazhi ingest FILE.")
    database = home / PUBLISHED
    try:
        replace_file(database, lambda new: _copy(writer_path, new, wait))
        parquet = replace_directory(database.parent / "parquet", lambda new: _write_parquet(database, new))
    except (OSError, duckdb.Error) as error:
        raise WarehouseError(
            f"could not publish to {database.parent}: {error}. What was published before is untouched. "
            "Make room or mend the rights there, then: fazhi publish."
        ) from error
    return Published(database, parquet)


def _copy(writer_path: Path, new: Path, wait: float) -> None:
    with open_writer(writer_path, wait=wait) as writer:
        writer.con.execute("CHECKPOINT")
        # The lock file still keeps other writers out; DuckDB's own lock would be lost if we read under its handle.
        writer.con.close()
        copying.build(writer_path, new)
    if os.name == "posix":
        new.chmod(0o444)


def _write_parquet(database: Path, folder: Path) -> None:
    con = attach(database)
    try:
        for table in PARQUET_TABLES:
            target = str(folder / f"{table}.parquet").replace("'", "''")
            con.execute(f"COPY {table} TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        package = _data_package(con)
    finally:
        con.close()
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")


def _data_package(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The description after the Frictionless Data Package standard."""
    return {
        "name": "fazhi",
        "title": "法治政府建设数据 / Figures from Chinese regions' reports on rule-of-law government",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
        "sources": [{"title": "The published reports; every figure names its page in articles.url"}],
        "resources": [_resource(con, table) for table in PARQUET_TABLES],
    }


def _resource(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    columns = con.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? AND NOT internal "
        "ORDER BY column_index",
        [table],
    ).fetchall()
    return {
        "name": table.replace("_", "-"),
        "path": f"{table}.parquet",
        "format": "parquet",
        "description": descriptions.of_table(table),
        "schema": {
            "fields": [
                {
                    "name": name,
                    "type": _FIELD_TYPES.get(kind, "string"),
                    "description": descriptions.of_column(table, name),
                }
                for name, kind in columns
            ]
        },
    }
