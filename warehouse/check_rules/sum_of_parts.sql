-- Parts that are told together against their whole: 742件，其中受理655件、不予受理61件、其他26件. Parts may overlap
-- (百人以上29件、5年以上101件) and need not be all, so that only a sum that fits proves something.
WITH parts_told AS (
    SELECT w.observation_id, w.unit, w."value", w.low, w.high, count(*) AS parts_told,
        list(p.observation_id ORDER BY p."start") AS part_ids, sum(p."value") AS total, sum(p.low) AS total_low,
        CASE WHEN count(p.high) = count(*) THEN sum(p.high) END AS total_high
    FROM figures w
    JOIN figures p ON p.article_id = w.article_id AND p.parent = w."key" AND p.sentence = w.sentence
    WHERE p."role" = 'actual' AND w."role" = 'actual' AND p.kind = w.kind AND p.kind IN ('count', 'amount') AND p.unit = w.unit
    GROUP BY ALL HAVING count(*) > 1
)
SELECT t.observation_id, list_prepend(t.observation_id, t.part_ids) AS observation_ids, t.unit,
    t."value" AS stated, t.low AS stated_low, t.high AS stated_high, t.total AS computed, t.total_low AS computed_low, t.total_high AS computed_high,
    CASE WHEN t.total < t."value" THEN 'the parts need not be all' ELSE 'the parts may overlap' END AS doubt,
    t.parts_told || ' parts are told in the sentence' AS note
FROM parts_told t
