-- The figures of some indicators in some regions, and which of several sources for one point is preferred.
-- pick = 1 is the point; left_out tells why a row is none.
CREATE OR REPLACE MACRO points_of(ids, codes) AS TABLE
WITH asked AS (
    FROM comparable_of(ids, codes)
),
told AS (
    SELECT a.*,
        -- A total goes before a part of it, so that a breakdown is no contradiction.
        a.preference * 2 + (a.parent IS NOT NULL)::INTEGER AS rank
    FROM asked a
),
judged AS (
    SELECT t.*,
        count(DISTINCT t."value") OVER same_breath AS values_in_source,
        row_number() OVER (
            PARTITION BY t.unfit IS NULL, t.region_code, t.indicator_id, t.kind, t.unit, t.period_type, t.period_start, t.period_end,
                         t.scope_group, coalesce(t.denominator_variant, '')
            ORDER BY t.rank, t."scope" = 'unknown', t.published DESC NULLS LAST, t.confidence DESC, t.observation_id
        ) AS pick,
        first_value(t."value") OVER (
            PARTITION BY t.unfit IS NULL, t.region_code, t.indicator_id, t.kind, t.unit, t.period_type, t.period_start, t.period_end,
                         t.scope_group, coalesce(t.denominator_variant, '')
            ORDER BY t.rank, t."scope" = 'unknown', t.published DESC NULLS LAST, t.confidence DESC, t.observation_id
        ) AS preferred_value
    FROM told t
    WINDOW same_breath AS (
        PARTITION BY t.article_id, t.rank, t.region_code, t.indicator_id, t.kind, t.unit, t.period_type, t.period_start,
                     t.period_end, t."scope", coalesce(t.denominator_variant, '')
    )
)
SELECT j.* EXCLUDE (rank, values_in_source, preferred_value),
    CASE
        WHEN j.unfit IS NOT NULL THEN j.unfit
        WHEN j.values_in_source > 1 THEN 'the source tells ' || j.values_in_source || ' values for this'
        WHEN j.pick > 1 AND j."value" = j.preferred_value THEN 'the same value is told by a preferred source'
        WHEN j.pick > 1 THEN 'another value is told by a preferred source: ' || (j.preferred_value::DOUBLE)
    END AS left_out
FROM judged j;

