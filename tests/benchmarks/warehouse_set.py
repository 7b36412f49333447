"""A warehouse of millions of invented figures, made by SQL in seconds: yearly reports under real codes, one figure a
sentence; some are changes, of another scope, of part of a year, or told twice with different values."""

from pathlib import Path

import duckdb

SQL = Path(__file__).with_suffix(".sql")


def make(con: duckdb.DuckDBPyConnection, figures: int) -> int:
    """Puts about so many figures into a new warehouse; how many it holds then."""
    for statement in con.extract_statements(SQL.read_text(encoding="utf-8")):
        con.execute(statement, {"figures": figures} if "$figures" in statement.query else None)
    con.execute("DROP TABLE made_figures")
    con.execute("DROP TABLE made_articles")
    con.execute("CHECKPOINT")
    return int(con.execute("SELECT count(*) FROM observations").fetchall()[0][0])
