-- Yearly points of one key beside the year before, as alert rules compare them: preferred sources, nothing that is left
-- out, no different known scope or denominator. `codes` and `ids` are lists.
CREATE OR REPLACE MACRO yearly_changes(ids, codes) AS TABLE
WITH yearly AS (
    SELECT p.*, lead(p.period_year) OVER key_by_year AS next_year
    FROM points_of(ids, codes) p WHERE p.left_out IS NULL AND p.period_type = 'annual'
    WINDOW key_by_year AS (
        PARTITION BY p.region_code, p.indicator_id, p.scope_group, coalesce(p.denominator_variant, '') ORDER BY p.period_year)
)
SELECT y.*, b."value" AS value_before, b.period_year AS year_before, b.observation_id AS observation_before,
    b.sentence AS sentence_before, b.bound AS bound_before, greatest(y.own_grade, b.own_grade) AS pair_grade,
    (SELECT min(k.break_id) FROM breaks k WHERE k.indicator_id = y.indicator_id
        AND k.break_date > b.period_end AND k.break_date <= y.period_end) AS break_between,
    bb."value" AS value_two_before
FROM yearly y
JOIN yearly b ON b.region_code = y.region_code AND b.indicator_id = y.indicator_id AND b.scope_group = y.scope_group
    AND coalesce(b.denominator_variant, '') = coalesce(y.denominator_variant, '') AND b.period_year = y.period_year - 1
LEFT JOIN yearly bb ON bb.region_code = y.region_code AND bb.indicator_id = y.indicator_id AND bb.scope_group = y.scope_group
    AND coalesce(bb.denominator_variant, '') = coalesce(y.denominator_variant, '') AND bb.period_year = y.period_year - 2;
