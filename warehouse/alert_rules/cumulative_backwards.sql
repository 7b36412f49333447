-- A total since one day that is lower than it was, or the very same $months months later (copied text).
WITH told AS (
    SELECT o.region_code, o.indicator_id FROM observations o JOIN fresh_articles USING (article_id)
    WHERE o.region_code IS NOT NULL AND o.indicator_id IS NOT NULL AND o.period_type = 'cumulative_since' GROUP BY ALL
),
totals AS (
    SELECT c.* FROM comparable_of((SELECT list(DISTINCT indicator_id) FROM told), (SELECT list(DISTINCT region_code) FROM told)) c
    WHERE c.unfit IS NULL AND c.period_type = 'cumulative_since' AND c.parent IS NULL AND c.kind IN ('count', 'amount')
),
pairs AS (
    SELECT n.*, e."value" AS value_before, e.period_end AS end_before, e.observation_id AS observation_before,
        greatest(n.own_grade, e.own_grade) AS pair_grade
    FROM totals n JOIN totals e ON e.region_code = n.region_code AND e.indicator_id = n.indicator_id AND e.unit = n.unit AND e.kind = n.kind
        AND e.scope_group = n.scope_group AND e.period_start = n.period_start AND e.period_end < n.period_end AND e.article_id <> n.article_id
    WHERE n.article_id IN (FROM fresh_articles)
    QUALIFY row_number() OVER (PARTITION BY n.observation_id ORDER BY e.period_end DESC, e.preference, e.observation_id) = 1
)
SELECT p.region_code || '|' || p.indicator_id || '|' || p.scope_group || '|' || p.period_start || '|' || p.period_end AS dedupe_key,
    p.region_code, p.indicator_id, p.report_year, p.pair_grade AS grade,
    CASE WHEN p.pair_grade = 'C' THEN '核对：' ELSE '' END || p.region_name || '“' || p.indicator_name || '”累计数'
        || CASE WHEN p."value" < p.value_before THEN '倒退' ELSE $months || '个月以上未变' END AS title,
    '自' || p.period_start || '起：截至' || p.end_before || ' ' || format('{:.15g}', p.value_before::DOUBLE) || p.printed_unit || ' → 截至'
        || p.period_end || ' ' || format('{:.15g}', p."value"::DOUBLE) || p.printed_unit || '，可比等级' || p.pair_grade || '。' AS message,
    CASE WHEN p.pair_grade = 'C' THEN 'Check: ' ELSE '' END || p.region_name || ', ' || i.name_en || ', total'
        || CASE WHEN p."value" < p.value_before THEN ': gone backwards' ELSE ': unchanged for ' || $months || ' months or more' END AS title_en,
    'Since ' || p.period_start || ': until ' || p.end_before || ' ' || format('{:.15g}', p.value_before::DOUBLE) || ' ' || p.printed_unit || ' → until '
        || p.period_end || ' ' || format('{:.15g}', p."value"::DOUBLE) || ' ' || p.printed_unit || ', comparability ' || p.pair_grade || '.' AS message_en,
    p."value", p.value_before, p.printed_unit AS unit, p.period_end AS period, p.end_before AS period_before,
    p.sentence AS quote, p.url, p.article_id, [p.observation_id, p.observation_before] AS observation_ids
FROM pairs p JOIN indicators i USING (indicator_id)
-- A lower bound (逾) that is lower than an exact total says nothing.
WHERE (p."value" < p.value_before AND p.bound <> 'at_least')
   OR (p."value" = p.value_before AND p."value" <> 0 AND p.period_end >= p.end_before + to_months($months::INTEGER))
