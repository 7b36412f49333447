"""Readers get whole copies and are never disturbed."""

import json
from pathlib import Path

import duckdb
import pytest

from batches import report
from warehouse import open_reader, open_writer, publish
from warehouse.errors import WarehouseBusyError, WarehouseError, WarehouseMissingError
from warehouse.publication import PARQUET_TABLES


def count(con: duckdb.DuckDBPyConnection) -> int:
    return int(con.execute("SELECT count(*) FROM observations").fetchall()[0][0])


def test_a_copy_holds_tables_and_macros(path: Path, tmp_path: Path) -> None:
    with open_writer(path) as writer:
        writer.load(report(2023, cases=151))
    con = open_reader(publish(path, tmp_path).database)
    assert count(con) == 2
    assert con.execute("SELECT value FROM series('鹤壁', '新收行政复议申请')").fetchall()[0][0] == 151


def test_a_reader_keeps_its_copy_while_a_new_one_is_published(path: Path, tmp_path: Path) -> None:
    with open_writer(path) as writer:
        writer.load(report(2023, cases=151))
    early = open_reader(publish(path, tmp_path).database)
    with open_writer(path) as writer:
        writer.load(report(2024, cases=160))
    database = publish(path, tmp_path).database
    assert count(early) == 2
    assert count(open_reader(database)) == 4


def test_parquet_is_described_and_replaced_as_a_whole(path: Path, tmp_path: Path) -> None:
    with open_writer(path) as writer:
        writer.load(report(2023, cases=151))
    first = publish(path, tmp_path).parquet.resolve()
    folder = publish(path, tmp_path).parquet
    assert folder.resolve() != first
    assert {file.stem for file in folder.glob("*.parquet")} == set(PARQUET_TABLES)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        columns = duckdb.sql(f"DESCRIBE FROM '{folder / resource['path']}'").fetchall()
        assert [field["name"] for field in resource["schema"]["fields"]] == [column[0] for column in columns]
        assert all(field["description"] for field in resource["schema"]["fields"])
    assert len(list(folder.parent.glob(".parquet.*"))) == 2  # this one and the one before, no more


def test_the_files_of_others_are_not_replaced(path: Path, tmp_path: Path) -> None:
    (tmp_path / "published" / "parquet").mkdir(parents=True)
    (tmp_path / "published" / "parquet" / "mine.txt").write_text("keep")
    with pytest.raises(WarehouseError, match="move it away"):
        publish(path, tmp_path)
    assert (tmp_path / "published" / "parquet" / "mine.txt").read_text() == "keep"


def test_publishing_waits_for_the_writer(path: Path, tmp_path: Path) -> None:
    with open_writer(path), pytest.raises(WarehouseBusyError):
        publish(path, tmp_path, wait=0.1)


def test_nothing_to_publish_names_the_next_command(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError, match="fazhi run"):
        publish(tmp_path / "warehouse.duckdb", tmp_path)
