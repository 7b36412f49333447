-- From $ceiling or more twice to below $below, or down by $fall points. A rate whose fall is good (败诉率) is another rule's matter.
WITH told AS (
    SELECT o.region_code, o.indicator_id FROM observations o JOIN fresh_articles USING (article_id)
    WHERE o.region_code IS NOT NULL AND o.indicator_id IS NOT NULL GROUP BY ALL
),
changes AS (
    SELECT c.* FROM yearly_changes((SELECT list(DISTINCT indicator_id) FROM told), (SELECT list(DISTINCT region_code) FROM told)) c
    JOIN indicators i USING (indicator_id)
    WHERE c.article_id IN (FROM fresh_articles) AND c.next_year IS NULL AND c.kind = 'rate' AND i.direction <> 'lower_better'
      AND c.break_between IS NULL
      AND ((c.value_before >= $ceiling AND c.value_two_before >= $ceiling AND c."value" < $below) OR c.value_before - c."value" >= $fall)
)
SELECT c.region_code || '|' || c.indicator_id || '|' || c.scope_group || '|' || c.period_year AS dedupe_key,
    c.region_code, c.indicator_id, c.report_year, c.pair_grade AS grade,
    CASE WHEN c.pair_grade = 'C' THEN '核对：' ELSE '' END || c.region_name || '“' || c.indicator_name || '”下降' AS title,
    c.year_before || '年 ' || format('{:.15g}', c.value_before::DOUBLE) || '% → ' || c.period_year || '年 '
        || format('{:.15g}', c."value"::DOUBLE) || '%（' || format('{:+.2f}', (c."value" - c.value_before)::DOUBLE)
        || '个百分点），可比等级' || c.pair_grade || '。' AS message,
    CASE WHEN c.pair_grade = 'C' THEN 'Check: ' ELSE '' END || c.region_name || ', ' || i.name_en || ': down' AS title_en,
    c.year_before || ': ' || format('{:.15g}', c.value_before::DOUBLE) || ' % → ' || c.period_year || ': '
        || format('{:.15g}', c."value"::DOUBLE) || ' % (' || format('{:+.2f}', (c."value" - c.value_before)::DOUBLE)
        || ' points), comparability ' || c.pair_grade || '.' AS message_en,
    c."value", c.value_before, '%' AS unit, c.period_year AS period, c.year_before AS period_before,
    c.sentence AS quote, c.url, c.article_id, [c.observation_id, c.observation_before] AS observation_ids
FROM changes c JOIN indicators i USING (indicator_id)
