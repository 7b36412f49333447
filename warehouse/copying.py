"""The copy for readers: the writer's tables, sorted as they are asked for, and as tables what the writer has as views.

A question about one indicator then reads the few blocks that hold it: DuckDB keeps the smallest and the largest value
of every block. What the macros work out of all figures (table ``points`` and its fellows) is worked out once, here.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from . import descriptions, views
from .migrate import migrate
from .schema import table_columns

# A question names an indicator first, mostly a region too.
_SORTED = {
    "observations": "indicator_id, region_code, period_end, observation_id",
    "observations_history": "indicator_id, region_code, period_end, observation_id",
    "parts": "article_id, position",
    "articles": "article_id",
}
# Fingerprints serve the loader alone; who is told what is the operator's matter.
_LEFT_OUT = ("fingerprints", "deliveries", "messages", "mutes")
_KEPT = {
    "reports_by_year": "region_code, report_year",
    "held_by_year": "period_year, region_code",
    "contradicted": "indicator_id, region_code, period_end, observation_id",
    "places": "observation_id",
}
_POINTS_SORTED = "indicator_id, region_code, period_end, observation_id"
# Figures whose points are worked out at a time: some hundred megabytes.
_AT_ONCE = 500_000


def build(writer_path: Path, new: Path) -> None:
    """Makes the copy of the file at ``writer_path``, which nobody has open for writing, at ``new``."""
    con = duckdb.connect(new, config={"python_enable_replacements": False})
    try:
        migrate(con)
        views.refresh(con)
        quoted = str(writer_path).replace("'", "''")
        con.execute(f"ATTACH '{quoted}' AS held (READ_ONLY)")
        for table in table_columns():
            _copy_table(con, table)
        con.execute("DETACH held")
        con.execute("UPDATE meta SET value = 'published' WHERE name = 'role'")
        con.execute("INSERT INTO meta VALUES ('published_at', ?)", [datetime.now(UTC).isoformat(timespec="seconds")])
        _keep_points(con)
        for view, order in _KEPT.items():
            _keep(con, view, f"CREATE TABLE kept AS FROM {view} ORDER BY {order}")
        con.execute("CHECKPOINT")
    finally:
        con.close()


def _copy_table(con: duckdb.DuckDBPyConnection, table: str) -> None:
    if table in _LEFT_OUT:
        return
    con.execute(f"DELETE FROM {table}")
    order = f" ORDER BY {_SORTED[table]}" if table in _SORTED else ""
    con.execute(f"INSERT INTO {table} BY NAME FROM held.{table}{order}")


def _keep_points(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE made AS FROM points LIMIT 0")
    for ids in _shares(con):
        con.execute(
            f"INSERT INTO made FROM judged_points_of($ids::VARCHAR[], NULL) ORDER BY {_POINTS_SORTED}", {"ids": ids}
        )
    _keep(con, "points", "ALTER TABLE made RENAME TO kept")


def _shares(con: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    """The indicators that are held, in order, as many at a time as have :data:`_AT_ONCE` figures."""
    share: list[str] = []
    figures = 0
    for ident, held in con.execute(
        "SELECT indicator_id, count(*) FROM observations_shown WHERE indicator_id IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        if share and figures + held > _AT_ONCE:
            yield share
            share, figures = [], 0
        share.append(ident)
        figures += held
    if share:
        yield share


def _keep(con: duckdb.DuckDBPyConnection, view: str, make: str) -> None:
    """Puts the table ``kept``, which ``make`` makes, in the place of a view."""
    con.execute(make)
    con.execute(f"DROP VIEW {view}")
    con.execute(f"ALTER TABLE kept RENAME TO {view}")
    about = descriptions.of_table(view).replace("'", "''")
    con.execute(f"COMMENT ON TABLE {view} IS '{about}'")
