-- A fresh article states a figure that its own arithmetic, or an earlier report, contradicts (table checks), by more than the
-- printed digits leave open. One alert an article and indicator: a wrong total contradicts all its shares.
SELECT any_value(c.article_id) || '|' || coalesce(c.indicator_id, '') AS dedupe_key, any_value(c.region_code) AS region_code,
    c.indicator_id, any_value(a.report_year) AS report_year, 'C' AS grade,
    '核对：' || coalesce(any_value(r.full_name), '地区未定') || coalesce('“' || any_value(i.name_zh) || '”', '') || '与推算不符' AS title,
    string_agg('原文 ' || o.span_text || '，推算 ' || format('{:.15g}', round(c.computed, 4)) || c.unit || '（' || c.kind || '）', '；' ORDER BY o."start") || '。'
        AS message,
    'Check: ' || coalesce(any_value(r.full_name), 'region unknown') || coalesce(', ' || any_value(i.name_en), '') || ': not what follows' AS title_en,
    string_agg('printed ' || o.span_text || ', computed ' || format('{:.15g}', round(c.computed, 4)) || c.unit || ' (' || c.kind || ')', '; ' ORDER BY o."start") || '.'
        AS message_en,
    arg_min(o.sentence, o."start") AS quote, any_value(a.url) AS url, c.article_id,
    list_distinct(flatten(list(c.observation_ids ORDER BY o."start"))) AS observation_ids
FROM checks c
JOIN fresh_articles USING (article_id)
JOIN observations o ON o.observation_id = c.observation_id
JOIN articles a ON a.article_id = c.article_id
LEFT JOIN regions r ON r.region_code = c.region_code
LEFT JOIN indicators i ON i.indicator_id = c.indicator_id
WHERE c.verdict = 'differs' AND coalesce(a.relevant, true)
GROUP BY c.article_id, c.indicator_id
