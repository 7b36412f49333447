-- A rate that is bad news at its level, by its rise, or beside its neighbours; each of the thresholds that an indicator has.
WITH thresholds(indicator_id, at_level, by_rise, times_median) AS (
    VALUES ('admin_litigation_loss_rate', $level::DOUBLE, $rise::DOUBLE, NULL),
           ('post_reconsideration_litigation_rate', NULL, $litigation_rise::DOUBLE, NULL),
           ('reconsideration_direct_correction_rate', NULL, NULL, $times_median::DOUBLE)
),
told AS (
    SELECT o.region_code, o.indicator_id, o.period_end FROM observations o JOIN fresh_articles USING (article_id)
    JOIN thresholds USING (indicator_id) WHERE o.region_code IS NOT NULL GROUP BY ALL
),
points AS (
    SELECT p.* FROM points_of((SELECT list(DISTINCT indicator_id) FROM told), NULL) p
    WHERE p.left_out IS NULL AND p.period_type = 'annual' AND p.kind = 'rate'
),
-- Neighbours: regions of the same level in the same province; fewer than $neighbours tell nothing of what is usual.
usual AS (
    SELECT p.indicator_id, p.period_year, p.region_level, left(p.region_code, 2) AS province, median(p."value") AS middle, count(*) AS regions
    FROM points p GROUP BY ALL
),
judged AS (
    SELECT p.*, b."value" AS value_before, u.middle, u.regions, greatest(p.own_grade, coalesce(b.own_grade, 'A')) AS pair_grade,
        b.observation_id AS observation_before,
        p."value" >= t.at_level AS high,
        p."value" - b."value" >= t.by_rise AS risen,
        u.regions >= $neighbours AND p."value" >= t.times_median * u.middle AND u.middle > 0 AS apart
    FROM points p JOIN thresholds t USING (indicator_id) JOIN fresh_articles USING (article_id)
    LEFT JOIN points b ON b.region_code = p.region_code AND b.indicator_id = p.indicator_id AND b.scope_group = p.scope_group
        AND coalesce(b.denominator_variant, '') = coalesce(p.denominator_variant, '') AND b.period_year = p.period_year - 1
    LEFT JOIN usual u ON u.indicator_id = p.indicator_id AND u.period_year = p.period_year AND u.region_level = p.region_level
        AND u.province = left(p.region_code, 2)
    WHERE NOT EXISTS (FROM points n WHERE n.region_code = p.region_code AND n.indicator_id = p.indicator_id AND n.period_year > p.period_year)
)
SELECT j.region_code || '|' || j.indicator_id || '|' || j.scope_group || '|' || j.period_year AS dedupe_key,
    j.region_code, j.indicator_id, j.report_year, j.pair_grade AS grade,
    CASE WHEN j.pair_grade = 'C' THEN '核对：' ELSE '' END || j.region_name || '“' || j.indicator_name || '”'
        || CASE WHEN j.high THEN '偏高' WHEN j.risen THEN '上升' ELSE '远高于省内中位数' END AS title,
    j.period_year || '年 ' || format('{:.15g}', j."value"::DOUBLE) || '%'
        || coalesce('，上年 ' || format('{:.15g}', j.value_before::DOUBLE) || '%', '')
        || CASE WHEN j.apart THEN '；省内' || j.regions || '个同级地区的中位数 ' || format('{:.15g}', round(j.middle::DOUBLE, 4)) || '%' ELSE '' END
        || '，可比等级' || j.pair_grade || '。' AS message,
    CASE WHEN j.pair_grade = 'C' THEN 'Check: ' ELSE '' END || j.region_name || ', ' || i.name_en
        || CASE WHEN j.high THEN ': high' WHEN j.risen THEN ': up' ELSE ': far above the median of the province' END AS title_en,
    j.period_year || ': ' || format('{:.15g}', j."value"::DOUBLE) || ' %'
        || coalesce(', the year before: ' || format('{:.15g}', j.value_before::DOUBLE) || ' %', '')
        || CASE WHEN j.apart THEN '; median of ' || j.regions || ' regions of this level in the province: ' || format('{:.15g}', round(j.middle::DOUBLE, 4)) || ' %' ELSE '' END
        || ', comparability ' || j.pair_grade || '.' AS message_en,
    j."value", j.value_before, '%' AS unit, j.period_year AS period,
    CASE WHEN j.value_before IS NOT NULL THEN j.period_year - 1 END AS period_before,
    j.sentence AS quote, j.url, j.article_id, list_filter([j.observation_id, j.observation_before], o -> o IS NOT NULL) AS observation_ids
FROM judged j JOIN indicators i USING (indicator_id) WHERE coalesce(j.high, false) OR coalesce(j.risen, false) OR coalesce(j.apart, false)
