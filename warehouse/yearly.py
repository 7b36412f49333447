"""What people wait for from year to year: the reports that are due, and new figures beside those of the year before."""

from dataclasses import dataclass, fields
from datetime import date
from statistics import median_low
from typing import Any

import duckdb

MOST = 500  # pairs that are told of one run; the view `growth` has all of them


@dataclass(frozen=True, slots=True)
class AwaitedReport:
    """A region's yearly report that is not there yet. ``due`` is the law's day, ``usual`` the one on which it came in
    earlier years; ``steady``: it was there for each of the two years before."""

    region_code: str
    region: str
    report_year: int
    due: date
    usual: date | None
    earlier_reports: int
    steady: bool
    overdue: bool


def awaited_reports(con: duckdb.DuckDBPyConnection, today: date) -> list[AwaitedReport]:
    """Reports of last year that are missing of regions that told an earlier one, those due first.

    ``con`` is the published copy or the writer's file.
    """
    rows = con.execute(
        """
        SELECT m.region_code, m.region, m."year", m.due, m.earlier_dates, m.earlier_reports,
            (SELECT count(DISTINCT y.report_year) = 2 FROM yearly_reports y
             WHERE y.region_code = m.region_code AND y.report_year IN (m."year" - 1, m."year" - 2)) AS steady,
            m.due < $today::DATE AS overdue
        FROM missing_reports($year::INTEGER) m WHERE m.earlier_reports > 0 ORDER BY m.due, m.region_code
        """,
        {"year": today.year - 1, "today": today},
    ).fetchall()
    return [
        AwaitedReport(code, region, year, due, _usual(dates, year), earlier, steady, overdue)
        for code, region, year, due, dates, earlier, steady, overdue in rows
    ]


def _usual(earlier: list[date | None], report_year: int) -> date | None:
    """The middle of the days of the year on which it came, in the year in which it is awaited."""
    waits = [(day - date(day.year, 1, 1)).days for day in earlier if day]
    return date.fromordinal(date(report_year + 1, 1, 1).toordinal() + median_low(waits)) if waits else None


@dataclass(frozen=True, slots=True)
class YearPair:
    """A figure beside the same one of the year before; ``growth`` in ``growth_unit`` (%, or points of a rate)."""

    region: str
    indicator: str
    year: int
    value_before: Any
    value: Any
    unit: str
    growth: float
    growth_unit: str
    grade: str
    sentence: str
    url: str


def beside_last_year(con: duckdb.DuckDBPyConnection, run_id: str) -> list[YearPair]:
    """The figures that a run brought and that can be compared with the year before, the largest changes first; at most
    :data:`MOST`. What may not be compared (a break of definition, other periods or scopes) is left out, as in the macro
    ``growth``.
    """
    columns = ", ".join(f'g."{field.name}"' for field in fields(YearPair))
    rows = con.execute(
        f"""
        WITH fresh AS MATERIALIZED (
            SELECT o.observation_id, o.indicator_id, o.region_code FROM observations o JOIN loads l USING (load_id)
            WHERE l.run_id = $run AND o.indicator_id IS NOT NULL AND o.region_code IS NOT NULL
        )
        SELECT {columns}
        FROM growth_of((SELECT list(DISTINCT indicator_id) FROM fresh),
            (SELECT list(DISTINCT region_code) FROM fresh), false) g
        SEMI JOIN fresh USING (observation_id)
        WHERE g.left_out IS NULL ORDER BY abs(g.growth) DESC, g.region_code, g.indicator_id, g."year" LIMIT $most
        """,
        {"run": run_id, "most": MOST},
    ).fetchall()
    return [YearPair(*row) for row in rows]
