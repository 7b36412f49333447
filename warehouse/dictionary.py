"""``python -m warehouse.dictionary [FILE]``: writes ``docs/data-dictionary.md`` from the database itself."""

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from . import descriptions, reference_tables, views
from .migrate import migrate

FILE = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"

_HEAD = """# Data dictionary

Written by `python -m warehouse.dictionary`; do not edit by hand. The same texts are comments in the database:
`SELECT table_name, comment FROM duckdb_tables()`, and
`SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'observations'`.

Times are UTC, dates are days in China. Percentages are 0-100. `observations` holds what is told now; what was told
before and was superseded is in `observations_history`, and both are in the view `observations_all`.

Ask through the macros where you can: they join only what can be compared (role `actual`; one period type, scope,
unit, kind and denominator) and give every other figure with the reason in `left_out`. Grades: A same key and variant;
B a base is not told; C derived, or a bound and no exact value; D left out.
"""


def dictionary() -> str:
    """The whole text, from a new database."""
    con = duckdb.connect()
    try:
        migrate(con)
        reference_tables.refresh(con)
        views.refresh(con)
        return "\n".join([_HEAD, *_macros(con), *_tables(con)]).rstrip() + "\n"
    finally:
        con.close()


def _macros(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield "## Macros\n"
    for macro in descriptions.macros(con):
        yield f"### {macro}({', '.join(_parameters(con, macro))})\n\n{descriptions.of_macro(macro)}\n"
        columns = con.execute(f"DESCRIBE FROM {macro}({_example(con, macro)})").fetchall()
        yield "Columns: " + ", ".join(f"`{name}` {kind}" for name, kind, *_ in columns) + "\n"


_EXAMPLES = {
    "region": "'100000'",
    "province": "NULL",
    "indicator": "'head_appearance_rate'",
    "year": "2024",
    "observation": "''",
    "ids": "['']",
    "codes": "['']",
    "years": "[2024]",
    "area": "NULL",
    "across_breaks": "false",
    "day": "'2026-03-01'",
    "moment": "'2026-03-01'",
    "days": "30",
}


_NAMED = {("compare", "province"), ("growth", "across_breaks"), ("rank_in", "area")}


def _example(con: duckdb.DuckDBPyConnection, macro: str) -> str:
    wanted = {"indicator_ids": "'head_appearance_rate'"}.get(macro, "'100000'")
    if macro == "printed_ranges_of":
        return "'observations'"
    return ", ".join(
        f"{name} := {_EXAMPLES[name]}" if (macro, name) in _NAMED else _EXAMPLES.get(name, wanted)
        for name in _parameters(con, macro)
    )


def _parameters(con: duckdb.DuckDBPyConnection, macro: str) -> list[str]:
    rows = con.execute("SELECT parameters FROM duckdb_functions() WHERE function_name = ?", [macro]).fetchall()
    return list(rows[0][0])


def _tables(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield "## Tables\n"
    tables = con.execute("SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal ORDER BY 1").fetchall()
    for table, about in tables:
        yield f"### {table}\n\n{about}\n\n| column | type | meaning |\n|---|---|---|"
        columns = con.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? AND NOT internal "
            "ORDER BY column_index",
            [table],
        ).fetchall()
        for name, kind, meaning in columns:
            yield f"| `{name}` | {kind.replace('|', chr(92) + '|')} | {meaning.replace('|', chr(92) + '|')} |"
        yield ""
    yield "## Views\n"
    for view, about in con.execute(
        "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1"
    ).fetchall():
        yield f"### {view}\n\n{about}\n"
        yield (
            "Columns: "
            + ", ".join(f"`{name}` {kind}" for name, kind, *_ in con.execute(f"DESCRIBE {view}").fetchall())
            + "\n"
        )


def main() -> None:
    """Writes the file."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(dictionary(), encoding="utf-8")
    print(f"wrote {target}")


if __name__ == "__main__":
    main()
