-- Every figure ever held, with both clocks: what observations holds now and what it held before.
CREATE OR REPLACE VIEW observations_all AS
SELECT c.*, NULL::TIMESTAMP AS superseded_at, NULL::VARCHAR AS superseded_by FROM observations c
UNION ALL BY NAME
FROM observations_history;

-- A figure with everything that proves it: the sentence and the text around it, the page, the copies, the archive record.
-- A figure of an attached file leads to the file and its page: attachment-2-page-5 is page 5 of the second attachment. The
-- archive record is then the file's.
CREATE OR REPLACE MACRO evidence(observation) AS TABLE
SELECT o.observation_id, r.full_name AS region, o.region_code, i.name_zh AS indicator, o.indicator_id, o.indicator AS printed_indicator,
    o."value", o.value_high, o.unit, o.bound, o.kind, o."role", o.period_text, o.period_type, o.period_start, o.period_end,
    o.period_basis, o."scope", o.denominator_variant, o.span_text, o.sentence,
    substring(p.text, greatest(1, o."start" - 119), least(o."start", 120)) AS text_before,
    substring(p.text, o."end" + 1, 120) AS text_after,
    o.part_id, o."start", o."end", o.flags, o."rule", o.confidence, o.extractor_version, o.reference_version,
    a.title, a.url, file.file_url,
    try_cast(regexp_extract(o.part_id, '^attachment-[0-9]+-page-([0-9]+)', 1) AS INTEGER) AS file_page,
    a.source_name, a.published, a.first_published, a.genre,
    (SELECT list(c.url ORDER BY c.url) FROM articles c WHERE c.cluster_id = a.cluster_id AND c.article_id <> a.article_id) AS copies,
    f.fetched_at, f.warc_file, f.warc_offset, f.body_hash, o.recorded_at, o.superseded_at, a.article_id
FROM observations_all o
LEFT JOIN articles a USING (article_id)
LEFT JOIN LATERAL (
    SELECT a.attachments[try_cast(regexp_extract(o.part_id, '^attachment-([0-9]+)-', 1) AS INTEGER)] AS file_url
) file ON true
LEFT JOIN parts p ON p.article_id = o.article_id AND p.part_id = o.part_id AND o.superseded_at IS NULL
LEFT JOIN regions r ON r.region_code = o.region_code
LEFT JOIN indicators i ON i.indicator_id = o.indicator_id
LEFT JOIN fetches f ON f.fetch_id = coalesce(
    (SELECT arg_max(e.fetch_id, e.fetched_at) FROM fetches e
     WHERE e.url = file.file_url AND e.kind = 'attachment' AND e.error = '' AND e.fetched_at <= o.recorded_at),
    a.fetch_id)
WHERE o.observation_id = observation
ORDER BY o.superseded_at DESC NULLS FIRST;

-- Of which regions something is held for a year, and how much: reports, figures, indicators of the catalogue by dimension.
-- A region with a source but nothing for the year is there with zeros: not told and not crawled are two things.
CREATE OR REPLACE MACRO coverage("year") AS TABLE
WITH reports AS (
    SELECT a.region_code, count(*) AS reports, min(a.first_published) AS report_published,
        arg_min(a.url, a.first_published) AS report_url
    FROM yearly_reports a WHERE a.report_year = "year"
    GROUP BY ALL
),
figures AS (
    SELECT c.region_code, count(*) AS figures, count(DISTINCT c.indicator_id) AS indicators,
        count(*) FILTER (c.unfit IS NOT NULL) AS unfit_figures
    FROM comparable c WHERE c.period_year = "year" GROUP BY ALL
),
dimensions AS (
    SELECT d.region_code, map(list(d.dimension ORDER BY d.dimension), list(d.held ORDER BY d.dimension)) AS by_dimension
    FROM (
        SELECT c.region_code, c.dimension, count(DISTINCT c.indicator_id) AS held
        FROM comparable c WHERE c.period_year = "year" GROUP BY ALL
    ) d GROUP BY ALL
),
watched AS (
    SELECT s.region_code FROM sources s WHERE s.enabled
    UNION SELECT a.region_code FROM articles a WHERE a.genre = 'annual_report' AND a.is_origin
    UNION SELECT f.region_code FROM figures f
)
SELECT r.full_name AS region, w.region_code, r.level AS "level", "year" AS "year", coalesce(p.reports, 0) AS reports,
    p.report_published, p.report_url, coalesce(f.figures, 0) AS figures, coalesce(f.unfit_figures, 0) AS unfit_figures,
    coalesce(f.indicators, 0) AS indicators, (SELECT count(*) FROM indicators) AS of_indicators, d.by_dimension
