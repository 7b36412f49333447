-- title: 新复议法前后：复议与一审诉讼增速之差 / Growth of reconsideration against that of litigation, before and after the revised law
-- question: 10
-- parameter area: 河南
-- parameter published_by: 2026-12-31
-- parameter grade: B
-- Yearly figures of whole regions 2020 to 2025, told by pages published by that day, of that grade or better (grade=A for a
-- sensitivity run). Rows with left_out are figures that were not taken. Growth across a break is told with the break.
WITH told AS (
    SELECT p.*, CASE WHEN p.unfit IS NOT NULL THEN p.unfit
        WHEN p.published IS NULL OR p.published > $published_by::DATE THEN 'published later, or on a day that is not told'
        WHEN p.parent IS NOT NULL THEN 'a part of another figure'
        WHEN p.period_type <> 'annual' THEN 'period type ' || p.period_type
        WHEN p.scope_group <> 'whole_region' THEN 'scope ' || p."scope"
        WHEN p.own_grade > $grade THEN 'grade ' || p.own_grade END AS why_not
    FROM points p
    WHERE p.indicator_id IN ('reconsideration_applications', 'admin_litigation_first_instance') AND p.period_year BETWEEN 2020 AND 2025
      AND left(p.region_code, 6) IN (FROM inside_region($area))
),
judged AS (
    SELECT t.* EXCLUDE (why_not), CASE WHEN t.why_not IS NULL AND row_number() OVER (
            PARTITION BY t.region_code, t.indicator_id, t.period_year, t.why_not IS NULL
            ORDER BY t.preference, t.published DESC, t.observation_id) > 1
        THEN 'told by a preferred source' ELSE t.why_not END AS why_not
    FROM told t
),
grown AS (
    SELECT j.*, CASE WHEN lag(j.period_year) OVER of_key = j.period_year - 1
        THEN (100 * (j."value" / nullif(lag(j."value") OVER of_key, 0) - 1))::DOUBLE END AS growth,
        greatest(j.own_grade, lag(j.own_grade) OVER of_key) AS pair_grade
    FROM judged j WHERE j.why_not IS NULL
    WINDOW of_key AS (PARTITION BY j.region_code, j.indicator_id ORDER BY j.period_year)
),
panel AS (
    SELECT a.region_name AS region, a.region_code, a.region_level AS "level", a.period_year AS "year", a."value" AS applications,
        s."value" AS first_instance, a.growth AS applications_growth, s.growth AS first_instance_growth,
        a.growth - s.growth AS difference, greatest(a.pair_grade, s.pair_grade) AS grade,
        round((10000 * a."value" / nullif(d."value", 0))::DOUBLE, 2) AS applications_per_10000,
        round((10000 * s."value" / nullif(d."value", 0))::DOUBLE, 2) AS first_instance_per_10000,
        (SELECT string_agg(DISTINCT k.break_id, ', ') FROM breaks k WHERE k.indicator_id IN (a.indicator_id, s.indicator_id)
            AND year(k.break_date) = a.period_year) AS breaks_in_year,
        [a.observation_id, s.observation_id] AS observation_ids
    FROM grown a JOIN grown s ON s.region_code = a.region_code AND s.period_year = a.period_year
        AND s.indicator_id = 'admin_litigation_first_instance'
    LEFT JOIN denominators d ON d.region_code = a.region_code AND d.name = 'population'
        AND d."year" = (SELECT max(e."year") FROM denominators e
            WHERE e.region_code = a.region_code AND e.name = 'population' AND e."year" <= a.period_year)
    WHERE a.indicator_id = 'reconsideration_applications'
)
SELECT * FROM (
SELECT p.region, p."level", p."year", p.applications, p.first_instance, round(p.applications_growth, 1) AS applications_growth,
    round(p.first_instance_growth, 1) AS first_instance_growth, round(p.difference, 1) AS difference,
    round(avg(p.difference) FILTER (p."year" < 2024) OVER of_region, 1) AS mean_before,
    round(avg(p.difference) FILTER (p."year" >= 2024) OVER of_region, 1) AS mean_since,
    round(avg(p.difference) FILTER (p."year" >= 2024) OVER of_region - avg(p.difference) FILTER (p."year" < 2024) OVER of_region, 1) AS shift,
    p.applications_per_10000, p.first_instance_per_10000, p.breaks_in_year, p.grade, NULL AS left_out, p.observation_ids, p.region_code
FROM panel p WINDOW of_region AS (PARTITION BY p.region_code)
UNION ALL BY NAME
SELECT j.region_name AS region, j.region_level AS "level", j.period_year AS "year", 'D' AS grade,
    j.indicator_name || ' ' || j."value"::DOUBLE || ': ' || j.why_not AS left_out, [j.observation_id] AS observation_ids, j.region_code
FROM judged j WHERE j.why_not IS NOT NULL
) ORDER BY region_code, left_out IS NOT NULL, "year";
