-- |Δ| >= $share % and |Δ| >= $least. Grade C (a bound, a derived value) fires as "核对" (check), A and B as change.
WITH told AS (
    SELECT o.region_code, o.indicator_id FROM observations o JOIN fresh_articles USING (article_id)
    WHERE o.region_code IS NOT NULL AND o.indicator_id IS NOT NULL GROUP BY ALL
),
changes AS (
    SELECT c.* FROM yearly_changes((SELECT list(DISTINCT indicator_id) FROM told), (SELECT list(DISTINCT region_code) FROM told)) c
    WHERE c.article_id IN (FROM fresh_articles) AND c.next_year IS NULL AND c.aggregation = 'flow' AND c.kind IN ('count', 'amount')
      AND c.break_between IS NULL AND abs(c."value" - c.value_before) >= $least
      AND abs(c."value" - c.value_before) >= $share / 100.0 * abs(c.value_before)
)
SELECT c.region_code || '|' || c.indicator_id || '|' || c.scope_group || '|' || c.period_year AS dedupe_key,
    c.region_code, c.indicator_id, c.report_year, c.pair_grade AS grade,
    CASE WHEN c.pair_grade = 'C' THEN '核对：' ELSE '' END || c.region_name || '“' || c.indicator_name || '”'
        || CASE WHEN c."value" > c.value_before THEN '骤升' ELSE '骤降' END AS title,
    c.year_before || '年 ' || format('{:.15g}', c.value_before::DOUBLE) || c.printed_unit || ' → ' || c.period_year || '年 '
        || format('{:.15g}', c."value"::DOUBLE) || c.printed_unit
        || CASE WHEN c.value_before <> 0
                THEN '（' || format('{:+.1f}', (100 * (c."value" - c.value_before) / c.value_before)::DOUBLE) || '%）' ELSE '' END
        || '，可比等级' || c.pair_grade || '。' AS message,
    CASE WHEN c.pair_grade = 'C' THEN 'Check: ' ELSE '' END || c.region_name || ', ' || i.name_en
        || CASE WHEN c."value" > c.value_before THEN ': a jump' ELSE ': a fall' END AS title_en,
    c.year_before || ': ' || format('{:.15g}', c.value_before::DOUBLE) || ' ' || c.printed_unit || ' → ' || c.period_year || ': '
        || format('{:.15g}', c."value"::DOUBLE) || ' ' || c.printed_unit
        || CASE WHEN c.value_before <> 0
                THEN ' (' || format('{:+.1f}', (100 * (c."value" - c.value_before) / c.value_before)::DOUBLE) || ' %)' ELSE '' END
        || ', comparability ' || c.pair_grade || '.' AS message_en,
    c."value", c.value_before, c.printed_unit AS unit, c.period_year AS period, c.year_before AS period_before,
    c.sentence AS quote, c.url, c.article_id, [c.observation_id, c.observation_before] AS observation_ids
FROM changes c JOIN indicators i USING (indicator_id)
