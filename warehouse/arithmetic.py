"""Checks that follow from arithmetic: what a text states beside what follows from its other figures (table ``checks``).

A rule is a SELECT in ``check_rules/<kind>.sql`` over the temporary table ``figures``: the figures concerned, with the
range that the printed digits leave open (view ``printed_ranges``). It answers with :data:`COLUMNS`; what the two ranges
have in common decides. Nothing is ever put in place of a stated figure.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from .schema import table_columns
from .staging import Job, count

FOLDER = Path(__file__).resolve().parent / "check_rules"
# They look at other articles too: what another report told of the same region and indicator.
ACROSS = ("growth", "streak")
COLUMNS = (
    *("observation_id", "observation_ids", "unit", "stated", "stated_low", "stated_high"),
    *("computed", "computed_low", "computed_high", "doubt", "note"),
)


@dataclass(frozen=True, slots=True)
class CheckRule:
    """``at_most``: the computed value is a limit, not an equal; ``across``: other articles bear on it."""

    kind: str
    sql: str

    @property
    def across(self) -> bool:
        return self.kind in ACROSS

    @property
    def at_most(self) -> bool:
        return "'at_most' AS relation" in self.sql


@lru_cache(maxsize=1)
def rules() -> tuple[CheckRule, ...]:
    """All rules, by name."""
    return tuple(CheckRule(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.sql")))


@lru_cache(maxsize=1)
def version() -> str:
    """Changes when a rule does."""
    return hashlib.sha256("\0".join(rule.kind + rule.sql for rule in rules()).encode()).hexdigest()[:12]


def update(job: Job) -> int:
    """Makes the checks anew of what the temporary table ``touched(observation_id, article_id, region_code,
    indicator_id)`` bears on; how many are new, changed or gone. Inside the load's transaction."""
    con = job.con
    for statement in (_TOUCHED_ARTICLES, _TOUCHED_KEYS, _CONCERNED, _FIGURES):
        con.execute(statement)
    con.execute("CREATE OR REPLACE TEMP TABLE made AS FROM checks LIMIT 0")
    if count(con, "SELECT count(*) FROM figures"):
        for rule in rules():
            con.execute(_made(rule), {"load": job.load_id, "now": job.recorded_at})
    changed = _swap(con)
    for table in ("touched_articles", "touched_keys", "concerned", "figures", "made"):
        con.execute(f"DROP TABLE {table}")
    return changed


def refresh(job: Job) -> bool:
    """Makes all checks anew where the rules, or the reference data they use, are others than those of the last time."""
    con = job.con
    wanted = f"{version()}-{con.execute(_REFERENCE_USED).fetchall()[0][0]}"
    if con.execute("SELECT value FROM meta WHERE name = 'checks_version'").fetchall() == [(wanted,)]:
        return False
    con.execute("BEGIN")
    try:
        con.execute(
            "CREATE OR REPLACE TEMP TABLE touched AS "
            "SELECT observation_id, article_id, region_code, indicator_id FROM observations"
        )
        update(job)
        con.execute("DROP TABLE touched")
        con.execute("DELETE FROM meta WHERE name = 'checks_version'")
        con.execute("INSERT INTO meta VALUES ('checks_version', ?)", [wanted])
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return True


# Not the version of all reference data: a new newspaper changes no check, and those of millions of figures take long.
_REFERENCE_USED = """
    SELECT left(sha256(string_agg(used, ' ' ORDER BY used)), 12) FROM (
        SELECT concat_ws('|', indicator_id, kind, unit, valid_high) AS used FROM indicators
        UNION ALL SELECT concat_ws('|', unit, canonical) FROM unit_names
        UNION ALL SELECT concat_ws('|', break_id, indicator_id, break_date) FROM breaks
        UNION ALL SELECT concat_ws('|', rate_id, part_id, denominator_variant, whole_id) FROM ratios
        UNION ALL SELECT concat_ws('|', part_id, whole_id, carry_over) FROM subsets
    )
"""

