-- A region and everything below it; NULL is everything.
CREATE OR REPLACE MACRO inside_region(wanted) AS TABLE
SELECT w.region_code FROM region_within w WHERE w.within_code IN (FROM region_codes(coalesce(wanted, '100000')));

-- Indicators over regions, each year by itself, ranked within each level (provinces with provinces, counties with counties).
-- Yearly figures (of stocks and rates: also the state at a date of the year), one scope, one denominator; every other
-- figure is there with the reason. `ids` is a list, `years` a list or NULL, `area` a region or NULL.
CREATE OR REPLACE MACRO compare_of(ids, years, area) AS TABLE
WITH rows_told AS MATERIALIZED (
    SELECT p.* EXCLUDE (series_left_out, break_before, unfit) FROM points p
    WHERE p.indicator_id IN (SELECT unnest(ids)) AND (years IS NULL OR p.period_year IN (SELECT unnest(years)))
      AND (area IS NULL OR left(p.region_code, 6) IN (FROM inside_region(area)))
),
counted AS (
    SELECT p.indicator_id, p.period_year, p.aggregation, p.period_type, p.scope_group, p.denominator_variant, count(DISTINCT p.region_code) AS told,
        bool_or(p."scope" = 'whole_region') AS whole
    FROM rows_told p WHERE p.left_out IS NULL GROUP BY ALL
),
main_type AS (
    SELECT c.indicator_id, c.period_year, CASE
        WHEN any_value(c.aggregation) = 'flow' THEN 'annual'
        WHEN sum(c.told) FILTER (c.period_type = 'as_of') > coalesce(sum(c.told) FILTER (c.period_type = 'annual'), 0) THEN 'as_of'
        ELSE 'annual' END AS period_type
    FROM counted c GROUP BY c.indicator_id, c.period_year
),
scopes AS (
    SELECT c.indicator_id, c.period_year, c.scope_group, sum(c.told) + 1000000 * max(c.whole::INTEGER) AS weight
    FROM counted c JOIN main_type USING (indicator_id, period_year, period_type) GROUP BY ALL
),
main_scope AS (SELECT s.indicator_id, s.period_year, arg_max(s.scope_group, s.weight ORDER BY s.scope_group) AS scope_group FROM scopes s GROUP BY ALL),
variants AS (
    SELECT c.indicator_id, c.period_year, c.denominator_variant, sum(c.told) AS weight
    FROM counted c JOIN main_type USING (indicator_id, period_year, period_type) JOIN main_scope USING (indicator_id, period_year, scope_group)
    WHERE c.denominator_variant IS NOT NULL GROUP BY ALL
),
main_variant AS (
    SELECT v.indicator_id, v.period_year, arg_max(v.denominator_variant, v.weight ORDER BY v.denominator_variant) AS denominator_variant
    FROM variants v GROUP BY ALL
),
judged AS (
    SELECT p.* EXCLUDE (left_out),
        CASE
            WHEN p.left_out IS NOT NULL THEN p.left_out
            WHEN p.period_type <> t.period_type THEN 'period type ' || p.period_type || ', compared is ' || t.period_type
            WHEN p.scope_group <> s.scope_group THEN 'scope ' || p."scope" || ', compared is ' || s.scope_group
            WHEN p.denominator_variant <> v.denominator_variant
                THEN 'denominator ' || p.denominator_variant || ', compared is ' || v.denominator_variant
        END AS left_out
    FROM rows_told p
    LEFT JOIN main_type t USING (indicator_id, period_year)
    LEFT JOIN main_scope s USING (indicator_id, period_year)
    LEFT JOIN main_variant v USING (indicator_id, period_year)
),
settled AS (
    SELECT j.* EXCLUDE (left_out),
        CASE WHEN j.left_out IS NULL AND row_number() OVER (
                PARTITION BY j.region_code, j.indicator_id, j.period_year, j.left_out IS NULL
                ORDER BY j.period_end DESC, j.preference, j.denominator_variant IS NULL, j.pick, j.observation_id) > 1
             THEN 'a later or preferred figure of the year is there' ELSE j.left_out END AS left_out
    FROM judged j
),
ranked AS (
    SELECT s.*, CASE WHEN s.left_out IS NULL THEN rank() OVER (
        PARTITION BY s.indicator_id, s.period_year, s.region_level, s.left_out IS NULL
        ORDER BY CASE WHEN i.direction = 'lower_better' THEN s."value" ELSE -s."value" END) END AS place
    FROM settled s JOIN indicators i USING (indicator_id)
)
SELECT r.place::INTEGER AS "rank", r.region_name AS region, r.region_code, r.region_level AS "level",
    r.indicator_name AS indicator, r.indicator_id, r.period_year AS "year", r."value", r.value_high, r.unit, r.bound,
    CASE WHEN r.left_out IS NULL THEN r.own_grade ELSE 'D' END AS grade, r.left_out, r.period_type, r.period_start,
    r.period_end, r."scope", r.denominator_variant, r.flags, r.genre, r.published, r.title, r.sentence, r.url, r.observation_id, r.article_id
FROM ranked r
ORDER BY indicator_id, "year", left_out IS NOT NULL, "level", "rank", region_code, observation_id;

-- One indicator in one year. `province` takes any region: only those inside it are shown.
CREATE OR REPLACE MACRO compare(indicator, "year", province := NULL) AS TABLE
SELECT c.* FROM compare_of((SELECT list(indicator_id) FROM indicator_ids(indicator)), ["year"], province) c;
