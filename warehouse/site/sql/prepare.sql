-- What the pages are read from, narrowed once: temporary tables of the connection, so that no page asks all figures again.

-- Regions with the province they lie in; the country and what lies in none stand under the country's code.
CREATE TEMP TABLE located AS
WITH provinces AS (
    SELECT w.region_code, min(w.within_code) AS province FROM region_within w
    JOIN regions q ON q.region_code = w.within_code AND q.level = 'province' GROUP BY ALL
)
SELECT r.*, coalesce(p.province, t.province, '100000') AS province
FROM regions r LEFT JOIN provinces p ON p.region_code = r.region_code
LEFT JOIN provinces t ON t.region_code = left(r.region_code, 6);

-- Origins that say something. Of copies only the address is shown, on the page of the origin.
CREATE TEMP TABLE shown AS
SELECT a.article_id, a.title, a.url, a.host, a.site, a.source_name, a.genre, a.report_year, a.region_code, a.published,
    a.first_published, a.department, a.attachments, a.document_number, a.cluster_id, a.recorded_at, a.load_id, r.full_name AS region,
    r.province, coalesce(r.fictitious, false) AS fictitious, coalesce(n.figures, 0) AS figures, f.fetched_at
FROM articles a
LEFT JOIN located r ON r.region_code = a.region_code
LEFT JOIN (SELECT o.article_id, count(*) AS figures FROM observations_shown o GROUP BY ALL) n ON n.article_id = a.article_id
LEFT JOIN fetches f ON f.fetch_id = a.fetch_id
WHERE a.is_origin AND (n.figures > 0
    OR (a.page_kind = 'article' AND a.extractor_version IS NOT NULL AND coalesce(a.relevant, true)));

-- On which sheet of its article's pages a figure stands: an article of two thousand figures is no page for a phone.
CREATE TEMP TABLE sheets AS
SELECT o.observation_id, o.article_id,
    ((row_number() OVER (PARTITION BY o.article_id ORDER BY p.position, o.part_id, o."start", o."end", o.observation_id) - 1)
        // $figures_a_sheet + 1)::INTEGER AS sheet
FROM observations_shown o SEMI JOIN shown s ON s.article_id = o.article_id
LEFT JOIN (SELECT article_id, part_id, position FROM parts) p ON p.article_id = o.article_id AND p.part_id = o.part_id;

-- Series: each region by itself. Comparisons: each year by itself. In both left_out says why a figure stands aside.
CREATE TEMP TABLE drawn AS
SELECT p.indicator_id, p.region_code, r.full_name AS region, r.province, p.period_year AS "year", p.period_type, p.period_start, p.period_end,
    p."scope", p.scope_group, p.denominator_variant, p."value", p.value_high, p.unit, p.bound,
    CASE WHEN p.series_left_out IS NULL THEN p.own_grade ELSE 'D' END AS grade, p.series_left_out AS left_out, p.break_before,
    -- A part of a year in the scope of the series may stand beside the years, hollow and unjoined.
    p.left_out IS NULL AND p.period_type IN ('ytd', 'range') AND p.period_end - p.period_start < 366
        AND p.series_left_out LIKE 'period type %' AS beside,
    p.genre, p.published, p.title, p.sentence, p.url, p.observation_id, p.article_id, h.sheet
FROM points p JOIN located r ON r.region_code = p.region_code LEFT JOIN sheets h ON h.observation_id = p.observation_id;

CREATE TEMP TABLE compared AS
SELECT c.* EXCLUDE (flags), r.province, h.sheet,
    CASE WHEN c.left_out IS NULL THEN rank() OVER (of_peers ORDER BY c."rank") END::INTEGER AS place,
    count(*) OVER of_peers AS peers
FROM compare_of((SELECT list(DISTINCT indicator_id) FROM points), NULL, NULL) c
JOIN located r ON r.region_code = c.region_code LEFT JOIN sheets h ON h.observation_id = c.observation_id
WINDOW of_peers AS (PARTITION BY c.indicator_id, c."year", c."level", r.province, c.left_out IS NULL);

-- Regions that have a page.
CREATE TEMP TABLE paged AS
SELECT region_code FROM drawn UNION SELECT region_code FROM shown WHERE region IS NOT NULL;
