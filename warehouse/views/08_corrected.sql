-- The figures as views and macros take them: as stated, but for those that a correction is applied to.
CREATE OR REPLACE VIEW observations_shown AS
SELECT o.* FROM observations o WHERE o.observation_id NOT IN (SELECT n.observation_id FROM observations_corrected n)
UNION ALL
FROM observations_corrected;

-- Every correction with what became of it; those that do not apply come first, as somebody should look at them.
CREATE OR REPLACE VIEW corrections_listed AS
SELECT k.correction_id, k.state, r.full_name AS region, i.name_zh AS indicator, k.span_text, k.field, k.expected, k.found, k.corrected,
    k.reason, k.corrected_by, k.corrected_on, o.sentence, k.url, k.observation_id, k.file
FROM corrections k
LEFT JOIN observations o USING (observation_id)
LEFT JOIN regions r ON r.region_code = o.region_code
LEFT JOIN indicators i ON i.indicator_id = o.indicator_id
ORDER BY k.state = 'applied', k.correction_id;
