-- Claims of a rank that another region, or the figures held, contradict; streaks that do not add up. The first of the
-- observations is the claim.
CREATE OR REPLACE MACRO contradicted_claims() AS TABLE
WITH claims AS (
    SELECT o.observation_id, o.indicator_id, o.region_code, r.full_name AS region, r."level", o.rank_universe, o."value" AS place, o.sentence,
        a.url, coalesce(year(o.period_end), o.report_year)::INTEGER AS claimed_year,
        CASE WHEN contains(o.rank_universe, '国') THEN '' WHEN contains(o.rank_universe, '省') THEN left(o.region_code, 2)
             WHEN contains(o.rank_universe, '市') AND r."level" = 'county' THEN left(o.region_code, 4) END AS field_code
    FROM observations o JOIN articles a USING (article_id) JOIN regions r ON r.region_code = o.region_code
    WHERE o."role" = 'claim' AND o.kind = 'rank' AND o.indicator_id IS NOT NULL
),
held AS (
    SELECT c.region_code, c.indicator_id, c."year", c."level", c."value", c.observation_id, f.field_code,
        rank() OVER (PARTITION BY c.indicator_id, c."year", c."level", f.field_code
            ORDER BY CASE WHEN i.direction = 'lower_better' THEN c."value" ELSE -c."value" END) AS place,
        count(*) OVER (PARTITION BY c.indicator_id, c."year", c."level", f.field_code, c."value") AS sharing
    FROM compare_of((SELECT list(DISTINCT l.indicator_id) FROM claims l), (SELECT list(DISTINCT l.claimed_year) FROM claims l), NULL) c
    JOIN indicators i USING (indicator_id)
    JOIN (SELECT DISTINCT l.field_code FROM claims l WHERE l.field_code IS NOT NULL) f ON starts_with(c.region_code, f.field_code)
    WHERE c.left_out IS NULL
)
SELECT 'two regions claim one place' AS contradiction, one.region, i.name_zh AS indicator, one.claimed_year AS "year", one.rank_universe,
    one.place::INTEGER AS claimed, other.region || ' claims it too' AS against, one.sentence, other.sentence AS other_sentence, one.url,
    [one.observation_id, other.observation_id] AS observation_ids
FROM claims one JOIN claims other ON other.indicator_id = one.indicator_id AND other.claimed_year = one.claimed_year
    AND other.field_code = one.field_code AND other."level" = one."level" AND other.place = one.place AND other.region_code > one.region_code
JOIN indicators i ON i.indicator_id = one.indicator_id
UNION ALL
SELECT CASE WHEN h.place = l.place THEN 'the place is shared' ELSE 'the figures held give another place' END, l.region, i.name_zh, l.claimed_year,
    l.rank_universe, l.place::INTEGER, CASE WHEN h.place = l.place THEN h.sharing || ' regions tell ' || h."value"::DOUBLE
        ELSE 'place ' || h.place || ' of those held' END, l.sentence, NULL, l.url, [l.observation_id, h.observation_id]
FROM claims l JOIN held h ON h.region_code = l.region_code AND h.indicator_id = l.indicator_id AND h."year" = l.claimed_year
    AND h.field_code = l.field_code
JOIN indicators i ON i.indicator_id = l.indicator_id
-- of those held only a worse place contradicts; a better one may be taken by one that is not held
WHERE h.place > l.place OR (h.place = l.place AND h.sharing > 1)
UNION ALL
SELECT 'the streak does not add up', r.full_name, i.name_zh, year(c.period_end), NULL, c.stated::INTEGER, c.computed::INTEGER || ': ' || c.reason,
    o.sentence, NULL, a.url, c.observation_ids
FROM checks c JOIN observations o USING (observation_id) JOIN articles a ON a.article_id = o.article_id
JOIN indicators i ON i.indicator_id = c.indicator_id JOIN regions r ON r.region_code = c.region_code
WHERE c.kind = 'streak' AND c.verdict = 'differs'
ORDER BY contradiction, region, indicator, "year";
