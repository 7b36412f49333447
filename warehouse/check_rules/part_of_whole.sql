-- No part is larger than its whole: 审结139件，其中调解57件.
SELECT p.observation_id, [p.observation_id, w.observation_id] AS observation_ids, p.unit,
    p."value" AS stated, p.low AS stated_low, p.high AS stated_high,
    w."value" AS computed, w.low AS computed_low, w.high AS computed_high, 'at_most' AS relation,
    -- 收到385件 of the city's own level stands beside 审结1021件 of the whole city: two stages are no part and whole.
    CASE WHEN p.indicator_id <> w.indicator_id AND NOT EXISTS (FROM subsets s WHERE s.part_id = p.indicator_id AND s.whole_id = w.indicator_id
            AND NOT s.carry_over) THEN 'they may count different things' END AS doubt,
    'the text says that it is a part' AS note
FROM figures p
JOIN figures w ON w.article_id = p.article_id AND w."key" = p.parent
WHERE p."role" = 'actual' AND w."role" = 'actual' AND p.kind = w.kind AND p.kind IN ('count', 'amount') AND p.unit = w.unit