-- The points with what speaks against joining each to the series of its indicator and region: one period type, one scope,
-- one denominator make a series; yearly figures before others, the whole region before parts of it. left_out is what
-- speaks against the figure in any company, series_left_out also what does in that of its series.
CREATE OR REPLACE MACRO judged_points_of(ids, codes) AS TABLE
WITH rows_told AS MATERIALIZED (SELECT p.* FROM points_of(ids, codes) p),
main_type AS (
    SELECT p.region_code, p.indicator_id,
        arg_min(p.period_type, CASE p.period_type
            WHEN 'annual' THEN 1 WHEN 'as_of' THEN 2 WHEN 'cumulative_since' THEN 4 WHEN 'ytd' THEN 3 ELSE 5 END) AS period_type
    FROM rows_told p WHERE p.left_out IS NULL GROUP BY ALL
),
main_scope AS (
    SELECT p.region_code, p.indicator_id,
        arg_max(p.scope_group, (p."scope" = 'whole_region')::INTEGER * 1000000 + p.told) AS scope_group
    FROM (
        SELECT p.region_code, p.indicator_id, p.scope_group, p."scope", count(*) AS told
        FROM rows_told p JOIN main_type m USING (region_code, indicator_id, period_type) WHERE p.left_out IS NULL GROUP BY ALL
    ) p GROUP BY ALL
),
main_variant AS (
    SELECT p.region_code, p.indicator_id, mode(p.denominator_variant ORDER BY p.denominator_variant) AS denominator_variant
    FROM rows_told p JOIN main_type m USING (region_code, indicator_id, period_type)
    JOIN main_scope s USING (region_code, indicator_id, scope_group)
    WHERE p.left_out IS NULL AND p.denominator_variant IS NOT NULL GROUP BY ALL
),
-- A cumulative total belongs to a series only with others that count from the same day (R1, R2).
main_start AS (
    SELECT p.region_code, p.indicator_id, mode(p.period_start ORDER BY p.period_start) AS period_start
    FROM rows_told p JOIN main_type m USING (region_code, indicator_id, period_type)
    JOIN main_scope s USING (region_code, indicator_id, scope_group)
    WHERE p.left_out IS NULL AND p.period_type = 'cumulative_since' GROUP BY ALL
),
judged AS (
    SELECT p.*,
        CASE
            WHEN p.left_out IS NOT NULL THEN p.left_out
            WHEN p.period_type <> t.period_type THEN 'period type ' || p.period_type || ', the series is ' || t.period_type
            WHEN p.scope_group <> s.scope_group THEN 'scope ' || p."scope" || ', the series is ' || s.scope_group
            WHEN p.denominator_variant <> v.denominator_variant
                THEN 'denominator ' || p.denominator_variant || ', the series has ' || v.denominator_variant
            WHEN p.period_start <> c.period_start THEN 'counts from ' || p.period_start || ', the series from ' || c.period_start
        END AS unjoined
    FROM rows_told p
    LEFT JOIN main_type t USING (region_code, indicator_id)
    LEFT JOIN main_scope s USING (region_code, indicator_id)
    LEFT JOIN main_variant v USING (region_code, indicator_id)
    LEFT JOIN main_start c USING (region_code, indicator_id)
),
-- One point a period: where the denominator is told for some and not for others, the told one goes first.
settled AS (
    SELECT j.* EXCLUDE (unjoined),
        CASE WHEN j.unjoined IS NULL AND row_number() OVER (
                PARTITION BY j.region_code, j.indicator_id, j.period_start, j.period_end, j.unjoined IS NULL
                ORDER BY j.preference, j.denominator_variant IS NULL, j.pick, j.observation_id) > 1
             THEN 'the same period is told by a preferred source' ELSE j.unjoined END AS series_left_out
    FROM judged j
),
placed AS (
    SELECT s.*, lag(s.period_end) OVER (
        PARTITION BY s.region_code, s.indicator_id, s.series_left_out IS NULL ORDER BY s.period_end, s.period_start) AS earlier
    FROM settled s
)
SELECT b.indicator_id, b.region_code, b.period_end, b.period_start, b.period_year, b.period_type, b."scope", b.scope_group, b.denominator_variant,
    b."value", b.value_high, b.unit, b.printed_unit, b.bound, b.kind, b.parent, b.own_grade, b.unfit, b.left_out, b.series_left_out,
    CASE WHEN b.series_left_out IS NULL AND b.earlier IS NOT NULL THEN
        (SELECT string_agg(k.break_id, ', ' ORDER BY k.break_date) FROM breaks k
         WHERE k.indicator_id = b.indicator_id AND k.break_date > b.earlier AND k.break_date <= b.period_end) END AS break_before,
    b.pick, b.preference, b.region_name, b.region_level, b.indicator_name, b.dimension, b.aggregation, b.flags, b.genre, b.report_year,
    b.published, b.title, b.sentence, b.url, b.article_id, b.observation_id
FROM placed b;

-- All of them. In the published copy this is a table, made when it is published and sorted as it is asked for.
CREATE OR REPLACE VIEW points AS FROM judged_points_of(NULL, NULL);

-- The values of one indicator in one region over time; every figure that is no point of the series is there with the reason.
CREATE OR REPLACE MACRO series_of(ids, codes) AS TABLE
@include series.part
WHERE p.indicator_id IN (SELECT unnest(ids)) AND (codes IS NULL OR p.region_code IN (SELECT unnest(codes)))
ORDER BY p.region_code, p.indicator_id, p.series_left_out IS NOT NULL, p.period_end, p.period_start, p.preference, p.observation_id;

CREATE OR REPLACE MACRO series(region, indicator) AS TABLE
@include series.part
WHERE p.indicator_id IN (FROM indicator_ids(indicator)) AND p.region_code IN (FROM region_codes(region))
ORDER BY p.region_code, p.indicator_id, p.series_left_out IS NOT NULL, p.period_end, p.period_start, p.preference, p.observation_id;
