-- A rate against the part and the whole that it is made of (reference table ratios): 纠错率8.6% beside 纠错12件 and 审结139件.
WITH ends AS (
    SELECT f.*, min(f."value") OVER same_key < max(f."value") OVER same_key AS several
    FROM figures f
    WHERE f.indicator_id IN (SELECT unnest([rate_id, part_id, whole_id]) FROM ratios) AND f."role" = 'actual' AND f.kind = f.indicator_kind AND f.unit = f.indicator_unit AND f.region_code IS NOT NULL
      AND f.period_end IS NOT NULL
    WINDOW same_key AS (PARTITION BY f.article_id, f.indicator_id, f.region_code, f.scope_group, f.period_type, f.period_start, f.period_end)
),
found AS (
    SELECT r.observation_id, r."value" AS stated, r.low, r.high, r.unit, r.denominator_variant AS variant_told, t.denominator_variant,
        p.observation_id AS part_id, p."value" AS part, p.low AS part_low, p.high AS part_high,
        w.observation_id AS whole_id, w."value" AS whole, w.low AS whole_low, w.high AS whole_high,
        r.several OR p.several OR w.several AS several,
        CASE WHEN r.unit = '%' THEN 100 ELSE 1 END AS scale
    FROM ends r
    JOIN ratios t ON t.rate_id = r.indicator_id
    JOIN ends p ON p.indicator_id = t.part_id AND p.article_id = r.article_id AND p.region_code = r.region_code
        AND p.scope_group = r.scope_group AND p.period_type = r.period_type AND p.period_start IS NOT DISTINCT FROM r.period_start
        AND p.period_end = r.period_end
    JOIN ends w ON w.indicator_id = t.whole_id AND w.article_id = r.article_id AND w.region_code = r.region_code
        AND w.scope_group = r.scope_group AND w.period_type = r.period_type AND w.period_start IS NOT DISTINCT FROM r.period_start
        AND w.period_end = r.period_end
    WHERE w."value" > 0 AND coalesce(w.low > 0, true)
      -- a base that is told and held is the only one
      AND (r.denominator_variant = t.denominator_variant OR NOT EXISTS (
          FROM ratios n WHERE n.rate_id = r.indicator_id AND n.denominator_variant = r.denominator_variant))
)
SELECT f.observation_id, [f.observation_id, f.part_id, f.whole_id] AS observation_ids, f.unit,
    f.stated, f.low AS stated_low, f.high AS stated_high,
    f.scale * f.part / f.whole AS computed, f.scale * f.part_low / f.whole_high AS computed_low, f.scale * f.part_high / f.whole_low AS computed_high,
    CASE WHEN f.several THEN 'several values are told for one end'
         -- A base of another name, or none: the whole may be one that is not told at all.
         WHEN f.variant_told IS DISTINCT FROM f.denominator_variant THEN 'the base of the rate is not told, or is another' END AS doubt,
    'taken over ' || f.denominator_variant AS note
FROM found f
