"""Questions to the published copy: answers in four forms, errors that name the next step, and nothing but reading."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet
import pytest

from batches import report, together
from warehouse import ask, open_writer, publish, saved_queries
from warehouse.dictionary import FILE, dictionary
from warehouse.errors import QueryError
from warehouse.query import ask_parquet, saved


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    with open_writer(path) as writer:
        writer.load(together(report(2022, cases=66), report(2023, cases=151, rate="99.5"), report(2024, cases=160)))
    return publish(path, tmp_path).database


SERIES = "SELECT year, value, published, flags FROM series('鹤壁', '出庭应诉率')"


def test_an_answer_has_rows_under_columns(copy: Path) -> None:
    answer = ask(copy, SERIES)
    assert answer.columns == ("year", "value", "published", "flags")
    assert [row[1] for row in answer.rows] == [Decimal(100), Decimal("99.5"), Decimal(100)]


def test_json_csv_and_table(copy: Path) -> None:
    answer = ask(copy, SERIES)
    first = {"year": 2022, "value": 100, "published": "2023-02-20", "flags": []}
    assert json.loads(answer.as_json())[0] == first
    rows = list(csv.DictReader(io.StringIO(answer.as_csv())))
    assert rows[1] == {"year": "2023", "value": "99.5", "published": "2024-02-20", "flags": "[]"}
    assert "99.5" in answer.as_table()
    assert json.loads(ask(copy, "FROM articles LIMIT 0").as_json()) == []


def test_parquet_keeps_types(copy: Path, tmp_path: Path) -> None:
    target = tmp_path / "answer.parquet"
    assert ask_parquet(copy, SERIES, target) == 3
    table = pyarrow.parquet.read_table(target)
    assert str(table.schema.field("value").type) == "decimal128(24, 6)"


def test_values_stand_for_names(copy: Path) -> None:
    answer = ask(copy, "SELECT value FROM compare($what, $year)", {"what": "新收行政复议申请", "year": 2023})
    assert answer.rows == ((Decimal(151),),)


REFUSED = {
    "": "there is nothing in it",
    "SELECT 1; SELECT 2": "2 statements",
    "DELETE FROM articles": "made anew after every run",
    "CREATE TABLE mine AS SELECT 1": "made anew after every run",
    "FROM nowhere": "data-dictionary",
    "SELECT colour FROM articles": "DESCRIBE",
    "SELEC 1": "Parser Error",
    "FROM read_csv('/etc/hostname')": "no file and no network",
    "COPY articles TO '/tmp/stolen.csv'": "no file and no network",
    "ATTACH '/tmp/other.duckdb'": "no file and no network",
    "INSTALL httpfs": "no file and no network",
    "FROM series('亚特兰蒂斯', '出庭应诉率')": "codes, full or short names",
}


@pytest.mark.parametrize("sql", REFUSED)
def test_what_cannot_be_answered_says_why_and_what_next(copy: Path, sql: str) -> None:
    with pytest.raises(QueryError, match=REFUSED[sql]):
        ask(copy, sql)


@pytest.mark.parametrize("name", saved_queries())
def test_every_saved_query_answers(copy: Path, name: str) -> None:
    query, values = saved(name)
    assert query.title
    assert query.question in range(1, 11)
    assert ask(copy, query.sql, values or None).columns


def test_question_1_gives_value_sentence_and_link(copy: Path) -> None:
    query, values = saved("q1", {"region": "鹤壁市"})
    [latest] = [row for row in ask(copy, query.sql, values).records() if row["year"] == 2024]
    assert (latest["value"], latest["unit"]) == (100, "%")
    assert "出庭应诉率达100%" in latest["sentence"]
    assert latest["url"].startswith("https://")


def test_question_2_tells_held_from_not_told_from_not_read(copy: Path) -> None:
    query, values = saved("q2", {"year": "2024"})
    states = {row["indicator_id"]: row["state"] for row in ask(copy, query.sql, values).records()}
    assert states["head_appearance_rate"] == "held"
    assert states["loss_rate" if "loss_rate" in states else "admin_penalties"] == "the report does not tell it"
    query, values = saved("q2", {"year": "2019"})
    assert {row["state"] for row in ask(copy, query.sql, values).records()} == {"no report read"}


def test_saved_queries_name_their_parameters() -> None:
    with pytest.raises(QueryError, match="takes region=鹤壁"):
        saved("q4", {"city": "鹤壁"})
    with pytest.raises(QueryError, match="q3_rank_in_province"):
        saved("q99")
    with pytest.raises(QueryError, match="four digits"):
        saved("q3", {"year": "last"})


def test_the_data_dictionary_is_the_databases_own() -> None:
    assert FILE.read_text(encoding="utf-8") == dictionary(), "run: python -m warehouse.dictionary"


def test_cells_that_a_spreadsheet_would_run_are_made_harmless(copy: Path) -> None:
    cells = "'=cmd()' AS a, ' +1' AS b, '-5%' AS c, '@x' AS d, -5 AS e, '鹤壁' AS f, '1-2' AS g, chr(9) || '=1' AS h"
    answer = ask(copy, f"SELECT {cells}")
    [row] = list(csv.reader(io.StringIO(answer.as_csv())))[1:]
    assert row == ["'=cmd()", "' +1", "'-5%", "'@x", "-5", "鹤壁", "1-2", "'\t=1"]
    assert answer.records()[0]["a"] == "=cmd()"


def test_json_has_neither_nan_nor_infinity(copy: Path) -> None:
    answer = ask(copy, "SELECT 'nan'::DOUBLE AS a, ['inf'::DOUBLE, 1.5] AS b")
    assert json.loads(answer.as_json(), parse_constant=pytest.fail) == [{"a": None, "b": [None, 1.5]}]
