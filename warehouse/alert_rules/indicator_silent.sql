-- What a region's yearly reports told in at least $least of the last $years years, and the new one does not: one alert a report.
WITH reports AS (
    SELECT y.region_code, y.report_year, y.article_id, y.url FROM yearly_reports y WHERE y.report_year IS NOT NULL
),
fresh AS (
    SELECT r.* FROM reports r JOIN fresh_articles USING (article_id)
    WHERE NOT EXISTS (FROM reports n WHERE n.region_code = r.region_code AND n.report_year > r.report_year)
    QUALIFY row_number() OVER (PARTITION BY r.region_code, r.report_year ORDER BY r.article_id) = 1
),
-- A year in which figures of the report could be read at all; a scan is no silence.
told AS (
    SELECT DISTINCT f.region_code, f.report_year AS new_year, r.report_year, o.indicator_id
    FROM fresh f JOIN reports r ON r.region_code = f.region_code AND r.report_year BETWEEN f.report_year - $years::INTEGER AND f.report_year
    JOIN observations o ON o.article_id = r.article_id
    WHERE o."role" IN ('actual', 'claim') AND o.region_code = f.region_code
),
silent AS (
    SELECT t.region_code, t.new_year, t.indicator_id, max(t.report_year) AS last_year
    FROM told t WHERE t.indicator_id IS NOT NULL AND t.report_year < t.new_year
      AND EXISTS (FROM told n WHERE n.region_code = t.region_code AND n.report_year = n.new_year)
      AND NOT EXISTS (FROM told n WHERE n.region_code = t.region_code AND n.report_year = n.new_year AND n.indicator_id = t.indicator_id)
      AND NOT EXISTS (FROM observations o WHERE o.region_code = t.region_code AND o.indicator_id = t.indicator_id
                      AND year(o.period_end) = t.new_year AND o."role" = 'actual')
    GROUP BY ALL HAVING count(DISTINCT t.report_year) >= $least
)
SELECT s.region_code || '|' || s.new_year AS dedupe_key, s.region_code, NULL::VARCHAR AS indicator_id, s.new_year AS report_year,
    NULL::VARCHAR AS grade, any_value(r.full_name) || s.new_year || '年度报告不再公布' || count(*) || '项指标' AS title,
    string_agg(i.name_zh || '（' || s.last_year || '年之后未见）', '、' ORDER BY i.tier, i.indicator_id) || '。' AS message,
    any_value(r.full_name) || ', ' || s.new_year || ': ' || count(*) || ' indicators are told no more' AS title_en,
    string_agg(i.name_en || ' (not since ' || s.last_year || ')', ', ' ORDER BY i.tier, i.indicator_id) || '.' AS message_en,
    '' AS quote, any_value(f.url) AS url, any_value(f.article_id) AS article_id, []::VARCHAR[] AS observation_ids
FROM silent s JOIN fresh f ON f.region_code = s.region_code AND f.report_year = s.new_year
JOIN indicators i ON i.indicator_id = s.indicator_id LEFT JOIN regions r ON r.region_code = s.region_code
GROUP BY s.region_code, s.new_year
