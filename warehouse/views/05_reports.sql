-- The yearly reports of regions: the origin only, no department's, no part of a year (a half-year report ends in June), and none of a year
-- that had not begun when it was read (a title that says 2099).
CREATE OR REPLACE VIEW yearly_reports AS
FROM articles a
WHERE a.is_origin AND a.genre = 'annual_report' AND a.region_code IS NOT NULL AND NOT coalesce(a.department, false)
  AND coalesce(a.report_year <= year(a.recorded_at), true)
  AND coalesce(date_diff('month', a.covered_start, a.covered_end) >= 11, true);

-- Which of them are held of a region and year, and the first of them. A table in the published copy.
CREATE OR REPLACE VIEW reports_by_year AS
SELECT a.region_code, a.report_year, count(*) AS reports, min(a.first_published) AS first_published,
    arg_min(a.url, a.first_published) AS url
FROM yearly_reports a GROUP BY ALL;
