-- title: 纠错率与收案同时上升的地区 / Regions whose direct correction rate rose while new applications rose too
-- question: 5
-- parameter year: 2024
-- Pairs of one denominator only; a break between is told, not hidden. Grade C (bounds, derived) is left out.
WITH codes AS (
    SELECT list(DISTINCT o.region_code) AS held FROM observations o
    WHERE o.indicator_id = 'reconsideration_direct_correction_rate' AND o.region_code IS NOT NULL
),
rates AS (SELECT y.* FROM yearly_changes(['reconsideration_direct_correction_rate'], (SELECT c.held FROM codes c)) y WHERE y.period_year = $year),
intake AS (SELECT y.* FROM yearly_changes(['reconsideration_applications'], (SELECT c.held FROM codes c)) y WHERE y.period_year = $year)
SELECT r.region_name AS region, r.region_level AS "level", r.value_before AS rate_before, r."value" AS rate,
    r."value" - r.value_before AS points, r.denominator_variant, n.value_before AS applications_before, n."value" AS applications,
    round((100 * (n."value" - n.value_before) / nullif(n.value_before, 0))::DOUBLE, 1) AS applications_growth,
    greatest(r.pair_grade, n.pair_grade) AS grade, n.break_between, r.sentence AS rate_sentence, n.sentence AS applications_sentence,
    r.url, r.observation_id, n.observation_id AS applications_id
FROM rates r JOIN intake n USING (region_code, scope_group)
WHERE r."value" > r.value_before AND n."value" > n.value_before AND greatest(r.pair_grade, n.pair_grade) <= 'B'
ORDER BY points DESC, r.region_code;
