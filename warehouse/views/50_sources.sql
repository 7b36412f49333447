-- Every figure ever held, with both clocks: what observations holds now and what it held before.
CREATE OR REPLACE VIEW observations_all AS
SELECT c.*, NULL::TIMESTAMP AS superseded_at, NULL::VARCHAR AS superseded_by FROM observations c
UNION ALL BY NAME
FROM observations_history;

-- Where a figure stands among those held now: the published copy sorts them by indicator and region, and this, a table
-- there, by id.
CREATE OR REPLACE VIEW places AS SELECT o.observation_id, o.indicator_id, o.region_code FROM observations o;

-- A figure with everything that proves it: the sentence and the text around it, the page, the copies, the archive record.
-- A figure of an attached file leads to the file and its page: attachment-2-page-5 is page 5 of the second attachment. The
-- archive record is then the file's.
CREATE OR REPLACE MACRO evidence(observation) AS TABLE
WITH told AS MATERIALIZED (
    SELECT c.*, NULL::TIMESTAMP AS superseded_at FROM observations c JOIN places p
        ON p.observation_id = c.observation_id AND p.indicator_id = c.indicator_id AND p.region_code = c.region_code
    WHERE p.observation_id = observation
    UNION ALL BY NAME
    -- of what, or of where, it is not told
    SELECT c.*, NULL::TIMESTAMP AS superseded_at FROM observations c JOIN places p
        ON p.observation_id = c.observation_id AND p.region_code = c.region_code
    WHERE p.observation_id = observation AND c.indicator_id IS NULL
    UNION ALL BY NAME
    SELECT c.*, NULL::TIMESTAMP AS superseded_at FROM observations c
    WHERE c.observation_id = observation AND c.region_code IS NULL
    UNION ALL BY NAME
    SELECT h.* EXCLUDE (superseded_by) FROM observations_history h WHERE h.observation_id = observation
)
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
FROM told o
LEFT JOIN articles a USING (article_id)
LEFT JOIN LATERAL (
    SELECT a.attachments[try_cast(regexp_extract(o.part_id, '^attachment-([0-9]+)-', 1) AS INTEGER)] AS file_url
) file ON true
-- narrowed before it is joined: a hash table of all texts would be made otherwise
LEFT JOIN (SELECT t.* FROM parts t WHERE t.article_id IN (SELECT d.article_id FROM told d)) p ON p.article_id = o.article_id AND p.part_id = o.part_id AND o.superseded_at IS NULL
LEFT JOIN regions r ON r.region_code = o.region_code
LEFT JOIN indicators i ON i.indicator_id = o.indicator_id
LEFT JOIN fetches f ON f.fetch_id = coalesce(
    (SELECT arg_max(e.fetch_id, e.fetched_at) FROM fetches e
     WHERE e.url = file.file_url AND e.kind = 'attachment' AND e.error = '' AND e.fetched_at <= o.recorded_at),
    a.fetch_id)
ORDER BY o.superseded_at DESC NULLS FIRST;

-- How much is held of a region and year. A table in the published copy.
CREATE OR REPLACE VIEW held_by_year AS
WITH dimensions AS (
    SELECT p.region_code, p.period_year, p.dimension, count(*) AS figures, count(*) FILTER (p.unfit IS NOT NULL) AS unfit_figures,
        count(DISTINCT p.indicator_id) AS indicators
    FROM points p GROUP BY ALL
)
SELECT d.period_year, d.region_code, sum(d.figures)::BIGINT AS figures, sum(d.unfit_figures)::BIGINT AS unfit_figures,
    -- each indicator has one dimension
    sum(d.indicators)::BIGINT AS indicators,
    map(list(d.dimension ORDER BY d.dimension), list(d.indicators ORDER BY d.dimension)) AS by_dimension
FROM dimensions d GROUP BY ALL;

-- Of which regions something is held for a year, and how much: reports, figures, indicators of the catalogue by dimension.
-- A region with a source but nothing for the year is there with zeros: not told and not crawled are two things.
CREATE OR REPLACE MACRO coverage("year") AS TABLE
WITH reports AS (FROM reports_by_year y WHERE y.report_year = "year"),
figures AS (FROM held_by_year h WHERE h.period_year = "year"),
watched AS (
    SELECT s.region_code FROM sources s WHERE s.enabled
    UNION SELECT a.region_code FROM articles a WHERE a.genre = 'annual_report' AND a.is_origin
    UNION SELECT f.region_code FROM figures f
)
SELECT r.full_name AS region, w.region_code, r.level AS "level", "year" AS "year", coalesce(p.reports, 0) AS reports,
    p.first_published AS report_published, p.url AS report_url, coalesce(f.figures, 0) AS figures, coalesce(f.unfit_figures, 0) AS unfit_figures,
    coalesce(f.indicators, 0) AS indicators, (SELECT count(*) FROM indicators) AS of_indicators, f.by_dimension
FROM watched w
LEFT JOIN regions r USING (region_code)
LEFT JOIN reports p USING (region_code)
LEFT JOIN figures f USING (region_code)
WHERE w.region_code IS NOT NULL
ORDER BY region_code;

-- Regions whose report for a year is not there though one was before, or though they are watched; with when it used to
-- come. The law wants it by 1 March of the next year (by 1 April from provinces).
CREATE OR REPLACE MACRO missing_reports("year") AS TABLE
WITH reports AS (FROM reports_by_year),
earlier AS (
    SELECT p.region_code, count(*) AS earlier_reports, max(p.report_year) AS last_report_year,
        list(p.first_published ORDER BY p.report_year DESC) AS earlier_dates
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

-- Figures of keys (region, indicator, period, scope, denominator) for which different values are told. A table in the
-- published copy.
CREATE OR REPLACE VIEW contradicted AS
WITH keyed AS (
    SELECT p.*, coalesce(p.denominator_variant, '') AS base FROM points p WHERE p.unfit IS NULL AND p.parent IS NULL
),
several AS (
    SELECT k.region_code, k.indicator_id, k.kind, k.unit, k.period_type, k.period_start, k.period_end, k.scope_group, k.base
    FROM keyed k GROUP BY ALL HAVING min(k."value") < max(k."value")
)
SELECT k.* EXCLUDE (base),
    row_number() OVER (
        PARTITION BY k.region_code, k.indicator_id, k.kind, k.unit, k.period_type, k.period_start, k.period_end, k.scope_group, k.base
        ORDER BY k.preference, k.published DESC NULLS LAST, k.observation_id) AS place
FROM keyed k SEMI JOIN several s ON s.indicator_id = k.indicator_id AND s.region_code = k.region_code AND s.kind = k.kind
    AND s.unit = k.unit AND s.period_type = k.period_type AND s.period_end = k.period_end AND s.scope_group = k.scope_group
    AND s.base = k.base AND s.period_start IS NOT DISTINCT FROM k.period_start;

-- Different values for one key stay side by side, the preferred first.
CREATE OR REPLACE MACRO conflicts() AS TABLE
SELECT k.region_name AS region, k.region_code, k.indicator_name AS indicator, k.indicator_id, k.period_year AS "year",
    k.period_type, k.period_start, k.period_end, k."scope", k.denominator_variant, k."value", k.unit, k.bound,
    k.place = 1 AS preferred, k.genre, k.report_year, k.published, k.title, k.sentence, k.url, k.observation_id
FROM contradicted k
ORDER BY k.region_code, k.indicator_id, k.period_end, k.period_start, k."scope", preferred DESC, k.observation_id;

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
