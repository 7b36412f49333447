"""The meaning of every table and column: ``descriptions.yaml``, put into the database as comments."""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from .errors import WarehouseError
from .reference import vocabulary

FILE = Path(__file__).resolve().parent / "descriptions.yaml"


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=1)
def _legal_words() -> dict[str, str]:
    enums = [item for item in vars(vocabulary).values() if isinstance(item, type) and issubclass(item, StrEnum)]
    return {enum.__name__: " | ".join(enum) for enum in enums if enum is not StrEnum}


def of_table(name: str) -> str:
    """What a table or view holds."""
    content = _content()
    entry = content["tables"].get(name)
    about = entry["about"] if entry else content["views"].get(name)
    if not about:
        raise WarehouseError(f"{FILE.name} does not describe {name}; add it there.")
    return str(about)


def of_macro(name: str) -> str:
    """What a macro answers, with an example."""
    about = _content()["macros"].get(name)
    if not about:
        raise WarehouseError(f"{FILE.name} does not describe the macro {name}; add it there.")
    return str(about)


def of_column(table: str, column: str) -> str:
    """What a column of a table holds, with its legal words."""
    content = _content()
    entry = content["tables"].get(table, {})
    places = (entry, content["tables"].get(entry.get("like"), {}), content)
    text = next((place["columns"][column] for place in places if column in place.get("columns", ())), None)
    if text is None:
        raise WarehouseError(f"{FILE.name} does not describe {table}.{column}; add it there.")
    return str(text).format_map(_legal_words())


def describe(con: duckdb.DuckDBPyConnection) -> None:
    """Puts the descriptions into the database as comments of tables, columns, views and macros."""
    for (table,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall():
        con.execute(f"COMMENT ON TABLE {table} IS {_quoted(of_table(table))}")
    for (view,) in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
        con.execute(f"COMMENT ON VIEW {view} IS {_quoted(of_table(view))}")
    for macro in macros(con):
        con.execute(f"COMMENT ON MACRO TABLE {macro} IS {_quoted(of_macro(macro))}")
    columns = con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_oid, table_name) "
        "WHERE NOT duckdb_columns.internal"
    ).fetchall()
    for table, column in columns:
        con.execute(f'COMMENT ON COLUMN {table}."{column}" IS {_quoted(of_column(table, column))}')


def macros(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The names of the warehouse's table macros."""
    rows = con.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions() "
        "WHERE function_type = 'table_macro' AND NOT internal ORDER BY 1"
    ).fetchall()
    return tuple(name for (name,) in rows)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