FROM watched w
LEFT JOIN regions r USING (region_code)
LEFT JOIN reports p USING (region_code)
LEFT JOIN figures f USING (region_code)
LEFT JOIN dimensions d USING (region_code)
WHERE w.region_code IS NOT NULL
ORDER BY region_code;

-- Regions whose report for a year is not there though one was before, or though they are watched; with when it used to
-- come. The law wants it by 1 March of the next year (by 1 April from provinces).
CREATE OR REPLACE MACRO missing_reports("year") AS TABLE
WITH reports AS (
    SELECT a.region_code, a.report_year, min(a.first_published) AS published
    FROM yearly_reports a
    GROUP BY ALL
),
earlier AS (
    SELECT p.region_code, count(*) AS earlier_reports, max(p.report_year) AS last_report_year,
        list(p.published ORDER BY p.report_year DESC) AS earlier_dates
    FROM reports p WHERE p.report_year < "year" GROUP BY ALL
),
watched AS (
    SELECT s.region_code FROM sources s WHERE s.enabled AND s.scope = 'government'
    UNION SELECT e.region_code FROM earlier e
)
SELECT r.full_name AS region, w.region_code, r.level AS "level", "year" AS "year",
    make_date("year" + 1, CASE WHEN r.level = 'province' THEN 4 ELSE 3 END, 1) AS due,
    coalesce(e.earlier_reports, 0) AS earlier_reports, e.last_report_year, e.earlier_dates
FROM watched w
LEFT JOIN regions r USING (region_code)
LEFT JOIN earlier e USING (region_code)
WHERE w.region_code IS NOT NULL
  AND NOT EXISTS (FROM reports p WHERE p.region_code = w.region_code AND p.report_year = "year")
ORDER BY earlier_reports DESC, region_code;

-- Different values for one key: region, indicator, period, scope, denominator. They stay side by side, the preferred first.
CREATE OR REPLACE MACRO conflicts() AS TABLE
WITH keyed AS (
    SELECT c.*, count(DISTINCT c."value") OVER of_key AS values_told,
        row_number() OVER (of_key ORDER BY c.preference, c.parent IS NOT NULL, c.published DESC NULLS LAST, c.observation_id) AS place
    FROM comparable c WHERE c.unfit IS NULL AND c.parent IS NULL
    WINDOW of_key AS (
        PARTITION BY c.region_code, c.indicator_id, c.kind, c.unit, c.period_type, c.period_start, c.period_end, c.scope_group,
                     coalesce(c.denominator_variant, '')
    )
)
SELECT k.region_name AS region, k.region_code, k.indicator_name AS indicator, k.indicator_id, k.period_year AS "year",
    k.period_type, k.period_start, k.period_end, k."scope", k.denominator_variant, k."value", k.unit, k.bound,
    k.place = 1 AS preferred, k.genre, k.report_year, k.published, k.title, k.sentence, k.url, k.observation_id
FROM keyed k WHERE k.values_told > 1
ORDER BY region_code, indicator_id, period_end, period_start, "scope", preferred DESC, observation_id;

-- Pages and files of articles that were asked for and never came. The article is asked for again with them until they have
-- failed on five days; then it is left as it is until `fazhi run --all --deep`.
CREATE OR REPLACE VIEW missing_belongings AS
SELECT a.title, f.from_url AS article_url, f.url, arg_max(f.kind, f.fetched_at) AS kind, arg_max(f.label, f.fetched_at) AS label,
    arg_max(f.error, f.fetched_at) AS error, count(*) AS tries, min(f.fetched_at) AS first_tried, max(f.fetched_at) AS last_tried,
    count(DISTINCT f.fetched_at::DATE) >= 5 AS given_up, arg_max(f.source_id, f.fetched_at) AS source_id
FROM fetches f LEFT JOIN articles a ON a.url = f.from_url
WHERE f.kind IN ('page', 'attachment')
GROUP BY a.title, f.from_url, f.url
HAVING NOT arg_max(f.settled, f.fetched_at)
ORDER BY last_tried DESC, article_url, url;
