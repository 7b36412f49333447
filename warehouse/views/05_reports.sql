-- The yearly reports of regions: the origin only, no department's, no part of a year (a half-year report ends in June), and none of a year
-- that had not begun when it was read (a title that says 2099).
CREATE OR REPLACE VIEW yearly_reports AS
FROM articles a
WHERE a.is_origin AND a.genre = 'annual_report' AND a.region_code IS NOT NULL AND NOT coalesce(a.department, false)
  AND coalesce(a.report_year <= year(a.recorded_at), true)
  AND coalesce(date_diff('month', a.covered_start, a.covered_end) >= 11, true);
