-- title: 原文同比与计算同比不一致 / Where a stated change on the year before and the values held disagree by more than a point
-- question: 7
SELECT r.full_name AS region, i.name_zh AS indicator, b.period_year AS "year", o.span_text AS stated_text,
    CASE WHEN o.direction = 'down' THEN -o."value" ELSE o."value" END AS stated,
    round(CASE WHEN b.kind = 'rate' THEN b."value" - p."value" ELSE 100 * (b."value" - p."value") / nullif(p."value", 0) END, 2) AS computed,
    p."value" AS value_before, b."value", b.unit, o.sentence, a.url, o.observation_id, b.observation_id AS value_id,
    p.observation_id AS value_before_id
FROM observations o
JOIN articles a USING (article_id)
JOIN regions r ON r.region_code = o.region_code
JOIN indicators i ON i.indicator_id = o.indicator_id
JOIN comparable b ON b.article_id = o.article_id AND b.indicator_id = o.indicator_id AND b.region_code = o.region_code
    AND b.scope_group = CASE WHEN o."scope" = 'unknown' THEN 'whole_region' ELSE o."scope" END
    AND b.period_type = 'annual' AND b.unfit IS NULL AND b.parent IS NULL AND b.sentence = o.sentence
JOIN comparable p ON p.indicator_id = b.indicator_id AND p.region_code = b.region_code AND p.scope_group = b.scope_group
    AND p.period_type = 'annual' AND p.unfit IS NULL AND p.parent IS NULL AND p.period_year = b.period_year - 1
    AND p.denominator_variant IS NOT DISTINCT FROM b.denominator_variant
WHERE o."role" = 'change' AND o.change_base = '同比' AND o.unit IN ('%', '百分点')
    AND (o.unit = '百分点') = (b.kind = 'rate')
    AND abs(stated - computed) > 1
ORDER BY abs(stated - computed) DESC, o.observation_id;
