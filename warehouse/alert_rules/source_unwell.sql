-- A source that has fallen silent, refuses, cannot be reached, or has been rebuilt, as the last run's check of all sources
-- saw it: one alert for each spell of trouble, so a source that recovers and fails again is told again.
WITH last_check AS (FROM source_health WHERE checked_at = (SELECT max(checked_at) FROM source_health)),
unwell AS (
    SELECT h.*, s.name, s.region_code FROM last_check h JOIN sources s USING (source_id)
    WHERE h.state IN ('silent', 'blocked', 'unreachable_from_here', 'failing', 'no_links', 'fields_missing', 'text_drift')
      -- Twice in a row: one bad night is no news.
      AND (h.state = 'silent' OR EXISTS (
          FROM source_health b WHERE b.source_id = h.source_id AND b.state = h.state AND b.checked_at < h.checked_at
            AND NOT EXISTS (FROM source_health m WHERE m.source_id = h.source_id AND m.checked_at > b.checked_at AND m.checked_at < h.checked_at)))
),
changes AS (
    SELECT source_id, state, state IS DISTINCT FROM lag(state) OVER (PARTITION BY source_id ORDER BY checked_at) AS begins FROM source_health
),
spells AS (
    SELECT u.*, (SELECT count(*) FROM changes c WHERE c.source_id = u.source_id AND c.state = u.state AND c.begins) AS spell FROM unwell u
)
SELECT s.source_id || '|' || s.state || '|' || s.spell AS dedupe_key, s.region_code, NULL::VARCHAR AS indicator_id,
    NULL::INTEGER AS report_year, NULL::VARCHAR AS grade, '来源异常：' || s.name || '（' || CASE s.state WHEN 'silent' THEN '久无更新'
        WHEN 'blocked' THEN '拒绝访问' WHEN 'unreachable_from_here' THEN '无法连接' WHEN 'failing' THEN '抓取失败' WHEN 'no_links' THEN '栏目无链接'
        WHEN 'fields_missing' THEN '字段缺失' ELSE '篇幅突变' END || '）' AS title,
    'Source unwell: ' || s.name || ' (' || s.state || ')' AS title_en,
    s.source_id || ': ' || s.why || '. fazhi sources check ' || s.source_id AS message_en,
    s.source_id || '：' || s.why || '。fazhi sources check ' || s.source_id AS message, '' AS quote,
    coalesce(u.start_urls[1], '') AS url, NULL::VARCHAR AS article_id, []::VARCHAR[] AS observation_ids
FROM spells s JOIN sources u USING (source_id)