_TOUCHED_ARTICLES = "CREATE OR REPLACE TEMP TABLE touched_articles AS SELECT DISTINCT article_id FROM touched"
_TOUCHED_KEYS = """
    CREATE OR REPLACE TEMP TABLE touched_keys AS SELECT DISTINCT region_code, indicator_id FROM (
        SELECT region_code, indicator_id FROM touched
        UNION ALL
        SELECT region_code, indicator_id FROM observations WHERE article_id IN (FROM touched_articles)
    ) WHERE region_code IS NOT NULL AND indicator_id IS NOT NULL
"""
# Most figures bear on no rule. Those that may are picked by what is cheap to look at, so that printed digits are read
# of these alone: what a change or a streak is told of, in whatever article; of the touched articles, parts and wholes,
# sentences that speak of a share, ends of a ratio or of stages, and shares above 100.
_CONCERNED = """
    CREATE OR REPLACE TEMP TABLE concerned AS
    WITH changing AS (
        SELECT DISTINCT o.region_code, o.indicator_id FROM observations o
        JOIN touched_keys k ON k.region_code = o.region_code AND k.indicator_id = o.indicator_id
        WHERE o."role" IN ('change', 'claim') AND (o.kind = 'growth' OR o.period_type = 'streak')
    ),
    here AS (
        SELECT o.* FROM observations o WHERE o.article_id IN (FROM touched_articles)
    ),
    bound AS (
        SELECT unnest([rate_id, part_id, whole_id]) AS indicator_id FROM ratios
        UNION SELECT unnest([part_id, whole_id]) FROM subsets
    )
    SELECT o.observation_id FROM observations o
    JOIN changing k ON k.region_code = o.region_code AND k.indicator_id = o.indicator_id
    UNION
    SELECT h.observation_id FROM here h
    WHERE h.parent IS NOT NULL OR contains(h.sentence, '占') OR h.indicator_id IN (FROM bound)
        OR (h.kind = 'rate' AND h."value" > 100)
    UNION
    SELECT h.observation_id FROM here h SEMI JOIN here p ON p.article_id = h.article_id AND p.parent = h."key"
"""
# Units that say the same are one (宗 is 件); a scope that is not told is taken for the region's own, as in the view
# comparable; preference puts the region's own yearly report first (comparability rule R12).
_FIGURES = """
    CREATE OR REPLACE TEMP TABLE figures AS
    SELECT o.observation_id, o.article_id, o."key", o.part_id, o."start", o."end", o.sentence, o.span_text,
        o."value", o.low, o.high, coalesce(u.canonical, o.unit) AS unit, o.kind, o."role",
        o.direction, o.base_period_start, o.base_period_end, o.indicator, o.indicator_id, i.kind AS indicator_kind,
        coalesce(iu.canonical, i.unit) AS indicator_unit, i.valid_high, o.denominator_variant, o.period_type,
        o.period_start, o.period_end, o.region_code, o.genre, o.parent,
        CASE WHEN o."scope" = 'unknown' THEN 'whole_region' ELSE o."scope" END AS scope_group,
        coalesce(a.first_published, a.published) AS published,
        CASE WHEN o.genre = 'annual_report' THEN 1 WHEN o.genre = 'statistics' THEN 2 ELSE 3 END
            + CASE WHEN a.region_code <> o.region_code THEN 10 ELSE 0 END AS preference
    FROM printed_ranges_of('concerned') o
    JOIN articles a USING (article_id)
    LEFT JOIN indicators i USING (indicator_id)
    LEFT JOIN unit_names u ON u.unit = o.unit
    LEFT JOIN unit_names iu ON iu.unit = i.unit
"""

