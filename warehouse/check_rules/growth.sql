-- A stated change against the change between the two values: both told in the article, or the earlier one as another
-- article told it. 比上年增长9.8% beside 427件 and 389件 of the year before.
WITH changes AS MATERIALIZED (
    SELECT c.*,
        CASE c.direction WHEN 'down' THEN -1 ELSE 1 END AS sign,
        -- Where no base is told, the year before is what reports mean; a mismatch then proves nothing.
        coalesce(c.base_period_end, CASE WHEN c.period_type = 'annual' THEN (c.period_end - INTERVAL 1 YEAR)::DATE END) AS base_end,
        coalesce(c.base_period_start, CASE WHEN c.period_type = 'annual' THEN (c.period_start - INTERVAL 1 YEAR)::DATE END) AS base_start
    FROM figures c
    WHERE c."role" = 'change' AND c.kind = 'growth' AND c.parent IS NULL AND c.indicator_id IS NOT NULL
      AND c.region_code IS NOT NULL AND c.period_end IS NOT NULL
),
ends AS MATERIALIZED (
    SELECT v.observation_id, v.article_id, v.sentence, v."start", v."value", v.low, v.high, v.unit, v.kind, v.indicator_id, v.region_code,
        v.scope_group, v.denominator_variant, v.period_type, v.period_start, v.period_end, v.published, v.preference
    FROM figures v
    WHERE v."role" = 'actual' AND v.kind = v.indicator_kind AND v.unit = v.indicator_unit AND v.parent IS NULL
),
-- Each step keeps what the next one needs: a join of three at once is planned badly over many figures.
pairs AS MATERIALIZED (
    SELECT c.observation_id AS change_id, c.sign, c.unit AS change_unit, c.low AS change_low, c.high AS change_high, c."value" AS change,
        c.base_period_end IS NULL AS base_not_told, c.base_start, c.base_end, v.observation_id AS value_id, v."value" AS v, v.low AS v_low,
        v.high AS v_high, v.article_id, v.sentence, v.published, v.kind, v.unit, v.indicator_id, v.region_code, v.scope_group,
        v.denominator_variant, v.period_type, v.period_end,
        min(v."value") OVER told_together < max(v."value") OVER told_together AS several
    FROM changes c
    JOIN ends v ON v.article_id = c.article_id AND v.indicator_id = c.indicator_id AND v.region_code = c.region_code
        AND v.scope_group = c.scope_group AND v.period_end = c.period_end
        AND (v.period_start = c.period_start OR v.period_type = 'as_of')
    WINDOW told_together AS (PARTITION BY c.observation_id, v.sentence = c.sentence)
    QUALIFY row_number() OVER (PARTITION BY c.observation_id ORDER BY v.sentence <> c.sentence, abs(v."start" - c."start")) = 1
),
based AS MATERIALIZED (
    SELECT p.*, b.observation_id AS base_id, b."value" AS b, b.low AS b_low, b.high AS b_high, b.period_end AS b_end,
        b.article_id = p.article_id AS same_text,
        min(b."value") OVER told_together < max(b."value") OVER told_together AS several_bases
    FROM pairs p
    JOIN ends b ON b.indicator_id = p.indicator_id AND b.region_code = p.region_code AND b.scope_group = p.scope_group
        AND b.period_type = p.period_type AND b.period_end = p.base_end
        AND b.denominator_variant IS NOT DISTINCT FROM p.denominator_variant
        AND (b.period_start = p.base_start OR b.period_type = 'as_of')
    WINDOW told_together AS (PARTITION BY p.change_id, b.article_id, b.sentence = p.sentence)
    QUALIFY row_number() OVER (PARTITION BY p.change_id ORDER BY b.article_id <> p.article_id, b.sentence <> p.sentence,
        b.published > p.published, b.preference, b.published DESC NULLS LAST, b.observation_id) = 1
),
read AS (
    SELECT t.*,
        (SELECT string_agg(k.break_id, ', ' ORDER BY k.break_id) FROM breaks k WHERE NOT t.same_text
            AND k.indicator_id = t.indicator_id AND k.break_date > t.b_end AND k.break_date <= t.period_end) AS breaks_between,
        -- What the words may mean: % of a rate is said for points too, 增长2倍 also for twice as much.
        unnest(CASE
            WHEN t.change_unit IN ('百分点', '个百分点') AND t.kind = 'rate' THEN ['difference']
            WHEN t.change_unit = '%' AND t.kind = 'rate' THEN ['difference', 'percent']
            WHEN t.change_unit = '%' THEN ['percent']
            WHEN t.change_unit = '倍' THEN ['times', 'multiple']
            WHEN t.change_unit = t.unit AND t.kind <> 'rate' THEN ['difference'] ELSE [] END) AS reading
    FROM based t
),
computed AS (
    SELECT r.*,
        CASE r.reading WHEN 'difference' THEN v - b WHEN 'percent' THEN 100 * (v / b - 1) WHEN 'times' THEN v / b - 1 ELSE v / b END AS computed,
        CASE r.reading WHEN 'difference' THEN v_low - b_high WHEN 'percent' THEN 100 * (v_low / b_high - 1)
            WHEN 'times' THEN v_low / b_high - 1 ELSE v_low / b_high END AS computed_low,
        CASE r.reading WHEN 'difference' THEN v_high - b_low WHEN 'percent' THEN 100 * (v_high / b_low - 1)
            WHEN 'times' THEN v_high / b_low - 1 ELSE v_high / b_low END AS computed_high
    FROM read r WHERE r.reading = 'difference' OR (r.b > 0 AND coalesce(r.b_low > 0, true))
)
SELECT c.change_id AS observation_id, [c.change_id, c.value_id, c.base_id] AS observation_ids, c.change_unit AS unit,
    c.sign * c.change AS stated,
    CASE WHEN c.sign > 0 THEN c.change_low ELSE -c.change_high END AS stated_low,
    CASE WHEN c.sign > 0 THEN c.change_high ELSE -c.change_low END AS stated_high,
    c.computed, c.computed_low, c.computed_high,
    CASE WHEN c.several OR c.several_bases THEN 'several values are told for one end'
         WHEN c.base_not_told THEN 'the base of the change is not told; taken is the year before' END AS doubt,
    CASE WHEN c.same_text THEN 'both values are told here' ELSE 'the earlier value is told by another report' END
        || coalesce('; between lies ' || c.breaks_between, '') AS note
FROM computed c
