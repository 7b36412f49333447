"""The macros beside SQL written by hand for the same table and answer, without the reasons: how long each takes."""

import random
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from warehouse.connect import attach

ASKED = 30


@dataclass(frozen=True)
class Question:
    """``by_hand`` is what a person would write who knows the tables and that nothing speaks against the figures."""

    macro: str
    by_hand: str


_FIGURE = """
    SELECT r.full_name, i.name_zh, year(o.period_end) AS "year", o."value", o.unit, o.sentence, a.title, a.url,
        o.observation_id
    FROM observations o JOIN articles a USING (article_id) JOIN regions r ON r.region_code = o.region_code
    JOIN indicators i ON i.indicator_id = o.indicator_id
    WHERE o."role" = 'actual' AND o.period_type = 'annual' AND o."scope" = 'whole_region'
"""
_ONE = "AND o.indicator_id = '{indicator}' AND o.region_code = '{region}'"
_YEAR = "AND o.indicator_id = '{indicator}' AND year(o.period_end) = {year} AND left(o.region_code, 2) = '{province}'"
_KEY = 'region_code, indicator_id, period_type, period_start, period_end, "scope"'

QUESTIONS = {
    "series": Question(
        "FROM series('{region}', '{indicator}')",
        f"{_FIGURE} {_ONE} QUALIFY row_number() OVER (PARTITION BY o.period_end ORDER BY o.genre, o.observation_id) = 1"
        " ORDER BY o.period_end",
    ),
    "compare": Question(
        "FROM compare('{indicator}', {year}, province := '{province}0000')",
        f'SELECT *, rank() OVER (ORDER BY "value" DESC) FROM ({_FIGURE} {_YEAR}'
        " QUALIFY row_number() OVER (PARTITION BY o.region_code ORDER BY o.genre, o.observation_id) = 1) ORDER BY 10",
    ),
    "rank_in": Question(
        "FROM rank_in('{region}', '{indicator}', {year})",
        f'SELECT * FROM (SELECT *, rank() OVER (ORDER BY "value" DESC) AS place, median("value") OVER () AS middle,'
        f" count(*) OVER () AS ranked FROM ({_FIGURE} {_YEAR})) WHERE url LIKE '%r{{region}}%'",
    ),
    "growth": Question(
        "FROM growth('{region}', '{indicator}')",
        f'SELECT *, 100 * ("value" / lag("value") OVER (ORDER BY "year") - 1) FROM ({_FIGURE} {_ONE} QUALIFY'
        " row_number() OVER (PARTITION BY o.period_end ORDER BY o.genre, o.observation_id) = 1)",
    ),
    "coverage": Question(
        "FROM coverage({year})",
        """
        SELECT r.full_name, h.* FROM (
            SELECT o.region_code, i.dimension, count(*), count(DISTINCT o.indicator_id) FROM observations o
            JOIN indicators i USING (indicator_id)
            WHERE year(o.period_end) = {year} AND o."role" = 'actual' GROUP BY ALL
        ) h JOIN regions r USING (region_code) ORDER BY 2
        """,
    ),
    "missing_reports": Question(
        "FROM missing_reports({year})",
        """
        SELECT r.full_name, count(*), max(a.report_year) FROM articles a JOIN regions r USING (region_code)
        WHERE a.genre = 'annual_report' AND a.is_origin AND a.report_year < {year} GROUP BY ALL
        HAVING r.full_name NOT IN (SELECT r.full_name FROM articles a JOIN regions r USING (region_code)
            WHERE a.report_year = {year} AND a.genre = 'annual_report')
        """,
    ),
    "conflicts": Question(
        "FROM conflicts() WHERE region_code = '{region}'",
        f"""
        SELECT * FROM ({_FIGURE} AND o.region_code = '{{region}}' AND (o.indicator_id, o.period_end) IN (
            SELECT (indicator_id, period_end) FROM observations WHERE region_code = '{{region}}' AND "role" = 'actual'
            GROUP BY {_KEY} HAVING count(DISTINCT "value") > 1))
        """,
    ),
    "evidence": Question(
        "FROM evidence('{figure}')",
        """
        SELECT o.*, a.title, a.url, substring(p.text, o."start" - 119, 120), substring(p.text, o."end" + 1, 120)
        FROM observations o JOIN articles a USING (article_id) JOIN parts p USING (article_id, part_id)
        WHERE o.observation_id = '{figure}'
        """,
    ),
    "as_of": Question(
        "FROM as_of('2026-03-01') WHERE indicator_id = '{indicator}' AND region_code = '{region}'",
        """
        SELECT * FROM observations WHERE indicator_id = '{indicator}' AND region_code = '{region}'
            AND recorded_at < '2026-03-02' UNION ALL
        SELECT * EXCLUDE (superseded_at, superseded_by) FROM observations_history WHERE indicator_id = '{indicator}'
            AND region_code = '{region}' AND recorded_at < '2026-03-02' AND superseded_at >= '2026-03-02'
        """,
    ),
}


def measure(path: Path) -> None:
    """Prints a line a macro; every question is about another region, indicator and year."""
    con, dice = attach(path), random.Random(3)
    con.execute("SET enable_progress_bar = false")
    con.execute("SET threads = 2")
    asked = con.execute(
        "SELECT region_code, indicator_id, observation_id FROM observations WHERE \"role\" = 'actual' "
        f"USING SAMPLE reservoir({ASKED} ROWS) REPEATABLE (3)"
    ).fetchall()
    held = con.execute("SELECT count(*) FROM observations").fetchall()[0][0]
    print(f"{held:,} observations; milliseconds, median and 95th percentile of {len(asked)} questions")
    for name, question in QUESTIONS.items():
        times: dict[str, list[float]] = {"macro": [], "by hand": []}
        for region, indicator, figure in asked:
            words = {"region": region, "indicator": indicator, "figure": figure, "province": region[:2]}
            words["year"] = dice.randint(2015, 2023)
            for kind, sql in (("macro", question.macro), ("by hand", question.by_hand)):
                started = time.perf_counter()
                con.execute(sql.format(**words)).fetchall()
                times[kind].append(1000 * (time.perf_counter() - started))
        told = {
            kind: (statistics.median(spent), sorted(spent)[round(0.95 * len(spent)) - 1])
            for kind, spent in times.items()
        }
        ratio = told["macro"][0] / told["by hand"][0]
        print(
            f"{name:>16}: {told['macro'][0]:6.0f} {told['macro'][1]:6.0f}   by hand {told['by hand'][0]:6.0f} "
            f"{told['by hand'][1]:6.0f}   ratio of medians {ratio:.1f}",
            flush=True,
        )
    con.close()
