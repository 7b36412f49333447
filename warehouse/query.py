"""One question to the published copy, and its answer in the forms people want."""

import csv
import io
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from .connect import open_reader
from .errors import QueryError

FORMATS = ("table", "csv", "json", "parquet")
SAVED = Path(__file__).resolve().parent / "saved"


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows under their columns. Decimals, dates and lists are Python's own."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> list[dict[str, Any]]:
        """The rows as dicts of JSON's kinds: numbers, texts, true, false, null, lists, objects."""
        return [dict(zip(self.columns, map(_plain, row), strict=True)) for row in self.rows]

    def as_json(self) -> str:
        """A list of objects, one a line."""
        lines = [json.dumps(record, ensure_ascii=False) for record in self.records()]
        return "[" + ",\n ".join(lines) + "]\n"

    def as_csv(self) -> str:
        """RFC 4180 with a header; lists and maps as JSON. Texts that a spreadsheet would take for a formula
        (=, +, -, @) get an apostrophe before them: cells hold words of other people's pages."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        for record in self.records():
            writer.writerow([harmless(value) for value in record.values()])
        return stream.getvalue()

    def as_sheets(self) -> str:
        """One column a line, row after row: for answers that are wider than the terminal. Nothing is cut."""
        width = max((len(column) for column in self.columns), default=0)
        lines = []
        for number, record in enumerate(self.records(), start=1):
            lines.append(f"── {number} " + "─" * width)
            lines += [f"{column:<{width}}  {_cell(value)}" for column, value in record.items() if value is not None]
        return "\n".join([*lines, f"{len(self.rows)} rows"]) + "\n"

    def as_table(self) -> str:
        """Columns aligned for a terminal, Han taking two places; long texts are cut (the other forms keep them)."""
        from rich import box  # noqa: PLC0415 - a program that asks for records needs no terminal
        from rich.console import Console  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415

        table = Table(box=box.SIMPLE_HEAD, caption=f"{len(self.rows)} rows")
        for column in self.columns:
            table.add_column(column, overflow="ellipsis", no_wrap=True, max_width=40)
        for record in self.records():
            table.add_row(*(_cell(value) for value in record.values()))
        console = Console(file=io.StringIO(), highlight=False, markup=False, width=100_000)
        with console.capture() as capture:
            console.print(table)
        return capture.get()


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query that comes with fazhi: ``parameters`` with their defaults, its number among the ten questions."""

    name: str
    title: str
    question: int
    parameters: Mapping[str, str]
    sql: str


def ask(database: Path, sql: str, values: Mapping[str, Any] | None = None) -> Answer:
    """Asks the published copy one question in SQL; ``values`` stand for its ``$names``.

    Raises :class:`QueryError` for SQL that cannot be answered, and what :func:`open_reader` raises.
    """
    con = open_reader(database)
    try:
        _check_single(con, sql)
        cursor = con.execute(sql, dict(values) if values else None)
        columns = tuple(column[0] for column in cursor.description or ())
        return Answer(columns, tuple(cursor.fetchall()))
    except duckdb.Error as error:
        raise _explained(error) from error
    finally:
        con.close()


def ask_parquet(database: Path, sql: str, target: Path, values: Mapping[str, Any] | None = None) -> int:
    """Writes the answer as a Parquet file with its full types; the number of rows. Errors as :func:`ask`."""
    import pyarrow.parquet  # noqa: PLC0415 - half a second that the other forms need not spend

    con = open_reader(database)
    try:
        _check_single(con, sql)
        table = con.sql(sql, params=dict(values) if values else None).to_arrow_table()
        pyarrow.parquet.write_table(table, target, compression="zstd")
        return int(table.num_rows)
    except duckdb.Error as error:
        raise _explained(error) from error
    except OSError as error:
        raise QueryError(f"cannot write {target}: {error.strerror}. Give a path that you may write.") from error
    finally:
        con.close()


@lru_cache(maxsize=1)
def saved_queries() -> Mapping[str, SavedQuery]:
    """The packaged queries by name; a name may be shortened to its number (``q3``)."""
    return {path.stem: _saved(path) for path in sorted(SAVED.glob("*.sql"))}


def saved(name: str, given: Mapping[str, str] | None = None) -> tuple[SavedQuery, dict[str, Any]]:
    """A packaged query and the values for it: those ``given``, defaults for the rest; a year becomes an integer."""
    queries = saved_queries()
    found = [query for key, query in queries.items() if name in (key, key.split("_")[0])]
    if not found:
        raise QueryError(f"no saved query {name!r}; there are {', '.join(queries)}.")
    query = found[0]
    if unknown := sorted(set(given or ()) - set(query.parameters)):
        legal = ", ".join(f"{key}={value}" for key, value in query.parameters.items()) or "none"
        raise QueryError(f"saved query {query.name} has no parameter {', '.join(unknown)}; it takes {legal}.")
    values = {**query.parameters, **(given or {})}
    return query, {key: _number(value) if key == "year" else value for key, value in values.items()}


def _number(text: str) -> int:
    if not str(text).strip().isdecimal():
        raise QueryError(f"{text!r} is no year; give four digits, as year=2024.")
    return int(text)


_HEADER = re.compile(r"^-- (title|question|parameter (\w+)): (.*)$", re.MULTILINE)


def _saved(path: Path) -> SavedQuery:
    sql = path.read_text(encoding="utf-8")
    title, question, parameters = "", 0, {}
    for word, parameter, value in _HEADER.findall(sql):
        if parameter:
            parameters[parameter] = value.strip()
        elif word == "title":
            title = value.strip()
        else:
            question = int(value)
    return SavedQuery(path.stem, title, question, parameters, sql)


def _check_single(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    found = len(con.extract_statements(sql))
    if found != 1:
        seen = "there is nothing in it" if not found else f"{found} statements were given"
        raise QueryError(f"one SQL statement is expected, {seen}. For several, ask one by one.")


def _explained(error: duckdb.Error) -> QueryError:
    text = str(error).strip()
    advice = next((advice for mark, advice in _ADVICE.items() if mark in text), "See docs/data-dictionary.md.")
    return QueryError(f"{text}\n{advice}")


_ADVICE = {
    "read-only": "The published copy is for reading; it is made anew after every run. Copy it to work on your own.",
    "disabled by configuration": "Questions reach the published copy only, no file and no network. "
    "Load your own data beside it: duckdb, then ATTACH the copy.",
    "Catalog Error": "Tables and macros: docs/data-dictionary.md, or SELECT table_name, comment FROM duckdb_tables().",
    "Binder Error": "Columns: docs/data-dictionary.md, or DESCRIBE the table.",
    "Parser Error": "DuckDB's SQL is expected; examples: fazhi sql --saved.",
    "no region": "Names may be codes, full or short names.",
    "no indicator": "Names may be ids, Chinese or English names, or synonyms.",
}


_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BREAKS = ("\t", "\r")


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has neither NaN nor infinity
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)


def harmless(value: Any) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula: cells hold words of other people's pages."""
    text = _cell(value)
    risky = isinstance(value, str) and (text.lstrip().startswith(_FORMULA) or text.startswith(_BREAKS))
    return f"'{text}" if risky else text


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
