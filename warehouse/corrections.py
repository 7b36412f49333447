"""Corrections meet the figures they are about: which of them apply (table ``corrections``).

The table ``observations`` keeps what was stated; a correction is applied where views and macros show
it (view ``observations_shown``).
"""

import duckdb

from .reference.corrections import DATES, FIELDS, NUMBERS

_FOUND = " ".join(f"WHEN '{field}' THEN o.\"{field}\"::VARCHAR" for field in FIELDS)
_NUMBERS = ", ".join(f"'{field}'" for field in NUMBERS)

# A correction names a page (any copy of the text will do) and the figure as printed. It applies to the one figure that
# states what it expects.
_APPLY = f"""
    UPDATE corrections SET observation_id = s.observation_id, found = s.found, state = s.state
    FROM (
        WITH wanted AS (
            SELECT k.*, CASE WHEN k.field IN ({_NUMBERS}) THEN k.expected::DECIMAL(24, 6)::VARCHAR
                             ELSE k.expected END AS expects
            FROM corrections k
        ),
        told AS (
            SELECT k.correction_id, k.expects, a.article_id, o.observation_id, CASE k.field {_FOUND} END AS found
            FROM wanted k
            LEFT JOIN articles a ON a.url = k.url
            LEFT JOIN observations o ON o.article_id = coalesce(a.origin_id, a.article_id) AND o.span_text = k.span_text
                AND (k.indicator = '' OR k.indicator IN (o.indicator_id, o.indicator))
        ),
        counted AS (
            SELECT t.correction_id, any_value(t.article_id) AS article_id, count(t.observation_id) AS figures,
                count(t.observation_id) FILTER (t.found IS NOT DISTINCT FROM t.expects) AS fitting,
                any_value(t.observation_id) FILTER (t.found IS NOT DISTINCT FROM t.expects) AS observation_id,
                string_agg(t.found, ' | ' ORDER BY t.observation_id) AS found
            FROM told t GROUP BY t.correction_id
        )
        SELECT c.correction_id, c.found,
            CASE WHEN c.fitting = 1 THEN c.observation_id END AS observation_id,
            CASE WHEN c.fitting = 1 THEN 'applied' WHEN c.fitting > 1 THEN 'several figures'
                 WHEN c.figures > 0 THEN 'states something else' WHEN c.article_id IS NOT NULL THEN 'no such figure'
                 ELSE 'page not held' END AS state
        FROM counted c
    ) s
    WHERE s.correction_id = corrections.correction_id
      AND (corrections.observation_id, corrections.found, corrections.state)
          IS DISTINCT FROM (s.observation_id, s.found, s.state)
"""


_CAST = {**dict.fromkeys(NUMBERS, "::DECIMAL(24, 6)"), **dict.fromkeys(DATES, "::DATE")}
_FIELDS = ", ".join(
    f"CASE WHEN map_contains(f.fields, '{field}') THEN f.fields['{field}']{_CAST.get(field, '')} "
    f'ELSE o."{field}" END AS "{field}"'
    for field in FIELDS
)
# Each correction is told in the figure's flags.
_CORRECTED = f"""
    INSERT INTO observations_corrected BY NAME
    WITH said AS (
        SELECT k.observation_id, k.field, k.found, k.corrected, k.reason FROM corrections k
        WHERE k.state = 'applied'
            -- what a person said at review of the same field is later
            AND (k.observation_id, k.field) NOT IN (SELECT (v.observation_id, v.field) FROM reviews v
                WHERE v.verdict = 'corrected' AND v.observation_id IS NOT NULL)
        UNION ALL
        SELECT v.observation_id, v.field, CASE v.field {_FOUND} END AS found, v.corrected,
            v.reason || ' (' || v.reviewer || ')' AS reason
        FROM reviews v JOIN observations o USING (observation_id) WHERE v.verdict = 'corrected'
    ),
    fixed AS (
        SELECT k.observation_id, map_from_entries(list((k.field, k.corrected))) AS fields,
            list('corrected: ' || k.field || ' ' || coalesce(k.found, '(none)') || ' -> '
                || coalesce(k.corrected, '(none)') || ', ' || k.reason ORDER BY k.field) AS told
        FROM said k GROUP BY k.observation_id
    )
    SELECT o.* REPLACE ({_FIELDS}, list_concat(o.flags, f.told) AS flags)
    FROM observations o JOIN fixed f USING (observation_id)
"""


def apply(con: duckdb.DuckDBPyConnection) -> None:
    """Finds the figure of every correction anew, as figures may have come, gone or changed; after the marks of
    :mod:`warehouse.reviews`, which may correct too."""
    if con.execute(_ANY).fetchall() == [(0,)]:
        return
    con.execute(_APPLY)
    con.execute("DELETE FROM observations_corrected")
    con.execute(_CORRECTED)


_ANY = """
    SELECT (SELECT count(*) FROM corrections) + (SELECT count(*) FROM observations_corrected)
        + (SELECT count(*) FROM reviews WHERE verdict = 'corrected')
"""
