-- one statement an answer; the name stands before it
-- newest
FROM shown WHERE genre IN ('annual_report', 'work_report') ORDER BY first_published DESC NULLS LAST, title, article_id LIMIT 10;
-- latest
FROM shown WHERE genre NOT IN ('annual_report', 'work_report') ORDER BY first_published DESC NULLS LAST, title, article_id LIMIT 6;
-- alerts
SELECT a.title, a.message, coalesce(a.title_en, '') AS title_en, coalesce(a.message_en, '') AS message_en, a.severity, a.quote, a.rule_id, a.created_at, a.region_code, r.full_name AS region, s.article_id,
    h.observation_id, h.sheet
FROM alerts a LEFT JOIN shown s ON s.article_id = a.article_id LEFT JOIN regions r ON r.region_code = a.region_code
LEFT JOIN sheets h ON h.observation_id = a.observation_ids[1] AND h.article_id = a.article_id
WHERE a.state NOT IN ('muted', 'false_alarm')
ORDER BY a.created_at DESC, a.severity = 'high' DESC, a.severity = 'medium' DESC, a.title LIMIT 200;
-- coverage
SELECT y.region_code, y.report_year, any_value(s.article_id) AS article_id, max(s.figures) AS figures
FROM reports_by_year y JOIN shown s ON s.region_code = y.region_code AND s.report_year = y.report_year AND s.genre = 'annual_report'
    AND NOT coalesce(s.department, false)
WHERE y.report_year IS NOT NULL GROUP BY ALL ORDER BY ALL;
-- health
SELECT s.source_id, s.name, s.start_urls, s.region_code, r.full_name AS region, s.scope, s.cadence, s.season, s.enabled,
    coalesce(h.state, o.status, 'never_looked') AS state, coalesce(h.why, o.reason, '') AS why, h.last_look, h.last_ok, h.last_new,
    h.answered_share, h.date_share, h.origin_share, h.new_items
FROM sources s
LEFT JOIN regions r ON r.region_code = s.region_code
LEFT JOIN (SELECT source_id, arg_max(status, recorded_at) AS status, arg_max(reason, recorded_at) AS reason FROM outcomes GROUP BY ALL) o
    ON o.source_id = s.source_id
LEFT JOIN (FROM source_health h QUALIFY row_number() OVER (PARTITION BY h.source_id ORDER BY h.checked_at DESC, h.run_id DESC) = 1) h
    ON h.source_id = s.source_id
ORDER BY coalesce(h.state, o.status, '') IN ('ok', 'unchanged'), s.region_code, s.source_id;
-- last_run
SELECT l.*, r.kind, r.started_at, r.finished_at, r.status FROM loads l LEFT JOIN runs r ON r.run_id = l.run_id
ORDER BY l.recorded_at DESC, l.load_id LIMIT 12;
-- new_articles
SELECT s.* FROM shown s WHERE s.load_id = (SELECT arg_max(load_id, recorded_at) FROM loads)
ORDER BY s.region_code NULLS LAST, s.report_year DESC, s.title LIMIT 200;
-- superseded
SELECT h."value", h.value_high, h.bound, h.unit, h.span_text AS old_span, h.indicator_id, h.indicator, i.name_zh, i.name_en, h.region_code,
    r.full_name AS region, h.period_type, h.period_start, h.period_end, h.sentence, h.superseded_at, n."value" AS new_value,
    n.unit AS new_unit, n.observation_id, n.article_id, p.sheet, a.title
FROM observations_history h
LEFT JOIN observations n ON n.article_id = h.article_id AND n."key" = h."key"
LEFT JOIN sheets p ON p.observation_id = n.observation_id
LEFT JOIN indicators i ON i.indicator_id = h.indicator_id LEFT JOIN regions r ON r.region_code = h.region_code
LEFT JOIN articles a ON a.article_id = h.article_id
WHERE h.superseded_at >= (SELECT max(recorded_at) FROM loads)
ORDER BY h.region_code, h.indicator_id, h.period_end LIMIT 200;
-- conflicts
SELECT c.*, k.scope_group, i.name_en, o.article_id, h.sheet, k.value_high
FROM conflicts() c JOIN contradicted k ON k.observation_id = c.observation_id LEFT JOIN indicators i ON i.indicator_id = c.indicator_id
LEFT JOIN observations o ON o.observation_id = c.observation_id LEFT JOIN sheets h ON h.observation_id = c.observation_id;
-- checks
SELECT c.* EXCLUDE (figures), i.name_en, o.article_id, h.sheet
FROM checks_open c LEFT JOIN indicators i ON i.indicator_id = c.indicator_id
LEFT JOIN observations o ON o.observation_id = c.observation_id LEFT JOIN sheets h ON h.observation_id = c.observation_id;
-- claims
FROM contradicted_claims();
-- rules
SELECT o."rule", count(*) AS figures, avg(o.confidence) AS confidence, any_value(v.marked) AS marked, any_value(v.confirmed) AS confirmed
FROM observations o
LEFT JOIN (SELECT "rule", sum(marked) AS marked, sum(confirmed) AS confirmed FROM review_precision GROUP BY ALL) v ON v."rule" = o."rule"
GROUP BY ALL ORDER BY figures DESC, o."rule";
-- totals
SELECT (SELECT count(*) FROM shown) AS articles, (SELECT count(*) FROM shown WHERE genre = 'annual_report' AND NOT coalesce(department, false)) AS reports,
    (SELECT count(*) FROM observations) AS figures, (SELECT count(DISTINCT region_code) FROM shown WHERE region IS NOT NULL) AS regions,
    (SELECT count(DISTINCT indicator_id) FROM drawn) AS indicators, (SELECT count(*) FROM drawn WHERE left_out IS NULL) AS joined,
    (SELECT count(*) FROM drawn) AS comparable, (SELECT count(*) FROM sources WHERE enabled) AS sources;
-- grades
SELECT grade, count(*) AS figures FROM drawn GROUP BY ALL ORDER BY ALL;
-- indicator_counts
SELECT indicator_id, count(DISTINCT region_code) AS regions, count(*) AS figures FROM drawn WHERE left_out IS NULL GROUP BY ALL;