# Of several readings or totals the one that fits counts, then the surest. A fit proves nothing where the printed digits
# leave half of the figure open.
_MADE = """
    INSERT INTO made BY NAME
    WITH stated AS ({select}),
    measured AS (
        SELECT s.*, s.stated - s.computed AS difference,
            CASE WHEN s.stated >= s.computed THEN (s.stated - s.stated_low) + (s.computed_high - s.computed)
                 ELSE (s.stated_high - s.stated) + (s.computed - s.computed_low) END AS tolerance,
            (s.stated_high - s.stated_low) + (s.computed_high - s.computed_low) AS width
        FROM stated s
    ),
    fitted AS (
        SELECT m.*, {fits} AS fits, {loose} AS loose FROM measured m
    )
    SELECT left(sha256($kind || '|' || f.observation_id), 32) AS check_id, $kind AS kind, f.observation_id,
        f.observation_ids, o.article_id, o.region_code, o.indicator_id, o.period_start, o.period_end,
        f.stated, round(f.computed, 6) AS computed, f.unit, round(f.difference, 6) AS difference,
        round(f.tolerance, 6) AS tolerance,
        CASE WHEN f.fits AND NOT f.loose THEN 'agrees' WHEN f.fits OR f.doubt IS NOT NULL THEN 'undecidable'
             ELSE 'differs' END AS verdict,
        CASE WHEN f.fits AND f.loose THEN 'the printed digits leave too much open' WHEN f.fits THEN f.note
             ELSE coalesce(f.doubt || '; ', '') || f.note END AS reason,
        $load AS load_id, $now::TIMESTAMP AS recorded_at
    FROM fitted f JOIN figures o USING (observation_id)
    WHERE {subjects}
    QUALIFY row_number() OVER (PARTITION BY f.observation_id
        ORDER BY f.fits DESC, f.doubt IS NOT NULL, abs(f.difference), f.observation_ids) = 1
"""


def _made(rule: CheckRule) -> str:
    # 1e-9 and below is what binary fractions leave.
    near = "1e-9 * greatest(1, abs(m.stated))"
    equal = f"coalesce(abs(m.difference) <= m.tolerance + {near}, true)"
    limit = f"coalesce(m.stated_low <= m.computed_high + {near}, true)"
    subjects = "true" if rule.across else "o.article_id IN (FROM touched_articles)"
    return _MADE.format(
        select=f"SELECT {', '.join(COLUMNS)} FROM ({rule.sql})",
        fits=limit if rule.at_most else equal,
        loose="false" if rule.at_most else _LOOSE,
        subjects=subjects,
    ).replace("$kind", f"'{rule.kind}'")


_LOOSE = (
    "coalesce(m.width > greatest(abs(m.stated) / 2, "
    "CASE WHEN m.unit IN ('%', '百分点', '个百分点') THEN 5 ELSE 0 END), true)"
)


def _swap(con: duckdb.DuckDBPyConnection) -> int:
    """Puts ``made`` in the place of the checks it bears on; only differences are written, so each keeps its load."""
    across = ", ".join(f"'{kind}'" for kind in ACROSS)
    concerned = (
        "(c.article_id IN (FROM touched_articles) OR c.observation_id IN (SELECT observation_id FROM touched) "
        f"OR (c.kind IN ({across}) AND (c.region_code, c.indicator_id) IN "
        "(SELECT (region_code, indicator_id) FROM touched_keys)))"
    )
    content = [name for name, _ in table_columns()["checks"] if name not in ("check_id", "load_id", "recorded_at")]
    same = " AND ".join(f"m.{name} IS NOT DISTINCT FROM c.{name}" for name in content)
    gone = count(
        con,
        f"DELETE FROM checks c WHERE {concerned} AND NOT EXISTS (FROM made m WHERE m.check_id = c.check_id AND {same})",
    )
    new = count(
        con, "INSERT INTO checks BY NAME SELECT m.* FROM made m WHERE m.check_id NOT IN (SELECT check_id FROM checks)"
    )
    return gone + new
