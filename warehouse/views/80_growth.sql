-- Points of a series beside the point a year before. No growth is told across a break of definition unless asked (R8), and
-- none of two figures of which one is a bound and the change is below 2 % (R11: 6.8万余 has two digits). A rate changes by
-- points.
CREATE OR REPLACE MACRO growth_of(ids, codes, across_breaks) AS TABLE
WITH points AS MATERIALIZED (SELECT s.* FROM series_of(ids, codes) s WHERE s.left_out IS NULL AND s.period_type IN ('annual', 'as_of')),
pairs AS (
    SELECT p.*, b."value" AS value_before, b.observation_id AS observation_before, b.bound AS bound_before, b.grade AS grade_before,
        b.denominator_variant AS variant_before,
        (SELECT string_agg(k.break_id, ', ' ORDER BY k.break_date) FROM breaks k
         WHERE k.indicator_id = p.indicator_id AND k.break_date > b.period_end AND k.break_date <= p.period_end) AS break_between
    FROM points p LEFT JOIN points b ON b.region_code = p.region_code AND b.indicator_id = p.indicator_id
        AND b.period_end = (p.period_end - INTERVAL 1 YEAR)::DATE
),
judged AS (
    SELECT q.*, CASE
        WHEN q.value_before IS NULL THEN 'nothing is held for the year before'
        WHEN q.break_between IS NOT NULL AND NOT across_breaks THEN 'a break of definition lies between: ' || q.break_between
        WHEN q.unit <> '%' AND q.value_before = 0 THEN 'the year before is 0'
        WHEN q.unit <> '%' AND (q.bound <> 'exact' OR q.bound_before <> 'exact') AND abs(q."value" - q.value_before) < 0.02 * q.value_before
            THEN 'a bound is no base for a change below 2 %' END AS why_not
    FROM pairs q
)
SELECT j.region, j.region_code, j.indicator, j.indicator_id, j."year", j.value_before, j."value", j.unit,
    CASE WHEN j.why_not IS NULL THEN round(CASE WHEN j.unit = '%' THEN j."value" - j.value_before
        ELSE 100 * (j."value" - j.value_before) / j.value_before END::DOUBLE, 2) END AS growth,
    CASE WHEN j.unit = '%' THEN '百分点' ELSE '%' END AS growth_unit,
    CASE WHEN j.why_not IS NOT NULL THEN 'D' WHEN j.break_between IS NOT NULL THEN 'C' ELSE greatest(j.grade, j.grade_before) END AS grade,
    j.why_not AS left_out, j.break_between, j.period_type, j.period_end, j."scope", j.denominator_variant, j.sentence, j.url,
    j.observation_id, j.observation_before
FROM judged j ORDER BY j.region_code, j.indicator_id, j.period_end;

CREATE OR REPLACE MACRO growth(region, indicator, across_breaks := false) AS TABLE
SELECT g.* FROM growth_of((SELECT list(indicator_id) FROM indicator_ids(indicator)),
    (SELECT list(region_code) FROM region_codes(region)), across_breaks) g;

-- Where a region stands among those of its level inside an area (its province, if none is given): over how many that told
-- a comparable figure, of how many there are. Equal values share a place.
CREATE OR REPLACE MACRO rank_in(region, indicator, "year", area := NULL) AS TABLE
WITH asked AS (SELECT c.region_code FROM region_codes(region) c),
universe AS (
    SELECT coalesce(any_value(w.region_code), any_value(CASE WHEN r."level" = 'province' THEN '100000' ELSE left(r.region_code, 2) || '0000' END
        ORDER BY r.region_code)) AS code
    FROM regions r SEMI JOIN asked a ON a.region_code = r.region_code LEFT JOIN region_codes(coalesce(area, '100000')) w ON area IS NOT NULL
),
compared AS MATERIALIZED (
    SELECT c.* FROM compare_of((SELECT list(indicator_id) FROM indicator_ids(indicator)), ["year"], (SELECT u.code FROM universe u)) c
)
SELECT c."rank", count(o.region_code) AS ranked,
    (SELECT count(*) FROM regions r WHERE r."level" = c."level" AND coalesce(r.valid_to, 9999) >= "year" AND coalesce(r.valid_from, 0) <= "year"
        AND r.region_code IN (FROM inside_region((SELECT u.code FROM universe u)))) AS regions,
    count(*) FILTER (o."value" = c."value") > 1 AS shared, (SELECT r.full_name FROM regions r JOIN universe u ON u.code = r.region_code) AS within,
    c.region, c.region_code, c."level", c.indicator, c.indicator_id, c."year", c."value", median(o."value") AS median, min(o."value") AS lowest,
    max(o."value") AS highest, c.unit, c.grade, c.left_out, c.sentence, c.url, c.observation_id
FROM compared c
LEFT JOIN compared o ON c.left_out IS NULL AND o.left_out IS NULL AND o.indicator_id = c.indicator_id AND o."level" = c."level"
WHERE c.region_code IN (FROM asked)
GROUP BY ALL ORDER BY region_code, indicator_id, "rank" NULLS LAST, observation_id;

-- What observations held at the end of a day (UTC): a result that was published can be made again.
CREATE OR REPLACE MACRO as_of("day") AS TABLE
SELECT o.* FROM observations_all o
WHERE o.recorded_at < "day"::DATE + INTERVAL 1 DAY AND (o.superseded_at IS NULL OR o.superseded_at >= "day"::DATE + INTERVAL 1 DAY);
