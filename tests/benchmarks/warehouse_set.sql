-- One report a region and year, newest years first; a twentieth is told again, otherwise, by a newspaper.
CREATE OR REPLACE TEMP TABLE made_articles AS
WITH codes AS (SELECT region_code, name FROM regions WHERE valid_to IS NULL AND NOT fictitious AND region_code <> '100000'),
pages AS (
    SELECT c.region_code, c.name, y.range::INTEGER AS report_year, k.range AS copy,
        'https://www.r' || c.region_code || '.example/' || y.range || '-' || k.range || '.html' AS url
    FROM codes c, range(2024, 2004, -1) y, range(2) k
    -- a twentieth of the reports is told again, otherwise, by a newspaper
    WHERE k.range = 0 OR hash(c.region_code || y.range) % 20 = 0
)
SELECT left(sha256(url), 32) AS article_id, * FROM pages ORDER BY report_year DESC, copy, region_code
LIMIT (SELECT ($figures / count(*) / 1.1)::BIGINT FROM indicators WHERE kind IN ('count', 'rate', 'amount'));

-- Every indicator once in each report, and a change beside every tenth.
CREATE OR REPLACE TEMP TABLE made_figures AS
WITH told AS (
    SELECT a.*, i.indicator_id, i.name_zh, i.unit, i.kind, i.place, change.range = 1 AS is_change,
        hash(a.article_id || i.indicator_id || change.range) % 9000 AS dice
    FROM made_articles a
    JOIN (SELECT *, row_number() OVER (ORDER BY indicator_id) AS place FROM indicators
          WHERE kind IN ('count', 'rate', 'amount')) i ON true
    JOIN range(2) change ON change.range = 0 OR i.place % 10 = 0
    WHERE a.copy = 0 OR i.place <= 10
),
valued AS (
    SELECT *, CASE WHEN is_change THEN dice // 200 WHEN kind = 'rate' THEN 80 + dice // 500 ELSE 100 + dice END AS number,
        CASE WHEN is_change THEN '%' ELSE unit END AS printed_unit
    FROM told
),
printed AS (
    SELECT *, number || printed_unit AS span_text,
        name || name_zh || CASE WHEN is_change THEN '同比增长' ELSE '共计' END || number || printed_unit || '，按规定公开。' AS sentence
    FROM valued
)
SELECT *, sum(length(sentence)) OVER (PARTITION BY article_id ORDER BY place, is_change) - length(sentence) AS begins FROM printed;

INSERT INTO articles BY NAME
SELECT article_id, url, 'article' AS page_kind, true AS relevant, name || report_year || '年法治政府建设情况报告' AS title,
    make_date(report_year + 1, 2, 20) AS published, make_date(report_year + 1, 2, 20) AS first_published,
    'www.r' || region_code || '.example' AS host, CASE WHEN copy = 0 THEN 'annual_report' ELSE 'news' END AS genre, region_code,
    report_year, false AS department, '1' AS extractor_version, article_id AS text_hash, article_id AS cluster_id,
    article_id AS origin_id, true AS is_origin, 1.0 AS similarity, 'made' AS load_id, TIMESTAMP '2026-01-01' AS recorded_at
FROM made_articles;

INSERT INTO parts BY NAME
SELECT article_id, 'body' AS part_id, 0 AS position, 'body' AS kind, string_agg(sentence, '' ORDER BY begins) AS text,
    'made' AS load_id, TIMESTAMP '2026-01-01' AS recorded_at
FROM made_figures GROUP BY article_id;

INSERT INTO observations BY NAME
SELECT left(sha256(article_id || '|body:' || begins || ':' || indicator_id), 32) AS observation_id, article_id,
    'body:' || begins || ':' || indicator_id AS "key", 'body' AS part_id,
    (begins + length(sentence) - length('，按规定公开。') - length(span_text))::INTEGER AS "start",
    (begins + length(sentence) - length('，按规定公开。'))::INTEGER AS "end", span_text, sentence, number AS "value",
    printed_unit AS unit, 'exact' AS bound, CASE WHEN is_change THEN 'growth' ELSE kind END AS kind,
    CASE WHEN is_change THEN 'change' ELSE 'actual' END AS "role", CASE WHEN is_change THEN 'up' END AS direction,
    CASE WHEN is_change THEN '同比' END AS change_base, name_zh AS indicator, indicator_id, []::VARCHAR[] AS candidates,
    CASE WHEN dice % 30 = 1 THEN 'ytd' ELSE 'annual' END AS period_type, make_date(report_year, 1, 1) AS period_start,
    CASE WHEN dice % 30 = 1 THEN make_date(report_year, 11, 30) ELSE make_date(report_year, 12, 31) END AS period_end,
    'explicit' AS period_basis, []::VARCHAR[] AS period_alt, region_code,
    CASE WHEN dice % 30 = 2 THEN 'own_level' ELSE 'whole_region' END AS "scope",
    CASE WHEN copy = 0 THEN 'annual_report' ELSE 'news' END AS genre, report_year, 'bench' AS "rule", 0.9 AS confidence,
    []::VARCHAR[] AS flags, '1' AS extractor_version, 'made' AS load_id, TIMESTAMP '2026-01-01' AS recorded_at
FROM made_figures;
