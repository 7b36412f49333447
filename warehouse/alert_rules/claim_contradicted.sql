-- 全省第一 that another region claims too, or that the figures held contradict; a streak that does not add up.
SELECT c.contradiction || '|' || array_to_string(list_sort(c.observation_ids), '|') AS dedupe_key, o.region_code, o.indicator_id, o.report_year,
    'C' AS grade, '核对：' || c.region || '“' || c.indicator || '”的' || CASE WHEN c.contradiction LIKE '%streak%' THEN '“连续”说法' ELSE '排名' END
        || '存疑' AS title,
    c."year" || '年，' || coalesce(c.rank_universe || '第' || c.claimed, '连续' || c.claimed || '年') || '；' || c.against
        || coalesce('：“' || c.other_sentence || '”', '') || '。' AS message,
    'Check: ' || c.region || ', ' || coalesce(i.name_en, c.indicator) || CASE WHEN c.contradiction LIKE '%streak%' THEN ': a streak' ELSE ': a rank' END
        || ' in doubt' AS title_en,
    c."year" || ', ' || coalesce(c.rank_universe || ' rank ' || c.claimed, c.claimed || ' years in a row') || '; ' || c.against
        || coalesce(': “' || c.other_sentence || '”', '') || '.' AS message_en,
    c.sentence AS quote, c.url, o.article_id, c.observation_ids
FROM contradicted_claims() c
JOIN observations o ON o.observation_id = c.observation_ids[1]
LEFT JOIN indicators i ON i.indicator_id = o.indicator_id
WHERE EXISTS (FROM observations f JOIN fresh_articles USING (article_id) WHERE list_contains(c.observation_ids, f.observation_id))
