-- One alert a region and year for the yearly report, whichever site brings it first; one a text for a feature
-- and for a report on part of a year.
SELECT
    CASE WHEN y.article_id IS NOT NULL AND a.report_year IS NOT NULL
         THEN a.region_code || '|' || a.report_year ELSE a.cluster_id END AS dedupe_key,
    a.region_code, NULL::VARCHAR AS indicator_id, a.report_year, NULL::VARCHAR AS grade,
    coalesce(r.full_name, '地区未定')
        || CASE WHEN a.genre <> 'annual_report' THEN '：新专题报道'
                WHEN coalesce(a.department, false) THEN '：部门年度报告'
                WHEN y.article_id IS NULL AND a.region_code IS NOT NULL THEN '：新阶段报告' ELSE '：新年度报告' END
        || coalesce('（' || a.report_year || '年）', '') AS title,
    '《' || a.title || '》' || coalesce('，' || strftime(a.first_published, '%Y-%m-%d') || '发布', '')
        || coalesce('，来源：' || nullif(a.source_name, ''), '') || '，提取数据' || count(o.observation_id) || '项。' AS message,
    coalesce(r.full_name, 'region unknown')
        || CASE WHEN a.genre <> 'annual_report' THEN ': a new feature'
                WHEN coalesce(a.department, false) THEN ': a department''s yearly report'
                WHEN y.article_id IS NULL AND a.region_code IS NOT NULL THEN ': a report on part of a year' ELSE ': a new yearly report' END
        || coalesce(' (' || a.report_year || ')', '') AS title_en,
    '《' || a.title || '》' || coalesce(', published ' || strftime(a.first_published, '%Y-%m-%d'), '')
        || coalesce(', source: ' || nullif(a.source_name, ''), '') || ', figures: ' || count(o.observation_id) || '.' AS message_en,
    coalesce(arg_min(o.sentence, o."start") FILTER (o.indicator_id IS NOT NULL), arg_min(o.sentence, o."start"), '') AS quote,
    a.url, a.article_id,
    coalesce(list(o.observation_id ORDER BY o."start", o.observation_id) FILTER (o.observation_id IS NOT NULL), [])::VARCHAR[]
        AS observation_ids
FROM articles a
JOIN fresh_articles USING (article_id)
LEFT JOIN yearly_reports y ON y.article_id = a.article_id
LEFT JOIN regions r ON r.region_code = a.region_code
LEFT JOIN observations o ON o.article_id = a.article_id
WHERE a.genre IN ('annual_report', 'feature') AND coalesce(a.relevant, true)
GROUP BY a.region_code, y.article_id, a.report_year, a.cluster_id, a.genre, a.department, a.title, a.first_published, a.source_name, a.url,
    a.article_id, r.full_name
