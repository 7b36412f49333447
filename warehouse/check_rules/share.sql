-- A stated share against part and total of the same sentence: 调解318件，占审结案件的27.51% beside 审结1156件.
WITH shares AS (
    SELECT s.*, p.observation_id AS part_id_told, p."value" AS part, p.low AS part_low, p.high AS part_high, p.unit AS part_unit,
        p.parent AS part_parent, p."start" AS part_start,
        p.period_start AS part_from, p.period_end AS part_to,
        regexp_extract(substring(t.text, p."end" + 1, s."start" - p."end"),
            '^[件宗起人次名个户家元条项份]*[，,、（(]?(?:约|大约)?占(?:比|到)?(?:了)?(.*?)(?:总数|总量|总件数)?的?(?:比例|比重)?(?:为|达|约|近)*$', 1) AS whole_name,
        row_number() OVER (PARTITION BY s.observation_id ORDER BY p."end" DESC) AS nearest
    FROM figures s
    JOIN figures p ON p.article_id = s.article_id AND p.part_id = s.part_id AND p.sentence = s.sentence
        AND p."end" <= s."start" AND s."start" - p."end" <= 24 AND p."role" = 'actual' AND p.kind IN ('count', 'amount')
    JOIN (FROM parts WHERE article_id IN (FROM touched_articles)) t ON t.article_id = s.article_id AND t.part_id = s.part_id
    WHERE s.kind = 'rate' AND s."role" = 'actual' AND s.unit = '%'
      AND regexp_matches(substring(t.text, p."end" + 1, s."start" - p."end"),
            '^[件宗起人次名个户家元条项份]*[，,、（(]?(?:约|大约)?占[^，,；;。、0-9]*$')
),
totals AS (
    SELECT s.observation_id, s.part_id_told, s."value" AS stated, s.low, s.high, s.part, s.part_low, s.part_high,
        w.observation_id AS whole_id, w."value" AS whole, w.low AS whole_low, w.high AS whole_high,
        -- The total is sure where the part is said to be of it, or where the share names it in its own words.
        coalesce(w."key" = s.part_parent, false) OR (len(s.whole_name) >= 2 AND contains(w.indicator, left(s.whole_name, 2))) AS sure
    FROM shares s
    JOIN figures w ON w.article_id = s.article_id AND w.part_id = s.part_id AND w.sentence = s.sentence AND w.observation_id <> s.part_id_told
        AND w."end" <= s.part_start AND w."role" = 'actual' AND w.kind IN ('count', 'amount') AND w.unit = s.part_unit
        AND w.period_start IS NOT DISTINCT FROM s.part_from AND w.period_end IS NOT DISTINCT FROM s.part_to
    WHERE s.nearest = 1 AND w."value" > 0 AND coalesce(w.low > 0, true)
)
SELECT t.observation_id, [t.observation_id, t.part_id_told, t.whole_id] AS observation_ids, '%' AS unit,
    t.stated, t.low AS stated_low, t.high AS stated_high,
    100 * t.part / t.whole AS computed, 100 * t.part_low / t.whole_high AS computed_low, 100 * t.part_high / t.whole_low AS computed_high,
    -- With two totals that may be meant, or none named, only a fit proves something.
    CASE WHEN NOT t.sure THEN 'the total is not named' WHEN count(*) FILTER (t.sure) OVER (PARTITION BY t.observation_id) > 1
         THEN 'several totals may be meant' END AS doubt,
    'part and total are told in the sentence' AS note
FROM totals t
