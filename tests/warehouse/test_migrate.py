"""Schema steps: a new file and a migrated one are the same; a step fails as a whole; a backup lies beside."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.errors import MigrationError, NewerWarehouseError
from warehouse.migrate import FOLDER, migrate, open_migrated, steps


def schema(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    ).fetchall()


def folder_of(tmp_path: Path, last: int, **more: str) -> Path:
    """A folder with the first ``last`` real steps and further ones by name."""
    folder = tmp_path / f"steps-{last}-{'-'.join(more)}"
    folder.mkdir()
    for step in steps()[:last]:
        (folder / f"{step.name}.sql").write_text(step.sql, encoding="utf-8")
    for name, sql in more.items():
        (folder / f"{name.removeprefix('_')}.sql").write_text(sql, encoding="utf-8")
    return folder


def test_steps_are_numbered_without_gap() -> None:
    assert [step.number for step in steps()] == list(range(1, len(steps()) + 1))


@pytest.mark.parametrize("start", range(1, len(steps()) + 1))
def test_fresh_and_migrated_are_the_same(tmp_path: Path, start: int) -> None:
    fresh = duckdb.connect()
    migrate(fresh)
    migrated = duckdb.connect()
    migrate(migrated, folder=folder_of(tmp_path, start))
    assert migrate(migrated) == tuple(step.number for step in steps()[start:])
    assert schema(migrated) == schema(fresh)


def test_applying_again_does_nothing() -> None:
    con = duckdb.connect()
    assert migrate(con) == tuple(step.number for step in steps())
    assert migrate(con) == ()


def test_an_existing_file_is_backed_up_before(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    open_migrated(path).close()
    assert list(tmp_path.glob("*.backup-*")) == []
    later = folder_of(tmp_path, len(steps()), _0099_more="CREATE TABLE more (a INTEGER);")
    con = open_migrated(path, folder=later)
    assert ("more", "a", "INTEGER") in schema(con)
    con.close()
    [backup] = tmp_path.glob("*.backup-*")
    old = duckdb.connect(backup, read_only=True)
    assert ("more", "a", "INTEGER") not in schema(old)


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    con = open_migrated(path)
    before = schema(con)
    con.close()
    broken = folder_of(
        tmp_path, len(steps()), _0099_broken="CREATE TABLE half (a INTEGER); CREATE TABLE regions (a INTEGER);"
    )
    with pytest.raises(MigrationError, match=r"0099_broken.*rolled back.*backup"):
        open_migrated(path, folder=broken)
    con = open_migrated(path)
    assert schema(con) == before


def test_a_newer_file_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    open_migrated(path, folder=folder_of(tmp_path, len(steps()), _0099_more="CREATE TABLE more (a INTEGER);")).close()
    with pytest.raises(NewerWarehouseError, match=r"step 99.*Upgrade fazhi"):
        open_migrated(path)


def test_no_step_uses_what_ducklake_lacks() -> None:
    for path in FOLDER.glob("*.sql"):
        sql = "\n".join(
            line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("--")
        ).upper()
        for word in ("PRIMARY KEY", "UNIQUE", "CHECK", "SEQUENCE", "INDEX", "ENUM", "ON CONFLICT", "RETURNING"):
            assert not re.search(rf"\b{word}\b", sql), (path.name, word)
