-- What counts a part of another indicator's cases is not larger (reference table subsets): 纠错 of 审结. Where cases of the
-- period before may be among them (审结 of 受理), a larger one contradicts nothing; it is told, undecidable.
WITH ends AS (
    SELECT f.*, min(f."value") OVER same_key < max(f."value") OVER same_key AS several
    FROM figures f
    WHERE f.indicator_id IN (SELECT unnest([part_id, whole_id]) FROM subsets) AND f."role" = 'actual' AND f.kind = f.indicator_kind AND f.unit = f.indicator_unit AND f.region_code IS NOT NULL
      AND f.period_end IS NOT NULL
    WINDOW same_key AS (PARTITION BY f.article_id, f.indicator_id, f.region_code, f.scope_group, f.period_type, f.period_start, f.period_end)
)
SELECT p.observation_id, [p.observation_id, w.observation_id] AS observation_ids, p.unit,
    p."value" AS stated, p.low AS stated_low, p.high AS stated_high,
    w."value" AS computed, w.low AS computed_low, w.high AS computed_high, 'at_most' AS relation,
    CASE WHEN s.carry_over THEN 'cases of the period before may be among them'
         WHEN p.several OR w.several THEN 'several values are told for one end' END AS doubt,
    'every one is one of ' || w.indicator_id AS note
FROM ends p
JOIN subsets s ON s.part_id = p.indicator_id
JOIN ends w ON w.indicator_id = s.whole_id AND w.article_id = p.article_id AND w.region_code = p.region_code
    AND w.scope_group = p.scope_group AND w.period_type = p.period_type AND w.period_start IS NOT DISTINCT FROM p.period_start
    AND w.period_end = p.period_end
WHERE NOT s.carry_over OR p."value" > w."value"
