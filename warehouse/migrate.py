"""Schema steps: numbered SQL files, a table of those applied, each step in a transaction of its own."""

import hashlib
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import duckdb

from .errors import DamagedWarehouseError, MigrationError, NewerWarehouseError

# Without this a table that does not exist is looked for among Python's variables, and pandas is searched for each time.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {"python_enable_replacements": False}
FOLDER = Path(__file__).resolve().parent / "migrations"


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered change of the schema."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()[:16]


@lru_cache(maxsize=4)
def steps(folder: Path = FOLDER) -> tuple[Step, ...]:
    """All steps in order: ``0001_facts.sql`` is number 1."""
    files = sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple(Step(int(path.name[:4]), path.stem, path.read_text(encoding="utf-8")) for path in files)


def applied(con: duckdb.DuckDBPyConnection) -> int:
    """The highest step applied to this database, 0 for an empty one."""
    tables = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()}
    if not tables:
        return 0
    if "schema_steps" not in tables:
        raise DamagedWarehouseError(
            _path(con) or Path(":memory:"),
            f"it holds tables of something else ({', '.join(sorted(tables)[:3])}).",
            "Give another path.",
        )
    row = con.execute("SELECT max(number) FROM schema_steps").fetchall()
    return int(row[0][0] or 0)


def open_migrated(path: Path, *, folder: Path = FOLDER) -> duckdb.DuckDBPyConnection:
    """A read-write connection to ``path`` with every step applied. An existing file is copied beside itself before.

    The caller holds the writer's lock. The copy is made while no connection is open: closing a second handle on the
    file would drop the POSIX lock that DuckDB holds on it.
    """
    con = duckdb.connect(path, config=_SETTINGS)
    try:
        seen = applied(con)
        backup = None
        if seen and seen < steps(folder)[-1].number:
            con.execute("CHECKPOINT")
            con.close()
            backup = _back_up(path, seen)
            con = duckdb.connect(path, config=_SETTINGS)
        migrate(con, folder=folder, backup=backup)
    except BaseException:
        con.close()
        raise
    return con


def migrate(con: duckdb.DuckDBPyConnection, *, folder: Path = FOLDER, backup: Path | None = None) -> tuple[int, ...]:
    """Applies the steps that are missing and returns their numbers; ``backup`` is named where one fails."""
    seen, known = applied(con), steps(folder)
    if seen > known[-1].number:
        raise NewerWarehouseError(_path(con), seen, known[-1].number)
    due = [step for step in known if step.number > seen]
    for step in due:
        _apply(con, step, backup)
    return tuple(step.number for step in due)


def _apply(con: duckdb.DuckDBPyConnection, step: Step, backup: Path | None) -> None:
    con.execute("BEGIN")
    try:
        con.execute(
            "CREATE TABLE IF NOT EXISTS schema_steps "
            "(number INTEGER, name VARCHAR, checksum VARCHAR, applied_at TIMESTAMP)"
        )
        con.execute(step.sql)
        con.execute(
            "INSERT INTO schema_steps VALUES (?, ?, ?, ?)",
            [step.number, step.name, step.checksum, datetime.now(UTC).replace(tzinfo=None)],
        )
        con.execute("COMMIT")
    except duckdb.Error as error:
        con.execute("ROLLBACK")
        raise MigrationError(_path(con), step.name, str(error), backup) from error


def _back_up(path: Path, seen: int) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    backup = path.with_name(f"{path.name}.backup-step{seen:04d}-{stamp}")
    shutil.copyfile(path, backup)
    return backup


def _path(con: duckdb.DuckDBPyConnection) -> Path | None:
    row = con.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()").fetchall()
    return Path(row[0][0]) if row and row[0][0] else None
