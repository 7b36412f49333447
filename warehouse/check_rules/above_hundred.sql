-- A share of a whole is not above 100 %; a rate of fulfilment (完成率, 执行率) may be.
SELECT f.observation_id, [f.observation_id] AS observation_ids, f.unit, f."value" AS stated, f.low AS stated_low, f.high AS stated_high,
    100 AS computed, 100 AS computed_low, 100 AS computed_high, 'at_most' AS relation,
    CASE WHEN f.valid_high IS NULL AND NOT contains(f.indicator, '占') THEN 'a rate of fulfilment may be above 100' END AS doubt,
    'a share of a whole' AS note
FROM figures f
WHERE f."role" = 'actual' AND f.kind = 'rate' AND f.unit = '%' AND f."value" > 100
