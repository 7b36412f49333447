-- title: 由累计数推算年度增量 / Yearly increments from totals that count from the same day; negative ones are flagged
-- question: 8
SELECT c.region_name AS region, c.indicator_name AS indicator, c.period_start AS counts_from, c.period_end, c."value" AS total,
    lag(c.period_end) OVER same_start AS earlier_end, c."value" - lag(c."value") OVER same_start AS increment, c.unit, 'C' AS grade,
    CASE WHEN c."value" < lag(c."value") OVER same_start THEN 'total goes backwards'
         WHEN c."value" = lag(c."value") OVER same_start THEN 'total stands still'
         WHEN date_diff('day', lag(c.period_end) OVER same_start, c.period_end) NOT BETWEEN 350 AND 380 THEN 'not a year apart'
         WHEN c.bound <> 'exact' THEN 'total is not exact' END AS flag,
    c.sentence, c.url, c.observation_id
FROM comparable c
WHERE c.period_type = 'cumulative_since' AND c.unfit IS NULL AND c.parent IS NULL
WINDOW same_start AS (PARTITION BY c.region_code, c.indicator_id, c.scope_group, c.unit, c.period_start ORDER BY c.period_end)
QUALIFY count(*) OVER (PARTITION BY c.region_code, c.indicator_id, c.scope_group, c.unit, c.period_start) > 1
ORDER BY region, indicator, counts_from, c.period_end;
