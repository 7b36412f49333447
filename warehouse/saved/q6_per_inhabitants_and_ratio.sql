-- title: 每万人复议数与复议诉讼比（计算值与原文对照） / Reconsideration per 10,000 inhabitants, and the ratio to litigation, computed and stated
-- question: 6
-- parameter area: 鹤壁
-- parameter year: 2024
-- Inhabitants come from a denominators.csv of your own (docs/operations.md); without one the column is empty.
WITH told AS (
    SELECT c.* FROM compare_of(['reconsideration_applications', 'admin_litigation_first_instance', 'reconsideration_litigation_ratio'],
        [$year], $area) c WHERE c.left_out IS NULL
),
sides AS (
    SELECT t.region, t.region_code, t."level",
        max(t."value") FILTER (t.indicator_id = 'reconsideration_applications') AS applications,
        max(t."value") FILTER (t.indicator_id = 'admin_litigation_first_instance') AS first_instance,
        max(t."value") FILTER (t.indicator_id = 'reconsideration_litigation_ratio') AS stated_ratio,
        -- scopes differ where the court's cases stand beside the region's
        count(DISTINCT t."scope") > 1 AS mixed_scopes, max(t.grade) AS grade, list(t.observation_id ORDER BY t.indicator_id) AS observation_ids
    FROM told t GROUP BY ALL
)
SELECT s.region, s."level", s.applications, s.first_instance, s.stated_ratio,
    CASE WHEN NOT s.mixed_scopes THEN round((s.applications / nullif(s.first_instance, 0))::DOUBLE, 2) END AS computed_ratio,
    d."value" AS inhabitants, d."year" AS inhabitants_year, d.source AS inhabitants_source,
    round((10000 * s.applications / nullif(d."value", 0))::DOUBLE, 2) AS per_10000, CASE WHEN d."value" IS NULL THEN s.grade ELSE 'C' END AS grade,
    CASE WHEN s.mixed_scopes THEN 'the figures are of different scopes' WHEN s.first_instance IS NULL THEN 'no first-instance cases are held' END
        AS no_ratio_because, s.observation_ids
FROM sides s
LEFT JOIN denominators d ON d.region_code = s.region_code AND d.name = 'population'
    AND d."year" = (SELECT max(e."year") FROM denominators e WHERE e.region_code = s.region_code AND e.name = 'population' AND e."year" <= $year)
ORDER BY per_10000 DESC NULLS LAST, s.region_code;
