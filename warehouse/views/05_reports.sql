-- The yearly reports of regions: the origin only, no department's, no part of a year (a half-year report ends in June).
CREATE OR REPLACE VIEW yearly_reports AS
FROM articles a
WHERE a.is_origin AND a.genre = 'annual_report' AND a.region_code IS NOT NULL AND NOT coalesce(a.department, false)
  AND coalesce(date_diff('month', a.covered_start, a.covered_end) >= 11, true);
