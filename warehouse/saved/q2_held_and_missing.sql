-- title: 某地区某年有哪些指标、缺哪些 / Which indicators are held for a region and year, by dimension, and which are not
-- question: 2
-- parameter region: 鹤壁
-- parameter year: 2024
WITH held AS (
    SELECT c.indicator_id, count(*) AS figures, count(*) FILTER (c.unfit IS NULL) AS comparable
    FROM comparable c WHERE c.region_code IN (FROM region_codes($region)) AND c.period_year = $year GROUP BY ALL
),
reports AS (
    SELECT count(*) AS reports FROM yearly_reports a
    WHERE a.region_code IN (FROM region_codes($region)) AND a.report_year = $year
)
SELECT i.dimension, i.indicator_id, i.name_zh AS indicator, i.tier, coalesce(h.figures, 0) AS figures,
    coalesce(h.comparable, 0) AS comparable,
    CASE WHEN h.comparable > 0 THEN 'held' WHEN h.figures > 0 THEN 'held, not comparable'
         WHEN p.reports > 0 THEN 'the report does not tell it' ELSE 'no report read' END AS state
FROM indicators i LEFT JOIN held h USING (indicator_id) CROSS JOIN reports p
ORDER BY i.dimension, figures DESC, i.indicator_id;
